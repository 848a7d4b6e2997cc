// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"bytes"
	"encoding/base64"
	"strings"
)

const (
	// minFreeCredential is the length in bytes from which the word after "Bearer" is taken for a credential
	// without the name of a header in front.
	minFreeCredential = 16
	// minJWTHeader is the length of the shortest header, {"alg":"x"} and the like, in base64.
	minJWTHeader = 17
	// maxJWTHeader bounds the header, which may contain a certificate.
	maxJWTHeader = 4096
)

// schemes are the HTTP authentication schemes whose credential is a single word.
var schemes = []string{
	"bearer", "basic", "token", "negotiate", "ntlm", "apikey", "api-key", "jwt", "bot", "dpop", "oauth", "splunk",
}

// freeSchemes are those that are also looked for without the name of a header.
var freeSchemes = []string{"bearer", "basic", "token"}

// paramSchemes are those whose credential has several parts. They are redacted to the end of the value.
var paramSchemes = []string{"digest", "aws4-hmac-sha256", "signature", "hawk", "hmac"}

// secretParams lists the secret parameters of schemes that also have others: HTTP digest access authentication
// (RFC 7616) and AWS signature version 4.
var secretParams = []struct {
	scheme string
	names  []string
}{
	{"digest", []string{"response", "nonce", "cnonce"}},
	{"aws4-", []string{"credential", "signature"}},
}

// addParams adds the secret parameters in t[start:end], which follow the scheme that ends at index start. It
// reports whether the scheme is one of secretParams and any of its secret parameters is there, masked or not.
func (s *Scanner) addParams(scheme string, start, end int) bool {
	t := s.text[:end]
	var names []string
	for _, p := range secretParams {
		if hasPrefixFold(scheme, p.scheme) {
			names = p.names
		}
	}
	known := false
	for at := start; names != nil && at < end; {
		name := at
		for at < end && isKeyByte(t[at]) {
			at++
		}
		if at == end || t[at] != '=' {
			at = max(at, name+1)
			continue
		}
		secret := isOneOf(t[name:at], names)
		at++
		from, to := at, at
		if q, inner, ok := openQuote(t, at); ok {
			from, to = inner, closing(t, inner, q)
			at = min(to+q.size(), end)
		} else if at < end {
			to = bareEnd(t, at)
			at = max(to, at)
		}
		if secret {
			known = true
			s.addUnlessPlaceholder(Bearer, from, to)
		}
	}
	if known {
		s.paramsEnd = end
	}
	return known
}

// addCredential adds the credential in the value of an Authorization header that starts at index at.
// The scheme is kept.
func (s *Scanner) addCredential(key textKey, at int) {
	t := s.text
	if at < s.paramsEnd {
		return
	}
	if t[at] == '[' {
		if at = skipBlanks(t, at+1); at == len(t) || s.e.placeholderAt(t, at) {
			return
		}
	}
	if value, ok := s.stringAt(at); ok {
		s.addHeaderValue(value.start, value.end)
		return
	}
	near := t[:min(len(t), at+maxBlanks+2*maxProse)]
	scheme, from := s.cutScheme(near, at, s.lineEndIn(near, at))
	if key.colon {
		// "authorization: denied" and "Authorization: Bearer token expired" are prose.
		end := min(s.bareEnd(from), len(near))
		more := end+1 < len(near) && isBlank(near[end])
		if (scheme == none || more) && !looksRandom(near[from:end]) {
			return
		}
	}
	switch {
	case scheme == single:
		s.addHeaderValue(at, s.bareEnd(from))
	case key.colon, scheme == params && isOneOf(schemeName(near, at), paramSchemes):
		s.addHeaderValue(at, s.lineEnd(from))
	default:
		s.addHeaderValue(at, s.bareEnd(at))
	}
}

// addHeaderValue adds the credential in t[start:end], which is the whole value of a header.
func (s *Scanner) addHeaderValue(start, end int) {
	t := s.text
	scheme, from := s.cutScheme(t, start, end)
	if from >= end || s.e.placeholderAt(t, from) || s.e.isPlaceholder(t[from:end]) {
		return
	}
	switch {
	case scheme == single:
		end = min(end, s.bareEnd(from))
	case scheme == params && s.addParams(t[start:from], from, end):
		return
	}
	if from < end {
		s.add(span{start: from, end: end, detector: Bearer})
	}
}

// schemeKind is the kind of credential that follows an authentication scheme.
type schemeKind int

const (
	none   schemeKind = iota // there is no scheme
	single                   // one word
	params                   // parameters, to the end of the value
)

// cutScheme returns the kind of the authentication scheme that the value t[start:end] starts with, and
// where the credential starts.
func (s *Scanner) cutScheme(t string, start, end int) (kind schemeKind, credential int) {
	scheme := schemeName(t[:end], start)
	from := afterScheme(t[:end], start+len(scheme))
	if scheme == "" || from == start+len(scheme) {
		return none, start
	}
	rest := t[from:min(end, from+maxProse)]
	word := rest[:bareEnd(rest, 0)]
	switch equals := strings.IndexByte(rest, '='); {
	case isOneOf(scheme, paramSchemes):
		return params, from
	case isOneOf(scheme, schemes):
		if equals >= 0 && equals <= len(word) && opensString(rest, equals+1) {
			return params, from
		}
		return single, from
	}
	// An unknown scheme is followed by parameters (RFC 9110, section 11.4), name=value, or by a word that looks
	// random, or by the replacement of either.
	if !looksRandom(scheme) && (strings.Contains(word, "=") || looksRandom(word) || s.e.placeholderAt(t, from)) {
		return params, from
	}
	return none, start
}

