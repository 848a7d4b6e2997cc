// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// queryNames are the names of parameters, in the query or the fragment of a URL, that carry a credential but
// contain no word of the vocabulary. Those that map to false may be something else, and count only if their
// value looks random.
//
// The first group are those that the semantic conventions for OpenTelemetry require to be redacted in
// url.full and url.query.
var queryNames = map[string]bool{
	"x-amz-signature": true, "x-amz-credential": true, "x-amz-security-token": true,
	"x-goog-signature": true, "x-goog-credential": true, "sig": true, "signature": true,
	"x-oss-signature": true, "x-cos-signature": true, "hmac": true, "sas": true, "jwt": true,
	"samlresponse": true, "assertion": true, "client_assertion": true, "code_verifier": true, "oauth_verifier": true,
	"auth": false, "session": false, "sid": false, "ticket": false, "key": false, "se_token": true,
}

// queryLengths has, by the first letter of the names and of code, a bit for each of their lengths.
var queryLengths = func() (lengths [32]uint32) {
	lengths['c'&31] |= 1 << len("code")
	for name := range queryNames {
		lengths[name[0]&31] |= 1 << len(name)
	}
	return lengths
}()

const (
	maxQueryName = 24
	// stateReach is how far from an authorization code (RFC 6749, section 4.1.2) its state is looked for.
	stateReach = 256
)

// findQuerySecret checks for a credential in the query or the fragment of a URL. The equals sign behind its name is
// at index at. It reports whether that is the name of a credential.
func (s *Scanner) findQuerySecret(at int) (isName bool) {
	t := s.text
	start := min(skipEscape(t, keyBytesBefore(t, max(s.floor, at-maxQueryName-maxEscape), at)), at)
	if start == at || at-start > maxQueryName || queryLengths[t[start]&31]>>(at-start)&1 == 0 || !startsParameter(t, start) {
		return false
	}
	var buf [maxQueryName]byte
	name, value := appendLower(buf[:0], t[start:at]), at+1
	certain, ok := queryNames[string(name)]
	if !ok && string(name) != "code" {
		return false
	}
	if value == len(t) || s.e.placeholderAt(t, value) || !ok && (isStatusCode(t, value) || !s.hasState(start, value)) ||
		ok && !certain && !looksRandom(t[value:bareEnd(t[:min(len(t), value+maxProse)], value)]) {
		return true
	}
	end := s.bareEnd(value)
	if start == 0 && (end == len(t) || t[end] != '&') {
		return true // not in a query, but a pair in other text
	}
	if hash := strings.IndexByte(t[value:end], '#'); hash >= 0 {
		end = value + hash
	}
	s.addUnlessPlaceholder(URLSecret, value, end)
	return true
}

// isStatusCode reports whether a number of up to four digits stands at index at, which is no authorization code.
func isStatusCode(t string, at int) bool {
	const most = len("1234")
	v := t[at:bareEnd(t[:min(len(t), at+most+1)], at)]
	return len(v) <= most && allDigits(v)
}

// endsParameterSign has the last bytes of the delimiters that startsParameter accepts.
var endsParameterSign = [256]bool{'?': true, '&': true, '#': true, ';': true, '6': true}

// startsParameter reports whether a parameter of a query can start at index at: behind a delimiter, possibly escaped for
// JSON or HTML, or at the start of the text, as in the attribute url.query.
func startsParameter(t string, at int) bool {
	if at == 0 || strings.IndexByte("?&#;", t[at-1]) >= 0 {
		return true
	}
	return strings.HasSuffix(t[:at], `\u0026`)
}

// hasState reports whether a parameter called state stands near an authorization code.
func (s *Scanner) hasState(start, value int) bool {
	t := s.text
	return strings.Contains(t[max(0, start-stateReach):start], "state=") ||
		strings.Contains(t[value:min(len(t), value+stateReach)], "state=")
}
