// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"hash"
	"math/bits"
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
	tagged  []span  // matches that stay as they are
	left    leftAlone
	freed   []int64 // by detector
	// checksMask is set while a mask is looked at as if it were not one.
	checksMask bool

	// floor is the end of the last match. Finders never read a key or a context word from before
	// it: the next run over the masked output would not see the same text there.
	floor int
	// userinfoEnd is the index of the at sign in front of the host of the last URL with a password,
	// or -1: what stands around that sign is no address.
	userinfoEnd int
	// headerEnd is the end of the last text that was looked at as the header of a JWT. Nothing before
	// it is looked at again.
	headerEnd int
	// colonsEnd is the end of the last word of hexadecimal digits and colons that was looked at.
	colonsEnd int
	nearby    nearby
	compact   [maxForm]byte // the digits and letters of the number that is looked at
	digits    [20]byte      // of the integer that is looked at
	// runs are the words that were read as credentials, and secretKeysEnd is the end of what was searched
	// for keys without a prefix. Nothing of these is read again.
	runs          []tokenRun
	secretKeysEnd int
	// cookiesEnd is the end of the last text that was looked at as a list of cookies.
	cookiesEnd int
	// paramsEnd, valuesEnd and keyEnd are the same for the parameters of a scheme, the values of an INSERT
	// and for what follows the header of a private key.
	paramsEnd, valuesEnd, keyEnd int
	// blockEnd is the end of the last block of YAML that did not look random.
	blockEnd int
	// ends are where values end, and masksRead where replacements stand.
	ends      ends
	masksRead masksRead
	options   optionsSeen
	// rulesEnd is the end of the last text that was searched for the rules of a user of Redis.
	rulesEnd int
	// pairEnd is the end of the last name whose value was looked for elsewhere.
	pairEnd int

	// chunk has the masks of a part of the text while it is scanned: a finder must not scan.
	chunk chunk
	// plainKeys has ends of keys in text that say nothing about their value, and cleanValues values in which
	// nothing was found, by the flags of their context.
	plainKeys, cleanValues memo
	shortKeys              shortKeys
	verdicts               verdicts
	// misses counts what was tried for a number in this text and was none.
	misses int

	matches []Match
	tokens  map[tokenKey]int // numbers given in this record
	numbers []int            // the last number given, by detector
	macs    []hash.Hash      // of the engine's hash keys
	pending uint64           // the custom rules whose keyword is in the text
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
	// out is what is written in place of the match, once that is known.
	out string
}

// Release gives the scanner back to its engine. The scanner and its Matches must not be used after.
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

// maxRuns bounds how often a value is scanned again because the run before found something. The rule is that the first
// such run finds nothing.
const maxRuns = 2

// Value redacts one value. context is what Key said about its key, or the zero Context.
// It returns the value itself and false if there is nothing to replace.
//
// The output is scanned again until nothing more is found: a mask can make visible what the replaced text
// hid. So the output of another run, here or in the next collector, is the same. A text in which each of maxRuns
// runs uncovers something is replaced whole.
func (s *Scanner) Value(text string, context Context) (string, bool) {
	s.matches = s.matches[:0]
	s.left.counting = true
	s.run(text, context)
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
		s.run(out, context)
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

// IsClean reports whether a value is remembered as one in which there is nothing to find. If not, that is for
// Value to say.
func (s *Scanner) IsClean(text string, context Context) bool {
	if !isShort(text, context) {
		return false
	}
	tag, ok := s.cleanValues.tag(text)
	return ok && tag == uint32(context.flags)
}

// isShort reports whether a value can be remembered as clean.
func isShort(text string, context Context) bool {
	return uint(len(text)-1) < maxRemembered && context.detector == None && context.kinds[0]|context.kinds[1] == 0
}

// run finds the matches of one text.
func (s *Scanner) run(text string, context Context) {
	s.start(text, context)
	s.pending = 0
	if context.detector != None && s.keyed() || len(text) < s.e.minLength {
		return
	}
	if s.e.enabled[Password] {
		s.findFirstCommand()
	}
	s.scan()
	if s.pending != 0 {
		s.findCustom(text)
	}
}

// Matches returns what the last call replaced, in order. It is valid until the next call.
func (s *Scanner) Matches() []Match { return s.matches }

func (s *Scanner) start(text string, context Context) {
	s.text = text
	s.context = context
	s.found = s.found[:0]
	s.floor = 0
	s.userinfoEnd = -1
	s.headerEnd = 0
	s.colonsEnd = 0
	s.nearby.reset()
	s.runs = s.runs[:0]
	s.secretKeysEnd = 0
	s.cookiesEnd = 0
	s.paramsEnd, s.valuesEnd, s.keyEnd = 0, 0, 0
	s.pairEnd, s.blockEnd, s.rulesEnd = 0, 0, 0
	s.ends.reset()
	s.misses = 0
	s.options = optionsSeen{}
	s.masksRead.starts, s.masksRead.end = s.masksRead.starts[:0], 0
	s.left.known = false
}

// scan runs the finders over the text.
func (s *Scanner) scan() {
	e, ls, t, c := s.e, &s.e.literals, s.text, &s.chunk
	var (
		behind    int  // the end of the last date and time
		hexEnd    int  // the end of the last run of hexadecimal digits that was looked at,
		isHexWord bool // and whether it is a word in which there are no numbers
	)
	for from := 0; from < len(t); from += chunkSize {
		blocks := e.classify(c, t, from)
		for b := 1; b <= blocks; b++ {
			base := from + (b-1)*blockSize
			numbers, joins, steps, anchors := c.numbers[b], c.joins[b], c.steps[b]&e.steps, c.anchors[b]
			if isHexWord {
				numbers &= from64(hexEnd - base)
			}
			for all := (numbers | joins | steps | anchors) & from64(behind-base); all != 0; {
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
				if joins&bit != 0 {
					s.call(e.joints, at)
				}
				if steps&bit != 0 {
					s.call(e.stepping, at)
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
				if groups == 0 { // as for most anchors
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

// callDigits calls the finders for the run of digits at index at. digits has the bits of the block from there on.
func (s *Scanner) callDigits(digits uint64, at int) {
	n := bits.TrailingZeros64(^digits)
	if n >= minCard || at+n < len(s.text) && isASCIIDigit(s.text[at+n]) { // it goes on in the next block
		n = min(digitRun(s.text, at), maxRun)
	}
	s.call(s.e.digits[n], at)
}

func (s *Scanner) call(finders []func(*Scanner, int), at int) {
	for _, find := range finders {
		find(s, at)
	}
}

// from64 returns the bits from bit n on, which may be any number.
func from64(n int) uint64 {
	if n <= 0 {
		return ^uint64(0)
	}
	return ^uint64(0) << n
}

// keyed adds the match for a value whose key belongs to a detector: all of it, but for the scheme of an
// Authorization header. It reports whether it did; values that stand for no value stay.
func (s *Scanner) keyed() bool {
	v := strings.TrimSpace(s.text)
	if s.e.isPlaceholder(v) || !s.context.accepts(v) {
		return false
	}
	switch {
	case s.context.detector == Bearer:
		s.addHeaderValue(strings.Index(s.text, v), len(s.text))
	case s.context.detector == Cookie && strings.Contains(v, "="):
		s.addCookies(0, len(s.text))
	case s.context.detector == Cookie && !looksRandom(v):
		// A word about cookies.
	default:
		s.add(span{start: 0, end: len(s.text), detector: s.context.detector})
	}
	return len(s.found) > 0
}
