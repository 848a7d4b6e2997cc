// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// cookieAttributes are the attributes of a Set-Cookie header, which say where and how long a cookie is valid (RFC
// 6265, section 4.1.2, and its successors). Their values are kept.
var cookieAttributes = wordsOf("path domain max-age expires samesite httponly secure priority partitioned version comment")

// findCookies checks for the cookies in the value of a Cookie or Set-Cookie header that starts at index at.
func (s *Scanner) findCookies(at int) {
	if at < s.cookiesEnd {
		return
	}
	t := s.text
	list := false
	for range 2 { // of a list of strings: ["a=b; c=d"]
		if cookies, ok := s.stringAt(at); ok {
			s.cookiesEnd = s.addCookies(cookies.start, cookies.end)
			if list {
				s.addMoreCookies(cookies.after)
			}
			return
		}
		if at == len(t) || t[at] != '[' {
			break
		}
		at = skipBlanks(t, at+1)
		list = true
	}
	s.cookiesEnd = s.addCookies(at, len(t))
}

// addMoreCookies adds the cookies in the further strings of a list, from the comma at index at on.
func (s *Scanner) addMoreCookies(at int) {
	t := s.text
	for at = skipBlanks(t, at); at < len(t) && t[at] == ','; at = skipBlanks(t, at) {
		cookies, ok := s.stringAt(skipBlanks(t, at+1))
		if !ok {
			return
		}
		s.cookiesEnd = s.addCookies(cookies.start, cookies.end)
		at = cookies.after
	}
}

// addCookies adds the values of the cookies in t[start:end], a list of name=value pairs separated by semicolons,
// and returns where the list ends.
func (s *Scanner) addCookies(start, end int) int {
	t := s.text[:end]
	for at := skipBlanks(t, start); at < end; {
		name := at
		for at < end && cookieSign(t, at) == 0 && t[at] != ';' && !endsCookies(t, start, at) {
			at++
		}
		attribute := cookieAttributes.has(t[name:at])
		if sign := cookieSign(t, at); sign > 0 {
			at += sign
			quoted := isQuotedCookie(t, at)
			if quoted {
				at++
			}
			value := at
			for at < end && t[at] != ';' && !endsCookies(t, start, at) && (attribute || quoted || !isBlank(t[at])) {
				at++
			}
			if !attribute {
				s.addUnlessPlaceholder(Cookie, value, at)
			}
			if quoted && at < end && t[at] == '"' {
				at++
			}
		}
		if at >= end || t[at] != ';' {
			return at
		}
		at = skipBlanks(t, at+1)
	}
	return end
}

// cookieSign returns the length of the equals sign at index at between the name of a cookie and its value, which may be
// encoded, or 0.
func cookieSign(t string, at int) int {
	switch {
	case at >= len(t):
	case t[at] == '=':
		return len("=")
	case t[at] == '%' && hasPrefixFold(t[at:], "%3d"):
		return len("%3d")
	}
	return 0
}

// isQuotedCookie reports whether the value of a cookie at index at is in quotes (RFC 6265, section 4.1.1).
func isQuotedCookie(t string, at int) bool {
	if at == len(t) || t[at] != '"' {
		return false
	}
	n := strings.IndexAny(t[at+1:], `";`)
	closing := at + 1 + max(n, 0)
	return n >= 0 && t[closing] == '"' && closing+1 < len(t) && t[closing+1] == ';'
}

// endsCookies reports whether the byte at index at cannot be part of the list of cookies that starts at index from.
func endsCookies(t string, from, at int) bool {
	switch t[at] {
	case '\r', '\n', '"', '\'', ']', '}':
		return true
	case '\\':
		return endsBareValue(t, from, at)
	case '[':
		return endsWireLine(t, at)
	}
	return false
}

// findCookieOfFile checks for the value in a line of a file of cookies as curl and wget write it, with seven fields:
// domain, TRUE or FALSE, path, TRUE or FALSE, time, name and value. at is the index of the last letter of the second one.
func findCookieOfFile(s *Scanner, at int) {
	t := s.text[at:min(len(s.text), at+maxElement)]
	start := 0
	for number := 2; number <= 6; number++ {
		size := strings.IndexByte(t[start:], '\t')
		if size < 0 {
			return
		}
		field := t[start : start+size]
		if number == 4 && field != "TRUE" && field != "FALSE" || number == 5 && !allDigits(field) || strings.Contains(field, "\n") {
			return
		}
		start += size + len("\t")
	}
	if line := strings.IndexAny(t[start:], "\r\n"); line >= 0 {
		t = t[:start+line]
	}
	s.addMarkup(Context{detector: Cookie}, at+start, at+len(t))
}
