// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// Most languages write the place of a frame as FILE:LINE or FILE:LINE:COLUMN.

// splitPlace splits "/srv/shop/orders.go:12".
func splitPlace(s string) (file string, line int, ok bool) {
	file, line, ok = cutNumber(s)
	if !ok || line == 0 || file == "" || len(file) > maxName {
		return "", 0, false
	}
	return file, line, true
}

// readPlace reads "src/orders.rs:31:20" or "src/orders.rs:31".
func (f *Frame) readPlace(s string) bool {
	file, line, ok := splitPlace(strings.TrimRight(s, " "))
	if !ok {
		return false
	}
	column := 0
	if before, number, ok := splitPlace(file); ok {
		file, line, column = before, number, line
	}
	if file[0] == ' ' || strings.HasPrefix(file, "http") && strings.Contains(file, "://") {
		return false
	}
	f.File, f.Line, f.Column = file, line, column
	return true
}

// placeWithColumn returns a frame with the place that readPlace reads.
func placeWithColumn(s string) (f Frame, ok bool) {
	ok = f.readPlace(s)
	return f, ok
}

// cutNumber splits s at its last colon if there is nothing but digits behind it, and returns what number
// makes of them.
func cutNumber(s string) (before string, n int, ok bool) {
	i, unit := len(s), 1
	for i > 0 && isDigit(s[i-1]) {
		i--
		n += int(s[i]-'0') * unit
		unit *= 10
	}
	if i == 0 || s[i-1] != ':' {
		return "", 0, false
	}
	if i == len(s) || s[i] == '0' || len(s)-i > mostDigits {
		n = 0
	}
	return s[:i-1], n, true
}

// mostDigits are those of the greatest number of a line.
const mostDigits = 9

// number returns the value of decimal digits, 0 if they are not how a line's number is written.
func number(digits string) int {
	if digits == "" || digits[0] == '0' || len(digits) > mostDigits {
		return 0
	}
	n := 0
	for _, c := range []byte(digits) {
		n = n*10 + int(c-'0')
	}
	return n
}

// wholeNumber is number for a text that may not be digits alone.
func wholeNumber(s string) int {
	if digits(s) != len(s) {
		return 0
	}
	return number(s)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// digits returns the number of decimal digits at the start of s.
func digits(s string) int {
	i := 0
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	return i
}
