// SPDX-License-Identifier: Apache-2.0

package checkdigit

// FranceNIR reports whether s is a registration number in the national register of natural persons, known
// as the social security number: 15 characters. These are the sex or the kind of number (1 to 4, 7, 8), the
// year and month of birth (01 to 12, or 20 to 42 and from 50 on if the month is not known), the place, a
// serial number, and a key of 97 minus the number modulo 97. In the place, 2A and 2B for Corsica count as 19
// and 18. Insee; décret n° 82-103, article 4.
func FranceNIR(s string) bool {
	if len(s) != 15 || !isDigits(s[:6]) || !isDigits(s[7:]) {
		return false
	}
	place := number(s[5:6]) * 10
	switch c := upper(s[6]); {
	case isDigit(c):
		place += digit(c)
	case place != 20:
		return false
	case c == 'A':
		place = 19
	case c == 'B':
		place = 18
	default:
		return false
	}
	switch s[0] {
	case '1', '2', '3', '4', '7', '8':
	default:
		return false
	}
	month := number(s[3:5])
	if month == 0 || month > 12 && month < 20 || month > 42 && month < 50 || place == 0 {
		return false
	}
	n := (number(s[:5])*100+place)*1_000_000 + number(s[7:13])
	return number(s[13:]) == 97-n%97
}
