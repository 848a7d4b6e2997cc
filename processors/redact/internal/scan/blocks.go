// SPDX-License-Identifier: Apache-2.0

package scan

import "math/bits"

// A text is classified in chunks of chunkBlocks blocks of blockSize bytes.
const (
	blockSize   = 64
	chunkBlocks = 64
	chunkSize   = blockSize * chunkBlocks
)

// blockMasks has a word for each block of a chunk, with a bit for each byte of the block, the first byte in the lowest
// bit. The blocks of the chunk have the indexes from 1 on; those before and behind them hold what is known of the
// neighbouring bytes.
type blockMasks [1 + chunkBlocks + 1]uint64

// chunk describes a part of a text by masks: which bytes are in a class, and where a finder has to be called.
type chunk struct {
	digits     blockMasks
	anchors    blockMasks // where the anchor of a literal may stand
	colons     blockMasks
	hex        blockMasks // digits and the lower-case letters a to f
	separators blockMasks // bytes that may stand between the digits of a number: blank, hyphen, full stop

	// The events: where a finder of numbers may have something to do.

	// numbers marks the first digit of each run of at least four digits, and the last digit of each place that
	// scattered returns. A run that reaches the end of the chunk counts whatever its length.
	numbers blockMasks
	// triples marks each separator between two runs of digits that is followed by another one, after at most three
	// digits: three runs in a row may be a number of short groups.
	triples blockMasks
	// addresses marks the separators between groups of two or of four characters, as in MAC addresses.
	addresses blockMasks

	vector vectorScratch
}

// classify fills c with the masks of the text from index from on, up to chunkSize bytes, and returns the number of
// blocks. With vector instructions, see fingerprints, the anchors are as exact as need be. Byte classes let more places
// pass; literals.keep drops those at which no literal can stand.
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

// enter sets the words before and behind the blocks of a chunk. continues is set if the text has begun in an earlier
// chunk, which c still holds. goesOn is set if the text continues behind the chunk: what comes is not known yet and is
// assumed to be in every class. behind is the index of the word behind the last block.
func (c *chunk) enter(continues, goesOn bool, behind int) {
	c.digits[0], c.hex[0] = 0, 0
	if continues {
		c.digits[0], c.hex[0] = c.digits[chunkBlocks], c.hex[chunkBlocks]
	}
	unknown := uint64(0)
	if goesOn {
		unknown = ^unknown
	}
	c.digits[behind], c.hex[behind], c.separators[behind] = unknown, unknown, unknown
}

// findEvents sets the events of the first so many blocks, see blockEvents.
func (c *chunk) findEvents(blocks int) {
	for b := 1; b <= blocks; b++ {
		c.blockEvents(b)
	}
}

// blockEvents sets the events of block b: numbers, triples and addresses. It also removes from the anchors the colons
// between two pairs of digits, as in a clock time, except where four such pairs in a row are an address.
func (c *chunk) blockEvents(b int) {
	// Few branches, because the content of blocks is hard to predict.
	d := c.digits[b]
	if d == 0 {
		c.numbers[b], c.triples[b], c.addresses[b] = 0, 0, 0
		return
	}
	previous, next := c.digits[b-1], c.digits[b+1]
	colons, separators, nextSeparators := c.colons[b], c.separators[b], c.separators[b+1]
	before := d<<1 | previous>>63
	after := d>>1 | next<<63
	after2 := d>>2 | next<<62
	clock := colons & before & (d<<2 | previous>>62) & after & after2
	c.anchors[b] &^= clock &^ (clock & (clock>>3 | 7<<61) & (clock>>6 | 63<<58))

	numbers := d &^ before & after & after2 & (d>>3 | next<<61)
	// The digits of a clock time with milliseconds are grouped like those of a codice fiscale, hence the colons.
	c.numbers[b] = numbers | d&before&^(d>>1)&scattered(d, previous)&^(colons<<6)
	between := before &^ d & after &^ colons
	ahead := (next<<1|d>>63)&^next | nextSeparators // a superset of between in the next block
	c.triples[b] = between & separators & (between>>2 | between>>3 | between>>4 | ahead<<62 | ahead<<61 | ahead<<60)
	twos := (separators>>3 | nextSeparators<<61) & (separators>>6 | nextSeparators<<58)
	fours := (separators>>5 | nextSeparators<<59) & aroundDigits(d)
	c.addresses[b] = separators & (twos | fours)
}

// scattered returns the places where the last digit of an Italian codice fiscale or of a US Medicare beneficiary
// identifier, compact or with hyphens, can stand. Their forms have no run of four digits that would find them. It checks
// which of the bytes before that place are digits, but not the place itself and the byte in front of it. previous are
// the digits of the block before.
func scattered(d, previous uint64) uint64 {
	is := func(n int) uint64 { return behind(d, previous, n) }
	fiscale := is(2) & is(4) & is(5) &^ is(6) & is(7) & is(8)
	compact := is(4) &^ is(6) & is(7) &^ is(9) & is(10)
	hyphens := is(5) &^ is(4) & is(9) &^ is(7) &^ is(8) &^ is(11) & is(12)
	return (fiscale | (compact|hyphens)&^is(2)) &^ is(3)
}

// behind returns the places n bytes behind a digit; previous are the digits of the block before.
func behind(d, previous uint64, n int) uint64 { return d<<n | previous>>(64-n) }

// aroundDigits returns the places that have a digit among the four bytes on either side, as the first full stop of a
// MAC address in three groups of four (0123.4567.89ab) has. Bytes beyond the block count as digits.
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

var alnumBytes = bytesWhere(isAlnum)

func isHex(c byte) bool { return isASCIIDigit(c) || (c|0x20)-'a' <= 'f'-'a' }

// isBlank reports a blank: white space that may stand inside a line.
func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// isSpace reports ASCII white space and control characters: the bytes that end a bare value.
func isSpace(c byte) bool { return c <= ' ' || c == 0x7f }

// lower returns an ASCII letter in lower case, and any other byte as it is.
func lower(c byte) byte {
	if isUpper(c) {
		return c | 0x20
	}
	return c
}

// nextEvent returns the index of the lowest set bit.
func nextEvent(events uint64) int { return bits.TrailingZeros64(events) }
