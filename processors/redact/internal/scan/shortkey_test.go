// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestShortKey reads keys of every length, with and without quotes and behind every kind of byte.
func TestShortKey(t *testing.T) {
	for text, want := range map[string]string{
		"upstream took 12ms status=":           " status",
		"upstream took 12ms a=":                " a",
		"upstream took 12ms attempts=":         " attempts",
		"upstream took 12ms connection=":       " connection",
		"upstream took long retry_after_secs=": "", // too long
		"upstream took 12ms =":                 " ",
		"took 12ms status=":                    "", // too near to the start to be read at once
		"GET /v2/orders/list?page=":            "?page",
		"GET /v2/orders/list?page=3&size=":     "&size",
		"GET /v2/orders/list?a/b=":             "?a/b",
		"here are a b c d e f:":                " f",
		"例例例例例例 é=":                            " é",
		"\x1b[0;31m\x1b[0;31m;31mpin=":         "\x1b[0;31m;31mpin",
	} {
		s := &Scanner{text: text}
		got := s.shortKey(len(text) - 1)
		assert.Equal(t, want, got.String(), text)
	}
	bare, quoted := &Scanner{text: `{"level":"info","status=`}, &Scanner{text: `{"level":"info","status":`}
	assert.Equal(t, `"status`, bare.shortKey(len(bare.text)-1).String())
	assert.Equal(t, ^bare.shortKey(len(bare.text)-1).near, quoted.shortKey(len(quoted.text)-1).near)
	s := &Scanner{text: "[REDACTED:x] status=", floor: 12}
	assert.Zero(t, s.shortKey(len(s.text)-1), "what stands in front of a match")
}

// String returns the bytes of a key without quotes.
func (k shortKey) String() string {
	far, near := binary.LittleEndian.AppendUint64(nil, k.far), binary.LittleEndian.AppendUint64(nil, k.near)
	return strings.TrimRight(string(far), "\x00") + strings.TrimRight(string(near), "\x00")
}

// TestShortKeysDecideNothing scans texts with what is remembered of all others, and without.
func TestShortKeysDecideNothing(t *testing.T) {
	e := newEngine(t)
	s := e.Scanner()
	defer s.Release()
	var texts []string
	for _, key := range []string{"status", "page", "name", "key", "pin", "token", "secret", "pwd", "code", "sig", "a", "pin_code", "31mpin", "id"} {
		for _, before := range []string{" ", "?", "&", ",", "(", "x", ";", "#", "%20", "%26", "\x1b[31m", "\x1b[0;31m", ";31m", `\n`, `\u0026`, "my ", "/", "例"} {
			for _, sign := range []string{"=", ":", ": ", " = "} {
				texts = append(texts, before+key+sign, before+`"`+key+`"`+sign, before+`\"`+key+`\"`+sign)
			}
		}
	}
	for i, text := range texts {
		texts[i] = "some text in front " + text + "a1b2c3d4e5f6g7h8 "
		s.Value(texts[i], Context{})
	}
	for _, text := range texts {
		fresh := &Scanner{e: e, freed: make([]int64, len(e.detectors))}
		want, _ := fresh.Value(text, Context{})
		got, _ := s.Value(text, Context{})
		assert.Equal(t, want, got)
	}
}
