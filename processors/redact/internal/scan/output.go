// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"slices"
	"strings"
)

// Mask returns the mask of the detector. That of None replaces a value that could not be scanned.
func (s *Scanner) Mask(id ID) string { return s.e.masks.text[id] }

// add records a match of a finder, unless its detector is disabled or the match is to be left in the text.
func (s *Scanner) add(m span) {
	if s.e.on(m.detector) && !s.leaves(m) {
		s.insert(m)
	}
}

// insert adds a match to found. If it overlaps earlier ones, they become one match over all their bytes, so
// that no part of any of them is left. The merged match is named after the one that starts first; among
// those that start at the same byte, after the one of the higher class, then after the longer one.
func (s *Scanner) insert(m span) {
	last := len(s.found)
	first := last
	for first > 0 && s.found[first-1].end > m.start {
		first--
		if s.found[first].start >= m.end {
			last = first // found[first] stands behind m and does not overlap it
			continue
		}
		m = s.e.merge(s.found[first], m)
	}
	s.found = slices.Replace(s.found, first, last, m)
	s.floor = max(s.floor, m.end)
}

func (e *Engine) merge(a, b span) span {
	winner := a
	if e.precedes(b, a) {
		winner = b
	}
	winner.start = min(a.start, b.start)
	winner.end = max(a.end, b.end)
	winner.out = ""
	return winner
}

func (e *Engine) precedes(b, a span) bool {
	if b.start != a.start {
		return b.start < a.start
	}
	if bc, ac := e.detectors[b.detector].Class, e.detectors[a.detector].Class; bc != ac {
		return bc > ac
	}
	return b.end-b.start > a.end-a.start
}

// resolve sets the replacement of each match in text that has none yet.
func (s *Scanner) resolve(text string) {
	for i := range s.found {
		if m := &s.found[i]; m.out == "" {
			m.out = s.replacement(m.detector, text[m.start:m.end])
		}
	}
}

// addLater adds the matches later to found. They were found in the output that build made of found, so their
// indexes are mapped back to the text first.
func (s *Scanner) addLater(later []span) {
	var at position
	for i := range later {
		m := &later[i]
		m.start, m.end = s.original(&at, m.start, false), s.original(&at, m.end, true)
	}
	first := slices.Clone(s.found)
	s.found = s.found[:0]
	for len(first)+len(later) > 0 { // both are in order
		from := &first
		if len(first) == 0 || len(later) > 0 && later[0].start < first[0].start {
			from = &later
		}
		s.insert((*from)[0])
		*from = (*from)[1:]
	}
}

// position is how far an output has been mapped back to the text that it was made from.
type position struct {
	match int // index of the first match that has not been passed
	grown int // by how many bytes the output before that match is longer than the text
}

// original maps an index of the output to the text. An index inside of a replacement becomes the start of the
// match, or its end if end is set. Indexes must be mapped in ascending order.
func (s *Scanner) original(p *position, at int, end bool) int {
	for ; p.match < len(s.found); p.match++ {
		m := s.found[p.match]
		start, size := m.start+p.grown, m.size()
		switch {
		case at < start || at == start && end:
			return at - p.grown
		case at < start+size || at == start+size && end:
			if end {
				return m.end
			}
			return m.start
		}
		p.grown += size - (m.end - m.start)
	}
	return at - p.grown
}

// size returns the length of what is written in place of the match, with the quotes.
func (m *span) size() int { return len(m.out) + 2*len(m.quote) }

// build returns text with the replacements of the matches in found.
func (s *Scanner) build(text string) string {
	size := len(text)
	for _, m := range s.found {
		size += m.size() - (m.end - m.start)
	}
	var out strings.Builder
	out.Grow(size)
	done := 0
	for _, m := range s.found {
		out.WriteString(text[done:m.start])
		out.WriteString(m.quote)
		out.WriteString(m.out)
		out.WriteString(m.quote)
		done = m.end
	}
	out.WriteString(text[done:])
	return out.String()
}
