// SPDX-License-Identifier: Apache-2.0

package scan

import "golang.org/x/sys/cpu"

// hasVector reports whether the processor has the instructions that classifyVector is made of.
var hasVector = cpu.X86.HasAVX2

// minVector is the length from which vector instructions pay.
const minVector = 24

// vectorScratch holds what classifyVector reads beside the text: the vector before it, of which the last
// byte counts, and a copy of the bytes behind the last whole block, so that nothing is read from beyond
// the text.
type vectorScratch struct {
	before [32]byte
	tail   [blockSize + 32]byte
}

// classify fills the masks for the n bytes of text from index from on.
func (f *fingerprints) classify(c *chunk, text string, from, n int) {
	// The byte after the block is read as well.
	whole := n / blockSize
	if whole > 0 && from+whole*blockSize == len(text) {
		whole--
	}
	s := &c.vector
	tail := 0
	if rest := from + whole*blockSize; rest < from+n {
		tail = 1
		s.tail = [blockSize + 32]byte{}
		copy(s.tail[:], text[rest:from+n])
	}
	s.before[31] = 0
	if from > 0 {
		p := text[from-1]
		s.before[31] = f.before.low[p&15] & f.before.high[p>>4]
	} else {
		s.before[31] = f.before.low[0] & f.before.high[0]
	}
	classifyVector(f, text[from:], whole, s, tail, &c.blocks)
}

// classifyVector fills the masks of whole blocks of text, and of one more from the scratch if tail is 1.
//
//go:noescape
func classifyVector(f *fingerprints, text string, whole int, s *vectorScratch, tail int, out *[chunkBlocks]blockMasks)
