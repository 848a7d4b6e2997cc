// SPDX-License-Identifier: Apache-2.0

package checkdigit

// BulgariaEGN reports whether s is a uniform civil number: ten digits, a date of birth as YYMMDD with 20
// added to the month for the 1800s and 40 for the 2000s, a serial number, and the sum of the others,
// weighted 2, 4, 8, 5, 10, 9, 7, 3, 6, modulo 11 and then modulo 10. Ordinance RD-02-20-9 of 2012 on the
// ESGRAON system.
func BulgariaEGN(s string) bool {
	if !isNumber(s, 10) {
		return false
	}
	year, month := number(s[:2]), number(s[2:4])
	switch {
	case month > 40:
		year, month = year+2000, month-40
	case month > 20:
		year, month = year+1800, month-20
	default:
		year += 1900
	}
	return isDate(year, month, number(s[4:6])) && weightedSum(s, 2, 4, 8, 5, 10, 9, 7, 3, 6)%11%10 == digit(s[9])
}
