// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// findEscapedKey checks for a secret whose key in JSON is spelt with escaped letters: "\u0070assword":"x". at is the index
// of the escape. It looks only at the first escape of a key.
func findEscapedKey(s *Scanner, at int) {
	t := s.text
	start := s.keyBytesBefore(at - slashesBefore(t, s.floor, at)) // nested JSON has more than one backslash
	q, ok := quoteBefore(t, s.floor, start)
	if !ok {
		return
	}
	name, end := unescapedKey(t, start)
	if closing, ok := quoteAt(t, end); !ok || closing != q {
		return
	}
	sign := skipBlanks(t, end+q.size())
	if sign == len(t) || t[sign] != ':' {
		return
	}
	key := textKey{Context: s.e.vocab.judge(name, 0), quote: t[end : end+q.size()], colon: true}
	if key.detector != None {
		s.findValue(key, sign, sign+1)
	}
}

// unescapedKey returns the key that starts at index start, with its escapes replaced by what they stand for, and where it
// ends. It reads at most maxTextKey characters.
func unescapedKey(t string, start int) (key string, end int) {
	var name strings.Builder
	for end = start; end < len(t) && name.Len() < maxTextKey; {
		c, next := t[end], end+1
		if c == '\\' {
			for next < len(t) && t[next] == '\\' {
				next++
			}
			r, ok := unicodeEscape(t[next-1:])
			if !ok || r >= 0x80 {
				break
			}
			c, next = byte(r), next-1+len(`\u0000`)
		}
		if !isKeyByte(c) {
			break
		}
		name.WriteByte(c)
		end = next
	}
	return name.String(), end
}
