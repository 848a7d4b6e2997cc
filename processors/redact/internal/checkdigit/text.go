// SPDX-License-Identifier: Apache-2.0

package checkdigit

func isDigit(c byte) bool { return c-'0' <= 9 }

func isLetter(c byte) bool { return (c|0x20)-'a' <= 'z'-'a' }

// upper returns the upper case of an ASCII letter and any other byte as it is.
func upper(c byte) byte {
	if c-'a' <= 'z'-'a' {
		return c - 'a' + 'A'
	}
	return c
}

// digit returns the value of an ASCII digit.
func digit(c byte) int { return int(c - '0') }

// isDigits reports whether s is not empty and has ASCII digits only.
func isDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// isNumber reports whether s consists of n ASCII digits that are not all zero.
func isNumber(s string, n int) bool {
	if len(s) != n {
		return false
	}
	seen := byte(0)
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
		seen |= s[i] - '0'
	}
	return seen != 0
}

// number returns the decimal value of at most 18 ASCII digits.
func number(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + digit(s[i])
	}
	return n
}

// matches reports whether s has the form of pattern, in which 9 stands for a digit, A for a letter and X
// for either.
func matches(s, pattern string) bool {
	if len(s) != len(pattern) {
		return false
	}
	for i := range len(s) {
		c := s[i]
		switch pattern[i] {
		case '9':
			if !isDigit(c) {
				return false
			}
		case 'A':
			if !isLetter(c) {
				return false
			}
		default:
			if !isDigit(c) && !isLetter(c) {
				return false
			}
		}
	}
	return true
}

// weightedSum returns the sum of the digits of s, each multiplied with the weight of its position. s must
// have at least as many digits as there are weights; those beyond the last weight do not count.
func weightedSum(s string, weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += w * digit(s[i])
	}
	return sum
}

// mod11Check returns the check digit that many countries take from a weighted sum: 11 minus its remainder
// by 11, and 0 where that is more than 9.
func mod11Check(sum int) int {
	if r := sum % 11; r >= 2 {
		return 11 - r
	}
	return 0
}
