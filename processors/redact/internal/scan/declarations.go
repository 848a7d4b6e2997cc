// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// findCall checks for a name and its value as the two strings of a call or a list: define('DB_PASSWORD', 'x'),
// ["authorization", "Bearer x"]. at is the index of the bracket. In a list of names, the second is one as well.
func findCall(s *Scanner, at int) {
	t := s.text
	name, ok := s.stringAt(skipBlanks(t, at+1)) // define( 'NAME', 'x' )
	if !ok || name.after >= len(t) || name.end-name.start < shortestName {
		return
	}
	if t[at] == '(' && t[name.after] == ')' {
		s.addArgument(at, name)
		return
	}
	if t[name.after] != ',' {
		return
	}
	c, ok := s.judgeName(name.start, name.end)
	if !ok {
		return
	}
	value, ok := s.stringAt(skipBlanks(t, name.after+1))
	if !ok || value.quote != name.quote {
		return
	}
	if end := skipBlanks(t, value.after); end == len(t) || t[end] != ')' && t[end] != ']' {
		return
	}
	v := t[value.start:value.end]
	if c.detector == Bearer {
		if scheme, _ := s.cutScheme(t, value.start, value.end); scheme != none || looksRandom(v) {
			s.addHeaderValue(value.start, value.end)
		}
		return
	}
	if c.detector != Cookie && hasDigit(v) && !strings.Contains(v, " ") {
		s.addMarkup(c, value.start, value.end)
	}
}

// addArgument adds the only argument of a method that sets a secret: setPassword("x"), .token("x"). The parenthesis is at
// index at.
func (s *Scanner) addArgument(at int, argument item) {
	t := s.text
	start := at
	for start > s.floor && at-start < maxTextKey && (isAlnum(t[start-1]) || t[start-1] == '_') {
		start--
	}
	name := t[start:at]
	for _, verb := range [...]string{"set", "with"} {
		if hasPrefixFold(name, verb) {
			name = strings.TrimPrefix(name[len(verb):], "_")
			break
		}
	}
	first, end := nextWord(name, 0)
	v := t[argument.start:argument.end]
	if first == end || len(name) == at-start && (start == 0 || t[start-1] != '.') || len(s.e.vocab.phrases[s.e.vocab.lookup(name[first:end]).id]) == 0 {
		return // getToken("name")
	}
	if c, ok := s.judgeName(start, at); ok && hasDigit(v) && len(v) >= minSecret && !strings.Contains(v, " ") && (!strings.Contains(v, "/") || isSecretKey(v)) {
		s.addMarkup(c, argument.start, argument.end)
	}
}

// findTyped checks for a secret in the declaration of a variable with a type: password: str = "x". at is the index
// of the type.
func findTyped(s *Scanner, at int) {
	t := s.text
	if !wordStarts(t, at) {
		return
	}
	end := trimRight(t, s.floor, at, ": &")
	start := s.keyBytesBefore(end)
	if c, ok := s.judgeName(start, end); ok && end < at {
		value := skipBlanks(t, at+strings.IndexByte(t[at:], '=')+1)
		if i, ok := s.stringAt(value); ok {
			s.addMarkup(c, i.start, i.end)
		}
	}
}

// findVariable checks for the default of a Terraform variable whose name has a verdict: variable "db_password" {
// default = "x" }. at is the index of the keyword.
func findVariable(s *Scanner, at int) {
	t := s.text
	name, ok := s.stringAt(at + len("variable "))
	if !ok {
		return
	}
	c, ok := s.judgeName(name.start, name.end)
	if open := skipBlanks(t, name.after); !ok || open >= len(t) || t[open] != '{' {
		return
	}
	near := t[name.after:min(len(t), name.after+maxPair)]
	if end := strings.IndexByte(near, '}'); end >= 0 {
		near = near[:end]
	}
	n := strings.Index(near, "default")
	if n < 0 {
		return
	}
	sign := skipBlanks(t, name.after+n+len("default"))
	if sign >= len(t) || t[sign] != '=' {
		return
	}
	if value, ok := s.stringAt(skipBlanks(t, sign+1)); ok {
		s.addMarkup(c, value.start, value.end)
	}
}

// findSecretAccessKey checks for a secret access key of AWS behind its name and a blank. at is the index of the name.
func findSecretAccessKey(s *Scanner, at int) {
	start := skipBlanks(s.text, at+len("secret_access_key"))
	if end := bareEnd(s.text[:min(len(s.text), start+maxTextKey)], start); end-start == secretKeyLength && isSecretKey(s.text[start:end]) {
		s.addMarkup(Context{detector: Secret}, start, end)
	}
}
