// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"bytes"
	"encoding/base64"
	"strings"
)

const (
	// maxPEMLabel bounds the label between the dashes of a PEM header.
	maxPEMLabel = 64
	// minKeyLine is the length in bytes from which a line of base64 is taken for a part of a key. A header without
	// such a line behind it is only mentioned in the text.
	minKeyLine = 16
)

// findPEM checks for a private key in the textual encoding of RFC 7468 or of OpenPGP (RFC 9580, section 6.2),
// whose line breaks may be escaped. A key that is cut off goes on as long as the text can be part of one.
// Certificates and public keys are kept.
func findPEM(s *Scanner, at int) {
	t := s.text
	dashes := strings.TrimLeft(t[at:min(len(t), at+len("-----"))], "-")
	start := at + len("-----") - len(dashes) // behind the dashes
	near := t[start:min(len(t), start+maxPEMLabel)]
	n := strings.Index(near, "----")
	if n < 0 || !isPrivateLabel(near[:n]) {
		return
	}
	start += n
	for start < len(t) && t[start] == '-' {
		start++
	}
	s.addKey(at, start)
}

// isPrivateLabel reports whether a label says that a private key follows. Blanks may be URL-encoded.
func isPrivateLabel(label string) bool {
	_, rest, ok := strings.Cut(label, "PRIVATE")
	return ok && (strings.HasPrefix(rest, " KEY") || strings.HasPrefix(rest, "+KEY") || strings.HasPrefix(rest, "%20KEY"))
}

// findPuTTY checks for the private part of a PuTTY key file, which starts at index at.
func findPuTTY(s *Scanner, at int) {
	start := at + len("Private-Lines:")
	s.addKey(start, start)
}

// addKey adds t[from:] up to the end of the private key whose content starts at index start.
func (s *Scanner) addKey(from, start int) {
	t := s.text
	if start < s.keyEnd {
		return
	}
	end, line, isKey := start, 0, false
	for end < len(t) && inPEM[t[end]] {
		if t[end] == '-' && strings.HasPrefix(t[end:], "----") {
			after, ends := pemEnd(t, end)
			if ends {
				end = after
			}
			break
		}
		line++
		if !isBase64(t[end]) {
			line = 0
		}
		isKey = isKey || line >= minKeyLine
		end++
	}
	if !isKey {
		s.keyEnd = end
		return
	}
	for end > start && (t[end-1] == '\\' || isSpace(t[end-1])) {
		end-- // the backslash belongs to the quote behind it
	}
	s.add(span{start: from, end: end, detector: PEM})
}

// pemEnd returns the index behind the footer of a PEM block, which starts at index at.
func pemEnd(t string, at int) (end int, ok bool) {
	i := at
	for i < len(t) && t[i] == '-' {
		i++
	}
	near := t[i:min(len(t), i+maxPEMLabel)]
	if !strings.HasPrefix(strings.TrimLeft(near, " "), "END") {
		return at, false
	}
	n := strings.Index(near, "----")
	if n < 0 {
		return i + len(near), true
	}
	for i += n; i < len(t) && t[i] == '-'; i++ {
	}
	return i, true
}

// inPEM has the bytes that can occur in the lines and header fields of a key, and in escaped line breaks.
var inPEM = bytesWhere(func(c byte) bool { return isAlnum(c) || strings.IndexByte("+/=-:,. \t\r\n\\%()_>|", c) >= 0 })

// findEncodedPEM checks for a private key in PEM that is encoded in base64 once more, as in Kubernetes secrets and
// kubectl configuration. at is the index of the base64 form of -----BEGIN.
func findEncodedPEM(s *Scanner, at int) {
	const header = 48 // characters of base64 that hold the longest label
	t := s.text
	if at < s.keyEnd {
		return
	}
	end := s.base64End(at)
	s.keyEnd = end
	if end-at < minKeyLine+header {
		return
	}
	var (
		encoded [header]byte
		label   [header * 3 / 4]byte
	)
	copy(encoded[:], t[at:])
	if n, err := base64.StdEncoding.Decode(label[:], encoded[:]); err == nil && bytes.Contains(label[:n], []byte("PRIVATE KEY")) {
		s.add(span{start: at, end: end, detector: PEM})
	}
}
