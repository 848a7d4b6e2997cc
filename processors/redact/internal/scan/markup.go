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

// judgeName returns what the name t[start:end] says about its value.
func (s *Scanner) judgeName(start, end int) (Context, bool) {
	if start >= end || start < s.floor {
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
	if at <= s.floor || !ok && !endsWithWord(t[name:end], nameWords) {
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

// findFlag checks for a secret in an option of a command line, --key value. --key=value is an assignment. Two
// hyphens without a name may belong to the line below the header of a table.
func findFlag(s *Scanner, at int) {
	if next := at + len("--"); next < len(s.text) && strings.IndexByte("-|:+", s.text[next]) >= 0 {
		s.findRuledTable(at)
		return
	}
	s.addFlag(at, at+len("--"))
}

// startsOption has the bytes behind which an option may start.
var startsOption = bytesWhere(func(c byte) bool { return !isAlnum(c) && c != '-' })

// addFlag adds the value of the option at index at, whose name starts at index name.
func (s *Scanner) addFlag(at, name int) {
	t := s.text
	if at < s.floor {
		return
	}
	end := s.keyEndAt(name)
	if end-name > maxFlag || end == len(t) || strings.IndexByte(" \t\\\"'\n=", t[end]) < 0 {
		return
	}
	if isOneOf(t[name:end], []string{"value", "body"}) && s.isCommand(secretSetters, at) {
		s.addPlainOrQuoted(Context{detector: Secret}, skipBlanks(t, end+1))
		return
	}
	c, ok := s.judgeName(name, end)
	if !ok || t[end] == '=' {
		return
	}
	if next, ok := s.nextListItem(at, end); ok {
		if argument, ok := s.argumentAt(next); ok && t[argument.start] != '-' && (argument.after == len(t) || t[argument.after] == '\n') {
			s.addMarkup(c, argument.start, argument.end)
		}
		return
	}
	// In a list of arguments both have quotes: "--key", "value".
	value := end
	if q, ok := quoteAt(t, end); ok {
		value += q.size()
		if value == len(t) || t[value] != ',' {
			if value == len(t) || !isBlank(t[value]) {
				return
			}
		} else {
			value++
		}
	} else if !isBlank(t[end]) {
		return
	}
	value = skipBlanks(t, value)
	if value == len(t) || t[value] == '-' || t[value] == '=' {
		return
	}
	if q, start, ok := openQuote(t, value); ok {
		to := s.closing(start, q)
		if after := to + q.size(); after >= len(t) || t[after] != ':' { // with a colon it is the next key of an object
			s.addMarkup(c, start, to)
		}
		return
	}
	to := s.bareEnd(value)
	if v := t[value:to]; !isOneOf(v, messageWords) && !isOneOf(v, flagTypes) && !isSource(v) {
		s.addMarkup(c, value, to)
	}
}

// secretSetters are the words of commands that store a secret, whose value is in the option --value or --body: gh secret
// set, az keyvault secret set, and aws ssm put-parameter for a parameter of the type SecureString.
var secretSetters = []string{"secret set ", "SecureString "}

// nextListItem returns where the next item of a YAML list starts if an item is the option between the indexes at and
// end, in quotes or not.
func (s *Scanner) nextListItem(at, end int) (next int, ok bool) {
	t := s.text
	if q, ok := quoteAt(t, end); ok {
		at, end = at-q.size(), end+q.size()
	}
	if end >= len(t) || t[end] != '\n' || at < len("- ") || t[at-len("- "):at] != "- " {
		return 0, false
	}
	next = skipBlanks(t, end+1)
	return next + len("- "), strings.HasPrefix(t[next:], "- ") && next+len("- ") < len(t)
}

// isSource reports whether v says where OpenSSL reads a password from, file:name, env:NAME or fd:number, in place of
// pass: and the password, or which of its secrets a build of Docker may read, id=name.
func isSource(v string) bool {
	return strings.HasPrefix(v, "id=") || strings.HasPrefix(v, "file:") || strings.HasPrefix(v, "env:") || strings.HasPrefix(v, "fd:")
}

// flagTypes are words that stand in place of a value where an option is described.
var flagTypes = strings.Fields("string strings int uint bool file path name value stdin prompt option flag or and from in to via on for are when requires will")

// findPercent checks for a secret in percent-encoded text, k%3Dv and %22k%22%3A%22v%22, whose encoded sign is
// at index at.
func findPercent(s *Scanner, at int) {
	t := s.text
	if at < s.floor {
		return
	}
	sign, size := percentAt(t, at)
	end := at
	quoted := false
	if c, n := percentBefore(t, end); n > 0 && (c == '"' || c == '\'') && end-n >= s.floor {
		end -= n
		quoted = true
	}
	start := end
	for start > s.floor && end-start < maxTextKey && isKeyByte(t[start-1]) {
		start--
	}
	start = min(skipEscape(t, start), end)
	if strings.HasSuffix(t[:start], "%25") && start+2 <= end && isHex(t[start]) && isHex(t[start+1]) {
		start += 2
	}
	c, ok := s.judgeName(start, end)
	if !ok {
		return
	}
	value := at + size
	if hasPrefixFold(t[value:], "%24%7b") || hasPrefixFold(t[value:], "%7b%7b") {
		return // a variable of a template
	}
	for n := 0; n < maxBlanks && value < len(t); n++ {
		if b, n := percentAt(t, value); n > 0 && b == ' ' {
			value += n
		} else if t[value] == '+' {
			value++
		} else {
			break
		}
	}
	if q, n := percentAt(t, value); n > 0 && (q == '"' || q == '\'') {
		s.addMarkup(c, value+n, s.percentEnd(value+n, q))
		return
	}
	if end := s.percentEnd(value, 0); sign == ':' && !quoted && (c.flags&certain == 0 || allDigits(t[value:end]) || isOneOf(t[value:end], messageWords)) {
		return // the port of an encoded URL, or prose
	}
	s.addMarkup(c, value, s.percentEnd(value, 0))
}

// percentEnd returns the end of the percent-encoded value that starts at index at: the first encoded byte that is in
// stops, or the first byte that would be encoded if it belonged to the value.
func percentEnd(t string, at int, stops string) int {
	for at < len(t) {
		c, n := percentAt(t, at)
		switch {
		case n > 0 && strings.IndexByte(stops, c) >= 0:
			return at
		case n > 0:
			at += n
		case isSpace(t[at]) || strings.IndexByte(`&;"'<>\`, t[at]) >= 0:
			return at
		default:
			at++
		}
	}
	return at
}

// percentAt decodes the encoded byte at index at, %XX or, encoded twice, %25XX. It returns a size of 0 if there
// is none.
func percentAt(t string, at int) (c byte, size int) {
	if at+3 > len(t) || t[at] != '%' {
		return 0, 0
	}
	if strings.HasPrefix(t[at:], "%25") {
		if c, ok := hexByte(t, at+3); ok {
			return c, 5
		}
	}
	if c, ok := hexByte(t, at+1); ok {
		return c, 3
	}
	return 0, 0
}

// percentBefore decodes the encoded byte that ends at index end.
func percentBefore(t string, end int) (c byte, size int) {
	for _, n := range [...]int{5, 3} {
		if end >= n {
			if c, size := percentAt(t, end-n); size == n {
				return c, n
			}
		}
	}
	return 0, 0
}

// findPercentUserinfo checks for a password in a percent-encoded URL, whose encoded colon is at index at.
func findPercentUserinfo(s *Scanner, at int) {
	t := s.text
	if at < s.floor || at == 0 || !isAlnum(t[at-1]) {
		return
	}
	start := at + len("%3A%2F%2F")
	colon, sign := -1, -1
	for end := start; end < len(t) && end-start < maxPercentAuthority; {
		c, n := percentAt(t, end)
		if n == 0 {
			if isSpace(t[end]) || strings.IndexByte(`&"'<>/?#\`, t[end]) >= 0 {
				break
			}
			end++
			continue
		}
		if c == '/' || c == '?' || c == '#' {
			break
		}
		if c == ':' && colon < 0 {
			colon = end + n
		}
		if c == '@' {
			sign = end
		}
		end += n
	}
	if colon < 0 || sign < colon {
		return
	}
	s.userinfoEnd = sign
	if s.e.masks.at(t, colon) == 0 && !s.e.isPlaceholder(t[colon:sign]) {
		s.add(span{start: colon, end: sign, detector: Password})
	}
}

// maxPercentAuthority bounds the user, password and host of an encoded URL, in bytes.
const maxPercentAuthority = 256

// entities are the spellings of a quote in HTML and XML, escaped once or twice. They start with escapedQuotes, the
// spellings of encoders that make JSON safe inside of HTML.
var (
	entities      = [...]string{`\u0022`, `\u0027`, "&quot;", "&#34;", "&#x22;", "&apos;", "&#39;", "&#x27;", "&amp;quot;", "&amp;#34;", "&amp;#39;"}
	escapedQuotes = entities[:2]
)

// entityAt returns the length of the quote at index at if it is written as one of entities, or else 0.
func entityAt(t string, at int) int {
	if at < len(t) && t[at] == '\\' && (strings.HasPrefix(t[at:], escapedQuotes[0]) || strings.HasPrefix(t[at:], escapedQuotes[1])) {
		return len(escapedQuotes[0])
	}
	if at < len(t) && t[at] == '&' {
		for _, e := range entities {
			if strings.HasPrefix(t[at:], e) {
				return len(e)
			}
		}
	}
	return 0
}

// entityBefore is entityAt for the quote that ends at index end and starts at index from or later.
func entityBefore(t string, from, end int) int {
	if end > from && (t[end-1] == '2' && strings.HasSuffix(t[from:end], escapedQuotes[0]) || t[end-1] == '7' && strings.HasSuffix(t[from:end], escapedQuotes[1])) {
		return len(escapedQuotes[0])
	}
	if end > from && t[end-1] == ';' {
		longest := 0
		for _, e := range entities {
			if len(e) > longest && strings.HasSuffix(t[from:end], e) {
				longest = len(e)
			}
		}
		return longest
	}
	return 0
}

// entityEnd returns the end of the string whose content starts at index at and whose quotes are written as the entity:
// the next one, or the end of the line.
func entityEnd(t string, at int, entity string) int {
	line := t[at:]
	if n := strings.IndexByte(line, '\n'); n >= 0 {
		line = line[:n]
	}
	if n := strings.Index(line, entity); n >= 0 {
		return at + n
	}
	return at + len(line)
}

// findEncodedKey checks for a secret behind a key that contains an encoded separator: api%5Fkey=x, user%5Bpassword%5D=x.
// at is the index of the separator.
func findEncodedKey(s *Scanner, at int) {
	t := s.text
	end := at + len("%5f")
	for end < len(t) && end-at < maxTextKey && (isKeyByte(t[end]) || t[end] == '%' && end+2 < len(t) && t[end+1] != '3') {
		end++
	}
	start := at
	for start > s.floor && at-start < maxTextKey && (isKeyByte(t[start-1]) || t[start-1] == '%') {
		start--
	}
	if at < s.floor || end >= len(t) || t[end] != '=' && !hasPrefixFold(t[end:], "%3d") {
		return
	}
	var name [3 * maxTextKey]byte
	n := 0
	for i := start; i < end; n++ {
		c, size := percentAt(t, i)
		if size == 0 {
			c, size = t[i], 1
		}
		name[n] = c
		i += size
	}
	c := s.judge(string(name[:n]), 0)
	if c.detector == None || c.detector == Cookie {
		return
	}
	value := end + 1
	if t[end] == '%' {
		value = end + len("%3d")
	}
	s.addMarkup(c, value, s.percentEnd(value, 0))
}
