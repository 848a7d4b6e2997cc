// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// Values without a bound are read to their end at every key in front of them, and many keys may stand in front of the
// same end: pin%3d over and over is a value for each of its own beginnings. So each end is remembered with the text
// that was read for it, and no byte is read twice for the same kind of end.

// stretch is a part of a text that was read for an end. All indexes in it have the same one.
type stretch struct {
	start, end int
	text       uint64 // the number of the text, see ends
}

// ends are the ends of what was read last in a text, by what ends it.
type ends struct {
	bare, line, percent, newline, base64, key stretch
	// percentQuoted is for the two quotes that end percent-encoded strings, marks for all others: by their mark and
	// the backslashes in front of it.
	percentQuoted [2]stretch
	entities      [len(entities)]stretch
	marks         [2][]stretch
	// text is the number of the text: what has another one is of a text before.
	text uint64
}

// reset forgets what is known of the text before. It is called for every value, so it only counts.
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

// keyEndAt returns where the bytes of a key end that start at index at.
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

// percentStops are the bytes that, encoded, end a value without quotes in percent-encoded text.
const percentStops = "&;,)}] \n\r\t\"'<>"

// percentEnd returns where the value ends that starts at index at of percent-encoded text: at the mark, or without
// one (0) at one of percentStops.
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
			end = len(s.text) + 1 // there is none
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
