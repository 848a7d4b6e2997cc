// SPDX-License-Identifier: Apache-2.0

package checkdigit

// PortugalNIF reports whether s is a tax identification number: nine digits, the first not 0. The last is 11
// minus the sum of the others, weighted 9 down to 2, modulo 11, and 0 where that is more than 9. Autoridade
// Tributária e Aduaneira; Decreto-Lei n.º 14/2013.
func PortugalNIF(s string) bool {
	return isNumber(s, 9) && s[0] != '0' && mod11Check(weightedSum(s, 9, 8, 7, 6, 5, 4, 3, 2)) == digit(s[8])
}
