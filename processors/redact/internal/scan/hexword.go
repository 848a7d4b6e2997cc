// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// hexWordEnd returns the end of the word of at least 16 hexadecimal digits in lower case, with a letter behind the fourth,
// that index at is in: an identifier of a trace or span, a digest, a commit. If it is in none, at is returned.
// Numbers are not looked for in such words. Only what can be read within maxHexWord bytes counts.
func hexWordEnd(t string, at int) int {
	const shortest, maxHexWord = 16, 128
	if len(t)-at < 8 || !isLowerHex(t[at+4]) || !isLowerHex(t[at+5]) || !isLowerHex(t[at+6]) || !isLowerHex(t[at+7]) {
		return at // a number or a short word, or the end of a long one
	}
	start, end := at, at
	for end < len(t) && end-at < maxHexWord && isLowerHex(t[end]) {
		end++
	}
	if end < len(t) && (isAlnum(t[end]) || t[end] == '_') {
		return at
	}
	for start > 0 && at-start < maxHexWord && isLowerHex(t[start-1]) {
		start--
	}
	if end-start < shortest || start > 0 && (isAlnum(t[start-1]) || t[start-1] == '_' || t[start-1] == '\\' || t[start-1] == '%') {
		return at
	}
	// An IBAN has its letters in front.
	if strings.IndexFunc(t[start+4:end], isLowerLetter) < 0 {
		return at
	}
	return end
}

func isLowerLetter(r rune) bool { return r >= 'a' }

func isLowerHex(c byte) bool { return isASCIIDigit(c) || c-'a' <= 'f'-'a' }
