// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"strings"
	"unicode/utf8"
)

// Secrets are also told in sentences, and written next to their names without a sign between: "your password is
// x1y2z3", "Use 482913 as your verification code", "setenv DB_PASSWORD x", define('DB_PASSWORD', 'x'). Here the value is
// checked more strictly than in an assignment.

// Bounds of codes that are sent to people, in digits.
const (
	minCode       = 4
	maxCodeDigits = 8
)

// findDisclosed checks for a password or a code behind "password is", "password for bob is" and the like, whose first
// word starts at index at, or in the middle of passcode.
func findDisclosed(s *Scanner, at int) {
	t := s.text
	if at < s.floor || at > 0 && isAlnum(t[at-1]) && t[at] != 'c' && t[at] != 'C' {
		return
	}
	is := at
	for is < len(t) && t[is] != ' ' {
		is++
	}
	whose := 0
	if hasPrefixFold(t[is:], " for ") {
		if colon := s.keyEndAt(is + len(" for ")); strings.HasPrefix(t[colon:], ": ") {
			whose = colon - is - len(" is")
		} else if whose = strings.Index(t[is:min(len(t), is+maxTextKey)], " is "); whose < 0 || strings.IndexByte(t[is:is+whose], '\n') >= 0 {
			return
		}
	}
	value := skipBlanks(t, is+whose+len(" is"))
	if value < len(t) && t[value] == ':' {
		value = skipBlanks(t, value+1)
	}
	if value >= len(t) || s.e.placeholderAt(t, value) {
		return
	}
	i, ok := wordAt(t, value)
	if !ok {
		return
	}
	v := t[i.start:i.end]
	if v == "generated" { // for whom: x
		if n := strings.Index(t[i.end:min(len(t), i.end+maxTextKey)], ": "); n > 0 {
			s.addMarkup(Context{detector: Password}, i.end+n+len(": "), s.newline(i.end))
		}
		return
	}
	switch word := t[at:is]; {
	case isCode(v):
		if isOneOf(word, []string{"code"}) && !s.isNearCodeWord(at) && !hasPrefixFold(t[max(0, at-len("pass")):], "pass") && !hasPrefixFold(t[max(0, at-len("your ")):], "your ") {
			return
		}
	case isOneOf(word, []string{"password"}) && len(v) >= minSecret && hasDigit(v) && !strings.ContainsAny(v, "/\\="):
	default:
		return
	}
	id := Password
	if !isOneOf(t[at:is], []string{"password"}) {
		id = Secret
	}
	s.addMarkup(Context{detector: id}, i.start, i.end)
}

// minSecret is the length in bytes of the shortest word that is taken for a password in a sentence.
const minSecret = 6

// codeWords are the words in front of "code" that make it a code for authentication.
const codeWords = "verification security login confirmation access auth otp 2fa mfa sms one-time sign-in signin pin"

// codeWordsBy lists codeWords by their first byte.
var codeWordsBy = func() (by [256][]string) {
	for w := range strings.FieldsSeq(codeWords) {
		by[w[0]] = append(by[w[0]], w)
	}
	return by
}()

// isNearCodeWord reports whether one of codeWords stands in front of index at.
func (s *Scanner) isNearCodeWord(at int) bool {
	before := s.text[s.horizon(at):at]
	for i := range len(before) {
		for _, w := range codeWordsBy[lower(before[i])] {
			if hasPrefixFold(before[i:], w) {
				return true
			}
		}
	}
	return false
}

func isCode(v string) bool { return len(v) >= minCode && len(v) <= maxCodeDigits && allDigits(v) }

// wordAt reads a word of a sentence at index at, with or without quotes, and without the punctuation at its end.
func wordAt(t string, at int) (item, bool) {
	if q, start, ok := openQuote(t, at); ok {
		end := closing(t[:min(len(t), start+maxTextKey)], start, q)
		return item{start: start, end: end}, end > start
	}
	end := at
	for end < len(t) && end-at < maxTextKey && !isSpace(t[end]) && strings.IndexByte("\"'<>,;()\\", t[end]) < 0 {
		end++
	}
	for end > at && strings.IndexByte(".,!?:;", t[end-1]) >= 0 && (t[end-1] != '!' || end == len(t)-1) {
		end--
	}
	return item{start: at, end: end}, end > at
}

