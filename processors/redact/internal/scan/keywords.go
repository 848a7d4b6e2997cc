// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// The form of most numbers proves little by itself. They only count if a keyword of their kind (numbers.go) stands
// in their key, or in front of them on the same line: "NHS number 943 476 5919", "マイナンバーは1234-…".

// kinds is a set of rows of numberKinds.
type kinds [2]uint64

func (k *kinds) add(row int) { k[row/64] |= 1 << (row % 64) }

func (k *kinds) has(row int) bool { return k[row/64]>>(row%64)&1 != 0 }

func (k kinds) or(other kinds) kinds { return kinds{k[0] | other[0], k[1] | other[1]} }

func (k kinds) and(other kinds) kinds { return kinds{k[0] & other[0], k[1] & other[1]} }

// keywords finds the keywords of the enabled kinds.
type keywords struct {
	known sieve
	// bytes is a filter of the words by their first, middle and last byte, as a sieve is; see threeBytes.
	bytes [1 << 9]uint64
	words map[string]uint16
	// ends lists the phrases by their last word.
	ends map[uint16][]keyPhrase
	// scripts lists the keywords in scripts without blanks between words, by their first character.
	scripts map[rune][]scriptPhrase
	// all are the kinds that have a keyword.
	all kinds
}

type keyPhrase struct {
	words []uint16
	kinds kinds
}

type scriptPhrase struct {
	text  string
	kinds kinds
}

// newKeywords compiles the keywords of the enabled detectors.
func newKeywords(enabled [numDetectors]bool) keywords {
	k := keywords{words: map[string]uint16{}, ends: map[uint16][]keyPhrase{}, scripts: map[rune][]scriptPhrase{}}
	for row := range numberKinds {
		if kind := &numberKinds[row]; enabled[kind.detector] {
			k.all.add(row)
			for _, text := range kind.keywords {
				k.add(text, row)
			}
			if kind.detector == EUNationalID {
				for _, text := range nationalIDs {
					k.add(text, row)
				}
			}
		}
	}
	return k
}

func (k *keywords) add(text string, row int) {
	var set kinds
	set.add(row)
	if first, _ := utf8.DecodeRuneInString(text); first >= 0x0590 {
		k.scripts[first] = append(k.scripts[first], scriptPhrase{text: text, kinds: set})
		return
	}
	var ids []uint16
	for word := range strings.FieldsSeq(spell(text)) {
		id, ok := k.words[word]
		if id &^= plural; !ok {
			id = uint16(len(k.words) + 1)
			k.addWord(word, id)
			if _, ok := k.words[word+"s"]; !ok {
				k.addWord(word+"s", id|plural)
			}
		}
		ids = append(ids, id)
	}
	last := ids[len(ids)-1]
	if i := slices.IndexFunc(k.ends[last], func(p keyPhrase) bool { return slices.Equal(p.words, ids) }); i >= 0 {
		k.ends[last][i].kinds = k.ends[last][i].kinds.or(set)
		return
	}
	k.ends[last] = append(k.ends[last], keyPhrase{words: ids, kinds: set})
}

// plural marks the number of a word with an s behind it. A keyword in the plural stands in front of a count as often as of
// the numbers themselves, so in text it only counts in front of a list: "phones": ["…", "…"].
const plural = 1 << 15

func (k *keywords) addWord(word string, id uint16) {
	k.words[word] = id
	k.known.add(word)
	place, bit := threeBytes(word)
	k.bytes[place] |= bit
}

// threeBytes returns the index and the bit of a word in keywords.bytes.
func threeBytes(word string) (place int, bit uint64) {
	h := int(wordBytes[word[0]])<<10 | int(wordBytes[word[len(word)/2]])<<5 | int(wordBytes[word[len(word)-1]])
	return h >> 6, 1 << (h & 63)
}

