// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"slices"
	"strings"
)

// minLength is the length of the shortest text in which a finder can find anything ("a@b.c" or
// "pw=x" with the shortest real words).
const minLength = 5

// Match is one replaced part of a value.
type Match struct {
	Detector ID
	// Start and End bound the replaced bytes in the value as it was given.
	Start, End int
}

// Scanner redacts values one after the other. It is not safe for concurrent use.
type Scanner struct {
	e *Engine

	text    string  // the value being scanned
	context Context // what the value's key says about it
	found   []span  // matches so far, in order, without overlaps
	earlier []span  // those of the run before, while there is another one

	// floor is the end of the last match. Finders never read a key or a context word from before
	// it: the next run over the masked output would not see the same text there.
	floor int
	// userinfoEnd is the index of the at sign in front of the host of the last URL with a password,
	// or -1: what stands around that sign is no address.
	userinfoEnd int
	// headerEnd is the end of the last text that was looked at as the header of a JWT. Nothing before
	// it is looked at again.
	headerEnd int

	matches []Match
	narrow  narrowed
	decoded []byte // scratch for base64
}

// span is a match with what is needed to settle overlaps and to write its replacement.
type span struct {
	start, end int
	detector   ID
	// quote is written on both sides of the mask: set when a bare JSON number is replaced, which
	// without quotes would leave broken JSON.
	quote string
}

// Release gives the scanner back to its engine. The scanner and its Matches must not be used after.
func (s *Scanner) Release() {
	s.text = ""
	clear(s.found[:cap(s.found)]) // drops references to the texts that were scanned
	clear(s.earlier[:cap(s.earlier)])
	s.found, s.earlier = s.found[:0], s.earlier[:0]
	s.narrow.release()
	clear(s.decoded)
	s.e.scanners.Put(s)
}

// maxRuns bounds how often a value is scanned. Two runs are the rule for a value with a match, the second
// of which finds nothing.
const maxRuns = 8

// Value redacts one value. context is what Key said about its key, or the zero Context.
// It returns the value itself and false if there is nothing to replace.
//
// The output is scanned again until nothing more is found: a mask can make visible what the replaced text
// hid. So the output of another run, here or in the next collector, is the same.
func (s *Scanner) Value(text string, context Context) (string, bool) {
	s.matches = s.matches[:0]
	s.run(text, context)
	if len(s.found) == 0 {
		return text, false
	}
	out := s.build(text)
	for range maxRuns {
		s.found, s.earlier = s.earlier[:0], s.found
		s.run(out, context)
		s.found, s.earlier = s.earlier, s.found
		if len(s.earlier) == 0 {
			break
		}
		s.addLater(s.earlier)
		out = s.build(text)
	}
	for _, m := range s.found {
		s.matches = append(s.matches, Match{Detector: m.detector, Start: m.start, End: m.end})
	}
	return out, true
}

// run finds the matches of one text.
func (s *Scanner) run(text string, context Context) {
	s.start(text, context)
	if context.detector != None && s.keyed() || len(text) < minLength {
		return
	}
	s.scan()
}

// addLater adds matches that were found in the output for the matches so far.
func (s *Scanner) addLater(later []span) {
	var at position
	for i := range later {
		m := &later[i]
		m.start, m.end = s.original(&at, m.start, false), s.original(&at, m.end, true)
	}
	all := append(slices.Clone(s.found), later...)
	slices.SortStableFunc(all, func(a, b span) int { return a.start - b.start })
	s.found = s.found[:0]
	for _, m := range all {
		s.add(m)
	}
}

// position is how far an output was mapped back to the text that it was made from.
type position struct {
	match int // the first match that is not before the position
	grown int // by how much the output before that match is longer than the text
}

// original maps an index of the output to the text. An index inside of a replacement becomes the start of
// the match, or its end. Indexes must be mapped in ascending order.
func (s *Scanner) original(p *position, at int, end bool) int {
	for ; p.match < len(s.found); p.match++ {
		m := s.found[p.match]
		start, size := m.start+p.grown, s.size(m)
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

// size returns the length of what is written in place of a match.
func (s *Scanner) size(m span) int { return len(s.Mask(m.detector)) + 2*len(m.quote) }

// Matches returns what the last call replaced, in order. It is valid until the next call.
func (s *Scanner) Matches() []Match { return s.matches }

// Mask returns the text that replaces a match of the detector, or for None, a value that could not be
// scanned.
func (s *Scanner) Mask(id ID) string { return s.e.masks.text[id] }

func (s *Scanner) start(text string, context Context) {
	s.text = text
	s.context = context
	s.found = s.found[:0]
	s.floor = 0
	s.userinfoEnd = -1
	s.headerEnd = 0
}

// scan runs the finders over the text.
func (s *Scanner) scan() {
	e := s.e
	carry := uint64(0)
	for base := 0; base < len(s.text); base += 64 {
		m := e.classes.classify(s.text[base:])
		for events := m.events(carry); events != 0; events &= events - 1 {
			at := base + nextEvent(events)
			c := s.text[at]
			if isASCIIDigit(c) {
				for _, find := range e.digits {
					find(s, at)
				}
				continue
			}
			if c == wideLead && s.isWide(at) {
				s.scanNarrowed()
				return
			}
			for i := range e.anchors[c] {
				l := &e.anchors[c][i]
				if l.matchesAt(s.text, at-l.anchor) {
					l.find(s, at-l.anchor)
				}
			}
		}
		carry = m.digits >> 63
	}
}

// add records a match. Where it overlaps earlier ones, both become one match over all their bytes,
// so that no part of either stays, named after the one that starts first, then the one of the
// higher class, then the longer one.
func (s *Scanner) add(m span) {
	if !s.e.enabled[m.detector] {
		return
	}
	last := len(s.found)
	first := last
	for first > 0 && s.found[first-1].end > m.start {
		first--
		if s.found[first].start >= m.end {
			last = first // it stands behind this one
			continue
		}
		m = merge(s.found[first], m)
	}
	s.found = slices.Replace(s.found, first, last, m)
	s.floor = max(s.floor, m.end)
}

func merge(a, b span) span {
	winner := a
	if precedes(b, a) {
		winner = b
	}
	winner.start = min(a.start, b.start)
	winner.end = max(a.end, b.end)
	return winner
}

func precedes(b, a span) bool {
	if b.start != a.start {
		return b.start < a.start
	}
	if bc, ac := Detectors[b.detector].Class, Detectors[a.detector].Class; bc != ac {
		return bc > ac
	}
	return b.end-b.start > a.end-a.start
}

// build writes the output for the matches found.
func (s *Scanner) build(text string) string {
	size := len(text)
	for _, m := range s.found {
		size += s.size(m) - (m.end - m.start)
	}
	var out strings.Builder
	out.Grow(size)
	done := 0
	for _, m := range s.found {
		out.WriteString(text[done:m.start])
		out.WriteString(m.quote)
		out.WriteString(s.Mask(m.detector))
		out.WriteString(m.quote)
		done = m.end
	}
	out.WriteString(text[done:])
	return out.String()
}

// keyed adds the match for a value whose key belongs to a detector: all of it, but for the scheme of an
// Authorization header. It reports whether it did; values that stand for no value stay.
func (s *Scanner) keyed() bool {
	v := strings.TrimSpace(s.text)
	if s.e.isPlaceholder(v) || !s.context.accepts(v) {
		return false
	}
	if s.context.detector == Bearer {
		s.addHeaderValue(strings.Index(s.text, v), len(s.text))
	} else {
		s.add(span{start: 0, end: len(s.text), detector: s.context.detector})
	}
	return len(s.found) > 0
}
