// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// Bounds of what is looked at around the sign between a key and its value.
const (
	maxBlanks  = 8  // blanks on either side of the sign
	maxTextKey = 64 // bytes of a key
	maxProse   = 64 // bytes of a value that decide whether it looks like a secret
	maxCode    = 24 // bytes of a value that has to be a code of a few digits
)

// textKey is a key found in text, in front of a colon or an equals sign.
type textKey struct {
	Context
	// quote is the quote around the key, with its backslashes, or empty.
	quote string
	// colon is set for key: value, as against key=value.
	colon bool
}

// findKeyed checks for a secret in an assignment: key=value, key: value, key => value, and the same
// with quotes around the key, the value or both, escaped or not.
func findKeyed(s *Scanner, at int) {
	if at < s.floor {
		return
	}
	var (
		key   textKey
		value int
		ok    bool
	)
	start, plain := s.plainBefore(at)
	if !plain {
		key, value, ok = s.assignmentAt(at)
	}
	if !ok {
		if s.text[at] == '=' && s.e.enabled[URLSecret] && (!plain || start > 0 && endsParameterSign[s.text[start-1]]) {
			s.findQuerySecret(at)
		}
		return
	}
	value = skipBlanks(s.text, value)
	if value == len(s.text) || s.e.placeholderAt(s.text, value) && key.detector != Cookie {
		return
	}
	if key.detector == Cookie {
		s.findCookies(value)
		return
	}
	if key.detector == Bearer {
		s.addCredential(key, value)
		return
	}
	s.addValue(key, value)
}

// plainBefore reports whether a key without a verdict stands right in front of the sign at index at, and where the
// key starts. It says no to all but the usual forms, key= and "key":, which it is there to be done with.
func (s *Scanner) plainBefore(at int) (start int, plain bool) {
	t, end := s.text, at
	from := max(s.floor, at-maxTextKey)
	if at > from && t[at-1] == '"' {
		end--
		for start = end; start > from && isKeyByte(t[start-1]); start-- {
		}
		return start, start < end && start > from && t[start-1] == '"' && s.isPlain(t[start:end], true)
	}
	for start = end; start > from && isKeyByte(t[start-1]); start-- {
	}
	start = skipEscape(t, start)
	return start, start < end && s.isPlain(t[start:end], false)
}

// assignmentAt returns the key before the sign at index at, and where the text after the sign starts.
func (s *Scanner) assignmentAt(at int) (key textKey, after int, ok bool) {
	t := s.text
	end, after := at, at+1
	switch t[at] {
	case ':':
		// Neither a::b nor := nor a URL; the equals sign of := has its own call.
		if after < len(t) && (t[after] == ':' || t[after] == '=') || strings.HasPrefix(t[after:], "//") ||
			at > 0 && t[at-1] == ':' {
			return key, 0, false
		}
		key.colon = true
	case '=':
		// Neither a comparison nor the second sign of ==.
		if at > 0 && strings.IndexByte("=!<>~", t[at-1]) >= 0 {
			return key, 0, false
		}
		if at > 0 && t[at-1] == ':' {
			end--
		}
		for after < len(t) && (t[after] == '=' || t[after] == '>') {
			after++
		}
	}
	return s.keyBefore(key, end, after)
}

// keyBefore reads the key that ends at index end or, with blanks between, before it.
func (s *Scanner) keyBefore(key textKey, end, after int) (textKey, int, bool) {
	t := s.text
	for n := 0; n < maxBlanks && end > s.floor && isBlank(t[end-1]); n++ {
		end--
	}
	blanks := false // whether the key may contain blanks
	if q, ok := quoteBefore(t, s.floor, end); ok {
		key.quote = t[end-q.size() : end]
		end -= q.size()
		blanks = true
	} else if end > s.floor && t[end-1] == ']' {
		end--
		if q, ok := quoteBefore(t, s.floor, end); ok {
			end -= q.size()
		}
	} else if n := entityBefore(t, s.floor, end); n > 0 {
		key.quote = t[end-n : end]
		end -= n
		blanks = true
	} else if end > s.floor && t[end-1] == '`' {
		end--
	}
	from := max(s.floor, end-maxTextKey)
	start := end
	for start > from && isKeyByte(t[start-1]) {
		start--
	}
	last := min(skipEscape(t, start), end)
	if !blanks && (last == end || s.isPlain(t[last:end], false)) {
		return key, 0, false
	}
	for words := 0; start > from; start-- {
		if isKeyByte(t[start-1]) {
			continue
		}
		if t[start-1] != ' ' || words == 2 || start == end || start-1 == from || !isKeyByte(t[start-2]) {
			break
		}
		words++
	}
	first := min(skipEscape(t, start), end)
	if blanks {
		last = first
	}
	last = max(last, first)
	if first == end || blanks && s.isPlain(t[first:end], true) || key.quote == "" && isFileName(t[first:end]) {
		return key, 0, false
	}
	key.Context = s.e.vocab.judge(t[first:end], last-first)
	if key.detector == None {
		return key, 0, false
	}
	if mask := s.maskEndIn(first, end+len(key.quote)); mask > first {
		// What stands in a mask is no key.
		if mask >= end {
			return key, 0, false
		}
		key.Context = s.e.vocab.judge(t[mask:end], max(last, mask)-mask)
	}
	return key, after, key.detector != None
}

