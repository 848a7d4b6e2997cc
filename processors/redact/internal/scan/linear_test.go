// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// TestLinearTime scans long texts that consist of nothing but the beginnings of matches. Were one of
// them read to its end at each place, a byte would take tens of microseconds.
func TestLinearTime(t *testing.T) {
	const (
		size  = 1 << 18
		bound = 2 * time.Microsecond // for one byte
	)
	s := newEngine(t).Scanner()
	defer s.Release()
	for _, piece := range []string{
		"password=", "password: ", "password: [", "password: [\"", "password='", `password=\"`, `{"password":`, "passphrase: ",
		"token:", "token: ", "token=\"", "token='\"", `pin=\\\"pin="`, "pin=", "pin='pin=\"", "pin: [", "a=b:", "a b c d:",
		"authorization: ", "authorization=", "authorization: bearer ", "basic ", "bearer ", "bearer a1b2c3d4e5f6g7h8",
		"eyJ-", "eyJhbGciOiJub25lIn0.", "eyJhbGciOiJub25lIn0-", "a@", "a@b.", "@", "%40", "a.b@c.d-", "\u00e9@", "例@", `\u0040`,
		"4111 ", "4111-", "4111111111111111", "4111 1111 1111 1111 ", "card 4000000000000000006 ", "0", "[1,", `{"a":[1,`,
		"://", "a://b:c", "a://b:c@", "a://@", "a:///", `:\/\/`, "[REDACTED:card]", "a://[REDACTED:card]", "４", "４１１１",
		" ", "\\", "\"", "'", "%", "\x1b[", "\\u001b[", "\xef\xbc", ":", "=", "k", "\n",
	} {
		in := strings.Repeat(piece, size/len(piece))
		start := time.Now()
		s.Value(in, Context{})
		assert.Less(t, time.Since(start)/size, bound, "for a byte of %q, repeated", piece)
	}
}
