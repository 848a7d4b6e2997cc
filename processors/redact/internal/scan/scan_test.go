// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// allDetectors returns the IDs of the detectors of the profile "all".
func allDetectors() []ID {
	var ids []ID
	for id := None + 1; id < numDetectors; id++ {
		if Detectors[id].Profiles&ProfileNames["all"] != 0 {
			ids = append(ids, id)
		}
	}
	return ids
}

func newEngine(tb testing.TB, change ...func(*Options)) *Engine {
	tb.Helper()
	opts := Options{Detectors: allDetectors()}
	for _, f := range change {
		f(&opts)
	}
	e, err := New(opts)
	require.NoError(tb, err)
	return e
}

// text is one case of a detector's table: what goes in, what comes out. An empty want means that the
// text is to stay as it is.
type text struct{ in, want string }

// check runs a table against an engine with all detectors and checks that a second run changes nothing.
func check(t *testing.T, e *Engine, cases []text) {
	t.Helper()
	s := e.Scanner()
	defer s.Release()
	for _, c := range cases {
		want := c.want
		if want == "" {
			want = c.in
		}
		got, changed := s.Value(c.in, Context{})
		assert.Equal(t, want, got, "of %q", c.in)
		assert.Equal(t, want != c.in, changed, "changed, of %q", c.in)
		again, changed := s.Value(got, Context{})
		assert.Equal(t, got, again, "second run over the output of %q", c.in)
		assert.False(t, changed, "second run over the output of %q", c.in)
	}
}

func TestOverlaps(t *testing.T) {
	check(t, newEngine(t), []text{
		// The address starts first and takes in the card number.
		{"a.4111111111111111@example.com", "[REDACTED:email]"},
		// Same start: what is proven by a checksum names the match, which covers both.
		{"4111111111111111@example.com", "[REDACTED:card]"},
		{"password=4111111111111111", "password=[REDACTED:card]"},
		// The value ends at the blank, the card number goes on.
		{"password=4111 1111 1111 1111", "password=[REDACTED:card]"},
		{"password=bob@example.com", "password=[REDACTED:email]"},
		{"password=bob@example.com;token=abc", "password=[REDACTED:email];token=[REDACTED:secret]"},
	})
}

func TestMatches(t *testing.T) {
	s := newEngine(t).Scanner()
	defer s.Release()
	in := "from bob@example.com to ann@example.org, password=x1"
	_, changed := s.Value(in, Context{})
	require.True(t, changed)
	var got []string
	for _, m := range s.Matches() {
		got = append(got, Detectors[m.Detector].Name+" "+in[m.Start:m.End])
	}
	assert.Equal(t, []string{"email bob@example.com", "email ann@example.org", "password x1"}, got)

	_, changed = s.Value("nothing here", Context{})
	assert.False(t, changed)
	assert.Empty(t, s.Matches(), "matches of an earlier value")
}

func TestOnlyEnabledDetectors(t *testing.T) {
	const in = "bob@example.com 4111111111111111 password=x1 token=x1 cvv=123 Authorization: Bearer x1"
	for id, want := range map[ID]string{
		Email:    "[REDACTED:email] 4111111111111111 password=x1 token=x1 cvv=123 Authorization: Bearer x1",
		Card:     "bob@example.com [REDACTED:card] password=x1 token=x1 cvv=123 Authorization: Bearer x1",
		Password: "bob@example.com 4111111111111111 password=[REDACTED:password] token=x1 cvv=123 Authorization: Bearer x1",
		Secret:   "bob@example.com 4111111111111111 password=x1 token=[REDACTED:secret] cvv=123 Authorization: Bearer x1",
		CVV:      "bob@example.com 4111111111111111 password=x1 token=x1 cvv=[REDACTED:cvv] Authorization: Bearer x1",
		Bearer:   "bob@example.com 4111111111111111 password=x1 token=x1 cvv=123 Authorization: Bearer [REDACTED:bearer]",
	} {
		t.Run(Detectors[id].Name, func(t *testing.T) {
			check(t, newEngine(t, func(o *Options) { o.Detectors = []ID{id} }), []text{{in, want}})
		})
	}
}

// TestDetectorTable checks that the tables of detectors.go are complete.
func TestDetectorTable(t *testing.T) {
	names := map[string]bool{}
	for id := None + 1; id < numDetectors; id++ {
		d := Detectors[id]
		assert.NotEmpty(t, d.Name)
		assert.NotEmpty(t, d.Finds, d.Name)
		assert.False(t, names[d.Name], "%s is there twice", d.Name)
		names[d.Name] = true
		reported := slices.ContainsFunc(finders, func(f finder) bool { return slices.Contains(f.reports, id) })
		assert.True(t, reported, "no finder reports %s", d.Name)
		if d.Profiles != 0 {
			assert.Equal(t, id != GenAIContent, d.Profiles&ProfileNames["all"] != 0, d.Name)
		}
	}
}

func TestWideCharacters(t *testing.T) {
	check(t, newEngine(t), []text{
		{"カード番号：４１１１１１１１１１１１１１１１", "カード番号：[REDACTED:card]"},
		{"４１１１－１１１１－１１１１－１１１１です", "[REDACTED:card]です"},
		{"連絡先：bob＠example．com", "連絡先：[REDACTED:email]"},
		{"password＝hunter2、次", "password＝[REDACTED:password]、次"},
		{"ＯＫ！（１２：３４）", ""},
		{"誰：４１１１１１１１１１１１１１１２", ""},
		{"\xef\xbc", ""},
		{"bob@example.com\xef\xbc", "[REDACTED:email]\xef\xbc"},
	})
}

func TestBlocksSeeEveryPosition(t *testing.T) {
	// Matches at every offset to the 64-byte blocks, in the middle and at the end of the text.
	s := newEngine(t).Scanner()
	defer s.Release()
	for n := range 140 {
		pad := strings.Repeat(" ", n)
		for _, tail := range []string{"", " and some more text that goes on into the next block of the scan, to its end"} {
			for _, c := range []text{
				{"bob@example.com", "[REDACTED:email]"},
				{"4111111111111111", "[REDACTED:card]"},
				{"4111 1111 1111 1111", "[REDACTED:card]"},
				{"password=hunter2", "password=[REDACTED:password]"},
				{"key 7; pin=1234", "key 7; pin=[REDACTED:secret]"},
			} {
				got, _ := s.Value(pad+c.in+tail, Context{})
				require.Equal(t, pad+c.want+tail, got)
			}
		}
	}
}

// TestEndlessUncovering has a text in which each run makes one more key visible.
func TestEndlessUncovering(t *testing.T) {
	s := newEngine(t).Scanner()
	defer s.Release()
	text := strings.Repeat("NRAK-", 80)
	out, _ := s.Value(text, Context{})
	assert.Equal(t, "[REDACTED:newrelic]", out)
	assert.Equal(t, []Match{{Detector: s.Matches()[0].Detector, End: len(text)}}, s.Matches())
}
