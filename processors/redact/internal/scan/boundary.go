// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"strings"
	"unicode/utf8"
)

// A match must not be part of a longer word. An underscore or a non-ASCII character ends a word; an
// ASCII letter or digit continues it, unless it is the last byte of an escape sequence: the n of \n is
// not a letter of the text.

// wordStarts reports whether no word runs into index at from the left.
func wordStarts(t string, at int) bool {
	return at == 0 || !isAlnum(t[at-1]) || escapeEndsAt(t, at)
}

// wordEnds reports whether no word runs on from index at.
func wordEnds(t string, at int) bool {
	return at >= len(t) || !isAlnum(t[at])
}

// escapeEndsAt reports whether an escape sequence ends right before index at.
func escapeEndsAt(t string, at int) bool {
	if !endsEscape[t[at-1]] {
		return false
	}
	for start := at - 1; start >= 0 && start >= at-maxEscape; start-- {
		if c := t[start]; c == '\\' || c == '%' || c == 0x1b {
			return start+escapeLength(t[start:]) == at
		} else if start < at-1 && !inEscape[c] {
			return false
		}
	}
	return false
}

// endsEscape has the letters and digits that can be the last byte of an escape sequence.
var endsEscape = bytesWhere(func(c byte) bool { return isHex(c) || strings.IndexByte("nrtm", c) >= 0 })

// skipEscape returns the first index from at on that is not part of an escape sequence that starts
// before at.
func skipEscape(t string, at int) int {
	if at == 0 || !inEscape[t[at-1]] {
		return at
	}
	reach := maxEscape
	if isLetter(t[at-1]) {
		reach = lettersInEscape
	}
	for start := at - 1; start >= max(0, at-reach) && inEscape[t[start]]; start-- {
		if c := t[start]; c == '\\' || c == '%' || c == 0x1b {
			return max(at, start+escapeLength(t[start:]))
		}
	}
	return at
}

// inEscape has the bytes that can be part of an escape sequence, apart from its last byte.
var inEscape = bytesWhere(func(c byte) bool { return isHex(c) || startsEscape[c] || strings.IndexByte("xu[;", c) >= 0 })

// maxEscape bounds the length of an escape sequence, of which the longest is a terminal colour.
const maxEscape = 24

// lettersInEscape bounds how far into an escape sequence a letter may stand, apart from its last byte: \u001b.
const lettersInEscape = 6

// startsEscape has the first bytes of escape sequences.
var startsEscape = setOf("\\%\x1b")

// escapeLength returns the length of the escape sequence that t starts with, or 0:
// \n \r \t \b \f, \uXXXX, \xXX, %XX and terminal colours (ESC [ … m, the ESC possibly escaped).
// Percent and hexadecimal forms of a letter or digit are not taken for escapes: no encoder writes
// those, while "100%4111…" does occur.
func escapeLength(t string) int {
	switch {
	case len(t) < 2:
		return 0
	case t[0] == '%':
		if c, ok := hexByte(t, 1); ok && !isAlnum(c) {
			return 3
		}
		return 0
	case t[0] == 0x1b:
		return colourLength(t, 1)
	case t[0] != '\\':
		return 0
	}
	switch t[1] {
	case 'n', 'r', 't', 'b', 'f':
		return 2
	case 'x':
		if c, ok := hexByte(t, 2); ok && !isAlnum(c) {
			return max(4, colourAfter(t, c, 4))
		}
	case 'u':
		r, ok := unicodeEscape(t)
		if ok && (r >= 0x80 || !isAlnum(byte(r))) {
			return max(6, colourAfter(t, byte(min(r, 0xff)), 6))
		}
	}
	return 0
}

// colourAfter returns the length of a colour sequence whose ESC, given as c, is written as an escape
// of its own that ends at index end.
func colourAfter(t string, c byte, end int) int {
	if c != 0x1b {
		return 0
	}
	return colourLength(t, end)
}

// colourLength returns the length of a terminal colour sequence whose bracket is at index i.
func colourLength(t string, i int) int {
	if i >= len(t) || t[i] != '[' {
		return 0
	}
	for i++; i < len(t) && i < maxEscape && (isASCIIDigit(t[i]) || t[i] == ';'); i++ {
	}
	if i < len(t) && i < maxEscape && t[i] == 'm' {
		return i + 1
	}
	return 0
}

// beforeColours returns the end of the text in front of the terminal colours that end at index end.
func beforeColours(t string, end int) int {
	for start := end - 1; start >= max(0, end-maxEscape); start-- {
		if c := t[start]; (c == 0x1b || c == '\\') && start+escapeLength(t[start:]) == end {
			return start
		}
	}
	return end
}

// hexByte decodes the two hexadecimal digits at index i.
func hexByte(t string, i int) (byte, bool) {
	if i+2 > len(t) || !isHex(t[i]) || !isHex(t[i+1]) {
		return 0, false
	}
	return hexValue(t[i])<<4 | hexValue(t[i+1]), true
}

// unicodeEscape decodes a \uXXXX escape at the start of t.
func unicodeEscape(t string) (rune, bool) {
	if len(t) < 6 || t[0] != '\\' || t[1] != 'u' {
		return 0, false
	}
	high, ok := hexByte(t, 2)
	low, ok2 := hexByte(t, 4)
	return rune(high)<<8 | rune(low), ok && ok2
}

func hexValue(c byte) byte {
	if isASCIIDigit(c) {
		return c - '0'
	}
	return (c | 0x20) - 'a' + 10
}

// separators are the texts that may stand between two groups of digits: space, no-break spaces,
// hyphens and dashes, full stop, plus and an encoded space.
var separators = [...]string{
	" ", "-", ".", "+", "%20", "\u00a0", "\u202f", "\u3000",
	"\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015", "\u2212", "\uff0d",
}

// separatorAt returns the separator between digit groups that stands at index at, or "".
func separatorAt(t string, at int) string {
	if at >= len(t) {
		return ""
	}
	switch c := t[at]; {
	case c == ' ' || c == '-' || c == '.' || c == '+':
		return t[at : at+1]
	case c == '%' || c >= utf8.RuneSelf:
		for _, sep := range separators {
			if strings.HasPrefix(t[at:], sep) {
				return sep
			}
		}
	}
	return ""
}
