// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"slices"
	"strings"
)

// Bounds of what is looked at around the sign, the colon or equals sign between a key and its value.
const (
	maxBlanks  = 8  // blanks on either side of the sign
	maxTextKey = 64 // bytes of a key
	maxProse   = 64 // bytes of a value that decide whether it looks like a secret
	maxCode    = 24 // bytes of a value that only counts if it is a code of a few digits
)

// textKey is a key found in text, in front of a sign.
type textKey struct {
	Context
	// quote is the quotation mark behind the key, with its backslashes, or empty.
	quote string
	// colon is set for key: value, and not for key=value.
	colon bool
}

// endsKey has the bytes that may stand between a key and the sign behind it: those of keys, blanks, and what closes a key
// that is quoted in any way. endsKeyOrColon also has the colon of :=.
var (
	endsKey        = bytesWhere(func(c byte) bool { return isKeyByte(c) || isBlank(c) || strings.IndexByte("\"']`;", c) >= 0 })
	endsKeyOrColon = bytesWhere(func(c byte) bool { return endsKey[c] || c == ':' })
)

// findKeyed checks for a secret in an assignment: key=value, key: value, key => value, and the same
// with quotes around the key, the value or both, escaped or not. at is the index of the sign.
func findKeyed(s *Scanner, at int) {
	if at < s.floor {
		return
	}
	short := s.shortKey(at)
	if known := s.shortKeys.get(short); known != nil {
		if known.isName {
			s.findPair(at)
		}
		return
	}
	isName := isNameKey(s.text, at)
	if isName {
		s.findPair(at)
	}
	if isPlain := s.findAssigned(at); isPlain {
		s.shortKeys.put(knownKey{short, isName})
	}
}

// findAssigned does the work of findKeyed for the value itself. It reports whether the key in front of the sign at index
// at is plain: that there is nothing to find behind it, whatever the sign and the text around it.
func (s *Scanner) findAssigned(at int) (isPlain bool) {
	t := s.text
	if start, plain := s.plainBefore(at); plain {
		if start > 0 && !endsParameterSign[t[start-1]] {
			return true
		}
		return t[at] == '=' && s.e.enabled[URLSecret] && !s.findQuerySecret(at)
	}
	key, value, ok := s.assignmentAt(at)
	if !ok {
		if t[at] == '=' && s.e.enabled[URLSecret] {
			s.findQuerySecret(at)
		}
		return false
	}
	s.findValue(key, at, value)
	return false
}

// findValue adds the value of a key that has a verdict. The sign is at index at, and the text behind it starts at index
// value.
func (s *Scanner) findValue(key textKey, at, value int) {
	t := s.text
	value = skipBlanks(t, value)
	if key.colon {
		value = skipVisibility(t, value)
	}
	if value < len(t) && t[value] == '\n' {
		if value = s.skipLine(key, value); key.colon && strings.HasPrefix(t[value:], "\n") {
			s.addSequence(key, value)
			return
		}
	}
	value = s.skipConstructor(t, value)
	if value == len(t) || s.e.placeholderAt(t, value) && key.detector != Cookie || key.colon && s.inARN(at) {
		return
	}
	if key.detector == Cookie {
		if t[value] == '{' && key.quote != "" {
			s.addObject(key, t, value)
		} else {
			s.findCookies(value)
		}
		return
	}
	if key.detector == Bearer {
		s.addCredential(key, value)
		return
	}
	if key.flags&userPassword != 0 && t[at] == '=' && s.e.enabled[URLSecret] && !key.accepts(t[value:bareEnd(t[:min(len(t), value+maxProse)], value)]) {
		s.findQuerySecret(at)
		return
	}
	s.addValue(key, value)
}

// skipConstructor returns where the string starts that stands behind the name of its type at index at: Some("x"),
// SecretStr('x') and []string{"x"}, or over several lines, as Rust prints values: Some(, a line feed and "x". It also
// skips what Spring writes in front of a value that failed a validation: rejected value [x]. In other texts it returns
// at.
func (s *Scanner) skipConstructor(t string, at int) int {
	const rejected, list = "rejected value [", "[]string{"
	switch {
	case at == len(t):
		return at
	case t[at] == 'r' && strings.HasPrefix(t[at:], rejected):
		return at + len(rejected)
	case t[at] == '[' && strings.HasPrefix(t[at:], list):
		return at + len(list)
	}
	next := at
	for range 2 { // Some(Secret(
		open := nameEnd(t, next, len(t))
		if open == len(t) || t[open] != '(' || !isUpper(t[next]) {
			return at
		}
		line := skipLineBreak(t, open+1)
		next = line
		if line > open+1 {
			next = skipSpaces(t, line)
		}
		if q, ok := quoteAt(t, next); ok {
			content := next + q.size()
			if v := t[content:s.closing(content, q)]; isName(v) && s.e.namesSecret(v) {
				return at // Env("DB_PASSWORD")
			}
			return next
		}
	}
	return at
}

