// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

func skipBlanks(t string, at int) int {
	for n := 0; n < maxBlanks && at < len(t) && isBlank(t[at]); n++ {
		at++
	}
	return at
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
	i, ok := s.stringAt(at)
	return i.start, i.end, ok
}
