// SPDX-License-Identifier: Apache-2.0

package scan

import "math/bits"

// shortKey is a key in front of a sign together with the delimiter before it, at most sixteen bytes: the last eight in
// near, the others in far. It is zero if there is no such key.
type shortKey struct{ near, far uint64 }

// shortKeys remembers keys behind which there is nothing to find, whatever stands around them, except for what they may
// name. Most keys in logs are of this kind. The table is small, to stay in the fastest cache of the processor; each key
// can be in one of two places.
type shortKeys [128][2]knownKey

// knownKey is a key without a verdict. isName is that of isNameKey.
type knownKey struct {
	shortKey
	isName bool
}

func (k *shortKeys) places(key shortKey) *[2]knownKey {
	const odd = 0x9e3779b97f4a7c15 // see hashShort
	return &k[(key.near^bits.RotateLeft64(key.far*odd, 32))*odd>>57]
}

// get returns what is remembered of the key, or nil.
func (k *shortKeys) get(key shortKey) *knownKey {
	places := k.places(key)
	switch {
	case key.near == 0:
		return nil
	case places[0].shortKey == key:
		return &places[0]
	case places[1].shortKey == key:
		return &places[1]
	}
	return nil
}

func (k *shortKeys) put(key knownKey) {
	places := k.places(key.shortKey)
	places[1], places[0] = places[0], key
}

// shortKey returns the key, from the last delimiter on, in front of the sign at index at, or in front of the quote
// before that sign.
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

// delimiters returns the topmost bit of each of the eight bytes in w that delimits a key: bytes below the hyphen in
// ASCII, such as white space, quotes and commas, and the signs : < = > ?. What stands in front of a delimiter does not
// affect the key, because none of these bytes is in the middle of an escape sequence.
func delimiters(w uint64) uint64 {
	const ones, topmost = 0x0101010101010101, 0x8080808080808080
	low, colon, other := w&^topmost, w^':'*ones, w^'<'*ones
	isColon, isOther := ^((colon&^topmost + 0x7f*ones) | colon), ^((other&^topmost + 0x7c*ones) | other) // 0 and 0 to 3
	return (^(low+(0x80-'-')*ones)&^w | isColon | isOther) & topmost
}
