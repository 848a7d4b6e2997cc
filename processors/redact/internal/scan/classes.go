// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"math"
	"strings"
)

// The lanes of a byte class. Each lane holds one bit, eight apart, so that the classes of eight consecutive bytes
// can be shifted into one word and be read off as one byte a lane. A byte is an anchor that is in the lane mark, or
// in the middle of a window: it and those on either side are in the lanes of their places.
const (
	laneDigit = iota
	laneColon
	laneHex
	laneJoint
	laneMark
	laneWindow // and one for each further byte of a window

	numLanes    = 8
	windowLanes = numLanes - laneWindow
)

// classes says for every byte in which lanes it is: how a text is classified without vector instructions.
type classes [256]uint64

// newClasses returns the classes of bytes in which literals are looked for. It sets their anchors: a mark, of which a
// text has few, or else the middle of a window. The window is chosen that lets the fewest more places pass, with what has
// been chosen for the literals before.
func newClasses(all []literal, digits bool) classes {
	var c classes
	c.put(":", false, laneColon)
	c.put("abcdef", false, laneHex)
	c.put(jointBytes, false, laneJoint)
	if digits {
		c.put("0123456789", false, laneDigit)
		c.put("0123456789", false, laneHex)
	}
	for i := range all {
		l := &all[i]
		if mark := rarestMark(l.text); mark >= 0 {
			l.anchor = mark
			c.put(l.text[mark:mark+1], l.fold, laneMark)
			continue
		}
		least := math.Inf(1)
		for at := range len(l.text) - windowLanes + 1 {
			if isASCIIDigit(l.text[at]) || isASCIIDigit(l.text[at+1]) { // they are frequent and have events of their own
				continue
			}
			more := c
			more.putWindow(l, at)
			if weight := more.windowWeight(); weight < least {
				l.anchor, least = at+1, weight
			}
		}
		if math.IsInf(least, 1) {
			l.anchor = strings.IndexFunc(l.text, func(r rune) bool { return r < '0' || r > '9' })
			c.put(l.text[l.anchor:l.anchor+1], l.fold, laneMark)
			continue
		}
		c.putWindow(l, l.anchor-1)
	}
	return c
}

// frequentMarks are those of which logs, JSON and stack traces have so many that a window lets fewer places pass.
const frequentMarks = ` ".`

// rarestMark returns where the rarest byte stands that is no letter, digit or frequent mark, or -1.
func rarestMark(text string) int {
	best := -1
	for i, c := range []byte(text) {
		if !isAlnum(c) && strings.IndexByte(frequentMarks, c) < 0 && (best < 0 || byteWeights[c] < byteWeights[text[best]]) {
			best = i
		}
	}
	return best
}

func (c *classes) putWindow(l *literal, at int) {
	for place := range windowLanes {
		c.put(l.text[at+place:at+place+1], l.fold, laneWindow+place)
	}
}

// windowWeight estimates how many places of a text start a window.
func (c *classes) windowWeight() float64 {
	weight := 1.0
	for lane := laneWindow; lane < numLanes; lane++ {
		sum := 0.0
		for b, lanes := range c {
			sum += byteWeights[b] * float64(lanes>>(8*lane)&1)
		}
		weight *= sum
	}
	return weight
}

func (c *classes) put(bytes string, fold bool, lane int) {
	for _, b := range []byte(bytes) {
		c[b] |= 1 << (8 * lane)
	}
	if fold {
		c.put(strings.ToUpper(bytes), false, lane)
	}
}

// block writes the masks of the first 64 bytes of text, or of all of it if it is shorter, to block b of a chunk.
func (c *classes) block(out *chunk, b int, text string) {
	if len(text) < blockSize {
		c.shortBlock(out, b, text)
		return
	}
	r0, r1, r2, r3 := c.rows(text[:blockSize/2])
	r4, r5, r6, r7 := c.rows(text[blockSize/2 : blockSize])
	out.set(b, r0, r1, r2, r3, r4, r5, r6, r7)
}

// shortBlock is block for a text that is shorter than a block. Bytes behind its end are in no class.
func (c *classes) shortBlock(out *chunk, b int, text string) {
	var rows [8]uint64
	n := 0
	for ; len(text) >= 8; text = text[8:] {
		rows[n&7] = c.row(text)
		n++
	}
	for i := range len(text) {
		rows[n&7] |= c[text[i]] << i
	}
	out.set(b, rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], rows[6], rows[7])
}

// rows returns the rows of half a block of text, of a whole one there would be more than there are registers.
func (c *classes) rows(t string) (r0, r1, r2, r3 uint64) {
	_ = t[blockSize/2-1]
	return c.four(t, 0) | c.four(t, 4)<<4, c.four(t, 8) | c.four(t, 12)<<4, c.four(t, 16) | c.four(t, 20)<<4, c.four(t, 24) | c.four(t, 28)<<4
}

// row returns the classes of the first eight bytes of text, a bit for each in every lane.
func (c *classes) row(t string) uint64 { return c.four(t, 0) | c.four(t, 4)<<4 }

// four returns the classes of four bytes of text, from index i on.
func (c *classes) four(t string, i int) uint64 {
	return ((c[t[i+3]]<<1|c[t[i+2]])<<1|c[t[i+1]])<<1 | c[t[i]]
}

// set writes the masks of the rows of a block, each of eight bytes. Any byte may stand on either side of it.
func (c *chunk) set(b int, r0, r1, r2, r3, r4, r5, r6, r7 uint64) {
	// Rows and columns of a square of eight by eight bytes change places.
	r0, r4 = exchange(r0, r4, 32, 0x00000000ffffffff)
	r1, r5 = exchange(r1, r5, 32, 0x00000000ffffffff)
	r2, r6 = exchange(r2, r6, 32, 0x00000000ffffffff)
	r3, r7 = exchange(r3, r7, 32, 0x00000000ffffffff)
	r0, r2 = exchange(r0, r2, 16, 0x0000ffff0000ffff)
	r1, r3 = exchange(r1, r3, 16, 0x0000ffff0000ffff)
	r4, r6 = exchange(r4, r6, 16, 0x0000ffff0000ffff)
	r5, r7 = exchange(r5, r7, 16, 0x0000ffff0000ffff)
	r0, r1 = exchange(r0, r1, 8, 0x00ff00ff00ff00ff)
	r2, r3 = exchange(r2, r3, 8, 0x00ff00ff00ff00ff)
	r4, r5 = exchange(r4, r5, 8, 0x00ff00ff00ff00ff)
	r6, r7 = exchange(r6, r7, 8, 0x00ff00ff00ff00ff)
	// The lanes, from laneDigit on.
	c.digits[b], c.colons[b], c.hex[b], c.joints[b] = r0, r1, r2, r3
	c.anchors[b] = r4 | (r5<<1|1)&r6&(r7>>1|1<<63)
}

// exchange exchanges those parts of a that are in the mask when shifted with those of b that are.
func exchange(a, b uint64, shift int, mask uint64) (uint64, uint64) {
	differ := (a>>shift ^ b) & mask
	return a ^ differ<<shift, b ^ differ
}
