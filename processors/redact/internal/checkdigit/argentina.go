// SPDX-License-Identifier: Apache-2.0

package checkdigit

// ArgentinaCUIT reports whether s is a tax or labour identification number (CUIT, CUIL): eleven digits, the
// first two 20, 23 to 27, 30, 33, 34, 50, 51 or 55. The last is 11 minus the sum of the others, weighted 5,
// 4, 3, 2, 7, 6, 5, 4, 3, 2, modulo 11, with 0 for 11 and 9 for 10. Agencia de Recaudación y Control
// Aduanero (formerly AFIP).
func ArgentinaCUIT(s string) bool {
	if !isNumber(s, 11) {
		return false
	}
	switch kind := number(s[:2]); kind {
	case 20, 23, 24, 25, 26, 27, 30, 33, 34, 50, 51, 55:
	default:
		return false
	}
	return s[10] == "09987654321"[weightedSum(s, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)%11]
}
