// SPDX-License-Identifier: Apache-2.0

package checkdigit

// GermanyTaxID reports whether s is a tax identification number (Identifikationsnummer): eleven digits, the
// first not 0, the last the ISO/IEC 7064 MOD 11,10 check digit. Of the first ten, exactly one digit occurs
// more than once: twice, or three times but then not all in a row. Bundeszentralamt für Steuern; § 139b AO.
func GermanyTaxID(s string) bool {
	if !isNumber(s, 11) || s[0] == '0' || !mod11Hybrid(s) {
		return false
	}
	var counts [10]uint8
	for i := range 10 {
		counts[digit(s[i])]++
	}
	repeated := 0
	for _, n := range counts {
		if n > 3 {
			return false
		}
		if n > 1 {
			repeated++
		}
	}
	if repeated != 1 {
		return false
	}
	run := 1
	for i := 1; i < 10; i++ {
		if s[i] != s[i-1] {
			run = 0
		}
		if run++; run == 3 {
			return false
		}
	}
	return true
}
