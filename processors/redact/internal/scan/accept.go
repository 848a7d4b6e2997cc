// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"slices"
	"strings"
)

// maxDecisive bounds how much of a value decides whether a key accepts it, in bytes.
const maxDecisive = 256

// accepts reports whether v can be a value of the key, going by the key's flags.
func (c Context) accepts(v string) bool {
	switch {
	case len(v) == 1 && c.flags&certain == 0 && !isAlnum(v[0]):
		return false // unexpected token: "}"
	case c.flags&numbered != 0 && isHandle(v):
		return false
	case c.flags&onlyUUID != 0:
		return len(v) == len("00000000-0000-0000-0000-000000000000") && isUUID(v)
	case c.flags&onlyCipherKey != 0:
		return isCipherKey(v)
	case c.flags&code3to4 != 0:
		return len(v) >= 3 && len(v) <= 4 && allDigits(v)
	case c.flags&code3to8 != 0:
		return len(v) >= 3 && len(v) <= 8 && allDigits(v)
	case c.flags&random != 0:
		return looksRandom(v) && !isCacheKey(v) && v[0] != '<' // as in session=<x>, the name of a session of Dovecot
	case c.flags&dated != 0:
		return mayBeDate(v)
	case c.flags&userPassword != 0:
		return isUserPassword(v)
	case c.flags&notPath != 0:
		return !isPath(v)
	case c.flags&wholeLine != 0:
		return !isAddress(v)
	case c.flags&notCount != 0:
		return !isCounted(v)
	}
	return true
}

// isCipherKey reports whether v is base64 for as many bytes as the key of a common cipher has: 16, 24, 32 or 64.
func isCipherKey(v string) bool {
	n := len(strings.TrimRight(v, "="))
	return slices.Contains([]int{22, 32, 43, 86}, n) && countBase64(v) == len(v) && hasDigit(v) && isMixed(v)
}

// isCounted reports whether v is a number of up to three digits, or a number with a unit of time: 12, 120ms.
func isCounted(v string) bool {
	n := digitRun(v, 0)
	switch {
	case n == 0:
		return false
	case n == len(v):
		return n <= 3
	case v[n] == '.':
		n += 1 + digitRun(v, n+1)
	}
	return isOneOf(v[n:], units)
}

// units are those of times, and the sign of a percentage.
var units = []string{"ns", "us", "µs", "ms", "s", "m", "h", "d", "%"}

// isHandle reports whether v is a number of up to ten digits, or one of up to 64 bits in hexadecimal digits behind 0x.
func isHandle(v string) bool {
	if hex, ok := strings.CutPrefix(v, "0x"); ok {
		return hex != "" && len(hex) <= 16 && allHex(hex)
	}
	return len(v) <= 10 && allDigits(v)
}

// isCacheKey reports whether v is the end of a key in a cache, such as user:812 in session:user:812.
func isCacheKey(v string) bool {
	kind, number, found := strings.Cut(v, ":")
	return found && isName(kind) && allDigits(number)
}

// isPath reports whether v is an absolute path of plain names. A long one is not taken for that.
func isPath(v string) bool {
	if v == "" || v[0] != '/' || len(v) > maxDecisive {
		return false
	}
	for i := range len(v) {
		if c := v[i]; !isKeyByte(c) && c != '/' {
			return false
		}
	}
	return true
}

// isAddress reports whether v is a URL with a host and no credentials or parameters. A long one is not taken for that.
func isAddress(v string) bool {
	if len(v) > maxDecisive {
		return false
	}
	scheme, rest, found := strings.Cut(v, "://")
	return found && isName(strings.TrimPrefix(scheme, "jdbc:")) && !strings.ContainsAny(rest, "@=;, ")
}

// isUserPassword reports whether v is user:password, plain or in base64.
func isUserPassword(v string) bool {
	v = v[:min(len(v), maxDecisive)]
	user, password, found := strings.Cut(v, ":")
	if found {
		return user != "" && len(password) >= minSecret && !strings.HasPrefix(password, "//") && !strings.Contains(v, " ") && hasDigit(password)
	}
	return len(v) >= minFreeCredential && isUserAndPassword(v)
}

