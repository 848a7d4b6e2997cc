// SPDX-License-Identifier: Apache-2.0

package scan

import "testing"

// hostileUnits are what a text consists of that calls the finders as often as it can, in vain or nearly so: the beginnings
// of matches, and the punctuation of keys, numbers and markup.
var hostileUnits = []string{
	// Numbers.
	"1", "1 ", "12 ", "12\n", "123-", "1-", "1.", "1.1.1.", "1.1.1.1 ", "10.1.2.3, ", "4111 ", "4111-", "4111\n", "41111", "4111111111111111 ", "4111 1111 1111 1111 ", "123-45-6789 ",
	"+", "+1 ", "+1 415 ", "(555) ", "555-0100 ", "2026-01-02 ", "2026-01-02T03:04:05Z ", "12:34:56 ", "0x", "0x1f ", "ff:", "00:1a:", "a1-", "2001:db8:", "DE", "DE89", "DE89 3704 ",
	"1,", "[1,", "1/", "1e5 ", "a1b2c3d4 ", "12345678-1234-", "%31", "&#49;", "\\u0031", "０", "１ ", "４１１１ ",
	// Signs of assignment.
	"=", "==", "k=", "key=", "key=1 ", "a=b ", "a=b;", "a=b&", "&a=", "?a=b", "password=", "password: ", "password:", "\"password\":\"", "\\\"password\\\":\\\"", "{\"a\":", "\"a\":1,", "'a':'b',",
	"password ", "secret ", "token ", "name=", "name: ", "\"name\":\"key\",", "key value ", "a=b:", ":", "::", "a:", "a: ", "a::b ", ":=", "=>", "a => b\n", "api_key", "pin=",
	// Quotes, brackets and markup.
	"{", "[", "(", "\"", "\\\"", "\\", "\\n", "'", "','", "<", "<a>", "</a>", "<a b=\"c\">", "</", "&", "&amp;", "&quot;", "%", "%20", "%3D", "%22", "%40", "\\u0022", "\x1b[1m",
	// Addresses, URLs and mail.
	"@", "a@", "a@a.", "a.b@", "a@b.c ", "a@example.com ", "http://", "://", "a:b@", "http://a:b", "/", "//", "a/", "https://example.com/?a=b ", "git@host:a ",
	// Credentials and headers.
	"eyJ", "eyJ.", "eyJhbGciOiJub25lIn0.", "-----BEGIN ", "-----", "-", "--", "--p ", " -p ", " -u ", "AKIA", "ghp_", "sk_", "sk-", "xox", "xoxb-", "AIza", "hf_", "SG.",
	"Bearer ", "Basic ", "bearer a", "authorization: ", "cookie: a=b; ", "Set-Cookie: ", "[REDACTED:card]", "***",
	// Commands and queries.
	"curl -u ", "mysql -p", "select 'a' ", "values (", "identified by ", "where a=", "echo ", "AUTH ", "$2a$", "$",
	// Several finders on the same bytes, found by chance.
	"=dob", "auth: |\n $", "=\"auth:[", "!='authorization: ", "passphrase:a://", "psk: ", ": AUTH ", " -Pass>AccountKey=", "cookie: a=b;  -Pass:", "::k=otp is ", "key=passcode pin=",
	"name=password for ::", "String =name=AUTH ", "htpasswd -비밀번호", ": fa code", ":*:cvc", "curl -u ：", "| kinit", "passcode ",
}

// BenchmarkHostile is the time for a byte of texts that consist of one unit.
func BenchmarkHostile(b *testing.B) { benchmarkHostile(b, newEngine(b)) }

// BenchmarkHostileScalar is BenchmarkHostile without vector instructions.
func BenchmarkHostileScalar(b *testing.B) { benchmarkHostile(b, newScalarEngine(b)) }

func benchmarkHostile(b *testing.B, e *Engine) {
	b.Helper()
	const size = 1 << 16
	s := e.Scanner()
	defer s.Release()
	for _, unit := range hostileUnits {
		b.Run(unit, func(b *testing.B) {
			text := repeat(unit, size)
			b.SetBytes(size)
			for b.Loop() {
				s.Value(text, Context{})
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/size, "ns/byte")
		})
	}
}
