// SPDX-License-Identifier: Apache-2.0

package checkdigit

// SwedenPersonnummer reports whether s is a personal identity number or a coordination number: a date of
// birth of six digits, or of eight with the century 18, 19 or 20, and four digits, without the plus or minus
// sign between them. Coordination numbers add 60 to the day. The last ten digits pass [Luhn].
// Folkbokföringslag (1991:481) 18 §; Skatteverket SKV 704 and 707.
func SwedenPersonnummer(s string) bool {
	if len(s) == 12 {
		if c := s[:2]; c != "18" && c != "19" && c != "20" {
			return false
		}
		if !isDigits(s) || !isDate(number(s[:4]), number(s[4:6]), swedenDay(s[6:8])) {
			return false
		}
		return Luhn(s[2:])
	}
	return isNumber(s, 10) && isShortDate(number(s[:2]), number(s[2:4]), swedenDay(s[4:6])) && Luhn(s)
}

// swedenDay returns the day without what a coordination number adds to it.
func swedenDay(s string) int {
	day := number(s)
	if day > 60 {
		day -= 60
	}
	return day
}
