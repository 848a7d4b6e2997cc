// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"hash"
	"math/bits"
	"strings"
)

// minLength is the length in bytes of the shortest text in which a built-in finder can find anything, such as
// "a@b.c".
const minLength = 5

// Match is one replaced part of a value.
type Match struct {
	Detector ID
	// Start and End bound the replaced bytes in the original value.
	Start, End int
}

// Scanner redacts values one after the other. It is not safe for concurrent use.
type Scanner struct {
	e *Engine

	text    string  // the value being scanned
	context Context // what the value's key says about it
	found   []span  // matches so far, in order, without overlaps
	earlier []span  // the matches of the previous runs, while the output is scanned again
	tagged  []span  // matches that are only reported
	left    leftAlone
	freed   []int64 // matches freed by the allow list, by detector
	// checksMask is set while a mask is scanned like ordinary text, see findsInMask.
	checksMask bool

	// floor is the end of the last match. Finders never read a key or a context word from before
	// it: the next run over the masked output would not see the same text there.
	floor int
	// userinfoEnd is the index of the at sign between the userinfo and the host of the last URL with a
	// password, or -1: that sign is not part of an email address.
	userinfoEnd int

	// The fields below whose names end in End keep the scan linear: each is the end of the text that one finder
	// has read already and does not read again.

	// headerEnd: the header of a JWT.
	headerEnd int
	// colonsEnd: a word of hexadecimal digits and colons.
	colonsEnd int
	nearby    nearby
	row       numberRow
	compact   [maxForm]byte // scratch for the digits and letters of a number, see compactForm
	digits    [20]byte      // scratch for the decimal digits of an integer, see Int
	// runs are the words that were read as credentials already. secretKeysEnd: the search for keys without
	// a prefix.
	runs          []tokenRun
	secretKeysEnd int
	// cookiesEnd: a list of cookies.
	cookiesEnd int
	// paramsEnd: the parameters of an authorization scheme. valuesEnd: the values of an INSERT. keyEnd: what
	// follows the header of a private key.
	paramsEnd, valuesEnd, keyEnd int
	// blockEnd: a YAML block scalar that did not look random.
	blockEnd int
	// ends remembers where values end, and masksRead where replacements stand.
	ends      ends
	masksRead masksRead
	options   optionsSeen
	// rulesEnd: the rules of a Redis user.
	rulesEnd int
	// webKeyEnd: a JSON web key.
	webKeyEnd int
	// tableEnd: a table, whose header is in table.
	tableEnd int
	table    table
	// headEnd: a line that was checked for being the header of a table.
	headEnd int
	// pairEnd: a name whose value was looked for elsewhere.
	pairEnd int

	// chunk holds the masks of the part of the text that is being scanned. It is the only one, so a finder
	// must not call scan.
	chunk chunk
	// plainKeys remembers the ends of keys in text that say nothing about their value; cleanValues remembers
	// values in which nothing was found, with the flags of their context.
	plainKeys, cleanValues memo
	shortKeys              shortKeys
	verdicts               verdicts

	matches []Match
	tokens  map[tokenKey]int // token numbers given in this record
	numbers []int            // the last token number given, by detector
	macs    []hash.Hash      // the HMACs of the engine's hash keys
	pending uint64           // bit set of the custom rules whose keyword is in the text
	narrow  narrowed
	decoded []byte // scratch for base64
	columns columns
}

// span is a match in the text, with its replacement.
type span struct {
	start, end int
	detector   ID
	// quote is written on both sides of the replacement. It is set when a bare JSON value is replaced, because
	// a replacement without quotes would break the JSON.
	quote string
	// out is the replacement without quotes, or empty before resolve.
	out string
}

// Release gives the scanner back to its engine. The scanner and its Matches must not be used afterwards.
func (s *Scanner) Release() {
	s.text = ""
	clear(s.found[:cap(s.found)]) // drops references to the texts that were scanned
	clear(s.earlier[:cap(s.earlier)])
	clear(s.tagged[:cap(s.tagged)])
	s.found, s.earlier, s.tagged = s.found[:0], s.earlier[:0], s.tagged[:0]
	s.ResetTokens()
	s.narrow.release()
	clear(s.decoded)
	s.e.scanners.Put(s)
}

// maxRuns bounds how often the output is scanned again because a run over it found something. Usually the first run
// over the output finds nothing.
const maxRuns = 2

// Value redacts one value. context is the Context of its key (see Key), or the zero Context.
// It returns the value itself and false if there is nothing to replace.
//
// The output is scanned again until nothing more is found, because a mask can make visible what the replaced
// text hid. So scanning the output again, here or in the next collector, does not change it. A text whose output
// still holds a match after maxRuns such runs is replaced whole.
func (s *Scanner) Value(text string, context Context) (string, bool) {
	s.matches = s.matches[:0]
	s.left.counting = true
	s.context = context
	s.run(text)
	if len(s.found) == 0 {
		if isShort(text, context) && len(s.tagged) == 0 && len(s.left.freed) == 0 {
			s.cleanValues.put(text, uint32(context.flags))
		}
		s.report()
		return text, false
	}
	s.left.counting = false
	s.resolve(text)
	out := s.build(text)
	for n := 0; ; n++ {
		s.found, s.earlier = s.earlier[:0], s.found
		s.run(out)
		s.found, s.earlier = s.earlier, s.found
		if len(s.earlier) == 0 {
			break
		}
		s.addLater(s.earlier)
		if n == maxRuns {
			s.insert(span{end: len(text), detector: s.found[0].detector})
		}
		s.resolve(text)
		out = s.build(text)
	}
	s.report()
	return out, true
}

