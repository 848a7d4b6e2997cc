// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"slices"
	"strings"
)

// Deep recursion repeats the same lines.
const (
	repetitionStep   = 4 << 10 // bytes between the offsets at which repetitions are looked for
	repetitionPeriod = 2 << 10 // most bytes of the lines that are repeated
	repetitionsKept  = 3       // rounds that are read
)

// gapRepetitions adds gaps for lines that are repeated over and over in the text before limit. Their
// frames are known after the first rounds, and comparing bytes is faster than reading them again.
func (p *Parser) gapRepetitions(limit int) {
	text := p.text[:limit]
	others := len(p.gaps)
	for pos := repetitionStep; pos < limit; {
		start := pos + strings.IndexByte(text[pos:], '\n')
		if start < pos {
			break
		}
		start++
		first, last := repetition(text, start)
		if last-first < repetitionStep {
			pos = start - 1 + repetitionStep
			continue
		}
		if !slices.ContainsFunc(p.gaps[:others], func(g gap) bool { return g.start < last && first < g.end }) {
			p.gaps = append(p.gaps, gap{first, last})
		}
		pos = last + repetitionStep
	}
	slices.SortFunc(p.gaps, func(a, b gap) int { return a.start - b.start })
}

// repetition looks for a repetition of lines around start, the offset of a line. It returns the
// bounds of its further rounds, behind the repetitionsKept that are to be read, or 0, 0 if there is
// no repetition.
func repetition(text string, start int) (first, last int) {
	end := strings.IndexByte(text[start:], '\n')
	if end < 0 {
		return 0, 0
	}
	line := text[start-1 : start+end+1] // with both newlines
	const attempts = 4                  // the line may occur more than once in each round
	period := 0
	for range attempts {
		window := text[start+period : min(len(text), start+period+repetitionPeriod)]
		i := strings.Index(window, line)
		if i < 0 {
			return 0, 0
		}
		period += i + 1
		ahead := sameAhead(text[start:], text[start+period:]) / period * period
		if ahead == 0 {
			continue
		}
		first, last = start, start+ahead
		for first >= period && text[first-period:first] == text[first:first+period] {
			first -= period
		}
		return min(last, first+(repetitionsKept-1)*period), last
	}
	return 0, 0
}

// startsMessage reports whether a message can start at offset i: at the start of a line or after
// the name of an exception.
func startsMessage(text string, i int) bool {
	return i == 0 || text[i-1] == '\n' || strings.HasSuffix(text[:i], ": ") || strings.HasSuffix(text[:i], ") ")
}

// sameAhead returns the length of the common prefix of a and b.
func sameAhead(a, b string) int {
	const chunk = 512
	n, most := 0, min(len(a), len(b))
	for n+chunk <= most && a[n:n+chunk] == b[n:n+chunk] {
		n += chunk
	}
	for n < most && a[n] == b[n] {
		n++
	}
	return n
}
