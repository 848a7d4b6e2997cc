// SPDX-License-Identifier: Apache-2.0

package checkdigit

// AustriaSVNR reports whether s is a social insurance number: ten digits, a serial number that does not
// start with 0, the check digit, and the date of birth as DDMMYY, with a month of 13 to 15 where the numbers
// of a day are used up. The check digit is the sum of the others, weighted 3, 7, 9 and 5, 8, 4, 2, 1, 6,
// modulo 11; numbers for which it would be 10 are not issued. Dachverband der Sozialversicherungsträger.
func AustriaSVNR(s string) bool {
	if !isNumber(s, 10) || s[0] == '0' || weightedSum(s, 3, 7, 9, 0, 5, 8, 4, 2, 1, 6)%11 != digit(s[3]) {
		return false
	}
	day, month, year := number(s[4:6]), number(s[6:8]), number(s[8:])
	if month > 12 {
		return month <= 15 && day >= 1 && day <= 31
	}
	return isShortDate(year, month, day)
}
