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
	anchors uint64
	colons  uint64
}

// chunk is a part of a text as masks.
type chunk struct {
	blocks [chunkBlocks]blockMasks
	vector vectorScratch
}

// The lanes of a byte class. Each lane holds one bit, eight apart, so that the classes of eight
// consecutive bytes can be shifted into one word and read off as one byte a lane.
const (
	laneDigit  = 1 << 0
	laneAnchor = 1 << 8
	laneColon  = 1 << 16
)

// classes says for every byte in which lanes it is.
type classes [256]uint32

// classify returns the masks of text from index from on, for one block after the other, as many as a chunk
// has. With vector instructions, fewer bytes are anchors: see fingerprints.
func (e *Engine) classify(c *chunk, text string, from int) []blockMasks {
	part := text[from:min(len(text), from+chunkSize)]
	n := (len(part) + blockSize - 1) / blockSize
	if e.vector && len(part) >= minVector {
		e.fingerprints.classify(c, text, from, len(part))
		return c.blocks[:n]
	}
	for i := range n {
		c.blocks[i] = e.classes.block(part[i*blockSize:])
	}
	return c.blocks[:n]
}

// block returns the masks of the first 64 bytes of text, or of all of it if it is shorter.
func (c *classes) block(text string) blockMasks {
	if len(text) > blockSize {
		text = text[:blockSize]
	}
	var m blockMasks
	shift := 0
	for ; len(text) >= 8; text = text[8:] {
		lanes := c[text[0]] | c[text[1]]<<1 | c[text[2]]<<2 | c[text[3]]<<3 |
			c[text[4]]<<4 | c[text[5]]<<5 | c[text[6]]<<6 | c[text[7]]<<7
		m.digits |= uint64(lanes&0xff) << shift
		m.anchors |= uint64(lanes>>8&0xff) << shift
		m.colons |= uint64(lanes>>16&0xff) << shift
		shift += 8
	}
	lanes := uint32(0)
	for i := range len(text) {
		lanes |= c[text[i]] << i
	}
	m.digits |= uint64(lanes&0xff) << shift
	m.anchors |= uint64(lanes>>8&0xff) << shift
	m.colons |= uint64(lanes>>16&0xff) << shift
	return m
}

// events returns the places where a finder may have something to do: the starts of digit runs and
// the anchors. A run that reaches the end of the block counts whatever its length, and a colon
// between two pairs of digits, as in a clock time, does not count.
// Bytes that join two runs of digits are events if another one follows at most three digits later, or single is
// all ones. dotted is all ones if the text has a full stop that can be that of a MAC address.
//
// previous are the digits of the block before.
func (m *blockMasks) events(previous, single, dotted uint64) uint64 {
	d := m.digits
	before := d<<1 | previous>>63
	runs := d &^ before & (d>>1 | 1<<63) & (d>>2 | 3<<62) & (d>>3 | 7<<61)
	clock := m.colons & before & (d<<2 | previous>>62) & (d >> 1) & (d >> 2)
	events := runs | m.anchors&^clock
	if d == 0 {
		return events
	}
	joints := before &^ d & (d>>1 | 1<<63) &^ m.colons
	events |= joints & (single | joints>>2 | joints>>3 | joints>>4 | 15<<60)
	// Clock times of four parts are addresses.
	events |= clock & (clock>>3 | 7<<61) & (clock>>6 | 63<<58)
	// The digits of a clock time with milliseconds are as in a codice fiscale.
	if bits.OnesCount64(d) >= minScattered {
		events |= scattered(d, previous)&^(m.colons<<6) | dotted&triplets(d, previous)
	}
	return events
}

// minScattered is the fewest digits that a block with the end of what scattered looks for has.
const minScattered = 2

// scattered returns where the last digit stands of what has its digits as an Italian codice fiscale or a Medicare
// beneficiary identifier, compact or with hyphens: forms without a longer run. previous are the digits of the
// block before.
func scattered(d, previous uint64) uint64 {
	is := func(back int) uint64 { return d<<back | previous>>(64-back) }
	pair := d & is(1)
	fiscale := is(2) &^ is(3) & is(4) & is(5) &^ is(6) & is(7) & is(8)
	compact := ^is(2) &^ is(3) & is(4) &^ is(6) & is(7) &^ is(9) & is(10)
	hyphens := ^is(2) &^ is(3) &^ is(4) & is(5) &^ is(7) &^ is(8) & is(9) &^ is(11) & is(12)
	return pair & (fiscale | compact | hyphens)
}

// triplets returns where the first full stop of a MAC address in three groups of four can stand: groups with at
// least one digit each. Bytes beyond the block count as what is looked for.
func triplets(d, previous uint64) uint64 {
	left := d<<1 | d<<2 | d<<3 | d<<4 | previous>>63 | previous>>62 | previous>>61 | previous>>60
	right := d>>1 | d>>2 | d>>3 | d>>4 | 1<<63
	return left & right &^ d & (^d>>5 | 31<<59) & (right>>5 | 31<<59)
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
