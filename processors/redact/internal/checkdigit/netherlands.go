// SPDX-License-Identifier: Apache-2.0

package checkdigit

// NetherlandsBSN reports whether s is a citizen service number: nine digits, leading zero included, whose
// sum, weighted 9 down to 2 and -1 for the last, is a multiple of 11 (elfproef). Rijksdienst voor
// Identiteitsgegevens, Logisch Ontwerp BSN.
func NetherlandsBSN(s string) bool {
	return isNumber(s, 9) && weightedSum(s, 9, 8, 7, 6, 5, 4, 3, 2, -1)%11 == 0
}
