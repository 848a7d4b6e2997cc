// SPDX-License-Identifier: Apache-2.0

package checkdigit

// NorwayFodselsnummer reports whether s is a national identity number: eleven digits, a date of birth as
// DDMMYY, three digits that tell the century together with the year, and two check digits modulo 11. Also
// accepted are D numbers, which add 40 to the day, and H numbers, which add 40 to the month.
// Folkeregisterforskriften § 2-2-1; Skatteetaten.
func NorwayFodselsnummer(s string) bool {
	if !isNumber(s, 11) {
		return false
	}
	day, month, year, individual := number(s[:2]), number(s[2:4]), number(s[4:6]), number(s[6:9])
	if day > 40 {
		day -= 40
	}
	if month > 40 {
		month -= 40
	}
	switch {
	case individual < 500, individual >= 900 && year >= 40:
		year += 1900
	case year < 40:
		year += 2000
	case individual < 750 && year >= 54:
		year += 1800
	default:
		return false
	}
	return isDate(year, month, day) &&
		weightedSum(s, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1)%11 == 0 &&
		weightedSum(s, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
}
