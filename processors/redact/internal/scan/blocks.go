// SPDX-License-Identifier: Apache-2.0

package scan

import "math/bits"

// chunkBlocks is the number of blocks that are classified at once.
const (
	blockSize   = 64
	chunkBlocks = 64
	chunkSize   = blockSize * chunkBlocks
)

// blockMasks has one bit for each of up to 64 consecutive bytes.
type blockMasks struct {
	digits  uint64
	anchors uint64 // where a literal may start that calls a finder
	colons  uint64
	hex     uint64 // digits and the letters a to f
	joints  uint64 // what may stand between the digits of a number: blank, hyphen, full stop
}

// chunk is a part of a text as masks.
type chunk struct {
	// blocks are those of the chunk, with the one in front of them and the one behind.
	blocks [1 + chunkBlocks + 1]blockMasks
	vector vectorScratch
}

// classify returns the masks of text from index from on, for one block after the other, as many as a chunk
// has. Vector instructions look at all that tells an anchor, see fingerprints; without them, the classes of bytes leave
// some more, of which those that literals tell apart are taken out.
func (e *Engine) classify(c *chunk, text string, from int) []blockMasks {
	n := min(len(text)-from, chunkSize)
	behind := 1 + (n+blockSize-1)/blockSize
	if c.blocks[0] = noBlock; from > 0 {
		c.blocks[0] = c.blocks[chunkBlocks]
	}
	if c.blocks[behind] = noBlock; from+n < len(text) {
		c.blocks[behind] = beyondChunk
	}
	blocks := c.blocks[1:behind]
	if e.vector {
		e.fingerprints.classify(c, text, from, n)
		return blocks
	}
	for i := range blocks {
		base := from + i*blockSize
		e.classes.block(&blocks[i], text[base:])
		blocks[i].anchors = e.literals.keep(blocks[i].anchors, text, base)
	}
	return blocks
}

// events are the places of a block where a finder of numbers may have something to do.
type events struct {
	// numbers are the starts of the runs of at least four digits and the last digits of what scattered finds. A run
	// that reaches the end of the chunk counts whatever its length.
	numbers uint64
	// joints join two runs of digits, and another one follows at most three digits later.
	joints uint64
	// steps are the joints of groups of two or of four characters, as MAC addresses have them.
	steps uint64
}

// beyondChunk stands for the block behind a chunk, of which nothing is known: it may have anything.
var beyondChunk = blockMasks{digits: ^uint64(0), hex: ^uint64(0), joints: ^uint64(0)}

// noBlock stands for the blocks in front of the text and behind its end.
var noBlock blockMasks

// events returns the places of the block; previous are the digits of the block before, and next is the one behind.
// Colons between two pairs of digits, as in a clock time, are taken from the anchors, but for those of four parts, which
// are addresses.
func (m *blockMasks) events(previous uint64, next *blockMasks) events {
	// Few branches, because which blocks have what cannot be foretold.
	d := m.digits
	if d == 0 {
		return events{}
	}
	before := d<<1 | previous>>63
	after := d>>1 | next.digits<<63
	after2 := d>>2 | next.digits<<62
	clock := m.colons & before & (d<<2 | previous>>62) & after & after2
	m.anchors &^= clock &^ (clock & (clock>>3 | 7<<61) & (clock>>6 | 63<<58))

	numbers := d &^ before & after & after2 & (d>>3 | next.digits<<61)
	// The digits of a clock time with milliseconds are as in a codice fiscale.
	numbers |= d & before &^ (d >> 1) & scattered(d, previous) &^ (m.colons << 6)
	between := before &^ d & after &^ m.colons
	ahead := (next.digits<<1|d>>63)&^next.digits | next.joints // between of the next block, or more than that
	twos := (m.joints>>3 | next.joints<<61) & (m.joints>>6 | next.joints<<58)
	fours := (m.joints>>5 | next.joints<<59) & aroundDigits(d)
	return events{
		numbers: numbers,
		joints:  between & m.joints & (between>>2 | between>>3 | between>>4 | ahead<<62 | ahead<<61 | ahead<<60),
		steps:   m.joints & (twos | fours),
	}
}

// scattered returns where the last digit can stand of what has its digits as an Italian codice fiscale or a Medicare
// beneficiary identifier, compact or with hyphens: forms without a longer run. It looks at all but the last two of the
// digits. previous are the digits of the block before.
func scattered(d, previous uint64) uint64 {
	is := func(n int) uint64 { return behind(d, previous, n) }
	fiscale := is(2) & is(4) & is(5) &^ is(6) & is(7) & is(8)
	compact := is(4) &^ is(6) & is(7) &^ is(9) & is(10)
	hyphens := is(5) &^ is(4) & is(9) &^ is(7) &^ is(8) &^ is(11) & is(12)
	return (fiscale | (compact|hyphens)&^is(2)) &^ is(3)
}

// behind returns the places n behind the digits.
func behind(d, previous uint64, n int) uint64 { return d<<n | previous>>(64-n) }

// aroundDigits returns the places with a digit among the four bytes on either side, as the first full stop of a MAC
// address in three groups of four has. Bytes beyond the block count as digits.
func aroundDigits(d uint64) uint64 {
	left, right := d|d<<1, d|d>>1
	return ((left|left<<2)<<1 | 15) & ((right|right>>2)>>1 | 15<<60)
}

// isASCIIDigit and its neighbours classify single bytes. Bytes from 0x80 on are none of these.
func isASCIIDigit(c byte) bool { return c-'0' <= 9 }

func isLower(c byte) bool { return c-'a' <= 'z'-'a' }

func isUpper(c byte) bool { return c-'A' <= 'Z'-'A' }

func isLetter(c byte) bool { return isLower(c | 0x20) }

func isAlnum(c byte) bool { return isLetter(c) || isASCIIDigit(c) }

func isHex(c byte) bool { return isASCIIDigit(c) || (c|0x20)-'a' <= 'f'-'a' }

// isBlank reports the white space that may stand inside a line.
func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// isSpace reports ASCII white space and other control characters: what ends a bare value.
func isSpace(c byte) bool { return c <= ' ' || c == 0x7f }

// lower returns the lower case of an ASCII letter and any other byte as it is.
func lower(c byte) byte {
	if isUpper(c) {
		return c | 0x20
	}
	return c
}

// nextEvent returns the index of the lowest set bit.
func nextEvent(events uint64) int { return bits.TrailingZeros64(events) }
