// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// A name and its value can also stand apart: {"name":"DB_PASSWORD","value":"x"} in the description of a container,
// the same in YAML, <add key="password" value="x"/> and <entry key="password">x</entry> in XML. What follows
// such a name is read as a list of keys and values until the value is found or the object ends.

const (
	// maxPair bounds the text between a name and its value, in bytes.
	maxPair = 256
	// shortestName is the length of the shortest text that can be in vocabulary.
	shortestName = 3
)

// nameWords are the last words of keys whose value is the name of something. valueWords are those of the keys that have
// its value.
var (
	nameWords  = []string{"name", "key", "field", "header", "property", "param", "parameter", "attribute", "variable", "option", "setting", "path", "loc", "k"}
	valueWords = []string{"value", "val", "v", "content", "plaintext"}
	// visible are the HTML elements whose content is displayed.
	visible = []string{"a", "button", "label", "option", "select", "li", "td", "th", "span", "div", "p", "h1", "h2", "h3"}
)

// nameEnds has, by the last letter of nameWords, a bit for each of the letters in front of it.
var nameEnds = func() (before [32]uint32) {
	for _, w := range nameWords {
		last := len(w) - 1
		if last == 0 {
			before[w[last]&31] = ^uint32(0)
			continue
		}
		before[w[last]&31] |= 1 << (w[last-1] & 31)
	}
	return before
}()

// isNameKey reports whether the key in front of the sign at index at ends with one of nameWords.
func isNameKey(t string, at int) bool {
	end := at
	if end > 0 && t[end-1] == ' ' {
		end--
	}
	if end > 0 && (t[end-1] == '"' || t[end-1] == '\'') {
		for end--; end > 0 && t[end-1] == '\\'; end-- {
		}
	}
	return end > 1 && nameEnds[t[end-1]&31]>>(t[end-2]&31)&1 != 0 && endsWithWord(t[:end], nameWords)
}

// endsWithWord reports whether the last word of a key is one of words.
func endsWithWord(key string, words []string) bool {
	if key == "" {
		return false
	}
	last := key[len(key)-1] | 0x20 // tells most of the words from the key's
	for _, w := range words {
		start := len(key) - len(w)
		if start < 0 || w[len(w)-1] != last || !hasPrefixFold(key[start:], w) {
			continue
		}
		if start == 0 || !isAlnum(key[start-1]) || isUpper(key[start]) && isLower(key[start-1]) {
			return true
		}
	}
	return false
}

// findPair checks for a value whose name is the value of the key in front of the sign at index at.
func (s *Scanner) findPair(at int) {
	t := s.text
	value := at + 1
	if value < len(t) && t[value] == '>' {
		value++
	}
	value = skipBlanks(t, value)
	if value+1 < len(t) && isKeyByte(t[value]) && !isKeyByte(t[value+1]) {
		return // too short a name
	}
	name, ok := s.itemAt(value)
	isList := value < len(t) && t[value] == '['
	if isList {
		name, ok = s.lastItem(value)
	}
	if !ok || name.end-name.start < shortestName {
		return
	}
	c, ok := s.judgeName(name.start, name.end)
	if !ok {
		return
	}
	start := keyStart(t, trimRight(t, 0, at, " "))
	p := pair{s: s, context: c, quoted: name.quote != "", isList: isList, column: column(t, start)}
	before := max(s.floor, s.pairEnd)
	s.pairEnd = name.after
	if body := bodyAt(t, name.after); body > 0 && t[at] == '=' && name.quote != "" {
		s.addMarkup(c, body, s.bareEnd(body))
		return
	}
	if !p.find(name.after, min(len(t), name.after+maxPair)) {
		if from := objectStart(t, max(before, start-maxPair, 0), start); from >= 0 {
			p.find(from, start)
		}
	}
}

// bodyAt returns where the body of a part of a form (multipart/form-data, RFC 7578) starts whose header ends at index
// at, or 0.
func bodyAt(t string, at int) int {
	for _, line := range [...]string{"\r\n\r\n", "\n\n", `\r\n\r\n`, `\n\n`} {
		if strings.HasPrefix(t[at:], line) {
			return at + len(line)
		}
	}
	return 0
}

// pair is a search for the value that belongs to a name.
type pair struct {
	s       *Scanner
	context Context
	quoted  bool // the name is in quotes
	isList  bool // the name is the last one of a list
	column  int  // of the key of the name in its line, or -1
}

