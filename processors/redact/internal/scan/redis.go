// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// Redis commands that carry a password have no sign between a key and its value: AUTH [user] password,
// HELLO 3 AUTH user password, MIGRATE … AUTH password, CONFIG SET requirepass password, ACL SETUSER user >password.
// They stand in the attributes of database calls, in the output of MONITOR with quotes around each word, and in
// the wire protocol (RESP) with the length of each word in front of it.

// maxWordOfRedis bounds a word of a command, in bytes.
const maxWordOfRedis = 512

// findFirstCommand checks for a password if the text starts with a command.
func (s *Scanner) findFirstCommand() {
	t := s.text
	switch t[0] {
	case 'A', 'a':
		s.findAuth(0)
	case '>', 'r', '1', '2', '3', '4', '5', '6', '7', '8', '9': // behind a prompt
		if i := strings.Index(t[:min(len(t), maxTextKey)], "> AUTH "); i >= 0 {
			s.findAuth(i + len("> "))
		}
	case '"', 'H', 'h', 'M', '*':
		if t[0] == '*' || strings.HasPrefix(t, "MIGRATE") || hasPrefixFold(t, "hello") || hasPrefixFold(t, `"hello"`) || hasPrefixFold(t, `"auth`) {
			if i := indexFold(t[:min(len(t), maxCommandStart)], "auth"); i > 0 {
				s.findAuth(i)
			}
		}
	}
}

// maxCommandStart bounds how many bytes at the start of a text are searched for the command AUTH.
const maxCommandStart = 160

func indexFold(t, word string) int {
	for i := 0; i+len(word) <= len(t); i++ {
		if lower(t[i]) == word[0] && hasPrefixFold(t[i:], word) {
			return i
		}
	}
	return -1
}

// findCommandBehind is findFirstCommand for the text behind a colon, which is at index at, and a blank.
func findCommandBehind(s *Scanner, at int) {
	s.findAuth(at + len(": "))
}

// findQuotedCommand is findFirstCommand for the output of MONITOR, in which each word is quoted. at is the index of the
// blank in front of the word AUTH.
func findQuotedCommand(s *Scanner, at int) {
	if at > 0 && s.text[at-1] == ']' || s.isCommand([]string{"HELLO", "hello", "MIGRATE", "migrate"}, at) {
		s.findAuth(at + len(` "`))
	}
}

// findAuth checks for the password of the command AUTH, if there is one at index at.
func (s *Scanner) findAuth(at int) {
	t := s.text
	if at < s.floor || at+len("auth ") >= len(t) || !hasPrefixFold(t[at:], "auth") || !wordStarts(t, at) || at > 0 && strings.IndexByte("_-./", t[at-1]) >= 0 {
		return
	}
	after := at + len("auth")
	if t[after] == '2' { // of MIGRATE
		s.addWordBehind(after+1, 1)
		return
	}
	if q, ok := quoteBefore(t, s.floor, at); ok {
		s.addQuotedAuth(q, after)
		return
	}
	if start, end, ok := bulkString(t, after); ok { // AUTH [user] password
		if nextStart, nextEnd, ok := bulkString(t, end); ok {
			start, end = nextStart, nextEnd
		}
		s.addMarkup(Context{detector: Password}, start, end)
		return
	}
	if after == len(t) || t[after] != ' ' {
		return
	}
	before := strings.TrimRight(t[lineStart(t, max(s.floor, at-commandReach), at):at], " ")
	switch command := before[lastWordStart(before):]; {
	case before == "" || strings.HasSuffix(before, ":") || strings.HasSuffix(before, ">"):
		s.addBareAuth(at, after)
	case s.isCommand([]string{"MIGRATE"}, at):
		s.addWordBehind(after, 0)
	case s.isCommand([]string{"HELLO", "hello"}, at) && len(command) == 1 && isASCIIDigit(command[0]):
		s.addWordBehind(after, 1)
	}
}

func lastWordStart(t string) int { return strings.LastIndexByte(t, ' ') + 1 }

