// SPDX-License-Identifier: Apache-2.0

package scan

import "golang.org/x/sys/cpu"

// hasVector reports whether the processor has the instructions that classifyVector is made of.
var hasVector = cpu.X86.HasAVX2

// vectorScratch holds a copy of the bytes behind the last whole block, so that nothing is read from beyond the
// text.
type vectorScratch struct {
	tail [2*blockSize + windowSize - 1]byte
}

// classify fills the masks for the n bytes of text from index from on.
func (f *fingerprints) classify(c *chunk, text string, from, n int) {
	// The bytes of a window that starts at the end of a block are read as well.
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

// classifyVector fills the masks of whole blocks of text, and of as many more from the scratch as tail says.
//
//go:noescape
func classifyVector(f *fingerprints, text string, whole, tail int, c *chunk)

// eventsVector does what findEvents does, for all blocks of a chunk.
//
//go:noescape
func eventsVector(c *chunk, blocks int)
