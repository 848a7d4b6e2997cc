// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"strings"

	"github.com/faultline-otel/faultline/processors/redact/internal/checkdigit"
)

// Lengths of payment card numbers, ISO/IEC 7812-1.
const (
	minCard = 12
	maxCard = 19
	// From this length on, numbers without separators are far more often identifiers (snowflakes,
	// nanoseconds) than cards: a card word must stand in the key or in front of the number.
	minKeyedCard = 17
)

// cardGroups are the ways in which card numbers are printed, the longest of a kind first.
var cardGroups = [...][]int{
	{4, 4, 4, 4, 3},
	{4, 4, 4, 4},
	{4, 6, 5},
	{4, 6, 4},
}

// What the entries of cardGroups have in common: the most groups, the digits of the first group and those
// of the shortest.
const (
	maxGroups     = 5
	firstGroup    = 4
	shortestGroup = 3
)

// findCard checks for a card number that starts with the run of digits at index at. In a longer
// sequence of groups it is called for each group, so that a number or a verification code next to
// a card number does not hide it.
func findCard(s *Scanner, at int) {
	t := s.text
	start, n := at, digitRun(t, at)
	if after := skipEscape(t, at); after > at { // the first two digits of %204111… are not digits of the text
		start, n = after, digitRun(t, after)
	}
	if n < minCard && !startsGroups(t, start, n) || !wordStarts(t, start) || afterDecimalPoint(t, start) {
		return
	}
	switch {
	case n >= minCard && n <= maxCard:
		if end := start + n; s.isCompactCard(start, end) {
			s.addCard(start, end)
		}
	case n == firstGroup && checkdigit.MayBeCard(t[start], t[start+1]):
		if end := groupedCard(t, start); end > 0 && !inIdentifier(t, start) {
			s.addCard(start, end)
		}
	}
}

// startsGroups reports whether the n digits at index at can be the first group of a card number, going by
// the group that follows.
func startsGroups(t string, at, n int) bool {
	if n != firstGroup {
		return false
	}
	sep := separatorAt(t, at+n)
	if sep == "" {
		return false
	}
	second := digitRun(t, at+n+len(sep))
	return second == 4 || second == 6
}

func (s *Scanner) addCard(start, end int) {
	s.add(span{start: start, end: end, detector: Card, quote: jsonNumberQuote(s.text, start, end)})
}

// isCompactCard reports whether the run of digits t[start:end] is a card number.
func (s *Scanner) isCompactCard(start, end int) bool {
	t := s.text
	if !numberEnds(t, end) {
		return false
	}
	var digits [maxCard]byte
	n := copy(digits[:], t[start:end])
	if ok, _ := isCard(digits[:n]); !ok || inIdentifier(t, start) || inResourceName(t, start) {
		return false
	}
	key := s.keyWordsBefore(start) | unitBehind(t, end)
	if isWhole(t, start, end) {
		// If the number is the whole value, the attribute's key tells what it is.
		key |= s.context.flags
	}
	if key&technicalWord == 0 {
		key |= s.wordsBefore(start) & cardWord
	}
	return isCardNumber(digits[:n], key)
}

// unitBehind returns technicalWord if the name of a unit stands behind the number that ends at index end.
func unitBehind(t string, end int) flags {
	if end < len(t) && t[end] == ' ' {
		if from, to := nextWord(t, end); from == end+1 && isOneOf(t[from:to], countedUnits) {
			return technicalWord
		}
	}
	return 0
}

// countedUnits are the units of counts in logs.
var countedUnits = strings.Fields("bytes byte bits ns us ms nanos micros millis cycles ticks packets rows records messages")

