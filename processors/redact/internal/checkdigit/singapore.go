// SPDX-License-Identifier: Apache-2.0

package checkdigit

// SingaporeNRIC reports whether s is the number of an identity card (NRIC, prefix S or T) or a foreign
// identification number (FIN, prefix F, G or, since 2022, M): the prefix, seven digits and a check letter.
// The digits are weighted 2, 7, 6, 5, 4, 3, 2; T and G add 4 and M adds 3; the sum modulo 11 selects the
// letter. Immigration and Checkpoints Authority.
func SingaporeNRIC(s string) bool {
	if !matches(s, "A9999999A") || !isNumber(s[1:8], 7) {
		return false
	}
	letters, offset := "JZIHGFEDCBA", 0
	switch upper(s[0]) {
	case 'S':
	case 'T':
		offset = 4
	case 'F':
		letters = "XWUTRQPNMLK"
	case 'G':
		letters, offset = "XWUTRQPNMLK", 4
	case 'M':
		letters, offset = "XWUTRQPNJLK", 3
	default:
		return false
	}
	return upper(s[8]) == letters[(offset+weightedSum(s[1:], 2, 7, 6, 5, 4, 3, 2))%11]
}
