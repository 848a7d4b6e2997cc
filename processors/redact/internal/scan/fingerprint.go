// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"math/bits"
	"unicode/utf8"
)

// windowSize is the greatest number of bytes of a literal that vector instructions compare.
const windowSize = 4

// fingerprints holds the literals of an engine as tables that vector instructions can look bytes up in. A
// literal is looked for by its window: up to four of its bytes. Each window belongs to one of 32 buckets, which
// are the bits of four sets of eight. Two tables of sixteen bytes, one indexed by the lower half of a byte and one
// by its upper half, say in which buckets that byte may stand at a position of the window. A place in the text
// passes if one bucket accepts all four bytes there. No literal is missed, and few other places pass. The positions
// of a window that are beyond the end of its literal accept any byte.
//
// ASCII literals of a single byte have a table of their own, which is exact.
type fingerprints struct {
	sets [fingerprintSets][windowSize]struct{ low, high [16]byte }
	// single has, by the lower half of a byte, a bit for each upper half from 0 to 7.
	single [16]byte
	// class has the bits classDigit to classSeparator. No byte is a digit if no finder asks for digits.
	class struct{ low, high [16]byte }
	// bytes is set if the processor can look up whole bytes, and then replaces the tables above.
	bytes *byteTables
}

// byteTables say of each byte what the tables of fingerprints say of its two halves, which takes one lookup, not two.
type byteTables struct {
	sets  [fingerprintSets][windowSize][256]byte
	class [256]byte // has also the bit classSingle
}

const (
	fingerprintSets = 4
	maxBuckets      = fingerprintSets * 8

	classDigit     = 1 << 7
	classColon     = 1 << 6
	classLetter    = 1 << 5 // a to f
	classSeparator = 1 << 4
	classSingle    = 1 << 3 // in the table of single bytes
)

// nibbles is a set of bytes: all whose lower half is in low and whose upper half is in high.
type nibbles struct{ low, high uint16 }

var anyByte = nibbles{0xffff, 0xffff}

func (n nibbles) with(o nibbles) nibbles { return nibbles{n.low | o.low, n.high | o.high} }

// weight estimates which share of the bytes of a text is in the set.
func (n nibbles) weight() float64 {
	sum := 0.0
	for high := n.high; high != 0; high &= high - 1 {
		row := &nibbleWeights[bits.TrailingZeros16(high)]
		sum += row[0][n.low&0xff] + row[1][n.low>>8]
	}
	return sum
}

// nibbleWeights has sums of byteWeights, so that weight needs two additions for an upper half. The indexes are the
// upper half of the bytes, whether their lower halves are below 8 (0) or not (1), and the set of these lower halves.
var nibbleWeights = func() (sums [16][2][256]float64) {
	for high := range sums {
		for half := range 2 {
			for set := range 256 {
				for i := range 8 {
					sums[high][half][set] += byteWeights[high<<4|half<<3|i] * float64(set>>i&1)
				}
			}
		}
	}
	return sums
}()

// fingerprint is, for each position of a window, the set of bytes that it accepts.
type fingerprint [windowSize]nibbles

func (f fingerprint) with(o fingerprint) fingerprint {
	for i := range f {
		f[i] = f[i].with(o[i])
	}
	return f
}

// weight estimates which share of the places of a text has the fingerprint.
func (f *fingerprint) weight() float64 {
	w := 1.0
	for i := range f {
		w *= f[i].weight()
	}
	return w
}

// fingerprint returns the window of the literal that starts at index from, which may be before or near its ends: there,
// any byte is accepted.
func (l *literal) fingerprint(from int) fingerprint {
	var f fingerprint
	for i := range f {
		f[i] = l.nibblesAt(from + i)
	}
	return f
}

// nibblesAt returns the bytes that match the literal at its index i: any byte if that is beyond its ends.
func (l *literal) nibblesAt(i int) nibbles {
	if i < 0 || i >= len(l.text) {
		return anyByte
	}
	c := l.text[i]
	n := nibbles{1 << (c & 15), 1 << (c >> 4)}
	if upper := c &^ 0x20; l.fold && isUpper(upper) {
		n.high |= 1 << (upper >> 4)
	}
	return n
}