// inARN reports whether the colon at index at is the one behind the resource type in an Amazon Resource Name, such as
// arn:aws:secretsmanager:…:secret:name.
func (s *Scanner) inARN(at int) bool {
	const colons = 5 // in front of the resource type
	t := s.text
	start := at
	for start > s.floor && isLetter(t[start-1]) {
		start--
	}
	// The account ID, a number that may be left out, stands in front of the resource type.
	if start-1 <= s.floor || t[start-1] != ':' || !isASCIIDigit(t[start-2]) && t[start-2] != ':' {
		return false
	}
	before := t[max(s.floor, at-maxTextKey-contextReach):at]
	n := strings.LastIndex(before, "arn:")
	return n >= 0 && !strings.ContainsAny(before[n:], " \t\n\"'\\,;&={}") && strings.Count(before[n:], ":") >= colons
}

// skipLine returns where the value starts if it stands on the line after the sign: in the dump of a PHP array, or if key
// and value are strings in JSON. Otherwise it returns at, the index of the line feed.
func (s *Scanner) skipLine(key textKey, at int) int {
	t := s.text
	next := skipSpaces(t, at)
	if t[at-1] == '>' || key.colon && key.quote != "" && next < len(t) && t[next] == key.quote[0] {
		return next
	}
	return at
}

// addSequence adds the items of the YAML block sequence that starts behind the line feed at index at: lines that begin
// with a hyphen and are no keys.
func (s *Scanner) addSequence(key textKey, at int) {
	t := s.text
	for at < len(t) && t[at] == '\n' {
		item := skipBlanks(t, at+1)
		if !strings.HasPrefix(t[item:], "- ") {
			return
		}
		argument, ok := s.argumentAt(skipBlanks(t, item+len("-")))
		if at = argument.after; !ok || at < len(t) && t[at] != '\n' || strings.IndexByte(t[item:at], ':') >= 0 {
			return
		}
		s.addQuoted(key, argument.start, argument.end)
	}
}

// plainBefore reports whether a key without a verdict stands right in front of the sign at index at, and where the
// key starts. It is a shortcut for the most frequent forms, key= and "key":, and returns false for all others.
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
	whole := start == from || t[start-1] != ' ' // no further words belong to the key
	if !whole && isKeyNumber(t, start, end) {
		return start, false
	}
	start = skipEscape(t, start)
	return start, start < end && s.isPlain(t[start:end], whole)
}

// assignmentAt returns the key before the sign at index at, and where the text after the sign starts. ok is false if
// there is no assignment, or the key has no verdict.
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
			if end--; end == 0 || !endsKey[t[end-1]] {
				return key, 0, false
			}
		}
		for after < len(t) && (t[after] == '=' || t[after] == '>') {
			after++
		}
	}
	return s.keyBefore(key, end, after)
}

