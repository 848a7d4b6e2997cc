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
	once, twice := len(digits)-1, len(digits)-2
	if double {
		once, twice = twice, once
	}
	sum := 0
	for ; once >= 0; once -= 2 {
		sum += digit(digits[once])
	}
	for ; twice >= 0; twice -= 2 {
		sum += luhnDoubled[digit(digits[twice])]
	}
	return sum
}
