// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// CustomRule is a detector of the configuration: a regular expression that is only tried on texts that contain
// one of its keywords.
type CustomRule struct {
	// Name is used in masks and metrics like that of a built-in detector.
	Name string
	// Pattern is a regular expression in the syntax of RE2.
	Pattern string
	// Keywords are matched in any case. One of them must stand anywhere in the text. If there are none, texts
	// that every match must contain are derived from the pattern.
	Keywords []string
	// Action overrides the action of the options unless it is nil.
	Action *Action
}

const (
	// MaxCustom is the number of rules that a configuration may have.
	MaxCustom = 64
	// maxName is the length in bytes of the longest name of a detector.
	maxName = 32
	// minLiteral is the length in bytes of the shortest keyword that is derived from a pattern.
	minLiteral = 2
)

// addCustom compiles the custom rules and adds their detectors and finders to the engine. The error joins all faults.
func (e *Engine) addCustom(rules []CustomRule) error {
	if len(rules) > MaxCustom {
		return fmt.Errorf("custom: %d rules are too many; write at most %d", len(rules), MaxCustom)
	}
	var errs []error
	taken := map[string]string{failureName: "what stands for values that could not be scanned"}
	for _, d := range Detectors {
		taken[d.Name] = "a built-in detector"
	}
	for i, rule := range rules {
		path := fmt.Sprintf("custom::%d", i)
		id := ID(len(e.detectors))
		if !isRuleName(rule.Name) {
			errs = append(errs, fmt.Errorf("%s::name: %q is no name; write at most %d small letters, digits and underscores, a letter first, such as \"employee_id\"", path, rule.Name, maxName))
		} else if by := taken[rule.Name]; by != "" {
			errs = append(errs, fmt.Errorf("%s::name: %q is the name of %s; write another one, such as %q", path, rule.Name, by, "my_"+rule.Name))
		}
		taken[rule.Name] = path
		re, keywords, err := rule.compile(path)
		if err != nil {
			errs = append(errs, err)
		}
		e.detectors = append(e.detectors, Detector{Name: rule.Name, Class: Shape, Finds: "a rule of the configuration"})
		e.custom = append(e.custom, re)
		bit := uint64(1) << i
		for _, k := range keywords {
			e.minLength = min(e.minLength, len(k))
			e.finders = append(e.finders, finder{
				literals: []string{k}, fold: true, inside: true, reports: []ID{id},
				find: func(s *Scanner, _ int) { s.pending |= bit },
			})
		}
	}
	return errors.Join(errs...)
}

func isRuleName(name string) bool {
	return name != "" && len(name) <= maxName && isLower(name[0]) &&
		strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == "" && !strings.HasSuffix(name, "_")
}

