// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

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
	// onlyUUID: only a UUID counts. onlyCipherKey: only the key of a cipher, in base64, does.
	onlyUUID
	onlyCipherKey

	// oneLine has the flags with which a value of several lines does not count.
	oneLine = code3to8 | code3to4 | userPassword | dated | onlyUUID | onlyCipherKey
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
	{"encrypt", Secret, certain | lastWord | onlyCipherKey}, // of Consul, Nomad and Serf
	{"gossip key", Secret, certain},
	{"tacacs server key", Secret, certain | lastWord | random},
	{"isakmp key", Secret, certain | lastWord | random},
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
	{"passport", Passport, certain | lastWord | random},
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
	requirements supported policies cache properties last4 cidrs validity prevention rotated location min max action resource stdin fd accessor`)

var technicalWords = strings.Fields(`trace span parent offset seq sequence nano nanos micro micros milli millis
	epoch ts timestamp unix byte bytes size duration pid port build version revision checksum hash digest fingerprint inode lsn ticks cycles rx tx packets length len`)

var cardWords = strings.Fields(`card cards pan cc ccn ccnum cardno cardnum cardnumber creditcard credit debit
	visa mastercard amex maestro unionpay jcb diners カード クレジットカード カード番号 クレジットカード番号 銀聯カード 銀聯 信用卡 信用卡号 银行卡
	银行卡号 银联 卡号 卡號 신용카드 카드번호 kreditkarte kartennummer tarjeta carte cartão cartao карты`)

var keyOwners = strings.Fields("api private encryption signing license subscription")
