// SPDX-License-Identifier: Apache-2.0

package scan

import "golang.org/x/sys/cpu"

// hasVector reports whether the processor has the instructions that classifyVector and eventsVector use.
var hasVector = cpu.X86.HasAVX2

// vectorScratch holds a copy of the last bytes of a text, padded with zeros, so that the vector instructions, which read
// whole blocks and windows, read nothing beyond the text.
type vectorScratch struct {
	tail [2*blockSize + windowSize - 1]byte
}

// classify fills the masks of c for the n bytes of text from index from on.
func (f *fingerprints) classify(c *chunk, text string, from, n int) {
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
	if blocks := (n + blockSize - 1) / blockSize; blocks > 1 {
		eventsVector(c, blocks)
	} else {
		c.findEvents(blocks)
	}
}

// classifyVector fills the masks of c for the first whole blocks of text, and then for tail blocks from c.vector.tail.
//
//go:noescape
func classifyVector(f *fingerprints, text string, whole, tail int, c *chunk)

// eventsVector does the same as findEvents.
//
//go:noescape
func eventsVector(c *chunk, blocks int)
