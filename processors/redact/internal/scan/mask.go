// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// maskField is the part of a mask template that stands for the detector's name.
const maskField = "{detector}"

// maxMask is the longest mask allowed, in bytes.
const maxMask = 64

// failureName stands in place of a detector's name in the mask of a value that could not be scanned.
const failureName = "error"

// masks holds the rendered masks, and tables to find masks, hashes and tokens in text that was redacted before.
type masks struct {
	text   []string        // the masks by detector; None has that of a value that could not be scanned
	prefix string          // the longest common prefix of text
	starts [256]bool       // the bytes that a replacement can start with
	single byte            // the only one of these, or 0 if there are several
	names  map[string]bool // the names of detectors in upper case, as in tokens
	// tails has, for detectors with ActionPartial, the function that returns the length of the part that is kept
	// behind the mask, at the start of its argument.
	tails []func(string) int
	// longest bounds the length in bytes of masks, hashes and tokens, without a part that is kept.
	longest int
	// next lists the masks by their byte behind prefix. A mask that ends with prefix is in every list.
	next [256][]ID
}

func renderMasks(template string, detectors []Detector) masks {
	m := masks{
		text:    make([]string, len(detectors)),
		tails:   make([]func(string) int, len(detectors)),
		names:   make(map[string]bool, len(detectors)),
		longest: maxHash,
	}
	for id, detector := range detectors {
		name := detector.Name
		if ID(id) == None {
			name = failureName
		}
		m.text[id] = strings.ReplaceAll(template, maskField, name)
		m.longest = max(m.longest, len(m.text[id]))
		m.starts[m.text[id][0]] = true
		m.names[strings.ToUpper(name)] = true
	}
	m.prefix = m.text[0]
	for _, text := range m.text {
		for !strings.HasPrefix(text, m.prefix) {
			m.prefix = m.prefix[:len(m.prefix)-1]
		}
	}
	m.starts[hashStart[0]] = true
	if strings.HasPrefix(m.prefix, hashStart[:1]) {
		m.single = hashStart[0]
	}
	for id, text := range m.text {
		for c := range m.next {
			if len(text) == len(m.prefix) || text[len(m.prefix)] == byte(c) {
				m.next[c] = append(m.next[c], ID(id))
			}
		}
	}
	return m
}

// at returns the length of the replacement that stands in t at index i, or 0. A replacement is a mask, with the
// part of the match that is kept behind it, a hash or a token. Where several fit, the longest counts.
func (m *masks) at(t string, i int) int {
	if i >= len(t) || !m.starts[t[i]] {
		return 0
	}
	t = t[i:]
	longest := 0
	if t[0] == hashStart[0] {
		longest = max(hashAt(t), m.tokenAt(t))
	}
	if !strings.HasPrefix(t, m.prefix) {
		return longest
	}
	var next byte // at the end of the text any value will do: only masks that end with the prefix can fit
	if len(t) > len(m.prefix) {
		next = t[len(m.prefix)]
	}
	for _, id := range m.next[next] {
		text := m.text[id]
		if !strings.HasPrefix(t, text) {
			continue
		}
		n := len(text)
		if tail := m.tails[id]; tail != nil {
			n += tail(t[n:])
		}
		longest = max(longest, n)
	}
	return longest
}

// masksRead remembers where replacements start in the part of a text that was already searched for them.
type masksRead struct {
	starts []int
	end    int // end of that part
}

// lastMaskEnd returns the end of the last replacement in text[from:to], or from if there is none.
func (s *Scanner) lastMaskEnd(from, to int) int {
	t, m, r := s.text, &s.e.masks, &s.masksRead
	for ; r.end < to; r.end++ {
		if m.single != 0 {
			n := strings.IndexByte(t[r.end:to], m.single)
			if n < 0 {
				r.end = to
				break
			}
			r.end += n
		}
		if m.at(t, r.end) > 0 {
			r.starts = append(r.starts, r.end)
		}
	}
	for i := len(r.starts) - 1; i >= 0 && r.starts[i] >= from; i-- {
		if start := r.starts[i]; start < to {
			if n := m.at(t[:to], start); n > 0 {
				return start + n
			}
		}
	}
	return from
}

// cut returns t with a full stop in place of each replacement.
func (m *masks) cut(t string) string {
	var out strings.Builder
	done := 0
	for i := 0; i < len(t); {
		n := m.at(t, i)
		if n == 0 {
			i++
			continue
		}
		out.WriteString(t[done:i])
		out.WriteByte('.')
		i += n
		done = i
	}
	if done == 0 {
		return t
	}
	out.WriteString(t[done:])
	return out.String()
}

