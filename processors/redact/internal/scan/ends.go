// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// The length of a value is not bounded, and many keys may share the end of theirs: in pin%3dpin%3dpin%3d… the value of
// each key reaches to the end. Reading each to its end would take quadratic time. So the last end of each kind is
// remembered, together with the stretch of text that was read to find it, and no byte is read twice for the same kind.

// stretch is a part of a text without an end of some kind in it: a value that starts at any index in it ends at its end.
type stretch struct {
	start, end int
	text       uint64 // the number of the text, see ends
}

// ends has, for each kind of end, the stretch that was read last.
type ends struct {
	bare, line, percent, newline, base64, key stretch
	// percentQuoted is for percent-encoded strings, by their quote (" and '). marks is for all other strings, by
	// their quote and the number of backslashes in front of it.
	percentQuoted [2]stretch
	entities      [len(entities)]stretch
	marks         [2][]stretch
	// text is the number of the current text. Stretches with another number belong to an earlier text.
	text uint64
}

// reset forgets all stretches. It is called for every value, so it has to be cheap: it only counts.
func (e *ends) reset() { e.text++ }

func (e *ends) has(r *stretch, at int) bool { return r.text == e.text && at >= r.start && at < r.end }

func (e *ends) set(r *stretch, start, end int) { *r = stretch{start, end, e.text} }

// bareEnd is the function of that name for the scanner's text.
func (s *Scanner) bareEnd(at int) int {
	r := &s.ends.bare
	if !s.ends.has(r, at) {
		s.ends.set(r, at, bareEnd(s.text, at))
	}
	return r.end
}

// lineEnd is the function of that name for the scanner's text.
func (s *Scanner) lineEnd(at int) int {
	r := &s.ends.line
	if !s.ends.has(r, at) {
		end, from := readLine(s.text, at)
		s.ends.set(r, from, end)
		return end
	}
	return r.end
}

// keyEndAt returns the end of the run of key bytes that starts at index at.
func (s *Scanner) keyEndAt(at int) int {
	r := &s.ends.key
	if !s.ends.has(r, at) {
		end := at
		for end < len(s.text) && isKeyByte(s.text[end]) {
			end++
		}
		s.ends.set(r, at, end)
	}
	return r.end
}

// percentStops are the bytes that end a value without quotes in percent-encoded text if they are encoded.
const percentStops = "&;,)}] \n\r\t\"'<>"

// percentEnd returns the end of the value in percent-encoded text that starts at index at: the next encoded mark, or,
// if mark is 0, the next of percentStops.
func (s *Scanner) percentEnd(at int, mark byte) int {
	r, stops := &s.ends.percent, percentStops
	switch mark {
	case '"':
		r, stops = &s.ends.percentQuoted[0], `"`
	case '\'':
		r, stops = &s.ends.percentQuoted[1], `'`
	}
	if !s.ends.has(r, at) {
		s.ends.set(r, at, percentEnd(s.text, at, stops))
	}
	return r.end
}

// newline returns the index of the next line feed, or the length of the text.
func (s *Scanner) newline(at int) int {
	r := &s.ends.newline
	if !s.ends.has(r, at) {
		end := len(s.text)
		if n := strings.IndexByte(s.text[at:], '\n'); n >= 0 {
			end = at + n
		}
		s.ends.set(r, at, end)
	}
	return r.end
}

// closing is the function of that name for the scanner's text.
func (s *Scanner) closing(from int, q quote) int {
	marks := &s.ends.marks[0]
	if q.mark == '\'' {
		marks = &s.ends.marks[1]
	}
	for len(*marks) <= q.slashes {
		*marks = append(*marks, stretch{})
	}
	r := &(*marks)[q.slashes]
	if !s.ends.has(r, from) || from > 0 && s.text[from-1] == '\\' && from != r.start {
		end, ok := closingQuote(s.text, from, q)
		if !ok {
			end = len(s.text) + 1 // there is no closing quote
		}
		s.ends.set(r, from, end)
	}
	if r.end > len(s.text) {
		return s.newline(from)
	}
	return r.end
}

// entityEnd is the function of that name for the scanner's text.
func (s *Scanner) entityEnd(at int, entity string) int {
	line := s.newline(at)
	for i := range entities {
		if entities[i] != entity {
			continue
		}
		r := &s.ends.entities[i]
		if !s.ends.has(r, at) {
			end := len(s.text)
			if n := strings.Index(s.text[at:], entity); n >= 0 {
				end = at + n
			}
			s.ends.set(r, at, end)
		}
		return min(r.end, line)
	}
	return line
}