// wordBytes maps the bytes of words to five bits, which tell letters, in any case, from each other and from digits.
var wordBytes = func() (of [256]uint8) {
	for c := range of {
		switch b := byte(c); {
		case isLetter(b):
			of[c] = b & 31
		case isASCIIDigit(b):
			of[c] = 27 + b%4
		default:
			of[c] = 31
		}
	}
	return of
}()

// word returns the number of a word in any case, or 0.
func (k *keywords) word(text string) uint16 {
	if place, bit := threeBytes(text); k.bytes[place]&bit == 0 || len(text) > maxWord || !k.known.mayHold(text) {
		return 0
	}
	return k.lookup(text)
}

func (k *keywords) lookup(text string) uint16 {
	var buf [maxWord]byte
	for i := range len(text) {
		buf[i] = lower(text[i])
	}
	return k.words[string(buf[:len(text)])]
}

// maxPhrase is how many words before the current one are remembered.
const maxPhrase = 4

// lastWords has the numbers of the words read last, the latest first.
type lastWords [maxPhrase]uint16

// read adds a word to seen, and returns the kinds that have a keyword ending with it, and whether it is in the plural.
func (k *keywords) read(seen *lastWords, text string) (found kinds, isPlural bool) {
	id := k.word(text)
	id, isPlural = id&^plural, id&plural != 0
	*seen = lastWords{id, seen[0], seen[1], seen[2]}
	if id == 0 {
		return found, false
	}
phrases:
	for _, p := range k.ends[id] {
		for i := range p.words {
			if p.words[len(p.words)-1-i] != seen[i] {
				continue phrases
			}
		}
		found = found.or(p.kinds)
	}
	return found, isPlural
}

// script returns the kinds that have a keyword, in a script without blanks, at index at of t.
func (k *keywords) script(t string, at int) kinds {
	var found kinds
	if r, size := utf8.DecodeRuneInString(t[at:]); size > 1 {
		for _, p := range k.scripts[r] {
			if strings.HasPrefix(t[at:], p.text) {
				found = found.or(p.kinds)
			}
		}
	}
	return found
}

// inKey returns the kinds that have a keyword in the key of an attribute. A word that says that the value only
// describes a number, as in "phone_type", cancels them. about reports whether a word does.
func (k *keywords) inKey(key string, about func(word string) bool) kinds {
	var (
		seen  lastWords
		found kinds
		last  kinds
	)
	for start, end := nextWord(key, 0); start < end; start, end = nextWord(key, end) {
		last, _ = k.read(&seen, key[start:end])
		for i := start; i < end; i++ {
			if key[i] >= utf8.RuneSelf && utf8.RuneStart(key[i]) {
				last = last.or(k.script(key, i))
			}
		}
		found = found.or(last)
		if about(key[start:end]) && last == (kinds{}) {
			found = last
		}
	}
	return found
}

// hint is a keyword that was read.
type hint struct {
	at    int // where its last word starts
	kinds kinds
}

// nearby remembers the keywords in front of the current place. It reads on from where it stopped, so that no
// byte is read twice.
type nearby struct {
	hints []hint
	seen  lastWords
	end   int // up to where the text was read
	// found is the last result of kindsAt, which is valid for the same index and the same floor.
	found     kinds
	at, floor int
	// No keyword ends between quietStart, where there was none either, and quietEnd.
	quietStart, quietEnd int
	// clause is the end of the last comma, semicolon or the like. tag is where the name of an XML element starts whose
	// tag was not closed yet, or 0.
	clause, tag int
	// bracket is where the last bracket opened, and outer is clause there, or -1 if one closed since.
	bracket, outer int
	// list is the end of the last match that is an element of a list.
	list int
}

func (n *nearby) reset() {
	n.restart()
	n.end, n.at, n.quietEnd, n.list = 0, -1, -1, 0
}

// restart forgets all that was read.
func (n *nearby) restart() {
	n.hints, n.seen = n.hints[:0], lastWords{}
	n.clause, n.tag, n.outer = 0, 0, -1
}

