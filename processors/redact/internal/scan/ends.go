// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"slices"
	"strings"
)

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
	bare, line, percent, newline, base64, key, tag stretch
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

// lineEndIn is lineEnd for a value of which no more than near is of interest, the beginning of the text. Where a line was
// read already but the value may end elsewhere, because that skipped strings, it only reads so far.
func (s *Scanner) lineEndIn(near string, at int) int {
	if r := &s.ends.line; r.text == s.ends.text && at < r.start {
		end, _ := readLine(near, at)
		return end
	}
	return min(s.lineEnd(at), len(near))
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

// nextTag returns where the next tag starts, from index at on, or the length of the text.
func (s *Scanner) nextTag(at int) int {
	r := &s.ends.tag
	if !s.ends.has(r, at) {
		end := at
		for end < len(s.text) && tagAt(s.text, end) == end {
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

// entityEnd returns the end of the string whose content starts at index at and whose quotes are written as the entity:
// the next one, or the end of the line.
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

// openQuote returns the quote at index at and where the content of the string starts. In front of the quote there may be
// a letter that marks the kind of a literal of Python or SQL, as in b"x" and E'x'.
func openQuote(t string, at int) (q quote, start int, ok bool) {
	if next := at + 1; next < len(t) && (t[next] == '"' || t[next] == '\'') && strings.IndexByte("bBuUrRfFnNEX", t[at]) >= 0 {
		return quote{mark: t[next]}, next + 1, true
	}
	q, ok = quoteAt(t, at)
	return q, at + q.size(), ok
}

// bareEnd returns the end of the value without quotes that starts at index at. It ends at white space or a
// delimiter, or at a quote that closes a string around the value.
func bareEnd(t string, at int) int {
	i := at
	for ; i < len(t); i++ {
		c := t[i]
		if !mayEndBare[c] {
			continue
		}
		switch c {
		case ',', ';', '&', ')', '}', ']', '<':
			if i > at || c != '<' {
				return i
			}
		case '"', '\'':
			if closesString(t, i) {
				return i
			}
		case '\\':
			if endsBareValue(t, at, i) {
				return i
			}
		case '[':
			if endsWireLine(t, i) {
				return i
			}
		default:
			if isSpace(c) || endsWideValue(t, i) {
				return i
			}
		}
	}
	return i
}

// mayEndBare has the bytes at which a value without quotes may end. Of wideStops it has the first bytes.
var mayEndBare = bytesWhere(func(c byte) bool {
	return isSpace(c) || strings.IndexByte(`,;&)}]<"'\[`, c) >= 0 ||
		slices.ContainsFunc(wideStops[:], func(stop string) bool { return stop[0] == c })
})

// wideStops end a value without quotes in Chinese and Japanese text: the punctuation and the space of those scripts.
var wideStops = [...]string{"　", "、", "。", "」", "】", "，", "；", "）"}

// endsWideValue reports whether one of wideStops stands at index at.
func endsWideValue(t string, at int) bool {
	if at+1 < len(t) && !inWideStop[t[at+1]] {
		return false // a letter of those scripts
	}
	return slices.ContainsFunc(wideStops[:], func(stop string) bool { return strings.HasPrefix(t[at:], stop) })
}

// inWideStop has the second bytes of wideStops.
var inWideStop = bytesWhere(func(c byte) bool {
	return slices.ContainsFunc(wideStops[:], func(stop string) bool { return stop[1] == c })
})

// closesString reports whether the quote at index at looks like the end of a string, not like an
// apostrophe or a quote in the middle of a value.
func closesString(t string, at int) bool {
	return at+1 == len(t) || isSpace(t[at+1]) || strings.IndexByte(",;)}]:", t[at+1]) >= 0
}

// opensString reports whether a quote that does not look like the end of a string stands at index at.
func opensString(t string, at int) bool {
	q, ok := quoteAt(t, at)
	return ok && !closesString(t, at+q.slashes)
}

// endsBareValue reports whether the escape sequence at index at ends a value without quotes: it stands for a line break,
// a tab or a quote, or for a delimiter in the form \u0026. The value starts at index from. Of several backslashes in a row,
// only the first one is checked for belonging to a quote.
func endsBareValue(t string, from, at int) bool {
	if at == from || t[at-1] != '\\' {
		if _, ok := quoteAt(t, at); ok {
			return true
		}
	}
	t = t[at:]
	if len(t) > 1 && (t[1] == 'n' || t[1] == 'r' || t[1] == 't') {
		return true
	}
	r, ok := unicodeEscape(t)
	return ok && r < 0x80 && (isSpace(byte(r)) || strings.IndexByte(`,;&)}]<>"'`, byte(r)) >= 0)
}

// endsWireLine reports whether the bracket at index at starts a line break in the notation of the wire logs of HTTP
// clients: [\r][\n].
func endsWireLine(t string, at int) bool {
	return strings.HasPrefix(t[at:], `[\r]`) || strings.HasPrefix(t[at:], `[\n]`)
}

// readLine returns the end of the value that starts at index at and goes on to the end of the line, or to what closes
// the text around it. from is the first index from which on all values have the same end.
func readLine(t string, at int) (end, from int) {
	i := at
	from = at
	for ; i < len(t); i++ {
		switch t[i] {
		case '\r', '\n', '"', ']', '}':
			return i, from
		case '=':
			if opensString(t, i+1) {
				q, _ := quoteAt(t, i+1)
				i = min(closing(t, i+1+q.size(), q)+q.size(), len(t)) - 1
				from = i + 1
			}
		case '\'':
			if closesString(t, i) {
				return i, from
			}
		case '\\':
			if endsBareValue(t, at, i) {
				return i, from
			}
		case '[':
			if endsWireLine(t, i) {
				return i, from
			}
		}
	}
	return i, from
}
