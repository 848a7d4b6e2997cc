// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// Bounds of a password hash in the modular crypt format, in bytes. That of bcrypt has 60; the longest are those of Argon2
// with their parameters.
const (
	minCryptHash   = 30
	maxCryptHash   = 256
	minCryptDigest = 22 // its last field, that of MD5
)

// findCryptHash checks for a password hash in the modular crypt format of Unix, which stores and databases of users have
// in common: $2y$12$…, $argon2id$v=19$m=65536,t=3,p=4$…$…, and $6$…$… in a line of /etc/shadow. at is the index of the
// first dollar sign or of the colon in front of it.
func findCryptHash(s *Scanner, at int) {
	t := s.text
	if t[at] == ':' {
		at++
	}
	if at > 0 && isCryptByte(t[at-1]) {
		return
	}
	end := at
	for end+1 < len(t) && end-at < maxCryptHash && (isCryptByte(t[end]) || t[end] == '=' && isASCIIDigit(t[end+1]) || t[end] == ',' && isLower(t[end+1])) {
		end++
	}
	if end+1 == len(t) && isCryptByte(t[end]) {
		end++
	}
	hash := strings.TrimRight(t[at:end], ".")
	if digest := len(hash) - 1 - strings.LastIndexByte(hash, '$'); len(hash) >= minCryptHash && digest >= minCryptDigest && strings.Count(hash, "$") >= 3 {
		s.addMarkup(Context{detector: Password}, at, at+len(hash))
	}
}

// isCryptByte reports the bytes of the fields of such a hash, and the sign between them.
func isCryptByte(c byte) bool { return isAlnum(c) || c == '$' || c == '.' || c == '/' || c == '+' }
