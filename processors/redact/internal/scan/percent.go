// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// findPercent checks for a secret in percent-encoded text, k%3Dv and %22k%22%3A%22v%22, whose encoded sign is
// at index at.
func findPercent(s *Scanner, at int) {
	t := s.text
	sign, size := percentAt(t, at)
	end := at
	quoted := false
	if c, n := percentBefore(t, end); n > 0 && (c == '"' || c == '\'') && end-n >= s.floor {
		end -= n
		quoted = true
	}
	start := s.keyBytesBefore(end)
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
	if end := s.percentEnd(value, 0); sign == ':' && !quoted && (c.flags&certain == 0 || allDigits(t[value:end]) || messageWords.has(t[value:end])) {
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
	if at == 0 || !isAlnum(t[at-1]) {
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
	s.addUnlessPlaceholder(Password, colon, sign)
}

// maxPercentAuthority bounds the user, password and host of an encoded URL, in bytes.
const maxPercentAuthority = 256

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
	if end >= len(t) || t[end] != '=' && !hasPrefixFold(t[end:], "%3d") {
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
