// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// In configuration files, on consoles and in sentences, a secret stands behind its name with nothing but a blank between:
// bindpw x, enable secret x, secret "x";, the API key x is not valid. These names are ordinary words too, so what follows
// one must look scrambled.

// findApart checks for a secret behind the last word of its name, which starts at index at: behind a blank, in parentheses,
// or in the column of a table that the name is the head of.
func findApart(s *Scanner, at int) {
	t := s.text
	end := s.keyEndAt(at)
	if end >= len(t) {
		return
	}
	switch t[end] {
	case ' ', '\t', '"', '\'', '\\':
		s.addApart(at, end)
		s.findHead(at)
	case ',', ';', '\n', '\r':
		s.findHead(at)
	case '(':
		if value := s.bareEnd(end + 1); isScrambled(t[end+1 : value]) {
			s.addNamed(end, end+1, value)
		}
	}
}

// findKeyApart is findApart for a name that consists of the word at index at, a blank and the word key. Key alone is too
// frequent.
func findKeyApart(s *Scanner, at int) {
	findApart(s, at+strings.IndexByte(s.text[at:], ' ')+1)
}

// addApart adds the secret that a blank separates from its name, which ends at index end, or that a sentence puts in front
// of the name. The last word of the name starts at index at.
func (s *Scanner) addApart(at, end int) {
	t := s.text
	name, quoted := quoteAt(t, end) // as in the arguments of Go templates and loggers: "password" "x"
	if quoted {
		end = min(end+name.size(), len(t))
	}
	value := skipBlanks(t, end)
	if value == end || value == len(t) {
		return
	}
	if next := skipBlanks(t, value+1); isASCIIDigit(t[value]) && next > value+1 && next < len(t) {
		value = next // how a network device has encoded what follows: secret 5 x
	}
	argument, ok := s.argumentAt(skipScheme(t, value))
	if !ok || t[argument.start] == '{' || quoted && argument.quote != t[end-name.size():end] {
		return
	}
	if argument.quote == "" {
		argument.end = trimRight(t, argument.start, argument.end, ".?:")
	}
	if v := t[argument.start:argument.end]; isScrambled(v) || isCryptHash(v) || s.isDirective(at, end) && !messageWords.has(v) {
		s.addNamed(end, argument.start, argument.end)
		return
	}
	s.addTold(at)
}

// addNamed adds the value t[start:end], if its name, which ends at index name, has the verdict that it is a password or
// another secret.
func (s *Scanner) addNamed(name, start, end int) {
	if key, _, ok := s.keyBefore(textKey{}, name, start); ok && (key.detector == Password || key.detector == Secret) && key.flags&(code3to4|code3to8) == 0 {
		s.addMarkup(key.Context, start, end)
	}
}

// addTold adds the password in "x is the password", whose last word is at index at.
func (s *Scanner) addTold(at int) {
	before, ok := strings.CutSuffix(s.text[max(s.floor, at-commandReach):at], " is the ")
	if !ok {
		return
	}
	end := at - len(" is the ")
	if q, ok := quoteBefore(before, 0, len(before)); ok {
		end -= q.size()
		before = before[:len(before)-q.size()]
	}
	if start := strings.LastIndexAny(before, " \t\n\"'") + 1; isScrambled(before[start:]) {
		s.addNamed(at+len("password"), end-len(before)+start, end)
	}
}

// isDirective reports whether the name of which a part is t[at:end] is that of an option of a daemon, which is no word of
// a language, at the start of a line.
func (s *Scanner) isDirective(at, end int) bool {
	start := at
	for start > s.floor && at-start < maxTextKey && isKeyByte(s.text[start-1]) {
		start--
	}
	return column(s.text, start) >= 0 && isOneOf(s.text[start:end], directives)
}

var directives = []string{"bindpw", "rootpw"}

// findHead checks for secrets in a table of comma-separated values, or of values separated by semicolons or tabs, whose
// first row the name of a secret at index at is in. The first line of the text has a call of its own.
func (s *Scanner) findHead(at int) {
	t := s.text
	if at < max(s.floor, s.headEnd, s.tableEnd) {
		return
	}
	s.headEnd = s.newline(at)
	from := max(s.floor, at-maxHead)
	start := from + strings.LastIndexByte(t[from:at], '\n') + 1
	if start == from || s.headEnd == len(t) || s.headEnd-start > maxHead {
		return
	}
	mark := headMark(t[start:s.headEnd])
	if mark == 0 || mark == '|' {
		return
	}
	if x, ok := s.readHeader(start, s.headEnd, mark); ok {
		s.tableEnd = s.addRows(x, s.headEnd)
	}
}

// isCryptHash reports whether v is a password hash of Unix or of a network device: $1$…, $5$….
func isCryptHash(v string) bool {
	return len(v) >= minCryptHash && v[0] == '$' && strings.Count(v, "$") >= 3
}

// hasWord reports whether one of the parts of v, between hyphens, is three or more small letters: a word, as in the names of
// objects of Kubernetes, app-tls-7dK9x.
func hasWord(v string) bool {
	letters, whole := 0, true
	for i := range len(v) + 1 {
		switch {
		case i == len(v) || v[i] == '-' || v[i] == '_':
			if whole && letters >= 3 && letters < len(v) {
				return true
			}
			letters, whole = 0, true
		case isLower(v[i]):
			letters++
		default:
			whole = false
		}
	}
	return false
}

// What makes a text look scrambled: so many turns between small letters, capitals and digits, or a few if it has a sign
// that people put in passwords; or so many hexadecimal digits.
const (
	scrambledTurns = 4
	signedTurns    = 1
	scrambledHex   = 32
	passwordSigns  = "!#%^*@&"
)

// isScrambled reports whether v is made up as no word, name or path is, in its first maxJudged bytes.
func isScrambled(v string) bool {
	v = v[:min(len(v), maxJudged)]
	if len(v) < minSecret || !hasDigit(v) || strings.IndexByte("*&@", v[0]) >= 0 { // a type in Go
		return false
	}
	if len(v) >= scrambledHex && allHex(v) {
		return !allDigits(v)
	}
	if hasWord(v) {
		return false
	}
	var seen, last alphabet
	turns, signs := 0, 0
	for i := range len(v) {
		var class alphabet
		switch c := v[i]; {
		case isASCIIDigit(c):
			class = digitBit
		case isLower(c):
			class = lowerBit
		case isUpper(c):
			class = upperBit
		case strings.IndexByte(passwordSigns, c) >= 0:
			signs++
			turns++
		case c == '/' || c == '+' || c == '=':
			if countBase64(v) < len(v) {
				return false
			}
		case c == '-' || c == '_':
		default:
			return false
		}
		if class != last && class != 0 && last != 0 && (last != upperBit || class != lowerBit) {
			turns++
		}
		seen |= class
		last = class
	}
	if signs > 0 {
		return turns-signs >= signedTurns && seen&^digitBit != 0
	}
	return seen == digitBit|lowerBit|upperBit && turns >= scrambledTurns
}
