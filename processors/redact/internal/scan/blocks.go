// SPDX-License-Identifier: Apache-2.0

package scan

import "math/bits"

// chunkBlocks is the number of blocks that are classified at once.
const (
	blockSize   = 64
	chunkBlocks = 64
	chunkSize   = blockSize * chunkBlocks
)

// blockMasks has a word for each block of a chunk, with a bit for each byte of the block. The first word is for the block
// in front of the chunk, and behind the last block of the chunk there is one more.
type blockMasks [1 + chunkBlocks + 1]uint64

// chunk is a part of a text as masks.
type chunk struct {
	digits  blockMasks
	anchors blockMasks // where a literal may start that calls a finder
	colons  blockMasks
	hex     blockMasks // digits and the letters a to f
	joints  blockMasks // what may stand between the digits of a number: blank, hyphen, full stop

	// What follows is where a finder of numbers may have something to do.

	// numbers are the starts of the runs of at least four digits and the last digits of what scattered finds. A run
	// that reaches the end of the chunk counts whatever its length.
	numbers blockMasks
	// joins are the joints of two runs of digits, if another one follows at most three digits later.
	joins blockMasks
	// steps are the joints of groups of two or of four characters, as MAC addresses have them.
	steps blockMasks

	vector vectorScratch
}

// classify fills a chunk with the masks of text from index from on, and returns the number of its blocks. Vector
// instructions look at all that tells an anchor, see fingerprints; without them, the classes of bytes leave
// some more, of which those that literals tell apart are taken out.
func (e *Engine) classify(c *chunk, text string, from int) int {
	n := min(len(text)-from, chunkSize)
	blocks := (n + blockSize - 1) / blockSize
	c.enter(from > 0, from+n < len(text), blocks+1)
	if e.vector {
		e.fingerprints.classify(c, text, from, n)
		return blocks
	}
	for b := 1; b <= blocks; b++ {
		base := from + (b-1)*blockSize
		e.classes.block(c, b, text[base:])
		c.anchors[b] = e.literals.keep(c.anchors[b], text, base)
	}
	c.findEvents(blocks)
	return blocks
}

// enter sets the blocks on either side of a chunk. Of the one behind it nothing is known unless the text has ended: it
// may have anything.
func (c *chunk) enter(isNext, goesOn bool, behind int) {
	c.digits[0], c.hex[0] = 0, 0
	if isNext {
		c.digits[0], c.hex[0] = c.digits[chunkBlocks], c.hex[chunkBlocks]
	}
	unknown := uint64(0)
	if goesOn {
		unknown = ^unknown
	}
	c.digits[behind], c.hex[behind], c.joints[behind] = unknown, unknown, unknown
}

// findEvents sets where in so many blocks a finder of numbers may have something to do, see blockEvents.
func (c *chunk) findEvents(blocks int) {
	for b := 1; b <= blocks; b++ {
		c.blockEvents(b)
	}
}

// blockEvents sets the places of block b where a finder of numbers may have something to do. Colons between two pairs of
// digits, as in a clock time, are taken from the anchors, but for those of four parts, which are addresses.
func (c *chunk) blockEvents(b int) {
	// Few branches, because which blocks have what cannot be foretold.
	d := c.digits[b]
	if d == 0 {
		c.numbers[b], c.joins[b], c.steps[b] = 0, 0, 0
		return
	}
	previous, next := c.digits[b-1], c.digits[b+1]
	colons, joints, nextJoints := c.colons[b], c.joints[b], c.joints[b+1]
	before := d<<1 | previous>>63
	after := d>>1 | next<<63
	after2 := d>>2 | next<<62
	clock := colons & before & (d<<2 | previous>>62) & after & after2
	c.anchors[b] &^= clock &^ (clock & (clock>>3 | 7<<61) & (clock>>6 | 63<<58))

	numbers := d &^ before & after & after2 & (d>>3 | next<<61)
	// The digits of a clock time with milliseconds are as in a codice fiscale.
	c.numbers[b] = numbers | d&before&^(d>>1)&scattered(d, previous)&^(colons<<6)
	between := before &^ d & after &^ colons
	ahead := (next<<1|d>>63)&^next | nextJoints // between of the next block, or more than that
	c.joins[b] = between & joints & (between>>2 | between>>3 | between>>4 | ahead<<62 | ahead<<61 | ahead<<60)
	twos := (joints>>3 | nextJoints<<61) & (joints>>6 | nextJoints<<58)
	fours := (joints>>5 | nextJoints<<59) & aroundDigits(d)
	c.steps[b] = joints & (twos | fours)
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
