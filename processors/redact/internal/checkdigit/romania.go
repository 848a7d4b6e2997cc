// SPDX-License-Identifier: Apache-2.0

package checkdigit

// RomaniaCNP reports whether s is a personal numeric code: 13 digits, one from 1 to 9 for sex, century and
// residence, a date of birth as YYMMDD, the county, a serial number, and a check digit: the sum of the
// others, weighted 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9, modulo 11, with 1 for 10. Legea nr. 105/1996;
// Direcția Generală pentru Evidența Persoanelor.
func RomaniaCNP(s string) bool {
	if !isNumber(s, 13) {
		return false
	}
	year, month, day := number(s[1:3]), number(s[3:5]), number(s[5:7])
	switch s[0] {
	case '0':
		return false
	case '1', '2':
		year += 1900
	case '3', '4':
		year += 1800
	default:
		// For residents, 7 and more, the century is not told: 2000 has every day that 1900 has.
		year += 2000
	}
	check := weightedSum(s, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11
	if check == 10 {
		check = 1
	}
	return isDate(year, month, day) && digit(s[12]) == check
}
