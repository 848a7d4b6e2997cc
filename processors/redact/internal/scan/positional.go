// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// Some commands take a password as a positional argument, without an option or a name: rabbitmqctl add_user bob x,
// htpasswd -b file bob x, net use \\host\share x, ConvertTo-SecureString "x".

// maxWords bounds how many words of a command are read.
const maxWords = 8

// wordBehind returns the next word of a command line from index at on, and whether there is one on the same line that
// is not empty.
func (s *Scanner) wordBehind(at int) (item, bool) {
	if at = skipBlanks(s.text, at); at >= len(s.text) {
		return item{}, false
	}
	return s.argumentAt(at)
}

// addWordBehind skips so many other words behind index at and adds the next one as the password of a command.
func (s *Scanner) addWordBehind(at, others int) {
	word, ok := s.wordBehind(at)
	for n := 0; ok && n < others; n++ {
		word, ok = s.wordBehind(word.after)
	}
	if ok {
		s.addMarkup(Context{detector: Password}, word.start, word.end)
	}
}

// findBrokerUser checks for the password in rabbitmqctl add_user name password. at is the index of the blank in front
// of the command.
func findBrokerUser(s *Scanner, at int) {
	if s.isCommand([]string{"rabbitmqctl"}, at) {
		s.addWordBehind(at+1+strings.IndexByte(s.text[at+1:], ' '), 1)
	}
}

// findFileUser checks for the password in htpasswd -b file user password, where the option n says that there is no file.
// at is the index of the command.
func findFileUser(s *Scanner, at int) {
	others, batch, rounds := 2, false, false
	at += len("htpasswd")
	for range maxWords {
		word, ok := s.wordBehind(at)
		if !ok || s.text[word.start] != '-' && !rounds {
			break
		}
		letters := s.text[word.start:word.end]
		batch = batch || strings.IndexByte(letters, 'b') > 0
		if strings.IndexByte(letters, 'n') > 0 {
			others = 1
		}
		rounds = !rounds && (strings.HasSuffix(letters, "C") || strings.HasSuffix(letters, "r"))
		at = word.after
	}
	if batch {
		s.addWordBehind(at, others)
	}
}

// findNetCommand checks for the password in the Windows commands net use and net user. at is the index of the command.
func findNetCommand(s *Scanner, at int) {
	switch rest := s.text[at+len("net use"):]; {
	case strings.HasPrefix(rest, " "):
		s.addShareLogin(at + len("net use"))
	case strings.HasPrefix(rest, "r "):
		s.addAccount(at + len("net user"))
	}
}

// addAccount adds the password in name password /option, the arguments of net user, which start at index at. There must
// be an option, because net user also starts sentences.
func (s *Scanner) addAccount(at int) {
	name, ok := s.wordBehind(at)
	if !ok || s.text[name.start] == '/' {
		return
	}
	word, ok := s.wordBehind(name.after)
	if !ok || strings.IndexByte("/*", s.text[word.start]) >= 0 {
		return
	}
	if next, ok := s.wordBehind(word.after); ok && s.text[next.start] == '/' {
		s.addMarkup(Context{detector: Password}, word.start, word.end)
	}
}

// addShareLogin adds the password in device \\host\share password, the arguments of net use, which start at index at.
func (s *Scanner) addShareLogin(at int) {
	share := false
	for range maxWords {
		word, ok := s.wordBehind(at)
		if !ok {
			return
		}
		first := s.text[word.start]
		if share && first != '/' && first != '*' {
			s.addMarkup(Context{detector: Password}, word.start, word.end)
			return
		}
		share = share || first == '\\'
		at = word.after
	}
}

// findSecureString checks for the text that PowerShell makes a secure string of, whose command is at index at.
func findSecureString(s *Scanner, at int) {
	at += len("ConvertTo-SecureString")
	for range maxWords {
		word, ok := s.wordBehind(at)
		if !ok || s.text[word.start] == '$' {
			return
		}
		if word.quote != "" || s.text[word.start] != '-' {
			s.addMarkup(Context{detector: Password}, word.start, word.end)
			return
		}
		at = word.after
	}
}

// findTaskUser checks for the password in schtasks /create /ru user /rp password. at is the index of the blank in front
// of the option.
func findTaskUser(s *Scanner, at int) {
	if s.isCommand([]string{"schtasks"}, at) {
		s.addWordBehind(at+len(" /rp"), 0)
	}
}

// findSentinel checks for the password in sentinel auth-pass name password of Redis. at is the index of the command.
func findSentinel(s *Scanner, at int) {
	s.addWordBehind(at+len("sentinel auth-pass"), 1)
}

// findSetting checks for a secret in a command that sets an option: npm config set //host/:_authToken x, aws configure
// set aws_session_token x. at is the index of the command.
func findSetting(s *Scanner, at int) {
	name, ok := s.wordBehind(at + strings.Index(s.text[at:], " set ") + len(" set"))
	for n := 0; ok && n < maxWords && s.text[name.start] == '-'; n++ {
		name, ok = s.wordBehind(name.after)
	}
	if !ok {
		return
	}
	path := s.text[name.start:min(name.end, name.start+commandReach)]
	c, ok := s.judgeName(name.start+strings.LastIndexAny(path, "/:")+1, name.end)
	if !ok {
		return
	}
	if value, ok := s.wordBehind(name.after); ok && (value.quote != "" || hasDigit(s.text[value.start:value.end])) {
		s.addMarkup(c, value.start, value.end)
	}
}

