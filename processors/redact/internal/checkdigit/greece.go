// SPDX-License-Identifier: Apache-2.0

package checkdigit

// GreeceAFM reports whether s is a tax registration number: nine digits. The last is the sum of the others,
// weighted with the powers of two from 256 down to 2, modulo 11 and then modulo 10. Independent Authority
// for Public Revenue.
func GreeceAFM(s string) bool {
	return isNumber(s, 9) && weightedSum(s, 256, 128, 64, 32, 16, 8, 4, 2)%11%10 == digit(s[8])
}

// GreeceAMKA reports whether s is a social security number: eleven digits, a date of birth as DDMMYY, four
// digits, and the check digit of [Luhn]. IDIKA, law 3655/2008.
func GreeceAMKA(s string) bool {
	return isNumber(s, 11) && isShortDate(number(s[4:6]), number(s[2:4]), number(s[:2])) && Luhn(s)
}
