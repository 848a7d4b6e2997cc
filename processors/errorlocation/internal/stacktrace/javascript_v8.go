// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

const v8At = "at "

// readV8 reads a frame of V8, one of
//
//	at [async ][new ]FUNCTION [as ALIAS] (PLACE)
//	at [async ]PLACE
//
// The line may be in quotes, as part of a printed property. cut says that its end may be cut off.
func (f *Frame) readV8(line string, cut bool) (ok bool) {
	*f = Frame{}
	rest := line[indentation(line):]
	if rest != "" && rest[0] != v8At[0] && isQuotedV8(rest) {
		rest = strings.TrimLeft(rest[1:], " ")
	}
	rest, ok = strings.CutPrefix(rest, v8At)
	if !ok || rest == "" {
		return false
	}
	if last := rest[len(rest)-1]; last != ')' && !isDigit(last) {
		rest = trimV8(rest)
	}
	rest = strings.TrimPrefix(rest, "async ")
	if rest == "" {
		return false
	}
	closed := rest[len(rest)-1] == ')'
	// Both the function and the path may have parentheses.
	const most = 4
	for i, n := strings.Index(rest, " ("), 0; i >= 0 && n < most; n++ {
		place := rest[i+2:]
		if closed {
			place = place[:len(place)-1]
		} else if strings.IndexByte(place, ')') >= 0 && !strings.HasPrefix(place, v8Eval) {
			break // parentheses of a path
		}
		f.Function = v8Function(rest[:i])
		if jsPlace(place, cut && !closed, f) {
			return len(f.Function) <= maxName
		}
		j := strings.Index(place, " (")
		if j < 0 {
			break
		}
		i += 2 + j
	}
	f.Function = ""
	ok = jsPlace(rest, cut, f)
	return ok && (f.File != "" || rest == "<anonymous>" || strings.IndexByte(rest, ':') > 0)
}

// v8Function removes what V8 adds to the name of a function: "new " and " [as ALIAS]".
func v8Function(name string) string {
	name = strings.TrimPrefix(name, "new ")
	if name != "" && name[len(name)-1] == ']' {
		if i := lastIndex(name, " [as "); i > 0 {
			return name[:i]
		}
	}
	return name
}

// isQuotedV8 reports whether a frame's line is in quotes.
func isQuotedV8(line string) bool {
	rest := line[indentation(line):]
	return rest != "" && (rest[0] == '\'' || rest[0] == '"') && strings.HasPrefix(strings.TrimLeft(rest[1:], " "), v8At)
}

// isUnclosed reports whether the parenthesis around a place is not closed.
func isUnclosed(line string) bool {
	return strings.LastIndexByte(line, ')') < lastIndex(line, " (")
}

// trimV8 removes from the end of a frame what belongs to the text around it: the brace before the
// properties of an error, and the end of a string.
func trimV8(s string) string {
	const tail = " {,]}"
	s = strings.TrimRight(s, tail)
	if s == "" || (s[len(s)-1] == ')' || isDigit(s[len(s)-1])) && strings.IndexByte(s, '"') < 0 {
		return s
	}
	if i := strings.IndexAny(s, "'\""); i >= 0 {
		s = s[:i]
	}
	return strings.TrimSuffix(strings.TrimRight(s, tail), `\n`)
}

const v8Eval = "eval at "

// jsPlace reads a place into f and reports whether it is one. The places of built-in and native
// functions, and of code that is not from a file, have no file. Code that was evaluated gets the place
// where eval was called.
func jsPlace(s string, cut bool, f *Frame) bool {
	if s == "" {
		return false
	}
	switch s[0] {
	case '<', 'n':
		if s == "<anonymous>" || s == "native" {
			return true
		}
	case 'i': // the index of a promise in Promise.all
		if n, ok := strings.CutPrefix(s, "index "); ok {
			return digits(n) == len(n)
		}
	case 'a': // Hermes
		s = strings.TrimPrefix(s, "address at ")
	case 'w':
		if strings.HasPrefix(s, "wasm://") {
			return !cut
		}
	case 'e':
		if strings.HasPrefix(s, v8Eval) {
			return v8Origin(s, cut, f)
		}
	}
	file, line, column, ok := jsPosition(s, cut)
	switch {
	case !ok:
		return false
	case isNoFile(file) || line == 0:
		return true
	case !isScript(file):
		return false
	}
	f.File, f.Line, f.Column = file, line, column
	if cut {
		f.Column = 0 // digits may be missing
	}
	return true
}