// groupedCard returns where the grouped card number that starts at index start ends, or 0. All groups
// must be separated in the same way.
func groupedCard(t string, start int) int {
	sep := separatorAt(t, start+firstGroup)
	var (
		digits [maxCard]byte
		n      int
		groups int
		length [maxGroups]int
		ends   [maxGroups]int
	)
reading:
	for at := start; groups < maxGroups; groups++ {
		before := n
		for ; at < len(t) && isASCIIDigit(t[at]); at++ {
			if n == maxCard {
				break reading
			}
			digits[n] = t[at]
			n++
		}
		run := n - before
		if run < shortestGroup {
			break
		}
		length[groups], ends[groups] = run, at
		if !strings.HasPrefix(t[at:], sep) {
			groups++
			break
		}
		at += len(sep)
	}
shapes:
	for _, shape := range cardGroups {
		if len(shape) > groups {
			continue
		}
		total := 0
		for i, want := range shape {
			if length[i] != want {
				continue shapes
			}
			total += want
		}
		end := ends[len(shape)-1]
		if ok, wide := isCard(digits[:total]); ok && !wide && numberEnds(t, end) {
			return end
		}
	}
	return 0
}

// isCard reports whether ASCII digits are the number of a payment card. It checks the issuer's range, a
// length that the issuer uses, and the check digit of ISO/IEC 7812-1 annex B. wide is set if the issuer's
// range is so wide that a card word is needed as well.
func isCard(digits []byte) (ok, wide bool) {
	number := string(digits)
	if !checkdigit.Luhn(number) {
		return false, false
	}
	if _, ok = checkdigit.CardIssuer(number); ok {
		return true, false
	}
	_, ok = checkdigit.CardIssuerWide(number)
	return ok, ok
}

// digitRun returns the number of digits from index at on. It does not count further than its callers need.
func digitRun(t string, at int) int {
	n := 0
	for at+n < len(t) && n <= maxCard && isASCIIDigit(t[at+n]) {
		n++
	}
	return n
}

// afterDecimalPoint reports whether the digits at index at follow a digit and a full stop.
func afterDecimalPoint(t string, at int) bool {
	return at >= 2 && t[at-1] == '.' && isASCIIDigit(t[at-2])
}

// numberEnds reports whether a number ends at index end: no word, fraction or further part of a
// dotted number goes on from there.
func numberEnds(t string, end int) bool {
	if !wordEnds(t, end) {
		return false
	}
	return end+1 >= len(t) || t[end] != '.' || !isASCIIDigit(t[end+1])
}

// inIdentifier reports whether the digits at index at are part of a UUID or follow the trace id in a
// W3C traceparent.
func inIdentifier(t string, at int) bool {
	for _, offset := range uuidGroups {
		if at >= offset && isUUID(t[at-offset:]) {
			return true
		}
	}
	const traceID = 32
	return at > traceID && t[at-1] == '-' && allHex(t[at-1-traceID:at-1])
}

// inResourceName reports whether the digits at index at are those of the account in a name of a resource of AWS,
// arn:partition:service:region:account:resource.
func inResourceName(t string, at int) bool {
	return at > 0 && t[at-1] == ':' && strings.Contains(t[max(0, at-contextReach):at], "arn:")
}

// isUUID reports whether t starts with a UUID in the form of RFC 9562.
func isUUID(t string) bool {
	if len(t) < uuidLength || t[8] != '-' || t[13] != '-' || t[18] != '-' || t[23] != '-' {
		return false
	}
	return allHex(t[:8]) && allHex(t[9:13]) && allHex(t[14:18]) && allHex(t[19:23]) && allHex(t[24:uuidLength])
}

func allHex(t string) bool {
	for i := range len(t) {
		if !isHex(t[i]) {
			return false
		}
	}
	return true
}

// isWhole reports whether t[start:end] is all of t apart from a few blanks and quotes.
func isWhole(t string, start, end int) bool {
	const around = 8
	return start <= around && len(t)-end <= around &&
		strings.Trim(t[:start], " \t\r\n\"'") == "" && strings.Trim(t[end:], " \t\r\n\"'") == ""
}
