// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestShortKey reads keys of every length, in front of a sign and behind something else than a blank.
func TestShortKey(t *testing.T) {
	number := func(key string) (n uint64) {
		for i := range len(key) {
			n |= uint64(key[i]) << (8 * i)
		}
		return n
	}
	for text, want := range map[string]string{
		"took 12ms status=":   "status",
		"took 12ms a=":        "a",
		"took 12ms retried=":  "retried",
		"took 12ms attempts=": "",
		"took 12ms =":         "",
		" status=":            "", // too near to the start to be read at once
		"list?page=3&size=":   "",
		"a b c d e f=":        "f",
		"例例例 é=":              "é",
	} {
		s := &Scanner{text: text}
		assert.Equal(t, number(want), s.shortKey(len(text)-1), text)
	}
	s := &Scanner{text: "[REDACTED:x] status=", floor: 16}
	assert.Zero(t, s.shortKey(len(s.text)-1), "what stands in front of a match")
}

// TestShortKeysDecideNothing puts each of the keys in a text twice, so that what is remembered of the first one counts
// for the second.
func TestShortKeysDecideNothing(t *testing.T) {
	s := newEngine(t).Scanner()
	defer s.Release()
	for _, key := range []string{"status", "page", "name", "key", "pin", "token", "secret", "pwd", "code", "a", "x?sig", "?sig", "(code", `"pin"`, `\nage`} {
		first, _ := s.Value("some text "+key+"=a1b2c3d4e5f6g7h8", Context{})
		for range 2 {
			again, _ := s.Value("some text "+key+"=a1b2c3d4e5f6g7h8", Context{})
			assert.Equal(t, first, again)
			_, changed := s.Value("some text "+key+" password=a1b2c3d4e5f6g7h8", Context{})
			assert.True(t, changed, key)
		}
	}
}