// v8Origin reads the place where evaluated code originates, which is the innermost of
//
//	eval at FUNCTION (eval at FUNCTION (PLACE), PLACE), PLACE
func v8Origin(s string, cut bool, f *Frame) bool {
	origin := s[lastIndex(s, v8Eval)+len(v8Eval):]
	function, place, ok := strings.Cut(origin, " (")
	if !ok {
		return false
	}
	if i := strings.Index(place, "), "); i >= 0 {
		place, cut = place[:i], false
	} else if rest, ok := strings.CutSuffix(place, ")"); ok {
		place, cut = rest, false
	} else if !cut {
		return false
	}
	if jsPlace(place, cut, f) && f.File != "" && function != "<anonymous>" {
		f.Function = v8Function(function)
	}
	return true
}

// jsPosition splits "path:line:column", or "path:line" if the path is clearly that of a script.
func jsPosition(s string, cut bool) (file string, line, column int, ok bool) {
	if strings.HasSuffix(s, ")") { // goja, the engine of k6, ends with an offset: "main.js:3:1(45)"
		if i := strings.LastIndexByte(s, '('); i > 0 && digits(s[i+1:]) == len(s)-i-2 {
			s = s[:i]
		}
	}
	before, last, ok := cutNumber(s)
	if !ok || before == "" || len(before) == len(s)-1 && !cut {
		return "", 0, 0, false
	}
	if file, line, ok := cutNumber(before); ok && file != "" && len(file) < len(before)-1 {
		return file, line, last, len(file) <= maxName
	}
	if cut || len(before) > maxName || !strings.HasSuffix(before, ".js") && before != "native" {
		return "", 0, 0, false
	}
	return before, last, 0, true
}

// isNoFile reports whether the name of a script says that it is not from a file.
func isNoFile(name string) bool {
	return name == "" || name[0] == '<' || name == "native" || name == "unknown" || name == "undefined" ||
		strings.HasPrefix(name, "data:")
}

// isEvaluated reports whether the name of a script stands for code that was typed in or evaluated.
func isEvaluated(name string) bool {
	switch name[0] {
	case '[':
		return strings.HasPrefix(name, "[eval") || strings.HasPrefix(name, "[stdin") || strings.HasPrefix(name, "[worker eval")
	case 'e':
		return strings.HasPrefix(name, "evalmachine.<")
	case 'R':
		n, ok := strings.CutPrefix(name, "REPL")
		return ok && digits(n) == len(n)
	case 'V':
		n, ok := strings.CutPrefix(name, "VM")
		return ok && digits(n) == len(n)
	}
	return false
}

// isScript reports whether a name can be that of a script: a URL, an absolute or relative path, or a
// name with an extension. Sources of Rust are excluded, because Rust prints "at PLACE" too.
func isScript(name string) bool {
	if name == "" || len(name) > maxName || strings.HasSuffix(name, ".rs") {
		return false
	}
	switch name[0] {
	case '/', '.', '\\', '<':
		return true
	case '(': // a group of routes of Next.js
		return strings.IndexByte(name, '/') >= 0
	}
	for i := range len(name) {
		switch c := name[i]; {
		case c == ':':
			return i > 0 && isLetter(name[0])
		case c == ')':
			return false // of a function's name
		case !isLetter(c) && !isDigit(c) && c != '-' && c != '+' && c != '.':
			return hasExtension(name) || isEvaluated(name)
		}
	}
	return hasExtension(name) || isEvaluated(name)
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// hasExtension reports whether the last element of a path has an extension.
func hasExtension(path string) bool {
	for i := len(path) - 2; i > 0 && !isSlash(path[i]); i-- {
		if path[i] == '.' {
			return isLetter(path[i+1])
		}
	}
	return false
}
