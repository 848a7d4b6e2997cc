// SPDX-License-Identifier: Apache-2.0

package checkdigit

const (
	// vinLetters has the value of each letter from A to Z, a dash for those that are not used.
	vinLetters = "12345678-12345-7-923456789"
	// vinCheck is the index of the check digit.
	vinCheck = 8
)

var vinWeights = [17]int{8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2}

// VIN reports whether s is a vehicle identification number: 17 letters and digits without I, O and Q (ISO
// 3779), the ninth of which is the check digit of 49 CFR 565.15(c), the weighted sum of the values of the
// others modulo 11 with X for 10. Makers outside North America and China need not set it, so that some of
// their numbers are not recognised.
func VIN(s string) bool {
	if len(s) != len(vinWeights) {
		return false
	}
	sum, zeros := 0, true
	for i := range len(s) {
		c := upper(s[i])
		if isLetter(c) {
			if c = vinLetters[c-'A']; c == '-' {
				return false
			}
		}
		if !isDigit(c) {
			return false
		}
		sum += vinWeights[i] * digit(c)
		zeros = zeros && c == '0'
	}
	return !zeros && upper(s[vinCheck]) == "0123456789X"[sum%11]
}