// checkMask returns an error if the mask template cannot be used.
func (e *Engine) checkMask(template string) error {
	fail := func(format string, args ...any) error {
		return fmt.Errorf("mask: %q "+format+"; write for example %q", append(append([]any{template}, args...), DefaultMask)...)
	}
	plain := strings.ReplaceAll(template, maskField, "")
	switch {
	case strings.TrimSpace(template) == "":
		return fail("is blank")
	case !utf8.ValidString(template):
		return fail("is not UTF-8")
	case strings.ContainsFunc(template, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return fail("contains a control character")
	case strings.ContainsAny(template, "\"'\\"):
		return fail("contains a quote or a backslash, which would break JSON in log lines")
	case strings.ContainsAny(plain, "{}"):
		return fail("contains a placeholder other than %s", maskField)
	case slices.ContainsFunc(e.masks.text, func(text string) bool { return len(text) > maxMask }):
		return fail("is longer than %d bytes", maxMask)
	}
	for _, text := range e.masks.text[None+1:] {
		if found := e.findsInMask(text); found != None {
			return fail("is itself taken for a match of the detector %q", e.detectors[found].Name)
		}
		// Masks are recognised as a whole, so the words in them are not read as keys. If a mask is not set off
		// by brackets or the like, the same word in ordinary text would be taken for the mask and not be read.
		if (isAlnum(text[0]) || isAlnum(text[len(text)-1])) && e.hasVocabulary(text) {
			return fail("contains a word that keys are recognised by; put it in brackets")
		}
	}
	return nil
}

// findsInMask returns a detector that finds a match in the text of a mask, or None.
func (e *Engine) findsInMask(text string) ID {
	s := e.Scanner()
	defer s.Release()
	s.checksMask, s.context = true, Context{}
	s.start(text)
	s.scan()
	s.checksMask = false
	if len(s.found) > 0 {
		return s.found[0].detector
	}
	return None
}

// hasVocabulary reports whether text contains a word of the vocabulary.
func (e *Engine) hasVocabulary(text string) bool {
	for start, end := nextWord(text, 0); start < end; start, end = nextWord(text, end) {
		if e.vocab.lookup(text[start:end]).id != 0 {
			return true
		}
	}
	return false
}

// isPlaceholder reports whether v is not a real value but stands for one: it is empty, null, a boolean, a word that
// describes a value, nothing but asterisks, the mask of any tool, or a variable of a template or a format string.
func (e *Engine) isPlaceholder(v string) bool {
	if n := e.masks.at(v, 0); n > 0 && n == len(v) {
		return true
	}
	switch len(v) {
	case 0:
		return true
	case 1:
		return v == "?" || v == "*" || v == "x" || v == "-"
	}
	switch first, last := v[0], v[len(v)-1]; {
	case first == '$' && v[1] == '{':
		return last == '}'
	case first == '$':
		return allDigits(v[1:]) || isShellVariable(v[1:]) || e.namesSecret(v[1:])
	case first == ':' || first == '@': // a parameter of SQL
		return e.vocab.isPhrase(v[1:])
	case first == '{' && v[1] == '{':
		return strings.HasSuffix(v, "}}")
	case first == '{':
		return last == '}' && isName(v[1:len(v)-1])
	case first == '%':
		return len(v) == 2 && isLetter(v[1])
	case first == '<' && last == '>':
		return isName(strings.Trim(v[1:len(v)-1], "|/")) || strings.Contains(v, " at 0x") // an object of Python
	case first == '[' && last == ']', first == '(' && last == ')':
		return isMaskWord(v[1:len(v)-1]) || emptyWords.has(v[1:len(v)-1])
	}
	if isRepeated(v) {
		return true
	}
	return emptyWords.has(v) || e.isStandIn(v)
}

// isStandIn reports whether v stands for a secret in documentation or in the log of a tool that hides it: YOUR_API_KEY,
// PASSWORD, [PII of type 'x' is hidden. …] of .NET, or a digest in the audit log of Vault.
func (e *Engine) isStandIn(v string) bool {
	if digest, ok := strings.CutPrefix(v, "hmac-sha256:"); ok {
		return allHex(digest)
	}
	if len(v) > maxTextKey || !isLetter(v[0]) {
		return strings.HasPrefix(v, "[PII of type ")
	}
	if hasPrefixFold(v, "your_") || hasPrefixFold(v, "your-") {
		return isName(v)
	}
	return isUpper(v[0]) && isUpper(v[len(v)-1]) && isName(v) && strings.ToUpper(v) == v && e.vocab.judge(v, 0).detector != None
}

// namesSecret reports whether v is the name of a secret rather than one.
func (e *Engine) namesSecret(v string) bool {
	return len(v) <= maxTextKey && e.vocab.judge(v, 0).detector != None
}

// isShellVariable reports whether name is that of a variable in the environment, as these are usually written.
func isShellVariable(name string) bool {
	return strings.TrimFunc(name, func(r rune) bool { return r == '_' || r < utf8.RuneSelf && isUpper(byte(r)) }) == ""
}

// substitutions are the brackets around what a shell, a template or a format string replaces by a value: $(command),
// #{expression} of Ruby, <% expression %> and %(name)s of Python.
var substitutions = []struct{ open, closing string }{{"$(", ")"}, {"#{", "}"}, {"<%", "%>"}, {"%(", ")s"}}

// substitutionAt reports whether one of substitutions stands in t at index at, and is not only the beginning of a longer
// word.
func substitutionAt(t string, at int) bool {
	if at+1 >= len(t) || strings.IndexByte("({%", t[at+1]) < 0 {
		return false
	}
	near := t[at:min(len(t), at+2*maxMask)]
	for _, b := range substitutions {
		if strings.HasPrefix(near, b.open) {
			end := strings.Index(near, b.closing)
			return end > len(b.open) && strings.IndexByte(near[:end], '\n') < 0 && wordEnds(t, at+end+len(b.closing))
		}
	}
	return false
}

// isRepeated reports whether v consists of nothing but asterisks, the letter x in any case, or bullets.
func isRepeated(v string) bool {
	switch v[0] {
	case '*':
		return strings.TrimLeft(v, "*") == ""
	case 'x', 'X':
		return strings.TrimLeft(v, "xX") == ""
	}
	return strings.HasPrefix(v, bullet) && strings.TrimLeft(v, bullet) == ""
}

const bullet = "\u2022"

// isOneOf reports whether v, in any case, is one of words, which are in lower case.
func isOneOf(v string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return len(v) == len(w) && hasPrefixFold(v, w) })
}

