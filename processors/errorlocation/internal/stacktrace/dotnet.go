// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// An exception of .NET, as Exception.ToString prints it:
//
//	System.InvalidOperationException: checkout failed
//	 ---> Shop.OutOfStockException: no stock
//	   at Shop.Orders.Total(Int32 count) in /srv/shop/Orders.cs:line 12
//	   --- End of inner exception stack trace ---
//	   at Shop.Checkout.RunAsync(Order order) in /srv/shop/Checkout.cs:line 30
//	--- End of stack trace from previous location ---
//	   at Shop.Program.Main(String[] args) in /srv/shop/Program.cs:line 8
//
// The headers come outermost first, the frames innermost first: behind each "End of inner exception"
// follow the frames of the exception that wraps the inner one. .NET Framework prints all headers in
// one line, and headers and frames in the language of the system. Mono prints
//
//	at Shop.Orders.Total (System.Int32 count) [0x00001] in /srv/shop/Orders.cs:12
//
// and Unity "Shop.Orders.Total (System.Int32 count) (at Assets/Orders.cs:12)".
const (
	dotnetInner     = "---> "
	dotnetMember    = "(Inner Exception #"
	dotnetMemberEnd = "<---"
	unityPlace      = " (at "

	maxDotnetHeader = 64 // lines of messages above the first frame
)

func dotnet() language {
	return language{
		name:   "dotnet",
		sdks:   []string{"dotnet"},
		margin: "a",
		ends:   ")",
		// The first bytes of the words for "at" in the languages of .NET Framework: à, bei, em, в, 在,
		// 場所, 위치: and so on.
		indent: "abeikvw\xc3\xd0\xe5\xe6\xec",
		opens:  opensDotnet,
		parse:  parseDotnet,
		inApp:  inAppDotnet,
		title:  dotnetTitle,
	}
}

func opensDotnet(line string) bool {
	if line[0] != ' ' && line[0] != '\t' && line[0] != 'a' {
		return isUnityFrame(line)
	}
	rest, ok := dotnetAt(line)
	return ok && strings.IndexByte(rest, '(') > 0
}

// isUnityFrame reports whether a line ends with a place as Unity prints it.
func isUnityFrame(line string) bool {
	return line != "" && line[len(line)-1] == ')' &&
		strings.HasPrefix(line[max(0, strings.LastIndexByte(line, '(')-1):], unityPlace)
}

// dotnetReader is the state of parseDotnet.
type dotnetReader struct {
	*Parser
	// open has the exceptions whose end was not read yet, outermost first. depth is their number,
	// which counts those beyond maxExceptions too.
	open  [maxExceptions]dotnetException
	depth int

	indent int  // of the frames
	inline int  // where a frame starts in the middle of a line, or -1
	framed bool // the exception that is being read has frames
	cutOff bool // the text ends inside a frame
}

// dotnetException is an exception of which the header was read.
type dotnetException struct {
	typ        string
	start, end int  // bounds of the message in the text
	raised     bool // whether it is in the chain
	entry      int  // its index in the chain
}

func parseDotnet(p *Parser, prev, pos int) bool {
	first, next := p.line(pos)
	f, ok := dotnetFrame(first, p.cut(next))
	if !ok {
		return false
	}
	r := dotnetReader{Parser: p, indent: indentation(first), inline: -1}
	header := p.dotnetHeader(prev)
	if prev >= 0 && r.inlineFrame(prev) && header < 0 {
		header = prev
	}
	if header < 0 {
		if p.hints.Freeform && f.File == "" {
			second, after := p.line(next)
			if _, ok := dotnetFrame(second, p.cut(after)); !ok {
				return false
			}
		}
		header = pos
	}
	end := r.read(header)
	p.result.Truncated = r.cutOff || r.depth > 1 || p.atLimit && p.cut(end)
	for r.depth > 1 {
		r.pop()
	}
	r.raiseOpen()
	return true
}

// inlineFrame looks for the first frame of the trace at the end of the line at pos, behind "Stack:"
// or other text of a logger. It sets r.inline if there is one.
func (r *dotnetReader) inlineFrame(pos int) bool {
	const frame = "   at "
	line, next := r.line(pos)
	if strings.IndexByte(line, '(') < 0 {
		return false
	}
	i := strings.Index(line, frame)
	if i <= 0 || indentation(line) >= i {
		return false
	}
	if _, ok := dotnetFrame(line[i:], r.cut(next)); !ok {
		return false
	}
	r.inline = pos + i
	return true
}

