// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"encoding/binary"
	"math/bits"
)

// literal is a text that calls a finder wherever it occurs. It is looked for by its anchor, one of its bytes.
type literal struct {
	text   string
	anchor int // index of the anchor in text
	fold   bool
	after  *[256]bool // see finder.after
	inside bool       // see finder.inside
	find   func(s *Scanner, at int)
	// word is what wordAround has to return where the literal stands, as far as the bits of mask go.
	word, mask uint64
}

// literals holds the literals in 64 groups of similar ones. The bytes around a possible anchor tell which groups may
// have a literal that stands there; where no literal stands, the result is nearly always no group.
type literals struct {
	// near has, for each position around an anchor and for each byte, a bit for every group with a literal that has
	// that byte at that position or does not reach that far. before is how many bytes position 0 is in front of the
	// anchor.
	near   [nearSize][256]uint64
	before int
	groups [64][]literal
	// single has the literals of a single byte by that byte. In near, they are the group of the bit singles.
	single [256][]literal
}

const (
	nearSize = windowSize + 1
	singles  = 1 // the bit of groups[0], which stays empty
)

// newLiterals groups literals whose anchors are set. before is the number of bytes in front of an anchor to look at.
func newLiterals(all []literal, before int) literals {
	ls := literals{before: before}
	var longer []literal
	var windows [][]window
	for _, l := range all {
		if len(l.text) > 1 {
			longer = append(longer, l)
			windows = append(windows, []window{l.window(l.anchor - before)})
			continue
		}
		for _, c := range l.bytesAt(0) {
			ls.single[c] = append(ls.single[c], l)
		}
		ls.allow(l, singles)
	}
	groups, _ := distribute(windows, len(ls.groups)-1)
	for i, group := range groups {
		group++ // behind singles
		longer[i].setWord(before)
		ls.groups[group] = append(ls.groups[group], longer[i])
		ls.allow(longer[i], 1<<group)
	}
	return ls
}

// allow sets the bit of the literal's group in near for all bytes that may stand around its anchor.
func (ls *literals) allow(l literal, bit uint64) {
	for i := range ls.near {
		for _, c := range l.bytesAt(l.anchor - ls.before + i) {
			ls.near[i][c] |= bit
		}
	}
}

// setWord sets word and mask, given how many bytes in front of the anchor the words of the text start.
func (l *literal) setWord(before int) {
	for i := range 8 {
		at := l.anchor - before + i
		if at < 0 || at >= len(l.text) {
			continue
		}
		c, bits := l.text[at], byte(0xff)
		if l.fold && isLower(c) {
			bits &^= 0x20
		}
		l.word |= uint64(c&bits) << (8 * i)
		l.mask |= uint64(bits) << (8 * i)
	}
}

// wordAround returns the eight bytes of t from index i on, which may be in front of t or reach beyond it: there, they are
// zero.
func wordAround(t string, i int) uint64 {
	if i >= 0 && i+8 <= len(t) {
		return load64(t[i:])
	}
	var around [8]byte
	if i < 0 {
		copy(around[-i:], t)
	} else {
		copy(around[:], t[i:])
	}
	return binary.LittleEndian.Uint64(around[:])
}

// bytesAt returns the bytes that match the literal at its index i: all bytes if that is beyond its ends.
func (l *literal) bytesAt(i int) []byte {
	if i < 0 || i >= len(l.text) {
		return anyOfBytes
	}
	c := l.text[i]
	if upper := c &^ 0x20; l.fold && isUpper(upper) {
		return []byte{c, upper}
	}
	return []byte{c}
}

var anyOfBytes = func() []byte {
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	return all
}()

// anyFront is finder.after of finders that do not care.
var anyFront = bytesWhere(func(byte) bool { return true })

// bytesWhere returns the set of the bytes for which is returns true.
func bytesWhere(is func(c byte) bool) (set [256]bool) {
	for c := range set {
		set[c] = is(byte(c))
	}
	return set
}

// groupsOf returns the groups that may have a literal at an anchor. i is the index in t of position 0 of near.
func (ls *literals) groupsOf(t string, i int) uint64 {
	return ls.near[0][t[i]] & ls.near[1][t[i+1]] & ls.near[2][t[i+2]] & ls.near[3][t[i+3]] & ls.near[4][t[i+4]]
}

// groupsAtEnd is groupsOf for an anchor so close to an end of the text that some positions are beyond it. They are read
// as zero bytes, which no literal contains.
func (ls *literals) groupsAtEnd(t string, i int) uint64 {
	var around [nearSize]byte
	if i < 0 {
		copy(around[-i:], t)
	} else {
		copy(around[:], t[i:])
	}
	groups := ^uint64(0)
	for i, c := range around {
		groups &= ls.near[i][c]
	}
	return groups
}

// keep returns those anchors at which some group may have a literal. anchors has a bit for each byte of the block at
// index from of t. In the first and the last block all anchors are kept.
func (ls *literals) keep(anchors uint64, t string, from int) uint64 {
	from -= ls.before
	if from < 0 || from+blockSize+nearSize-1 > len(t) {
		return anchors
	}
	t = t[from : from+blockSize+nearSize-1] // spares the bounds checks below
	for rest := anchors; rest != 0; rest &= rest - 1 {
		i := nextEvent(rest) % blockSize
		// The bytes in the middle rule most anchors out.
		if ls.near[1][t[i+1]]&ls.near[2][t[i+2]]&ls.near[3][t[i+3]] == 0 || ls.groupsOf(t, i) == 0 {
			anchors &^= rest & -rest
		}
	}
	return anchors
}

// callFinders calls the finders of those literals in the groups that do stand with their anchor at index at.
func (s *Scanner) callFinders(groups uint64, at int) {
	ls := &s.e.literals
	if longer := groups &^ singles; longer != 0 { // first, because what they find is more certain
		word := wordAround(s.text, at-ls.before)
		for ; longer != 0; longer &= longer - 1 {
			group := ls.groups[bits.TrailingZeros64(longer)]
			for i := range group {
				if l := &group[i]; word&l.mask == l.word && l.matchesAt(s.text, at-l.anchor) {
					s.callFinder(l, at-l.anchor)
				}
			}
		}
	}
	if groups&singles != 0 {
		single := ls.single[s.text[at]]
		for i := range single {
			if l := &single[i]; l.mayStandAt(s.text, at) {
				s.callFinder(l, at)
			}
		}
	}
}

// callFinder calls the finder of the literal that stands at index at, unless that is in the last match.
func (s *Scanner) callFinder(l *literal, at int) {
	if at >= s.floor || l.inside {
		l.find(s, at)
	}
}

// mayStandAt reports whether the byte in front of index at is one that the finder of the literal asks for.
func (l *literal) mayStandAt(text string, at int) bool { return at == 0 || l.after[text[at-1]] }

// matchesAt reports whether the literal stands in text with its first byte at index at, where its finder asks for it.
func (l *literal) matchesAt(text string, at int) bool {
	if at < 0 || len(text)-at < len(l.text) || !l.mayStandAt(text, at) {
		return false
	}
	for i := len(l.text) - 1; i >= 0; i-- { // from the end, where the literals of a group differ
		c := text[at+i]
		if l.fold {
			c = lower(c)
		}
		if c != l.text[i] {
			return false
		}
	}
	return true
}
