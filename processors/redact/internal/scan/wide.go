// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"sort"
	"strings"
	"unsafe"
)

// Japanese and Chinese text writes digits and punctuation also in a full-width form (U+FF01 to
// U+FF5E), three bytes each in UTF-8. A text that has them is scanned in a narrowed copy, in which
// those that matter to the finders are ASCII; the matches are then mapped back.

// wideLead is the first byte of every full-width form, and of few other characters.
const wideLead = 0xef

// wideStart has the first two bytes of the full-width forms that the finders know.
const wideStart = "\xef\xbc"

// narrowed is the narrowed copy of a text.
type narrowed struct {
	text []byte
	// folds are the indexes in text of the characters that were three bytes long.
	folds []int
}

func (n *narrowed) release() {
	clear(n.text)
	n.text, n.folds = n.text[:0], n.folds[:0]
}

// isWide reports whether a full-width character that the finders know is at index at.
func (s *Scanner) isWide(at int) bool {
	return narrow(s.text, at) != 0
}

// narrow returns the ASCII form of the full-width digit or punctuation at index at, or 0.
func narrow(t string, at int) byte {
	if at+3 > len(t) || t[at] != wideLead || t[at+1] != 0xbc {
		return 0
	}
	// U+FF01 is EF BC 81 and stands for U+0021.
	switch c := t[at+2] - 0x81 + 0x21; c {
	case '+', '-', '.', ':', '=', '@', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return c
	}
	return 0
}

// scanNarrowed scans a narrowed copy of the text and maps the matches back.
func (s *Scanner) scanNarrowed() {
	n := &s.narrow
	n.text, n.folds = n.text[:0], n.folds[:0]
	for i := 0; i < len(s.text); {
		if c := narrow(s.text, i); c != 0 {
			n.folds = append(n.folds, len(n.text))
			n.text = append(n.text, c)
			i += 3
			continue
		}
		n.text = append(n.text, s.text[i])
		i++
	}
	// Nothing refers to the copy after this, so that it can be used again for the next text.
	s.tagged, s.left.freed = s.tagged[:0], s.left.freed[:0]
	s.start(unsafe.String(unsafe.SliceData(n.text), len(n.text)))
	s.scan()
	for i := range s.tagged {
		m := &s.tagged[i]
		m.start, m.end = n.original(m.start), n.original(m.end)
		m.quote = ""
	}
	for i := range s.found {
		m := &s.found[i]
		m.start, m.end = n.original(m.start), n.original(m.end)
		m.quote = strings.Clone(m.quote)
	}
}

// original maps an index of the narrowed copy to the text it was made from.
func (n *narrowed) original(at int) int {
	return at + 2*sort.SearchInts(n.folds, at)
}