// keyBefore reads the key in front of index end, where blanks may stand between. key has the fields that are known
// already. It returns after as it is, for assignmentAt.
func (s *Scanner) keyBefore(key textKey, end, after int) (textKey, int, bool) {
	t := s.text
	for n := 0; n < maxBlanks && end > s.floor && isBlank(t[end-1]); n++ {
		end--
	}
	blanks := false // whether the key may contain blanks, because it is in quotes
	if q, ok := quoteBefore(t, s.floor, end); ok {
		key.quote = t[end-q.size() : end]
		end -= q.size()
		if key.quote == `"` && end > s.floor && t[end-1] == '"' { // doubled, as CSV has it
			key.quote = doubledQuote
			end--
		}
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
	hasNumber := !blanks && last > from && t[last-1] == ' ' && isKeyNumber(t, last, end)
	if hasNumber {
		for last--; last > from && isKeyByte(t[last-1]); last-- {
		}
	}
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
	if first == end || blanks && s.isPlain(t[first:end], true) || key.quote == "" && isFileName(t[first:end]) || strings.HasSuffix(t[:first], "checksum/") {
		return key, 0, false
	}
	key.Context = s.judge(t[first:end], last-first)
	if key.detector == None {
		return key, 0, false
	}
	if hasNumber {
		key.flags &^= certain // "Pass 1: Checking inodes"
	}
	if strings.IndexByte(t[last:end], '_') >= 0 {
		key.flags |= joined
	}
	if mask := s.maskEndIn(first, end+len(key.quote)); mask > first {
		// The words of a mask do not belong to the key.
		if mask >= end {
			return key, 0, false
		}
		key.Context = s.judge(t[mask:end], max(last, mask)-mask)
		if strings.IndexByte(t[max(last, mask):end], '_') >= 0 {
			key.flags |= joined
		}
	}
	return key, after, key.detector != None
}

// isKeyNumber reports whether the last word of a key, t[start:end], is a digit that tells it from others with the same
// name: "Unseal Key 1: x".
func isKeyNumber(t string, start, end int) bool { return end-start == 1 && isASCIIDigit(t[start]) }

// isFileName reports whether a key ends like the name of a source or data file, as in the stack frame
// "app/password.py:31".
func isFileName(key string) bool {
	dot := strings.LastIndexByte(key, '.')
	return dot > 0 && isOneOf(key[dot+1:], fileExtensions)
}

var fileExtensions = strings.Fields(`go py js ts jsx tsx mjs cjs vue svelte java kt kts scala groovy clj cs vb fs
	rb php pl lua rs c cc cpp cxx h hpp m mm swift dart ex exs erl hs ml sh sql html css scss md txt log json yaml
	yml xml toml ini cfg conf tf proto`)

// maskEndIn returns the end of the last replacement that ends behind index from and not behind index to+1, or an index
// up to from if there is none.
func (s *Scanner) maskEndIn(from, to int) int {
	wide := max(s.floor, from-s.e.masks.longest)
	return s.lastMaskEnd(wide, min(to+1, len(s.text)))
}

func skipBlanks(t string, at int) int {
	for n := 0; n < maxBlanks && at < len(t) && isBlank(t[at]); n++ {
		at++
	}
	return at
}

// addValue adds the value that starts at index at, in any of the notations for a value.
func (s *Scanner) addValue(key textKey, at int) {
	t := s.text
	switch c := t[at]; {
	case c == '<' && strings.HasPrefix(t[at:], `<<"`):
		at += len("<<") // a binary of Erlang
	case (c == '!' || c == '&') && key.colon && key.quote == "":
		if at = skipProperties(t, at); at == len(t) {
			return
		}
	case c == '`':
		content := t[at+1 : min(len(t), at+maxTextKey)]
		if end := strings.IndexByte(content, '`'); end > 0 && (key.flags&certain != 0 || !key.colon || looksRandom(content[:end])) {
			s.addBare(key, at, at+1+end+1)
			return
		}
	case c == '{':
		if content := skipScheme(t, at); content > at {
			s.addBare(key, at, s.bareEnd(content))
			return
		}
	}
	if q, start, ok := openQuote(t, at); ok {
		if key.quote == doubledQuote && strings.HasPrefix(t[at:], doubledQuote) {
			start++
		}
		start = s.skipTriple(start, q)
		end := s.literalEnd(start, q)
		s.addQuoted(key, start, end)
		s.addChanged(key, q, end+q.size())
		return
	}
	if start, end, ok := s.dumpedString(at); ok {
		s.addQuoted(key, start, end)
		return
	}
	if n := entityAt(t, at); n > 0 {
		s.addQuoted(key, at+n, s.entityEnd(at+n, t[at:at+n]))
		return
	}
	// If the value has to be a short code, read no more of a list or a block than it takes to see that it is too long.
	if key.flags&(code3to4|code3to8) != 0 {
		t = t[:min(len(t), at+maxCode)]
	}
	if key.colon && (t[at] == '|' || t[at] == '>') && s.addBlock(key, t, at) {
		return
	}
	switch {
	case t[at] == '[':
		s.addList(key, t, at)
	case t[at] == '{' && !key.colon:
		s.addBraced(key, t, at)
	case t[at] == '{':
		s.addObject(key, t, at)
	case key.colon && key.quote == "" && !s.countsInProse(key, t, at):
	case key.colon && key.quote == "" && key.flags&wholeLine != 0:
		s.addBare(key, at, s.lineEnd(at))
	case key.colon && key.quote != "" && s.isWordOfSentence(at):
	default:
		s.addBare(key, at, s.bareEnd(at))
	}
}

// doubledQuote is how CSV and SQL write a quotation mark inside of a string.
const doubledQuote = `""`

// skipTriple returns where the content of a string starts whose first quote ends at index start: behind all three
// quotes of a string in triple double quotes, as in Python and TOML, and at start for any other string.
func (s *Scanner) skipTriple(start int, q quote) int {
	if t := s.text; q == (quote{mark: '"'}) && strings.HasPrefix(t[start:], doubledQuote) {
		from := start + len(doubledQuote)
		if end := s.closing(from, q); end > from && strings.HasPrefix(t[end:], `"`+doubledQuote) {
			return from
		}
	}
	return start
}

// skipProperties returns where the value starts behind the YAML tag or anchor at index at: !!str x, &a x. It returns at
// if there is neither.
func skipProperties(t string, at int) int {
	end := at + 1
	if end < len(t) && t[end] == '!' {
		end++
	}
	name := end
	for end < len(t) && end-name < maxCode && isKeyByte(t[end]) {
		end++
	}
	if end == name || end == len(t) || t[end] != ' ' {
		return at
	}
	return skipBlanks(t, end)
}

// skipScheme returns where the value goes on behind the name of its encoding at index at, {SSHA}x and {noop}x. It returns
// at if there is none.
func skipScheme(t string, at int) int {
	end := at + 1
	if t[at] != '{' {
		return at
	}
	for end < len(t) && end-at < maxCode && (isAlnum(t[end]) || t[end] == '-') {
		end++
	}
	if end == at+1 || end+1 >= len(t) || t[end] != '}' || !isAlnum(t[end+1]) && t[end+1] != '$' {
		return at
	}
	return end + 1
}

// addBlock adds the lines of the YAML block scalar at index at. It reports whether there is one.
func (s *Scanner) addBlock(key textKey, t string, at int) bool {
	if at < s.blockEnd && key.flags&random != 0 {
		return true // inside of a block that did not look random
	}
	start, end, ok := yamlBlock(t, at)
	if !ok {
		return false
	}
	s.addQuoted(key, start, end)
	if key.flags&random != 0 {
		s.blockEnd = end
	}
	return true
}

// addChanged adds the new value in a Terraform plan, "x" -> "y". The old value ends, with its quote, at index at.
func (s *Scanner) addChanged(key textKey, q quote, at int) {
	const arrow = " -> "
	if at >= len(s.text) || s.text[at] != ' ' || !strings.HasPrefix(s.text[at:], arrow) {
		return
	}
	if next, start, ok := openQuote(s.text, at+len(arrow)); ok && next == q {
		s.addQuoted(key, start, s.closing(start, q))
	}
}

// skipVisibility returns where the value starts in the dump of a PHP object, which has the visibility of a field behind
// its name: ["password":protected]=> and [password:Account:private] =>. In other texts it returns at.
func skipVisibility(t string, at int) int {
	near := t[at:min(len(t), at+maxTextKey)]
	end := strings.IndexByte(near, ']')
	if end < 0 || !strings.HasSuffix(near[:end], "protected") && !strings.HasSuffix(near[:end], "private") {
		return at
	}
	if sign := skipBlanks(t, at+end+1); strings.HasPrefix(t[sign:], "=>") {
		return skipBlanks(t, sign+len("=>"))
	}
	return at
}

// dumpedString returns the bounds of the content of the string at index at, as PHP's var_dump and Go's spew write it:
// string(7) "hunter2" and (string) (len=7) "hunter2".
func (s *Scanner) dumpedString(at int) (start, end int, ok bool) {
	t := s.text
	switch {
	case t[at] != '(' && t[at] != 's':
		return 0, 0, false
	case strings.HasPrefix(t[at:], "(string) "):
		at += len("(string) ")
		if strings.HasPrefix(t[at:], "(len=") {
			at += len("(len=")
			at += digitRun(t, at) + len(") ")
		}
	case strings.HasPrefix(t[at:], "string("):
		at += len("string(")
		at += digitRun(t, at) + len(") ")
	default:
		return 0, 0, false
	}
	if at >= len(t) || !strings.HasSuffix(t[:at], ") ") {
		return 0, 0, false
	}
	q, start, ok := openQuote(t, at)
	if !ok {
		return 0, 0, false
	}
	return start, s.closing(start, q), true
}

// isWordOfSentence reports whether the bare value at index at is the next word of a sentence in which the key is quoted.
// In JSON, a value without quotes would be a number.
func (s *Scanner) isWordOfSentence(at int) bool {
	v := s.text[at:s.bareEnd(at)]
	return isApart(s.text, at) && isName(v) || isOneOf(v, messageWords)
}

// isApart reports whether a blank stands in front of the colon that precedes the value at index at.
func isApart(t string, at int) bool {
	sign := trimRight(t, 0, at, " \t") - 1
	return sign > 0 && t[sign] == ':' && isBlank(t[sign-1])
}

// addObject adds strings of the JSON object at index at. Under a key that is certain, all of them count, except for
// those whose own key says that they only describe a secret. Under any other key, such as "token", a string counts only
// if its own key is one of valueWords and it looks random. Strings whose own key has a verdict, and objects inside of the
// object, are left to their own keys.
func (s *Scanner) addObject(key textKey, t string, at int) {
	if key.quote == "" {
		return
	}
	for at = skipSpaces(t, at+1); at < len(t) && t[at] != '}'; {
		name, ok := s.itemAt(at)
		if !ok || name.quote != key.quote || name.after >= len(t) || t[name.after] != ':' {
			return
		}
		value, ok := s.itemAt(skipBlanks(t, name.after+1))
		if !ok {
			return
		}
		if inner := s.judge(t[name.start:name.end], 0); value.quote != "" && inner.detector == None && inner.flags&aboutWord == 0 &&
			(key.flags&certain != 0 || endsWithWord(t[name.start:name.end], valueWords) && looksRandom(t[value.start:value.end])) {
			s.addQuoted(key, value.start, value.end)
		}
		at = skipSpaces(t, value.after)
		if at >= len(t) || t[at] != ',' {
			return
		}
		at = skipSpaces(t, at+1)
	}
}

// addBraced adds the value in braces of an ODBC connection string, which may contain semicolons.
func (s *Scanner) addBraced(key textKey, t string, at int) {
	near := t[:min(len(t), at+maxTextKey)]
	end := strings.IndexByte(near[at:], '}')
	for end > 0 && at+end+2 < len(near) && near[at+end+1] == '}' { // a doubled brace belongs to the content
		next := strings.IndexByte(near[at+end+2:], '}')
		if next < 0 {
			break
		}
		end += 2 + next
	}
	if end > 1 && !strings.ContainsAny(t[at:at+end], "=:\"\n") && !isName(t[at+1:at+end]) {
		s.addBare(key, at+1, at+end)
	}
}

// yamlBlock returns the bounds of the lines of a YAML block scalar, whose indicator | or > stands at index at. They
// are the lines behind it that are indented at least as much as the first one.
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

// addQuoted adds the content text[start:end] of a string, if it is a value that the key accepts.
func (s *Scanner) addQuoted(key textKey, start, end int) {
	if v := s.text[start:end]; key.accepts(v) && !s.e.isPlaceholder(v) && !substitutionAt(s.text, start) && !isComplaint(v) {
		s.add(span{start: start, end: end, detector: key.detector})
	}
}

// addBare adds the value text[start:end] without quotes, if the key accepts it. In JSON, its replacement gets quotes.
func (s *Scanner) addBare(key textKey, start, end int) {
	v := s.text[start:end]
	if bar := strings.IndexByte(v[:min(len(v), maxCode)], '|'); bar > 0 && key.flags&(code3to4|code3to8) != 0 {
		end = start + bar
		v = v[:bar]
	}
	if key.colon && s.readsSetting(start, end) {
		return
	}
	if !key.accepts(v) || s.e.isPlaceholder(v) || isComplaint(v) || !key.colon && start > 1 && s.text[start-1] == ' ' && s.text[start-2] == '=' && isNextKey(v) || !key.colon && start > 0 && (s.isColumnOrParameter(start, end) || s.isExpression(start, end)) {
		return
	}
	if hash := strings.IndexByte(v, '#'); hash > 0 && !key.colon && inQuery(s.text, start) {
		end = start + hash
	}
	if question := strings.IndexByte(v, '?'); question > 0 && key.flags&certain == 0 && isPathParameter(s.text, start) {
		end = start + question
	}
	m := span{start: start, end: end, detector: key.detector}
	if key.colon && strings.HasSuffix(key.quote, `"`) {
		m.quote = key.quote
	}
	s.add(m)
}

// isAssigned reports whether the word t[start:end] is a variable, named after a secret, that a statement assigns to a
// field: self.token = token, this.password = password;.
func (s *Scanner) isAssigned(start, end int) bool {
	t := s.text
	before := t[max(s.floor, start-maxTextKey):start]
	if (end == len(t) || t[end] != ';') && !strings.Contains(before, "self.") && !strings.Contains(before, "this.") {
		return false
	}
	return s.judge(t[start:end], 0).detector != None
}

// isNextKey reports whether v is not the value of a logfmt key but the next pair, because the value is missing: "token=
// user=bob".
func isNextKey(v string) bool {
	n := 0
	for n < len(v) && (isLower(v[n]) || v[n] == '_' || v[n] == '.') {
		n++
	}
	return n > 1 && n < len(v) && v[n] == '=' && !strings.HasPrefix(v[n:], "==")
}

// inQuery reports whether the key in front of the value at index at is the name of a parameter in a URL.
func inQuery(t string, at int) bool {
	start := at - len("=")
	for start > 0 && at-start < maxTextKey && isKeyByte(t[start-1]) {
		start--
	}
	return start > 0 && (t[start-1] == '?' || t[start-1] == '&')
}

// isPathParameter reports whether the key in front of the value at index at is the name of a parameter in the path of a
// URL, as in /cart;jsessionid=x?item=4.
func isPathParameter(t string, at int) bool {
	start := at - len("=")
	for start > 0 && at-start < maxTextKey && isKeyByte(t[start-1]) {
		start--
	}
	return start > 0 && t[start-1] == ';'
}

// addList adds the strings of the list at index at, or all of its content if it does not start with a string.
func (s *Scanner) addList(key textKey, t string, at int) {
	at = skipBlanks(t, at+1)
	if at == len(t) || t[at] == '{' || s.e.placeholderAt(t, at) {
		return
	}
	if _, _, ok := openQuote(t, at); !ok {
		s.addBare(key, at, min(s.lineEnd(at), len(t)))
		return
	}
	for at < len(t) {
		q, start, ok := openQuote(t, at)
		if !ok {
			return
		}
		end := min(s.closing(start, q), len(t))
		s.addQuoted(key, start, end)
		at = skipBlanks(t, min(end+q.size(), len(t)))
		if at == len(t) || t[at] != ',' {
			return
		}
		at = skipBlanks(t, at+1)
	}
}

// openQuote returns the quote at index at and where the content of the string starts. In front of the quote there may be
// a letter that marks the kind of a Python literal, as in b"x".
func openQuote(t string, at int) (q quote, start int, ok bool) {
	if at+1 < len(t) && strings.IndexByte("bBuUrRfFnN", t[at]) >= 0 {
		if q, ok := quoteAt(t, at+1); ok && q.slashes == 0 {
			return q, at + 2, true
		}
	}
	q, ok = quoteAt(t, at)
	return q, at + q.size(), ok
}

// bareEnd returns the end of the value without quotes that starts at index at. It ends at white space or a
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
			if endsBareValue(t, at, i) {
				return i
			}
		case '[':
			if endsWireLine(t, i) {
				return i
			}
		default:
			if isSpace(c) || c >= wideStops[0][0] && endsWideValue(t, i) {
				return i
			}
		}
	}
	return i
}

