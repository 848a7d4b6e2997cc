// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// flags qualify the verdict on a key, or say what the words around a value mean.
type flags uint32

const (
	// technicalWord: numbers without separators next to this word count or identify something technical.
	technicalWord flags = 1 << iota
	// cardWord: numbers next to this word may be card numbers.
	cardWord
	// aboutWord: as the last word of a key, it says that the value only describes a secret, as in
	// "token_type". Such a key has no verdict, and does not inherit one from its parent.
	aboutWord
	// certain: every value of the key counts. Without it, a value after "key:" in prose must look
	// like a secret: "unexpected token: comma" is no leak.
	certain
	// lastWord: the phrase counts only at the end of the key.
	lastWord
	// notCount: a value of up to three digits, or with a unit of time, is a count and no secret, as in the test summaries
	// "pass: 12" and "1st pass: 120ms". It is also set if a key goes on behind its phrase, as in password_history.
	notCount
	// code3to8 and code3to4: only a value of 3 to 8, or 3 to 4, digits counts.
	code3to8
	code3to4
	// random: only a value that looks generated counts.
	random
	// userPassword: only user:password counts, plain or in base64.
	userPassword
	// ownsKey: the key of a map ends with this word, and the value of "key" in that map is a secret, as in {"api":
	// {"key": "x"}}. plainKey: the key is "key".
	ownsKey
	plainKey
	// joined: the key contains an underscore, so it is not a word of a sentence.
	joined
	// wholeLine: a value after "key:" goes on to the end of the line.
	wholeLine
	// notPath: an absolute path does not count, because PWD is also the working directory, and a key is often given by
	// the name of its file.
	notPath
	// dated: only a value that may be a date counts.
	dated
	// numbered: a number of up to ten digits, or a handle such as 0x7f3a1c2b5e2c, is no secret but tells sessions of a
	// firewall or a database apart.
	numbered
	// onlyUUID: only a UUID counts.
	onlyUUID
)

// phrase is a run of words that, found in a key, assigns the key's value to a detector.
type phrase struct {
	words    string
	detector ID
	flags    flags
}

