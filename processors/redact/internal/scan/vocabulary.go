// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// vocabulary holds the known words of keys, each with a number, and the phrases as lists of these numbers.
type vocabulary struct {
	words map[string]word
	// phrases, kept and harmless are indexed by their first word.
	phrases  map[uint16][]compiledPhrase
	kept     map[uint16][]compiledPhrase
	harmless map[uint16][]compiledPhrase
	// known and starts tell quickly that a word is not in words, or does not start a phrase.
	known, starts sieve
	// scripts has the words of phrases that are in scripts without blanks by their last byte, the longest first.
	scripts [256][]string
	// lastWords has the words of the phrases, indexed by their last one. ends tells quickly that a word ends no phrase.
	lastWords map[uint16][][]uint16
	ends      sieve
}

// sieve is a set of words that may have false positives, a kind of Bloom filter. For each pair of a first and a last
// byte it has a bit for each length of the words in it. Of these bytes it uses the low five bits, which are the same for
// both cases of a letter.
type sieve [1 << 10]uint16

func (s *sieve) add(word string) {
	place, bit := s.of(word)
	s[place] |= bit
}

// mayHold reports whether a word, in any case, may be in the sieve. Only true can be wrong.
func (s *sieve) mayHold(word string) bool {
	place, bit := s.of(word)
	return s[place]&bit != 0
}

func (s *sieve) of(word string) (place int, bit uint16) {
	return int(word[0]&31)<<5 | int(word[len(word)-1]&31), 1 << min(len(word), 15)
}

type word struct {
	id    uint16
	flags flags
}

type compiledPhrase struct {
	words    []uint16
	detector ID
	flags    flags
}

// Bounds of what is read of a key. Words longer than maxWord bytes are never in the vocabulary; of more than
// maxKeyWords words, the last ones count.
const (
	maxWord     = 48
	maxKeyWords = 16
)

