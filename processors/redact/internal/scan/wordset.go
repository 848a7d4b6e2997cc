// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// wordSet is a set of words in lower case in which words of any case are looked up. Nearly all words that are not in it
// are told by their first byte and their length.
type wordSet struct {
	words   [32][]string // by the lower bits of the first byte, which do not depend on the case
	lengths [32]uint32   // likewise, with a bit for each length
}

// wordsOf returns the set of the words in a text.
func wordsOf(text string) *wordSet {
	s := &wordSet{}
	for w := range strings.FieldsSeq(text) {
		first := w[0] & 31
		s.words[first] = append(s.words[first], w)
		s.lengths[first] |= lengthBit(w)
	}
	return s
}

func lengthBit(w string) uint32 { return 1 << min(len(w), 31) }

// has reports whether v, in any case, is one of the words.
func (s *wordSet) has(v string) bool {
	if v == "" {
		return false
	}
	first := v[0] & 31
	return s.lengths[first]&lengthBit(v) != 0 && isOneOf(v, s.words[first])
}
