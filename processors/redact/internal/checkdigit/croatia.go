// SPDX-License-Identifier: Apache-2.0

package checkdigit

// CroatiaOIB reports whether s is a personal identification number: eleven digits, the last the check digit
// of ISO/IEC 7064 MOD 11,10. Zakon o osobnom identifikacijskom broju; Porezna uprava.
func CroatiaOIB(s string) bool { return isNumber(s, 11) && mod11Hybrid(s) }
