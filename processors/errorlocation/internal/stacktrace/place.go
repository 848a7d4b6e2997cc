// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// Most languages write the place of a frame as FILE:LINE or FILE:LINE:COLUMN.

// splitPlace splits a place such as "/srv/shop/orders.go:12".
func splitPlace(s string) (file string, line int, ok bool) {
	file, line, ok = cutNumber(s)
	if !ok || line == 0 || file == "" || len(file) > maxName {
		return "", 0, false
	}
	return file, line, true
}

// splitColumn is splitPlace for a place that may have a column, which is 0 if there is none.
func splitColumn(s string) (file string, line, column int, ok bool) {
	if file, line, ok = splitPlace(s); !ok {
		return "", 0, 0, false
	}
	if before, number, ok := splitPlace(file); ok {
		return before, number, line, true
	}
	return file, line, 0, true
}

// readPlace sets the file, line and column of a place such as "src/orders.rs:31:20" or
// "src/orders.rs:31". It reports whether s is one; URLs are not.
func (f *Frame) readPlace(s string) bool {
	file, line, column, ok := splitColumn(strings.TrimRight(s, " "))
	if !ok || file[0] == ' ' || strings.HasPrefix(file, "http") && strings.Contains(file, "://") {
		return false
	}
	f.File, f.Line, f.Column = file, line, column
	return true
}

// placeWithColumn returns a frame with the place that s names, as readPlace reads it.
func placeWithColumn(s string) (f Frame, ok bool) {
	ok = f.readPlace(s)
	return f, ok
}

// cutNumber splits s at its last colon if only digits follow it. n is their value as number defines
// it.
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

// mostDigits is the most digits that a line number may have.
const mostDigits = 9

// number returns the value of decimal digits, or 0 if they are no line number: with a leading zero,
// or with more than mostDigits digits.
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

// wholeNumber is number for a text that may have other characters; it returns 0 if it does.
func wholeNumber(s string) int {
	if digits(s) != len(s) {
		return 0
	}
	return number(s)
}

// frameNumber returns the value of the digits that number a frame, which may be 0.
func frameNumber(digits string) int {
	n := 0
	for _, c := range []byte(digits) {
		n = n*10 + int(c-'0')
	}
	return n
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

// sameFile reports whether path is the file that the compiler was given: path ends with given, which may
// be relative.
func sameFile(path, given string) bool {
	given = strings.TrimPrefix(given, "./")
	if !strings.HasSuffix(path, given) {
		return false
	}
	return len(path) == len(given) || isSlash(path[len(path)-len(given)-1])
}

// atPlace returns the index of the frame that is at the place of the first one, which a message named, or 0
// if there is none.
func atPlace(frames []Frame) int {
	place := &frames[0]
	for i := 1; i < len(frames); i++ {
		if f := &frames[i]; f.Line == place.Line && f.File != "" && sameFile(f.File, place.File) {
			return i
		}
	}
	return 0
}