// phrases are the built-in ones. If several match a key, the one that ends last decides; of those that end at the
// same word, the longest.
var phrases = []phrase{
	{"password", Password, certain},
	{"passwd", Password, certain},
	{"pwd", Password, certain | notPath},
	{"passcode", Password, certain},
	{"passphrase", Password, certain | wholeLine},
	{"pass phrase", Password, certain | wholeLine},
	{"pass word", Password, certain},
	{"pass", Password, certain | lastWord | notCount},
	{"passwort", Password, certain},
	{"kennwort", Password, certain},
	{"contrasena", Password, certain},
	{"contraseña", Password, certain},
	{"senha", Password, certain},
	{"lösenord", Password, certain},
	{"passord", Password, certain},
	{"adgangskode", Password, certain},
	{"salasana", Password, certain},
	{"hasło", Password, certain},
	{"heslo", Password, certain},
	{"jelszó", Password, certain},
	{"dbpass", Password, certain},
	{"sshpass", Password, certain},
	{"pw", Password, certain | lastWord | notCount},
	{"dbpw", Password, certain},
	{"pass code", Password, certain},

	{"secret", Secret, 0},
	{"client secret", Secret, certain},
	{"secret key", Secret, certain},
	{"token", Secret, notCount},
	{"access token", Secret, 0},
	{"refresh token", Secret, 0},
	{"auth token", Secret, 0},
	{"api key", Secret, certain},
	{"apikey", Secret, certain},
	{"api keys", Secret, certain | lastWord | random},
	{"apikeys", Secret, certain | lastWord | random},
	{"access key", Secret, certain},
	{"accesskey", Secret, certain},
	{"private key", Secret, certain | notPath},
	{"privatekey", Secret, certain | notPath},
	{"encryption key", Secret, certain},
	{"signing key", Secret, certain},
	{"secret id", Secret, certain | lastWord | onlyUUID}, // of Consul, Nomad and Vault; elsewhere, the name of a secret
	{"recovery key", Secret, certain},
	{"appkey", Secret, certain | lastWord | random},
	{"credential", Secret, 0},
	{"credentials", Secret, notCount},
	{"application credentials", Secret, notPath}, // GOOGLE_APPLICATION_CREDENTIALS is the name of a file
	{"session id", Secret, numbered},
	{"sessionid", Secret, numbered},
	{"jsessionid", Secret, 0},
	{"phpsessid", Secret, 0},
	{"connection string", Secret, certain | wholeLine},
	{"connectionstring", Secret, certain | wholeLine},
	{"otp", Secret, certain | lastWord | code3to8},
	{"pin", Secret, certain | lastWord | code3to8},
	{"mfa code", Secret, certain | lastWord | code3to8},
	{"otp code", Secret, certain | lastWord | code3to8},
	{"pin code", Secret, certain | lastWord | code3to8},

	{"verification code", Secret, certain | lastWord | code3to8},
	{"login code", Secret, certain | lastWord | code3to8},
	{"one time code", Secret, certain | lastWord | code3to8},
	{"fa code", Secret, certain | lastWord | code3to8}, // 2fa code
	{"security code", CVV, certain | lastWord | code3to4},

	{"cvv", CVV, certain | lastWord | code3to4},
	{"cvc", CVV, certain | lastWord | code3to4},
	{"csc", CVV, certain | lastWord | code3to4},
	{"cvv code", CVV, certain | lastWord | code3to4},
	{"cvc code", CVV, certain | lastWord | code3to4},
	{"card security code", CVV, certain | lastWord | code3to4},
	{"card verification value", CVV, certain | lastWord | code3to4},
	{"card cid", CVV, certain | lastWord | code3to4},

	{"authorization", Bearer, 0},
	{"bearer", Bearer, lastWord},

	{"cookie", Cookie, certain | lastWord},
	{"cookies", Cookie, certain | lastWord},

	{"account key", Secret, certain},
	{"accountkey", Secret, certain},
	{"sharedaccesskey", Secret, certain},
	{"sharedaccesssignature", Secret, certain},
	{"shared access key", Secret, certain},
	{"storage key", Secret, certain},
	{"master key", Secret, certain},
	{"service key", Secret, certain},
	{"secret access key", Secret, certain},
	{"shared access signature", Secret, certain},
	{"requirepass", Password, certain},
	{"userpass", Password, certain},
	{"dbpasswd", Password, certain},
	{"dbpwd", Password, certain},
	{"rootpw", Password, certain},
	{"bindpw", Password, certain},
	{"mysqlpwd", Password, certain},
	{"accesstoken", Secret, certain},
	{"authtoken", Secret, certain},
	{"refreshtoken", Secret, certain},
	{"sessiontoken", Secret, certain},
	{"bearertoken", Secret, certain},
	{"apitoken", Secret, certain},
	{"idtoken", Secret, certain},
	{"csrftoken", Secret, 0},
	{"xsrftoken", Secret, 0},
	{"csrfmiddlewaretoken", Secret, 0},
	{"apisecret", Secret, certain},
	{"appsecret", Secret, certain},
	{"clientsecret", Secret, certain},
	{"secretkey", Secret, certain},
	{"passkey", Secret, certain},
	{"mot de passe", Password, certain},
	{"motdepasse", Password, certain},
	{"wachtwoord", Password, certain},
	{"parola", Password, certain},
	{"passwords", Password, certain | lastWord | notCount},
	{"storepass", Password, certain},
	{"keypass", Password, certain},
	{"masterauth", Password, certain},
	{"api token", Secret, certain},
	{"rediscli auth", Password, certain},
	{"security answer", Password, certain | wholeLine},
	{"psk", Secret, certain | lastWord},
	{"preshared key", Secret, certain},
	{"shared key", Secret, certain},
	{"license key", Secret, certain},
	{"licence key", Secret, certain},
	{"licensekey", Secret, certain},
	{"subscription key", Secret, certain},
	{"client key data", Secret, certain},
	{"connect sid", Secret, certain},
	{"creds", Secret, lastWord},
	{"cred", Secret, lastWord},
	{"hmac key", Secret, certain},
	{"unseal key", Secret, certain},
	{"function key", Secret, certain | lastWord | random},
	{"functions key", Secret, certain | lastWord | random},
	{"session key", Secret, certain | lastWord | random},
	{"auth key", Secret, certain | lastWord | random},
	{"app key", Secret, certain | lastWord | random},
	{"auth code", Secret, certain | lastWord | random},
	{"access code", Secret, certain | lastWord | random},
	{"recovery code", Secret, certain | lastWord | random},
	{"recovery codes", Secret, certain | lastWord | random},
	{"backup code", Secret, certain | lastWord | random},
	{"backup codes", Secret, certain | lastWord | random},
	{"activation code", Secret, certain | lastWord | random},
	{"dockerconfigjson", Secret, certain | lastWord | random},
	{"dockercfg", Secret, certain | lastWord | random},
	{"session", Secret, certain | lastWord | random},
	{"pat", Secret, certain | lastWord | random},
	{"auth", Secret, certain | lastWord | userPassword},
	{"auth user info", Secret, certain | lastWord | userPassword},
	{"passport number", Passport, certain | lastWord | random},
	{"passport no", Passport, certain | lastWord | random},
	{"passportnumber", Passport, certain | lastWord | random},
	{"passport nr", Passport, certain | lastWord | random},
	{"reisepass", Passport, certain | lastWord | random},
	{"reisepass nr", Passport, certain | lastWord | random},
	{"reisepassnummer", Passport, certain | lastWord | random},
	{"driver license number", DriverLicence, certain | lastWord | random},
	{"driver licence number", DriverLicence, certain | lastWord | random},
	{"drivers license number", DriverLicence, certain | lastWord | random},
	{"drivers licence number", DriverLicence, certain | lastWord | random},
	{"driving license number", DriverLicence, certain | lastWord | random},
	{"driving licence number", DriverLicence, certain | lastWord | random},
	{"führerscheinnummer", DriverLicence, certain | lastWord | random},
	{"mrn", MedicalRecord, certain | lastWord | random},
	{"medical record number", MedicalRecord, certain | lastWord | random},
	{"date of birth", DateOfBirth, certain | lastWord | dated},
	{"dateofbirth", DateOfBirth, certain | lastWord | dated},
	{"birth date", DateOfBirth, certain | lastWord | dated},
	{"birth dt", DateOfBirth, certain | lastWord | dated},
	{"birthdate", DateOfBirth, certain | lastWord | dated},
	{"birthday", DateOfBirth, certain | lastWord | dated},
	{"dob", DateOfBirth, certain | lastWord | dated},
	{"geburtsdatum", DateOfBirth, certain | lastWord | dated},
	{"пароль", Password, certain},

	// Words that end with one of these count as well, see [vocabulary.inScript].
	{"パスワード", Password, certain},
	{"パスフレーズ", Password, certain | wholeLine},
	{"合言葉", Password, certain},
	{"暗証番号", Secret, certain | lastWord | code3to8},
	{"認証コード", Secret, certain | lastWord | code3to8},
	{"確認コード", Secret, certain | lastWord | code3to8},
	{"セキュリティコード", CVV, certain | lastWord | code3to4},
	{"秘密鍵", Secret, certain},
	{"アクセスキー", Secret, certain},
	{"トークン", Secret, random},
	{"密码", Password, certain},
	{"密碼", Password, certain},
	{"口令", Password, certain},
	{"验证码", Secret, certain | lastWord | code3to8},
	{"驗證碼", Secret, certain | lastWord | code3to8},
	{"令牌", Secret, random},
	{"비밀번호", Password, certain},
	{"인증번호", Secret, certain | lastWord | code3to8},
	{"토큰", Secret, random},
}