// IsClean reports whether a value is remembered as one in which there is nothing to find. False means unknown: the
// value has to go through Value.
func (s *Scanner) IsClean(text string, context Context) bool {
	if !isShort(text, context) {
		return false
	}
	tag, ok := s.cleanValues.tag(text)
	return ok && tag == uint32(context.flags)
}

// isShort reports whether a value can be remembered as clean: it is short and not empty, and its key neither has a
// verdict nor speaks for a kind of number.
func isShort(text string, context Context) bool {
	return uint(len(text)-1) < maxRemembered && context.detector == None && context.kinds[0]|context.kinds[1] == 0
}

// run finds the matches in one text.
func (s *Scanner) run(text string) {
	s.start(text)
	s.pending = 0
	if s.context.detector != None && s.keyed() || len(text) < s.e.minLength {
		return
	}
	if s.e.enabled[Password] {
		s.findFirstCommand()
	}
	if text[0] == '[' {
		s.findFirstEntry()
	} else {
		s.findCSV()
	}
	s.scan()
	if s.pending != 0 {
		s.findCustom(text)
	}
}

// Matches returns what the last call of Value, Int or Float replaced or only reported, in order. The slice is valid
// until the next call.
func (s *Scanner) Matches() []Match { return s.matches }

// start forgets the text before this one, but not the context.
func (s *Scanner) start(text string) {
	s.text = text
	s.found = s.found[:0]
	s.floor = 0
	s.userinfoEnd = -1
	s.headerEnd = 0
	s.colonsEnd = 0
	s.nearby.reset()
	s.columns.read = false
	s.runs = s.runs[:0]
	s.secretKeysEnd = 0
	s.cookiesEnd = 0
	s.paramsEnd, s.valuesEnd, s.keyEnd = 0, 0, 0
	s.pairEnd, s.blockEnd, s.rulesEnd, s.tableEnd, s.headEnd, s.webKeyEnd = 0, 0, 0, 0, 0, 0
	s.ends.reset()
	s.row = numberRow{}
	s.options = optionsSeen{}
	s.masksRead.starts, s.masksRead.end = s.masksRead.starts[:0], 0
	s.left.known = false
}

// scan runs the finders over the text.
func (s *Scanner) scan() {
	e, ls, t, c := s.e, &s.e.literals, s.text, &s.chunk
	var (
		behind    int  // the end of the last timestamp
		hexEnd    int  // the end of the last run of hexadecimal digits that was looked at
		isHexWord bool // whether that run is an identifier, whose digits are not numbers
	)
	for from := 0; from < len(t); from += chunkSize {
		blocks := e.classify(c, t, from)
		for b := 1; b <= blocks; b++ {
			base := from + (b-1)*blockSize
			numbers, triples, addresses, anchors := c.numbers[b], c.triples[b], c.addresses[b]&e.addressMask, c.anchors[b]
			if isHexWord {
				numbers &= from64(hexEnd - base)
			}
			for all := (numbers | triples | addresses | anchors) & from64(behind-base); all != 0; {
				i := nextEvent(all)
				bit := all & -all
				all ^= bit
				at := base + i
				if numbers&bit != 0 {
					if behind = timestampEnd(t, at); behind > at {
						s.findBirthTime(at)
						all &= from64(behind - base)
						continue
					}
					if at >= hexEnd {
						hexEnd, isHexWord = c.hexWord(t, b, at, i)
					}
					if isHexWord {
						all &^= numbers &^ from64(hexEnd-base)
						continue
					}
					s.callDigits(c.digits[b]>>i, at)
					continue
				}
				if triples&bit != 0 {
					s.call(e.triples, at)
				}
				if addresses&bit != 0 {
					s.call(e.addresses, at)
				}
				if anchors&bit == 0 {
					continue
				}
				var groups uint64
				if near := at - ls.before; near >= 0 && near+nearSize <= len(t) {
					groups = ls.groupsOf(t, near)
				} else {
					groups = ls.groupsAtEnd(t, near)
				}
				if groups == 0 { // true of most anchors
					continue
				}
				if t[at] == wideLead && s.isWide(at) {
					s.scanNarrowed()
					return
				}
				s.callFinders(groups, at)
			}
		}
	}
}

// callDigits calls the finders for the run of digits at index at. Bit 0 of digits stands for that index.
func (s *Scanner) callDigits(digits uint64, at int) {
	n := bits.TrailingZeros64(^digits)
	if n >= minCard || at+n < len(s.text) && isASCIIDigit(s.text[at+n]) { // the run may continue in the next block
		n = min(digitRun(s.text, at), maxRun)
	}
	s.call(s.e.digits[n], at)
}

func (s *Scanner) call(finders []func(*Scanner, int), at int) {
	for _, find := range finders {
		find(s, at)
	}
}

// from64 returns a word with the bits from bit n on set. n may be negative or beyond the word.
func from64(n int) uint64 {
	if n <= 0 {
		return ^uint64(0)
	}
	return ^uint64(0) << n
}

// keyed adds the match for a value whose key has a verdict: the whole value, except for the scheme of an
// Authorization header and the names of cookies. Placeholders such as "null" are kept. It reports whether it
// added a match.
func (s *Scanner) keyed() bool {
	v := strings.TrimSpace(s.text)
	if s.e.isPlaceholder(v) || !s.context.accepts(v) {
		return false
	}
	switch {
	case s.context.detector == Bearer:
		s.addHeaderValue(strings.Index(s.text, v), len(s.text))
	case s.context.detector == Cookie && strings.Contains(v, "="):
		s.findCookies(strings.Index(s.text, v))
	case s.context.detector == Cookie && !looksRandom(v):
		// A word about cookies.
	default:
		s.add(span{start: 0, end: len(s.text), detector: s.context.detector})
	}
	return len(s.found) > 0
}