// find looks for the value from index at up to index to, and adds it.
func (p *pair) find(at, to int) bool {
	t := p.s.text
	for at < to {
		switch c := t[at]; {
		case isBlank(c) || c == ',' || c == ';' || c == '\r':
			at++
			continue
		case c == '\n', strings.HasPrefix(t[at:], `\n`):
			if c == '\\' {
				at++
			}
			at++
			if !p.quoted || p.column >= 0 {
				indent := at
				for indent < to && t[indent] == ' ' {
					indent++
				}
				if indent < to && t[indent] != '"' && t[indent] != '<' && indent-at != p.column {
					return false
				}
				at = indent
			}
			continue
		}
		if content := afterTag(t, at); content > at {
			if isOneOf(tagName(t, max(0, at-maxPair), at), visible) {
				return false
			}
			return p.element(content)
		}
		key, ok := p.s.itemAt(at)
		if !ok || key.end-key.start > maxTextKey || key.after >= to {
			return false
		}
		value := skipBlanks(t, key.after)
		if value >= to || t[value] != ':' && t[value] != '=' {
			return false
		}
		if value++; value < to && t[value] == '>' {
			value++
		}
		if value = skipBlanks(t, value); value >= len(t) {
			return false
		}
		name := t[key.start:key.end]
		if endsWithWord(name, valueWords) || p.isList && name == "input" {
			return p.add(textKey{Context: p.context, quote: key.quote, colon: t[key.after] == ':'}, value)
		}
		if endsWithWord(name, nameWords) || t[value] == '{' {
			return false
		}
		if t[value] == '[' {
			end := strings.IndexAny(t[value+1:to], "[]")
			if end < 0 || t[value+1+end] == '[' {
				return false
			}
			at = value + 1 + end + 1
			continue
		}
		if other, ok := p.s.stringAt(value); ok {
			at = other.after
		} else {
			at = bareEnd(t[:to], value)
		}
	}
	return false
}

// add adds the value at index at.
func (p *pair) add(key textKey, at int) bool {
	s, t := p.s, p.s.text
	if t[at] == '{' {
		// {"stringValue":"x"}, as OTLP writes values in JSON.
		kind, ok := s.stringAt(skipBlanks(t, at+1))
		if !ok || kind.after >= len(t) || t[kind.after] != ':' {
			return false
		}
		if at = skipBlanks(t, kind.after+1); at >= len(t) || t[at] == '{' {
			return false
		}
	}
	switch {
	case key.detector == Secret && key.flags&certain == 0 && isCount(t, at): // the value of a metric
	case at < s.floor || s.e.placeholderAt(t, at) && key.detector != Cookie:
	case key.detector == Cookie:
		s.findCookies(at)
	case key.detector == Bearer:
		s.addCredential(key, at)
	case key.colon && key.quote == "":
		// A line of YAML is not prose, so any value counts.
		key.flags |= certain
		s.addValue(key, at)
	default:
		s.addValue(key, at)
	}
	return true
}

// element adds the content of the XML element that starts at index at, or of the value element in it.
func (p *pair) element(at int) bool {
	s, t := p.s, p.s.text
	at = skipSpaces(t, at)
	for range 2 { // <value><string>x, as in XML-RPC
		inner := tagAt(t, at)
		if inner == at {
			break
		}
		content := inner
		for content < len(t) && content-inner < maxTextKey && isKeyByte(t[content]) {
			content++
		}
		if !endsWithWord(t[inner:content], valueWords) && t[inner:content] != "string" || afterTag(t, content) == content {
			return false
		}
		at = skipSpaces(t, afterTag(t, content))
	}
	end := s.nextTag(at)
	if at < s.floor || end == len(t) || end-at >= maxElement {
		return false
	}
	end -= slashesBefore(t, at, end)
	s.addMarkup(p.context, at, end)
	return true
}

// findNameElement checks for the value in <name>password</name><value>x</value>. The content of the first
// element is t[start:end], and the bracket that ends its closing tag is at index closing.
func (s *Scanner) findNameElement(start, end, closing int) {
	t := s.text
	if end-start < shortestName || end-start > maxTextKey {
		return
	}
	c, ok := s.judgeName(start, end)
	if !ok {
		return
	}
	if after := afterTag(t, closing); after > closing {
		if next := skipSpaces(t, after); tagAt(t, next) > next {
			p := pair{s: s, context: c}
			p.element(next)
		}
	}
}

func skipSpaces(t string, at int) int {
	for n := 0; n < maxPair && at < len(t) && isSpace(t[at]); n++ {
		at++
	}
	return at
}

// column returns the number of bytes in front of index at in its line if these are only blanks and the hyphen of a
// YAML list item, else -1.
func column(t string, at int) int {
	n := 0
	for at-n > 0 && (t[at-n-1] == ' ' || t[at-n-1] == '-') {
		n++
		if n > maxTextKey {
			return -1
		}
	}
	if start := at - n; start == 0 || t[start-1] == '\n' || start > 1 && t[start-2:start] == `\n` {
		return n
	}
	return -1
}

// objectStart returns where the content of the object around index at starts, or -1 if that is in front of index
// from.
func objectStart(t string, from, at int) int {
	for i := at; i > from; i-- {
		switch c := t[i-1]; c {
		case '{', '(', '[':
			return i
		case '}', ')':
			return -1
		case '"', ']': // the end of a string or of a list in the object, which may contain brackets
			opening := c
			if c == ']' {
				opening = '['
			}
			if n := strings.LastIndexByte(t[from:i-1], opening); n >= 0 {
				i = from + n + 1
			}
		case '<', ';':
			if tag := tagBefore(t, i); tag >= 0 {
				for tag < at && isKeyByte(t[tag]) {
					tag++
				}
				return tag
			}
		case '-':
			if i < at && t[i] == ' ' && column(t, i+1) >= 0 {
				return i + 1
			}
		}
	}
	return -1
}

// isCount reports whether an unquoted number with few digits or with a fraction stands at index at.
func isCount(t string, at int) bool {
	end := at
	for end < len(t) && (isASCIIDigit(t[end]) || t[end] == '.') {
		end++
	}
	return end > at && wordEnds(t, end) && (end-at < minSecret || strings.IndexByte(t[at:end], '.') > 0)
}
