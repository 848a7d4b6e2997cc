// SPDX-License-Identifier: Apache-2.0

package checkdigit

// irelandLetters are the check letters by remainder modulo 23; as a second letter, each counts as its index.
const irelandLetters = "WABCDEFGHIJKLMNOPQRSTUV"

// IrelandPPS reports whether s is a personal public service number: seven digits, a check letter, and since
// 2013 a second letter from A to I. The digits are weighted 8 down to 2 and the second letter 9; the sum
// modulo 23 selects the check letter. Older numbers have no second letter, or W, T or X, which do not count.
// Department of Social Protection.
func IrelandPPS(s string) bool {
	if len(s) != 8 && len(s) != 9 || !isNumber(s[:7], 7) {
		return false
	}
	sum := weightedSum(s, 8, 7, 6, 5, 4, 3, 2)
	if len(s) == 9 {
		switch c := upper(s[8]); {
		case c >= 'A' && c <= 'I':
			sum += 9 * int(c-'A'+1)
		case c != 'W' && c != 'T' && c != 'X':
			return false
		}
	}
	return upper(s[7]) == irelandLetters[sum%23]
}