// findCodeWord checks for a code next to the words "verification code" and the like, in front of them ("482913 is
// your verification code", "use 482913 as your …") or right behind them. at is the index of the word.
func findCodeWord(s *Scanner, at int) {
	t := s.text
	if at > s.floor && hasPrefixFold(t[at:], "fa ") { // 2fa, mfa
		at--
	}
	if at < s.floor || !wordStarts(t, at) {
		return
	}
	near := t[max(s.floor, at-contextReach):at]
	near = near[strings.LastIndexByte(near, '\n')+1:]
	for _, link := range [...]string{" as your ", " is your ", " as the ", " is the "} {
		if n := strings.LastIndex(near, link); n > 0 && strings.Count(near[n+len(link):], " ") <= 2 {
			end := at - len(near) + n
			start := end
			for start > s.floor && end-start <= maxCodeDigits && isASCIIDigit(t[start-1]) {
				start--
			}
			if isCode(t[start:end]) && wordStarts(t, start) {
				s.addMarkup(Context{detector: Secret}, start, end)
			}
			return
		}
	}
	end := at
	for end < len(t) && end-at < maxTextKey && (isAlnum(t[end]) || t[end] == '-' || hasPrefixFold(t[end:], " code") || hasPrefixFold(t[end:], " password")) {
		end++
	}
	if i, ok := wordAt(t, skipBlanks(t, end)); ok && i.start > end && isCode(t[i.start:i.end]) && i.start < len(t) {
		s.addMarkup(Context{detector: Secret}, i.start, i.end)
	}
}

// findChanged checks for a secret in quotes that something is set or changed to: "password was set to 'x'", "changed the
// token from 'x' to 'y'". at is the index of the blank in front of "to" or "from", or of a word in front of it.
func findChanged(s *Scanner, at int) {
	t := s.text
	if at < s.floor {
		return
	}
	for !strings.HasPrefix(t[at:], " to ") && !strings.HasPrefix(t[at:], " from ") {
		at++
	}
	end, changed := s.changedBefore(at)
	key, _, ok := s.keyBefore(textKey{}, end, at)
	if !ok || !changed {
		return
	}
	for _, link := range [...]string{" from ", " to "} {
		if !strings.HasPrefix(t[at:], link) {
			continue
		}
		value, ok := s.itemAt(at + len(link))
		if ok && value.quote == "" {
			value, ok = wordAt(t, at+len(link))
			value.after = value.end
		}
		if v := t[value.start:value.end]; ok && hasDigit(v) && len(v) >= minSecret && !strings.ContainsAny(v, " /") {
			s.addMarkup(key.Context, value.start, value.end)
		}
		at = value.after
	}
}

// changedBefore reports whether one of changes stands in front of index at, in the words that say what is changed or
// behind them, and where those words end.
func (s *Scanner) changedBefore(at int) (end int, changed bool) {
	near := s.text[max(s.floor, at-maxTextKey):at]
	from := at - len(near)
	for {
		word := near[lastWordStart(near):]
		if change := isOneOf(word, changes); change || isOneOf(word, []string{"was", "been", "is"}) {
			changed = changed || change
			near = near[:trimRight(near, 0, len(near)-len(word), " ")]
			continue
		}
		break
	}
	for word := range strings.FieldsSeq(near) {
		changed = changed || isOneOf(word, changes)
	}
	return from + len(near), changed
}

// changes are the words for what is done to a secret.
var changes = strings.Fields("set reset changed updated rotated")

