// SPDX-License-Identifier: Apache-2.0

package checkdigit

import "math"

// Sizes of the character classes that make up an alphabet.
const (
	hexLetters    = 'f' - 'a' + 1
	latinLetters  = 'z' - 'a' + 1
	decimalDigits = 10
	// base64Marks is what base 64 adds to letters and digits, whichever two characters these are.
	base64Marks = 2
	asciiMarks  = 95 - 2*latinLetters - decimalDigits
	otherBytes  = 256 - 95
)

// NormalizedEntropy returns how random the bytes of s look, from 0 (one byte repeated, or less than two
// bytes) to 1: the Shannon entropy of s in bits per byte, divided by the most that a string of its length
// and alphabet can have.
//
// The alphabet is the sum of the character classes that s uses: decimal digits (10), lower-case and
// upper-case letters (26 each, but 6 where none is beyond f and there are digits too, as in hexadecimal), the
// marks of base 64, that is + / - _ = (2), other printable ASCII (33) and all other bytes (161). A string of
// n bytes has at most n distinct ones, so the most it can have is the logarithm of the smaller of both.
//
// The measure does not see order, and short strings hardly repeat a letter: "password" has 0.92. Of random
// tokens from 20 to 64 characters, half are above 0.84 (base 32) to 0.97 (digits) and 99 in 100 above 0.72;
// identifiers made of words lie between 0.75 and 0.88. It can therefore back a key that speaks of a secret,
// with a limit around 0.75, but not find secrets by itself.
func NormalizedEntropy(s string) float64 {
	if len(s) < 2 {
		return 0
	}
	var counts [256]uint32
	for i := range len(s) {
		counts[s[i]]++
	}
	most := math.Log2(float64(min(alphabetSize(s), len(s))))
	repeated := 0.0 // the sum of c log2 c over the counts c of all distinct bytes
	for i := range len(s) {
		if c := float64(counts[s[i]]); c > 0 {
			repeated += c * math.Log2(c)
			counts[s[i]] = 0
		}
	}
	n := float64(len(s))
	entropy := math.Log2(n) - repeated/n
	return min(max(entropy/most, 0), 1)
}

// alphabetSize returns the number of characters in the classes that s uses.
func alphabetSize(s string) int {
	var digits, lower, upper, beyondLowerF, beyondUpperF, base64, marks, other bool
	for i := range len(s) {
		switch c := s[i]; {
		case isDigit(c):
			digits = true
		case c >= 'a' && c <= 'z':
			lower = true
			beyondLowerF = beyondLowerF || c > 'f'
		case c >= 'A' && c <= 'Z':
			upper = true
			beyondUpperF = beyondUpperF || c > 'F'
		case c == '+' || c == '/' || c == '-' || c == '_' || c == '=':
			base64 = true
		case c >= ' ' && c <= '~':
			marks = true
		default:
			other = true
		}
	}
	size := letters(lower, beyondLowerF || !digits) + letters(upper, beyondUpperF || !digits)
	if digits {
		size += decimalDigits
	}
	switch {
	case marks:
		size += asciiMarks
	case base64:
		size += base64Marks
	}
	if other {
		size += otherBytes
	}
	return size
}

// letters returns how many letters of one case an alphabet has.
func letters(used, all bool) int {
	switch {
	case !used:
		return 0
	case all:
		return latinLetters
	}
	return hexLetters
}