// newFingerprints puts each literal into one of the buckets, or into the table of single bytes. It sets the anchor of
// each literal in all to the first byte of its window. digits says whether a finder asks for digits.
func newFingerprints(all []literal, digits bool) *fingerprints {
	var f fingerprints
	var longer []*literal
	var windows [][]window
	for i := range all {
		l := &all[i]
		if len(l.text) == 1 && l.text[0] < utf8.RuneSelf {
			f.putSingle(l.text[0], l.fold)
			continue
		}
		longer = append(longer, l)
		windows = append(windows, l.windows())
	}
	buckets, chosen := distribute(windows, maxBuckets)
	for i, l := range longer {
		l.anchor = chosen[i].start
		f.putWindow(&chosen[i].accepts, buckets[i])
	}
	f.putClass(":", classColon)
	f.putClass("abcdef", classLetter)
	f.putClass(separatorBytes, classSeparator)
	if digits {
		f.putClass("0123456789", classDigit)
	}
	if has512 {
		f.bytes = f.byteTables()
	}
	return &f
}

func (f *fingerprints) byteTables() *byteTables {
	var t byteTables
	for c := range 256 {
		low, high := c&15, c>>4
		for i := range t.sets {
			for j, n := range f.sets[i] {
				t.sets[i][j][c] = n.low[low] & n.high[high]
			}
		}
		t.class[c] = f.class.low[low] & f.class.high[high]
		if f.isSingle(byte(c)) {
			t.class[c] |= classSingle
		}
	}
	return &t
}

// putSingle puts a byte into the table of single bytes, with fold set in both cases.
func (f *fingerprints) putSingle(c byte, fold bool) {
	f.single[c&15] |= 1 << (c >> 4)
	if upper := c &^ 0x20; fold && isUpper(upper) {
		f.single[upper&15] |= 1 << (upper >> 4)
	}
}

// isSingle reports whether a byte is in the table of single bytes.
func (f *fingerprints) isSingle(c byte) bool {
	return c < utf8.RuneSelf && f.single[c&15]>>(c>>4)&1 != 0
}

// putWindow puts a window into a bucket.
func (f *fingerprints) putWindow(window *fingerprint, bucket int) {
	set := &f.sets[bucket/8]
	for i, n := range window {
		for half := range 16 {
			set[i].low[half] |= byte(n.low>>half&1) << (bucket % 8)
			set[i].high[half] |= byte(n.high>>half&1) << (bucket % 8)
		}
	}
}

// putClass puts bytes into a class. They must all have the same upper half, because each half is looked up on its own.
func (f *fingerprints) putClass(bytes string, class byte) {
	for _, c := range []byte(bytes) {
		f.class.low[c&15] |= class
		f.class.high[c>>4] |= class
	}
}

// separatorBytes are the separators of blockMasks.
const separatorBytes = " -."

// classifyScalar does the same as classify with vector instructions. It is their specification: only tests run it.
func (f *fingerprints) classifyScalar(c *chunk, text string, from, n int) {
	blocks := (n + blockSize - 1) / blockSize
	for b := 1; b <= blocks; b++ {
		f.block(c, b, text, from+(b-1)*blockSize)
	}
	c.findEvents(blocks)
}

// block sets the masks of block b of the chunk from the bytes of text from index from on.
func (f *fingerprints) block(out *chunk, b int, text string, from int) {
	at := func(i int) byte {
		if i >= len(text) {
			return 0
		}
		return text[i]
	}
	out.digits[b], out.colons[b], out.hex[b], out.separators[b], out.anchors[b] = 0, 0, 0, 0, 0
	for i := range min(blockSize, len(text)-from) {
		c := text[from+i]
		class := f.class.low[c&15] & f.class.high[c>>4]
		if class&classDigit != 0 {
			out.digits[b] |= 1 << i
		}
		if class&classColon != 0 {
			out.colons[b] |= 1 << i
		}
		if class&(classDigit|classLetter) != 0 {
			out.hex[b] |= 1 << i
		}
		if class&classSeparator != 0 {
			out.separators[b] |= 1 << i
		}
		passes := f.isSingle(c)
		for _, set := range f.sets {
			buckets := byte(0xff)
			for j := range set {
				c := at(from + i + j)
				buckets &= set[j].low[c&15] & set[j].high[c>>4]
			}
			passes = passes || buckets != 0
		}
		if passes {
			out.anchors[b] |= 1 << i
		}
	}
}
