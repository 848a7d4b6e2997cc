// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// Names and values also stand next to each other in data that programs print: the tuples of Erlang and Elixir, and
// serialized values of PHP.

// findTuple checks for a secret in a tuple of Erlang or Elixir: {password,"x"}, {:password, "x"} and
// {<<"password">>, <<"x">>}. at is the index of the brace.
func findTuple(s *Scanner, at int) {
	t := s.text
	if at < s.floor {
		return
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
	start := end
	for start > s.floor && end-start < maxTextKey && isKeyByte(t[start-1]) {
		start--
	}
	length := at + len(`";s:`)
	sign := length + digitRun(t, length)
	if c, ok := s.judgeName(start, end); ok && sign < len(t) && t[sign] == ':' {
		if value, ok := s.itemAt(sign + 1); ok && value.quote != "" {
			s.addMarkup(c, value.start, value.end)
		}
	}
}
