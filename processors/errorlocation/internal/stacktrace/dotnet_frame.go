// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// Values of Frame.doubt. A program is usually built with symbols, whereas libraries are distributed
// without them, or with paths that Source Link has made independent of the machine ("/_/").
const (
	dotnetSourceLink = 1
	dotnetNoFile     = 2
)

// dotnetAt returns what follows the word for "at" in any language, and whether the line has one.
func dotnetAt(line string) (string, bool) {
	i := indentation(line)
	if rest, ok := strings.CutPrefix(line[i:], "at "); ok {
		return rest, true
	}
	word, rest, ok := strings.Cut(line[i:], " ")
	if !ok || i == 0 {
		return "", false
	}
	switch word {
	case "bei", "à", "en", "in", "em", "w", "v", "в", "bij", "vid", "ved", "konum:", "hely:", "在", "於", "場所", "위치:":
		return rest, true
	}
	return "", false
}

// dotnetFrame returns the frame that readDotnet reads.
func dotnetFrame(line string, cut bool) (f Frame, ok bool) {
	ok = f.readDotnet(line, cut)
	return f, ok
}

// readDotnet reads a frame. cut says that the end of the line may be cut off.
func (f *Frame) readDotnet(line string, cut bool) bool {
	rest, ok := dotnetAt(line)
	if !ok {
		if !isUnityFrame(line) {
			return false
		}
		rest = line
	}
	name, rest, ok := dotnetName(rest)
	if !ok {
		return false
	}
	*f = Frame{Function: name, Package: dotnetPackage(name), partial: cut, doubt: dotnetNoFile}
	args, after, closed := cutParentheses(rest)
	if !dotnetArguments(args) {
		return false
	}
	if !closed {
		return cut
	}
	spaced := rest != "" && line[len(line)-len(rest)-1] == ' ' // in Mono, and in JavaScript
	after, _, _ = strings.Cut(after, "|")                      // the next field of NLog's layout
	after = strings.TrimRight(after, " ")
	after = strings.TrimSuffix(after, dotnetMemberEnd)
	switch {
	case strings.HasPrefix(after, unityPlace) && strings.HasSuffix(after, ")"):
		f.File, f.Line, ok = splitPlace(after[len(unityPlace) : len(after)-1])
		if !ok {
			f.File = ""
		}
		f.judgePlace()
		return ok || strings.HasSuffix(after, ":0)")
	case strings.HasPrefix(after, " [0x") || strings.HasPrefix(after, " <0x"):
		i := len(" [0x")
		for i < len(after) && after[i] != ']' && after[i] != '>' {
			i++
		}
		if i == len(after) {
			return cut
		}
		after = after[i+1:]
	case spaced && after == "" && !cut:
		return false
	case strings.HasPrefix(after, " + 0x"): // native code
		i := 5
		for i < len(after) && after[i] != ' ' {
			i++
		}
		after = after[i:]
	case strings.HasPrefix(after, "+"): // Ben.Demystifier: a lambda or local function
		i := lastIndex(after, " in ")
		if i < 0 {
			return true
		}
		after = after[i:]
	}
	switch {
	case after == "":
		return true
	case after[0] != ' ':
		return false
	}
	if len(after) == 1 {
		return cut
	}
	f.File, f.Line, ok = dotnetPlace(after[1:])
	f.judgePlace()
	return ok || cut
}

// judgePlace sets the doubt of the frame by its file.
func (f *Frame) judgePlace() {
	switch {
	case f.File == "":
	case strings.HasPrefix(f.File, "/_"):
		f.doubt = dotnetSourceLink
	default:
		f.doubt = 0
	}
}

// dotnetName splits "async Task<T> Shop.Orders.Total[T](int count)". It returns the name without
// modifiers, result and type arguments, and the rest from the opening parenthesis on.
func dotnetName(s string) (name, rest string, ok bool) {
	i := strings.IndexByte(s, '(')
	if i < 0 {
		return "", "", false
	}
	name = strings.TrimSuffix(s[:i], " ")
	if name == "" || strings.IndexByte(name, ' ') >= 0 || len(name) < i && !isDotnetName(name) {
		return dotnetSignature(s)
	}
	if name[len(name)-1] == ']' {
		name = name[:openingBracket(name)]
	}
	return name, s[i:], isDotnetName(name)
}

