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

// TestDeepRecursion keeps the frames next to the raise, whichever end of the text they are at.
func TestDeepRecursion(t *testing.T) {
	const depth = maxFrames
	for name, frame := range map[string]func(i int) string{
		"ruby, outermost first": func(i int) string {
			return fmt.Sprintf("\t%5d: from /srv/shop/tree.rb:%d:in `walk'\n", depth-i, 40+i%5)
		},
		"eris, outermost first": func(i int) string {
			return fmt.Sprintf("\tmain.walk:/srv/shop/tree.go:%d\n", 40+i%5)
		},
	} {
		t.Run(name, func(t *testing.T) {
			head, tail := "Traceback (most recent call last):\n", "/srv/shop/leaf.rb:7:in `pick': no leaf (RuntimeError)\n"
			file := "/srv/shop/leaf.rb"
			if strings.HasPrefix(name, "eris") {
				head, tail, file = "no leaf\n", "\tmain.pick:/srv/shop/leaf.go:7\n", "/srv/shop/leaf.go"
			}
			var b strings.Builder
			b.WriteString(head)
			for i := range depth {
				b.WriteString(frame(i))
			}
			b.WriteString(tail)
			got, ok := NewParser(nil, 0).Parse(b.String(), Hints{})
			require.True(t, ok)
			assert.Equal(t, file, got.Location.File)
			assert.Equal(t, 7, got.Location.Line)
			frames := got.Chain[0].Frames
			require.Greater(t, len(frames), 2)
			// The frames behind the raise are those that called it, in order.
			assert.Equal(t, 40+(depth-1)%5, frames[1].Line)
			assert.Equal(t, 40+(depth-2)%5, frames[2].Line)
		})
	}
}
