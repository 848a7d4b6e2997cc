// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// findValue adds the value of a key that has a verdict. The sign is at index at, and the text behind it starts at index
// value.
func (s *Scanner) findValue(key textKey, at, value int) {
	t := s.text
	if key.detector == Secret && s.e.enabled[Bearer] && strings.HasSuffix(t[s.floor:at], signedCredential) &&
		(at < s.paramsEnd || s.addParams("aws4-", at-len("Credential"), s.lineEnd(at))) {
		return
	}
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
	n := lastIndex(before, "arn:")
	return n >= 0 && !strings.ContainsAny(before[n:], " \t\n\"'\\,;&={}") && strings.Count(before[n:], ":") >= colons
}

// isConcatenated reports whether the quote in front of index at closes a string of source code, to which something is
// appended: "token: " + t and "token: " << t.
func isConcatenated(t string, at int) bool {
	return strings.HasPrefix(t[at:], " + ") || strings.HasPrefix(t[at:], " << ")
}

// signedCredential starts the value of an Authorization header of AWS, where the name of the header is missing.
const signedCredential = "AWS4-HMAC-SHA256 Credential"

// addValue adds the value that starts at index at, in any of the notations for a value.
func (s *Scanner) addValue(key textKey, at int) {
	t := s.text
	switch c := t[at]; {
	case c == '<' && strings.HasPrefix(t[at:], `<<"`):
		at += len("<<") // a binary of Erlang
	case c == '<' && strings.HasPrefix(t[at:], "<<") && key.flags&certain != 0 && key.flags&(random|code3to4|code3to8) == 0:
		if start, end, ok := s.heredoc(at); ok {
			s.addQuoted(key, start, end)
			return
		}
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
	if strings.HasPrefix(t[at:], "<<") {
		return // a placeholder, <<name>>, or the rest of an expression in C++
	}
	if q, start, ok := openQuote(t, at); ok {
		if isConcatenated(t, start) {
			return
		}
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

// addChanged adds the new value in a Terraform plan, "x" -> "y". The old value ends, with its quote, at index at.
func (s *Scanner) addChanged(key textKey, q quote, at int) {
	const arrow = " -> "
	if at >= len(s.text) || s.text[at] != ' ' || !strings.HasPrefix(s.text[at:], arrow) && !strings.HasPrefix(s.text[at:], " => ") {
		return
	}
	if next, start, ok := openQuote(s.text, at+len(arrow)); ok && next == q {
		s.addQuoted(key, start, s.closing(start, q))
	}
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
	if hash := strings.IndexByte(v, '#'); hash > 0 && !key.colon && strings.IndexByte("?&", parameterSign(s.text, start)) >= 0 {
		end = start + hash
	}
	if question := strings.IndexByte(v, '?'); question > 0 && key.flags&certain == 0 && parameterSign(s.text, start) == ';' {
		end = start + question
	}
	m := span{start: start, end: end, detector: key.detector}
	if key.colon && strings.HasSuffix(key.quote, `"`) {
		m.quote = key.quote
	}
	s.add(m)
}

// isWordOfSentence reports whether the bare value at index at is the next word of a sentence in which the key is quoted.
// In JSON, a value without quotes would be a number.
func (s *Scanner) isWordOfSentence(at int) bool {
	v := s.text[at:s.bareEnd(at)]
	return isApart(s.text, at) && isName(v) || messageWords.has(v)
}

// isApart reports whether a blank stands in front of the colon that precedes the value at index at.
func isApart(t string, at int) bool {
	sign := trimRight(t, 0, at, " \t") - 1
	return sign > 0 && t[sign] == ':' && isBlank(t[sign-1])
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

// parameterSign returns the byte in front of the key whose value starts at index at, or 0. In a URL it is ? or & in front
// of a parameter of the query, and ; in front of one of the path, as in /cart;jsessionid=x?item=4.
func parameterSign(t string, at int) byte {
	end := at - len("=")
	if start := keyBytesBefore(t, max(0, end-maxTextKey), end); start > 0 {
		return t[start-1]
	}
	return 0
}
