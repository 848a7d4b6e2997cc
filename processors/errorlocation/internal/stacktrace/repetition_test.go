// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRepetitions checks which lines of a text with repetitions are read.
func TestRepetitions(t *testing.T) {
	numbered := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "\tat com.acme.Shop.f%d(Shop.java:%d)\n", i, i)
		}
		return b.String()
	}
	const block = "\tat com.acme.Tree.odd(Tree.java:30)\n\tat com.acme.Tree.even(Tree.java:40)\n\tat com.acme.Tree.odd(Tree.java:50)\n"
	for name, tt := range map[string]struct {
		text  string
		lines int
	}{
		"nothing repeated":  {numbered(1000), 1000},
		"short":             {numbered(10) + strings.Repeat(block, 20) + numbered(10), 80},
		"long":              {numbered(50) + strings.Repeat(block, 2000) + numbered(50), -1},
		"to the end":        {numbered(50) + strings.Repeat(block, 2000), -1},
		"from the start":    {strings.Repeat(block, 2000) + numbered(50), -1},
		"two of them":       {numbered(50) + strings.Repeat(block, 500) + numbered(50) + strings.Repeat("\tat com.acme.List.walk(List.java:9)\n", 700) + numbered(9), -1},
		"one letter":        {strings.Repeat("\n", 100_000), -1},
		"end without break": {strings.TrimSuffix(strings.Repeat(block, 2000), "\n"), -1},
	} {
		t.Run(name, func(t *testing.T) {
			p := NewParser(nil, 0)
			p.setText(tt.text)
			var read []string
			for pos := 0; pos < len(p.text); {
				line, next := p.line(pos)
				require.Greater(t, next, pos)
				read = append(read, line)
				pos = next
			}
			if tt.lines >= 0 {
				assert.Len(t, read, tt.lines)
			} else {
				assert.Less(t, len(read), 5000)
				assert.Less(t, len(read), strings.Count(tt.text, "\n")/2)
			}
			// Each distinct line is still read, in the order of first occurrences.
			assert.Equal(t, distinct(strings.Split(strings.TrimSuffix(tt.text, "\n"), "\n")), distinct(read))
			assert.Equal(t, len(tt.text) > 0 && tt.text[len(tt.text)-1] != '\n', p.cut(len(tt.text)))
		})
	}
}

func distinct(lines []string) []string {
	seen := map[string]bool{}
	var first []string
	for _, line := range lines {
		if !seen[line] {
			seen[line] = true
			first = append(first, line)
		}
	}
	return first
}
