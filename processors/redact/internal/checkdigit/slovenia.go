// SPDX-License-Identifier: Apache-2.0

package checkdigit

// SloveniaEMSO reports whether s is a unique master citizen number (EMŠO), or one of the numbers of the same
// form that Bosnia and Herzegovina, Montenegro, North Macedonia and Serbia use (JMBG): 13 digits, a date of
// birth as DDMMYYY, the region, a serial number, and a check digit: 11 minus the sum of the others, weighted
// 7 down to 2 twice, modulo 11, and 0 where that is more than 9. Zakon o centralnem registru prebivalstva.
func SloveniaEMSO(s string) bool {
	if !isNumber(s, 13) {
		return false
	}
	year := number(s[4:7]) + 1000
	if year < 1800 {
		year += 1000
	}
	return isDate(year, number(s[2:4]), number(s[:2])) &&
		mod11Check(weightedSum(s, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) == digit(s[12])
}
