// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var testKeys = []HashKey{{ID: "k1", Key: []byte("0123456789abcdef0123456789abcdef")}}

// hashOf returns what a value becomes under the keys.
func hashOf(name, value string, keys ...HashKey) string {
	out := []string{"[HASH:" + name}
	for _, key := range keys {
		mac := hmac.New(sha256.New, key.Key)
		mac.Write([]byte(name + "\x00" + value))
		out = append(out, key.ID, hex.EncodeToString(mac.Sum(nil)[:8]))
	}
	return strings.Join(out, ":") + "]"
}

func withAction(a Action) func(*Options) {
	return func(o *Options) { o.Action, o.HashKeys = a, testKeys }
}

func TestPartial(t *testing.T) {
	check(t, newEngine(t, withAction(ActionPartial)), []text{
		{"from bob@example.com to ann%40example.org", "from [REDACTED:email]@example.com to [REDACTED:email]%40example.org"},
		{"card 4111 1111 1111 1234 567, 5555555555554444", "card 4111 1111 1111 1234 567, [REDACTED:card]4444"},
		{"card 4111 1111 1111 1111.", "card [REDACTED:card]1111."},
		{`{"pan":4111111111111111}`, `{"pan":"[REDACTED:card]1111"}`},
		{"password=bob@example.com", "password=[REDACTED:email]@example.com"},
		{"password=0123456789abcdef0123456789abcdef", "password=[REDACTED:password]"},
		{"token=0123456789abcdef0123456789abcdef; cvv=123", "token=[REDACTED:secret]; cvv=[REDACTED:cvv]"},
		{"Authorization: Bearer 0123456789abcdef012345wxyz", "Authorization: Bearer [REDACTED:bearer]wxyz"},
		{"Authorization: Bearer 0123456789abcdef", "Authorization: Bearer [REDACTED:bearer]"},
	})
	for _, mask := range []string{"***", "██", "REDACTED"} {
		e := newEngine(t, withAction(ActionPartial), func(o *Options) { o.Mask = mask })
		check(t, e, []text{
			{"from bob@example.com.", "from " + mask + "@example.com."},
			{"password=bob@example.com", "password=" + mask + "@example.com"},
			{"4111111111111111 is it", mask + "1111 is it"},
		})
	}
}

// TestPartialKeyed checks that what is kept of the value of an attribute is not taken for a value again.
func TestPartialKeyed(t *testing.T) {
	s := newEngine(t, withAction(ActionPartial)).Scanner()
	defer s.Release()
	for in, want := range map[string]string{
		"bob@example.com":                      "[REDACTED:password]",
		"0123456789abcdef0123456789abcdefwxyz": "[REDACTED:password]",
	} {
		out, changed := s.Value(in, s.Key("password").Context)
		require.True(t, changed)
		assert.Equal(t, want, out)
		_, changed = s.Value(out, s.Key("password").Context)
		assert.False(t, changed, out)
	}
}

func TestNetworks(t *testing.T) {
	for in, want := range map[string]string{
		"192.0.2.77":              "192.0.2.0/24",
		"192.0.2.77:8080":         "192.0.2.0/24",
		"192.0.2.77/32":           "192.0.2.0/24",
		"2001:db8:1:2::3":         "2001:db8:1::/48",
		"[2001:db8:1:2::3]:443":   "2001:db8:1::/48",
		"[2001:db8:1:2::3]":       "2001:db8:1::/48",
		"fe80::1%eth0":            "fe80::/48",
		"::ffff:192.0.2.77":       "192.0.2.0/24",
		"2001:db8:1:2:3:4:5:6/64": "2001:db8:1::/48",
	} {
		addr, ok := parseIP(in)
		require.True(t, ok, in)
		got := network(addr).String()
		assert.Equal(t, want, got, in)
		assert.True(t, isNetwork("ipv4", "at "+got+".", 3, 3+len(got)), got)
		assert.True(t, isNetwork("ipv4", "at "+got+".", 3, 3+strings.IndexByte(got, '/')), got)
	}
	for _, other := range []string{"192.0.2.0", "192.0.2.0/2", "192.0.2.0/240", "192.0.2.1/24", "192.0.3.0/2a", "x"} {
		assert.False(t, isNetwork("ipv4", other, 0, min(9, len(other))), other)
	}
	assert.False(t, isNetwork("email", "192.0.2.0/24", 0, 12))
}

