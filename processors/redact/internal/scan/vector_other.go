// SPDX-License-Identifier: Apache-2.0

//go:build !amd64

package scan

// hasVector reports that there are no vector instructions for this processor.
const hasVector = false

type vectorScratch struct{}

func (f *fingerprints) classify(c *chunk, text string, from, n int) {
	f.classifyScalar(c, text, from, n)
}
