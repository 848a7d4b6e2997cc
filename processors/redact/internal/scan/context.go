// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// The words in front of a value tell what it is. They are read on the same line, up to contextReach bytes
// back, and never from before an earlier match or from a mask, whose words do not belong to the text.
const contextReach = 48

// horizon returns the index from which on text in front of index at may be read.
func (s *Scanner) horizon(at int) int {
	if at <= s.floor {
		return at
	}
	from := max(s.floor, at-contextReach)
	// A mask that starts further back than contextReach has to be recognised as well.
	wide := max(s.floor, from-s.e.masks.longest)
	from = max(from, s.lastMaskEnd(wide, at))
	return lineStart(s.text, from, at)
}

// lineStart returns where the line starts that index at is in, or from if that is later.
func lineStart(t string, from, at int) int {
	if strings.IndexByte(t[from:at], '\n') < 0 { // faster than from the end, and mostly so
		return from
	}
	return from + strings.LastIndexByte(t[from:at], '\n') + 1
}

// lastIndex is strings.LastIndex for a part that is mostly absent, which is seen faster from the start.
func lastIndex(t, part string) int {
	if !strings.Contains(t, part) {
		return -1
	}
	return strings.LastIndex(t, part)
}

// wordsBefore returns the flags of all words in front of index at.
func (s *Scanner) wordsBefore(at int) flags {
	before := s.text[s.horizon(at):at]
	var all flags
	for start, end := nextWord(before, 0); start < end; start, end = nextWord(before, end) {
		all |= s.e.vocab.lookup(before[start:end]).flags
	}
	return all
}

// keyWordsBefore returns the flags of the words in the key right in front of index at: "key=",
// "key: ", "\"key\":" or a plain word and a blank.
func (s *Scanner) keyWordsBefore(at int) flags {
	t, from := s.text, s.horizon(at)
	end := trimRight(t, from, at, " \t\"'\\([")
	if end > from && (t[end-1] == ':' || t[end-1] == '=') {
		end = trimRight(t, from, end-1, " \t\"'\\")
	}
	var all flags
	for from, to := nextWord(t[:end], keyBytesBefore(t, from, end)); from < to; from, to = nextWord(t[:end], to) {
		all |= s.e.vocab.lookup(t[from:to]).flags
	}
	return all
}

// trimRight returns the end of t[from:end] without the bytes of cutset at its end.
func trimRight(t string, from, end int, cutset string) int {
	for end > from && strings.IndexByte(cutset, t[end-1]) >= 0 {
		end--
	}
	return end
}

// keyBytesBefore returns where the run of key bytes starts that ends at index end and does not start in front of index
// from.
func keyBytesBefore(t string, from, end int) (start int) {
	for start = end; start > from && isKeyByte(t[start-1]); start-- {
	}
	return start
}

// keyBytesBefore is the function of that name for a key in the scanner's text.
func (s *Scanner) keyBytesBefore(end int) (start int) {
	return keyBytesBefore(s.text, max(s.floor, end-maxTextKey), end)
}

// isKeyByte reports the bytes of a key that needs no quotes.
func isKeyByte(c byte) bool { return keyBytes[c] }

var keyBytes = bytesWhere(func(c byte) bool { return isWordByte(c) || c == '_' || c == '.' || c == '-' })