// isFileName reports whether a key is the name of a file, as in the stack frame "app/password.py:31".
func isFileName(key string) bool {
	dot := strings.LastIndexByte(key, '.')
	return dot > 0 && isOneOf(key[dot+1:], fileExtensions)
}

var fileExtensions = strings.Fields(`go py js ts jsx tsx mjs cjs vue svelte java kt kts scala groovy clj cs vb fs
	rb php pl lua rs c cc cpp cxx h hpp m mm swift dart ex exs erl hs ml sh sql html css scss md txt log json yaml
	yml xml toml ini cfg conf tf proto`)

// maskEndIn returns the end of the last mask that ends after index from, up to index to.
func (s *Scanner) maskEndIn(from, to int) int {
	wide := max(s.floor, from-s.e.masks.longest)
	return wide + s.e.masks.lastEnd(s.text[wide:min(to+1, len(s.text))])
}

func skipBlanks(t string, at int) int {
	for n := 0; n < maxBlanks && at < len(t) && isBlank(t[at]); n++ {
		at++
	}
	return at
}

// addValue adds the value of a key that starts at index at.
func (s *Scanner) addValue(key textKey, at int) {
	// Of a value that has to be short, no more is read than shows that it is not.
	t := s.text
	if key.flags&(code3to4|code3to8) != 0 {
		t = t[:min(len(t), at+maxCode)]
	}
	if q, start, ok := openQuote(t, at); ok {
		s.addQuoted(key, start, closing(t, start, q))
		return
	}
	if n := entityAt(t, at); n > 0 {
		s.addQuoted(key, at+n, entityEnd(t, at+n, t[at:at+n]))
		return
	}
	if start, end, ok := yamlBlock(t, at); ok && key.colon {
		s.addQuoted(key, start, end)
		return
	}
	switch {
	case t[at] == '[':
		s.addList(key, t, at)
	case t[at] == '{':
		// The keys inside are looked at on their own.
	case key.colon && key.quote == "" && !countsInProse(key, t, at):
	case key.colon && key.quote == "" && key.flags&wholeLine != 0:
		s.addBare(key, at, lineEnd(t, at))
	default:
		s.addBare(key, at, bareEnd(t, at))
	}
}

// yamlBlock returns the bounds of the lines of a block scalar of YAML, whose sign | or > stands at index at. They
// are those behind it that are indented as much as the first one.
func yamlBlock(t string, at int) (start, end int, ok bool) {
	if t[at] != '|' && t[at] != '>' {
		return 0, 0, false
	}
	at++
	if at < len(t) && (t[at] == '-' || t[at] == '+') {
		at++
	}
	if at == len(t) || t[at] != '\n' {
		return 0, 0, false
	}
	start = skipBlanks(t, at+1)
	indent := t[at:start]
	for end = at; indent != "\n" && strings.HasPrefix(t[end:], indent); {
		if line := strings.IndexByte(t[end+1:], '\n'); line >= 0 {
			end += 1 + line
		} else {
			end = len(t)
		}
	}
	return start, end, start < end
}

// addQuoted adds the content of a string.
func (s *Scanner) addQuoted(key textKey, start, end int) {
	if v := s.text[start:end]; !s.e.isPlaceholder(v) && key.accepts(v) {
		s.add(span{start: start, end: end, detector: key.detector})
	}
}

// addBare adds a value without quotes. After a key in JSON, its replacement gets quotes.
func (s *Scanner) addBare(key textKey, start, end int) {
	v := s.text[start:end]
	if s.e.isPlaceholder(v) || !key.accepts(v) {
		return
	}
	m := span{start: start, end: end, detector: key.detector}
	if key.colon && strings.HasSuffix(key.quote, `"`) {
		m.quote = key.quote
	}
	s.add(m)
}

// addList adds the strings of a list, or all of its content if it does not start with a string.
func (s *Scanner) addList(key textKey, t string, at int) {
	at = skipBlanks(t, at+1)
	if at == len(t) || t[at] == '{' || s.e.placeholderAt(t, at) {
		return
	}
	if _, _, ok := openQuote(t, at); !ok {
		s.addBare(key, at, lineEnd(t, at))
		return
	}
	for at < len(t) {
		q, start, ok := openQuote(t, at)
		if !ok {
			return
		}
		end := closing(t, start, q)
		s.addQuoted(key, start, end)
		at = skipBlanks(t, min(end+q.size(), len(t)))
		if at == len(t) || t[at] != ',' {
			return
		}
		at = skipBlanks(t, at+1)
	}
}

