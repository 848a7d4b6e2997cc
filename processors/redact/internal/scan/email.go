// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"strings"
	"unicode/utf8"
)

// Limits of RFC 5321, section 4.5.3.1, and RFC 1035, section 2.3.4, in bytes.
const (
	maxLocalPart = 64
	maxDomain    = 255
	maxLabel     = 63
)

// findEmail checks for an address around an at sign, which is written as @, %40, %2540, \u0040 or
// an entity of HTML.
//
// The local part is the run of letters, digits, . _ + - ', non-ASCII characters and escapes of those in
// front of it. RFC 5322 allows more ( = / & | and others), but in telemetry those separate the address
// from what is before it.
func findEmail(s *Scanner, at int) {
	if at == s.userinfoEnd {
		return
	}
	t := s.text
	host := at + 1
	switch t[at] {
	case '%':
		host = at + len("%40")
		if t[at+1] == '2' {
			host = at + len("%2540")
		}
	case '\\':
		host = at + len(`\u0040`)
	case '&':
		host = at + strings.IndexByte(t[at:], ';') + 1
	}
	start, ok := localStart(t, at)
	if !ok {
		return
	}
	end, ok := domainEnd(t, host)
	if !ok || notAnAddress(t, start, at, host, end) || s.isUser(start, at) {
		return
	}
	s.add(span{start: start, end: end, detector: Email})
}

// endsLocalPart has the bytes that a local part can end with, a quote among them.
var endsLocalPart = bytesWhere(func(c byte) bool { return isWordByte(c) || c == '_' || c == '+' || c == '-' || c == '"' })

// localStart returns where the local part that ends at index end starts.
//
// Scripts without spaces between words (kana, Han, and all others with three bytes or more a character)
// only count if the whole local part is in them. In front of an ASCII name they belong to the sentence.
func localStart(t string, end int) (int, bool) {
	if end > 0 && t[end-1] == '"' {
		return quotedStart(t, end)
	}
	i := end
	ascii := false
	for i > 0 && end-i <= maxLocalPart {
		c := t[i-1]
		switch {
		case isAlnum(c) || c == '_' || c == '+' || c == '-' || c == '.':
			ascii = true
			i--
			continue
		case c == '\'' && i > 1 && isAlnum(t[i-2]) && i < end && isAlnum(t[i]):
			i--
			continue
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeLastRuneInString(t[:i])
			if r >= 0xc0 && r != utf8.RuneError && (size == 2 || !ascii) {
				i -= size
				continue
			}
		case c == '%' || c == '\\':
			n := escapeLength(t[i-1 : end])
			if n > 0 && localEscape(t[i-1:]) {
				i--
				continue
			}
			i += max(n-1, 0)
		}
		break
	}
	i = min(skipEscape(t, i), end)
	for i < end && (t[i] == '.' || t[i] == '-' || t[i] == '+') {
		i++
	}
	if i == end || end-i > maxLocalPart || t[end-1] == '.' || strings.Contains(t[i:end], "..") {
		return 0, false
	}
	return i, true
}

// quotedStart is localStart for a local part in quotes, "john doe"@example.com.
func quotedStart(t string, end int) (int, bool) {
	from := max(0, end-maxLocalPart)
	start := from + strings.LastIndexByte(t[from:end-1], '"')
	return start, start >= from && start < end-len(`""`) && isAlnum(t[start+1]) && isAlnum(t[end-2]) && strings.IndexByte(t[start:end], '\n') < 0
}

// localEscape reports whether t starts with an escape of a character that a local part may have.
func localEscape(t string) bool {
	switch t[0] {
	case '%':
		c, _ := hexByte(t, 1)
		return c >= utf8.RuneSelf || c == '+' || c == '.' || c == '_' || c == '-'
	case '\\':
		r, ok := unicodeEscape(t)
		return ok && (r >= utf8.RuneSelf || r == '+' || r == '\'')
	}
	return false
}

// domainEnd returns where the domain that starts at index start ends: after the last label that is a
// top-level domain. What follows it there is a new sentence, a file extension or another script.
func domainEnd(t string, start int) (int, bool) {
	stop := start
	for stop < len(t) && stop-start < maxDomain && isDomainByte(t[stop]) {
		stop++
	}
	domain := t[start:stop]
	end := 0
	for from := 0; from < len(domain); {
		length := strings.IndexByte(domain[from:], '.')
		if length < 0 {
			length = len(domain) - from
		}
		if from > 0 {
			if cut := topLevel(domain[from : from+length]); cut > 0 {
				end = from + cut
			}
		}
		if !isLabel(domain[from : from+length]) {
			break
		}
		from += length + 1
	}
	return start + end, end > 0
}

