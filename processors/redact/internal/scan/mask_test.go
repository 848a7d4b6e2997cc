// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMasks(t *testing.T) {
	const in = `{"email":"bob@example.com","pan":4111111111111111} password=hunter2 https://a:b@c/ Bearer 0123456789abcdef`
	for mask, want := range map[string]string{
		"***":          `{"email":"***","pan":"***"} password=*** https://a:***@c/ Bearer ***`,
		"<{detector}>": `{"email":"<email>","pan":"<card>"} password=<password> https://a:<password>@c/ Bearer <bearer>`,
		"[gone]":       `{"email":"[gone]","pan":"[gone]"} password=[gone] https://a:[gone]@c/ Bearer [gone]`,
		"REDACTED":     `{"email":"REDACTED","pan":"REDACTED"} password=REDACTED https://a:REDACTED@c/ Bearer REDACTED`,
		"(a {detector} was here)": `{"email":"(a email was here)","pan":"(a card was here)"} password=(a password was here) ` +
			`https://a:(a password was here)@c/ Bearer (a bearer was here)`,
		"██": `{"email":"██","pan":"██"} password=██ https://a:██@c/ Bearer ██`,
	} {
		t.Run(mask, func(t *testing.T) {
			check(t, newEngine(t, func(o *Options) { o.Mask = mask }), []text{{in, want}})
		})
	}
}

func TestMaskErrors(t *testing.T) {
	const hint = `; write for example "[REDACTED:{detector}]"`
	for mask, want := range map[string]string{
		"   ":                   `mask: "   " is blank`,
		"a\nb":                  `mask: "a\nb" contains a control character`,
		`"x"`:                   `mask: "\"x\"" contains a quote or a backslash, which would break JSON in log lines`,
		`\x`:                    `mask: "\\x" contains a quote or a backslash, which would break JSON in log lines`,
		"[{name}]":              `mask: "[{name}]" contains a placeholder other than {detector}`,
		"\xff":                  `mask: "\xff" is not UTF-8`,
		strings.Repeat("*", 65): `mask: "` + strings.Repeat("*", 65) + `" is longer than 64 bytes`,
		"none@example.com":      `mask: "none@example.com" is itself taken for a match of the detector "email"`,
		"4111111111111111":      `mask: "4111111111111111" is itself taken for a match of the detector "card"`,
		"password=x1":           `mask: "password=x1" is itself taken for a match of the detector "password"`,
		"{detector}":            `mask: "{detector}" contains a word that keys are recognised by; put it in brackets`,
		"password":              `mask: "password" contains a word that keys are recognised by; put it in brackets`,
	} {
		_, err := New(Options{Detectors: allDetectors(), Mask: mask})
		assert.EqualError(t, err, want+hint)
	}
}

func TestListErrors(t *testing.T) {
	_, err := New(Options{
		Mask:       "a\nb",
		RedactKeys: []string{"a", "...", strings.Repeat("w ", maxKeyWords+1), strings.Repeat("w", maxWord+1)},
		KeepKeys:   []string{"", "A"},
	})
	require.Error(t, err)
	assert.Equal(t, strings.Join([]string{
		`keys::redact::1: "..." has no letters or digits; write a key or words of a key, such as "customer_name"`,
		`keys::redact::2: "` + strings.Repeat("w ", maxKeyWords+1) + `" is too long; write at most 16 words of 48 bytes`,
		`keys::redact::3: "` + strings.Repeat("w", maxWord+1) + `" is too long; write at most 16 words of 48 bytes`,
		`keys::keep::0: "" has no letters or digits; write a key or words of a key, such as "customer_name"`,
		`keys::keep::1: "A" is also in keys::redact::0; remove one of them`,
		`mask: "a\nb" contains a control character; write for example "[REDACTED:{detector}]"`,
	}, "\n"), err.Error())
}

// TestMaskWordsAreNotRead checks that a word in a mask is no context for what follows it.
func TestMaskWordsAreNotRead(t *testing.T) {
	check(t, newEngine(t), []text{
		{"[REDACTED:card] 4000000000000000006", ""},
		{"4111111111111111 4000000000000000006", "[REDACTED:card] 4000000000000000006"},
		{"x[REDACTED:password]=abc", ""},
		{"[REDACTED:password]: abc", ""},
		{"[REDACTED:password] token=abc", "[REDACTED:password] token=[REDACTED:secret]"},
		{"card [REDACTED:email] 4000000000000000006", ""},
		{"[REDACTED:email] card 4000000000000000006", "[REDACTED:email] card [REDACTED:card]"},
	})
}
