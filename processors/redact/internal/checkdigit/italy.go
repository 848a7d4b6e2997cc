// SPDX-License-Identifier: Apache-2.0

package checkdigit

import "strings"

const (
	// italyMonths are the letters of the months from January on.
	italyMonths = "ABCDEHLMPRST"
	// italyDigits are the letters that stand for the digits from 0 on in numbers that would else clash.
	italyDigits = "LMNPQRSTUV"
)

// italyOdd has the values of A to Z, and of 0 to 9 for A to J, in odd positions.
var italyOdd = [26]int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23}

// ItalyCodiceFiscale reports whether s is the tax code of a natural person: 16 characters. These are six
// letters of the name, the year of birth, a letter for the month, the day with 40 added for a woman, a
// letter and three digits for the place, and a control letter: the sum of the values of the others, from one
// table in odd positions and from another in even ones, modulo 26. Any digit may be written as one of
// LMNPQRSTUV to tell two people apart (omocodia). Agenzia delle Entrate, D.M. 23 dicembre 1976.
func ItalyCodiceFiscale(s string) bool {
	if len(s) != 16 {
		return false
	}
	var digits [16]int
	sum := 0
	for i := range len(s) {
		c := upper(s[i])
		switch i {
		case 6, 7, 9, 10, 12, 13, 14:
			if isDigit(c) {
				digits[i] = digit(c)
			} else if digits[i] = strings.IndexByte(italyDigits, c); digits[i] < 0 {
				return false
			}
		default:
			if !isLetter(c) {
				return false
			}
		}
		if i == len(s)-1 {
			break
		}
		value := int(c - 'A')
		if isDigit(c) {
			value = digit(c)
		}
		if i%2 == 0 { // counted from one, an odd position
			value = italyOdd[value]
		}
		sum += value
	}
	month, day := strings.IndexByte(italyMonths, upper(s[8]))+1, digits[9]*10+digits[10]
	if day > 40 {
		day -= 40
	}
	return isShortDate(digits[6]*10+digits[7], month, day) && int(upper(s[15])-'A') == sum%26
}