// wideStops end a value without quotes in Chinese and Japanese text: the punctuation and the space of those scripts.
var wideStops = [...]string{"　", "、", "。", "」", "】", "，", "；", "）"}

// endsWideValue reports whether one of wideStops stands at index at.
func endsWideValue(t string, at int) bool {
	return slices.ContainsFunc(wideStops[:], func(stop string) bool { return strings.HasPrefix(t[at:], stop) })
}

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

// accepts reports whether v can be a value of the key, going by the key's flags.
func (c Context) accepts(v string) bool {
	switch {
	case len(v) == 1 && c.flags&certain == 0 && !isAlnum(v[0]):
		return false // unexpected token: "}"
	case c.flags&numbered != 0 && isHandle(v):
		return false
	case c.flags&onlyUUID != 0:
		return len(v) == len("00000000-0000-0000-0000-000000000000") && isUUID(v)
	case c.flags&code3to4 != 0:
		return len(v) >= 3 && len(v) <= 4 && allDigits(v)
	case c.flags&code3to8 != 0:
		return len(v) >= 3 && len(v) <= 8 && allDigits(v)
	case c.flags&random != 0:
		return looksRandom(v) && !isCacheKey(v) && v[0] != '<' // as in session=<x>, the name of a session of Dovecot
	case c.flags&dated != 0:
		return mayBeDate(v)
	case c.flags&userPassword != 0:
		return isUserPassword(v)
	case c.flags&notPath != 0:
		return !isPath(v)
	case c.flags&wholeLine != 0:
		return !isAddress(v)
	case c.flags&notCount != 0:
		return !isCounted(v)
	}
	return true
}

