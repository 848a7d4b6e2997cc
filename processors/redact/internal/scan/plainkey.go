// SPDX-License-Identifier: Apache-2.0

package scan

import "slices"

// plainness says whether a text that a key ends with makes the key plain, that is, without a verdict.
type plainness uint32

const (
	alwaysPlain plainness = iota
	plainAlone            // plain if the text is the whole key; words in front of it could complete a phrase
	notPlain
)

// isPlain reports whether judge has no verdict on a key that ends with the text. whole is set if the text is the
// whole key.
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

// plainness returns the plainness of a text that a key ends with.
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

// holds reports whether the key is plain; whole is set if the text is the whole key.
func (p plainness) holds(whole bool) bool { return p == alwaysPlain || whole && p == plainAlone }

// completesPhrase reports whether a phrase can start in front of the text and end in it.
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

// endsPhrase reports whether a word of the text is the last word of a phrase. If none is, judge has no verdict on a
// key that ends with the text, as long as only phrases that end in the text count.
func (v *vocabulary) endsPhrase(text string) bool {
	for start, end := nextWord(text, 0); start < end; start, end = nextWord(text, end) {
		if w := v.inScript(text[start:end]); v.ends.mayHold(w) && len(v.lastWords[v.find(w).id]) > 0 {
			return true
		}
	}
	return false
}