// schemeName returns the name of the scheme at index at, of which it reads no more than the longest one needs.
func schemeName(t string, at int) string {
	const longest = 32
	end := at
	for end < len(t) && end-at < longest && (isAlnum(t[end]) || t[end] == '-') {
		end++
	}
	return t[at:end]
}

// afterScheme returns where the text goes on after the blanks, encoded or not, at index at.
func afterScheme(v string, at int) int {
	for n := 0; n < maxBlanks && at < len(v); n++ {
		switch {
		case isBlank(v[at]), v[at] == '+':
			at++
		case strings.HasPrefix(v[at:], "%20"):
			at += len("%20")
		default:
			return at
		}
	}
	return at
}

// findScheme checks for a credential after one of the words Bearer, Basic and Token without a header
// name. The word that follows must look like a credential, because all three are also plain English.
func findScheme(s *Scanner, at int) {
	t := s.text
	if !wordStarts(t, at) {
		return
	}
	word := at
	for at < len(t) && isLetter(t[at]) {
		at++
	}
	start := afterScheme(t, at)
	if start == at || !isOneOf(t[word:at], freeSchemes) {
		return
	}
	end := bareEnd(t[:min(len(t), start+minFreeCredential)], start)
	if end-start < minFreeCredential {
		return
	}
	switch lower(t[word+1]) {
	case 'e': // bearer
		end = s.bareEnd(start)
		if !isMixed(t[start:end]) {
			return
		}
	case 'a': // basic
		end = s.base64End(start)
		if !isUserAndPassword(t[start:end]) {
			return
		}
	default: // token
		end = s.bareEnd(start)
		if v := t[start:end]; !hasDigit(v) || v[0] == '-' || strings.ContainsAny(v[:min(len(v), maxJudged)], "/\\(:") {
			return
		}
	}
	if !s.e.placeholderAt(t, start) {
		s.addUnlessPlaceholder(Bearer, start, end)
	}
}

// base64End returns where the base64 text ends, padding included, that starts at index at.
func (s *Scanner) base64End(at int) int {
	r := &s.ends.base64
	if !s.ends.has(r, at) {
		s.ends.set(r, at, at+countBase64(s.text[at:]))
	}
	return r.end
}

// countBase64 returns the number of bytes of base64 text, padding included, that t starts with.
func countBase64(t string) int {
	n := 0
	for n < len(t) && isBase64(t[n]) {
		n++
	}
	for n < len(t) && t[n] == '=' {
		n++
	}
	return n
}

// isUserAndPassword reports whether v is the credential of the Basic scheme (RFC 7617): printable text
// with a colon, in base64.
func isUserAndPassword(v string) bool {
	var buf [256]byte
	v = strings.TrimRight(v[:min(len(v), base64.RawStdEncoding.EncodedLen(len(buf))/4*4)], "=")
	n, err := base64.RawStdEncoding.Decode(buf[:], []byte(v))
	return err == nil && bytes.IndexByte(buf[:n], ':') >= 0 &&
		!bytes.ContainsFunc(buf[:n], func(r rune) bool { return r < ' ' })
}

// findJWT checks for a JSON web token (RFC 7519) that starts at index at: three parts in base64url, or
// five if it is encrypted (RFC 7516), of which the first is a JSON object with an algorithm. A token
// that is cut off at the end of the text counts, too.
func findJWT(s *Scanner, at int) {
	t := s.text
	if at < s.headerEnd || !wordStarts(t, at) {
		return
	}
	var ends [5]int
	n, i := 0, at
	for n < len(ends) {
		for i < len(t) && isBase64URL(t[i]) {
			i++
		}
		ends[n] = i
		n++
		if n == 1 {
			s.headerEnd = i
			if !s.isJOSEHeader(t[at:i]) {
				return
			}
		}
		if i == len(t) || t[i] != '.' {
			break
		}
		i++
	}
	switch {
	case n == 5 && ends[2] > ends[1]+1 && ends[4] > ends[3]+1: // iv, ciphertext and tag
		s.add(span{start: at, end: ends[4], detector: JWT})
	case n >= 3 && ends[1] > ends[0]+1:
		s.add(span{start: at, end: ends[2], detector: JWT})
	case n == 2 && ends[1] > ends[0]+1 && ends[1] == len(t):
		s.add(span{start: at, end: ends[1], detector: JWT})
	}
}

func isBase64URL(c byte) bool { return isAlnum(c) || c == '-' || c == '_' }

// isJOSEHeader reports whether v decodes to the start of a JSON object with an algorithm (RFC 7515,
// section 4.1.1).
func (s *Scanner) isJOSEHeader(v string) bool {
	if len(v) < minJWTHeader || len(v) > maxJWTHeader {
		return false
	}
	s.decoded = append(s.decoded[:0], v...)
	n, err := base64.RawURLEncoding.Decode(s.decoded, s.decoded)
	return err == nil && s.decoded[0] == '{' && bytes.Contains(s.decoded[:n], []byte(`"alg"`))
}