// findCommandPair checks for a secret in a command that takes a name and a value: setenv NAME x. at is the
// index of the command.
func findCommandPair(command string) func(s *Scanner, at int) {
	return func(s *Scanner, at int) {
		t := s.text
		if at < s.floor || at > 0 && t[at-1] != '\n' && t[at-1] != ' ' && t[at-1] != ';' {
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

// findLogin checks for the password in a line of a .netrc file, login user password x, and for the token in cargo login x.
// at is the index of login.
func findLogin(s *Scanner, at int) {
	t := s.text
	if at < s.floor {
		return
	}
	if s.isCommand([]string{"cargo ", "vault "}, at) {
		token, ok := s.wordBehind(at + len("login"))
		if v := t[token.start:token.end]; ok && looksRandom(v) && v[0] != '-' && !strings.Contains(v, "=") {
			s.addMarkup(Context{detector: Secret}, token.start, token.end)
		}
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

// findCall checks for a name and its value as the two strings of a call or a list: define('DB_PASSWORD', 'x'),
// ["authorization", "Bearer x"]. at is the index of the bracket. In a list of names, the second is one as well.
func findCall(s *Scanner, at int) {
	t := s.text
	if at < s.floor {
		return
	}
	name, ok := itemAt(t[:min(len(t), at+maxTextKey+8)], at+1)
	if !ok || name.quote == "" || name.after >= len(t) || name.end-name.start < shortestName {
		return
	}
	if t[at] == '(' && t[name.after] == ')' {
		s.addArgument(at, name)
		return
	}
	if t[name.after] != ',' {
		return
	}
	c, ok := s.judgeName(name.start, name.end)
	if !ok {
		return
	}
	value, ok := s.itemAt(skipBlanks(t, name.after+1))
	if !ok || value.quote != name.quote || value.after >= len(t) || t[value.after] != ')' && t[value.after] != ']' {
		return
	}
	v := t[value.start:value.end]
	if c.detector == Bearer {
		if scheme, _ := s.cutScheme(t, value.start, value.end); scheme != none || looksRandom(v) {
			s.addHeaderValue(value.start, value.end)
		}
		return
	}
	if c.detector != Cookie && hasDigit(v) && !strings.Contains(v, " ") {
		s.addMarkup(c, value.start, value.end)
	}
}

// addArgument adds the only argument of a method that sets a secret: setPassword("x"), .token("x"). The parenthesis is at
// index at.
func (s *Scanner) addArgument(at int, argument item) {
	t := s.text
	start := at
	for start > s.floor && at-start < maxTextKey && (isAlnum(t[start-1]) || t[start-1] == '_') {
		start--
	}
	name := t[start:at]
	for _, verb := range [...]string{"set", "with"} {
		if hasPrefixFold(name, verb) {
			name = strings.TrimPrefix(name[len(verb):], "_")
			break
		}
	}
	first, end := nextWord(name, 0)
	v := t[argument.start:argument.end]
	if first == end || len(name) == at-start && (start == 0 || t[start-1] != '.') || len(s.e.vocab.phrases[s.e.vocab.lookup(name[first:end]).id]) == 0 {
		return // getToken("name")
	}
	if c, ok := s.judgeName(start, at); ok && hasDigit(v) && len(v) >= minSecret && !strings.Contains(v, " ") && (!strings.Contains(v, "/") || isSecretKey(v)) {
		s.addMarkup(c, argument.start, argument.end)
	}
}

// findTyped checks for a secret in the declaration of a variable with a type: password: str = "x". at is the index
// of the type.
func findTyped(s *Scanner, at int) {
	t := s.text
	if at < s.floor || !wordStarts(t, at) {
		return
	}
	end := trimRight(t, s.floor, at, ": ")
	start := end
	for start > s.floor && end-start < maxTextKey && isKeyByte(t[start-1]) {
		start--
	}
	if c, ok := s.judgeName(start, end); ok && end < at {
		value := skipBlanks(t, at+strings.IndexByte(t[at:], '=')+1)
		if i, ok := s.itemAt(value); ok && i.quote != "" {
			s.addMarkup(c, i.start, i.end)
		}
	}
}

// findDataSource checks for the password in a data source name of Go's MySQL driver, user:password@tcp(host), and
// in one of Oracle, user/password@host, whose user starts behind the literal. at is the index of the literal.
func findDataSource(s *Scanner, at int) {
	t := s.text
	if t[at] == '@' {
		start, colon := at, -1
		for start > s.floor && at-start < commandReach && !endsDataSource[t[start-1]] {
			start--
			if t[start] == ':' {
				colon = start
			}
		}
		if mask := s.maskEndIn(start, at-1); colon >= start && colon < mask {
			n := strings.IndexByte(t[mask:at], ':') // a colon in a mask is not a separator
			if n < 0 {
				return
			}
			colon = mask + n
		}
		if colon > start && !s.e.isPlaceholder(t[colon+1:at]) && s.e.masks.at(t, colon+1) == 0 {
			s.add(span{start: colon + 1, end: at, detector: Password})
		}
		return
	}
	s.addOraclePassword(at, at+len("thin:"))
}

// findOracleLogin checks for the password in sqlplus user/password@host. at is the index of the command.
func findOracleLogin(s *Scanner, at int) {
	user := at + len("sqlplus ")
	for n := 0; n < 3 && user+2 < len(s.text) && s.text[user] == '-' && s.text[user+2] == ' '; n++ { // options
		user = skipBlanks(s.text, user+2)
	}
	s.addOraclePassword(at, user)
}

// addOraclePassword adds the password in user/password@host, which starts at index user. at is the index of the literal
// that was found.
func (s *Scanner) addOraclePassword(at, user int) {
	t := s.text
	slash := user
	for slash < len(t) && slash-user < maxTextKey && isKeyByte(t[slash]) {
		slash++
	}
	if slash == user || slash >= len(t) || t[slash] != '/' {
		return
	}
	end := slash + 1
	for end < len(t) && end-slash < maxTextKey && t[end] != '@' && !isSpace(t[end]) && t[end] != '"' {
		end++
	}
	if end < len(t) && t[end] == '@' && end > slash+1 && at >= s.floor {
		s.addMarkup(Context{detector: Password}, slash+1, end)
	}
}

// endsDataSource has the bytes that delimit a data source name at its start.
var endsDataSource = func() (ends [256]bool) {
	for c := range ends {
		ends[c] = isSpace(byte(c)) || strings.IndexByte("\"'`=", byte(c)) >= 0
	}
	return ends
}()

// findPasswordFile checks for the password in a line of the password file of PostgreSQL,
// host:port:database:user:password. at is the index of the port with its colons, or of another field.
func findPasswordFile(s *Scanner, at int) {
	t := s.text
	start := at
	for start > s.floor && at-start < commandReach && t[start-1] != '\n' {
		start--
	}
	if at < s.floor || start > 0 && t[start-1] != '\n' {
		return
	}
	const fields = 4 // in front of the password
	password := start
	for n := 0; n < fields; password++ {
		if password >= len(t) || isSpace(t[password]) || password-start > 2*commandReach {
			return
		}
		if t[password] == ':' {
			n++
		}
	}
	end := password
	for end < len(t) && !isSpace(t[end]) && end-password < commandReach {
		end++
	}
	if password > at && (end == len(t) || t[end] == '\n' || t[end] == '\r') {
		s.addMarkup(Context{detector: Password}, password, end)
	}
}

// findSecretAccessKey checks for a secret access key of AWS behind its name and a blank. at is the index of the name.
func findSecretAccessKey(s *Scanner, at int) {
	start := skipBlanks(s.text, at+len("secret_access_key"))
	if end := bareEnd(s.text[:min(len(s.text), start+maxTextKey)], start); at >= s.floor && end-start == secretKeyLength && isSecretKey(s.text[start:end]) {
		s.addMarkup(Context{detector: Secret}, start, end)
	}
}

// findVariable checks for the default of a Terraform variable whose name has a verdict: variable "db_password" {
// default = "x" }. at is the index of the keyword.
func findVariable(s *Scanner, at int) {
	t := s.text
	name, ok := itemAt(t[:min(len(t), at+len("variable ")+maxTextKey)], at+len("variable "))
	if !ok || at < s.floor {
		return
	}
	c, ok := s.judgeName(name.start, name.end)
	if open := skipBlanks(t, name.after); !ok || open >= len(t) || t[open] != '{' {
		return
	}
	near := t[name.after:min(len(t), name.after+maxPair)]
	if end := strings.IndexByte(near, '}'); end >= 0 {
		near = near[:end]
	}
	n := strings.Index(near, "default")
	if n < 0 {
		return
	}
	sign := skipBlanks(t, name.after+n+len("default"))
	if sign >= len(t) || t[sign] != '=' {
		return
	}
	if value, ok := itemAt(t, skipBlanks(t, sign+1)); ok && value.quote != "" {
		s.addMarkup(c, value.start, value.end)
	}
}

// findMailLogin checks for the credentials in AUTH PLAIN and AUTH LOGIN of SMTP (RFC 4954, section 4). at is the index
// of the command. Names of other mechanisms, as in the reply of a server, are kept.
func findMailLogin(s *Scanner, at int) {
	t := s.text
	start := at + len("AUTH PLAIN ")
	end := start
	for end < len(t) && isBase64(t[end]) {
		end++
	}
	if at >= s.floor && looksRandom(t[start:end]) && isMixed(t[start:end]) && wordEnds(t, end) {
		for end < len(t) && t[end] == '=' {
			end++
		}
		s.addMarkup(Context{detector: Bearer}, start, end)
	}
}

// findTopic checks for a secret behind its name and the Chinese or Japanese particle that joins the two:
// パスワードはx1y2z3です, 验证码是482913. at is the index of the particle.
func findTopic(s *Scanner, at int) {
	t := s.text
	value := skipBlanks(t, at+len("は"))
	end := value
	for end < len(t) && end-value < maxTextKey && t[end] > ' ' && t[end] < utf8.RuneSelf && strings.IndexByte(`"',;:()\\`, t[end]) < 0 {
		end++
	}
	v := strings.TrimRight(t[value:end], ".!?")
	if !hasDigit(v) || len(v) < minSecret && !isCode(v) {
		return
	}
	start := at
	for start > s.floor && at-start < maxTextKey && isWordByte(t[start-1]) && !isASCIIDigit(t[start-1]) {
		start--
	}
	if c, ok := s.judgeName(start, at); ok {
		s.addMarkup(c, value, value+len(v))
	}
}

// findPassCommand checks for the password in the commands USER and PASS of FTP and POP3. at is the index of the line feed
// in front of PASS.
func findPassCommand(s *Scanner, at int) {
	t := s.text
	if at < s.floor || !strings.Contains(t[max(s.floor, at-commandReach):at], "USER ") {
		return
	}
	start := at + len("\nPASS ")
	if end := s.bareEnd(start); end == len(t) || t[end] == '\r' || t[end] == '\n' {
		s.addMarkup(Context{detector: Password}, start, end)
	}
}
