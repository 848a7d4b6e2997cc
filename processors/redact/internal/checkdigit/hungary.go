// SPDX-License-Identifier: Apache-2.0

package checkdigit

// HungaryPersonalID reports whether s is a personal identifier (személyi azonosító): eleven digits. The
// first is 1 or 2 for births until 1999 and 3 or 4 since, then come the date as YYMMDD, a serial number, and
// the check digit: the sum of the others, weighted with their position, modulo 11. Positions are counted
// from the left for births before 1997 and from the right since. 1996. évi XX. törvény, 3. melléklet. First
// digits from 5 on, used for people from abroad, are not recognised.
func HungaryPersonalID(s string) bool {
	if !isNumber(s, 11) || s[0] < '1' || s[0] > '4' {
		return false
	}
	year := 1900 + number(s[1:3])
	if s[0] > '2' {
		year += 100
	}
	if !isDate(year, number(s[3:5]), number(s[5:7])) {
		return false
	}
	sum := weightedSum(s, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
	if year < 1997 {
		sum = weightedSum(s, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
	}
	return sum%11 == digit(s[10])
}

// HungaryTaxID reports whether s is a tax identification number of a natural person (adóazonosító jel): ten
// digits, an 8, the days from 1867-01-01 to the birth, a serial number, and the sum of the others, weighted
// with their position, modulo 11. 1996. évi XX. törvény, 1. melléklet.
func HungaryTaxID(s string) bool {
	return isNumber(s, 10) && s[0] == '8' && weightedSum(s, 1, 2, 3, 4, 5, 6, 7, 8, 9)%11 == digit(s[9])
}

// HungaryTAJ reports whether s is a social security number: nine digits, the last the sum of the others,
// weighted 3 and 7 in turn, modulo 10. 1996. évi XX. törvény, 2. melléklet.
func HungaryTAJ(s string) bool {
	return isNumber(s, 9) && weightedSum(s, 3, 7, 3, 7, 3, 7, 3, 7)%10 == digit(s[8])
}
