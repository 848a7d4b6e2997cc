// SPDX-License-Identifier: Apache-2.0

//go:build !amd64

package scan

// hasVector and has512 report that there are no vector instructions for this processor.
const hasVector, has512 = false, false

type vectorScratch struct{}

func (f *fingerprints) classify(c *chunk, text string, from, n int) {
	f.classifyScalar(c, text, from, n)
}