// placeholderAt reports whether a replacement, or a placeholder in brackets of any kind that is not only the
// beginning of a longer word, stands in t at index at.
func (e *Engine) placeholderAt(t string, at int) bool {
	if e.masks.at(t, at) > 0 || substitutionAt(t, at) {
		return true
	}
	var closing string
	switch rest := t[at:min(len(t), at+maxMask)]; {
	case strings.HasPrefix(rest, "["):
		closing = "]"
	case strings.HasPrefix(rest, "<"):
		closing = ">"
	case strings.HasPrefix(rest, "("):
		closing = ")"
	case strings.HasPrefix(rest, "{{"):
		closing = "}}"
	case strings.HasPrefix(rest, "${"):
		closing = "}"
	default:
		return false
	}
	n := strings.Index(t[at:min(len(t), at+maxMask)], closing)
	if n < 0 {
		return false
	}
	end := at + n + len(closing)
	return wordEnds(t, end) && e.isPlaceholder(t[at:end])
}

// emptyWords are words for a missing value, the booleans, and words that describe a value instead of giving it.
var emptyWords = wordsOf(`null nil none undefined true false yes no on off set unset empty unknown missing
	valid invalid expired required optional enabled disabled redacted n/a ok granted denied include omit changed updated rotated
	revoked eof`)

// isName reports whether t consists of letters, blanks, hyphens, full stops and underscores only, and so is
// a name rather than a value.
func isName(t string) bool {
	for i := range len(t) {
		if !isNameByte(t[i]) {
			return false
		}
	}
	return true
}

func isNameByte(c byte) bool { return isLetter(c) || c == '_' || c == '-' || c == ' ' || c == '.' }

// maskWords are the words that tools write in brackets instead of a value.
var maskWords = []string{
	"redacted", "filtered", "masked", "hidden", "removed", "secret", "protected", "sanitized", "scrubbed",
	"omitted", "encrypted", "sensitive", "password", "token", "none", "null", "empty", "known after apply", "unchanged",
	"unset", "set", "not set",
}

// isMaskWord reports whether t is empty, or starts with one of maskWords and otherwise has only colons and the
// characters of a name.
func isMaskWord(t string) bool {
	for _, w := range maskWords {
		if hasPrefixFold(t, w) && (len(t) == len(w) || !isAlnum(t[len(w)])) {
			return !strings.ContainsFunc(t, func(r rune) bool { return r != ':' && (r >= utf8.RuneSelf || !isNameByte(byte(r))) })
		}
	}
	return t == ""
}
