// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// Bounds of a password hash in the modular crypt format, in bytes: that of bcrypt has 60, the longest are those of Argon2
// with their parameters.
const (
	minCryptHash = 30
	maxCryptHash = 256
)

// findCryptHash checks for a password hash in the modular crypt format of Unix, which stores and databases of users have
// in common: $2y$12$…, $argon2id$v=19$m=65536,t=3,p=4$…$…, $6$…$…. at is the index of the first dollar sign
// or of the colon in front of it.
func findCryptHash(s *Scanner, at int) {
	t := s.text
	if t[at] == ':' { // in a line of /etc/shadow
		at++
	}
	if at < s.floor || at > 0 && (isAlnum(t[at-1]) || t[at-1] == '$') {
		return
	}
	end := at
	for end < len(t) && end-at < maxCryptHash && (isAlnum(t[end]) || strings.IndexByte("$./+=", t[end]) >= 0 || t[end] == ',' && end+1 < len(t) && isLower(t[end+1])) {
		end++
	}
	hash := strings.TrimRight(t[at:end], ".,")
	fields := strings.Count(hash, "$")
	if last := strings.LastIndexByte(hash, '$'); fields < 3 || len(hash) < minCryptHash || len(hash)-last < 22 {
		return
	}
	s.addMarkup(Context{detector: Password}, at, at+len(hash))
}
