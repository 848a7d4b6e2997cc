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
	// places has, by the hash of a word, the index in words of the last one with that hash.
	places [1 << placeBits]uint16
	words  []keywordWord
	// ends lists the phrases by the number of their last word.
	ends [][]keyPhrase
	// scripts lists the keywords in scripts without blanks between words, by their first character.
	scripts map[rune][]scriptPhrase
	// all are the kinds that have a keyword.
	all kinds
}

// keywordWord is a word of a keyword, in lower case, with its number. next is the index of the word before it with the same
// hash, or 0.
type keywordWord struct {
	text     string
	id, next uint16
}

// keyPhrase is a keyword: what lastWords has to be like, as far as the bits of mask go.
type keyPhrase struct {
	words, mask lastWords
	kinds       kinds
}

type scriptPhrase struct {
	text  string
	kinds kinds
}

// newKeywords compiles the keywords of the enabled detectors.
func newKeywords(enabled [numDetectors]bool) keywords {
	k := keywords{words: make([]keywordWord, 1), ends: make([][]keyPhrase, 1), scripts: map[rune][]scriptPhrase{}}
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
	var p keyPhrase
	for word := range strings.FieldsSeq(spell(text)) {
		id := k.word(word) &^ plural
		if id == 0 {
			id = uint16(len(k.ends))
			k.ends = append(k.ends, nil)
			k.addWord(word, id)
			if k.word(word+"s") == 0 {
				k.addWord(word+"s", id|plural)
			}
		}
		p.words, p.mask = p.words<<wordBits|lastWords(id), p.mask<<wordBits|latestWord
	}
	same := k.ends[p.words&latestWord]
	if i := slices.IndexFunc(same, func(other keyPhrase) bool { return other.words == p.words }); i >= 0 {
		same[i].kinds = same[i].kinds.or(set)
		return
	}
	p.kinds = set
	k.ends[p.words&latestWord] = append(same, p)
}

// plural marks the number of a word with an s behind it. A keyword in the plural stands in front of a count as often as of
// the numbers themselves, so in text it only counts in front of a list: "phones": ["…", "…"].
const plural = 1 << 15

func (k *keywords) addWord(word string, id uint16) {
	place := &k.places[placeOf(word)]
	k.words = append(k.words, keywordWord{text: word, id: id, next: *place})
	*place = uint16(len(k.words) - 1)
}

// word returns the number of a word in any case, or 0.
func (k *keywords) word(text string) uint16 {
	for i := k.places[placeOf(text)]; i > 0; i = k.words[i].next {
		if w := &k.words[i]; len(text) == len(w.text) && hasPrefixFold(text, w.text) {
			return w.id
		}
	}
	return 0
}

const placeBits = 12

// placeOf returns a hash of a word in any case: of its length and its first, middle and last byte.
func placeOf(word string) uint32 {
	const odd, caseless = 0x9e3779b1, 0x1f1f1f // 2^32 divided by the golden ratio: all bits affect the upper ones
	n := len(word)
	bytes := uint32(word[0]) | uint32(word[n/2])<<8 | uint32(word[n-1])<<16
	return (bytes&caseless | uint32(n)<<24) * odd >> (32 - placeBits)
}

// lastWords has the numbers of the last four words, the latest in the lowest wordBits bits.
type lastWords uint64

const (
	wordBits   = 16
	latestWord = 1<<wordBits - 1
)

