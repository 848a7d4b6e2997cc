// SPDX-License-Identifier: Apache-2.0

package scan

import "math/bits"

// shortKeys remembers keys of up to seven bytes that stand behind a blank and have nothing to find at their sign. They
// are most of the keys in logs, so that it is small enough to stay in the nearest cache.
type shortKeys [256]uint64

func (k *shortKeys) place(key uint64) *uint64 {
	const odd = 0x9e3779b97f4a7c15 // spreads all bits to the upper ones
	return &k[key*odd>>56]
}

func (k *shortKeys) has(key uint64) bool { return *k.place(key) == key }

func (k *shortKeys) put(key uint64) { *k.place(key) = key }

// shortKey returns the bytes between the sign at index at and the last blank among the eight bytes in front of it, as a
// number, or 0 if there are none.
func (s *Scanner) shortKey(at int) uint64 {
	if at-8 < s.floor {
		return 0
	}
	const ones = 0x0101010101010101
	w := load64(s.text[at-8 : at])
	other := w ^ ' '*ones                                            // 0 where a blank is
	blanks := ^((other&(0x7f*ones) + 0x7f*ones) | other | 0x7f*ones) // the upper bit of each of these
	return w >> (64 - bits.LeadingZeros64(blanks)) & -((blanks | -blanks) >> 63)
}
