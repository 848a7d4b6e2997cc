// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// Firefox and Safari print a stack without the name and message of the error, and frames as
// FUNCTION@PLACE:
//
//	total@https://shop.example.com/static/orders.js:12:5
//	async*checkout@https://shop.example.com/static/checkout.js:8:11
//	map@[native code]
//	@https://shop.example.com/static/main.js line 3 > eval:1:1
//
// Safari omits the "@" if there is no function, and prints "eval code", "global code" and "module
// code" for code outside of functions.
const (
	browserNative = "[native code]"
	firefoxEval   = " > "
	firefoxLine   = " line "
)

// readBrowser reads a frame of Firefox or Safari; cut says that the end of the line may be cut off.
func (f *Frame) readBrowser(line string, cut bool) (ok bool) {
	*f = Frame{}
	line = line[indentation(line):]
	switch line {
	case "eval code", "global code", "module code", browserNative:
		return true
	case "":
		return false
	}
	if strings.IndexByte(line, '"') >= 0 {
		line = withoutFields(line)
	}
	at := browserAt(line)
	if at < 0 {
		return isURL(line) && browserPlace(line, cut, f)
	}
	if f.Function, ok = browserFunction(line[:at]); !ok {
		return false
	}
	switch place := line[at+1:]; place {
	case browserNative, "[wasm code]":
		return true
	case "":
		return !cut
	default:
		return browserPlace(place, cut, f)
	}
}

// withoutFields removes the rest of a line of JSON before and behind the frame in it.
func withoutFields(line string) string {
	if at := strings.IndexByte(line, '@'); at >= 0 {
		line = line[strings.LastIndexByte(line[:at], '"')+1:]
	}
	line, _, _ = strings.Cut(line, `"`)
	return line
}

// browserAt returns the index of the "@" between the function and the place, -1 if there is none. Both
// may contain other "@", in names of packages. The place is a URL or a path, or in React Native
// perhaps just the name of a bundle.
func browserAt(line string) int {
	last := -1
	for i := 0; i < len(line); i++ {
		j := strings.IndexByte(line[i:], '@')
		if j < 0 {
			break
		}
		i += j
		if rest := line[i+1:]; rest == "" || rest[0] == '[' || rest[0] == '/' || isURL(rest) {
			return i
		}
		last = i
	}
	if last >= 0 && (strings.IndexByte(line[:last], '/') >= 0 ||
		!strings.Contains(line[last:], "bundle:") && !strings.Contains(line[last:], ".js:")) {
		return -1 // "/srv/shop/node_modules/@babel/core/index.js:80" is a path
	}
	return last
}

// isURL reports whether s starts with the scheme of a URL.
func isURL(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c == ':':
			return i > 1 && isLetter(s[0]) && i+1 < len(s) && !isDigit(s[i+1]) && s[i+1] != ' '
		case !isLetter(c) && !isDigit(c) && c != '-' && c != '+' && c != '.':
			return false
		}
	}
	return false
}

// browserFunction removes the prefix that says how a function was called: "async*", "promise
// callback*", "setTimeout handler*" (Firefox) or "async " (Safari). It reports whether the rest can be
// a name.
func browserFunction(name string) (string, bool) {
	call := strings.LastIndexByte(name, '*') + 1
	for _, c := range []byte(name[:call]) {
		if !isLetter(c) && c != ' ' && c != '.' && c != '*' {
			return "", false
		}
	}
	name = strings.TrimPrefix(name[call:], "async ")
	if i := strings.IndexByte(name, ' '); i >= 0 {
		switch name[:i] {
		case "get", "set", "bound", "global", "eval", "module":
		default:
			return "", false
		}
	}
	return name, len(name) <= maxName
}

// browserPlace reads a place into f and reports whether it is one.
func browserPlace(s string, cut bool, f *Frame) bool {
	if i := strings.Index(s, firefoxEval); i > 0 {
		// "URL line 16 > eval line 2 > Function:1:20": the line of the file is the first one.
		if j := lastIndex(s[:i], firefoxLine); j > 0 && j <= maxName {
			n := s[j+len(firefoxLine) : i]
			if f.Line = number(n); digits(n) == len(n) && f.Line > 0 {
				f.File = s[:j]
				return true
			}
		}
	}
	file, line, column, ok := jsPosition(s, cut)
	if !ok || line == 0 || !isScript(file) {
		return strings.HasPrefix(s, "debugger eval code:")
	}
	f.File, f.Line, f.Column = file, line, column
	if cut {
		f.Column = 0 // digits may be missing
	}
	return true
}
