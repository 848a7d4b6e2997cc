// SPDX-License-Identifier: Apache-2.0

package checkdigit

// BelgiumNationalNumber reports whether s is a national register number or a BIS number: eleven digits, a
// date of birth as YYMMDD, a serial number from 001 to 998, and 97 minus the first nine modulo 97, with a 2
// in front of the nine for births from 2000 on. The month or the day is 00 if not known; BIS numbers add 20
// or 40 to the month. Koninklijk besluit van 3 april 1984 and van 8 februari 1991.
func BelgiumNationalNumber(s string) bool {
	if !isNumber(s, 11) {
		return false
	}
	month, day, serial := number(s[2:4]), number(s[4:6]), number(s[6:9])
	if month >= 60 || day > 31 || serial == 0 || serial == 999 {
		return false
	}
	if month %= 20; month != 0 && day != 0 && !isShortDate(number(s[:2]), month, day) || month > 12 {
		return false
	}
	n, key := number(s[:9]), number(s[9:])
	return key == 97-n%97 || key == 97-(2_000_000_000+n)%97
}
