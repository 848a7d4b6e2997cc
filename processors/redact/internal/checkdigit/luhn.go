// SPDX-License-Identifier: Apache-2.0

package checkdigit

// Luhn reports whether digits, two or more ASCII digits, end in the check digit of ISO/IEC 7812-1 annex B:
// every second digit from the right is doubled, and the sum of all decimal digits is a multiple of ten.
// It finds every wrong digit, and two exchanged neighbours unless they are 0 and 9.
func Luhn(digits string) bool {
	return len(digits) >= 2 && isDigits(digits) && luhnSum(digits, false)%10 == 0
}

// luhnDoubled has the sum of the decimal digits of twice its index.
var luhnDoubled = [10]int{0, 2, 4, 6, 8, 1, 3, 5, 7, 9}

// luhnSum returns the sum of the Luhn algorithm over ASCII digits. double reports whether the last one counts
// twice, as it does where the check digit is left out.
func luhnSum(digits string, double bool) int {
	sum := 0
	for ; len(digits) >= 8; digits = digits[:len(digits)-8] {
		sum += luhnSum8(digits[len(digits)-8:], double)
	}
	once, twice := len(digits)-1, len(digits)-2
	if double {
		once, twice = twice, once
	}
	for ; once >= 0; once -= 2 {
		sum += digit(digits[once])
	}
	for ; twice >= 0; twice -= 2 {
		sum += luhnDoubled[digit(digits[twice])]
	}
	return sum
}

// luhnSum8 is luhnSum for eight digits, which it adds up as the bytes of a word.
func luhnSum8(digits string, double bool) int {
	const (
		ones  = 0x0101010101010101
		every = 0x00ff00ff00ff00ff // the first digit and every second one behind it
	)
	_ = digits[7]
	word := uint64(digits[0]) | uint64(digits[1])<<8 | uint64(digits[2])<<16 | uint64(digits[3])<<24 |
		uint64(digits[4])<<32 | uint64(digits[5])<<40 | uint64(digits[6])<<48 | uint64(digits[7])<<56
	word -= '0' * ones
	twice, once := word&every, word&^every
	if double {
		twice, once = once, twice
	}
	above := (twice + (0x80-5)*ones) >> 7 & ones // where twice the digit has two digits, whose sum is nine less
	return int((once + 2*twice - 9*above) * ones >> 56)
}
