// SPDX-License-Identifier: Apache-2.0

package checkdigit

// TurkeyTCKN reports whether s is an identification number of the Republic of Türkiye: eleven digits, the
// first not 0. The tenth is seven times the sum of digits 1, 3, 5, 7 and 9 less the sum of digits 2, 4, 6 and
// 8, modulo 10; the last is the sum of the first ten, modulo 10. Nüfus ve Vatandaşlık İşleri Genel Müdürlüğü.
func TurkeyTCKN(s string) bool {
	return isNumber(s, 11) && s[0] != '0' &&
		// 9 is -1 modulo 10.
		weightedSum(s, 7, 9, 7, 9, 7, 9, 7, 9, 7)%10 == digit(s[9]) &&
		weightedSum(s, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)%10 == digit(s[10])
}
