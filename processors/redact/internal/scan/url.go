// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// maxAuthority bounds the user, password and host of a URL, in bytes.
const maxAuthority = 4096

// findUserinfo checks for a password in a URL: scheme://user:password@host. at is the index of the
// colon after the scheme. The user may be empty, or a token, and the password may contain at signs: the last one
// in front of the path starts the host.
func findUserinfo(s *Scanner, at int) {
	t := s.text
	if at == 0 || !isAlnum(t[at-1]) {
		return
	}
	start := at + len("://")
	if t[at+1] == '\\' {
		start = at + len(`:\/\/`)
	}
	end, colon, sign := start, -1, -1
	for end < len(t) && end-start < maxAuthority && !endsAuthority(t, start, end) {
		if s.e.masks.starts[t[end]] {
			if n := s.e.masks.at(t, end); n > 0 {
				end += n // a colon in a mask is not a separator
				continue
			}
		}
		switch t[end] {
		case '@':
			sign = end
		case ':':
			if colon < 0 {
				colon = end
			}
		}
		end++
	}
	if colon >= 0 && sign < 0 {
		// Perhaps the password contains a slash: otherwise, what stands after the colon would have to be a port.
		sign = lateSign(t, colon+1, end)
	}
	if colon >= 0 && sign < 0 {
		sign = signBehindBlanks(t, colon+1, end)
	}
	user := sign // where it ends
	if colon >= 0 {
		user = min(colon, sign)
	}
	if user > start && isLoneToken(t[start:user]) {
		s.add(span{start: start, end: user, detector: Password})
	}
	if colon < 0 || colon > sign {
		return
	}
	s.userinfoEnd = sign
	s.addUnlessPlaceholder(Password, colon+1, sign)
}

// isLoneToken reports whether the user of a URL is an access token, which repository servers accept in place of a user:
// letters and digits only, and longer than names are. The public keys of Sentry, 32 hexadecimal digits, are kept.
func isLoneToken(user string) bool {
	const longestName, publicKey = 19, 32
	letters, digits, hex := 0, 0, 0
	for i := range len(user) {
		if isHex(user[i]) {
			hex++
		}
		switch {
		case isLetter(user[i]):
			letters++
		case isASCIIDigit(user[i]):
			digits++
		default:
			return false
		}
	}
	return len(user) > longestName && letters > 0 && digits > 1 && (len(user) != publicKey || hex < publicKey)
}

// endsAuthority reports whether the authority of a URL (RFC 3986, section 3.2) that starts at index from ends at index
// at.
func endsAuthority(t string, from, at int) bool {
	switch c := t[at]; c {
	case '/', '?', '#', '"', '\'', '<', '>', '`':
		return true
	case '\\':
		return endsBareValue(t, from, at) || strings.HasPrefix(t[at:], `\/`)
	default:
		return isSpace(c)
	}
}

// lateSign returns the index of the at sign after a password that contains one of the signs / ? #, or
// -1. The password starts at index start and its first such sign is at index end.
func lateSign(t string, start, end int) int {
	if start >= end || allDigits(t[start:end]) || !isAlnum(t[start]) {
		return -1
	}
	const reach = 128
	if strings.IndexByte(t[end:min(len(t), end+reach)], '@') < 0 { // mostly, and cheaper than to look at each byte
		return -1
	}
	for i := end; i < len(t) && i < end+reach; i++ {
		switch c := t[i]; {
		case c == '@':
			return i
		case isSpace(c) || c == '"' || c == '\'' || c == '\\':
			return -1
		}
	}
	return -1
}

// signBehindBlanks returns the index of the at sign after a password that contains blanks, or -1. The password starts
// at index start and its first blank is at index end. What follows the sign must look like a host, and what stands
// before the blank must not be a port.
func signBehindBlanks(t string, start, end int) int {
	if start >= end || end >= len(t) || t[end] != ' ' || allDigits(t[start:end]) {
		return -1
	}
	const reach, words = 64, 3
	blanks := 0
	for i := end; i < len(t) && i < end+reach; i++ {
		switch c := t[i]; {
		case c == '@':
			host := i + 1
			for host < len(t) && (isAlnum(t[host]) || t[host] == '.' || t[host] == '-') {
				host++
			}
			if host > i+1 && host < len(t) && (t[host] == '/' || t[host] == ':') {
				return i
			}
			return -1
		case c == ' ':
			if blanks++; blanks > words {
				return -1
			}
		case isSpace(c) || strings.IndexByte("\"'\\/<>=,;()", c) >= 0:
			return -1
		}
	}
	return -1
}
