// SPDX-License-Identifier: Apache-2.0

package scan

// item is a string, quoted or not, in a list of keys and values.
type item struct {
	start, end int // its content
	after      int // where the text goes on
	quote      string
}

// itemAt reads the item at index at.
func (s *Scanner) itemAt(at int) (item, bool) {
	t := s.text
	if at >= len(t) {
		return item{}, false
	}
	if q, start, ok := openQuote(t, at); ok {
		end := s.closing(start, q)
		return item{start, end, min(end+q.size(), len(t)), t[start-q.size() : start]}, true
	}
	if n := entityAt(t, at); n > 0 {
		end := s.entityEnd(at+n, t[at:at+n])
		return item{at + n, end, min(end+n, len(t)), t[at : at+n]}, true
	}
	return wordItem(t, at)
}

// itemAt is Scanner.itemAt for a text that need not be the scanner's.
func itemAt(t string, at int) (item, bool) {
	if at >= len(t) {
		return item{}, false
	}
	if q, start, ok := openQuote(t, at); ok {
		end := closing(t, start, q)
		return item{start, end, min(end+q.size(), len(t)), t[start-q.size() : start]}, true
	}
	if n := entityAt(t, at); n > 0 {
		end := entityEnd(t, at+n, t[at:at+n])
		return item{at + n, end, min(end+n, len(t)), t[at : at+n]}, true
	}
	return wordItem(t, at)
}

// wordItem is itemAt for an item without quotes.
func wordItem(t string, at int) (item, bool) {
	end := at
	for end < len(t) && end-at < maxTextKey && isKeyByte(t[end]) {
		end++
	}
	return item{at, end, end, ""}, end > at
}

// lastItem returns the last string of the list of strings at index at: the password in {"loc":["body","password"]}, as
// Pydantic reports invalid values.
func lastItem(t string, at int) (last item, ok bool) {
	for at < len(t) && (t[at] == '[' || t[at] == ',') {
		next, isItem := itemAt(t, skipBlanks(t, at+1))
		if !isItem || next.quote == "" {
			return item{}, false
		}
		last, at = next, next.after
	}
	last.after = at + len("]")
	return last, at < len(t) && t[at] == ']'
}
