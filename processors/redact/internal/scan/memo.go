// SPDX-License-Identifier: Apache-2.0

package scan

import "math/bits"

// memo remembers short texts in which there is nothing to find, because a service writes the same few again and again.
// Each text can be in one of two places, so the memo cannot grow.
type memo struct {
	places [256]struct {
		texts [2]remembered
		// last is a part of the hash of the last text that was not remembered.
		last uint32
	}
}

// maxRemembered is the length in bytes of the longest text that is remembered.
const maxRemembered = 123

type remembered struct {
	text [maxRemembered]byte
	size uint8
	// tag is what the caller wants to know of the text again.
	tag uint32
}

// tag returns the tag of a text that is not empty, and whether the text is remembered.
func (m *memo) tag(text string) (uint32, bool) {
	texts := &m.places[hashShort(text)>>56].texts
	for i := range texts {
		if r := &texts[i]; string(r.text[:r.size]) == text {
			return r.tag, true
		}
	}
	return 0, false
}

// put remembers a text that is not empty and not longer than maxRemembered. If both places are taken, the text has to
// come twice in a row among the texts of these places. So texts that come only once, such as identifiers, do not evict
// others.
func (m *memo) put(text string, tag uint32) {
	hash := hashShort(text)
	place := &m.places[hash>>56]
	texts := &place.texts
	if last := uint32(hash >> 24); texts[1].size > 0 && place.last != last {
		place.last = last
		return
	}
	texts[1] = texts[0]
	texts[0].size, texts[0].tag = uint8(copy(texts[0].text[:], text)), tag
}

// hashShort returns a hash of a text that is not empty. Only its upper bits are well distributed.
func hashShort(text string) uint64 {
	var h uint64
	switch n := len(text); {
	case n >= 8:
		h = load64(text) ^ bits.RotateLeft64(load64(text[n-8:]), 29) ^ bits.RotateLeft64(load64(text[n/2-4:]), 13)
	case n >= 4:
		h = uint64(load32(text)) | uint64(load32(text[n-4:]))<<32
	default:
		h = uint64(text[0]) | uint64(text[n/2])<<8 | uint64(text[n-1])<<16
	}
	const odd = 0x9e3779b97f4a7c15 // 2^64 divided by the golden ratio: all bits affect the upper ones
	return (h ^ uint64(len(text))) * odd
}

func load64(t string) uint64 { return uint64(load32(t)) | uint64(load32(t[4:]))<<32 }

func load32(t string) uint32 {
	return uint32(t[0]) | uint32(t[1])<<8 | uint32(t[2])<<16 | uint32(t[3])<<24
}
