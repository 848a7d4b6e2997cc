// SPDX-License-Identifier: Apache-2.0

package scan

import "math/bits"

// The lanes of a byte class. Each lane holds one bit, eight apart, so that the classes of eight
// consecutive bytes can be shifted into one word and read off as one byte a lane.
const (
	laneDigit  = 1 << 0
	laneAnchor = 1 << 8
	laneColon  = 1 << 16
)

// classes says for every byte in which lanes it is.
type classes [256]uint32

// blockMasks has one bit for each of up to 64 consecutive bytes.
type blockMasks struct {
	digits  uint64
	anchors uint64
	colons  uint64
}

// classify returns the masks of the first 64 bytes of text, or of all of it if it is shorter.
func (c *classes) classify(text string) blockMasks {
	if len(text) > 64 {
		text = text[:64]
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
	for i := range len(text) {
		lanes := c[text[i]]
		m.digits |= uint64(lanes&1) << shift
		m.anchors |= uint64(lanes>>8&1) << shift
		m.colons |= uint64(lanes>>16&1) << shift
		shift++
	}
	return m
}

// events returns the places where a finder may have something to do: the starts of digit runs and
// the anchors. A run that reaches the end of the block counts whatever its length, and a colon
// between two digits, as in a clock time, does not count.
// carry is 1 if the byte before the block is a digit.
func (m blockMasks) events(carry uint64) uint64 {
	d := m.digits
	before := d<<1 | carry
	runs := d &^ before & (d>>1 | 1<<63) & (d>>2 | 3<<62) & (d>>3 | 7<<61)
	clock := m.colons & before & (d >> 1)
	return runs | m.anchors&^clock
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