// openingBracket returns the index of the "[" that belongs to the "]" at the end of s, or 0.
func openingBracket(s string) int {
	depth := 0
	for i := len(s) - 1; i > 0; i-- {
		switch s[i] {
		case ']':
			depth++
		case '[':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return 0
}

// dotnetSignature is dotnetName for a name that is preceded by other words, or that has spaces in its
// type arguments.
func dotnetSignature(s string) (name, rest string, ok bool) {
	start, depth := 0, 0
	types := -1
	for i := range len(s) {
		switch s[i] {
		case '<':
			depth++
		case '[':
			if depth == 0 {
				types = i
			}
			depth++
		case '>', ']':
			depth = max(0, depth-1)
			if depth == 0 && i+1 < len(s) && s[i+1] != '(' && s[i+1] != ' ' {
				types = -1 // Mono prints the type arguments of the class too
			}
		case ')':
			depth = max(0, depth-1)
		case ':':
			if strings.HasPrefix(s[i:], ": ") {
				return "", "", false
			}
		case ' ':
			if depth == 0 && (i+1 == len(s) || s[i+1] != '(' || i == start) {
				start, types = i+1, -1
			}
		case '(':
			if depth > 0 || i == start {
				depth++ // a tuple, or Mono's description of a wrapper
				continue
			}
			end := i
			if types > start {
				end = types
			}
			name = strings.TrimRight(s[start:end], " ")
			if !isDotnetName(name) {
				if s[i-1] != ' ' {
					return "", "", false
				}
				depth++ // a tuple behind a modifier
				continue
			}
			return name, s[i:], true
		}
	}
	return "", "", false
}

// isDotnetName reports whether name can be that of a method with its type.
func isDotnetName(name string) bool {
	if name == "" || len(name) > maxName || !isIdent(name[0]) && name[0] != '<' || isDigit(name[0]) ||
		strings.IndexByte(name, '/') >= 0 {
		return false
	}
	if strings.IndexByte(name, '.') > 0 {
		return true
	}
	return strings.IndexByte(name, ':') > 0 || strings.HasPrefix(name, "lambda_method")
}

// cutParentheses splits "(a, (b)) rest" into the text between the outer parentheses and the text
// behind them. closed is false if the closing one is missing.
func cutParentheses(s string) (inner, after string, closed bool) {
	if i := strings.IndexByte(s, ')'); i > 0 && strings.IndexByte(s[1:i], '(') < 0 {
		return s[1:i], s[i+1:], true
	}
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return s[1:i], s[i+1:], true
			}
		}
	}
	return s[min(1, len(s)):], "", false
}

// dotnetArguments reports whether args may be types and names of arguments, rather than the place
// that other languages print in parentheses.
func dotnetArguments(args string) bool {
	if args == "" {
		return true
	}
	if !isIdent(args[0]) && args[0] != '(' && args[0] != '[' && args[0] != '<' && args[0] != '!' || isDigit(args[0]) {
		return false
	}
	switch args {
	case "Native Method", "Unknown Source", "native", "<anonymous>", "<generated>":
		return false
	}
	return strings.IndexByte(args, ':') < 0 && strings.IndexByte(args, '/') < 0
}