// findCommandPair checks for a secret in a command that takes a name and a value: setenv NAME x. at is the
// index of the command.
func findCommandPair(command string) func(s *Scanner, at int) {
	return func(s *Scanner, at int) {
		t := s.text
		if at > 0 && t[at-1] != '\n' && t[at-1] != ' ' && t[at-1] != ';' {
			return
		}
		name, ok := s.itemAt(skipBlanks(t, at+len(command)))
		if !ok || name.after >= len(t) || !isBlank(t[name.after]) {
			return
		}
		if c, ok := s.judgeName(name.start, name.end); ok {
			s.addPlainOrQuoted(c, skipBlanks(t, name.after))
		}
	}
}

// addPlainOrQuoted adds the value at index at, in quotes or up to a blank.
func (s *Scanner) addPlainOrQuoted(c Context, at int) {
	t := s.text
	if at >= len(t) || t[at] == '=' || t[at] == ':' {
		return
	}
	if value, ok := s.argumentAt(at); ok {
		s.addMarkup(c, value.start, value.end)
	}
}

// findLogin checks for the password in a line of a .netrc file, login user password x, for the token in cargo login x, and
// for the password in the command of IMAP (RFC 9051, section 6.2.3), tag LOGIN user x. at is the index of login.
func findLogin(s *Scanner, at int) {
	t := s.text
	if s.isCommand([]string{"cargo ", "vault "}, at) {
		token, ok := s.wordBehind(at + len("login"))
		if v := t[token.start:token.end]; ok && looksRandom(v) && v[0] != '-' && !strings.Contains(v, "=") {
			s.addMarkup(Context{detector: Secret}, token.start, token.end)
		}
		return
	}
	if t[at] == 'L' {
		s.addMailboxPassword(at)
		return
	}
	user := skipBlanks(t, at+len("login "))
	end := user
	for end < len(t) && end-user < maxTextKey && !isSpace(t[end]) {
		end++
	}
	next := skipSpaces(t, end)
	if next > end && hasPrefixFold(t[next:], "password ") {
		s.addPlainOrQuoted(Context{detector: Password}, skipBlanks(t, next+len("password ")))
	}
}

// findPassCommand checks for the password in the commands USER and PASS of FTP and POP3. at is the index of PASS, at the
// start of a line, or behind the words with which a program logs its commands. These are not the lines in which a program
// reports its tests.
func findPassCommand(s *Scanner, at int) {
	t := s.text
	if at > 0 && t[at-1] != '\n' && !strings.HasSuffix(t[:at], ": ") && !strings.HasSuffix(t[:at], "> ") {
		return
	}
	start := at + len("PASS ")
	end := s.bareEnd(start)
	if end < len(t) && t[end] != '\r' && t[end] != '\n' {
		return
	}
	if strings.Contains(t[max(s.floor, at-commandReach):at], "USER ") || at > 0 && isScrambled(t[start:end]) {
		s.addMarkup(Context{detector: Password}, start, end)
	}
}

// findMailLogin checks for the credentials in AUTH PLAIN and AUTH LOGIN of SMTP (RFC 4954, section 4). at is the index
// of the command. Names of other mechanisms, as in the reply of a server, are kept.
func findMailLogin(s *Scanner, at int) {
	start := at + len("AUTH PLAIN ")
	end := s.base64End(start)
	if v := s.text[start:end]; looksRandom(v) && isMixed(v) && wordEnds(s.text, end) {
		s.addMarkup(Context{detector: Bearer}, start, end)
	}
}

// addMailboxPassword adds the password in LOGIN user x, at the end of a line. LOGIN is at index at, behind the tag of the
// command.
func (s *Scanner) addMailboxPassword(at int) {
	t := s.text
	user, ok := s.wordBehind(at + len("LOGIN"))
	if !ok || at < 2 || t[at-1] != ' ' || !isAlnum(t[at-2]) {
		return
	}
	password, ok := s.wordBehind(user.after)
	if ok && (password.after == len(t) || t[password.after] == '\r' || t[password.after] == '\n') && (password.quote != "" || isScrambled(t[password.start:password.end])) {
		s.addMarkup(Context{detector: Password}, password.start, password.end)
	}
}

// findConnection checks for the password that is the third argument of a call in a stack trace of PHP, which prints
// arguments: PDO->__construct('mysql:host=db', 'bob', 'x') and mysqli_connect('db', 'bob', 'x'). at is in the call.
func findConnection(s *Scanner, at int) {
	t := s.text
	source, ok := s.itemAt(at + strings.IndexByte(t[at:], '(') + 1)
	if !ok {
		return
	}
	if isDSN := strings.IndexByte(t[source.start:min(source.end, source.start+maxTextKey)], ':') > 0; t[at] == '-' && !isDSN && !strings.HasSuffix(t[:at], "mysqli") {
		return
	}
	last := source
	for range 2 {
		next := skipBlanks(t, last.after)
		if next >= len(t) || t[next] != ',' {
			return
		}
		if last, ok = s.itemAt(skipBlanks(t, next+1)); !ok || last.quote == "" {
			return
		}
	}
	s.addMarkup(Context{detector: Password}, last.start, last.end)
}
