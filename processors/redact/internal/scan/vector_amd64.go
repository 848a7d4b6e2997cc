// SPDX-License-Identifier: Apache-2.0

package scan

import "golang.org/x/sys/cpu"

// hasVector reports whether the processor has the instructions that classifyVector and eventsVector use.
var hasVector = cpu.X86.HasAVX2

// has512 reports whether the processor has the instructions that classify512 uses, as those of servers have since 2021.
var has512 = hasVector && cpu.X86.HasBMI2 && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VBMI

// vectorScratch holds a copy of the last bytes of a text, padded with zeros, so that the vector instructions, which read
// whole blocks and windows, read nothing beyond the text.
type vectorScratch struct {
	tail [2*blockSize + windowSize - 1]byte
}

// classify fills the masks of c for the n bytes of text from index from on.
func (f *fingerprints) classify(c *chunk, text string, from, n int) {
	blocks := (n + blockSize - 1) / blockSize
	if f.bytes != nil {
		classify512(f.bytes, text[from:], blocks, c)
	} else {
		f.classifyHalves(c, text, from, n)
	}
	if blocks > 1 {
		eventsVector(c, blocks)
	} else {
		c.findEvents(blocks)
	}
}

// classifyHalves fills all masks but the events, by looking up the two halves of each byte.
func (f *fingerprints) classifyHalves(c *chunk, text string, from, n int) {
	// A window that starts at the end of a block reaches beyond it.
	whole := n / blockSize
	if from+whole*blockSize+windowSize-1 > len(text) && whole > 0 {
		whole--
	}
	tail := 0
	if start := from + whole*blockSize; start < from+n {
		tail = (from + n - start + blockSize - 1) / blockSize
		t := c.vector.tail[:tail*blockSize+windowSize-1]
		clear(t[copy(t, text[start:]):])
	}
	classifyVector(f, text[from:], whole, tail, c)
}

// classify512 fills all masks of c but the events for so many blocks of text, the last of which may be shorter.
//
//go:noescape
func classify512(t *byteTables, text string, blocks int, c *chunk)

// classifyVector fills the masks of c for the first whole blocks of text, and then for tail blocks from c.vector.tail.
//
//go:noescape
func classifyVector(f *fingerprints, text string, whole, tail int, c *chunk)

// eventsVector does the same as findEvents.
//
//go:noescape
func eventsVector(c *chunk, blocks int)