func isDomainByte(c byte) bool {
	return isAlnum(c) || c == '.' || c == '-' || c >= utf8.RuneSelf
}

// isLabel reports whether a label has an allowed length and no hyphen at its ends (RFC 1035).
func isLabel(label string) bool {
	return label != "" && len(label) <= maxLabel && label[0] != '-' && label[len(label)-1] != '-'
}

// topLevel returns how many bytes of a label are a top-level domain: all of them, those before a hyphen
// or a change from ASCII to other script, or none.
func topLevel(label string) int {
	cut := len(label)
	if ascii := asciiPrefix(label); ascii > 0 {
		cut = ascii
	}
	if hyphen := strings.IndexByte(label[:cut], '-'); hyphen >= 0 && !hasPrefixFold(label, "xn--") {
		cut = hyphen
	}
	if isTopLevel(label[:cut]) {
		return cut
	}
	return 0
}

// asciiPrefix returns the number of ASCII bytes that t starts with.
func asciiPrefix(t string) int {
	for i := range len(t) {
		if t[i] >= utf8.RuneSelf {
			return i
		}
	}
	return len(t)
}

// hasPrefixFold is strings.HasPrefix for a lower-case ASCII prefix in any case.
func hasPrefixFold(t, prefix string) bool {
	if len(t) < len(prefix) {
		return false
	}
	for i := range len(prefix) {
		if lower(t[i]) != prefix[i] {
			return false
		}
	}
	return true
}

// notAnAddress reports whether a text that has the shape of an address is something else. The local
// part is t[start:at] and the domain t[host:end].
func notAnAddress(t string, start, at, host, end int) bool {
	local, domain := t[start:at], t[host:end]
	// Package and module versions: name@4.17.21.dev.
	first, rest, _ := strings.Cut(domain, ".")
	second, _, more := strings.Cut(rest, ".")
	if more && allDigits(strings.TrimPrefix(first, "v")) && allDigits(second) {
		return true
	}
	// Images for dense displays: logo@2x.example.png.
	if scale, ok := strings.CutSuffix(first, "x"); ok && allDigits(scale) {
		return true
	}
	// Remotes of version control, scp style (git@host:path) or as a URL (ssh://git@host/path).
	switch local {
	case "git", "hg", "svn":
		return true
	}
	// Names of algorithms and extensions of SSH: aes256-gcm@openssh.com. RFC 4251, section 6.
	switch domain {
	case "openssh.com", "libssh.org":
		return true
	}
	// Services of Kerberos: HTTP/shop.example.com@EXAMPLE.COM.
	if in := len(local) - len(domain); in > 1 && start > 0 && t[start-1] == '/' && local[in-1] == '.' && strings.EqualFold(local[in:], domain) {
		return true
	}
	return start > 0 && t[start-1] == '<' && isMessageID(t[:start-1]) ||
		end+1 < len(t) && t[end] == ':' && (t[end+1] == '/' || t[end+1] == '~')
}

// isMessageID reports whether the text in front of an opening angle bracket says that what follows is the name that a mail
// server gave to a message (RFC 5322, section 3.6.4): message-id=<, "messageId":"<.
func isMessageID(before string) bool {
	key, ok := strings.CutSuffix(asciiLower(strings.TrimRight(before[max(0, len(before)-len(`message_id": "`)):], " =:\\\"'")), "id")
	return ok && strings.HasSuffix(strings.TrimRight(key, "-_."), "message")
}

// isUser reports whether t[start:at] is the user of a URL without a password: scheme://user@host.
func (s *Scanner) isUser(start, at int) bool {
	t := s.text
	return t[at] == '@' && s.userinfoEnd < at &&
		(strings.HasSuffix(t[:start], "://") || strings.HasSuffix(t[:start], `:\/\/`))
}

func allDigits(t string) bool {
	for i := range len(t) {
		if !isASCIIDigit(t[i]) {
			return false
		}
	}
	return t != ""
}