func newVocabulary(enabled [numDetectors]bool, redact, keep []string) (*vocabulary, error) {
	v := &vocabulary{
		words:    map[string]word{},
		phrases:  map[uint16][]compiledPhrase{},
		kept:     map[uint16][]compiledPhrase{},
		harmless: map[uint16][]compiledPhrase{},
	}
	for _, p := range slices.Concat(phrases, genAIPhrases()) {
		if enabled[p.detector] {
			v.addPhrase(v.phrases, p)
		}
	}
	for _, text := range harmless {
		v.addPhrase(v.harmless, phrase{words: text})
	}
	v.flag(aboutWords, aboutWord)
	v.flag(technicalWords, technicalWord)
	v.flag(cardWords, cardWord)
	v.flag(keyOwners, ownsKey)

	errs := []error{
		v.addListed("keys::redact", v.phrases, redact, ListedKey),
		v.addListed("keys::keep", v.kept, keep, None),
	}
	for i, text := range keep {
		if spell(text) == "" {
			continue
		}
		if j := slices.IndexFunc(redact, func(other string) bool { return spell(other) == spell(text) }); j >= 0 {
			errs = append(errs, fmt.Errorf("keys::keep::%d: %q is also in keys::redact::%d; remove one of them", i, text, j))
		}
	}
	v.lastWords = map[uint16][][]uint16{}
	for _, list := range v.phrases {
		for _, p := range list {
			last := p.words[len(p.words)-1]
			v.lastWords[last] = append(v.lastWords[last], p.words)
		}
	}
	for text, w := range v.words {
		v.known.add(text)
		if text[0] >= firstScript {
			last := text[len(text)-1]
			v.scripts[last] = append(v.scripts[last], text)
		}
		if len(v.phrases[w.id]) > 0 {
			v.starts.add(text)
		}
		if len(v.lastWords[w.id]) > 0 {
			v.ends.add(text)
		}
	}
	for _, words := range v.scripts {
		slices.SortFunc(words, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	}
	return v, errors.Join(errs...)
}

// addListed compiles the keys that the configuration lists at path, for the detector id. The error joins all faults.
func (v *vocabulary) addListed(path string, into map[uint16][]compiledPhrase, keys []string, id ID) error {
	var errs []error
	for i, text := range keys {
		words := strings.Fields(spell(text))
		switch {
		case len(words) == 0:
			errs = append(errs, fmt.Errorf("%s::%d: %q has no letters or digits; write a key or words of a key, such as \"customer_name\"", path, i, text))
		case len(words) > maxKeyWords || slices.ContainsFunc(words, func(w string) bool { return len(w) > maxWord }):
			errs = append(errs, fmt.Errorf("%s::%d: %q is too long; write at most %d words of %d bytes", path, i, text, maxKeyWords, maxWord))
		default:
			v.addPhrase(into, phrase{words: spell(text), detector: id, flags: certain})
		}
	}
	return errors.Join(errs...)
}

// spell returns the words of a key in lower case, separated by single spaces.
func spell(key string) string {
	var words []string
	for start, end := nextWord(key, 0); start < end; start, end = nextWord(key, end) {
		words = append(words, asciiLower(key[start:end]))
	}
	return strings.Join(words, " ")
}

func asciiLower(t string) string { return string(appendLower(nil, t)) }

// appendLower appends the text, with its ASCII letters in lower case, to b.
func appendLower(b []byte, t string) []byte {
	for i := range len(t) {
		b = append(b, lower(t[i]))
	}
	return b
}

func (v *vocabulary) addPhrase(into map[uint16][]compiledPhrase, p phrase) {
	compiled := compiledPhrase{detector: p.detector, flags: p.flags}
	for text := range strings.FieldsSeq(p.words) {
		compiled.words = append(compiled.words, v.number(text))
	}
	into[compiled.words[0]] = append(into[compiled.words[0]], compiled)
}

// number returns the number of a word. A new word is added and gets the next number.
func (v *vocabulary) number(text string) uint16 {
	w, ok := v.words[text]
	if !ok {
		w.id = uint16(len(v.words) + 1)
		v.words[text] = w
	}
	return w.id
}

func (v *vocabulary) flag(words []string, f flags) {
	for _, text := range words {
		v.number(text)
		w := v.words[text]
		w.flags |= f
		v.words[text] = w
	}
}

// mayDecide reports whether text may contain a phrase. It is fast, and only true can be wrong.
func (v *vocabulary) mayDecide(text string) bool {
	for start, end := nextWord(text, 0); start < end; start, end = nextWord(text, end) {
		if v.starts.mayHold(v.inScript(text[start:end])) {
			return true
		}
	}
	return false
}

// inScript returns the word of the vocabulary at the end of a text in a script without blanks, with or without a closing
// bracket behind it: パスワード for DBパスワード, 暗証番号 for 「暗証番号」. It also returns password for sslkeypassword. It
// returns all other texts unchanged.
func (v *vocabulary) inScript(text string) string {
	if last := text[len(text)-1]; last < utf8.RuneSelf {
		if n := len(text) - len("password"); n > 0 && last|0x20 == 'd' && hasPrefixFold(text[n:], "password") {
			return text[n:]
		}
		return text
	}
	inside := text
	if n := len(text) - len("」"); n > 0 && strings.Contains(closingBrackets, text[n:]) {
		if inside = strings.TrimRight(text, closingBrackets); inside == "" {
			return text
		}
	}
	for _, w := range v.scripts[inside[len(inside)-1]] {
		if strings.HasSuffix(inside, w) {
			return w
		}
	}
	return text
}

// closingBrackets are those of scripts without blanks.
const closingBrackets = "」』】）〕》"

// firstScript is the first byte, in UTF-8, of the scripts without blanks and those of symbols (from U+2000 on).
const firstScript = 0xe2

// lookup returns the entry of a word, in any case, or the zero word.
func (v *vocabulary) lookup(text string) word { return v.find(v.inScript(text)) }

// find is lookup for a text that inScript has returned.
func (v *vocabulary) find(text string) word {
	var buf [maxWord]byte
	if len(text) > len(buf) || !v.known.mayHold(text) {
		return word{}
	}
	return v.words[string(appendLower(buf[:0], text))]
}

// judge returns the verdict on a key: what it says about its value. A phrase counts only if its last word starts at
// index from or later.
func (v *vocabulary) judge(key string, from int) Context {
	var (
		ids    [maxKeyWords]uint16
		n      int
		counts int // number of words that start before index from
		all    flags
		last   flags
	)
	for start, end := nextWord(key, 0); start < end; start, end = nextWord(key, end) {
		w := v.lookup(key[start:end])
		if w.id == 0 && isASCIIDigit(key[start]) {
			continue // the 2 in cvv2 or oauth2_token
		}
		if n == maxKeyWords {
			copy(ids[:], ids[1:])
			n--
			counts = max(counts-1, 0)
		}
		ids[n] = w.id
		n++
		if start < from {
			counts = n
		}
		all |= w.flags
		last = w.flags
	}
	context := Context{flags: all&(technicalWord|cardWord) | last&(aboutWord|ownsKey)}
	if len(key) == len("key") && hasPrefixFold(key, "key") {
		context.flags |= plainKey
	}
	words := ids[:n]
	if notSecret[key] || contains(v.kept, words) {
		return context
	}
	var (
		best    *compiledPhrase
		bestEnd int
	)
	for i, id := range words {
		list := v.phrases[id]
		for j := range list {
			p := &list[j]
			end := i + len(p.words)
			if end > counts && p.startsWith(words[i:]) && p.counts(end == n, last) &&
				(best == nil || p.overrules(end, best, bestEnd)) {
				best, bestEnd = p, end
			}
		}
	}
	if best == nil || best.detector != ListedKey && contains(v.harmless, words) {
		return context
	}
	context.detector = best.detector
	context.flags |= best.flags
	if bestEnd < n {
		context.flags |= notCount // password_history, secret_shares
	}
	return context
}

// isPhrase reports whether a text consists of the words of a phrase and nothing else.
func (v *vocabulary) isPhrase(text string) bool {
	var ids []uint16
	at := 0
	for start, end := nextWord(text, 0); start < end && len(ids) < maxKeyWords; start, end = nextWord(text, end) {
		ids = append(ids, v.find(text[start:end]).id)
		at = end
	}
	return at == len(text) && len(ids) > 0 && slices.ContainsFunc(v.phrases[ids[0]], func(p compiledPhrase) bool { return slices.Equal(p.words, ids) })
}

// startsWith reports whether words start with the phrase.
func (p *compiledPhrase) startsWith(words []uint16) bool {
	return len(words) >= len(p.words) && slices.Equal(words[:len(p.words)], p.words)
}

// counts reports whether the phrase counts in a key whose last word has the flags last. atEnd is set if the phrase
// ends with that word.
func (p *compiledPhrase) counts(atEnd bool, last flags) bool {
	return atEnd || p.detector == ListedKey || p.flags&lastWord == 0 && last&aboutWord == 0
}

// overrules reports whether the phrase takes precedence over another one: those of the configuration come first, then
// the one that ends last, then the longest.
func (p *compiledPhrase) overrules(end int, other *compiledPhrase, otherEnd int) bool {
	if listed, otherListed := p.detector == ListedKey, other.detector == ListedKey; listed != otherListed {
		return listed
	}
	if end != otherEnd {
		return end > otherEnd
	}
	return len(p.words) > len(other.words)
}

// contains reports whether words contain one of the phrases.
func contains(phrases map[uint16][]compiledPhrase, words []uint16) bool {
	if len(phrases) == 0 {
		return false
	}
	for i, id := range words {
		list := phrases[id]
		for j := range list {
			if list[j].startsWith(words[i:]) {
				return true
			}
		}
	}
	return false
}

// isAbout reports whether a word says that a value describes something instead of being it.
func (v *vocabulary) isAbout(word string) bool { return v.lookup(word).flags&aboutWord != 0 }