// countsInProse reports whether the bare value at index at, after "key: ", is a value rather than the
// next word of a sentence.
func (s *Scanner) countsInProse(key textKey, t string, at int) bool {
	v := t[at:min(s.bareEnd(at), len(t), at+maxProse)]
	if key.flags&notCount != 0 {
		if sign := trimRight(t, 0, at, " \t") - 1; strings.HasSuffix(t[:max(sign, 0)], "PASS") {
			return hasDigit(v) && !strings.HasPrefix(v, "Test") && strings.IndexByte(v, '/') < 0 // otherwise a test that passed
		}
	}
	if next, isKey := strings.CutSuffix(v, ":"); isKey && isName(next) && s.judge(next, 0).detector != None {
		return false // in the dump of a struct: {Password: Token: Name:a}
	}
	if t[at-1] == ':' && isFunction(v) || s.isField(v, at) || allDigits(v) && strings.HasPrefix(t[at+len(v):], " bytes") {
		return false
	}
	if packages.has(v) || s.startsSentence(v, at) {
		return false
	}
	if key.flags&certain == 0 {
		if isCall(v) {
			return false // the dump of a token of a parser: Identifier(14)
		}
		return looksRandom(v) || key.flags&joined != 0 && len(v) >= minSecret && hasDigit(v)
	}
	v = v[:trimRight(v, 0, len(v), ".!?")]
	return !messageWords.has(v) && !typeWords.has(v) && !isRemark(v)
}

// startsSentence reports whether the value v, which starts at index at, is the name of a secret with another word behind
// it: "passwd: password updated".
func (s *Scanner) startsSentence(v string, at int) bool {
	next := at + len(v) + len(" ")
	return next < len(s.text) && s.text[next-1] == ' ' && isLetter(s.text[next]) && isName(v) && s.e.namesSecret(v)
}

// packages are those of Go, each with the colon behind its name, that put their name in front of the messages of their
// errors: "could not parse private key: asn1: structure error".
var packages = wordsOf("asn1: x509: pem: rsa: ecdsa: ed25519: ssh: tls: aes: crypto/aes: cipher: bcrypt: jwt: oauth2: hex: encoding/hex: json: yaml: strconv: pkcs8: pkcs12: rpc: open: read: stat:")

// typeWords stand after a colon in the declaration of a variable.
var typeWords = wordsOf("string str text bytes char varchar number integer int boolean bool uuid any object")

// isRemark reports whether v says in Chinese, Japanese or Korean what is the matter with a secret.
func isRemark(v string) bool {
	return v != "" && v[0] >= firstScript && slices.ContainsFunc(remarks, func(r string) bool { return strings.HasPrefix(v, r) })
}

var remarks = strings.Fields("未設定 未入力 未登録 設定済み 変更済み なし 不明 無効 必須 有効期限 错误 錯誤 为空 未设置 无效 없음 오류")

// messageWords are the first words of messages about a password, after a colon: "password: must be changed".
var messageWords = wordsOf(`must is was has should cannot can does do did not field this the
	required incorrect invalid expired missing mismatch too wrong please failed
	changed updated unknown empty authentication verification unauthorized denied yes no raise
	return throw panic permission expected version unbound parameter rotated refreshing creating creation still destroying
	destruction`)

// isComplaint reports whether v is the message of a failed validation instead of a value: "must be at least 8 characters
// long", "This field is required.".
func isComplaint(v string) bool {
	const longest = 96
	blank := strings.IndexByte(v[:min(len(v), longest)], ' ')
	if blank < len("is") || len(v) > longest || !isOneOf(v[:blank], []string{"is", "must", "can't", "cannot", "should", "does", "doesn't", "has", "this", "the", "password", "passwords"}) {
		return false
	}
	for word := range strings.FieldsSeq(v[blank:]) {
		if isOneOf(strings.Trim(word, ".,!"), []string{"required", "blank", "short", "long", "invalid", "empty", "incorrect", "least", "match", "missing", "wrong", "weak", "expired"}) {
			return true
		}
	}
	return false
}

// maxJudged bounds how much of a value decides whether it looks random, in bytes.
const maxJudged = 128

// looksRandom reports whether v looks like a generated secret: it has at least 8 bytes and a digit, or at least 20 and a
// digit or letters of both cases.
func looksRandom(v string) bool {
	return len(v) >= 20 && isMixed(v) || len(v) >= 8 && hasDigit(v)
}

// isMixed reports whether v has a digit, or letters of both cases, in its first maxJudged bytes.
func isMixed(v string) bool {
	var seen alphabet
	for i := range min(len(v), maxJudged) {
		seen |= alphabets[v[i]]
	}
	return seen&digitBit != 0 || seen&(hexBit|lowerBit) != 0 && seen&upperBit != 0
}