func (r *CustomRule) compile(path string) (*regexp.Regexp, []string, error) {
	var errs []error
	var keywords []string
	for i, text := range r.Keywords {
		part := prefilter(text)
		if part == "" {
			errs = append(errs, fmt.Errorf("%s::keywords::%d: %q has no letter or sign to look for; write a word that stands in the texts to look at, such as \"employee\"", path, i, text))
			continue
		}
		keywords = append(keywords, part)
	}
	parsed, err := syntax.Parse(r.Pattern, syntax.Perl)
	if err != nil {
		return nil, nil, errors.Join(append(errs, fmt.Errorf("%s::pattern: %q is no regular expression in the syntax of RE2: %w; write for example \"EMP-[0-9]{6}\"", path, r.Pattern, err))...)
	}
	if shortest(parsed) == 0 {
		errs = append(errs, fmt.Errorf("%s::pattern: %q matches an empty text; write a pattern that needs at least one character, such as \"EMP-[0-9]{6}\"", path, r.Pattern))
	}
	if len(r.Keywords) == 0 {
		if keywords = required(parsed.Simplify()); keywords == nil {
			errs = append(errs, fmt.Errorf("%s::keywords: must not be empty, because %q has no %d letters that stand in every match; write words that stand in the texts to look at", path, r.Pattern, minLiteral))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, nil, err
	}
	return regexp.MustCompile(r.Pattern), keywords, nil
}

// prefilter returns the part of a text that can be the literal of a finder. Digits, and colons between digits, cannot,
// because they are handled by events of their own. The result is empty if there is no such part.
func prefilter(text string) string {
	text = narrowText(asciiLower(text))
	var parts []string
	start := 0
	for i := 1; i+1 < len(text); i++ {
		if text[i] == ':' && isASCIIDigit(text[i-1]) && isASCIIDigit(text[i+1]) {
			parts = append(parts, text[start:i])
			start = i + 1
		}
	}
	return longestPart(append(parts, text[start:]))
}

// longestPart returns the longest of parts that is not only digits, or "".
func longestPart(parts []string) string {
	longest := ""
	for _, part := range parts {
		if len(part) > len(longest) && !allDigits(part) {
			longest = part
		}
	}
	return longest
}

// narrowText returns t with full-width characters folded as in scanNarrowed.
func narrowText(t string) string {
	var out strings.Builder
	for i := 0; i < len(t); i++ {
		if c := narrow(t, i); c != 0 {
			out.WriteByte(c)
			i += 2
		} else {
			out.WriteByte(t[i])
		}
	}
	return out.String()
}

// shortest returns the least number of characters in a match.
func shortest(re *syntax.Regexp) int {
	switch re.Op {
	case syntax.OpLiteral:
		return len(re.Rune)
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return 1
	case syntax.OpCapture, syntax.OpPlus:
		return shortest(re.Sub[0])
	case syntax.OpRepeat:
		return re.Min * shortest(re.Sub[0])
	case syntax.OpConcat:
		n := 0
		for _, sub := range re.Sub {
			n += shortest(sub)
		}
		return n
	case syntax.OpAlternate:
		n := shortest(re.Sub[0])
		for _, sub := range re.Sub[1:] {
			n = min(n, shortest(sub))
		}
		return n
	case syntax.OpNoMatch:
		return 1
	}
	return 0
}

// required returns texts such that every match contains one of them, or nil if none can be used.
func required(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		text := string(re.Rune)
		if re.Flags&syntax.FoldCase != 0 {
			// A finder ignores the case of ASCII letters only.
			text = longestPart(strings.FieldsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }))
		}
		if text = prefilter(text); len(text) >= minLiteral {
			return []string{text}
		}
	case syntax.OpCapture, syntax.OpPlus:
		return required(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return required(re.Sub[0])
		}
	case syntax.OpConcat:
		var best []string
		for _, sub := range re.Sub {
			if k := required(sub); shortestKeyword(k) > shortestKeyword(best) {
				best = k
			}
		}
		return best
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			k := required(sub)
			if k == nil {
				return nil
			}
			all = append(all, k...)
		}
		return all
	}
	return nil
}

func shortestKeyword(keywords []string) int {
	n := 0
	for i, k := range keywords {
		if i == 0 || len(k) < n {
			n = len(k)
		}
	}
	return n
}

// findCustom runs the rules whose keyword is in the text. Earlier replacements stay intact: a match may contain
// a replacement, but not be a part of one.
func (s *Scanner) findCustom(text string) {
	s.text = text
	for i, re := range s.e.custom {
		if s.pending>>i&1 == 0 {
			continue
		}
		for _, at := range re.FindAllStringIndex(text, -1) {
			start, end := at[0], at[1]
			if from, _ := s.e.masks.around(text, start); from < start || start == end {
				continue
			}
			if _, to := s.e.masks.around(text, end); to > end {
				end = to
			}
			m := span{start: start, end: end, detector: ID(numDetectors + i)}
			if isJSONNumber(text[start:end]) {
				m.quote = jsonNumberQuote(text, start, end)
			}
			s.add(m)
		}
	}
}

// isJSONNumber reports whether t consists of the characters of a number.
func isJSONNumber(t string) bool {
	return (t[0] == '-' || isASCIIDigit(t[0])) && strings.Trim(t, "-+.eE0123456789") == ""
}

// around returns the bounds of the replacement around index at, or (at, at) if there is none.
func (m *masks) around(t string, at int) (from, to int) {
	for from = at - 1; from >= 0 && from > at-m.longest; from-- {
		if n := m.at(t, from); from+n > at {
			return from, from + n
		}
	}
	return at, at
}
