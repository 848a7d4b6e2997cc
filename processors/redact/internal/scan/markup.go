// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// Keys and values also stand in XML elements, in percent-encoded text and on command lines. The words of
// a key decide there, too.

// Bounds of what is looked at for these.
const (
	maxElement = 4096 // bytes of the value of an XML element
	maxFlag    = 64   // bytes of the name of a command-line option
)

// judgeName returns what the name t[start:end] says about its value. Longer texts than maxTextKey are no names.
func (s *Scanner) judgeName(start, end int) (Context, bool) {
	if start >= end || start < s.floor || end-start > maxTextKey {
		return Context{}, false
	}
	name := s.text[start:end]
	if !s.e.vocab.mayDecide(name) || s.maskEndIn(start, end) > start {
		return Context{}, false
	}
	c := s.judge(name, 0)
	return c, c.detector != None
}

// addMarkup adds the value t[start:end], unless that is empty, for a key with the context c.
func (s *Scanner) addMarkup(c Context, start, end int) {
	if start >= end {
		return
	}
	v := s.text[start:end]
	if s.e.isPlaceholder(v) || s.e.placeholderAt(s.text, start) || !c.accepts(v) {
		return
	}
	if c.detector == Bearer {
		s.addHeaderValue(start, end)
		return
	}
	s.add(span{start: start, end: end, detector: c.detector})
}

// addUnlessPlaceholder adds t[start:end], unless that is a replacement, a placeholder, or empty.
func (s *Scanner) addUnlessPlaceholder(id ID, start, end int) {
	if s.e.masks.at(s.text, start) == 0 && !s.e.isPlaceholder(s.text[start:end]) {
		s.add(span{start: start, end: end, detector: id})
	}
}

// brackets are the spellings of the brackets of XML tags: plain, escaped as in JSON that is safe inside of HTML,
// and as entities.
var brackets = []struct{ open, closing string }{{"<", ">"}, {`\u003c`, `\u003e`}, {"&lt;", "&gt;"}}

// findElement checks for a secret in an XML element, whose closing tag starts at index at.
func findElement(s *Scanner, at int) {
	t := s.text
	form := 0
	for !strings.HasPrefix(t[at:], brackets[form].open) {
		form++
	}
	name := at + len(brackets[form].open) + len("/")
	end := name
	for end < len(t) && end-name < maxTextKey && (isKeyByte(t[end]) || t[end] == ':') {
		end++
	}
	if end == name {
		return
	}
	c, ok := s.judgeName(name, end)
	if !ok && !endsWithWord(t[name:end], nameWords) {
		return
	}
	if section, found := strings.CutSuffix(t[s.floor:at], "]]>"); ok && found {
		s.addCharacterData(c, s.floor+len(section))
		return
	}
	to := at - slashesBefore(t, s.floor, at) // nested JSON has more backslashes in front of the escape
	if form != 1 {
		to = at
	}
	start := s.elementStart(to, brackets[form].closing, brackets[form].open)
	if !ok {
		s.findNameElement(start, to, end)
		return
	}
	s.addMarkup(c, start, to)
}

// elementStart returns where the content of an element starts that ends at index end: behind the last bracket in
// front of end. It returns end if that bracket is an opening one or there is none.
func (s *Scanner) elementStart(end int, closing, opening string) int {
	t := s.text
	first, last := opening[len(opening)-1], closing[len(closing)-1]
	for start := end; start > s.floor && end-start < maxElement; start-- {
		switch c := t[start-1]; {
		case c == last && strings.HasSuffix(t[s.floor:start], closing):
			return start
		case c == first && strings.HasSuffix(t[s.floor:start], opening):
			return end
		}
	}
	return end
}

// addCharacterData adds the content of an XML CDATA section that ends at index end.
func (s *Scanner) addCharacterData(c Context, end int) {
	const opening, closing = "<![CDATA[", "]]>"
	t := s.text
	for start := end; start > s.floor && end-start < maxElement; start-- {
		switch before := t[s.floor:start]; {
		case strings.HasSuffix(before, opening):
			s.addMarkup(c, start, end)
			return
		case strings.HasSuffix(before, closing):
			return
		}
	}
}

// startsBracket has the first bytes of brackets.
var startsBracket = bytesWhere(func(c byte) bool { return strings.IndexByte(`<>\&`, c) >= 0 })

// tagAt returns where the name of the tag starts whose opening bracket is at index at, or at if there is none.
func tagAt(t string, at int) int {
	if at < len(t) && !startsBracket[t[at]] {
		return at
	}
	for _, b := range brackets {
		if strings.HasPrefix(t[at:], b.open) {
			return at + len(b.open)
		}
	}
	return at
}

// afterTag returns where the text goes on behind the closing bracket of a tag at index at, or at if there is
// none or the tag has no content.
func afterTag(t string, at int) int {
	if at < len(t) && !startsBracket[t[at]] {
		return at
	}
	for _, b := range brackets {
		if strings.HasPrefix(t[at:], b.closing) {
			return at + len(b.closing)
		}
	}
	return at
}

// tagName returns the name of the tag that index at is in and that starts at index from or later, or "".
func tagName(t string, from, at int) string {
	start := from + strings.LastIndexByte(t[from:at], '<') + 1
	end := start
	for end < at && isAlnum(t[end]) {
		end++
	}
	return t[start:end]
}

// tagBefore returns i if the opening bracket of a tag ends at that index, else -1.
func tagBefore(t string, i int) int {
	for _, b := range brackets {
		if strings.HasSuffix(t[:i], b.open) {
			return i
		}
	}
	return -1
}
