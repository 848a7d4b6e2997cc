// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"math/bits"
	"testing"
)

// TestFewPlacesPass checks that the fingerprints of all literals let few places pass at which no literal stands: each costs
// time in all texts, and there are the more of them the more literals share a bucket.
func TestFewPlacesPass(t *testing.T) {
	e := newEngine(t)
	e.compileFinders(true)
	vain, size := 0, 0
	for _, c := range benchTexts {
		var masks chunk
		e.fingerprints.classifyScalar(&masks, c.text, 0, len(c.text))
		for b, anchors := range masks.anchors {
			for ; anchors != 0; anchors &= anchors - 1 {
				if at := (b-1)*blockSize + bits.TrailingZeros64(anchors); e.literals.groupsAtEnd(c.text, at) == 0 {
					vain++
				}
			}
		}
		size += len(c.text)
	}
	if vain > size/100 {
		t.Errorf("%d of %d places pass in vain", vain, size)
	}
}

func TestTypicalIsClean(t *testing.T) {
	s := newEngine(t).Scanner()
	defer s.Release()
	s.Value(typical, Context{})
	for _, m := range s.Matches() {
		t.Errorf("%s found in %q", s.e.detectors[m.Detector].Name, typical[m.Start:m.End])
	}
}
