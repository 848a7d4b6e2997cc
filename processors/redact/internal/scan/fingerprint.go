// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"maps"
	"math"
	"slices"
	"strings"
)

// fingerprints are the literals of an engine in the form in which vector instructions look them up. A
// literal is known by its anchor and the bytes on both sides of it, and is put into one of eight buckets,
// a bit each. Whether a byte may stand in a bucket is told by two tables of sixteen bytes, for its lower
// and its upper half. A place passes if one bucket has all three bytes: never a literal is missed, and few
// other places pass. Where a literal ends at its anchor, any byte may stand next to it.
//
// Literals of a single byte have a table of their own, which is exact.
//
// Each table is there twice, for both halves of a vector of 32 bytes.
type fingerprints struct {
	before, anchor, after struct{ low, high [32]byte }
	// single has, by the lower half of a byte, a bit for each upper half from 0 to 7.
	single [32]byte
	// digits is all ones if a finder asks for digits.
	digits [32]byte
}

// nibbles are sets of the lower and of the upper halves of bytes.
type nibbles struct{ low, high uint16 }

func (n nibbles) with(o nibbles) nibbles { return nibbles{n.low | o.low, n.high | o.high} }

// weight estimates what part of the bytes of a text is in the set.
func (n nibbles) weight() float64 {
	sum := 0.0
	for c := range 256 {
		if n.low>>(c&15)&1 != 0 && n.high>>(c>>4)&1 != 0 {
			sum += byteWeights[c]
		}
	}
	return sum
}

// byteWeights are rough frequencies of bytes, going by their rank.
var byteWeights = func() (w [256]float64) {
	for c := range w {
		w[c] = 0.0005
		if rank := strings.IndexByte(byteFrequency, byte(c)); rank >= 0 {
			w[c] = 0.25 / float64(rank+3)
		}
	}
	return w
}()

// fingerprint is the bytes before, at and after an anchor.
type fingerprint [3]nibbles

func (f fingerprint) with(o fingerprint) fingerprint {
	for i := range f {
		f[i] = f[i].with(o[i])
	}
	return f
}

// weight estimates how many places of a text have the fingerprint.
func (f fingerprint) weight() float64 {
	return f[0].weight() * f[1].weight() * f[2].weight()
}

func (l *literal) fingerprint() fingerprint {
	var f fingerprint
	for i := range f {
		f[i] = l.nibblesAt(l.anchor - 1 + i)
	}
	return f
}

// nibblesAt returns the bytes that may stand where the byte at index i of the literal is.
func (l *literal) nibblesAt(i int) nibbles {
	if i < 0 || i >= len(l.text) {
		return nibbles{0xffff, 0xffff}
	}
	c := l.text[i]
	n := nibbles{1 << (c & 15), 1 << (c >> 4)}
	if upper := c &^ 0x20; l.fold && isUpper(upper) {
		n.high |= 1 << (upper >> 4)
	}
	return n
}

// newFingerprints puts each literal into one of eight buckets. Literals with the same anchor go together, and
// then those buckets are united that let the fewest other places pass, until so many are left.
func newFingerprints(all []literal, digits bool) *fingerprints {
	var f fingerprints
	byAnchor := map[byte]fingerprint{}
	for i := range all {
		l := &all[i]
		if c := l.text[0]; len(l.text) == 1 && c < 0x80 {
			for half := range 2 {
				f.single[half*16+int(c&15)] |= 1 << (c >> 4)
			}
			continue
		}
		anchor := l.text[l.anchor]
		byAnchor[anchor] = byAnchor[anchor].with(l.fingerprint())
	}
	var buckets []fingerprint
	for _, anchor := range slices.Sorted(maps.Keys(byAnchor)) {
		buckets = append(buckets, byAnchor[anchor])
	}
	for len(buckets) > 8 {
		buckets = uniteTwo(buckets)
	}
	for b, print := range buckets {
		for i := range 32 {
			f.before.low[i] |= byte(print[0].low>>(i&15)&1) << b
			f.before.high[i] |= byte(print[0].high>>(i&15)&1) << b
			f.anchor.low[i] |= byte(print[1].low>>(i&15)&1) << b
			f.anchor.high[i] |= byte(print[1].high>>(i&15)&1) << b
			f.after.low[i] |= byte(print[2].low>>(i&15)&1) << b
			f.after.high[i] |= byte(print[2].high>>(i&15)&1) << b
		}
	}
	for i := range f.digits {
		if digits {
			f.digits[i] = 0xff
		}
	}
	return &f
}

// uniteTwo unites the two buckets for which that lets the fewest more places pass.
func uniteTwo(buckets []fingerprint) []fingerprint {
	weights := make([]float64, len(buckets))
	for i, b := range buckets {
		weights[i] = b.weight()
	}
	first, second, least := 0, 1, math.Inf(1)
	for i := range buckets {
		for j := i + 1; j < len(buckets); j++ {
			if more := buckets[i].with(buckets[j]).weight() - weights[i] - weights[j]; more < least {
				first, second, least = i, j, more
			}
		}
	}
	buckets[first] = buckets[first].with(buckets[second])
	return slices.Delete(buckets, second, second+1)
}

// block returns what vector instructions return for the block of text at index from: the specification of
// those, and of use for nothing else.
func (f *fingerprints) block(text string, from int) blockMasks {
	at := func(i int) byte {
		if i < 0 || i >= len(text) {
			return 0
		}
		return text[i]
	}
	var m blockMasks
	for i := range min(blockSize, len(text)-from) {
		c, before, after := text[from+i], at(from+i-1), at(from+i+1)
		if isASCIIDigit(c) && f.digits[0] != 0 {
			m.digits |= 1 << i
		}
		if c == ':' {
			m.colons |= 1 << i
		}
		single := c < 0x80 && f.single[c&15]>>(c>>4)&1 != 0
		if single || f.before.low[before&15]&f.before.high[before>>4]&
			f.anchor.low[c&15]&f.anchor.high[c>>4]&
			f.after.low[after&15]&f.after.high[after>>4] != 0 {
			m.anchors |= 1 << i
		}
	}
	return m
}