// dotnetHeader returns the start of the line that names the outermost exception, or -1. prev is the
// line before the first frame.
func (p *Parser) dotnetHeader(prev int) int {
	inner := -1
	for range maxDotnetHeader {
		if prev < 0 {
			break
		}
		line, _ := p.line(prev)
		text := line[indentation(line):]
		switch {
		case strings.HasPrefix(text, dotnetInner):
			inner = prev
		case text == "Stack overflow.", strings.HasPrefix(text, "Process terminated."):
			return prev
		default:
			if _, _, ok := dotnetType(line); ok {
				return prev
			}
		}
		prev = p.lineBefore(prev)
	}
	return inner
}

// read reads the trace from its header on and returns where it ends.
func (r *dotnetReader) read(pos int) int {
	for pos < len(r.text) {
		line, next := r.line(pos)
		if r.inline > pos && r.inline < next {
			line, next = line[:r.inline-pos], r.inline
		}
		i := indentation(line)
		text := line[i:]
		start := pos + i
		switch {
		case strings.HasPrefix(text, dotnetInner):
			if r.depth == 0 {
				r.push(dotnetException{})
			}
			start += len(dotnetInner)
			text = text[len(dotnetInner):]
			if strings.HasPrefix(text, dotnetMember) {
				if _, after, ok := strings.Cut(text, ") "); ok {
					start += len(text) - len(after)
					text = after
				}
			}
			r.header(text, start)
		case r.frame(line, r.cut(next)):
		case strings.HasPrefix(text, "---") && strings.HasSuffix(text, "---"):
			if endsInner(text, i, r.indent) {
				r.pop()
			}
		case r.depth == 0:
			r.header(text, start)
		case !r.framed && next == r.inline && strings.HasSuffix(strings.TrimRight(text, " "), ":"): // "Stack:"
		case !r.framed:
			r.message(line, pos)
		case strings.HasPrefix(text, "Exception rethrown at ["): // of a remote call
		case r.depth == 1 && text != "":
			if r.cut(next) && len(text) < len(dotnetInner) && strings.HasPrefix(dotnetInner, text) {
				r.cutOff = true
			}
			return pos
		}
		if strings.HasSuffix(text, dotnetMemberEnd) {
			r.pop()
		}
		pos = next
	}
	return pos
}

// endsInner reports whether a line of dashes ends an inner exception rather than the frames of a
// previous location. In other languages than English it goes by the indentation, which is smaller
// for the latter.
func endsInner(text string, indent, frames int) bool {
	switch {
	case strings.Contains(text, "inner exception"):
		return true
	case strings.Contains(text, "previous location"):
		return false
	}
	return indent >= frames && strings.Trim(text, "-") != ""
}

// header opens the exceptions that a line names; only .NET Framework prints more than one in a line.
// start is the offset of the line in the text.
func (r *dotnetReader) header(line string, start int) {
	const separator = " " + dotnetInner
	line = strings.TrimSuffix(line, dotnetMemberEnd)
	typ, message, ok := dotnetType(line)
	if !ok {
		message = line // why the process was ended
	}
	for {
		start += len(line) - len(message)
		e := dotnetException{typ: typ, start: start, end: start + len(message)}
		line = message
		i := -1
		if strings.Contains(line, dotnetInner) { // fails faster than the search for a string that starts with a space
			i = strings.Index(line, separator)
		}
		if i >= 0 {
			line = line[i+len(separator):]
			if typ, message, ok = dotnetType(line); ok {
				e.end = start + i
				r.push(e)
				start += i + len(separator)
				continue
			}
		}
		if known := r.messageAt(e.start); strings.IndexByte(known, '\n') >= 0 {
			e.end = e.start + len(known)
		}
		r.push(e)
		return
	}
}

// message adds a line to the message of the exception that was opened last. In .NET Framework the
// header of an inner exception may follow at the end of the line.
func (r *dotnetReader) message(line string, start int) {
	e := &r.open[min(r.depth, maxExceptions)-1]
	e.end = start + len(line)
	if i := strings.Index(line, " "+dotnetInner); i >= 0 {
		inner := i + 1 + len(dotnetInner)
		if _, _, ok := dotnetType(line[inner:]); ok {
			e.end = start + i
			r.header(line[inner:], start+inner)
		}
	}
}

// push opens an exception.
func (r *dotnetReader) push(e dotnetException) {
	if r.depth < maxExceptions {
		r.open[r.depth] = e
	}
	r.depth++
	r.framed = false
}

// pop closes the exception that was opened last, unless it is the outermost.
func (r *dotnetReader) pop() {
	if r.depth <= 1 {
		return
	}
	r.raiseOpen()
	r.depth--
	r.framed = true
}