// isCounted reports whether v is a number of up to three digits, or a number with a unit of time: 12, 120ms.
func isCounted(v string) bool {
	n := digitRun(v, 0)
	switch {
	case n == 0:
		return false
	case n == len(v):
		return n <= 3
	case v[n] == '.':
		n += 1 + digitRun(v, n+1)
	}
	return isOneOf(v[n:], units)
}

// isHandle reports whether v is a number of up to ten digits, or one of up to 64 bits in hexadecimal digits behind 0x.
func isHandle(v string) bool {
	if hex, ok := strings.CutPrefix(v, "0x"); ok {
		return hex != "" && len(hex) <= 16 && allHex(hex)
	}
	return len(v) <= 10 && allDigits(v)
}

// isCacheKey reports whether v is the end of a key in a cache, such as user:812 in session:user:812.
func isCacheKey(v string) bool {
	kind, number, found := strings.Cut(v, ":")
	return found && isName(kind) && allDigits(number)
}

// units are those of times, and the sign of a percentage.
var units = []string{"ns", "us", "µs", "ms", "s", "m", "h", "d", "%"}

// isPath reports whether v is an absolute path of plain names.
func isPath(v string) bool {
	if v == "" || v[0] != '/' {
		return false
	}
	for i := range len(v) {
		if c := v[i]; !isKeyByte(c) && c != '/' {
			return false
		}
	}
	return true
}

