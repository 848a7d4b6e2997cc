// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"strings"
	"unsafe"
)

// Lengths of phone numbers in digits. The longest is that of ITU-T E.164.
const (
	minPhone = 7
	maxPhone = 15
	// maxPhoneText bounds the text of a phone number with its separators, in bytes.
	maxPhoneText = 40
)

// isPhone accepts the numbers that are found without a keyword: those of the North American Numbering Plan,
// and Japanese ones.
func isPhone(digits string) bool {
	switch {
	case digits[0] == '0':
		return isJapanesePhone(digits)
	case len(digits) == 11:
		return digits[0] == '1' && isNANP(digits[1:])
	}
	return isNANP(digits)
}

// isNANP reports whether ten digits are a number of the North American Numbering Plan: area code and office
// code start with 2 to 9, and neither ends in 11; the second digit of an area code is not 9, and of the area codes that
// end in 00, none below 500 is in use. ATIS-0300055.
func isNANP(digits string) bool {
	return len(digits) == 10 && digits[0] >= '2' && digits[1] != '9' && (digits[0] >= '5' || digits[1:3] != "00") && digits[3] >= '2' && digits[1:3] != "11" && digits[4:6] != "11"
}

// isJapanesePhone reports whether digits, with the trunk prefix 0, are a phone number of a person: a mobile
// number, an IP phone, or a fixed line. Toll-free and other service numbers belong to companies.
func isJapanesePhone(digits string) bool {
	if len(digits) < 10 || digits[0] != '0' || digits[1] == '0' || isServiceNumber(digits) {
		return false
	}
	if len(digits) == 11 {
		return digits[2] == '0' && digits[1] >= '5'
	}
	return len(digits) == 10
}

// isServiceNumber reports whether a Japanese number has a prefix of toll-free numbers, or of others that do not belong to
// a person.
func isServiceNumber(digits string) bool {
	for _, prefix := range [...]string{"0120", "0800", "0570", "0990", "0180"} {
		if strings.HasPrefix(digits, prefix) {
			return true
		}
	}
	return false
}

// countryCodes are the country codes of ITU-T E.164 with the lengths of the national numbers in use, as
// "code:shortest-longest".
const countryCodes = `1:10-10 7:10-10 20:8-10 27:9-9 30:10-10 31:9-11 32:8-9 33:9-9 34:9-9 36:8-9 39:6-12 40:9-9 41:9-12 43:7-13
	44:7-10 45:8-8 46:7-13 47:5-12 48:9-9 49:6-13 51:8-11 52:10-11 53:6-8 54:10-11 55:10-11 56:9-9 57:8-11 58:10-10
	60:7-10 61:5-15 62:5-12 63:8-10 64:8-10 65:8-12 66:8-10 81:9-10 82:8-11 84:7-11 86:5-12 90:10-10 91:7-12 92:8-12
	93:9-9 94:9-9 95:7-10 98:6-12 211:9-9 212:9-9 213:8-9 216:8-8 218:8-9 220:7-7 221:9-9 222:7-8 223:8-8 224:8-9
	225:8-10 226:8-8 227:8-8 228:8-8 229:8-10 230:7-8 231:7-9 232:8-8 233:5-9 234:7-10 235:8-8 236:8-8 237:8-9 238:7-7
	239:7-7 240:9-9 241:6-8 242:9-9 243:5-9 244:9-9 245:7-9 246:7-7 247:4-6 248:6-7 249:9-9 250:9-9 251:9-9 252:5-9
	253:6-8 254:6-10 255:9-9 256:9-9 257:8-8 258:8-9 260:9-9 261:9-10 262:9-9 263:5-10 264:6-10 265:7-9 266:8-8
	267:7-8 268:7-8 269:7-7 290:4-5 291:7-7 297:7-7 298:6-6 299:6-6 350:8-8 351:9-11 352:4-11 353:7-11 354:7-9
	355:3-9 356:8-8 357:8-11 358:5-12 359:7-9 370:8-8 371:7-8 372:7-10 373:8-8 374:5-8 375:9-10 376:6-9 377:5-9
	378:6-10 380:9-9 381:6-12 382:4-12 383:8-9 385:8-12 386:8-8 387:8-9 389:8-8 420:4-12 421:4-9 423:7-9 500:5-5
	501:7-7 502:8-8 503:7-11 504:8-8 505:8-8 506:8-10 507:7-8 508:6-6 509:8-8 590:9-9 591:8-8 592:7-7 593:8-9
	594:9-9 595:5-9 596:9-9 597:6-7 598:4-11 599:7-8 670:7-8 672:6-6 673:7-7 674:4-7 675:4-11 676:5-7 677:5-7
	678:5-7 679:7-7 680:7-7 681:6-6 682:5-5 683:4-4 685:3-7 686:5-8 687:6-6 688:5-6 689:6-8 690:4-4 691:7-7 692:7-7
	800:8-8 808:8-8 850:6-10 852:4-9 853:7-8 855:8-10 856:8-10 870:9-9 878:12-12 880:6-10 881:8-9 882:7-12 883:7-12
	886:8-9 960:7-7 961:7-8 962:5-9 963:8-10 964:8-10 965:7-8 966:8-9 967:6-9 968:7-8 970:8-9 971:7-9 972:8-9
	973:8-8 974:3-8 975:7-8 976:7-8 977:8-10 979:9-9 992:9-9 993:8-8 994:8-9 995:6-9 996:9-9 998:9-9`

