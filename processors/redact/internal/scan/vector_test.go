// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"bytes"
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
	e.compileFinders(false)
	return e
}

// vectorEngines returns engines of the tests that use each of the ways of classifying that the processor has.
func vectorEngines(tb testing.TB) []*anchored {
	tb.Helper()
	all := []*anchored{newAnchored(newEngine(tb))}
	if has512 {
		halves := newEngine(tb)
		halves.fingerprints.bytes = nil
		all = append(all, newAnchored(halves))
	}
	return all
}

// checkMasks compares the masks of vector instructions with their specification, and checks that no anchor is lost
// with either engine.
func checkMasks(t *testing.T, vector, scalar *anchored, text string) {
	t.Helper()
	var c, want, plain chunk
	for from := 0; from < len(text); from += chunkSize {
		blocks := vector.classify(&c, text, from)
		require.Equal(t, blocks, scalar.classify(&plain, text, from))
		n := min(len(text)-from, chunkSize)
		want.enter(from > 0, from+n < len(text), blocks+1)
		vector.fingerprints.classifyScalar(&want, text, from, n)
		for b := 1; b <= blocks; b++ {
			if vector.vector {
				require.Equal(t, want.block(b), c.block(b), "block %d of %q", b, text)
			}
			require.Equal(t, plain.digits[b], c.digits[b], "digits of %q", text)
			require.Equal(t, plain.colons[b], c.colons[b], "colons of %q", text)
			require.Equal(t, plain.hex[b], c.hex[b], "hexadecimal digits of %q", text)
			require.Equal(t, plain.numbers[b], c.numbers[b], "numbers of %q", text)
			require.Equal(t, plain.triples[b], c.triples[b], "triples of %q", text)
			require.Equal(t, plain.addresses[b], c.addresses[b], "addresses of %q", text)
			first := from + (b-1)*blockSize
			for at := first; at < min(len(text), first+blockSize); at++ {
				if isClock(text, at) { // see blockEvents
					continue
				}
				vector.checkAnchor(t, c.anchors[b]>>(at-first)&1 != 0, text, at)
				scalar.checkAnchor(t, plain.anchors[b]>>(at-first)&1 != 0, text, at)
			}
		}
	}
}

// isClock reports whether a colon between two pairs of digits is at an index of the text.
func isClock(text string, at int) bool {
	return text[at] == ':' && at >= 2 && digitRun(text, at-2) == 2 && digitRun(text, at+1) >= 2
}

// block returns the masks of block b by name.
func (c *chunk) block(b int) map[string]uint64 {
	return map[string]uint64{
		"digits": c.digits[b], "anchors": c.anchors[b], "colons": c.colons[b], "hex": c.hex[b], "separators": c.separators[b],
		"numbers": c.numbers[b], "triples": c.triples[b], "addresses": c.addresses[b],
	}
}

// anchored is an engine with the groups of its literals by the bytes at their anchors.
type anchored struct {
	*Engine
	groups [256][]group
}

type group struct {
	bit      uint64
	literals []literal
}

func newAnchored(e *Engine) *anchored {
	a := &anchored{Engine: e}
	for c := range 256 {
		if len(e.literals.single[c]) > 0 {
			a.groups[c] = append(a.groups[c], group{singles, e.literals.single[c]})
		}
		for i, all := range e.literals.groups {
			g := group{bit: 1 << i}
			for _, l := range all {
				if bytes.IndexByte(l.bytesAt(l.anchor), byte(c)) >= 0 {
					g.literals = append(g.literals, l)
				}
			}
			if len(g.literals) > 0 {
				a.groups[c] = append(a.groups[c], g)
			}
		}
	}
	return a
}

// checkAnchor checks that index at of text is an anchor, and its groups are found, if literals have their anchor there.
func (a *anchored) checkAnchor(t *testing.T, isAnchor bool, text string, at int) {
	t.Helper()
	found := a.literals.groupsAtEnd(text, at-a.literals.before)
	if from := at - a.literals.before; from >= 0 && from+nearSize <= len(text) {
		require.Equal(t, a.literals.groupsOf(text, from), found, "groups at byte %d of %q", at, text)
	}
	for _, g := range a.groups[text[at]] {
		for i := range g.literals {
			if l := &g.literals[i]; l.matchesAt(text, at-l.anchor) {
				require.True(t, isAnchor && found&g.bit != 0, "%q at byte %d of %q", l.text, at, text)
			}
		}
	}
}

// literalPieces are what texts with many literals are made of.
func literalPieces(e *Engine) []string {
	all := []string{" ", "a", "\x00", "\xff", "：", "４", "12345678", "12:34:56", "a:b", "\n"}
	for _, group := range e.literals.groups {
		for _, l := range group {
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
	engines, scalar := vectorEngines(t), newAnchored(newScalarEngine(t))
	check := func(text string) {
		for _, e := range engines {
			checkMasks(t, e, scalar, text)
		}
	}
	r := rand.New(rand.NewPCG(5, 6))
	all := literalPieces(scalar.Engine)
	for range 3000 {
		var b []byte
		for size := 1 + r.IntN(300); len(b) < size; {
			if r.IntN(3) == 0 {
				b = append(b, byte(r.Uint32()))
			} else {
				b = append(b, all[r.IntN(len(all))]...)
			}
		}
		// The text is a part of another one, so that bytes read from beyond its ends would make a difference.
		from := r.IntN(min(64, len(b)))
		to := len(b) - r.IntN(min(64, len(b)-from))
		check(string(b)[from:to])
	}
	for _, size := range []int{chunkSize - 1, chunkSize, chunkSize + 1, 2*chunkSize + 65} {
		var b strings.Builder
		for b.Len() < size {
			b.WriteString(all[r.IntN(len(all))])
		}
		check(b.String()[:size])
	}
}

// TestFingerprints checks that few places of plain text pass.
func TestFingerprints(t *testing.T) {
	for _, e := range []*Engine{newEngine(t), newScalarEngine(t)} {
		var c chunk
		for _, text := range benchTexts {
			passed := 0
			for b := 1; b <= e.classify(&c, text.text, 0); b++ {
				passed += bits.OnesCount64(c.anchors[b] &^ c.colons[b])
			}
			assert.LessOrEqual(t, passed, len(text.text)/4, "places of %d bytes in %q", len(text.text), text.name)
		}
	}
}

// FuzzVector checks that both ways of reading a text find the same.
func FuzzVector(f *testing.F) {
	engines, scalar := vectorEngines(f), newAnchored(newScalarEngine(f))
	for _, c := range benchTexts {
		f.Add(c.text)
	}
	f.Add(strings.Repeat("pässword＝ＡＢＣ４１１１ ", 30))
	f.Add("\xef" + strings.Repeat("x", 62) + "：")
	f.Fuzz(func(t *testing.T, text string) {
		s := scalar.Scanner()
		defer s.Release()
		want, _ := s.Value(text, Context{})
		for _, e := range engines {
			checkMasks(t, e, scalar, text)
			v := e.Scanner()
			defer v.Release()
			got, _ := v.Value(text, Context{})
			assert.Equal(t, want, got)
			assert.True(t, slices.Equal(s.Matches(), v.Matches()))
		}
	})
}
