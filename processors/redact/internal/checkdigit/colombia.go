// SPDX-License-Identifier: Apache-2.0

package checkdigit

// ColombiaNIT reports whether s is a tax identification number: seven to ten digits, the first not 0, and the
// verification digit. The digits are weighted 3, 7, 13, 17, 19, 23, 29, 37, 41, 43 from the right; of their
// sum modulo 11, 0 and 1 are the digit, and otherwise it is 11 minus it. DIAN, Orden Administrativa 4 de 1989.
func ColombiaNIT(s string) bool {
	n := len(s) - 1
	if n < 7 || n > 10 || !isNumber(s, n+1) || s[0] == '0' {
		return false
	}
	weights := [...]int{43, 41, 37, 29, 23, 19, 17, 13, 7, 3}
	return s[n] == "01987654321"[weightedSum(s, weights[10-n:]...)%11]
}