// dotnetPlace splits "in /srv/shop/Orders.cs:line 12", where the words may be in any language.
func dotnetPlace(s string) (file string, line int, ok bool) {
	if last := s[len(s)-1]; !isDigit(last) && last != '.' {
		s, _, _ = strings.Cut(s, `"`) // what follows a text in JSON
	}
	i := strings.LastIndexByte(s, ':')
	if i <= 0 {
		return "", 0, false
	}
	const longestWord = 24
	tail := strings.TrimSuffix(s[i+1:], ".")
	n := 0
	for n < len(tail) && !isDigit(tail[n]) {
		if isSlash(tail[n]) || n == longestWord {
			return "", 0, false
		}
		n++
	}
	if n == len(tail) || n+digits(tail[n:]) != len(tail) {
		return "", 0, false
	}
	file = s[:i]
	if word, path, spaced := strings.Cut(file, " "); spaced && strings.IndexByte(word, '/') < 0 && strings.IndexByte(word, '\\') < 0 {
		file = path
	}
	file = strings.TrimSuffix(strings.TrimSuffix(file, " içinde"), ", sor")
	line = number(tail[n:])
	if line == 0 || file == "" || file[0] == '<' || len(file) > maxName {
		return "", 0, true // Mono without debug information: "<filename unknown>:0"
	}
	return file, line, true
}

// dotnetPackage returns the namespace and type of a method.
func dotnetPackage(name string) string {
	if i := compilerMade(name); i > 0 {
		return name[:i]
	}
	i := len(name) - 1
	for i > 0 && name[i] != '.' && name[i] != ':' {
		i--
	}
	for i > 0 && (name[i-1] == '.' || name[i-1] == ':') {
		i-- // "..ctor"
	}
	return name[:max(0, i)]
}

// dotnetTitle restores the names of methods from those that compilers generate for lambdas, local
// functions, iterators and asynchronous methods:
//
//	Shop.Orders.<LoadAsync>d__5.MoveNext               Shop.Orders.LoadAsync
//	Shop.Orders.<>c__DisplayClass4_0.<Total>b__0       Shop.Orders.Total
//	Shop.Orders.<Total>g__Round|4_0                    Shop.Orders.Total.Round
//	Shop.Orders.VB$StateMachine_3_LoadAsync.MoveNext   Shop.Orders.LoadAsync
func dotnetTitle(name string) string {
	const visualBasic = ".VB$StateMachine_"
	if typ, rest, ok := strings.Cut(name, visualBasic); ok {
		if method, ok := strings.CutSuffix(rest[digits(rest):], ".MoveNext"); ok && strings.HasPrefix(method, "_") {
			return typ + "." + method[1:]
		}
		return name
	}
	i := compilerMade(name)
	if i < 0 {
		return strings.ReplaceAll(name, ":", ".")
	}
	typ, rest := name[:i], name[i+1:]
	for strings.HasPrefix(rest, "<>") {
		if i = compilerMade(rest); i < 0 {
			return name
		}
		rest = rest[i+1:]
	}
	method, local, ok := dotnetMethod(rest)
	switch {
	case !ok:
		return name
	case local != "":
		return typ + "." + method + "." + local
	}
	return typ + "." + method
}

// compilerMade returns the index of the separator before the first part of name that a compiler
// generated, or -1.
func compilerMade(name string) int {
	i := strings.IndexByte(name, '<')
	if i < 0 {
		return -1
	}
	for i = max(i, 1); i < len(name); i++ {
		if name[i] == '<' && (name[i-1] == '.' || name[i-1] == '+') {
			return i - 1
		}
	}
	return -1
}

// dotnetMethod returns the method from which the name "<M>x__..." was generated, and the local
// function in it if there is one.
func dotnetMethod(s string) (method, local string, ok bool) {
	end := closingBracket(s)
	if end < 0 {
		return "", "", false
	}
	method = s[1:end]
	if strings.HasPrefix(method, "<") {
		if inner, function, ok := dotnetMethod(method); ok {
			method, local = inner, function
		}
	}
	made := s[end+1:]
	switch {
	case strings.HasPrefix(made, "g__"):
		local, _, _ = strings.Cut(made[3:], "|")
		return method, local, true
	case strings.HasPrefix(made, "b__"), strings.HasPrefix(made, "d__"), strings.HasPrefix(made, "d.MoveNext"), made == "d",
		strings.HasPrefix(made, "m__"), strings.HasPrefix(made, "c__"): // the last two by mcs
		return method, local, true
	}
	return "", "", false
}

// closingBracket returns the index of the ">" that closes the "<" at the start of s, or -1.
func closingBracket(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '<':
			depth++
		case '>':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}
