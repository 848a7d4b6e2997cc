// SPDX-License-Identifier: Apache-2.0

package checkdigit

// NewZealandIRD reports whether s is an IRD number: eight or nine digits, from 10-000-000 on. The last is 11
// minus the weighted sum of the others modulo 11, 0 for 11; where that is 10, a second set of weights
// decides, and numbers for which it is 10 again are not issued. Inland Revenue, RWT and NRWT specification,
// IR number validation. The upper end of the published range moves with issuing and is not checked.
func NewZealandIRD(s string) bool {
	if len(s) != 8 && len(s) != 9 || !isDigits(s) || number(s) < 10_000_000 {
		return false
	}
	check, base := digit(s[len(s)-1]), s[:len(s)-1]
	var sum, again int
	if len(base) == 7 {
		sum, again = weightedSum(base, 2, 7, 6, 5, 4, 3, 2), weightedSum(base, 4, 3, 2, 5, 2, 7, 6)
	} else {
		sum, again = weightedSum(base, 3, 2, 7, 6, 5, 4, 3, 2), weightedSum(base, 7, 4, 3, 2, 5, 2, 7, 6)
	}
	if sum%11 == 1 {
		sum = again
	}
	return (sum+check)%11 == 0
}
