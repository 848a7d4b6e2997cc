// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"slices"
	"strings"
	"time"
)

// isBirthDate reports whether eight digits, or fewer where month and day are not padded or the year has two digits, are
// a date since 1900: year, month and day, or the year last behind month and day in any order.
func isBirthDate(digits string) bool {
	switch n := len(digits); n {
	case 6:
		if isShortDate(digits) {
			return true
		}
		fallthrough
	case 7, 8:
		for size := 1; size <= 2; size++ { // of the first of month and day
			if other := n - 4 - size; other == 1 || other == 2 {
				first, last := digits[:size], digits[4+size:]
				if isDate(digits[:4], digits[4:4+size], last) || isDate(digits[n-4:], first, digits[size:n-4]) || isDate(digits[n-4:], digits[size:n-4], first) {
					return true
				}
			}
		}
	}
	return false
}

// isShortDate is isBirthDate for six digits with a year of two digits.
func isShortDate(digits string) bool {
	a, b, c := digits[:2], digits[2:4], digits[4:]
	return isDate("20"+a, b, c) || isDate("20"+c, b, a) || isDate("20"+c, a, b)
}

func isDate(year, month, day string) bool {
	y, m, d := decimal(year), decimal(month), decimal(day)
	if y < 1900 || y > 2100 || m < 1 || m > 12 || d < 1 {
		return false
	}
	return d <= time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// mayBeDate reports whether a text under a key for a date of birth may be one in any notation: it is short and has at
// least four digits, and no more letters than the name of a month and of a day.
func mayBeDate(text string) bool {
	const longest, fewest, mostLetters = 40, 4, 20
	if len(text) > longest {
		return false
	}
	digits, letters := 0, 0
	for i := range len(text) {
		switch {
		case isASCIIDigit(text[i]):
			digits++
		case isLetter(text[i]):
			letters++
		case text[i] == ':', text[i] == '*':
			return false // with a time, only the date is replaced, by its form; or masked already
		}
	}
	return digits >= fewest && letters <= mostLetters
}

// eras are the eras of the Japanese calendar in which living people can have been born.
var eras = []string{"明治", "大正", "昭和", "平成", "令和"}

// findEraDate checks for a date of birth in the Japanese calendar, 昭和60年1月2日, next to a keyword or in front of 生 (born).
// at is the index of the era.
func findEraDate(s *Scanner, at int) {
	t := s.text
	end := at + len(eras[0])
	for _, unit := range [...]string{"年", "月", "日"} {
		digits := digitRun(t, end)
		if digits == 0 && unit == "年" && strings.HasPrefix(t[end:], "元") { // the first year
			digits = len("元")
		}
		end += digits
		if digits == 0 || !strings.HasPrefix(t[end:], unit) {
			return
		}
		end += len(unit)
	}
	if strings.HasPrefix(t[end:], "生") || s.kindsAt(at).and(kindsOf(DateOfBirth)) != (kinds{}) {
		s.add(span{start: at, end: end, detector: DateOfBirth})
	}
}

// months are the names of months in English, German, French, Spanish, Italian, Portuguese and Dutch by their first
// three letters, which stand for the longer forms.
var months = strings.Fields(`jan feb mar apr may jun jul aug sep oct nov dec
	fev fév mär mai jui aoû aou déc ene abr ago dic gen mag giu lug set ott mrt mei okt dez fev mai out`)

// maxNamedDate bounds the length of a date without its year, "30th of September, ", in bytes.
const maxNamedDate = 24

// findNamedDate checks for a date of birth whose month has a name and whose year is the four digits at index at:
// March 3, 1985; 3 March 1985; 03-MAR-1985; 3. März 1985.
func (s *Scanner) findNamedDate(at int) {
	t := s.text
	if at == 0 || isAlnum(t[at-1]) || t[at:at+2] != "19" && t[at:at+2] != "20" || !s.e.enabled[DateOfBirth] {
		return
	}
	from := max(s.floor, at-maxNamedDate)
	start, days, named := at, 0, false
	for end := at; ; {
		for end > from && strings.IndexByte(" -./,", t[end-1]) >= 0 {
			end--
		}
		word := end
		for word > from && isWordByte(t[word-1]) {
			word--
		}
		switch text := t[word:end]; {
		case end == word:
		case !named && isMonth(text):
			named, start, end = true, word, word
			continue
		case days == 0 && isDay(text):
			days, start, end = 1, word, word
			continue
		case named && days == 0 && (text == "of" || text == "de"):
			end = word
			continue
		}
		break
	}
	if named && days > 0 && wordEnds(t, at+4) && s.kindsAt(start).and(kindsOf(DateOfBirth)) != (kinds{}) {
		s.add(span{start: start, end: at + 4, detector: DateOfBirth})
	}
}

// isMonth reports whether text is the name of a month or begins with its first three letters.
func isMonth(text string) bool {
	return isLetter(text[0]) && slices.ContainsFunc(months, func(m string) bool { return hasPrefixFold(text, m) })
}

// isDay reports whether text is the number of a day, also in the form 3rd.
func isDay(text string) bool {
	n := digitRun(text, 0)
	if n == 0 || n > 2 || decimal(text[:n]) < 1 || decimal(text[:n]) > 31 {
		return false
	}
	return n == len(text) || isOneOf(text[n:], ordinals)
}

var ordinals = strings.Fields("st nd rd th er")