// kindsAt returns the kinds that have a keyword in front of index at or in the key of the value.
func (s *Scanner) kindsAt(at int) kinds {
	n := &s.nearby
	if at == n.at && s.floor == n.floor {
		return n.found
	}
	found := s.context.kinds
	if at < n.quietStart || at > n.quietEnd {
		found = found.or(s.hintsAt(at))
		if at > n.quietEnd && found == s.context.kinds {
			n.quietStart, n.quietEnd = at, s.e.keywords.skipQuiet(s.text, at)
		}
	}
	if s.inList(at) {
		found = found.or(kindsOf(s.found[len(s.found)-1].detector))
	}
	n.found, n.at, n.floor = found, at, s.floor
	return found
}

// hintsAt returns the kinds that have a keyword in front of index at.
func (s *Scanner) hintsAt(at int) (found kinds) {
	n := &s.nearby
	if at > n.end {
		s.readKeywords(at)
	}
	from := max(s.floor, at-contextReach)
	for i := len(n.hints) - 1; i >= 0 && n.hints[i].at >= from; i-- {
		if n.hints[i].at < at {
			found = found.or(n.hints[i].kinds)
		}
	}
	return found
}

// skipQuiet returns the first index from at on at which a word stands that may be the last one of a keyword. Most numbers
// are not, so that in rows of numbers that index is far away.
func (k *keywords) skipQuiet(t string, at int) int {
	for at < len(t) {
		switch c := t[at]; {
		case isASCIIDigit(c):
			n := digitRun(t, at)
			if k.word(t[at:at+n]) != 0 {
				return at
			}
			at += n
		case isWordByte(c):
			return at
		default:
			at++
		}
	}
	return at
}

// inList reports whether index at is in the element of a list, such as "phones": ["…", "…"], that follows the last match.
func (s *Scanner) inList(at int) bool {
	if len(s.found) == 0 {
		return false
	}
	last, n := &s.found[len(s.found)-1], &s.nearby
	if last.end != s.floor || !isListGap(s.text[last.end:at]) {
		return false
	}
	if n.list != last.end && (n.list > 0 && n.list <= last.start && isListGap(s.text[n.list:last.start]) || opensList(s.text, last.start)) {
		n.list = last.end
	}
	return n.list == last.end
}

// listMarks are the bytes between two elements of a list, with quotes at any depth of escaping.
const listMarks = " ,\"'\\"

// isListGap reports whether t is what stands between two elements of a list, and perhaps the beginning of a number.
func isListGap(t string) bool {
	rest := strings.TrimLeft(t, listMarks)
	return len(rest) < len(t) && len(t) < contextReach/2 && strings.Trim(rest, "0123456789()+-. ") == ""
}

// listAt reports whether a list follows the key that ends at index at.
func listAt(t string, at int) bool {
	rest := strings.TrimLeft(t[at:min(len(t), at+contextReach/2)], " \"'\\:=")
	return rest != "" && rest[0] == '['
}

// opensList reports whether the opening bracket of a list stands in front of index at.
func opensList(t string, at int) bool {
	end := trimRight(t, max(0, at-contextReach/2), at, " \"'\\")
	return end > 0 && t[end-1] == '['
}