func TestHash(t *testing.T) {
	e := newEngine(t, withAction(ActionHash))
	email := hashOf("email", "bob@example.com", testKeys...)
	card := hashOf("card", "4111111111111111", testKeys...)
	password := hashOf("password", "hunter2", testKeys...)
	check(t, e, []text{
		{"bob@example.com, BOB@Example.com, bob%40example.com", email + ", " + email + ", " + email},
		{"4111111111111111, 4111 1111 1111 1111, 4111-1111-1111-1111", card + ", " + card + ", " + card},
		{`{"pan":4111111111111111,"password":"hunter2"}`, `{"pan":"` + card + `","password":"` + password + `"}`},
		{"password=hunter2 and postgres://ann:hunter2@db/x", "password=" + password + " and postgres://ann:" + password + "@db/x"},
		{"password=Hunter2", "password=" + hashOf("password", "Hunter2", testKeys...)},
		// Digits that look like a card number, in a hash.
		{"card [HASH:card:k1:4111111111111111]", ""},
		{"password: [HASH:password:k1:4111111111111111]", ""},
		{"[HASH:password:k1:4111111111111111:k0:4111111111111111]=x", ""},
		// No hash: the digits are too few, the ID of the key is too long, there is no name.
		{"[HASH:password:k1:xyz4111111111111]", "[HASH:password:" + hashOf("password", "k1:xyz4111111111111", testKeys...) + "]"},
	})
	s := e.Scanner()
	defer s.Release()
	for _, value := range []string{"hunter2", password} {
		out, _ := s.Value(value, s.Key("password").Context)
		assert.Equal(t, password, out)
	}
	out, _ := s.Int(4111111111111111, Context{})
	assert.Equal(t, card, out)
	out, _ = s.Bytes([]byte("４１１１１１１１１１１１１１１１"), Context{})
	assert.Equal(t, card, out, "full-width digits")
	assert.NotEqual(t, hashOf("card", "x", testKeys...)[7:], hashOf("email", "x", testKeys...)[8:])

	// Another collector, which masks, keeps the hash.
	check(t, newEngine(t), []text{{"password=" + password + " " + card, ""}})
}

func TestHashRotation(t *testing.T) {
	keys := []HashKey{{ID: "k2", Key: []byte(strings.Repeat("b", 32))}, testKeys[0]}
	both := hashOf("email", "bob@example.com", keys...)
	check(t, newEngine(t, func(o *Options) { o.Action, o.HashKeys = ActionHash, keys }), []text{{"to bob@example.com", "to " + both}})
	old := hashOf("email", "bob@example.com", testKeys...)
	assert.Contains(t, both, strings.TrimPrefix(old, "[HASH:email"), "a search for the old hash finds the new text")
}

func TestTokens(t *testing.T) {
	e := newEngine(t, withAction(ActionToken))
	s := e.Scanner()
	defer s.Release()
	for _, c := range []text{
		{"bob@example.com to ann@example.com", "[EMAIL_1] to [EMAIL_2]"},
		{"cc BOB@example.com, password=x1", "cc [EMAIL_1], password=[PASSWORD_1]"},
		{"password=[PASSWORD_1] card [CARD_12] 4111111111111111", "password=[PASSWORD_1] card [CARD_12] [CARD_1]"},
		{"[CARD_12345]: [PASSWORT_1] [_1] [CARD_]", "[CARD_12345]: [PASSWORT_1] [_1] [CARD_]"},
	} {
		out, _ := s.Value(c.in, Context{})
		assert.Equal(t, c.want, out)
		_, changed := s.Value(out, Context{})
		assert.False(t, changed, out)
	}
	assert.Equal(t, "[EMAIL_3]", s.Key("eve@example.com").Name)
	s.ResetTokens()
	assert.Equal(t, "[EMAIL_1]", s.Key("eve@example.com").Name, "a key with a token must not be kept")

	s.ResetTokens()
	var last string
	for i := range MaxTokens + 1 {
		last, _ = s.Value("user"+strconv.Itoa(i)+"@example.com", Context{})
		if i == MaxTokens-1 {
			assert.Equal(t, "[EMAIL_1000]", last)
		}
	}
	assert.Equal(t, "[REDACTED:email]", last)
}

func TestTag(t *testing.T) {
	e := newEngine(t, func(o *Options) { o.Actions = map[ID]Action{Email: ActionTag, Secret: ActionTag} })
	s := e.Scanner()
	defer s.Release()
	in := "token=abc of bob@example.com, password=ann@example.com"
	out, changed := s.Value(in, Context{})
	assert.True(t, changed)
	assert.Equal(t, "token=abc of bob@example.com, password=[REDACTED:password]", out, "what is replaced for another reason is")
	var found []string
	for _, m := range s.Matches() {
		found = append(found, Detectors[m.Detector].Name+" "+in[m.Start:m.End])
	}
	assert.Equal(t, []string{"secret abc", "email bob@example.com", "password ann@example.com", "email ann@example.com"}, found)
	_, changed = s.Value("bob＠example．com", Context{})
	assert.False(t, changed)
	assert.Equal(t, []Match{{Detector: Email, End: len("bob＠example．com")}}, s.Matches())
	_, changed = s.Int(12345678, s.Key("token").Context)
	assert.False(t, changed)
	assert.Equal(t, []Match{{Detector: Secret, End: 8}}, s.Matches())
}

