// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestHexWord(t *testing.T) {
	e := newEngine(t)
	const id = "80f198ee56343ba864fe8b2a57d3eff7"
	for _, c := range []struct {
		text string
		at   int
		want int
	}{
		{id, 0, 32},
		{"trace=" + id + " ok", 10, 38},
		{"e457b5a2e4d86bd1,", 1, 16},
		{"e457b5a2e4d86bd", 1, 1},             // 15
		{"e457b5a2e4d86bd1x", 1, 1},           // part of a longer word
		{"x_e457b5a2e4d86bd1", 3, 3},          // the same
		{"4111111111111111", 0, 0},            // a number
		{"4111111111111111a", 0, 17},          // no number
		{"de89370400440532013000", 2, 2},      // an IBAN
		{"4111111111111111A", 0, 0},           // not in lower case
		{"4111 1111 1111 1111", 0, 0},         // groups
		{"4111-1111-1111-1111-abcdef", 0, 0},  // groups
		{`\u00e9e457b5a2e4d86bd1`, 7, 7},      // an escape
		{strings.Repeat("a1", 500), 501, 501}, // too long to be read
		{"d4028756-c8f6-4213-9c60-125554400000", 2, 36},
		{"d4028756-c8f6-4213-9c60-125554400000.", 14, 36},
		{"d4028756-c8f6-4213-9c60-125554400000", 24, 36},
		{"d4028756-c8f6-4213-9c60-1255544000001", 2, 2}, // longer
		{"d4028756-c8f6-4213-9c60_125554400000", 14, 14},
		{"pod_d4028756-c8f6-4213-9c60-125554400000_0", 6, 40},
		{"44028756-4213-4213-9960-125554400000", 0, 0}, // no letter
	} {
		assert.Equal(t, c.want, hexEnd(e, c.text, c.at), c.text)
		// Wherever the words are in blocks and chunks.
		for _, shift := range []int{1, 31, 50, 63, 64, 127, chunkSize - 20, chunkSize - 1} {
			text := strings.Repeat(" ", shift) + c.text + strings.Repeat(" ", 100)
			assert.Equal(t, c.want+shift, hexEnd(e, text, c.at+shift), "%s at %d", c.text, shift)
		}
	}
}

// hexEnd calls hexWord for index at. It returns at if that is in no word.
func hexEnd(e *Engine, text string, at int) int {
	var c chunk
	from := 0
	for e.classify(&c, text, from); at-from >= chunkSize; e.classify(&c, text, from) {
		from += chunkSize
	}
	b := 1 + (at-from)/blockSize
	if end, isWord := c.hexWord(text, b, at, at%blockSize); isWord {
		return end
	}
	return at
}

// What stands next to an identifier is found as without it.
func TestNextToHexWord(t *testing.T) {
	s := newEngine(t).Scanner()
	defer s.Release()
	const id = "80f198ee56343ba864fe8b2a57d3eff7"
	for _, text := range []string{id + " %", "% " + id, "trace=" + id + ",card=%", id + "/%/" + id} {
		out, _ := s.Value(strings.Replace(text, "%", "4111111111111111", 1), Context{})
		assert.Equal(t, strings.Replace(text, "%", "[REDACTED:card]", 1), out)
	}
}
