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
	if at > 0 && isAlnum(t[at-1]) && t[at] != 'c' && t[at] != 'C' {
		return
	}
	is := at
	for is < len(t) && t[is] != ' ' {
		is++
	}
	whose := 0
	if hasPrefixFold(t[is:], " for ") {
		if colon := s.keyEndAt(is + len(" for ")); strings.HasPrefix(t[colon:], ": ") || strings.HasPrefix(t[colon:], " -> ") {
			whose = colon - is - len(" is")
		} else if whose = strings.Index(t[is:min(len(t), is+maxTextKey)], " is "); whose < 0 || strings.IndexByte(t[is:is+whose], '\n') >= 0 {
			return
		}
	}
	value := skipBlanks(t, is+whose+len(" is"))
	if value < len(t) && t[value] == ':' {
		value = skipBlanks(t, value+1)
	} else if strings.HasPrefix(t[value:], "-> ") {
		value = skipBlanks(t, value+len("->"))
	}
	if value >= len(t) || s.e.placeholderAt(t, value) {
		return
	}
	i, ok := s.wordAt(value)
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
	case isOneOf(word, []string{"password", "passphrase"}) && len(v) >= minSecret && hasDigit(v) && !strings.ContainsAny(v, "/\\="):
	default:
		return
	}
	id := Password
	if !isOneOf(t[at:is], []string{"password", "passphrase"}) {
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

// wordAt reads a word of a sentence at index at, a string or a word without the punctuation at its end. It reports whether
// there is one that is not empty.
func (s *Scanner) wordAt(at int) (item, bool) {
	if i, ok := s.stringAt(at); ok {
		return i, i.end > i.start
	}
	t := s.text
	end := at
	for end < len(t) && end-at < maxTextKey && !isSpace(t[end]) && strings.IndexByte("\"'<>,;()\\", t[end]) < 0 {
		end++
	}
	for end > at && strings.IndexByte(".,!?:;", t[end-1]) >= 0 && (t[end-1] != '!' || end == len(t)-1) {
		end--
	}
	return item{at, end, end, ""}, end > at
}

// findCodeWord checks for a code next to the words "verification code" and the like, in front of them ("482913 is
// your verification code", "use 482913 as your …") or right behind them. at is the index of the word.
func findCodeWord(s *Scanner, at int) {
	t := s.text
	if at > s.floor && hasPrefixFold(t[at:], "fa ") { // 2fa, mfa
		at--
	}
	if !wordStarts(t, at) {
		return
	}
	near := t[lineStart(t, max(s.floor, at-contextReach), at):at]
	for _, link := range [...]string{" as your ", " is your ", " as the ", " is the "} {
		if n := lastIndex(near, link); n > 0 && strings.Count(near[n+len(link):], " ") <= 2 {
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
	if i, ok := s.wordAt(skipBlanks(t, end)); ok && i.start > end && isCode(t[i.start:i.end]) && i.start < len(t) {
		s.addMarkup(Context{detector: Secret}, i.start, i.end)
	}
}

// findVerificationValue checks for the digits of a card verification value behind its name and a blank: cvv 123, the cvv
// is 123. at is the index of the name.
func findVerificationValue(s *Scanner, at int) {
	t := s.text
	if !wordStarts(t, at) {
		return
	}
	value := skipBlanks(t, at+len("cvv "))
	for _, word := range [...]string{"code ", "is "} {
		if hasPrefixFold(t[value:], word) {
			value = skipBlanks(t, value+len(word))
		}
	}
	if end := value + digitRun(t, value); numberEnds(t, end) {
		s.addMarkup(Context{detector: CVV, flags: code3to4}, value, end)
	}
}

// findChanged checks for a secret in quotes that something is set or changed to: "password was set to 'x'", "changed the
// token from 'x' to 'y'". at is the index of the blank in front of "to" or "from", or of a word in front of it.
func findChanged(s *Scanner, at int) {
	t := s.text
	for !strings.HasPrefix(t[at:], " to ") && !strings.HasPrefix(t[at:], " from ") {
		at++
	}
	end, changed := s.changedBefore(at)
	if !changed {
		return
	}
	key, _, ok := s.keyBefore(textKey{}, end, at)
	if !ok {
		return
	}
	for _, link := range [...]string{" from ", " to "} {
		if !strings.HasPrefix(t[at:], link) {
			continue
		}
		value, ok := s.wordAt(at + len(link))
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

// findTopic checks for a secret behind its name and the Chinese or Japanese particle that joins the two:
// パスワードはx1y2z3です, 验证码是482913. Instead of a particle there may be a bracket, 確認コード「482913」. at is the index of
// either. Behind を there are also people and times that something is done to.
func findTopic(s *Scanner, at int) {
	t := s.text
	value := skipBlanks(t, at+len("は")) // all have three bytes
	if strings.HasPrefix(t[value:], "「") || strings.HasPrefix(t[value:], "『") || strings.HasPrefix(t[value:], "“") {
		value += len("「")
	}
	end := value
	for end < len(t) && end-value < maxTextKey && t[end] > ' ' && t[end] < utf8.RuneSelf && strings.IndexByte(`"',;:()\\`, t[end]) < 0 {
		end++
	}
	v := strings.TrimRight(t[value:end], ".!?")
	if !hasDigit(v) || len(v) < minSecret && !isCode(v) || strings.HasPrefix(t[at:], "を") && !isScrambled(v) {
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