func TestAllow(t *testing.T) {
	e := newEngine(t, func(o *Options) {
		o.Allow = []AllowRule{
			{Suffix: "@Example.org"},
			{Prefix: "noreply@"},
			{Value: "4111 1111 1111 1111"},
			{Regex: "test-[0-9]+|5555555555554444"},
			{CIDR: "192.0.2.0/24"},
		}
	})
	check(t, e, []text{
		{"bob@example.org and ann@example.com", "bob@example.org and [REDACTED:email]"},
		{"BOB@EXAMPLE.ORG, bob%40example.org, bob@example.org.example.com", "BOB@EXAMPLE.ORG, bob%40example.org, [REDACTED:email]"},
		{"noreply@example.com", ""},
		{"4111 1111 1111 1111, 4111-1111-1111-1111, 5555555555554444", "4111 1111 1111 1111, [REDACTED:card], 5555555555554444"},
		{"password=test-1 password=test-1x", "password=test-1 password=[REDACTED:password]"},
		// The end of a password says nothing.
		{"password=hunter2@example.org", "password=[REDACTED:password]"},
	})
	s := e.Scanner()
	defer s.Release()
	s.Freed()
	_, changed := s.Value("bob@example.org ann@example.com", Context{})
	assert.True(t, changed)
	_, changed = s.Int(5555555555554444, Context{})
	assert.False(t, changed)
	freed := s.Freed()
	assert.EqualValues(t, 1, freed[Email], "counted once, whatever the number of runs")
	assert.EqualValues(t, 1, freed[Card])
	assert.Nil(t, s.Freed())

	list, err := newAllowList([]AllowRule{{CIDR: "192.0.2.0/24"}, {CIDR: "2001:db8::/32"}})
	require.NoError(t, err)
	for in, want := range map[string]bool{
		"192.0.2.7": true, "192.0.2.7:80": true, "192.0.3.7": false, "2001:db8::1": true, "[2001:db8::1]:80": true,
		"::ffff:192.0.2.9": true, "2001:db9::1": false, "example.com": false,
	} {
		assert.Equal(t, want, list.frees(e, Email, in), in)
	}
}

func TestAllowErrors(t *testing.T) {
	_, err := New(Options{Allow: []AllowRule{{}, {Value: "a", Suffix: "b"}, {CIDR: "192.0.2.0"}, {Regex: "("}}})
	require.EqualError(t, err, strings.Join([]string{
		`allow::0: has 0 conditions; write exactly one of value, prefix, suffix, cidr and regex, such as {suffix: "@example.org"}`,
		`allow::1: has 2 conditions; write exactly one of value, prefix, suffix, cidr and regex, such as {suffix: "@example.org"}`,
		`allow::2::cidr: "192.0.2.0" is no network; write an address and a prefix length, such as "192.0.2.0/24"`,
		"allow::3::regex: \"(\" is no regular expression in the syntax of RE2: error parsing regexp: missing closing ): `(`; write for example \"test-[0-9]+\"",
	}, "\n"))
}

func TestCustom(t *testing.T) {
	hashed := ActionHash
	e := newEngine(t, func(o *Options) {
		o.HashKeys = testKeys
		o.Custom = []CustomRule{
			{Name: "employee_id", Pattern: `EMP-\d{6}`, Action: &hashed},
			{Name: "room", Pattern: `\b[A-Z]\d{3}\b`, Keywords: []string{"Room", "部屋："}},
			{Name: "rest", Pattern: `(?i)internal: .*`},
			{Name: "two", Pattern: `x1|y2`},
			{Name: "wide", Pattern: `Ａ\d`, Keywords: []string{"Ａ"}},
		}
	})
	emp := hashOf("employee_id", "EMP-123456", testKeys...)
	check(t, e, []text{
		{"by EMP-123456, EMP-12345", "by " + emp + ", EMP-12345"},
		{`{"id":"EMP-123456"}`, `{"id":"` + emp + `"}`},
		{"password=EMP-123456", "password=" + emp},
		{"meet in A123", ""},
		{"meet in ROOM A123", "meet in ROOM [REDACTED:room]"},
		{"部屋：B123", "部屋：[REDACTED:room]"},
		{"部屋:B123", "部屋:[REDACTED:room]"},
		{"a INTERNAL: bob@example.com says", "a [REDACTED:rest]"},
		{"x1 y2", "[REDACTED:two] [REDACTED:two]"},
		{"y2", "[REDACTED:two]"},
		{"Ａ1 ４１１１１１１１１１１１１１１１", "[REDACTED:wide] [REDACTED:card]"},
	})
	assert.Len(t, e.Detectors(), numDetectors+5)
}

