// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// Names and values also stand next to each other in data that programs print: the tuples of Erlang and Elixir,
// serialized values of PHP, the maps of Scala, and lists of headers.

// findTuple checks for a secret in a tuple of Erlang or Elixir: {password,"x"}, {:password, "x"} and
// {<<"password">>, <<"x">>}. at is the index of the brace, or of the end of the name with the comma behind it.
func findTuple(s *Scanner, at int) {
	t := s.text
	if t[at] != '{' {
		comma := at + strings.IndexByte(t[at:], ',')
		if at = s.keyBytesBefore(comma) - 1; at < s.floor || t[at] != '{' {
			return
		}
	}
	name, ok := s.element(at + 1)
	if !ok || name.after >= len(t) || t[name.after] != ',' {
		return
	}
	c, ok := s.judgeName(name.start, name.end)
	if !ok {
		return
	}
	value, ok := s.element(skipBlanks(t, name.after+1))
	if ok && value.quote != "" && (c.flags&certain != 0 || c.detector == Bearer || looksRandom(t[value.start:value.end])) {
		s.addMarkup(c, value.start, value.end)
	}
}

// element reads the element of a tuple at index at: an atom, a string or a binary.
func (s *Scanner) element(at int) (item, bool) {
	const open, closed = "<<", ">>"
	t := s.text
	if at < len(t) && t[at] == ':' {
		at++
	}
	binary := strings.HasPrefix(t[min(at, len(t)):], open)
	if binary {
		at += len(open)
	}
	e, ok := s.itemAt(at)
	if ok && binary && strings.HasPrefix(t[e.after:], closed) {
		e.after += len(closed)
	}
	return e, ok
}

// findSerialized checks for a secret in the output of PHP's serialize: s:8:"password";s:8:"hunter22";. at is the index
// of the quote behind the name.
func findSerialized(s *Scanner, at int) {
	t := s.text
	q, ok := quoteBefore(t, s.floor, at+1)
	if !ok {
		return
	}
	end := at + 1 - q.size()
	start := s.keyBytesBefore(end)
	length := at + len(`";s:`)
	sign := length + digitRun(t, length)
	if c, ok := s.judgeName(start, end); ok && sign < len(t) && t[sign] == ':' {
		if value, ok := s.stringAt(sign + 1); ok {
			s.addMarkup(c, value.start, value.end)
		}
	}
}

// findMapping checks for a secret in a map that Scala prints: Map(user -> bob, password -> x). at is the index of the
// blank in front of the arrow.
func findMapping(s *Scanner, at int) {
	key, value, ok := s.keyBefore(textKey{}, at, at+len(" -> "))
	if ok && (key.flags&certain != 0 && value < len(s.text) && looksRandom(s.text[value:s.bareEnd(value)]) ||
		strings.Contains(s.text[max(s.floor, at-maxPair):at], "Map(")) {
		s.findValue(key, at, value)
	}
}

// findEntries checks for a secret in the entries of a dictionary that .NET prints, [Host, db], [ApiKey, x]: those around
// index at, where the first one ends.
func findEntries(s *Scanner, at int) {
	t := s.text
	if from := max(s.floor, at-maxPair); from < at {
		if open := strings.LastIndexByte(t[from:at], '['); open >= 0 {
			s.addEntry(from+open+1, at)
		}
	}
	start := at + len("], [")
	if end := strings.IndexAny(t[start:min(len(t), start+maxElement)], "]\n"); end > 0 && t[start+end] == ']' {
		s.addEntry(start, start+end)
	}
}

// findFirstEntry is findEntries for an entry at the start of the text, which may be the only one.
func (s *Scanner) findFirstEntry() {
	if end := strings.IndexByte(s.text[:min(len(s.text), maxElement)], ']'); end > 0 {
		s.addEntry(len("["), end)
	}
}

// addEntry adds the value in name, value at t[start:end].
func (s *Scanner) addEntry(start, end int) {
	const sign = ", "
	t := s.text
	name := start
	for name < end && name-start < maxTextKey && (isKeyByte(t[name]) || t[name] == ':') { // ConnectionStrings:Password
		name++
	}
	value := name + len(sign)
	if value >= end || !strings.HasPrefix(t[name:], sign) || !hasDigit(t[value:end]) {
		return
	}
	if c, ok := s.judgeName(start, name); ok && (c.flags&certain != 0 || looksRandom(t[value:end])) {
		s.addMarkup(c, value, end)
	}
}

// findHeaderPair checks for a credential in a list of the names and values of headers, as Node.js and Envoy print them:
// 'X-Api-Key', 'x'. at is the index of the quote in front of the name.
func findHeaderPair(s *Scanner, at int) {
	t := s.text
	name, ok := s.stringAt(at)
	if !ok || name.after >= len(t) || t[name.after] != ',' {
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
	if v := t[value.start:value.end]; looksRandom(v) && !hasPrefixFold(v, "x-") { // otherwise a list of names
		s.addMarkup(c, value.start, value.end)
	}
}