// raiseOpen puts the exception that was opened last into the chain if it is not there yet.
func (r *dotnetReader) raiseOpen() {
	if r.depth == 0 {
		r.push(dotnetException{})
	}
	open := &r.open[min(r.depth, maxExceptions)-1]
	if open.raised {
		return
	}
	e := r.raise(linkNone, 0)
	e.Type = open.typ
	e.Message = strings.TrimRight(r.text[open.start:open.end], " \n")
	e.reported = r.depth == 1
	open.raised, open.entry = true, len(r.chain)-1
}

// frame adds the frame in a line to the exception that was opened last, and reports whether there is
// one.
func (r *dotnetReader) frame(line string, cut bool) bool {
	var f Frame
	if !f.readDotnet(line, cut) {
		if rest, at := dotnetAt(line); at && cut && r.framed && strings.IndexByte(rest, ' ') < 0 {
			r.cutOff = true
			return true
		}
		return false
	}
	switch {
	case !cut:
	case r.atLimit:
		f.File, f.Line, f.doubt = "", 0, dotnetNoFile // the number may go on
		r.cutOff = true
	case f.File == "":
		text := strings.TrimRight(line, " ")
		last := text[len(text)-1]
		r.cutOff = last != ')' && last != '-' && !isDigit(last) && !strings.Contains(line, " + 0x")
	}
	if r.depth == 0 {
		r.push(dotnetException{})
	}
	if open := &r.open[min(r.depth, maxExceptions)-1]; open.raised && open.entry != len(r.chain)-1 {
		open.raised = false // further frames, behind the members of an aggregate
	}
	r.raiseOpen()
	r.framed = true
	r.add(&f)
	return true
}

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

// dotnetType finds the type and message of an exception in a line: at its start, behind words that
// introduce it or, if a logger wrote other text before it, by a name that ends in "Exception".
func dotnetType(line string) (typ, message string, ok bool) {
	rest := line[indentation(line):]
	for _, intro := range [...]string{
		"Unhandled exception. ", "Unhandled Exception: ", "[ERROR] FATAL UNHANDLED EXCEPTION: ",
		"Exception Info: ", "Fatal error. ",
	} {
		if after, found := strings.CutPrefix(rest, intro); found {
			rest = after
			break
		}
	}
	if after, found := strings.CutPrefix(rest, "Exception: "); found {
		if typ, message, ok := dotnetType(after); ok && strings.IndexByte(typ, '.') > 0 {
			return typ, message, true
		}
	}
	if n := dotnetTypeLen(rest); n > 0 {
		if message, ok := dotnetMessage(rest[n:]); ok && isDotnetException(rest[:n], message) {
			return rest[:n], message, true
		}
	}
	const suffix = "Exception"
	head, _, _ := strings.Cut(line, " "+dotnetInner)
	for end := 0; ; {
		i := strings.Index(head[end:], suffix)
		if i < 0 {
			return "", "", false
		}
		begin := end + i
		end = begin + len(suffix)
		for begin > 0 && (isIdent(line[begin-1]) || line[begin-1] == '.' || line[begin-1] == '+') {
			begin--
		}
		n := dotnetTypeLen(line[begin:])
		if begin+n < end {
			continue
		}
		if message, ok := dotnetMessage(line[begin+n:]); ok && message != "" {
			return line[begin : begin+n], message, true
		}
	}
}

// dotnetTypeLen returns the length of the name of a type at the start of s.
func dotnetTypeLen(s string) int {
	i, depth := 0, 0
	for i < len(s) && i < maxName {
		switch c := s[i]; {
		case isIdent(c) || c == '.':
		case c == '[':
			depth++
		case c == ']' && depth > 0:
			depth--
		case depth == 0 && c != '+' && c != '`':
			return i
		}
		i++
	}
	return i
}

// dotnetMessage returns the message in the text behind the name of an exception, where an error code
// in parentheses may come first.
func dotnetMessage(rest string) (message string, ok bool) {
	if strings.HasPrefix(rest, " (") {
		if code, after, closed := strings.Cut(rest[2:], ")"); closed && code != "" && (isDigit(code[0]) || code[0] == '-') {
			rest = after
		}
	}
	switch {
	case rest == "":
		return "", true
	case rest[0] == ':' && (len(rest) == 1 || rest[1] == ' '):
		return strings.TrimPrefix(rest[1:], " "), true
	case strings.HasPrefix(rest, " "+dotnetInner): // without a message
		return rest, true
	}
	return "", false
}