// openQuote returns the quote at index at and where its content starts. A letter in front of the quote
// that marks the kind of a Python literal belongs to the quote.
func openQuote(t string, at int) (q quote, start int, ok bool) {
	if at+1 < len(t) && strings.IndexByte("bBuUrRfF", t[at]) >= 0 {
		if q, ok := quoteAt(t, at+1); ok && q.slashes == 0 {
			return q, at + 2, true
		}
	}
	q, ok = quoteAt(t, at)
	return q, at + q.size(), ok
}

// bareEnd returns where the value without quotes ends that starts at index at: at white space or a
// delimiter, or at a quote that closes a string around the value.
func bareEnd(t string, at int) int {
	i := at
	for ; i < len(t); i++ {
		switch c := t[i]; c {
		case ',', ';', '&', ')', '}', ']', '<':
			if i > at || c != '<' {
				return i
			}
		case '"', '\'':
			if closesString(t, i) {
				return i
			}
		case '\\':
			if endsBareValue(t[i:]) {
				return i
			}
		default:
			if isSpace(c) {
				return i
			}
		}
	}
	return i
}

// closesString reports whether the quote at index at looks like the end of a string, not like an
// apostrophe or a quote in the middle of a value.
func closesString(t string, at int) bool {
	return at+1 == len(t) || isSpace(t[at+1]) || strings.IndexByte(",;)}]:", t[at+1]) >= 0
}

// opensString reports whether a quote stands at index at that does not look like the end of a string.
func opensString(t string, at int) bool {
	q, ok := quoteAt(t, at)
	return ok && !closesString(t, at+q.slashes)
}

// endsBareValue reports whether the escape at the start of t stands for something that ends a value
// without quotes: a line break, a quote, or one of the delimiters that encoders write as \u0026.
func endsBareValue(t string) bool {
	if _, ok := quoteAt(t, 0); ok {
		return true
	}
	if len(t) > 1 && (t[1] == 'n' || t[1] == 'r' || t[1] == 't') {
		return true
	}
	r, ok := unicodeEscape(t)
	return ok && r < 0x80 && (isSpace(byte(r)) || strings.IndexByte(`,;&)}]<>"'`, byte(r)) >= 0)
}

// lineEnd returns where the line ends that index at is in, or the string or the brackets around it. A
// string after an equals sign belongs to the line.
func lineEnd(t string, at int) int {
	i := at
	for ; i < len(t); i++ {
		switch t[i] {
		case '\r', '\n', '"', ']', '}':
			return i
		case '=':
			if opensString(t, i+1) {
				q, _ := quoteAt(t, i+1)
				i = min(closing(t, i+1+q.size(), q)+q.size(), len(t)) - 1
			}
		case '\'':
			if closesString(t, i) {
				return i
			}
		case '\\':
			if endsBareValue(t[i:]) {
				return i
			}
		}
	}
	return i
}

// accepts reports whether a value can be what the key names.
func (c Context) accepts(v string) bool {
	switch {
	case c.flags&code3to4 != 0:
		return len(v) >= 3 && len(v) <= 4 && allDigits(v)
	case c.flags&code3to8 != 0:
		return len(v) >= 3 && len(v) <= 8 && allDigits(v)
	case c.flags&notCount != 0:
		return len(v) > 3 || !allDigits(v)
	}
	return true
}

// countsInProse reports whether the bare value at index at, after "key: ", is a value rather than the
// next word of a sentence.
func countsInProse(key textKey, t string, at int) bool {
	near := t[:min(len(t), at+maxProse)]
	v := near[at:bareEnd(near, at)]
	if key.flags&certain == 0 {
		return looksRandom(v)
	}
	return !isOneOf(v, messageWords)
}

// looksRandom reports whether a word looks like a generated secret.
func looksRandom(v string) bool {
	return len(v) >= 20 && isMixed(v) || len(v) >= 8 && strings.ContainsAny(v, "0123456789")
}

// isMixed reports whether v has a digit, or letters of both cases.
func isMixed(v string) bool {
	small, capital := false, false
	for i := range len(v) {
		if isASCIIDigit(v[i]) {
			return true
		}
		small = small || isLower(v[i])
		capital = capital || isUpper(v[i])
	}
	return small && capital
}

// messageWords start what programs say about a password after a colon.
var messageWords = []string{
	"must", "is", "was", "has", "should", "cannot", "can", "does", "do", "did", "not", "field", "this", "the",
	"required", "incorrect", "invalid", "expired", "missing", "mismatch", "too", "wrong", "please", "failed",
	"changed", "updated", "unknown", "empty", "authentication", "verification", "unauthorized", "denied",
}
