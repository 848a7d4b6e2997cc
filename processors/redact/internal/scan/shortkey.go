// SPDX-License-Identifier: Apache-2.0

package scan

import "math/bits"

// shortKey is a key in front of a sign with the byte before it, of at most sixteen bytes: the last ones in near. It is
// zero if there is none.
type shortKey struct{ near, far uint64 }

// shortKeys remembers the keys that have nothing to find at their sign, whatever stands around them. They are most of
// the keys in logs, so that it is small enough to stay in the nearest cache. Each has one of two places.
type shortKeys [128][2]shortKey

func (k *shortKeys) places(key shortKey) *[2]shortKey {
	const odd = 0x9e3779b97f4a7c15 // spreads all bits to the upper ones
	return &k[(key.near^bits.RotateLeft64(key.far*odd, 32))*odd>>57]
}

func (k *shortKeys) has(key shortKey) bool {
	places := k.places(key)
	return places[0] == key || places[1] == key
}

func (k *shortKeys) put(key shortKey) {
	places := k.places(key)
	places[1], places[0] = places[0], key
}

// shortKey returns what stands from the last delimiter on in front of the sign at index at, or in front of a quote that
// stands there.
func (s *Scanner) shortKey(at int) shortKey {
	t, end := s.text, at
	if at-17 < s.floor {
		return shortKey{}
	}
	flip := uint64(0) // tells keys in quotes from others
	if t[at-1] == '"' {
		end, flip = end-1, ^flip
	}
	near := load64(t[end-8 : end])
	if found := delimiters(near); found != 0 {
		return shortKey{near: near>>(56-bits.LeadingZeros64(found)) ^ flip}
	}
	far := load64(t[end-16 : end-8])
	if found := delimiters(far); found != 0 {
		return shortKey{near ^ flip, far >> (56 - bits.LeadingZeros64(found))}
	}
	return shortKey{}
}

// delimiters returns the topmost bits of those of eight bytes that stand in front of a key: white space, quotes, commas
// and all others in front of the hyphen in ASCII, and question marks. What stands in front of them says nothing about
// the key, for none is in the middle of an escape sequence.
func delimiters(w uint64) uint64 {
	const ones, topmost = 0x0101010101010101, 0x8080808080808080
	low, other := w&^topmost, w^'?'*ones
	return ^(low+(0x80-'-')*ones)&^w&topmost | ^((other&^topmost+0x7f*ones)|other)&topmost
}
