// SPDX-License-Identifier: Apache-2.0

package checkdigit

// taiwanLetters has the code of each letter from A to Z, less ten.
var taiwanLetters = [26]uint8{
	0, 1, 2, 3, 4, 5, 6, 7, 24, 8, 9, 10, 11, 12, 25, 13, 14, 15, 16, 17, 18, 19, 22, 20, 21, 23,
}

// TaiwanID reports whether s is a national identification number (a letter, 1 or 2, and eight digits) or the
// uniform number of a resident foreigner (with 8 or 9 since 2021, with a letter from A to D before). The
// letter counts as two digits from 10 to 35; the sum, weighted 1, 9, 8, ... 2, 1, 1, must be a multiple of
// ten. 內政部戶政司, National Immigration Agency.
func TaiwanID(s string) bool {
	if len(s) != 10 || !isLetter(s[0]) || !isDigits(s[2:]) {
		return false
	}
	var second int
	switch c := upper(s[1]); c {
	case '1', '2', '8', '9':
		second = digit(c)
	case 'A', 'B', 'C', 'D':
		second = int(c - 'A')
	default:
		return false
	}
	first := int(taiwanLetters[upper(s[0])-'A']) + 10
	return (first/10+first%10*9+second*8+weightedSum(s[2:], 7, 6, 5, 4, 3, 2, 1, 1))%10 == 0
}
