// SPDX-License-Identifier: Apache-2.0

package scan

import "slices"

// plainness is what is remembered of the end of a key.
type plainness uint32

const (
	alwaysPlain plainness = iota
	plainAlone            // words in front of the text could change the verdict
	notPlain
)

// isPlain reports whether judge has no verdict on a key that ends with the text. whole is set if the text is all
// of the key.
func (s *Scanner) isPlain(text string, whole bool) bool {
	if len(text) > maxRemembered {
		return s.e.vocab.plainness(text).holds(whole)
	}
	tag, ok := s.plainKeys.tag(text)
	if !ok {
		tag = uint32(s.e.vocab.plainness(text))
		s.plainKeys.put(text, tag)
	}
	return plainness(tag).holds(whole)
}

// plainness returns what is to be remembered of the end of a key.
func (v *vocabulary) plainness(text string) plainness {
	switch {
	case !v.endsPhrase(text):
		return alwaysPlain
	case v.judge(text, 0).detector != None:
		return notPlain
	case notSecret[text] || v.completesPhrase(text):
		return plainAlone
	}
	return alwaysPlain
}

// holds reports whether the text is plain; whole is set if it is all of the key.
func (p plainness) holds(whole bool) bool { return p == alwaysPlain || whole && p == plainAlone }

// completesPhrase reports whether a phrase can end in a text that starts in front of it.
func (v *vocabulary) completesPhrase(text string) bool {
	var ids []uint16
	for start, end := nextWord(text, 0); start < end && len(ids) < maxKeyWords; start, end = nextWord(text, end) {
		if w := v.lookup(text[start:end]); w.id != 0 || !isASCIIDigit(text[start]) {
			ids = append(ids, w.id)
		}
	}
	for i, id := range ids {
		for _, words := range v.lastWords[id] {
			if in := len(words) - (i + 1); in > 0 && slices.Equal(words[in:], ids[:i+1]) {
				return true
			}
		}
	}
	return len(ids) == maxKeyWords
}

// endsPhrase reports whether a word of a text ends a phrase. Without one, judge has no verdict on a key that
// ends with the text, of which only the words of the text count.
func (v *vocabulary) endsPhrase(text string) bool {
	for start, end := nextWord(text, 0); start < end; start, end = nextWord(text, end) {
		if w := v.inScript(text[start:end]); v.ends.mayHold(w) && len(v.lastWords[v.find(w).id]) > 0 {
			return true
		}
	}
	return false
}