// minInternational is the least number of digits, with country code, of an international number: shorter
// numbers after a plus sign are more often differences.
const minInternational = 8

// nationalLengths has the lengths of the shortest and the longest national number by country code.
var nationalLengths = func() (lengths [1000][2]uint8) {
	for entry := range strings.FieldsSeq(countryCodes) {
		code, span, _ := strings.Cut(entry, ":")
		shortest, longest, _ := strings.Cut(span, "-")
		lengths[decimal(code)] = [2]uint8{uint8(decimal(shortest)), uint8(decimal(longest))}
	}
	return lengths
}()

func decimal(digits string) int {
	n := 0
	for i := range len(digits) {
		n = n*10 + int(digits[i]-'0')
	}
	return n
}

// isInternational reports whether digits are a number of ITU-T E.164, with country code and without plus sign.
func isInternational(digits string) bool {
	if len(digits) < minInternational || len(digits) > maxPhone {
		return false
	}
	for size := 1; size <= 3; size++ {
		lengths := nationalLengths[decimal(digits[:size])]
		if lengths[1] == 0 {
			continue
		}
		national := digits[size:]
		return len(national) >= int(lengths[0]) && len(national) <= int(lengths[1]) && (digits[:size] != "1" || isNANP(national))
	}
	return false
}

// findInternational checks for a phone number after a plus sign.
func findInternational(s *Scanner, at int) {
	t := s.text
	start := at
	if t[at] == '%' {
		at += 2
	}
	at++
	if at >= len(t) || !isASCIIDigit(t[at]) || t[at] == '0' || start < s.floor || !wordStarts(t, start) ||
		start > 0 && t[start-1] == '+' && t[start] == '+' {
		return
	}
	end := s.phoneGroups(at, isInternational)
	if end == 0 || !numberEnds(t, end) || end < len(t) && strings.IndexByte("+/", t[end]) >= 0 ||
		start > 0 && t[start-1] == '/' && t[start] == '+' && (end == len(t) || t[end] != '@') || // in base64, but PJSIP/+1…@trunk
		isDecimal(t, at, end) || s.keyWordsBefore(start)&technicalWord != 0 {
		return
	}
	s.add(span{start: start, end: end, detector: Phone})
}

// isDecimal reports whether the number behind the plus sign, t[at:end], is a decimal fraction, such as a monotonic clock
// reading of Go, m=+47.123456789. A phone number in the form of RFC 5733, +47.22123456, has only its country code in front
// of the full stop, and more digits than microseconds have behind it. Behind an equals sign, it is found by its key.
func isDecimal(t string, at, end int) bool {
	whole, fraction, found := strings.Cut(t[at:end], ".")
	return found && allDigits(whole) && allDigits(fraction) &&
		(len(whole) > 3 || nationalLengths[decimal(whole)][1] == 0 || len(fraction) <= len("000001") || at > 1 && t[at-2] == '=')
}

// inColumns reports whether t[start:end], which is numbers separated by blanks, is part of a longer row of numbers, as in
// an access log: "200 200 265 3118" or HTTP/1.1" 404 265 3118.
func inColumns(t string, start, end int) bool {
	if start < 2 || t[start-1] != ' ' || !isASCIIDigit(t[start]) || strings.IndexByte(t[start:end], ' ') < 0 {
		return false
	}
	return isASCIIDigit(t[start-2]) ||
		t[start-2] == '"' && strings.Contains(t[max(0, start-len(`HTTP/1.1" `)):start], "HTTP/")
}

