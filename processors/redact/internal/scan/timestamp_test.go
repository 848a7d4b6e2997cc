// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTimestampEnd(t *testing.T) {
	for text, want := range map[string]string{
		"2025-11-23T06:00:00Z":                   "2025-11-23T06:00:00Z",
		"2025-11-23T06:00:00.123456789Z INFO":    "2025-11-23T06:00:00.123456789Z",
		"2025-11-23T06:00:00+09:00] x":           "2025-11-23T06:00:00+09:00",
		"2025-11-23T06:00:00.1-08:00\",":         "2025-11-23T06:00:00.1-08:00",
		"2025-11-23T06:00:00 4111111111111111":   "2025-11-23T06:00:00",
		"2025-11-23T06:00:00":                    "2025-11-23T06:00:00",
		"2025-11-23T06:00:00.000+0900<":          "2025-11-23T06:00:00.000+0900",
		"2025-11-23T06:00:00-4111 1111":          "",
		"2025-11-23T06:00:00+12345":              "",
		"2025-11-23T06:00:0":                     "",
		"2025-11-23 06:00:01":                    "2025-11-23 06:00:01",
		"2025-11-23 06:00:01,123 INFO":           "2025-11-23 06:00:01,123",
		"2025-11-23 06:00:01.123456+00":          "",
		"2025/11/23 06:00:01.123456 [error]":     "2025/11/23 06:00:01.123456",
		"1985-11-23 00:00:00":                    "", // midnight: a date, which may be one of birth
		"2025/11/23T06:00:01":                    "",
		"2025-11-23 06:00:01,4111":               "2025-11-23 06:00:01",
		"2025-11-23T06:00:00x":                   "",
		"2025-11-23T06:00:00@example.com":        "",
		"2025-11-23T06:00:00-4111-1111-1111":     "",
		"2025-11-2xT06:00:00Z":                   "",
		"2025-11-23T06:00:00.4111111111111111 x": "2025-11-23T06:00:00.4111111111111111",
	} {
		for _, shift := range []int{0, 1, 40, 46, 50, 63} { // wherever it is in the block
			text := strings.Repeat(" ", shift) + text
			assert.Equal(t, want, text[shift:timestampEnd(text, shift)], text)
		}
	}
	for text, want := range map[string]string{ // ^ stands in front of the digits
		"[23/Nov/2025:06:00:01 +0000] GET":   "[23/Nov/^2025:06:00:01 +0000",
		"[23/Nov/2025:06:00:01] GET":         "[23/Nov/^",
		"I1123 06:00:01.123456   17 x.go:88": "I^1123 06:00:01.123456",
		"I1123 06:00:01.1234567 ":            "I^",
		"AI1123 06:00:01.123456":             "AI^",
		"Nov 23 06:00:01.123456 node":        "Nov 23 06:00:01.^123456",
		"at 06:00:01,123 INFO":               "at 06:00:01,^123",
		"at 16:06:00:01.123456":              "at 16:06:00:01.^123456",
		"at 06:00:01.4111111111111111":       "at 06:00:01.^",
	} {
		before, after, _ := strings.Cut(want, "^")
		assert.Equal(t, len(before)+len(after), timestampEnd(text, len(before)), text)
	}
	assert.Equal(t, 3, timestampEnd("12/2025-11-23T06:00:00Z", 3), "part of something else")
}

// What stands next to a time is found as without it.
func TestNextToTimestamp(t *testing.T) {
	s := newEngine(t).Scanner()
	defer s.Release()
	const at = "2025-11-23T06:00:00.123Z"
	for _, c := range [][2]string{
		{"4111111111111111", "[REDACTED:card]"},
		{"4111 1111 1111 1111", "[REDACTED:card]"},
		{"bob@example.com", "[REDACTED:email]"},
		{"password=hunter2", "password=[REDACTED:password]"},
		{"ssn 536-22-1234", "ssn [REDACTED:ssn]"},
	} {
		for _, text := range []string{at + " %", "% " + at, at + " % " + at, `{"t":"` + at + `","m":"%"}`} {
			in, want := strings.Replace(text, "%", c[0], 1), strings.Replace(text, "%", c[1], 1)
			out, _ := s.Value(in, Context{})
			assert.Equal(t, want, out)
		}
	}
	out, _ := s.Value("password="+at, Context{})
	assert.Equal(t, "password=[REDACTED:password]", out)
}
