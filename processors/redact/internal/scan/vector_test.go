// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// newScalarEngine returns the engine of the tests without vector instructions.
func newScalarEngine(tb testing.TB) *Engine {
	tb.Helper()
	e := newEngine(tb)
	e.vector = false
	return e
}

// checkVector compares the masks of vector instructions with their specification, and with those of the scalar
// code: the same digits and colons, and no anchor that a literal has is lost.
func checkVector(t *testing.T, e *Engine, text string) {
	t.Helper()
	var c chunk
	for from := 0; from < len(text); from += chunkSize {
		part := min(chunkSize, len(text)-from)
		e.fingerprints.classify(&c, text, from, part)
		for i := 0; i < part; i += blockSize {
			got, want := c.blocks[i/blockSize], e.fingerprints.block(text, from+i)
			require.Equal(t, want, got, "block %d of %q", (from+i)/blockSize, text)
			plain := e.classes.block(text[from+i : min(len(text), from+i+blockSize)])
			require.Equal(t, plain.digits, got.digits, "digits of %q", text)
			require.Equal(t, plain.colons, got.colons, "colons of %q", text)
			for missing := plain.anchors &^ got.anchors; missing != 0; missing &= missing - 1 {
				at := from + i + nextEvent(missing)
				require.Empty(t, e.literalsAt(text, at), "at byte %d of %q", at, text)
			}
		}
	}
}

// literalsAt returns the literals that have their anchor at index at.
func (e *Engine) literalsAt(text string, at int) []string {
	var found []string
	if narrow(text, at) != 0 {
		found = append(found, "full-width")
	}
	if ls := e.anchors[text[at]]; ls != nil {
		for i := range ls.list {
			if l := &ls.list[i]; l.matchesAt(text, at-l.anchor) {
				found = append(found, l.text)
			}
		}
	}
	return found
}

// pieces are what texts with many literals are made of.
func pieces(e *Engine) []string {
	all := []string{" ", "a", "\x00", "\xff", "：", "４", "12345678", "12:34:56", "a:b", "\n"}
	for _, ls := range e.anchors {
		if ls == nil {
			continue
		}
		for _, l := range ls.list {
			all = append(all, l.text)
			if l.fold {
				all = append(all, strings.ToUpper(l.text))
			}
		}
	}
	return all
}

// TestVector checks texts of any length and alignment, up to the ends of blocks and chunks.
func TestVector(t *testing.T) {
	e := newEngine(t)
	r := rand.New(rand.NewPCG(5, 6))
	all := pieces(e)
	for range 3000 {
		var b []byte
		for size := 1 + r.IntN(300); len(b) < size; {
			if r.IntN(3) == 0 {
				b = append(b, byte(r.Uint32()))
			} else {
				b = append(b, all[r.IntN(len(all))]...)
			}
		}
		offset := r.IntN(min(64, len(b)))
		checkVector(t, e, string(b)[offset:])
	}
	for _, size := range []int{chunkSize - 1, chunkSize, chunkSize + 1, 2*chunkSize + 65} {
		var b strings.Builder
		for b.Len() < size {
			b.WriteString(all[r.IntN(len(all))])
		}
		checkVector(t, e, b.String()[:size])
	}
}

// TestFingerprints checks that few places of plain text pass.
func TestFingerprints(t *testing.T) {
	e := newEngine(t)
	for _, c := range benchTexts {
		passed := 0
		for i := 0; i < len(c.text); i += blockSize {
			m := e.fingerprints.block(c.text, i)
			passed += bits.OnesCount64(m.anchors &^ m.colons)
		}
		assert.LessOrEqual(t, passed, len(c.text)/4, "places of %d bytes in %q", len(c.text), c.name)
	}
}

// FuzzVector checks that both ways of reading a text find the same.
func FuzzVector(f *testing.F) {
	vector, scalar := newEngine(f), newScalarEngine(f)
	for _, c := range benchTexts {
		f.Add(c.text)
	}
	f.Add(strings.Repeat("pässword＝ＡＢＣ４１１１ ", 30))
	f.Add("\xef" + strings.Repeat("x", 62) + "：")
	f.Fuzz(func(t *testing.T, text string) {
		checkVector(t, vector, text)
		v, s := vector.Scanner(), scalar.Scanner()
		defer v.Release()
		defer s.Release()
		got, _ := v.Value(text, Context{})
		want, _ := s.Value(text, Context{})
		assert.Equal(t, want, got)
		assert.True(t, slices.Equal(s.Matches(), v.Matches()))
	})
}
