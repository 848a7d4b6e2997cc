// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// cppMarks has the bytes at which a symbol may have to be split. All others can be skipped quickly.
var cppMarks = [256]bool{
	'<': true, '>': true, '[': true, ']': true, '{': true, '}': true, '(': true, ' ': true, '\'': true,
	'o': true, // "operator"
}

// cppSymbol splits a demangled symbol from what follows it and returns its name: without its
// arguments and without its result type, which the symbols of templates have.
func cppSymbol(s string) (name, rest string) {
	s = strings.TrimPrefix(s, "non-virtual thunk to ")
	s = strings.TrimPrefix(s, "virtual thunk to ")
	start, depth := 0, 0
	for i := 0; i < len(s); i++ {
		if !cppMarks[s[i]] {
			continue
		}
		switch s[i] {
		case '<', '[', '{':
			depth++
		case '>':
			if i > 0 && s[i-1] != '-' && depth > 0 {
				depth--
			}
		case ']', '}':
			if depth > 0 {
				depth--
			}
		case '\'':
			if depth == 0 { // 'lambda'
				if j := strings.IndexByte(s[i+1:], '\''); j >= 0 {
					i += j + 1
				}
			}
		case 'o':
			if depth == 0 && strings.HasPrefix(s[i:], "operator") && (i == 0 || !isIdent(s[i-1])) &&
				i+8 < len(s) && !isIdent(s[i+8]) {
				i += operatorLen(s[i:]) - 1
			}
		case '(':
			if depth > 0 {
				continue
			}
			if strings.HasPrefix(s[i:], "(anonymous ") {
				if j := strings.IndexByte(s[i:], ')'); j > 0 {
					i += j
				}
				continue
			}
			if i == start {
				return "", s
			}
			end := closing(s, i)
			if end < 0 {
				return strings.TrimRight(s[start:i], " "), ""
			}
			after := end + 1 + qualifiersLen(s[end+1:])
			switch {
			case strings.HasPrefix(s[after:], "::"):
				i = after
			case s[start:i] == "decltype":
				i = end
				start = end + 1
			default:
				return strings.TrimRight(s[start:i], " "), s[after:]
			}
		case ' ':
			if depth > 0 || i > 0 && strings.HasPrefix(s[i:], " <") && isOperatorEnd(s[start:i]) {
				continue
			}
			if startsPlace(s[i+1:]) {
				return s[start:i], s[i:]
			}
			if strings.HasPrefix(s[i:], " [clone ") || strings.HasPrefix(s[i:], " [inlined]") {
				return s[start:i], ""
			}
			start = i + 1
		}
	}
	return s[min(start, len(s)):], ""
}

// isOperatorEnd reports whether s ends with an operator made of angle brackets, such as "operator<",
// which a space separates from type arguments.
func isOperatorEnd(s string) bool {
	s = strings.TrimRight(s, "<>=")
	return strings.HasSuffix(s, "operator")
}

// operatorLen returns the length of the name of an operator, such as "operator()", "operator<<",
// "operator new[]" or "operator bool".
func operatorLen(s string) int {
	const word = len("operator")
	if strings.HasPrefix(s[word:], "()") {
		return word + 2
	}
	if s[word] == ' ' {
		i := strings.IndexByte(s[:min(len(s), maxName)], '(')
		if i < 0 || s[word+1] == '/' || s[word+1] == '(' {
			return word
		}
		return i
	}
	i := word
	for i < len(s) && strings.IndexByte("<>=!+-*/%^&|~,[]\"", s[i]) >= 0 {
		i++
	}
	if strings.HasPrefix(s[word:], "<") && i < len(s) && s[i] != '(' && s[i] != ' ' {
		// "operator<<int>": an operator with type arguments
		i = word + 1
		for i < len(s) && i < word+2 && (s[i] == '<' || s[i] == '=') {
			i++
		}
	}
	return i
}

// qualifiersLen returns the length of what may follow the arguments of a function.
func qualifiersLen(s string) int {
	n := 0
	for {
		rest := s[n:]
		switch {
		case strings.HasPrefix(rest, " const"):
			n += len(" const")
		case strings.HasPrefix(rest, " volatile"):
			n += len(" volatile")
		case strings.HasPrefix(rest, "&"):
			n++
		case strings.HasPrefix(rest, " &"):
			n += 2
		case strings.HasPrefix(rest, "[abi:"), strings.HasPrefix(rest, " [clone "), strings.HasPrefix(rest, " [inlined]"),
			strings.HasPrefix(rest, " (."):
			i := strings.IndexAny(rest[2:], "])")
			if i < 0 {
				return n
			}
			n += i + 3
		default:
			return n
		}
	}
}

// startsPlace reports whether s starts with a path or a module. If not, what precedes s is the result
// type of a function and s starts with its name.
func startsPlace(s string) bool {
	if s == "" {
		return true
	}
	switch c := s[0]; {
	case c == '/' || c == '.' || strings.HasPrefix(s, "<null>") || strings.HasPrefix(s, "(/") || strings.HasPrefix(s, "(<"):
		return true
	case strings.HasPrefix(s, "at ") || strings.HasPrefix(s, "in /") || strings.HasPrefix(s, "+ "):
		return true
	case c == '(' && !strings.HasPrefix(s, "(anonymous "):
		return strings.Contains(s, "+0x")
	case len(s) > 2 && s[1] == ':' && isSlash(s[2]):
		return true
	}
	token, _, _ := strings.Cut(s, " ")
	i := strings.LastIndexByte(token, ':')
	return i > 0 && token[i-1] != ':' && i+1 < len(token) && digits(token[i+1:]) == len(token)-i-1
}