// readKeywords reads the keywords of the text up to index at.
func (s *Scanner) readKeywords(at int) {
	t, n, k := s.text, &s.nearby, &s.e.keywords
	i := n.end
	if line := strings.LastIndexByte(t[max(i, at-contextReach):at], '\n'); line >= 0 {
		i = max(i, at-contextReach) + line
	}
	if from := max(s.floor, at-contextReach); from > i {
		i = from
		n.restart()
		for i > 0 && i < at && isAlnum(t[i-1]) && isAlnum(t[i]) {
			i++ // skip the rest of a word
		}
	}
	n.end = at
	for i < at {
		c := t[i]
		if isWordByte(c) {
			start, end := nextWord(t[:at], i)
			if found, isPlural := k.read(&n.seen, t[start:end]); !isPlural || listAt(t, end) {
				n.hint(start, found)
			}
			if c >= utf8.RuneSelf || t[end-1] >= utf8.RuneSelf {
				s.readScript(start, end)
			}
			i = end
			continue
		}
		switch c {
		case '\n':
			n.restart()
		case ',', ';', '&', '|':
			n.clause = i + 1
		case '<', '{', '(', '[':
			if size := s.skipMask(i); size > 0 {
				i += size
				continue
			}
			if c == '<' {
				n.tag = i + 1
			} else {
				n.outer, n.bracket = n.clause, i
			}
		case '}', ')', ']':
			n.outer = -1
			if c == '}' {
				n.clause = i + 1
			}
		case '=':
			n.assign(t, i)
		case '>':
			n.tag = 0
		case ':':
			if key := keyStart(t, i); !n.numbers(t[key:i]) {
				n.forget(n.clause)
			}
		default:
			if size := s.skipMask(i); size > 0 {
				i += size
				continue
			}
		}
		i++
	}
}

// skipMask drops all keywords if a mask stands at index at, and returns its length, or else 0.
func (s *Scanner) skipMask(at int) int {
	size := s.e.masks.at(s.text, at)
	if size > 0 {
		s.nearby.restart()
	}
	return size
}

// readScript reads the keywords in scripts without blanks.
func (s *Scanner) readScript(start, end int) {
	for i := start; i < end; i++ {
		if c := s.text[i]; c >= 0xd0 && utf8.RuneStart(c) {
			s.nearby.hint(i, s.e.keywords.script(s.text[:end], i))
		}
	}
}

func (n *nearby) hint(at int, found kinds) {
	if found == (kinds{}) {
		return
	}
	const enough = 2 * contextReach
	if len(n.hints) == enough {
		n.hints = n.hints[:copy(n.hints, n.hints[enough/2:])]
	}
	n.hints = append(n.hints, hint{at: at, kinds: found})
}

// assign drops the keywords that say nothing about the value behind the equals sign at index at: in k=v, those in front
// of the key. Keys such as number leave it to the words around them, card(number=…), and the attributes of an XML element
// to the name of the element, <phone type="home">.
func (n *nearby) assign(t string, at int) {
	key := keyStart(t, at)
	switch {
	case n.numbers(t[key:at]):
	case n.tag > 0:
		n.forget(n.tag)
		name := n.tag
		for name < key && isKeyByte(t[name]) {
			name++
		}
		n.cut(name, key)
	default:
		n.forget(key)
	}
}

// numbers reports whether a key, with its quotes, does not say what it numbers. It leaves that to the words in front
// of the bracket around it, and those behind the last comma, and drops the others.
func (n *nearby) numbers(key string) bool {
	if len(key) > len(`\"number\"`) || !isOneOf(strings.Trim(key, `"'\`), numberWords) {
		return false
	}
	if n.outer < 0 {
		n.forget(n.clause)
		return true
	}
	n.forget(n.outer)
	n.cut(n.bracket, n.clause)
	return true
}

// numberWords are keys that do not say what they number.
var numberWords = strings.Fields("number no nr num value")

// cut drops the keywords from index from to index to.
func (n *nearby) cut(from, to int) {
	n.hints = slices.DeleteFunc(n.hints, func(h hint) bool { return h.at >= from && h.at < to })
}

// forget drops the keywords before index at.
func (n *nearby) forget(at int) {
	i := 0
	for i < len(n.hints) && n.hints[i].at < at {
		i++
	}
	n.hints = n.hints[:copy(n.hints, n.hints[i:])]
}

// keyStart returns where the key starts that ends at index end, or the start of the text that may be read.
func keyStart(t string, end int) int {
	start := end
	for start > 0 && end-start < maxTextKey && (isKeyByte(t[start-1]) || t[start-1] == '"' || t[start-1] == '\'' || t[start-1] == '\\') {
		start--
	}
	if start == end { // a blank in front of the sign: the key may be several words
		return 0
	}
	return start
}
