// SPDX-License-Identifier: Apache-2.0

package scan

// item is a string or a word: a name or a value in a list, or an argument of a command.
type item struct {
	start, end int // its content
	after      int // where the text goes on
	quote      string
}

// stringAt reads the string at index at, whose quotes may be escaped, at any depth, or written as entities. A string that
// is cut off ends with its line.
func (s *Scanner) stringAt(at int) (item, bool) {
	t := s.text
	if q, start, ok := openQuote(t, at); ok {
		end := s.closing(start, q)
		return item{start, end, min(end+q.size(), len(t)), t[start-q.size() : start]}, true
	}
	if n := entityAt(t, at); n > 0 {
		end := s.entityEnd(at+n, t[at:at+n])
		return item{at + n, end, min(end+n, len(t)), t[at : at+n]}, true
	}
	return item{}, false
}

// itemAt reads the string, or the word of key bytes, at index at.
func (s *Scanner) itemAt(at int) (item, bool) {
	if i, ok := s.stringAt(at); ok {
		return i, true
	}
	end := at
	for end < len(s.text) && end-at < maxTextKey && isKeyByte(s.text[end]) {
		end++
	}
	return item{at, end, end, ""}, end > at
}

// argumentAt reads the argument of a command at index at: a string, or a value without quotes. It reports whether there is
// one that is not empty.
func (s *Scanner) argumentAt(at int) (item, bool) {
	if i, ok := s.stringAt(at); ok {
		return i, i.end > i.start
	}
	end := s.bareEnd(at)
	return item{at, end, end, ""}, end > at
}

// lastItem returns the last string of the list of strings at index at: the password in {"loc":["body","password"]}, as
// Pydantic reports invalid values.
func (s *Scanner) lastItem(at int) (last item, ok bool) {
	t, to := s.text, at+maxPair
	for at < min(len(t), to) && (t[at] == '[' || t[at] == ',') {
		if last, ok = s.stringAt(skipBlanks(t, at+1)); !ok {
			return item{}, false
		}
		at = last.after
	}
	last.after = at + len("]")
	return last, at < len(t) && t[at] == ']'
}
