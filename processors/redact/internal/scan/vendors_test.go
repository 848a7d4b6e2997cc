// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// random returns n random characters of an alphabet, with a digit, a small and a capital letter among the
// first ones where the alphabet has them.
func (a alphabet) random(r *rand.Rand, n int) string {
	var all []byte
	for c := range 128 {
		if a.has(byte(c)) {
			all = append(all, byte(c))
		}
	}
	b := make([]byte, n)
	for i := range b {
		b[i] = all[r.IntN(len(all))]
	}
	for i, c := range []byte{'7', 'a', 'Q'} {
		if a.has(c) && i < n {
			b[i] = c
		}
	}
	if n > 0 && !isAlnum(b[n-1]) {
		b[n-1] = '7'
	}
	return string(b)
}

// TestVendorForms generates credentials of every form, and near misses.
func TestVendorForms(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	s := newEngine(t).Scanner()
	defer s.Release()
	for i, v := range vendors {
		mask := s.Mask(firstVendor + ID(i))
		assert.Equal(t, "[REDACTED:"+v.name+"]", mask)
		for j := range v.forms {
			form := &v.forms[j]
			for prefix := range strings.FieldsSeq(form.prefixes) {
				for range 20 {
					rest := form.alphabet.random(r, max(form.min, 1)+r.IntN(max(1, min(form.max, form.min+8)-form.min)))
					rest = strings.NewReplacer("--", "-a", "..", ".a", "-.", "a.").Replace(rest)
					switch v.name {
					case "openai":
						if form.check != nil {
							rest = rest[:10] + "T3BlbkFJ" + rest[18:]
						}
					case "sendgrid":
						rest = strings.ReplaceAll(rest, ".", "x")
						rest = rest[:22] + "." + rest[23:]
					}
					token, want := prefix+rest, mask
					if form.keep {
						want = prefix + mask
					}
					before := "sent "
					if v.name == "twilio" {
						before = "twilio "
					}
					for _, around := range [][2]string{{before, " to it"}, {before + `"`, `"`}, {before + "(", "), ok"}, {before, ""}} {
						out, _ := s.Value(around[0]+token+around[1], Context{})
						assert.Equal(t, around[0]+want+around[1], out, token)
					}
					if form.min > 4 && !form.keep {
						short := prefix + rest[:form.min/2-1]
						out, _ := s.Value("sent "+short+" to it", Context{})
						assert.Equal(t, "sent "+short+" to it", out, "too short")
					}
					if !form.keep {
						out, _ := s.Value("sent a"+token+" to it", Context{})
						assert.Equal(t, "sent a"+token+" to it", out, "a part of a longer word")
					}
				}
			}
		}
	}
}