// isAddress reports whether v is a URL with a host and no credentials or parameters.
func isAddress(v string) bool {
	scheme, rest, found := strings.Cut(v, "://")
	return found && isName(strings.TrimPrefix(scheme, "jdbc:")) && !strings.ContainsAny(rest, "@=;, ")
}

// isUserPassword reports whether v is user:password, plain or in base64.
func isUserPassword(v string) bool {
	user, password, found := strings.Cut(v, ":")
	if found {
		return user != "" && len(password) >= minSecret && !strings.HasPrefix(password, "//") && !strings.Contains(v, " ") && hasDigit(password)
	}
	return len(v) >= minFreeCredential && isUserAndPassword(v)
}

// countsInProse reports whether the bare value at index at, after "key: ", is a value rather than the
// next word of a sentence.
func (s *Scanner) countsInProse(key textKey, t string, at int) bool {
	v := t[at:min(s.bareEnd(at), len(t), at+maxProse)]
	if sign := trimRight(t, 0, at, " \t") - 1; key.flags&notCount != 0 && strings.HasSuffix(t[:max(sign, 0)], "PASS") {
		return hasDigit(v) && !strings.HasPrefix(v, "Test") && strings.IndexByte(v, '/') < 0 // otherwise a test that passed
	}
	if isFunction(v) && t[at-1] == ':' || s.isField(v, at) || allDigits(v) && strings.HasPrefix(t[at+len(v):], " bytes") {
		return false
	}
	if next, isKey := strings.CutSuffix(v, ":"); isKey && isName(next) && s.judge(next, 0).detector != None {
		return false // in the dump of a struct: {Password: Token: Name:a}
	}
	if isOneOf(v, packages) || s.startsSentence(v, at) {
		return false
	}
	if key.flags&certain == 0 {
		if isCall(v) {
			return false // the dump of a token of a parser: Identifier(14)
		}
		return looksRandom(v) || key.flags&joined != 0 && len(v) >= minSecret && hasDigit(v)
	}
	v = v[:trimRight(v, 0, len(v), ".!?")]
	return !isOneOf(v, messageWords) && !isOneOf(v, typeWords)
}