// phoneGroups returns the end of the longest phone number that starts at index at, or 0. accepts decides on the digits from
// there to the end of a run of digits. Runs may be in brackets, and separated by white space and punctuation. A trunk prefix
// "(0)" is left out.
func (s *Scanner) phoneGroups(at int, accepts func(digits string) bool) (end int) {
	t := s.text[:min(len(s.text), at+maxPhoneText)]
	digits := &s.compact // a local array would escape to the heap through accepts
	n := 0
	for at < len(t) {
		if isASCIIDigit(t[at]) {
			for ; at < len(t) && isASCIIDigit(t[at]); at++ {
				if n == maxPhone {
					return end
				}
				digits[n] = t[at]
				n++
			}
			if (at == len(s.text) || !isASCIIDigit(s.text[at])) && accepts(unsafe.String(&digits[0], n)) {
				end = at
			}
			continue
		}
		next := at
		if t[next] == ' ' {
			next++
		}
		if n > 0 && strings.HasPrefix(t[next:], "(0)") {
			at = next + len("(0)")
			continue
		}
		next = at
		for range 2 { // as in ") " or " ("
			if next > at && next < len(t) && t[next] == '+' {
				return end // here the next number starts
			}
			next += phoneSeparator(t, next)
		}
		if next == at || next >= len(t) || !isASCIIDigit(t[next]) && t[next] != '(' {
			return end
		}
		at = next
	}
	return end
}

// phoneSeparator returns the length of the separator between digits of a phone number at index at, or 0.
func phoneSeparator(t string, at int) int {
	if at >= len(t) {
		return 0
	}
	if c := t[at]; c == '(' || c == ')' || c == '/' {
		return 1
	}
	return len(separatorAt(t, at))
}

// isKeyedPhone reports whether digits next to a keyword may be a phone number of any country.
func isKeyedPhone(digits string) bool { return len(digits) >= minPhone && !isServiceNumber(digits) }

// findKeyedPhone checks for a phone number of any country in the digits around index at, next to a keyword.
func (s *Scanner) findKeyedPhone(at int) {
	if !s.e.enabled[Phone] || s.nearIsCheap(at) && s.kindsNear(at).and(s.e.phoneKinds) == (kinds{}) {
		return
	}
	t := s.text
	start := at
	for start > s.floor && at-start < maxPhoneText {
		if isASCIIDigit(t[start-1]) {
			start--
			continue
		}
		if c := t[start-1]; start-2 >= s.floor && (c == ')' || c == '(' || c == '-' || c == '.' || c == '/' || c == ' ') &&
			(isASCIIDigit(t[start-2]) || c == ' ' && t[start-2] == ')') {
			start--
			continue
		}
		break
	}
	if start > s.floor && t[start-1] == '%' {
		start = min(skipEscape(t, start), at)
	} else if start > s.floor && (t[start-1] == '(' || t[start-1] == '+') {
		start--
	}
	first := start
	if !isASCIIDigit(t[start]) {
		first++
	}
	end := s.phoneGroups(first, isKeyedPhone)
	// The words in front are read last, because that costs most.
	if end > 0 && !isDateShaped(t[start:end]) && !inColumns(t, start, end) && s.standsFree(start, end, true) && s.kindsAt(at).or(s.kindsBehind(end)).and(s.e.phoneKinds) != (kinds{}) && !s.isMeasure(start) {
		s.add(span{start: start, end: end, detector: Phone, quote: jsonNumberQuote(t, start, end)})
	}
}

// isMeasure reports whether the word in front of the number at index at says that it counts or identifies something
// technical, as in "mobile app build 1234567". It is called behind kindsAt.
func (s *Scanner) isMeasure(at int) bool {
	before := s.text[max(s.floor, at-maxTextKey):at]
	before = strings.TrimRight(before, " #\"'(:=")
	from := len(before)
	for from > 0 && isLetter(before[from-1]) {
		from--
	}
	word := before[from:]
	if from > 1 && before[from-1] == '-' && isLetter(before[from-2]) && word != "" && s.text[at-1] == ' ' && isASCIIDigit(s.text[at]) && s.text[at] != '0' &&
		s.e.keywords.word(word) == 0 && !isOneOf(word, numberWords) {
		return true // the name of something else: mobile-app 1234567
	}
	quoted := at > 0 && (s.text[at-1] == '"' || s.text[at-1] == '\'')
	return word != "" && (s.e.vocab.lookup(word).flags&(technicalWord|aboutWord) != 0 || isOneOf(word, versionWords) || !quoted && isOneOf(word, valueWords))
}

// isDateShaped reports whether t is written like 2006-01-02 or 02.01.2006.
func isDateShaped(t string) bool {
	if len(t) != len("2006-01-02") {
		return false
	}
	return !isASCIIDigit(t[4]) && !isASCIIDigit(t[7]) || !isASCIIDigit(t[2]) && !isASCIIDigit(t[5])
}