// addQuotedAuth adds the last of the one or two strings behind the word AUTH. That word is in the quotes q and ends
// at index at.
func (s *Scanner) addQuotedAuth(q quote, at int) {
	t := s.text
	if other, ok := quoteAt(t, at); !ok || other != q {
		return
	}
	var last item
	at += q.size()
	for range 2 {
		next := skipBlanks(t, at)
		if next < len(t) && t[next] == ',' {
			next = skipBlanks(t, next+1)
		}
		i, ok := s.stringAt(next)
		if next == at || !ok {
			break
		}
		last, at = i, i.after
	}
	if last.end > last.start {
		s.addMarkup(Context{detector: Password}, last.start, last.end)
	}
}

// bulkString reads a bulk string of the wire protocol at index at: a line break, $ and the length, a line break and the
// word, whose bounds it returns.
func bulkString(t string, at int) (start, end int, ok bool) {
	i := skipLineBreak(t, at)
	if i == at || i >= len(t) || t[i] != '$' {
		return 0, 0, false
	}
	i++
	n := 0
	for ; i < len(t) && isASCIIDigit(t[i]) && n < maxWordOfRedis; i++ {
		n = n*10 + int(t[i]-'0')
	}
	if start = skipLineBreak(t, i); start == i || start+n > len(t) || n > maxWordOfRedis {
		return 0, 0, false
	}
	return start, start + n, true
}

// skipLineBreak returns where the text goes on behind the line break at index at, which may be escaped.
func skipLineBreak(t string, at int) int {
	for _, b := range [...]string{"\r\n", "\n", `\r\n`, `\n`, `\\r\\n`} {
		if strings.HasPrefix(t[at:], b) {
			return at + len(b)
		}
	}
	return at
}

// addBareAuth adds the password of the command AUTH that starts at index at and whose arguments start at index
// from. It must look like a command: one or two words follow, and none of them is typical of a sentence about
// authentication.
func (s *Scanner) addBareAuth(at, from int) {
	t := s.text
	first := skipBlanks(t, from)
	start, end := first, s.bareEnd(first)
	if next := skipBlanks(t, end); next > end && next < len(t) && !isSpace(t[next]) {
		start, end = next, s.bareEnd(next)
	}
	if end < len(t) && isBlank(t[end]) && skipBlanks(t, end) < len(t) && !isSpace(t[skipBlanks(t, end)]) || start == end {
		return
	}
	if t[at] == 'a' && !hasDigit(t[start:end]) || authWords.has(t[first:s.bareEnd(first)]) || authWords.has(t[start:end]) || messageWords.has(t[start:end]) {
		return
	}
	s.addMarkup(Context{detector: Password}, start, end)
}

// authWords are words that follow AUTH where it is not a Redis command: in sentences, and as mechanisms of SMTP and IMAP.
var authWords = wordsOf(`login plain xoauth2 cram-md5 digest-md5 scram-sha-1 scram-sha-256 gssapi ntlm external oauthbearer tls ssl
	error errors failed failure ok okay success succeeded complete completed done started stopped disabled enabled service server
	module client token tokens header headers required timeout code codes type method mode user key keys for with from to in on at by via
	and or no not is was has returned response request session challenge check checks`)

// findUserRule checks for passwords in ACL SETUSER and in the users of a configuration file, where each follows a >. at is
// the index of SETUSER, or of the blank in front of the first password.
func findUserRule(s *Scanner, at int) {
	t := s.text
	if t[at] == ' ' && !s.isCommand([]string{"user "}, at) {
		return
	}
	i := max(at+len(" on"), s.rulesEnd)
	for i < len(t) && i-at < maxWordOfRedis && t[i] != '\n' && t[i] != '\r' {
		if t[i] == '>' && i > s.floor && !isAlnum(t[i-1]) {
			end := s.bareEnd(i + 1)
			if end < len(t) && t[end-1] == '"' {
				end--
			}
			s.addMarkup(Context{detector: Password}, i+1, end)
			i = end
		}
		i++
	}
	s.rulesEnd = i
}