// isDotnetException reports whether a name before a colon is that of an exception, not just a word.
func isDotnetException(name, message string) bool {
	if strings.HasSuffix(name, "Exception") || strings.HasSuffix(name, "Error") {
		return true
	}
	if name[0] == '.' || name[len(name)-1] == '.' || isDigit(name[0]) {
		return false
	}
	return strings.IndexByte(name, '.') > 0 && (message != "" || strings.Contains(name, "Exception"))
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

// inAppDotnet tells the application's methods from those of .NET and of packages, mainly by the first
// part of the namespace, because the paths of packages are those of the machine that built them.
func inAppDotnet(f *Frame) bool {
	name := f.Function
	root := 0
	for root < len(name) && name[root] != '.' && name[root] != ':' {
		root++
	}
	switch {
	case isDotnetLibrary(name[:root]),
		strings.HasSuffix(f.File, ".g.cs"), strings.Contains(f.File, "/obj/"), strings.Contains(f.File, `\obj\`),
		strings.Contains(f.File, "/.nuget/"), strings.Contains(f.File, `\.nuget\`),
		strings.HasPrefix(name, "lambda_method"),
		strings.Contains(name, "ThrowHelper."):
		return false
	}
	return true
}

// isDotnetLibrary reports whether the first part of a namespace is that of .NET or of a widely used
// package.
func isDotnetLibrary(root string) bool {
	switch root {
	case "System", "Microsoft", "Internal", "Interop", "MS", "Windows", "WinRT", "Mono", "Xamarin", "Java", "Android",
		"AndroidX", "Foundation", "UIKit", "ObjCRuntime", "CoreFoundation", "UnityEngine", "UnityEditor", "Unity", "Godot",
		"CallSite", "FSharp", "ABI", "MonoMac", "AppKit":
		return true
	case "Akka", "Amazon", "Antlr4", "ApprovalTests", "Ardalis", "Asp", "Audit", "Autofac", "AutoFixture", "AutoMapper",
		"Avalonia", "AWSSDK", "Azure", "BenchmarkDotNet", "Bogus", "BouncyCastle", "Carter", "Castle", "CommandLine",
		"CommunityToolkit", "Confluent", "Consul", "Coravel", "CsvHelper", "Dapper", "Datadog", "DotNetCore", "DryIoc",
		"DryIocAttributes", "Duende", "EasyCaching", "EasyNetQ", "Elastic", "Elasticsearch", "EntityFramework",
		"EnumerableAsyncProcessor", "EventStore", "FakeItEasy", "FastEndpoints", "FirebirdSql", "FluentAssertions",
		"FluentMigrator", "FluentResults", "FluentValidation", "Flurl", "Giraffe", "GraphQL", "GreenDonut", "Grpc", "Hangfire",
		"HotChocolate", "Humanizer", "ICSharpCode", "IdentityModel", "IdentityServer4", "JasperFx", "Jint", "JustSaying",
		"Lamar", "LanguageExt", "LinqToDB", "LiteDB", "LightInject", "MailKit", "Mapster", "Marten", "MassTransit",
		"MediatR", "MessagePack", "MimeKit", "Minio", "MongoDB", "Moq", "MQTTnet", "MySql", "MySqlConnector", "NHibernate",
		"NLog", "NPOI", "NRedisStack", "NServiceBus", "NSubstitute", "NUnit", "Nancy", "Nerdbank", "Nest", "Newtonsoft",
		"Ninject", "Nito", "NodaTime", "Npgsql", "Ocelot", "OfficeOpenXml", "OpenIddict", "OpenTelemetry", "OpenTracing",
		"Oracle", "Owin", "Paramore", "Polly", "PostSharp", "ProtoBuf", "Quartz", "RabbitMQ", "Raven", "ReactiveUI", "Rebus",
		"Refit", "RestSharp", "Rg", "Saunter", "Scrutor", "SendGrid", "Sentry", "Serilog", "ServiceStack", "SimpleInjector",
		"SixLabors", "SkiaSharp", "Splat", "SpecFlow", "StackExchange", "StackifyLib", "Steeltoe", "Stripe", "StructureMap",
		"Swashbuckle", "TechTalk", "Telerik", "Telegram", "Topshelf", "Twilio", "Unchase", "Weasel", "WireMock", "Wolverine",
		"Xunit", "Yarp", "YamlDotNet", "ZiggyCreatures", "Zlib", "log4net", "protobuf", "xunit", "Google", "Orleans", "Volo",
		"EFCore", "Elmah", "StyletIoC", "Stylet", "Prism", "Caliburn", "MvvmCross", "GalaSoft", "DevExpress", "Syncfusion",
		"Thrift", "ClosedXML", "NetTopologySuite", "NetMQ", "ImageMagick", "Renci", "LibGit2Sharp", "Fleck", "WebSocketSharp":
		return true
	}
	return false
}
