// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

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
	kind := t[s.floor:s.keyBytesBefore(trimRight(t, s.floor, start, " ="))]
	return strings.HasSuffix(kind, "string ") || strings.HasSuffix(kind, "bytes ")
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
	if emptyWords.has(v[dot+1:]) {
		return isUpper(v[0])
	}
	return settings.has(v[:strings.IndexByte(v, '.')]) && s.e.namesSecret(v[dot+1:])
}

// settings are the usual names of objects that hold settings, arguments or the like.
var settings = wordsOf("args cfg conf config ctx env local opts options params props req request secrets self settings this var")

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

// isCall reports whether v starts with a name and an opening parenthesis.
func isCall(v string) bool {
	n := nameEnd(v, 0, len(v))
	return n > 0 && n < len(v) && v[n] == '('
}

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
