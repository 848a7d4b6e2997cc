// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"unicode/utf8"
	"unsafe"
)

// Bytes is Value for bytes. Bytes that are not text are replaced if their key is secret, and left alone
// otherwise. b must not change during the call and is not retained.
func (s *Scanner) Bytes(b []byte, context Context) (string, bool) {
	if isText(b) {
		out, changed := s.Value(unsafe.String(unsafe.SliceData(b), len(b)), context)
		s.text = ""
		if !changed {
			return "", false
		}
		return out, true
	}
	s.matches = s.matches[:0]
	if context.detector == None || context.flags&(code3to4|code3to8) != 0 {
		return "", false
	}
	return s.whole(context.detector, string(b))
}

// isText reports whether b is text: valid UTF-8, or another encoding that is a superset of ASCII, in which
// case it must not have control characters other than white space and escape.
func isText(b []byte) bool {
	if utf8.Valid(b) {
		return true
	}
	for _, c := range b {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != 0x1b {
			return false
		}
	}
	return true
}
