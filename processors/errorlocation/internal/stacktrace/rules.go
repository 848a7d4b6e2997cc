// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"errors"
	"fmt"
	"strings"
)

// Rules are a user's own patterns for what belongs to the application. They take precedence over the
// built-in rules of each language, and Exclude takes precedence over Include.
type Rules struct {
	Include, Exclude []Pattern
}

// Pattern is a glob that is matched against the whole path of a frame's file and against the whole
// name of its package:
//
//   - "*" matches any characters except '/', "?" one ASCII character except '/'.
//   - "**" matches any characters; "**/" any number of directories, including none; "/**" at the end
//     a directory and everything in it.
//   - '/' also matches '\'. All other characters match themselves, case-sensitively.
type Pattern struct{ glob string }

// ParsePattern returns the pattern that glob describes. The error says what is wrong with it and
// what to write instead.
func ParsePattern(glob string) (Pattern, error) {
	switch {
	case glob == "":
		return Pattern{}, errors.New(`is empty; write a glob over file paths or package names, such as "**/internal/**"`)
	case strings.TrimSpace(glob) != glob:
		return Pattern{}, fmt.Errorf("%q starts or ends with a space; write %q", glob, strings.TrimSpace(glob))
	case strings.ContainsAny(glob, "{}"):
		return Pattern{}, fmt.Errorf("%q has braces, which globs do not know here; write one pattern for each alternative", glob)
	case strings.Contains(glob, `\`):
		return Pattern{}, fmt.Errorf("%q has a backslash; write '/', which matches both", glob)
	case strings.Contains(glob, "***"):
		return Pattern{}, fmt.Errorf(`%q has more than two stars in a row; write "*" or "**"`, glob)
	}
	return Pattern{glob: glob}, nil
}

// String returns the glob.
func (p Pattern) String() string { return p.glob }

// Match reports whether the pattern fits the whole of s.
func (p Pattern) Match(s string) bool {
	const none = -1
	glob := p.glob
	g, i := 0, 0
	// Where to resume after a mismatch: the last "*", or else the last "**", takes in one more
	// character, or one more directory if it is a "**/".
	starG, starI := none, 0
	deepG, deepI, deepDirs := none, 0, false
	for {
		if g < len(glob) && glob[g] == '*' {
			if strings.HasPrefix(glob[g:], "**") {
				deepDirs = strings.HasPrefix(glob[g:], "**/") && (g == 0 || glob[g-1] == '/')
				g += 2
				if deepDirs {
					g++
				}
				deepG, deepI, starG = g, i, none
			} else {
				g++
				starG, starI = g, i
			}
			continue
		}
		if i == len(s) {
			if g == len(glob) || glob[g:] == "/**" {
				return true
			}
		} else if g < len(glob) && (glob[g] == '?' && !isSlash(s[i]) || glob[g] == s[i] || glob[g] == '/' && s[i] == '\\') {
			g++
			i++
			continue
		}
		switch {
		case starG != none && starI < len(s) && !isSlash(s[starI]):
			starI++
			g, i = starG, starI
		case deepG != none && deepI < len(s):
			deepI++
			for deepDirs && !isSlash(s[deepI-1]) {
				if deepI == len(s) {
					return false // there is no directory left to take in
				}
				deepI++
			}
			g, i, starG = deepG, deepI, none
		default:
			return false
		}
	}
}

func isSlash(c byte) bool { return c == '/' || c == '\\' }

// cutDirectory splits a path at its first slash, of either kind. If there is none, name is all of the
// path and ok is false.
func cutDirectory(path string) (name, rest string, ok bool) {
	for i := range len(path) {
		if isSlash(path[i]) {
			return path[:i], path[i+1:], true
		}
	}
	return path, "", false
}

// match returns the first pattern that matches the file or the package of the frame.
func match(patterns []Pattern, f *Frame) (Pattern, bool) {
	for _, pattern := range patterns {
		if f.File != "" && pattern.Match(f.File) || f.Package != "" && pattern.Match(f.Package) {
			return pattern, true
		}
	}
	return Pattern{}, false
}