// harmless are runs of words that cancel the verdict of the phrases on a key that contains them.
var harmless = []string{
	"public key", "per second", "token count", "token usage", "token bucket", "token verified",
	"last changed", "last rotated", "last used", "checksum", "key cache", "key hint", "token hint", "existent secret key", "agent inject", "secret reloader", "xdg session id",
}

// notSecret are keys of the semantic conventions for OpenTelemetry that read like secrets.
var notSecret = map[string]bool{
	"session.id":          true,
	"session.previous_id": true,
}

var aboutWords = strings.Fields(`id identifier name names title description type types length len size count counts limit status enabled
	policy method url uri path file filename version versions expiry expires expiration ttl timeout index
	second seconds endpoint at in format algorithm alg usage budget kind arn ref tokens
	error errors exception failure warning handler service manager provider validator validation parser controller
	encoder factory repository field label toggle button link icon tooltip role reason authentication form page event reset strength
	used set age days date time lifetime hashers mode scope scopes issuer audience changed updated modified created source use mtime
	ms msec minutes hours from provided interval period duration latency lifespan leeway skew exp iat nbf kid uses quota capacity remaining
	attempts retries iterations rounds threshold bits rate prefix region namespace environment owner store engine backend
	class category strategy generation purpose result outcome decision state encryption hashing rotation rules complexity
	requirements supported policies cache properties last4 cidrs validity prevention rotated location min max action resource stdin fd`)

