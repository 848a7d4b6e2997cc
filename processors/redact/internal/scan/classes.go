// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"math"
	"strings"
)

// The lanes of a byte class. The class of a byte has one bit for each lane, eight bits apart, so that the classes of
// eight consecutive bytes can be shifted into one word, in which each lane is one byte. A byte is an anchor if it is in
// laneMark, or if it is the middle of a window: the byte in front of it is in laneWindow, it is in the next lane, and
// the byte behind it in the lane after that.
const (
	laneDigit = iota
	laneColon
	laneHex
	laneSeparator
	laneMark
	laneWindow // and one for each further byte of a window

	numLanes    = 8
	windowLanes = numLanes - laneWindow
)

// classes says for every byte in which lanes it is. They classify a text without vector instructions.
type classes [256]uint64

// newClasses returns the classes by which the literals are looked for. It sets the anchor of each literal in all: its
// rarest punctuation mark, see rarestMark, or else the middle byte of a window of windowLanes bytes. Of the possible
// windows it takes the one that lets the fewest additional places pass, given the windows of the literals before.
// digits says whether a finder asks for digits.
func newClasses(all []literal, digits bool) classes {
	var c classes
	c.put(":", false, laneColon)
	c.put("abcdef", false, laneHex)
	c.put(separatorBytes, false, laneSeparator)
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
			if isASCIIDigit(l.text[at]) || isASCIIDigit(l.text[at+1]) { // digits are frequent and have events of their own
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

// frequentMarks are the marks that are so frequent in logs, JSON and stack traces that a window lets fewer places pass.
const frequentMarks = ` ".`

// rarestMark returns the index of the rarest byte that is not a letter, a digit or one of frequentMarks, or -1.
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

// windowWeight estimates which share of the places of a text starts a window.
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

// block writes the masks of the first blockSize bytes of text, or of all of it if it is shorter, to block b of a chunk.
func (c *classes) block(out *chunk, b int, text string) {
	if len(text) < blockSize {
		c.shortBlock(out, b, text)
		return
	}
	r0, r1, r2, r3 := c.rows(text[:blockSize/2])
	r4, r5, r6, r7 := c.rows(text[blockSize/2 : blockSize])
	out.set(b, r0, r1, r2, r3, r4, r5, r6, r7)
}

// shortBlock is block for a text that is shorter than a block. The missing bytes are in no class.
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

// rows returns the rows of half a block of text: those of a whole block would not fit into the registers.
func (c *classes) rows(t string) (r0, r1, r2, r3 uint64) {
	_ = t[blockSize/2-1]
	return c.four(t, 0) | c.four(t, 4)<<4, c.four(t, 8) | c.four(t, 12)<<4, c.four(t, 16) | c.four(t, 20)<<4, c.four(t, 24) | c.four(t, 28)<<4
}

// row returns the classes of the first eight bytes of t: in the byte of each lane, bit i is for t[i].
func (c *classes) row(t string) uint64 { return c.four(t, 0) | c.four(t, 4)<<4 }

// four returns the classes of the four bytes of t from index i on, in the lower half of each lane.
func (c *classes) four(t string, i int) uint64 {
	return ((c[t[i+3]]<<1|c[t[i+2]])<<1|c[t[i+1]])<<1 | c[t[i]]
}

// set writes the masks of a block, given its rows of eight bytes each. At the ends of the block, where a window would
// need a byte of the neighbouring one, any byte is taken to fit.
func (c *chunk) set(b int, r0, r1, r2, r3, r4, r5, r6, r7 uint64) {
	// Transpose the square of eight rows by eight lanes of bytes, so that each word is the mask of one lane.
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
	c.digits[b], c.colons[b], c.hex[b], c.separators[b] = r0, r1, r2, r3
	c.anchors[b] = r4 | (r5<<1|1)&r6&(r7>>1|1<<63)
}

// exchange swaps the bits of a>>shift that are in the mask with the same bits of b, and returns both words.
func exchange(a, b uint64, shift int, mask uint64) (uint64, uint64) {
	differ := (a>>shift ^ b) & mask
	return a ^ differ<<shift, b ^ differ
}
