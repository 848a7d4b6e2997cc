// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// privateMembers are the members of a JSON web key that belong to the private key, or are a symmetric key (RFC 7518,
// sections 6.2.2, 6.3.2 and 6.4.1).
var privateMembers = []string{"d", "p", "q", "dp", "dq", "qi", "k"}

// findJSONWebKey checks for the private members of a JSON web key. at is the index of the member kty, which all have.
func findJSONWebKey(s *Scanner, at int) {
	t := s.text
	from := max(s.floor, s.webKeyEnd, at-maxElement)
	s.webKeyEnd = max(s.webKeyEnd, at)
	open := from + strings.LastIndexByte(t[min(from, at):at], '{')
	if at < from || open < from {
		return
	}
	for next := open + 1; next < len(t) && next-open < 2*maxElement; next++ {
		name, ok := s.stringAt(skipSpaces(t, next))
		if !ok || name.after >= len(t) || t[name.after] != ':' {
			return
		}
		value, ok := s.itemAt(skipSpaces(t, name.after+1))
		if !ok || value.quote != name.quote {
			return
		}
		if isOneOf(t[name.start:name.end], privateMembers) && looksRandom(t[value.start:value.end]) {
			s.addMarkup(Context{detector: Secret}, value.start, value.end)
		}
		if next = skipSpaces(t, value.after); next >= len(t) || t[next] != ',' {
			return
		}
		s.webKeyEnd = max(s.webKeyEnd, next)
	}
}