var technicalWords = strings.Fields(`trace span parent offset seq sequence nano nanos micro micros milli millis
	epoch ts timestamp unix byte bytes size duration pid port build version revision checksum hash digest fingerprint inode lsn ticks cycles rx tx packets`)

var cardWords = strings.Fields(`card cards pan cc ccn ccnum cardno cardnum cardnumber creditcard credit debit
	visa mastercard amex maestro unionpay jcb diners カード クレジットカード カード番号 クレジットカード番号 銀聯カード 銀聯 信用卡 信用卡号 银行卡
	银行卡号 银联 卡号 卡號 신용카드 카드번호 kreditkarte kartennummer tarjeta carte cartão cartao карты`)

var keyOwners = strings.Fields("api private encryption signing license subscription")

// vocabulary holds the known words of keys, each with a number, and the phrases as lists of these numbers.
type vocabulary struct {
	words map[string]word
	// phrases, kept and harmless are indexed by their first word.
	phrases  map[uint16][]compiledPhrase
	kept     map[uint16][]compiledPhrase
	harmless map[uint16][]compiledPhrase
	// known and starts tell quickly that a word is not in words, or does not start a phrase.
	known, starts sieve
	// scripts has the words of phrases that are in scripts without blanks, the longest first.
	scripts []string
	// lastWords has the words of the phrases, indexed by their last one. ends tells quickly that a word ends no phrase.
	lastWords map[uint16][][]uint16
	ends      sieve
}

// sieve is a set of words that may have false positives, a kind of Bloom filter. For each pair of a first and a last
// byte it has a bit for each length of the words in it. Of these bytes it uses the low five bits, which are the same for
// both cases of a letter.
type sieve [1 << 10]uint16

func (s *sieve) add(word string) {
	place, bit := s.of(word)
	s[place] |= bit
}

// mayHold reports whether a word, in any case, may be in the sieve. Only true can be wrong.
func (s *sieve) mayHold(word string) bool {
	place, bit := s.of(word)
	return s[place]&bit != 0
}

func (s *sieve) of(word string) (place int, bit uint16) {
	return int(word[0]&31)<<5 | int(word[len(word)-1]&31), 1 << min(len(word), 15)
}

type word struct {
	id    uint16
	flags flags
}

type compiledPhrase struct {
	words    []uint16
	detector ID
	flags    flags
}

// Bounds of what is read of a key. Words longer than maxWord bytes are never in the vocabulary; of more than
// maxKeyWords words, the last ones count.
const (
	maxWord     = 48
	maxKeyWords = 16
)