// TestCustomLeavesReplacements checks that rules that match in replacements do not make them grow.
func TestCustomLeavesReplacements(t *testing.T) {
	check(t, newEngine(t, func(o *Options) {
		o.Custom = []CustomRule{
			{Name: "capitals", Pattern: `[A-Z]{3,}`, Keywords: []string{"e"}},
			{Name: "bracket", Pattern: `\]\s*\w`, Keywords: []string{"]"}},
		}
	}), []text{
		{"bob@example.com ABC e", "[REDACTED:email] [REDACTED:capitals] e"},
		{"[REDACTED:email] abc", ""},
		{"a] b c", "a[REDACTED:bracket] c"},
		{"[HASH:email:k1:0123456789abcdef] [EMAIL_1] e", ""},
	})
}

func TestCustomErrors(t *testing.T) {
	_, err := New(Options{Custom: []CustomRule{
		{Name: "Employee", Pattern: "EMP-1"},
		{Name: "email", Pattern: "EMP-1"},
		{Name: "a", Pattern: "("},
		{Name: "a", Pattern: "(EMP-)*"},
		{Name: "b", Pattern: `\d{6}`},
		{Name: "c", Pattern: `\d{6}`, Keywords: []string{"", "12"}},
		{Name: "d", Pattern: `EMP|\d{6}`},
		{Name: "error", Pattern: `EMP`},
	}})
	const re2 = "is no regular expression in the syntax of RE2: error parsing regexp: missing closing ): `(`; write for example \"EMP-[0-9]{6}\""
	require.EqualError(t, err, strings.Join([]string{
		`custom::0::name: "Employee" is no name; write at most 32 small letters, digits and underscores, a letter first, such as "employee_id"`,
		`custom::1::name: "email" is the name of a built-in detector; write another one, such as "my_email"`,
		`custom::2::pattern: "(" ` + re2,
		`custom::3::name: "a" is the name of custom::2; write another one, such as "my_a"`,
		`custom::3::pattern: "(EMP-)*" matches an empty text; write a pattern that needs at least one character, such as "EMP-[0-9]{6}"`,
		`custom::3::keywords: must not be empty, because "(EMP-)*" has no 2 letters that stand in every match; write words that stand in the texts to look at`,
		`custom::4::keywords: must not be empty, because "\\d{6}" has no 2 letters that stand in every match; write words that stand in the texts to look at`,
		`custom::5::keywords::0: "" has no letter or sign to look for; write a word that stands in the texts to look at, such as "employee"`,
		`custom::5::keywords::1: "12" has no letter or sign to look for; write a word that stands in the texts to look at, such as "employee"`,
		`custom::6::keywords: must not be empty, because "EMP|\\d{6}" has no 2 letters that stand in every match; write words that stand in the texts to look at`,
		`custom::7::name: "error" is the name of what stands for values that could not be scanned; write another one, such as "my_error"`,
	}, "\n"))
	_, err = New(Options{Custom: make([]CustomRule, MaxCustom+1)})
	require.EqualError(t, err, "custom: 65 rules are too many; write at most 64")
}

// FuzzActions checks that the output of a second run is the same whatever is written.
func FuzzActions(f *testing.F) {
	for _, seed := range fuzzSeeds {
		f.Add(seed, "message")
		f.Add(seed, "password")
	}
	f.Add("[HASH:card:k1:4111111111111111]x [CARD_1]2 EMP-12 192.0.2.0/24", "card")
	var engines []*Engine
	for action := range ActionNames {
		for _, mask := range []string{DefaultMask, "***", "REDACTED"} {
			engines = append(engines, newEngine(f, withAction(Action(action)), func(o *Options) {
				o.Mask = mask
				o.Allow = []AllowRule{{Suffix: ".org"}, {Regex: "a+"}}
				o.Custom = []CustomRule{{Name: "emp", Pattern: `EMP-\d+`}, {Name: "wide", Pattern: `a+[^b]+b`, Keywords: []string{"a"}}}
			}))
		}
	}
	f.Fuzz(func(t *testing.T, in, key string) {
		for _, e := range engines {
			s := e.Scanner()
			context := s.Key(key).Context
			out, changed := s.Value(in, context)
			if changed != (out != in) {
				t.Fatalf("%q became %q, changed is %v", in, out, changed)
			}
			s.ResetTokens()
			if again, changed := s.Value(out, context); changed {
				t.Fatalf("with %v and mask %q, %q became %q, then %q", e.Action(Email), e.masks.text[Email], in, out, again)
			}
			s.Release()
		}
	})
}
