// SPDX-License-Identifier: Apache-2.0

package checkdigit

// DenmarkCPR reports whether s has the shape of a personal identification number: a date of birth as DDMMYY
// and four digits, the first of which tells the century together with the year. The weighted sum modulo 11
// that numbers used to satisfy has not been kept since October 2007 and is not checked. CPR-kontoret,
// Personnummeret i CPR.
func DenmarkCPR(s string) bool {
	if !isNumber(s, 10) {
		return false
	}
	// The calendars of the centuries differ in the year 00 only, which is 1900 up to 3 and 2000 from 4 on.
	century := 2000
	if s[6] <= '3' {
		century = 1900
	}
	return isDate(century+number(s[4:6]), number(s[2:4]), number(s[:2]))
}
