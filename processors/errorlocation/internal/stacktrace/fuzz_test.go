// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzParse checks that no text makes the parser panic or return a place that is not in the text.
func FuzzParse(f *testing.F) {
	for _, c := range corpus(f) {
		if len(c.text) < 8<<10 {
			f.Add(c.text, c.Hint.Message, uint8(0), c.Freeform)
		}
	}
	for _, text := range adversarial(512) {
		f.Add(text, "one\ntwo", uint8(1), false)
	}
	sdks := []string{"", "go", "python", "java", "nodejs", "dotnet", "ruby", "php", "rust", "erlang", "cpp", "swift", "dart", "perl"}
	parser, limited := NewParser(nil, 0), NewParser(nil, 512)
	f.Fuzz(func(t *testing.T, text, message string, language uint8, freeform bool) {
		hints := Hints{Language: sdks[int(language)%len(sdks)], Message: message, Freeform: freeform}
		for _, p := range []*Parser{parser, limited} {
			got, ok := p.Parse(text, hints)
			if !ok {
				require.Equal(t, Result{}, got)
				continue
			}
			require.NotEqual(t, Unknown, got.Language)
			require.NotEmpty(t, got.Chain)
			require.LessOrEqual(t, len(got.Chain), maxExceptions)
			for _, e := range got.Chain {
				require.LessOrEqual(t, len(e.Frames), maxFrames)
			}
			if got.Reason == ReasonNone {
				require.Equal(t, Frame{}, got.Location)
				continue
			}
			// p.text is the normalized text.
			requireInText(t, p.text, got.Location)
		}
	})
}

// FuzzPattern compares Pattern.Match with a slow but simple matcher.
func FuzzPattern(f *testing.F) {
	for _, seed := range [][2]string{
		{"**/vendor/**", "/srv/shop/vendor/a.go"},
		{"a*b", "aab"},
		{"**", ""},
		{"a/**", "a"},
		{"**/a?c/*.go", "x/abc/d.go"},
		{"*/**/b", "a/b"},
		{"a**b*c", "a/b/bc"},
		{"**/", "a/go"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, glob, s string) {
		pattern, err := ParsePattern(glob)
		if err != nil || len(glob) > 12 || len(s) > 24 {
			return
		}
		require.Equal(t, matchPlainly(glob, s), pattern.Match(s), "%q %q", glob, s)
	})
}

// matchPlainly implements the documentation of Pattern literally.
func matchPlainly(glob, s string) bool { return matchFrom(glob, 0, s, 0) }

func matchFrom(glob string, g int, s string, i int) bool {
	rest := glob[g:]
	switch {
	case rest == "":
		return i == len(s)
	case rest == "/**" && i == len(s):
		return true
	case len(rest) >= 2 && rest[:2] == "**":
		dirs := len(rest) > 2 && rest[2] == '/' && (g == 0 || glob[g-1] == '/')
		for j := i; j <= len(s); j++ {
			if dirs {
				if (j == i || isSlash(s[j-1])) && matchFrom(glob, g+3, s, j) {
					return true
				}
			} else if matchFrom(glob, g+2, s, j) {
				return true
			}
		}
		return false
	case rest[0] == '*':
		for j := i; ; j++ {
			if matchFrom(glob, g+1, s, j) {
				return true
			}
			if j == len(s) || isSlash(s[j]) {
				return false
			}
		}
	case i == len(s):
		return false
	case rest[0] == '?':
		return !isSlash(s[i]) && matchFrom(glob, g+1, s, i+1)
	case rest[0] == s[i], rest[0] == '/' && s[i] == '\\':
		return matchFrom(glob, g+1, s, i+1)
	}
	return false
}
