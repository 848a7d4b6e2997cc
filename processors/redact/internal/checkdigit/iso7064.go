// SPDX-License-Identifier: Apache-2.0

package checkdigit

// Mod97 returns the remainder by 97 of s read as a decimal number in which a letter stands for the two
// digits of its value, A = 10 to Z = 35: the conversion of ISO 13616 for the MOD 97-10 system of ISO/IEC
// 7064. ok is false if s is empty or has another character than an ASCII letter or digit.
func Mod97(s string) (remainder int, ok bool) {
	r, ok := mod97(0, s)
	return int(r), ok && s != ""
}

// mod97 continues a remainder with the characters of s.
func mod97(r uint64, s string) (uint64, bool) {
	for i := range len(s) {
		switch c := s[i]; {
		case isDigit(c):
			r = r*10 + uint64(c-'0')
		case isLetter(c):
			r = r*100 + uint64(upper(c)-'A'+10)
		default:
			return 0, false
		}
		if r >= 1<<56 {
			// Reduced only before the next step could overflow.
			r %= 97
		}
	}
	return r % 97, true
}

// mod11Pure returns the remainder by 11 of the ISO/IEC 7064 MOD 11-2 system over ASCII digits, to which
// the check character must add up to 1.
func mod11Pure(digits string) int {
	r := 0
	for i := range len(digits) {
		r = (r + digit(digits[i])) * 2 % 11
	}
	return r
}

// mod11Hybrid reports whether ASCII digits end in the check digit of the ISO/IEC 7064 MOD 11,10 system.
func mod11Hybrid(digits string) bool {
	p := 10 // never 0, so that the remainders need no division
	for i := range len(digits) - 1 {
		if p += digit(digits[i]); p > 10 {
			p -= 10
		}
		if p *= 2; p >= 11 {
			p -= 11
		}
	}
	return (p+digit(digits[len(digits)-1]))%10 == 1
}
