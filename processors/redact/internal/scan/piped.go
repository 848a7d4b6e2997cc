// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// findPiped checks for a password that a command reads from its standard input: echo x | kinit, sudo -S ls <<< x. at is
// the index of the literal that tells that the command reads a password there.
func findPiped(s *Scanner, at int) {
	if s.text[at] == '|' {
		at++
	}
	if from, to, ok := s.writerBefore(at); ok {
		s.addWritten(from, to)
	}
	line := s.text[at:min(len(s.text), at+commandReach, s.newline(at))]
	if _, behind, found := strings.Cut(line, "<<<"); found {
		s.addWritten(at+len(line)-len(behind), len(s.text))
	}
}

// writerBefore returns the bounds of the arguments of echo or printf whose output the command around index at reads.
func (s *Scanner) writerBefore(at int) (from, to int, ok bool) {
	before := s.text[lineStart(s.text, max(s.floor, at-commandReach), at):at]
	pipe := strings.LastIndexByte(before, '|')
	if pipe < 0 || strings.ContainsAny(before[pipe:], ";&") {
		return 0, 0, false
	}
	for _, writer := range [...]string{"echo ", "printf "} {
		if n := lastIndex(before[:pipe], writer); n >= 0 {
			line := at - len(before)
			return line + n + len(writer), line + pipe, true
		}
	}
	return 0, 0, false
}

// addWritten adds the first word of t[from:to] that is neither an option of echo nor a format of printf.
func (s *Scanner) addWritten(from, to int) {
	for range maxWords {
		word, ok := s.wordBehind(from)
		if !ok || word.start >= to || s.text[word.start] == '$' {
			return
		}
		if v := s.text[word.start:min(word.end, to)]; !isOneOf(v, echoOptions) && !strings.HasPrefix(v, "%s") {
			s.addMarkup(Context{detector: Password}, word.start, word.start+len(v))
			return
		}
		from = word.after
	}
}

var echoOptions = []string{"-n", "-e", "-ne", "-en", "--"}
