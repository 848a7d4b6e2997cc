// SPDX-License-Identifier: Apache-2.0

package checkdigit

var monthDays = [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// isDate reports whether the Gregorian calendar has the day.
func isDate(year, month, day int) bool {
	if month < 1 || month > 12 || day < 1 {
		return false
	}
	last := monthDays[month-1]
	if month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		last++
	}
	return day <= last
}

// isShortDate is isDate for a year of which only the last two digits are known. The 29th of February of a
// year 00 is accepted for 2000.
func isShortDate(year, month, day int) bool {
	return isDate(2000+year, month, day)
}

// isYYMMDD reports whether the first six digits of s are a date with a two-digit year.
func isYYMMDD(s string) bool {
	return isShortDate(number(s[:2]), number(s[2:4]), number(s[4:6]))
}
