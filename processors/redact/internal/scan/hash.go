// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strings"
)

// A hash is written as [HASH:email:k1:0123456789abcdef]: the detector, the ID of the key, and the first
// 64 bits of HMAC-SHA-256 (RFC 2104) over the detector's name, a zero byte and the value. So equal values
// of a detector have equal hashes in all signals and collectors with the same key. Without the key, nobody
// can find a value by hashing all possible ones. The hash of a number as a card tells nothing about the same
// number as a phone number.
//
// While keys are rotated, the hashes with the earlier keys follow: [HASH:email:k2:…:k1:…]. A search for
// either hash finds the record.
const (
	hashStart  = "[HASH:"
	hashDigits = 16
	// MaxHashKeys is the number of keys with which values are hashed at the same time.
	MaxHashKeys = 3
	// MaxKeyID is the length of the longest ID of a key.
	MaxKeyID = 8
	// MinHashKey is the length of the shortest key in bytes: that of a SHA-256 sum.
	MinHashKey = sha256.Size
)

// HashKey is a key for ActionHash.
type HashKey struct {
	// ID is 1 to MaxKeyID letters, digits, hyphens and underscores.
	ID  string
	Key []byte
}

// IsKeyID reports whether id can be the ID of a key.
func IsKeyID(id string) bool {
	return id != "" && len(id) <= MaxKeyID && strings.Trim(id, keyIDBytes) == ""
}

const keyIDBytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// maxHash is the length of the longest hash in text.
const maxHash = len(hashStart) + maxName + MaxHashKeys*(1+MaxKeyID+1+hashDigits) + 1

func writeHash(s *Scanner, id ID, match string) string {
	if s.macs == nil {
		for _, key := range s.e.hashKeys {
			s.macs = append(s.macs, hmac.New(sha256.New, key.Key))
		}
	}
	name := s.e.detectors[id].Name
	value := s.e.canonical(id, match)
	out := make([]byte, 0, maxHash)
	out = append(out, hashStart...)
	out = append(out, name...)
	for i, mac := range s.macs {
		out = append(out, ':')
		out = append(out, s.e.hashKeys[i].ID...)
		out = append(out, ':')
		out = hex.AppendEncode(out, sum(mac, name, value)[:hashDigits/2])
	}
	return string(append(out, ']'))
}

func sum(mac hash.Hash, name, value string) []byte {
	mac.Reset()
	mac.Write([]byte(name))
	mac.Write([]byte{0})
	mac.Write([]byte(value))
	return mac.Sum(nil)
}

// hashAt returns the length of the hash, of any configuration, that t starts with, or 0.
func hashAt(t string) int {
	if !strings.HasPrefix(t, hashStart) {
		return 0
	}
	i := len(hashStart)
	start := i
	for i < len(t) && (isLower(t[i]) || isASCIIDigit(t[i]) || t[i] == '_') {
		i++
	}
	if i == start || i-start > maxName {
		return 0
	}
	for range MaxHashKeys {
		colon := i
		if i == len(t) || t[i] != ':' {
			return 0
		}
		for i++; i < len(t) && i <= colon+1+MaxKeyID && t[i] != ':'; i++ {
		}
		if i == len(t) || t[i] != ':' || !IsKeyID(t[colon+1:i]) {
			return 0
		}
		for digits := i + hashDigits; i < digits; {
			if i++; i == len(t) || !isASCIIDigit(t[i]) && (t[i] < 'a' || t[i] > 'f') {
				return 0
			}
		}
		if i++; i < len(t) && t[i] == ']' {
			return i + 1
		}
	}
	return 0
}

// canonical returns the form of a value that is hashed or gets a token, so that different spellings of a
// value count as equal: numbers without separators, addresses in lower case and without escapes. Secrets,
// in which every byte counts, are returned as they are.
func (e *Engine) canonical(id ID, match string) string {
	switch detector := &e.detectors[id]; {
	case detector.Name == "email":
		return asciiLower(emailSigns.Replace(match))
	case detector.Name == "iban":
		return strings.ToUpper(withoutSeparators(match))
	case detector.Name == "phone", detector.Class == Checksum:
		if digits := withoutSeparators(match); allDigits(digits) {
			return digits
		}
	}
	return match
}

var emailSigns = strings.NewReplacer("%40", "@", `\u0040`, "@", "&#64;", "@", "&#x40;", "@", "&commat;", "@", "\uff20", "@")

// withoutSeparators returns the ASCII letters and digits of t, with the full-width digits among them, if
// all else are separators between groups of digits or brackets. Otherwise it returns t.
func withoutSeparators(t string) string {
	out := make([]byte, 0, len(t))
	for i := 0; i < len(t); {
		switch c := narrow(t, i); {
		case isAlnum(t[i]):
			out = append(out, t[i])
			i++
		case c != 0:
			if isASCIIDigit(c) {
				out = append(out, c)
			}
			i += 3
		case t[i] == '(' || t[i] == ')' || t[i] == '/':
			i++
		default:
			n := len(separatorAt(t, i))
			if n == 0 {
				return t
			}
			i += n
		}
	}
	return string(out)
}
