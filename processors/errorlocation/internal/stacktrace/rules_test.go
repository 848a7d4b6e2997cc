// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPatternMatch(t *testing.T) {
	tests := []struct {
		glob    string
		matches []string
		not     []string
	}{
		{"main", []string{"main"}, []string{"main.go", "amain", ""}},
		{"*.go", []string{"main.go", ".go"}, []string{"a/main.go", "main.py"}},
		{"**/vendor/**", []string{"vendor/a.go", "/srv/vendor/a/b.go", "/srv/vendor"}, []string{"/srv/vendored/a.go", "vendor.go"}},
		{"github.com/acme/**", []string{"github.com/acme", "github.com/acme/order", "github.com/acme/order/v2"}, []string{"github.com/acme2", "x/github.com/acme"}},
		{"**.pb.go", []string{"a.pb.go", "/srv/x/a.pb.go"}, []string{"a.go"}},
		{"/srv/*/gen/?.go", []string{"/srv/shop/gen/a.go"}, []string{"/srv/a/b/gen/a.go", "/srv/shop/gen/ab.go", "/srv/shop/gen//.go"}},
		{"**/shop/**", []string{`C:\src\shop\main.go`}, []string{`C:\src\shops\main.go`}},
		{"**", []string{"", "a", "a/b"}, nil},
		{"a**b*c", []string{"abc", "a/x/b1c", "abbc"}, []string{"a/b/c", "ab"}},
		{"**/a/**/b", []string{"a/b", "x/a/y/z/b"}, []string{"a/xb", "xa/b"}},
		{"org.acme.*", []string{"org.acme.Order"}, []string{"org.acme"}},
		{"src/[id]/page.js", []string{"src/[id]/page.js"}, []string{"src/i/page.js"}},
	}
	for _, tt := range tests {
		pattern, err := ParsePattern(tt.glob)
		require.NoError(t, err)
		assert.Equal(t, tt.glob, pattern.String())
		for _, s := range tt.matches {
			assert.True(t, pattern.Match(s), "%s should match %s", tt.glob, s)
		}
		for _, s := range tt.not {
			assert.False(t, pattern.Match(s), "%s should not match %s", tt.glob, s)
		}
	}
}

func TestParsePatternErrors(t *testing.T) {
	for _, tt := range []struct{ glob, want string }{
		{"", `is empty; write a glob over file paths or package names, such as "**/internal/**"`},
		{" a", `" a" starts or ends with a space; write "a"`},
		{"{a,b}/**", `"{a,b}/**" has braces, which globs do not know here; write one pattern for each alternative`},
		{`C:\shop\**`, `"C:\\shop\\**" has a backslash; write '/', which matches both`},
		{"a/***", `"a/***" has more than two stars in a row; write "*" or "**"`},
	} {
		_, err := ParsePattern(tt.glob)
		assert.EqualError(t, err, tt.want)
	}
}
