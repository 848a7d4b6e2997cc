// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"slices"
	"strings"
	"testing"

	"github.com/faultline-otel/faultline/internal/lineartime"
)

// assertLinear checks the time for texts of the given size and larger ones that consist of a piece, repeated.
func assertLinear(t *testing.T, s *Scanner, size int, piece string) {
	t.Helper()
	lineartime.Assert(t, size, func(size int) func() {
		in := repeat(piece, size)
		return func() { s.Value(in, Context{}) }
	}, piece)
}

// TestLinearTime scans long texts that consist of nothing but the beginnings of matches, none of which may be read to
// its end at each place.
func TestLinearTime(t *testing.T) {
	const size = 1 << 13
	s := newEngine(t).Scanner()
	defer s.Release()
	for _, piece := range []string{
		"password=", "password: ", "password: [", "password: [\"", "password='", `password=\"`, `{"password":`, "passphrase: ",
		"token:", "token: ", "token=\"", "token='\"", `pin=\\\"pin="`, "pin=", "pin='pin=\"", "pin: [", "a=b:", "a b c d:",
		"authorization: ", "authorization=", "authorization: bearer ", "basic ", "bearer ", "bearer a1b2c3d4e5f6g7h8",
		"eyJ-", "eyJhbGciOiJub25lIn0.", "eyJhbGciOiJub25lIn0-", "a@", "a@b.", "@", "%40", "a.b@c.d-", "\u00e9@", "例@", `\u0040`,
		"1 ", "4111 ", "4111-", "123-45-6789 ", "1-415-555-2671 ", "4111111111111111", "4111 1111 1111 1111 ", "card 4000000000000000006 ", "0", "[1,", `{"a":[1,`,
		"://", "a://b:c", "a://b:c@", "a://@", "a:///", `:\/\/`, "[REDACTED:card]", "a://[REDACTED:card]", "４", "４１１１",
		"sk-", "sk-sk.", "AKIA", "-AKIA", "AKIAIOSFODNN7EXAMPLE ", "glpat-", "xoxb-", "xoxb-a", "1//0", "ghp_", "whsec_sk-", "sk-------", "hooks.slack.com/services/", "1:AA", "8Q~", "SK",
		"-----BEGIN ", "-----BEGIN PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----a", "Private-Lines:", "Private-Lines: a ", "cookie: ", "cookie: a; ", "cookie=a=", "cookie: a=b; ", "Cookie: [\"",
		"?sig=", "&code=", "&code=a&state=", "</password>", "]]></password>", "<a></password", "--password ", "--token \"", "\"--token\", ", "password%3D", "%22password%22%3A%22", "%3A%2F%2Fa", "a%3A%2F%2Fb%3Ac%40",
		"password:&quot;", "&quot;password&quot;:", " -p", "mysql -p ", " -u a:b", "curl -u a:", " --user a:b", "identified by ", "identified with ", "password '", "password ''", "values (", "(password) values (",
		"(password) values ('a'),", "requirepass ", "requirepass \"", "authorization: digest ", "authorization: digest response=", "authorization: digest response=\"a\", ", "authorization=aws4-x signature=",
		"+1 415 ", "+14155552671", "(415) 555-", "phone 4155552671", "phone: 1 ", "DE89 3704 ", "1.2.3.4.", "2607:", "a:", "00-11-", "001a.", "ssn 123-45-", "電話", "cf dni nif 123456789 ",
		"password: &a ", "password: !!a ", "password=\"\"\"", `""password"":""`, `{:password,"`, `{<<"password">>,<<"`, `"password";s:8:"`, `"cookies":{"a":"b",`, `net use \\a /b `, "htpasswd -b -b ", "ConvertTo-SecureString -a ",
		"昭和1年", "暗証番号は1", "password is generated: ",
		"=dob", "dob: |\n *", "encrypt: >\n $", "auth: |\n $", "!='authorization: ", "=\"auth:[", "=\"@otp=[=", "passphrase:a://",
		"password: Some(\"", "password=`", "password={a}", "password:\n- ", "passwords:\n - a\n", "password=$(a", "Cookie: a=\"b; ", "| password |\n|---|\n", "a\n---\n", "--- --- ", "password,", "], [", "[password, 1], [",
		"Key (password)=(", "{\"kty\":\"d\",", "\"kty\":", "setPassword(\"", "masterauth ", "user a on >",
		" ", "\\", "\"", "'", "%", "\x1b[", "\\u001b[", "\xef\xbc", ":", "=", "k", "\n",
	} {
		assertLinear(t, s, size, piece)
	}
}

// TestLinearInLiterals builds such texts from the literals of all finders: each alone and with what a match may go
// on or begin with, over and over.
func TestLinearInLiterals(t *testing.T) {
	const size = 1 << 11
	e := newEngine(t)
	s := e.Scanner()
	defer s.Release()
	for _, literal := range literalsOf(e) {
		for _, form := range []string{"%", "%a", "%1", "% ", "%\"", "a%", "1%", "password=%", "card 4%"} {
			assertLinear(t, s, size, strings.Replace(form, "%", literal, 1))
		}
	}
}

func repeat(piece string, size int) string { return strings.Repeat(piece, size/len(piece)+1)[:size] }

// literalsOf returns the literals of the finders that are in use.
func literalsOf(e *Engine) []string {
	var all []string
	for _, f := range slices.Concat(finders, e.finders) {
		if e.wants(f) {
			all = append(all, f.literals...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