// startsSentence reports whether the value v, which starts at index at, is the name of a secret with another word behind
// it: "passwd: password updated".
func (s *Scanner) startsSentence(v string, at int) bool {
	next := at + len(v) + len(" ")
	return next < len(s.text) && s.text[next-1] == ' ' && isLetter(s.text[next]) && isName(v) && s.e.namesSecret(v)
}

// isCall reports whether v starts with a name and an opening parenthesis.
func isCall(v string) bool {
	n := nameEnd(v, 0, len(v))
	return n > 0 && n < len(v) && v[n] == '('
}

// packages are those of Go, each with the colon behind its name, that put their name in front of the messages of their
// errors: "could not parse private key: asn1: structure error".
var packages = strings.Fields("asn1: x509: pem: rsa: ecdsa: ed25519: ssh: tls: aes: crypto/aes: cipher: bcrypt: jwt: oauth2: hex: encoding/hex: json: yaml: strconv: pkcs8: pkcs12: rpc: open: read: stat:")

// isFunction reports whether v is the name and arity of an Erlang function, as they follow the name of its module:
// token_server:init/1.
func isFunction(v string) bool {
	name, arity, found := strings.Cut(v, "/")
	return found && name != "" && isName(name) && len(arity) <= 2 && allDigits(arity)
}

// isField reports whether v, at index at, is the name of the next field and its value in the dump of a struct of Go in which
// the field in front of it is empty: {Token: Timeout:30s}.
func (s *Scanner) isField(v string, at int) bool {
	name, _, found := strings.Cut(v, ":")
	return found && name != "" && isUpper(v[0]) && isName(name) && strings.IndexByte(s.text[max(s.floor, at-maxTextKey):at], '{') >= 0
}

// typeWords stand after a colon in the declaration of a variable.
var typeWords = strings.Fields("string str text bytes char varchar number integer int boolean bool uuid any object")

// isExpression reports whether the bare value t[start:end] is source code instead of a literal: an expression that reads a
// setting by its name, such as os.Getenv("PASSWORD"), or, if a blank stands behind the sign, a variable, a call without
// literal arguments, a field, an element of a map, or await.
func (s *Scanner) isExpression(start, end int) bool {
	t := s.text
	if start < 2 || !isLetter(t[start]) {
		return s.isFieldNumber(start, end)
	}
	if s.readsSetting(start, end) {
		return true
	}
	if t[start-1] != ' ' {
		return false
	}
	name := nameEnd(t, start, end)
	switch {
	case name == end && s.isAssigned(start, end):
		return true
	case name < end && t[name] == '(' && end < len(t) && (t[end] == ',' || t[end] == ')') && isName(t[name+1:end]):
		return true
	case name < end && t[name] == '[' && end < len(t) && t[end] == ']' && end-name <= len("[ij"):
		return true
	case name < end && t[name] == '-':
		return isCmdlet(t[start:name], t[name+1:end])
	case name == end:
		return strings.IndexByte(t[start:end-1], '.') > 0 || t[start:end] == "await" || strings.HasPrefix(t[end:], "()")
	case t[name] == '(':
		return strings.HasPrefix(t[name:], "()")
	}
	return t[name] == '[' && strings.IndexByte(t[start:name], '.') > 0
}

// isCmdlet reports whether a verb and a noun name a command of PowerShell that returns a secret: Get-Secret, Read-Host,
// ConvertTo-SecureString. What is secret among its arguments has a name or a finder of its own.
func isCmdlet(verb, noun string) bool {
	return isOneOf(verb, []string{"get", "new", "read", "import", "convertto", "convertfrom"}) && noun != "" && isUpper(noun[0]) && isName(noun)
}