// read adds a word to seen, and returns the kinds that have a keyword ending with it, and whether it is in the plural.
func (k *keywords) read(seen *lastWords, text string) (found kinds, isPlural bool) {
	id := k.word(text)
	if *seen <<= wordBits; id == 0 {
		return found, false
	}
	id, isPlural = id&^plural, id&plural != 0
	*seen |= lastWords(id)
	for _, p := range k.ends[id] {
		if *seen&p.mask == p.words {
			found = found.or(p.kinds)
		}
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
	// words are those read by mayBeNear, up to index wordsEnd. last is where the last keyword among them ends, or -1.
	words          lastWords
	wordsEnd, last int
	// clause is the end of the last comma, semicolon or the like. tag is where the name of an XML element starts whose
	// tag was not closed yet, or 0.
	clause, tag int
	// named is the sign behind the last key whose value is a name, such as "name", or -1. nameKinds are the kinds that have
	// a keyword in that name.
	named     int
	nameKinds kinds
	// bracket is where the last bracket opened, and outer is clause there, or -1 if one closed since.
	bracket, outer int
	// list is the end of the last match that is an element of a list.
	list int
}

func (n *nearby) reset() {
	n.restart()
	n.end, n.at, n.list = 0, -1, 0
	n.words, n.wordsEnd, n.last = 0, 0, -1
}

// restart forgets all that was read.
func (n *nearby) restart() {
	n.hints, n.seen = n.hints[:0], 0
	n.clause, n.tag, n.outer = 0, 0, -1
	n.named, n.nameKinds = -1, kinds{}
}

// kindsAt returns the kinds that have a keyword in front of index at or in the key of the value.
func (s *Scanner) kindsAt(at int) kinds {
	n := &s.nearby
	if at == n.at && s.floor == n.floor {
		return n.found
	}
	found := s.context.kinds
	if s.mayBeNear(at) {
		found = found.or(s.hintsAt(at))
	}
	if s.columns.mark != 0 || !s.columns.read {
		found = found.or(s.columnKinds(at))
	}
	if s.inList(at) {
		found = found.or(kindsOf(s.found[len(s.found)-1].detector))
	}
	n.found, n.at, n.floor = found, at, s.floor
	return found
}

// mayBeNear reports whether a keyword may stand in the text that is read in front of index at. In front of most numbers
// none does. Only where one does is it worth knowing the clauses, brackets, keys and masks around it, as hintsAt does.
func (s *Scanner) mayBeNear(at int) bool {
	n, k, t := &s.nearby, &s.e.keywords, s.text[:at]
	from := max(s.floor, at-contextReach)
	i := n.wordsEnd
	if from > i {
		n.words, i = 0, from
	}
	for i < len(t) {
		c := t[i]
		switch class := wordClass[c]; {
		case class == digit && n.words&latestWord == 0: // no keyword starts with a number
			i++
		case class == noWord && !startsEscape[c]:
			i++
		case class == noWord:
			i += max(1, escapeLength(t[i:]))
		default:
			_, end := nextWord(t, i)
			found, _ := k.read(&n.words, t[i:end])
			if found != (kinds{}) || c >= utf8.RuneSelf || t[end-1] >= utf8.RuneSelf { // or perhaps one without blanks
				n.last = end
			}
			i = end
		}
	}
	n.wordsEnd = i
	return n.last >= from
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
	i, near := n.end, max(n.end, at-contextReach)
	for line := at; ; {
		if line = near + strings.LastIndexByte(t[near:line], '\n'); line < near {
			break
		}
		if !continues(t, line) {
			i = line
			break
		}
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
				s.readScript(start, end, at)
			}
			i = end
			continue
		}
		switch c {
		case '\n':
			if !continues(t, i) {
				n.restart()
			}
			s.nextClause(i + 1)
		case ',', ';', '&', '|':
			if size := entityAt(t[:at], i); size > 0 {
				i += size
				continue
			}
			s.nextClause(i + 1)
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
				s.nextClause(i + 1)
				n.nameKinds = kinds{}
			}
		case '=':
			n.assign(t, i)
		case '>':
			n.tag = 0
		case ':':
			if !n.numbers(t, keyStart(t, i), i) {
				n.forget(n.clause)
			}
		default:
			size := s.skipMask(i)
			if size == 0 && startsEscape[c] {
				size = escapeLength(t[i:at])
			}
			if size > 0 {
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

// readScript reads the keywords in scripts without blanks that start between the indexes start and end. They end before
// index at.
func (s *Scanner) readScript(start, end, at int) {
	for i := start; i < end; i++ {
		if c := s.text[i]; c >= 0xd0 && utf8.RuneStart(c) {
			s.nearby.hint(i, s.e.keywords.script(s.text[:at], i))
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
	case n.numbers(t, key, at):
	case n.tag > 0:
		n.forget(n.tag)
		name := n.tag
		for name < key && (isKeyByte(t[name]) || t[name] == ':') {
			name++
		}
		n.cut(name, key)
	default:
		n.forget(key)
	}
}

// numbers reports whether the key, with its quotes, between the indexes from and at, in front of a sign, does not say what
// it numbers. It leaves that to the name in front of it, {"name":"vin","value":"…"}, or else to the words in front of the
// bracket around it, and those behind the last comma, and drops the others.
func (n *nearby) numbers(t string, from, at int) bool {
	if isNameKey(t, at) {
		n.named, n.nameKinds = at, kinds{}
	}
	if n.nameKinds != (kinds{}) && endsWithWord(strings.TrimRight(t[from:at], `"'\`), valueWords) {
		if _, quoted := quoteAt(t, skipBlanks(t, at+1)); quoted {
			n.forget(at)
			n.hint(at, n.nameKinds)
			return true
		}
	}
	if at-from > len(`\"number\"`) || !isOneOf(strings.Trim(t[from:at], `"'\`), numberWords) {
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

// nextClause notes that a clause starts at index at.
func (s *Scanner) nextClause(at int) {
	n := &s.nearby
	if n.named >= n.clause {
		if at-n.named < maxTextKey {
			n.nameKinds = s.e.keywords.inKey(s.text[n.named:at], s.e.vocab.isAbout)
		}
		n.named = -1
	}
	n.clause = at
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

// continues reports whether the line that ends at index at leaves the value of its key to the next one: if a sign stands at
// its end, if it has a name whose value follows, see numbers, or if it is part of the header of a form, see bodyAt.
func continues(t string, at int) bool {
	end := trimRight(t, max(0, at-maxBlanks), at, " \t\r")
	if end == 0 {
		return false
	}
	line := t[max(0, at-maxTextKey):end]
	line = line[strings.LastIndexByte(line, '\n')+1:]
	if sign := strings.IndexAny(line, ":="); sign > 0 && isNameKey(line, sign) {
		return true
	}
	switch t[end-1] {
	case ':', '=':
		return true
	case '>':
		return end > 1 && (t[end-2] == '=' || t[end-2] == '-')
	case '\n':
		end = trimRight(t, max(0, end-len("\r\n")), end, "\r\n")
	}
	return end > 0 && t[end-1] == '"' && bodyAt(t, end) > 0 && strings.Contains(t[max(0, end-maxTextKey):end], `name="`)
}

// keyStart returns where the key starts that ends at index end, or the start of the text that may be read.
func keyStart(t string, end int) int {
	if end > 0 && t[end-1] == 'm' {
		end = beforeColours(t, end)
	}
	start := end
	for start > 0 && end-start < maxTextKey && (isKeyByte(t[start-1]) || t[start-1] == '"' || t[start-1] == '\'' || t[start-1] == '\\') {
		start--
	}
	if start == end { // a blank in front of the sign: the key may be several words
		return 0
	}
	return start
}
