// SPDX-License-Identifier: Apache-2.0

package checkdigit

// HongKongHKID reports whether s is an identity card number: one or two letters, six digits, and a check
// character, a digit or A for 10. Letters count from A = 10 to Z = 35 and a missing first letter as 36; the
// sum, weighted 9 down to 1, must be a multiple of 11. Immigration Department.
func HongKongHKID(s string) bool {
	sum := 9 * 36
	if len(s) == 9 {
		if !isLetter(s[0]) {
			return false
		}
		sum = 9 * int(upper(s[0])-'A'+10)
		s = s[1:]
	}
	if !matches(s, "A999999X") {
		return false
	}
	check := 10
	switch c := upper(s[7]); {
	case isDigit(c):
		check = digit(c)
	case c != 'A':
		return false
	}
	return (sum+8*int(upper(s[0])-'A'+10)+weightedSum(s[1:], 7, 6, 5, 4, 3, 2)+check)%11 == 0
}
