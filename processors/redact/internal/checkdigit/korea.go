// SPDX-License-Identifier: Apache-2.0

package checkdigit

// KoreaRRN returns whether s has the shape of a resident or alien registration number, and whether its last
// digit is the check digit. The shape is 13 digits: a date of birth without century, a digit from 1 to 8
// for sex, century and nationality (1, 2, 5, 6 for 1900-1999, 3, 4, 7, 8 for 2000-2099; 5 and more for
// foreigners), and six more. The check digit is the last digit of 11 minus the weighted sum of the others
// modulo 11; for foreigners, 13 minus it is common, and both are accepted. 주민등록법 시행규칙 제2조. Numbers
// assigned since October 2020 have a random digit in its place: for them the shape is all there is.
func KoreaRRN(s string) (shape, checksum bool) {
	if !isNumber(s, 13) || s[6] < '1' || s[6] > '8' {
		return false, false
	}
	year := 1900 + number(s[:2])
	switch s[6] {
	case '3', '4', '7', '8':
		year += 100
	}
	if !isDate(year, number(s[2:4]), number(s[4:6])) {
		return false, false
	}
	r, check := weightedSum(s, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)%11, digit(s[12])
	return true, (11-r)%10 == check || s[6] >= '5' && (13-r)%10 == check
}
