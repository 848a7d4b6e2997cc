// SPDX-License-Identifier: Apache-2.0

package checkdigit

// CzechBirthNumber reports whether s is a birth number (rodné číslo) of Czechia or Slovakia. It has a date of
// birth as YYMMDD, with 50 added to a woman's month and 20 where the numbers of a day are used up. Numbers
// given since 1954 have four more digits and are a multiple of 11; until 1985 the last digit could be 0 where
// the others are 10 modulo 11. Older numbers have three more digits, and no check digit. Zákon č. 133/2000
// Sb., § 13; zákon č. 301/1995 Z. z.
func CzechBirthNumber(s string) bool {
	if len(s) != 9 && len(s) != 10 || !isDigits(s) {
		return false
	}
	year, month, day := 1900+number(s[:2]), number(s[2:4]), number(s[4:6])
	if month > 50 {
		month -= 50
	}
	if len(s) == 9 {
		// Or from 1854 to 1899, which have the leap years of 1954 to 1999.
		return isDate(year, month, day) && s[6:] != "000"
	}
	if month > 20 {
		month -= 20
	}
	if year < 1954 {
		year += 100
	}
	check := number(s[:9]) % 11
	return isDate(year, month, day) && (check == digit(s[9]) || check == 10 && s[9] == '0' && year <= 1985)
}
