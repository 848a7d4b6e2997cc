// SPDX-License-Identifier: Apache-2.0

package checkdigit

// ChileRUT reports whether s is a tax and identity number (RUT, RUN): seven or eight digits and a check
// character. The digits are weighted 2 to 7 in turn from the right; 11 minus the sum modulo 11 is the check
// digit, 0 for 11 and K for 10. Servicio de Impuestos Internos; Registro Civil.
func ChileRUT(s string) bool {
	n := len(s) - 1
	if n != 7 && n != 8 || !isNumber(s[:n], n) {
		return false
	}
	sum := 0
	for i := range n {
		sum += digit(s[n-1-i]) * (i%6 + 2)
	}
	return upper(s[n]) == "0K987654321"[sum%11]
}