func TestVendors(t *testing.T) {
	github := "ghp_" + "38AibNyyurlGFb0EkjKWREhbiGjlvh" + "0mC3N1"
	check(t, newEngine(t), []text{
		{"id AKIAIOSFODNN7EXAMPLE, key wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "id [REDACTED:aws], key [REDACTED:aws]"},
		{"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY of AKIAIOSFODNN7EXAMPLE", "[REDACTED:aws] of [REDACTED:aws]"},
		{"AKIAIOSFODNN7EXAMPLE at da39a3ee5e6b4b0d3255bfef95601890afd80709", "[REDACTED:aws] at da39a3ee5e6b4b0d3255bfef95601890afd80709"},
		{"api_key=AKIAIOSFODNN7EXAMPLE", "api_key=[REDACTED:aws]"},
		{"https://hooks.slack.com/services/T00000000/B00000000/X9a8B7c6D5e4F3g2H1i0JkLm", "https://hooks.slack.com/services/[REDACTED:slack]"},
		{"bot 588345133:AABIz6OdyvSphM1SXUS2HdCPjj4IBIIBWo2 up", "bot [REDACTED:telegram] up"},
		{"bot588345133:AABIz6OdyvSphM1SXUS2HdCPjj4IBIIBWo2", "bot[REDACTED:telegram]"},
		{"robot588345133:AABIz6OdyvSphM1SXUS2HdCPjj4IBIIBWo2", ""},
		{"secret is abc8Q~" + strings.Repeat("aB3.", 8) + ".", "secret is [REDACTED:azure]"},
		{"AccountName=a;AccountKey=" + strings.Repeat("aB3/", 21) + "aw==;EndpointSuffix=x", "AccountName=a;AccountKey=[REDACTED:azure];EndpointSuffix=x"},
		{"done with glpat-4Bl3WWWqWibY6PFcv7DJ.", "done with [REDACTED:gitlab]."},
		{github, "[REDACTED:github]"},
		{"sntrys_" + strings.Repeat("eyJp", 30) + "Q==_" + strings.Repeat("aB3x", 10) + " set", "[REDACTED:sentry] set"},

		{"AKIAIOSFODNN7EXAMPL", ""},
		{"SK0123456789abcdef0123456789abcdef", ""},
		{"AC0123456789abcdef0123456789abcdef", ""},
		{"pk_live_Q05OI43qHdKCRGD4fc2jDmt9", ""},
		{"task-0123456789abcdef0123456789abcdef", ""},
		{"locale sk-SK", ""},
		{"gsk_none hf_hub npm_config_registry glpat-short", ""},
		{"12:AABIz6OdyvSphM1SXUS2HdCPjj4IBIIBWo2", ""},
		{"https://hooks.slack.com/services/", ""},
		{"xoxb-token-is-missing-here", ""},
		{"Q~", ""},
		{"1.8Q~short", ""},
	})
}

func TestPEM(t *testing.T) {
	const line = "MIIEowIBAAKCAQEAuKmsfvwkyaa7ppCzG96S4VJHCA7v6e03cgKFrE06k4g0kVQ4"
	key := func(label, newline string) string {
		return "-----BEGIN " + label + "-----" + newline + line + newline + line + "==" + newline + "-----END " + label + "-----"
	}
	cases := []text{
		{"-----BEGIN OPENSSH PRIVATE KEY-----\n" + line + "\n" + line, "[REDACTED:pem]"},
		{"> " + key("EC PRIVATE KEY", "\n> ") + "\n> end", "> [REDACTED:pem]\n> end"},
		{"app | " + key("EC PRIVATE KEY", "\napp | "), "app | [REDACTED:pem]"},
		{`{"key":"-----BEGIN PRIVATE KEY-----\n` + line + `\n","a":1}`, `{"key":"[REDACTED:pem]","a":1}`},
		{"-----BEGIN+PRIVATE+KEY-----%0A" + line + "%0A-----END+PRIVATE+KEY-----&x=1", "[REDACTED:pem]&x=1"},
		{"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,2A\n\n" + line + "\n-----END RSA PRIVATE KEY-----", "[REDACTED:pem]"},
		{"Public-Lines: 1\n" + line + "\nPrivate-Lines: 1\n" + line + "\nPrivate-MAC: 0123456789abcdef", "Public-Lines: 1\n" + line + "\nPrivate-Lines:[REDACTED:pem]"},
		{key("RSA PRIVATE KEY", "\n") + "\n" + key("CERTIFICATE", "\n"), "[REDACTED:pem]\n" + key("CERTIFICATE", "\n")},

		{key("CERTIFICATE", "\n"), ""},
		{key("PUBLIC KEY", "\n"), ""},
		{key("PGP PUBLIC KEY BLOCK", `\n`), ""},
		{key("CERTIFICATE REQUEST", "\n"), ""},
		{"the file must start with -----BEGIN PRIVATE KEY----- or it is refused", ""},
		{"-----BEGIN", ""},
		{"Private-Lines: 12", ""},
	}
	for _, label := range []string{"RSA PRIVATE KEY", "PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY", "PGP PRIVATE KEY BLOCK"} {
		for _, newline := range []string{"\n", "\r\n", `\n`, `\\n`, " "} {
			cases = append(cases, text{"x " + key(label, newline) + ", done", "x [REDACTED:pem], done"})
		}
	}
	check(t, newEngine(t), cases)
}
