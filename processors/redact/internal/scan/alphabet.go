// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// alphabet is a set of classes of bytes that a credential is made of.
type alphabet uint8

// The classes, and the alphabets that they make up.
const (
	digitBit alphabet = 1 << iota
	hexBit            // a to f
	lowerBit
	upperBit
	dashBit   // - and _
	dotBit    // .
	base64Bit // + and /
	slashBit  // /

	hexChars    = digitBit | hexBit
	alnumChars  = digitBit | hexBit | lowerBit | upperBit
	upperChars  = digitBit | upperBit
	base32Chars = upperChars
	wordChars   = alnumChars | dashBit
	dottedChars = wordChars | dotBit
	base64Chars = wordChars | base64Bit
	pathChars   = wordChars | slashBit
)

func (a alphabet) has(c byte) bool { return alphabets[c]&a != 0 }

// alphabets has the classes of every byte.
var alphabets = func() (of [256]alphabet) {
	for c := range of {
		switch b := byte(c); {
		case isASCIIDigit(b):
			of[c] = digitBit
		case isLower(b) && b <= 'f':
			of[c] = hexBit
		case isLower(b):
			of[c] = lowerBit
		case isUpper(b):
			of[c] = upperBit
		}
	}
	of['-'], of['_'], of['.'], of['+'], of['/'] = dashBit, dashBit, dotBit, base64Bit, base64Bit|slashBit
	return of
}()

// hasDigit reports whether v has a digit in its first maxJudged bytes.
func hasDigit(v string) bool {
	v = v[:min(len(v), maxJudged)]
	for ; len(v) >= 8; v = v[8:] {
		const ones, topmost = 0x0101010101010101, 0x8080808080808080
		w := load64(v) ^ '0'*ones // 0 to 9 where a digit stands
		if (w&^topmost+(0x80-10)*ones|w)&topmost != topmost {
			return true
		}
	}
	for i := range len(v) {
		if isASCIIDigit(v[i]) {
			return true
		}
	}
	return false
}

// tokenRun is a run of characters of an alphabet, without punctuation at its end that may belong to a sentence.
type tokenRun struct {
	alphabet             alphabet
	start, end, wholeEnd int
}

// runEnd returns the end of the run of characters of an alphabet that index at is in.
func (s *Scanner) runEnd(a alphabet, at int) int {
	run := tokenRun{alphabet: a, start: at, end: at}
	place := -1
	for i := range s.runs {
		if r := s.runs[i]; r.alphabet == a {
			if at >= r.start && at < r.wholeEnd {
				return max(at, r.end)
			}
			place = i
		}
	}
	t := s.text
	for run.end < len(t) && a.has(t[run.end]) {
		run.end++
	}
	run.wholeEnd = run.end
	for run.end > at && strings.IndexByte(".-/", t[run.end-1]) >= 0 {
		run.end--
	}
	if place < 0 {
		s.runs = append(s.runs, run)
	} else {
		s.runs[place] = run
	}
	return run.end
}
