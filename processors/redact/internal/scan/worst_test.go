// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"cmp"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// neighbours are what the search for the most costly text puts next to the literals of the finders and next to each
// other.
var neighbours = []string{
	"a", "k", "e", "A", "1", "12", "1234", "0", "ff", " ", "  ", "\n", "\t", "\"", "'", "\\", "\\\"", `\\"`, "\\n", "\\u0022", "&quot;", "%22", "%20", "%2520", "%",
	":", "=", ": ", " = ", "=>", ",", ";", "|", "(", ")", "[", "]", "{", "}", "<", ">", "/", "//", ".", "-", "_", "--", "+", "@", "$", "#",
	"é", "例", "４", "：", "\x1b[1m", "\xef\xbc", "\u00a0",
	"password", "secret", "token", "api_key", "authorization", "cookie", "pin", "name", "key", "value", "card", "phone", "ssn",
	"account number", "true", "***", "[REDACTED:password]", "[REDACTED:", "[EMAIL_1]", "basic", "example.com", "a1b2c3d4e5f6g7h8",
	"4111 1111 1111 1111", "4111111111111111", "415-555-2671", "123-45-6789", "10.1.2.3", "00:1a:", "2001:db8:", "2026-01-02T03:04:05Z",
	"mysql", "curl", "where ", " set ", "echo ",
}

// repeatedPieces returns every literal and every neighbour, alone, and with a neighbour on either side.
func repeatedPieces(e *Engine) []string {
	var all []string
	for _, first := range append(literalsOf(e), neighbours...) {
		all = append(all, first)
		for _, second := range neighbours {
			all = append(all, first+second, second+first)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// TestIdempotentWhenRepeated redacts the outputs for texts that consist of one piece: where a mask makes the next
// piece visible, one match may lead to another many times.
func TestIdempotentWhenRepeated(t *testing.T) {
	e := newEngine(t)
	s := e.Scanner()
	defer s.Release()
	for _, piece := range repeatedPieces(e) {
		out, changed := s.Value(repeat(piece, 400), Context{})
		if !changed {
			continue
		}
		again, _ := s.Value(out, Context{})
		assert.Equal(t, out, again, "of %q, repeated", piece)
	}
}

// cost is what a text takes.
type cost struct {
	piece string // the text is this, repeated
	// perByte is the time in nanoseconds for a byte of the text and of what was written instead, if anything was.
	perByte float64
	matches int
}

// costOf measures a text of the given size that consists of a piece. What else the machine does only adds to the time:
// the least of many rounds counts.
func costOf(s *Scanner, piece string, size, rounds int) cost {
	in := repeat(piece, size)
	least, written := time.Duration(math.MaxInt64), 0
	for range rounds {
		start := time.Now()
		out, changed := s.Value(in, Context{})
		least = min(least, time.Since(start))
		if changed {
			written = len(out)
		}
	}
	return cost{piece, float64(least) / float64(size+written), len(s.Matches())}
}

// TestWorstText searches for the texts of which a byte costs most, among those that consist of one piece, repeated. It logs
// them, and fails if the cost of a byte grows with the text.
func TestWorstText(t *testing.T) {
	const (
		size   = 1 << 10
		rounds = 2   // to find those that are looked at again
		again  = 100 // for these
		shown  = 5
		dense  = 64 // bytes for a match: in texts with more of them, the matches are what costs
	)
	e := newEngine(t)
	s := e.Scanner()
	defer s.Release()
	var sparse, full []cost
	try := func(piece string) {
		if c := costOf(s, piece, size, rounds); c.matches > size/dense {
			full = append(full, c)
		} else {
			sparse = append(sparse, c)
		}
	}
	for _, piece := range repeatedPieces(e) {
		try(piece)
	}
	for name, list := range map[string][]cost{"with few matches": sparse, "full of matches": full} {
		top := mostCostly(list, 20*shown)
		for i, c := range top {
			top[i] = costOf(s, c.piece, size, again)
			assertLinear(t, s, size, c.piece)
		}
		for _, c := range mostCostly(top, shown) {
			t.Logf("of %d texts %s: %5.1f ns for a byte of %q, repeated", len(list), name, c.perByte, c.piece)
		}
	}
}

// mostCostly returns up to n of a list, the most costly first.
func mostCostly(list []cost, n int) []cost {
	slices.SortFunc(list, func(a, b cost) int { return cmp.Compare(b.perByte, a.perByte) })
	return slices.Clone(list[:min(n, len(list))])
}
