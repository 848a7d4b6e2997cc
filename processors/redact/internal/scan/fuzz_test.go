// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"strings"
	"testing"
)

// fuzzSeeds are the inputs of the tables, and pieces that bring the finders close to each other.
var fuzzSeeds = []string{
	"", "a", "bob@example.com", "bob%40example.com", `bob\u0040example.com`, "4111 1111 1111 1111 123", "4111111111111111",
	"password=hunter2;token=abc", `{\"password\":\"hun\\\"ter2\",\"pan\":4111111111111111}`, `{"cards":[4111111111111111,5555555555554444]}`,
	"Authorization: Bearer abc", `Authorization: Token token="abc"`, "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "postgres://bob:hun@ter@db/app",
	"https://bob%40example.org:pw@example.com", "４１１１１１１１１１１１１１１１", "password＝hunter2", "[REDACTED:card] 4000000000000000006",
	"card [REDACTED:email] 4000000000000000006", "a.4111111111111111@example.com", "password: [\"a\", 'b']", "\x1b[31mpassword=a", "passphrase: a b c",
	"token: 0123456789abcdef bob@example.com", "\xff\xfe@\xef\xbc\x91", "user[password]=x&cvv=123", "a://b:c@d://e:f@g", "secret='it''s' pin=1234",
	"AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "xoxb-1-a2b3c4d5e6f7", "sk-live T3BlbkFJ", "Cookie: a=b; Path=/; c=[REDACTED:cookie]", "/x?sig=abc&code=d&state=e",
	"<password>a</password><token><![CDATA[b]]></token>", "run --password 'a' --token b", "%22password%22%3A%22a%22&b%3Ac%3D", "{&quot;token&quot;:&quot;a&quot;}",
	"curl -u a:b c", "mysql -pa", "IDENTIFIED BY 'a''b'", "INSERT INTO t(a,password) VALUES ('b','c'),(1,2)", "requirepass a", "Authorization: Digest response=\"a\", b=c",
	`{"name":"DB_PASSWORD","value":"a"},{"value":1,"key":"token"}`, "- name: DB_PASSWORD\n  value: a", "<add key=\"password\" value=\"a\"/>", "<entry key='password'>a</entry>",
	"AUTH default p4ss", "*2\\r\\n$4\\r\\nAUTH\\r\\n$1\\r\\na", "define('DB_PASSWORD', 'a1')", "password is s3cr3t1", "123456 is your verification code", "token IN ('a', 'b')", "api%5Fkey=a",
	"id,phone\n7,07700900123\n8,\"07700900124\"", "'07700900123' is not a valid phone", "phone:\n 07700900123", `{"name":"phone","value":{"x":"07700900123"}}`,
	"a:b@tcp(c)", "SA02 4523 9117 1636 7378 6529", `{"password":{"value":"a","type":"b"}}`, "Pwd={a;b};", "ACL SETUSER a >b",
	"-----BEGIN PRIVATE KEY-----\nAAAAAAAAAAAAAAAAAAAAAAAA\n-----END PRIVATE KEY-----", "https%3A%2F%2Fa%3Ab%40c", "AccountKey=" + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa==;",
}

func FuzzValue(f *testing.F) {
	for _, seed := range fuzzSeeds {
		f.Add(seed, "message")
		f.Add(seed, "password")
		f.Add(seed, "authorization")
		f.Add("1234", seed)
	}
	engines := []*Engine{
		newEngine(f),
		newEngine(f, func(o *Options) { o.Mask = "<a {detector}, masked>" }),
		newEngine(f, func(o *Options) { o.Mask = "REDACTED" }),
	}
	f.Fuzz(func(t *testing.T, in, key string) {
		for _, e := range engines {
			s := e.Scanner()
			k := s.Key(key)
			if again := s.Key(k.Name); again.Name != k.Name || again.Context != k.Context {
				t.Fatalf("key %q became %q with %v, then %q with %v", key, k.Name, k.Context, again.Name, again.Context)
			}
			context := k.Context
			out, changed := s.Value(in, context)
			if changed != (out != in) {
				t.Fatalf("%q became %q, changed is %v", in, out, changed)
			}
			checkKept(t, s, in, out)
			if again, changed := s.Value(out, context); changed {
				t.Fatalf("%q became %q, then %q", in, out, again)
			}
			s.Release()
		}
	})
}

// checkKept checks that out is in with nothing but the matches replaced.
func checkKept(t *testing.T, s *Scanner, in, out string) {
	t.Helper()
	rest, done := out, 0
	cut := func(prefix string) {
		after, ok := strings.CutPrefix(rest, prefix)
		if !ok {
			t.Fatalf("%q became %q: %q should stand at %q", in, out, prefix, rest)
		}
		rest = after
	}
	for _, m := range s.Matches() {
		if m.Start < done || m.End <= m.Start || m.End > len(in) {
			t.Fatalf("%q: match %v after byte %d", in, m, done)
		}
		cut(in[done:m.Start])
		quote := ""
		if !strings.HasPrefix(rest, s.Mask(m.Detector)) { // a JSON number gets the quotes of its key
			quote = rest[:strings.IndexByte(rest+`"`, '"')+1]
			if strings.Trim(quote, `\`) != `"` {
				t.Fatalf("%q became %q: %q around a mask", in, out, quote)
			}
		}
		cut(quote + s.Mask(m.Detector) + quote)
		done = m.End
	}
	cut(in[done:])
	if rest != "" {
		t.Fatalf("%q became %q: %q is left over", in, out, rest)
	}
}