// isFieldNumber reports whether the bare value t[start:end] is the number of a field in the definition of a message for
// protocol buffers: string password = 2;.
func (s *Scanner) isFieldNumber(start, end int) bool {
	t := s.text
	if end == len(t) || t[end] != ';' && t[end] != ' ' || !allDigits(t[start:end]) {
		return false
	}
	name := trimRight(t, s.floor, start, " =")
	for name > s.floor && start-name < maxTextKey && isKeyByte(t[name-1]) {
		name--
	}
	return strings.HasSuffix(t[s.floor:name], "string ") || strings.HasSuffix(t[s.floor:name], "bytes ")
}

// readsSetting reports whether the bare value t[start:end] is an expression that reads a setting by its name, or that
// contains a placeholder, such as SecretStr('***').
func (s *Scanner) readsSetting(start, end int) bool {
	t := s.text
	name := nameEnd(t, start, end)
	if name == end && s.isMember(t[start:end]) {
		return true
	}
	setting := strings.TrimPrefix(t[start:end], "process.env.")
	if name < end && (t[name] == '(' || t[name] == '[') {
		q, from, ok := openQuote(t, name+1)
		if !ok || from >= end {
			return false
		}
		setting = strings.TrimSuffix(t[from:end], t[from-q.size():from])
	} else if len(setting) == end-start {
		return false
	}
	return s.e.isPlaceholder(setting) || isName(setting) && s.judge(setting, 0).detector != None
}

// isMember reports whether the name v is that of a field that is named after a secret, or of a constant for a missing
// value: args.secret, CancellationToken.None. Other names with a full stop may be passwords.
func (s *Scanner) isMember(v string) bool {
	dot := strings.LastIndexByte(v, '.')
	if dot <= 0 {
		return false
	}
	if isOneOf(v[dot+1:], emptyWords) {
		return isUpper(v[0])
	}
	return isOneOf(v[:strings.IndexByte(v, '.')], settings) && s.e.namesSecret(v[dot+1:])
}

// settings are the usual names of objects that hold settings, arguments or the like.
var settings = strings.Fields("args cfg conf config ctx env local opts options params props req request secrets self settings this var")

// nameEnd returns the end of the name of a function or variable that t[start:end] starts with. It reads at most maxTextKey
// bytes.
func nameEnd(t string, start, end int) int {
	end = min(end, start+maxTextKey)
	for start < end {
		switch c := t[start]; {
		case isLetter(c) || c == '_' || c == '.':
			start++
		case strings.HasPrefix(t[start:end], "::"):
			start += len("::")
		default:
			return start
		}
	}
	return end
}

// isComplaint reports whether v is the message of a failed validation instead of a value: "must be at least 8 characters
// long", "This field is required.".
func isComplaint(v string) bool {
	const longest = 96
	blank := strings.IndexByte(v[:min(len(v), longest)], ' ')
	if blank < len("is") || len(v) > longest || !isOneOf(v[:blank], []string{"is", "must", "can't", "cannot", "should", "does", "doesn't", "has", "this", "the", "password", "passwords"}) {
		return false
	}
	for word := range strings.FieldsSeq(v[blank:]) {
		if isOneOf(strings.Trim(word, ".,!"), []string{"required", "blank", "short", "long", "invalid", "empty", "incorrect", "least", "match", "missing", "wrong", "weak", "expired"}) {
			return true
		}
	}
	return false
}

// maxJudged bounds how much of a value decides whether it looks random, in bytes.
const maxJudged = 128

// looksRandom reports whether v looks like a generated secret: it has at least 8 bytes and a digit, or at least 20 and a
// digit or letters of both cases.
func looksRandom(v string) bool {
	return len(v) >= 20 && isMixed(v) || len(v) >= 8 && hasDigit(v)
}

// isMixed reports whether v has a digit, or letters of both cases, in its first maxJudged bytes.
func isMixed(v string) bool {
	var seen alphabet
	for i := range min(len(v), maxJudged) {
		seen |= alphabets[v[i]]
	}
	return seen&digitBit != 0 || seen&(hexBit|lowerBit) != 0 && seen&upperBit != 0
}

// messageWords are the first words of messages about a password, after a colon: "password: must be changed".
var messageWords = []string{
	"must", "is", "was", "has", "should", "cannot", "can", "does", "do", "did", "not", "field", "this", "the",
	"required", "incorrect", "invalid", "expired", "missing", "mismatch", "too", "wrong", "please", "failed",
	"changed", "updated", "unknown", "empty", "authentication", "verification", "unauthorized", "denied", "yes", "no", "raise",
	"return", "throw", "panic", "permission", "expected", "version", "unbound", "parameter", "rotated", "refreshing", "creating", "creation", "still", "destroying",
	"destruction",
}