func newVocabulary(enabled [numDetectors]bool, redact, keep []string) (*vocabulary, error) {
	v := &vocabulary{
		words:    map[string]word{},
		phrases:  map[uint16][]compiledPhrase{},
		kept:     map[uint16][]compiledPhrase{},
		harmless: map[uint16][]compiledPhrase{},
	}
	for _, p := range slices.Concat(phrases, genAIPhrases()) {
		if enabled[p.detector] {
			v.addPhrase(v.phrases, p)
		}
	}
	for _, text := range harmless {
		v.addPhrase(v.harmless, phrase{words: text})
	}
	v.flag(aboutWords, aboutWord)
	v.flag(technicalWords, technicalWord)
	v.flag(cardWords, cardWord)
	v.flag(keyOwners, ownsKey)

	errs := []error{
		v.addListed("keys::redact", v.phrases, redact, ListedKey),
		v.addListed("keys::keep", v.kept, keep, None),
	}
	for i, text := range keep {
		if spell(text) == "" {
			continue
		}
		if j := slices.IndexFunc(redact, func(other string) bool { return spell(other) == spell(text) }); j >= 0 {
			errs = append(errs, fmt.Errorf("keys::keep::%d: %q is also in keys::redact::%d; remove one of them", i, text, j))
		}
	}
	v.lastWords = map[uint16][][]uint16{}
	for _, list := range v.phrases {
		for _, p := range list {
			last := p.words[len(p.words)-1]
			v.lastWords[last] = append(v.lastWords[last], p.words)
		}
	}
	for text, w := range v.words {
		v.known.add(text)
		if text[0] >= firstScript {
			v.scripts = append(v.scripts, text)
		}
		if len(v.phrases[w.id]) > 0 {
			v.starts.add(text)
		}
		if len(v.lastWords[w.id]) > 0 {
			v.ends.add(text)
		}
	}
	slices.SortFunc(v.scripts, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return v, errors.Join(errs...)
}

// addListed compiles the keys that the configuration lists at path, for the detector id. The error joins all faults.
func (v *vocabulary) addListed(path string, into map[uint16][]compiledPhrase, keys []string, id ID) error {
	var errs []error
	for i, text := range keys {
		words := strings.Fields(spell(text))
		switch {
		case len(words) == 0:
			errs = append(errs, fmt.Errorf("%s::%d: %q has no letters or digits; write a key or words of a key, such as \"customer_name\"", path, i, text))
		case len(words) > maxKeyWords || slices.ContainsFunc(words, func(w string) bool { return len(w) > maxWord }):
			errs = append(errs, fmt.Errorf("%s::%d: %q is too long; write at most %d words of %d bytes", path, i, text, maxKeyWords, maxWord))
		default:
			v.addPhrase(into, phrase{words: spell(text), detector: id, flags: certain})
		}
	}
	return errors.Join(errs...)
}

// spell returns the words of a key in lower case, separated by single spaces.
func spell(key string) string {
	var words []string
	for start, end := nextWord(key, 0); start < end; start, end = nextWord(key, end) {
		words = append(words, asciiLower(key[start:end]))
	}
	return strings.Join(words, " ")
}

func asciiLower(t string) string {
	b := []byte(t)
	for i := range b {
		b[i] = lower(b[i])
	}
	return string(b)
}

func (v *vocabulary) addPhrase(into map[uint16][]compiledPhrase, p phrase) {
	compiled := compiledPhrase{detector: p.detector, flags: p.flags}
	for text := range strings.FieldsSeq(p.words) {
		compiled.words = append(compiled.words, v.number(text))
	}
	into[compiled.words[0]] = append(into[compiled.words[0]], compiled)
}

// number returns the number of a word. A new word is added and gets the next number.
func (v *vocabulary) number(text string) uint16 {
	w, ok := v.words[text]
	if !ok {
		w.id = uint16(len(v.words) + 1)
		v.words[text] = w
	}
	return w.id
}

func (v *vocabulary) flag(words []string, f flags) {
	for _, text := range words {
		v.number(text)
		w := v.words[text]
		w.flags |= f
		v.words[text] = w
	}
}

// mayDecide reports whether text may contain a phrase. It is fast, and only true can be wrong.
func (v *vocabulary) mayDecide(text string) bool {
	for start, end := nextWord(text, 0); start < end; start, end = nextWord(text, end) {
		if v.starts.mayHold(v.inScript(text[start:end])) {
			return true
		}
	}
	return false
}

// inScript returns the word of the vocabulary at the end of a text in a script without blanks, with or without a closing
// bracket behind it: パスワード for DBパスワード, 暗証番号 for 「暗証番号」. It also returns password for sslkeypassword. It
// returns all other texts unchanged.
func (v *vocabulary) inScript(text string) string {
	if last := text[len(text)-1]; last < utf8.RuneSelf {
		if n := len(text) - len("password"); n > 0 && last|0x20 == 'd' && hasPrefixFold(text[n:], "password") {
			return text[n:]
		}
		return text
	}
	inside := strings.TrimRight(text, "」』】）〕》")
	for _, w := range v.scripts {
		if strings.HasSuffix(inside, w) {
			return w
		}
	}
	return text
}

// firstScript is the first byte, in UTF-8, of the scripts without blanks and those of symbols (from U+2000 on).
const firstScript = 0xe2

// lookup returns the entry of a word, in any case, or the zero word.
func (v *vocabulary) lookup(text string) word { return v.find(v.inScript(text)) }

// find is lookup for a text that inScript has returned.
func (v *vocabulary) find(text string) word {
	var buf [maxWord]byte
	if len(text) > len(buf) || !v.known.mayHold(text) {
		return word{}
	}
	for i := range len(text) {
		buf[i] = lower(text[i])
	}
	return v.words[string(buf[:len(text)])]
}

// judge returns the verdict on a key: what it says about its value. A phrase counts only if its last word starts at
// index from or later.
func (v *vocabulary) judge(key string, from int) Context {
	var (
		ids    [maxKeyWords]uint16
		n      int
		counts int // number of words that start before index from
		all    flags
		last   flags
	)
	for start, end := nextWord(key, 0); start < end; start, end = nextWord(key, end) {
		w := v.lookup(key[start:end])
		if w.id == 0 && isASCIIDigit(key[start]) {
			continue // the 2 in cvv2 or oauth2_token
		}
		if n == maxKeyWords {
			copy(ids[:], ids[1:])
			n--
			counts = max(counts-1, 0)
		}
		ids[n] = w.id
		n++
		if start < from {
			counts = n
		}
		all |= w.flags
		last = w.flags
	}
	context := Context{flags: all&(technicalWord|cardWord) | last&(aboutWord|ownsKey)}
	if len(key) == len("key") && hasPrefixFold(key, "key") {
		context.flags |= plainKey
	}
	words := ids[:n]
	if notSecret[key] || contains(v.kept, words) {
		return context
	}
	var (
		best    *compiledPhrase
		bestEnd int
	)
	for i, id := range words {
		list := v.phrases[id]
		for j := range list {
			p := &list[j]
			end := i + len(p.words)
			if end > counts && p.startsWith(words[i:]) && p.counts(end == n, last) &&
				(best == nil || p.overrules(end, best, bestEnd)) {
				best, bestEnd = p, end
			}
		}
	}
	if best == nil || best.detector != ListedKey && contains(v.harmless, words) {
		return context
	}
	context.detector = best.detector
	context.flags |= best.flags
	if bestEnd < n {
		context.flags |= notCount // password_history, secret_shares
	}
	return context
}

// isPhrase reports whether a text consists of the words of a phrase and nothing else.
func (v *vocabulary) isPhrase(text string) bool {
	var ids []uint16
	at := 0
	for start, end := nextWord(text, 0); start < end && len(ids) < maxKeyWords; start, end = nextWord(text, end) {
		ids = append(ids, v.find(text[start:end]).id)
		at = end
	}
	return at == len(text) && len(ids) > 0 && slices.ContainsFunc(v.phrases[ids[0]], func(p compiledPhrase) bool { return slices.Equal(p.words, ids) })
}

// startsWith reports whether words start with the phrase.
func (p *compiledPhrase) startsWith(words []uint16) bool {
	return len(words) >= len(p.words) && slices.Equal(words[:len(p.words)], p.words)
}

// counts reports whether the phrase counts in a key whose last word has the flags last. atEnd is set if the phrase
// ends with that word.
func (p *compiledPhrase) counts(atEnd bool, last flags) bool {
	return atEnd || p.detector == ListedKey || p.flags&lastWord == 0 && last&aboutWord == 0
}

// overrules reports whether the phrase takes precedence over another one: those of the configuration come first, then
// the one that ends last, then the longest.
func (p *compiledPhrase) overrules(end int, other *compiledPhrase, otherEnd int) bool {
	if listed, otherListed := p.detector == ListedKey, other.detector == ListedKey; listed != otherListed {
		return listed
	}
	if end != otherEnd {
		return end > otherEnd
	}
	return len(p.words) > len(other.words)
}

// contains reports whether words contain one of the phrases.
func contains(phrases map[uint16][]compiledPhrase, words []uint16) bool {
	if len(phrases) == 0 {
		return false
	}
	for i, id := range words {
		list := phrases[id]
		for j := range list {
			if list[j].startsWith(words[i:]) {
				return true
			}
		}
	}
	return false
}

// isAbout reports whether a word says that a value describes something instead of being it.
func (v *vocabulary) isAbout(word string) bool { return v.lookup(word).flags&aboutWord != 0 }
