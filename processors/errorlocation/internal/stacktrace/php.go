// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"slices"
	"strings"
)

// An exception of PHP, as Throwable's __toString prints it:
//
//	DomainException: no stock in /srv/shop/Orders.php:12
//	Stack trace:
//	#0 /srv/shop/Checkout.php(30): Shop\Orders->total(Array, 2)
//	#1 [internal function]: Shop\Checkout->run(Object(Shop\Order))
//	#2 /srv/shop/index.php(8): array_map(Array, Array)
//	#3 {main}
//
//	Next RuntimeException: checkout failed in /srv/shop/Checkout.php:34
//	Stack trace:
//	...
//	  thrown in /srv/shop/Checkout.php on line 34
//
// An entry has the place of a call and the function that was called there, so the function that
// contains a place is in the entry below: Shop\Orders->total in #0 contains Orders.php:12. Monolog,
// and with it Laravel, writes the outermost exception first:
//
//	... {"exception":"[object] (RuntimeException(code: 0): checkout failed at /srv/shop/Checkout.php:34)
//	[stacktrace]
//	#0 ...
//	[previous exception] [object] (DomainException(code: 0): no stock at /srv/shop/Orders.php:12)
//
// The console of Symfony has "Exception trace:" and entries "Shop\Orders->total() at FILE:LINE", and
// the OpenTelemetry SDK imitates Java, where each function is in the line of its own place:
//
//	DomainException: no stock
//		at Shop.Orders.total(Orders.php:12)
//		at {main}(index.php:8)
const (
	phpTrace     = "Stack trace:"
	phpNext      = "Next "
	phpMain      = "{main}"
	phpInternal  = "[internal function]"
	phpCalledAt  = " called at ["
	phpClosure   = "{closure"
	phpMonolog   = "[object] ("
	phpPrevious  = "[previous exception] " + phpMonolog
	phpStack     = "[stacktrace]"
	phpConsole   = "Exception trace:"
	phpSlim      = "Trace: "
	phpDrupal    = "(line "
	phpFatal     = "Fatal error: " // "PHP Fatal error:  " in logs
	phpParse     = "Parse error: " // as long as phpFatal
	phpOnLine    = " on line "
	phpCause     = "Caused by: "
	phpEval      = ") : eval()'d code"
	maxPHPHeader = 64 // lines of a message above its trace
	// maxPHPHandler is the most entries on top of the stack that an error handler which throws can have.
	maxPHPHandler = 4
)

func php() language {
	return language{
		name:   "php",
		sdks:   []string{"php"},
		margin: "S#[ETPNF",
		indent: "a",
		inline: inlinePHP,
		opens:  opensPHP,
		parse:  parsePHP,
		inApp:  inAppPHP,
		title:  phpTitle,
	}
}

func opensPHP(line string) bool {
	switch line[0] {
	case 'S':
		return strings.HasPrefix(line, phpTrace)
	case 'E':
		return strings.HasPrefix(line, phpConsole)
	case 'T':
		return strings.HasPrefix(line, phpSlim+"#0 ")
	case '[':
		return strings.HasPrefix(line, phpStack) || strings.Contains(line, phpMonolog) || opensPHPFatal(line)
	case 'P', 'N', 'F': // "PHP Fatal error", "NOTICE: PHP message: PHP Fatal error", "Fatal error"
		return opensPHPFatal(line)
	case '#':
		return (strings.HasPrefix(line, "#0 ") || strings.HasPrefix(line, "#1 ")) && (strings.Contains(line, "): ") || hasPHPCalledAt(line)) ||
			strings.HasPrefix(line, "#0 "+phpInternal)
	}
	return strings.HasPrefix(line, "\tat ") && isPHPFrame(line)
}

// opensPHPFatal reports whether a line has an error that is not an exception and so has no trace, such
// as a syntax error or exhausted memory: "PHP Fatal error:  MESSAGE in FILE on line LINE". Displayed
// rather than logged, it has no "PHP ".
func opensPHPFatal(line string) bool {
	n := len(line)
	for n > 0 && isDigit(line[n-1]) {
		n--
	}
	return n < len(line) && strings.HasSuffix(line[:n], phpOnLine) &&
		(strings.Contains(line, phpFatal) || strings.Contains(line, phpParse))
}

// inlinePHP is language.inline. A fatal error may have a prefix, so it is looked for in any line.
func inlinePHP(text string, asked bool, around colons) bool {
	return opensPHPFatal(text) || asked && around&placeColon != 0 && opensPHP(text) && strings.Contains(text, phpMonolog)
}

// isPHPFrame reports whether a frame in the form of the OpenTelemetry SDK has a PHP file.
func isPHPFrame(line string) bool {
	if line[len(line)-1] != ')' {
		return false
	}
	i := strings.LastIndexByte(line, ':')
	if i < 0 {
		return false
	}
	return isPHPFile(line[:i])
}

func isPHPFile(path string) bool {
	for _, suffix := range [...]string{".php", ".phtml", ".inc", ".module", ".theme"} {
		if strings.HasSuffix(path, suffix) {
			return true
		}
	}
	return false
}

// phpReader is the state of parsePHP.
type phpReader struct {
	*Parser
	from    Frame // the place of the exception
	place   Frame // the place whose function the next entry has, if it has a file
	entries int   // number of entries of the exception
	escaped bool  // backslashes are doubled
	ended   bool  // the last entry of the exception was read
	cutOff  bool  // the text ends inside the trace
	// calledAt says that entries end with their places, in which case there is no entry "{main}".
	calledAt bool
}

func parsePHP(p *Parser, prev, pos int) bool {
	line, next := p.line(pos)
	r := phpReader{Parser: p}
	switch line[0] {
	case '\t':
		return r.javaLike(prev, pos)
	case 'E':
		return r.console(prev, next)
	case 'P', 'N', 'F':
		return r.fatal(line, next)
	case '#':
		if line[1] == '1' && !strings.Contains(line, phpCalledAt) {
			if !r.drupal(prev) {
				return false
			}
		} else {
			r.above(prev, pos)
		}
		next = pos
	case 'T':
		r.slim(prev)
		next = pos + len(phpSlim)
	case '[':
		r.escaped = true
		if !strings.HasPrefix(line, phpStack) {
			if opensPHPFatal(line) {
				return r.fatal(line, next)
			}
			return r.places(pos)
		}
		if prev < 0 || !r.monolog(prev) {
			return false
		}
	default:
		if prev < 0 || !r.thrown(p.phpHeader(prev), pos-1) {
			return false
		}
	}
	outermostFirst := line[0] == '['
	end := r.read(next)
	if r.entries == 0 && (r.from.File == "" || end < len(p.text) && !r.cutOff) {
		return false
	}
	r.flush()
	if outermostFirst {
		p.chain[0].reported = true
		slices.Reverse(p.chain)
	} else {
		p.current().reported = true
	}
	p.result.Truncated = r.cutOff || !r.ended && (!r.calledAt && end == len(p.text) || p.atLimit && p.cut(end))
	return true
}

// fatal reads an error of a single line, which ends at next, and reports whether there is one.
func (r *phpReader) fatal(line string, next int) bool {
	i := max(strings.Index(line, phpFatal), strings.Index(line, phpParse))
	if i < 0 || r.atLimit && r.cut(next) || strings.HasPrefix(r.text[next:], phpTrace) {
		return false // digits may be missing; an error with a trace is read from its trace
	}
	message, file, number, ok := phpPlace(line[i+len(phpFatal):])
	if !ok || !strings.HasSuffix(line[:i], "PHP ") && !isPHPFile(file) {
		return false // other programs print errors like this too
	}
	e := r.raise(linkNone, 0)
	e.Type = line[i : i+len(phpFatal)-len(": ")]
	e.Message, e.reported = strings.TrimPrefix(message, " "), true
	r.add(&Frame{File: file, Line: number, partial: r.cut(next)})
	return true
}

// phpHeader returns the start of the line with the type of the exception whose header ends with the
// line at prev, or prev if no line has a type.
func (p *Parser) phpHeader(prev int) int {
	pos := prev
	for range maxPHPHeader {
		if pos < 0 {
			break
		}
		line, _ := p.line(pos)
		if _, _, ok := phpType(line); ok {
			return pos
		}
		pos = p.lineBefore(pos)
	}
	return prev
}

// thrown starts the exception with the header "Type: message in FILE:LINE" in [start,end) of the text,
// and reports whether there is one.
func (r *phpReader) thrown(start, end int) bool {
	header := strings.TrimRight(r.text[start:end], " \n\"")
	rest, file, line, ok := phpPlace(header)
	if !ok {
		return false
	}
	e := r.raise(linkNone, 0)
	first, _, _ := strings.Cut(rest, "\n")
	typ, message, found := phpType(first)
	if found {
		e.Type = typ
		e.Message = rest[len(first)-len(message):]
		if strings.Contains(first, "' with message '") {
			e.Message = strings.TrimSuffix(e.Message, "'")
		}
	} else {
		e.Message = rest
	}
	e.Message = strings.TrimRight(e.Message, "\n") // if the place is on a line of its own
	r.begin(file, line)
	if e.Type == "ParseError" {
		r.flush() // the place is in a file that was being parsed, so no entry has its function
	}
	return true
}

// begin sets the place of the current exception.
func (r *phpReader) begin(file string, line int) {
	r.from = Frame{File: file, Line: line}
	r.place = r.from
	r.entries, r.ended = 0, false
}

// phpPlace splits "message in FILE:LINE" or "message in FILE on line LINE".
func phpPlace(header string) (message, file string, line int, ok bool) {
	n := len(header)
	for n > 0 && isDigit(header[n-1]) {
		n--
	}
	line = number(header[n:])
	if path, ok := strings.CutSuffix(header[:n], phpOnLine); ok {
		file = path
	} else if path, ok := strings.CutSuffix(header[:n], ":"); ok {
		file = path
	} else {
		return "", "", 0, false
	}
	i := lastPHPPath(file)
	if i < 0 || line == 0 {
		return "", "", 0, false
	}
	message, file = file[:i], file[i+len(" in "):]
	file, line = phpEvaluated(file, line)
	return message, file, line, file != "" && len(file) <= maxName && strings.IndexByte(file, '\n') < 0
}

// lastPHPPath returns the index of the last " in " of s that is followed by an absolute path or, if
// there is none, of the last " in ", or -1.
func lastPHPPath(s string) int {
	const in = " in "
	last := lastIndex(s, in)
	for i := last; i >= 0; i = lastIndex(s[:i], in) {
		path := s[i+len(in):]
		if strings.HasPrefix(path, "/") || strings.HasPrefix(path, `\\`) || strings.HasPrefix(path, "phar:") ||
			len(path) > 2 && path[1] == ':' && isSlash(path[2]) {
			return i
		}
		if len(s)-i > maxName {
			break
		}
	}
	return last
}

// phpEvaluated returns the place where eval was called for a file such as
// "/srv/shop/a.php(12) : eval()'d code", and any other place as it is.
func phpEvaluated(file string, line int) (string, int) {
	i := strings.Index(file, phpEval)
	if i < 0 {
		return file, line
	}
	open := strings.LastIndexByte(file[:i], '(')
	if open < 0 || wholeNumber(file[open+1:i]) == 0 {
		return file, line
	}
	return file[:open], number(file[open+1 : i])
}

// phpType finds "Type: message" in the first line of an exception, behind words that introduce it or
// that a logger put before it. Without a message there is no colon.
func phpType(line string) (typ, message string, ok bool) {
	_, rest, uncaught := strings.Cut(line, "Uncaught ")
	if !uncaught {
		rest = strings.TrimPrefix(line, phpNext)
	}
	if typ, message, ok = phpName(rest); ok {
		return typ, message, true
	}
	if quoted, ok := strings.CutPrefix(rest, "exception '"); ok { // PHP 5
		if typ, message, ok = strings.Cut(quoted, "' with message '"); ok {
			return typ, message, true
		}
	}
	if _, after, found := strings.Cut(line, "Fatal error: "); found {
		return "Fatal error", strings.TrimLeft(after, " "), true
	}
	for pos := 0; ; {
		i := strings.Index(line[pos:], ": ")
		if i < 0 {
			return "", "", false
		}
		end := pos + i
		pos = end + 1
		start := end
		for start > 0 && (isIdent(line[start-1]) || line[start-1] == '\\') {
			start--
		}
		if name := line[start:end]; strings.HasSuffix(name, "Exception") || strings.HasSuffix(name, "Error") {
			return name, line[end+2:], true
		}
	}
}

// phpName splits "Type: message" or "Type".
func phpName(s string) (typ, message string, ok bool) {
	i := 0
	for i < len(s) && (isIdent(s[i]) || s[i] == '\\') {
		i++
	}
	typ = s[:i]
	if strings.HasPrefix(s[i:], "@anonymous") {
		for i < len(s) && s[i] != ' ' && !strings.HasPrefix(s[i:], ": ") {
			i++
		}
	}
	if typ == "" || isDigit(typ[0]) ||
		!strings.HasSuffix(typ, "Exception") && !strings.HasSuffix(typ, "Error") && strings.IndexByte(typ, '\\') <= 0 {
		return "", "", false
	}
	switch rest := s[i:]; {
	case rest == "", strings.HasPrefix(rest, " in "):
		return typ, rest, true
	case strings.HasPrefix(rest, ": "):
		return typ, rest[2:], true
	}
	return "", "", false
}

// above starts the exception whose entries, from pos on, follow its header without "Stack trace:"
// between them. The header, which ends with the line at prev, is "Type: message in FILE:LINE", in
// Drupal "Type: message in FUNCTION() (line LINE of FILE)." and in Hyperf "message[LINE] in FILE".
func (r *phpReader) above(prev, pos int) {
	if prev >= 0 && r.thrown(r.phpHeader(prev), pos-1) {
		return
	}
	e := r.raise(linkNone, 0)
	if prev < 0 {
		return
	}
	line, _ := r.line(prev)
	e.Type, e.Message, _ = phpType(line)
	if strings.Contains(line, phpDrupal) {
		r.drupalPlace(line)
		return
	}
	if i := lastPHPPath(line); i > 0 && line[i-1] == ']' {
		open := strings.LastIndexByte(line[:i], '[')
		if n := wholeNumber(line[open+1 : i-1]); n > 0 {
			r.begin(line[i+len(" in "):], n)
		}
	}
}

// drupalPlace sets the place of the exception from "... in FUNCTION (line LINE of FILE)", and reports
// whether the line has one.
func (r *phpReader) drupalPlace(line string) bool {
	_, after, _ := strings.Cut(line, phpDrupal)
	n := digits(after)
	file, ok := strings.CutPrefix(after[n:], " of ")
	end := strings.LastIndexByte(file, ')')
	if !ok || end <= 0 || number(after[:n]) == 0 {
		return false
	}
	e := r.current()
	e.Message = e.Message[:max(0, lastPHPPath(e.Message))]
	r.begin(file[:end], number(after[:n]))
	return true
}

// drupal starts the exception in the line at prev, to which Drupal appends the first entry:
// "Type: message in FUNCTION (line LINE of FILE) #0 ...".
func (r *phpReader) drupal(prev int) bool {
	if prev < 0 {
		return false
	}
	line, _ := r.line(prev)
	i := strings.Index(line, ") #0 ")
	if i < 0 || !strings.Contains(line[:i], phpDrupal) {
		return false
	}
	e := r.raise(linkNone, 0)
	e.Type, e.Message, _ = phpType(line[:i+1])
	if !r.drupalPlace(line[:i+1]) || !r.entry(line[i+len(") "):], false) {
		return false
	}
	r.entries++
	return true
}

// slim starts the exception that Slim describes in the lines up to the one at pos: "Type: ...",
// "Message: ...", "File: ..." and "Line: ...".
func (r *phpReader) slim(pos int) {
	e := r.raise(linkNone, 0)
	file, line := "", 0
	for range maxPHPHeader {
		if pos < 0 {
			break
		}
		text, _ := r.line(pos)
		name, value, _ := strings.Cut(text, ": ")
		switch name {
		case "Line":
			line = wholeNumber(value)
		case "File":
			file = value
		case "Message":
			e.Message = value
		case "Type":
			e.Type = value
			if line > 0 {
				r.begin(file, line)
			}
			return
		}
		pos = r.lineBefore(pos)
	}
}

// monolog starts the exception in the lines up to the one at last:
// "[object] (Type(code: 0): message at FILE:LINE)".
func (r *phpReader) monolog(last int) bool {
	start := last
	for n := 0; ; n++ {
		line, _ := r.line(start)
		if strings.Contains(line, phpMonolog) {
			break
		}
		start = r.lineBefore(start)
		if start < 0 || n == maxPHPHeader {
			return false
		}
	}
	_, next := r.line(last)
	return r.object(r.text[start:next])
}

// object starts the exception in the last "[object] (...)" of header, and reports whether there is one.
func (r *phpReader) object(header string) bool {
	i := -1 // of the last one; strings.Index from the start is faster than a search from the end
	for {
		j := strings.Index(header[i+1:], phpMonolog)
		if j < 0 {
			break
		}
		i += 1 + j
	}
	header = strings.TrimRight(header[i+len(phpMonolog):], "\n")
	header, ok := strings.CutSuffix(header, ")")
	if !ok {
		return false
	}
	file, line, ok := splitPlace(header)
	if !ok {
		return false
	}
	i = lastIndex(file, " at ")
	if i < 0 {
		return false
	}
	message, file := file[:i], file[i+len(" at "):]
	e := r.raise(linkNone, 0)
	if typ, rest, ok := strings.Cut(message, "(code: "); ok {
		e.Type = unescapePHP(typ)
		_, e.Message, _ = strings.Cut(rest, "): ")
	}
	r.begin(unescapePHP(file), line)
	return true
}

// places reads the exceptions that Monolog writes without their stacks, one per line from pos on, from
// the outermost to the root cause.
func (r *phpReader) places(pos int) bool {
	for pos < len(r.text) {
		line, next := r.line(pos)
		if line == phpStack {
			return false
		}
		if len(r.chain) > 0 && !strings.HasPrefix(line, phpPrevious) {
			break
		}
		if i := lastIndex(line, `)"`); i >= 0 {
			line = line[:i+1] // without the rest of the JSON
		}
		if strings.HasPrefix(line, phpStack) || !r.object(line) {
			return false
		}
		r.flush()
		pos = next
	}
	r.chain[0].reported = true
	slices.Reverse(r.chain)
	return true
}

// unescapePHP undoes the doubling of backslashes in JSON.
func unescapePHP(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	return strings.ReplaceAll(s, `\\`, `\`)
}

// read reads the entries from pos on and the exceptions that follow, and returns where they end.
func (r *phpReader) read(pos int) int {
	for pos < len(r.text) {
		line, next := r.line(pos)
		switch {
		case strings.HasPrefix(line, "#") && !r.ended:
			if strings.HasPrefix(line, "#0 ") && r.entries > 0 || !r.entry(line, r.cut(next)) {
				return pos
			}
			r.entries++
		case line == "" && r.entries > 0, line == phpStack, strings.HasPrefix(line, phpTrace) && r.entries == 0:
		case strings.HasPrefix(line, phpNext) && r.ended:
			place, ok := r.nextTrace(pos)
			if !ok || !r.thrown(pos, place-1) {
				r.cutOff = place == len(r.text)
				return pos
			}
			next = place
		case strings.HasPrefix(line, phpPrevious):
			r.flush()
			place, ok := r.nextTrace(pos)
			if !ok || !r.object(r.text[pos:place-1]) {
				r.cutOff = place == len(r.text)
				return pos
			}
			next = place
		default:
			return pos
		}
		pos = next
	}
	return pos
}

// nextTrace returns the start of the line that introduces the entries of the exception whose header
// starts at pos, or the end of the text.
func (r *phpReader) nextTrace(pos int) (int, bool) {
	for pos < len(r.text) {
		line, next := r.line(pos)
		if line == phpStack || strings.HasPrefix(line, phpTrace) {
			return pos, true
		}
		if strings.HasPrefix(line, "#") {
			break
		}
		pos = next
	}
	return len(r.text), false
}

// entry reads an entry of the trace, and reports whether the line is one. The called function in it
// completes the frame of the place before.
func (r *phpReader) entry(line string, cut bool) bool {
	n := 1 + digits(line[1:])
	if n == 1 || n == len(line) || line[n] != ' ' {
		r.cutOff = cut
		return false
	}
	rest := strings.TrimLeft(line[n:], " ")
	if strings.HasPrefix(rest, phpMain) {
		r.called(phpMain)
		r.place = Frame{}
		r.ended = true
		return true
	}
	callee, file, number, ok := phpEntry(rest)
	if !ok {
		r.cutOff = cut
		return false
	}
	r.calledAt = r.calledAt || rest[len(rest)-1] == ']'
	name, args, whole := phpCallee(callee)
	if !whole && cut {
		name, r.cutOff = "", true
	}
	if r.escaped {
		file = unescapePHP(file)
	}
	switch {
	case file == "" || file != r.from.File || number != r.from.Line || r.entries >= maxPHPHandler:
		r.called(name)
	case strings.Contains(name, phpClosure) && r.entries == 0 && cut:
		r.called("") // the arguments that tell whether it handled an error are cut off
	case strings.Contains(name, phpClosure) && r.entries == 0 && !r.handlesError(args, number):
		r.called(name)
	case r.entries > 0 && len(r.frames) > r.current().first && strings.Contains(r.frames[r.current().first].Function, phpClosure):
		r.called(name) // a closure on the same line as its caller
	default:
		// The function that was called at the place of the exception does not contain that place. It
		// is a function of PHP itself that threw, or the handler of an error that was raised there.
		r.dropFrames()
	}
	r.place = Frame{File: file, Line: number}
	return true
}

// handlesError reports whether a closure is an error handler: the last of its arguments is the line of
// the error. Arguments are not printed with zend.exception_ignore_args, but handlers usually throw an
// ErrorException.
func (r *phpReader) handlesError(args string, line int) bool {
	if args == "" {
		return r.current().Type == "ErrorException"
	}
	i := lastIndex(args, ", ")
	return i >= 0 && wholeNumber(args[i+2:]) == line
}

// called adds the frame of the place that was read last, whose function is name.
func (r *phpReader) called(name string) {
	if r.place.File == "" {
		return
	}
	r.place.Function, r.place.Package = name, phpPackage(name)
	r.add(&r.place)
	r.place = Frame{}
}

// flush adds the frame of a place whose function is not known because the text ends.
func (r *phpReader) flush() { r.called("") }

// phpEntry splits "FILE(LINE): CALLEE", "[internal function]: CALLEE" or "CALLEE called at [FILE:LINE]".
func phpEntry(s string) (callee, file string, line int, ok bool) {
	if rest, internal := strings.CutPrefix(s, phpInternal+": "); internal {
		return rest, "", 0, true
	}
	if hasPHPCalledAt(s) {
		name, place, _ := strings.Cut(s, phpCalledAt)
		place, closed := strings.CutSuffix(place, "]")
		if file, line, ok = splitPlace(place); ok && closed {
			return name, file, line, true
		}
		return "", "", 0, false
	}
	for pos := 0; ; {
		i := strings.Index(s[pos:], "): ")
		if i < 0 {
			return "", "", 0, false
		}
		end := pos + i
		open := end
		for open > 0 && isDigit(s[open-1]) {
			open--
		}
		if open < end && open > 1 && s[open-1] == '(' && s[open-2] != ' ' {
			line = number(s[open:end])
			file, line = phpEvaluated(s[:open-1], line)
			return s[end+3:], file, line, line > 0 && len(file) <= maxName
		}
		pos = end + 1
	}
}

// hasPHPCalledAt reports whether the place of an entry follows the function that was called there.
func hasPHPCalledAt(s string) bool {
	return strings.IndexByte(s, '[') >= 0 && strings.Contains(s, phpCalledAt) // brackets are rarer than spaces
}

// phpCallee splits "Shop\Orders->total(Array, 2)". whole is false if there are no arguments.
func phpCallee(s string) (name, args string, whole bool) {
	start := 0
	if strings.IndexByte(s, '{') >= 0 {
		if i := strings.Index(s, phpClosure+":"); i >= 0 {
			// Since PHP 8.4 the name of a closure has the function that contains it, with parentheses.
			end := strings.IndexByte(s[i:], '}')
			if end < 0 {
				return "", "", false
			}
			start = i + end
		}
	}
	i := strings.IndexByte(s[start:], '(')
	if i < 0 || start+i > maxName {
		return "", "", false
	}
	name, args = s[:start+i], s[start+i+1:]
	for args != "" && (args[len(args)-1] == ')' || args[len(args)-1] == '"') {
		args = args[:len(args)-1]
	}
	return name, args, true
}

// phpPackage returns the class of a method, or the namespace of a function.
func phpPackage(name string) string {
	i := strings.Index(name, "->")
	if i < 0 {
		i = strings.Index(name, "::")
	}
	if i < 0 {
		i = strings.LastIndexByte(name, '\\')
	}
	return name[:max(0, i)]
}

// console reads the output of Symfony's console: the exceptions from the outermost to the root cause,
// each with its frames behind a line "Exception trace:".
func (r *phpReader) console(prev, pos int) bool {
	r.raise(linkNone, 0)
	r.consoleType(prev)
	for pos < len(r.text) {
		line, next := r.line(pos)
		switch {
		case strings.HasPrefix(line, phpConsole):
			r.flush()
			r.raise(linkCause, 0)
			r.consoleType(r.lineBefore(pos))
			r.entries = 0
		case !r.consoleEntry(line, r.cut(next)) && r.entries == 0:
			return false
		}
		r.entries++
		pos = next
	}
	r.flush()
	r.chain[0].reported = true
	slices.Reverse(r.chain)
	r.result.Truncated = r.cutOff || r.atLimit && r.cut(pos)
	return len(r.frames) > 0
}

// consoleType looks for the type of the current exception, "[RuntimeException]", from pos upward.
func (r *phpReader) consoleType(pos int) {
	for range 16 {
		if pos < 0 {
			return
		}
		line, _ := r.line(pos)
		line = strings.Trim(line, " ")
		if name, ok := strings.CutPrefix(line, "["); ok {
			if name, ok = strings.CutSuffix(name, "]"); ok {
				name, _, _ = strings.Cut(name, " (")
				r.current().Type = name
				return
			}
		}
		pos = r.lineBefore(pos)
	}
}

// consoleEntry reads "  at FILE:LINE" or " CALLEE() at FILE:LINE".
func (r *phpReader) consoleEntry(line string, cut bool) bool {
	if line == "" || line[0] != ' ' {
		return false
	}
	i := lastIndex(line, " at ")
	if i < 0 {
		return false
	}
	file, number, ok := splitPlace(line[i+len(" at "):])
	if !ok && line[i:] != " at n/a:n/a" {
		r.cutOff = cut
		return false
	}
	if callee := strings.Trim(line[:i], " "); callee != "" && callee != "()" {
		name, _, whole := phpCallee(callee)
		if !whole {
			return false
		}
		r.called(name)
	}
	if cut && r.atLimit {
		r.cutOff = true // digits may be missing
		return true
	}
	r.place = Frame{File: file, Line: number, partial: cut}
	return true
}

// javaLike reads the form of the OpenTelemetry SDK. The first frame is at pos, the line above at prev.
func (r *phpReader) javaLike(prev, pos int) bool {
	outer := r.raise(linkNone, 0)
	outer.reported = true
	for start, n := prev, 0; start >= 0 && n < maxPHPHeader; n++ {
		line, next := r.line(start)
		if typ, message, ok := phpJavaType(line); ok {
			outer.Type = typ
			begin := start + len(line) - len(message)
			outer.Message = strings.TrimRight(r.text[begin:max(pos-1, begin)], "\n")
			if begin >= next {
				outer.Message = ""
			}
			break
		}
		start = r.lineBefore(start)
	}
	message, header := -1, 0
	for pos < len(r.text) {
		line, next := r.line(pos)
		switch {
		case strings.HasPrefix(line, "\tat "):
			message = -1
			if !r.javaFrame(line[len("\tat "):], r.cut(next)) {
				r.cutOff = r.cut(next)
			}
		case strings.HasPrefix(line, "\t... "):
			n := digits(line[len("\t... "):])
			r.more(number(line[len("\t... "):][:n]))
		case strings.HasPrefix(line, phpCause):
			e := r.raise(linkCause, 0)
			e.Type, e.Message, _ = phpJavaType(line[len(phpCause):])
			message, header = pos+len(line)-len(e.Message), len(r.chain)-1
		case message >= 0:
			r.chain[header].Message = r.text[message : pos+len(line)]
		default:
			r.endJavaLike(pos)
			return len(r.frames) > 0
		}
		pos = next
	}
	r.endJavaLike(pos)
	return len(r.frames) > 0
}

func (r *phpReader) endJavaLike(pos int) {
	slices.Reverse(r.chain)
	r.result.Truncated = r.cutOff || r.atLimit && r.cut(pos)
}

// javaFrame adds the frame "Shop.Orders.total(Orders.php:12)".
func (r *phpReader) javaFrame(s string, cut bool) bool {
	start := 0
	if i := strings.Index(s, phpClosure+":"); i >= 0 {
		end := strings.IndexByte(s[i:], '}')
		if end < 0 {
			return false
		}
		start = i + end
	}
	open := strings.IndexByte(s[start:], '(')
	if open <= 0 || start+open > maxName {
		return false
	}
	f := Frame{Function: s[:start+open], partial: cut}
	f.Package = f.Function[:max(0, strings.LastIndexByte(f.Function, '.'))]
	place, ok := strings.CutSuffix(s[start+open+1:], ")")
	if ok {
		if f.File, f.Line, ok = splitPlace(place); !ok {
			f.File, f.Line = "", 0 // "Unknown Source"
		}
	} else {
		r.cutOff = cut
	}
	// A function of PHP itself that threw has the place of its caller.
	e := r.current()
	if last := len(r.frames) - 1; last == e.first && f.File != "" && r.frames[last].File == f.File &&
		r.frames[last].Line == f.Line && !strings.Contains(r.frames[last].Function, phpClosure) {
		r.dropFrames()
	}
	r.add(&f)
	return true
}

// more adds the last n frames of the enclosing exception, which the text leaves out.
func (r *phpReader) more(n int) {
	if len(r.chain) < 2 {
		return
	}
	outer := &r.chain[len(r.chain)-2]
	for i := max(outer.first, outer.last-n); i < outer.last; i++ {
		r.add(&r.frames[i])
	}
}

// phpJavaType splits "Shop.OutOfStock: message".
func phpJavaType(line string) (typ, message string, ok bool) {
	i := 0
	for i < len(line) && (isIdent(line[i]) || line[i] == '.' && i > 0) {
		i++
	}
	typ = line[:i]
	if typ == "" || isDigit(typ[0]) ||
		!strings.HasSuffix(typ, "Exception") && !strings.HasSuffix(typ, "Error") && strings.IndexByte(typ, '.') < 0 {
		return "", "", false
	}
	switch rest := line[i:]; {
	case rest == "":
		return typ, "", true
	case strings.HasPrefix(rest, ": "):
		return typ, rest[2:], true
	}
	return "", "", false
}

// phpTitle returns the name of a function with the separator of the semantic conventions, and with
// "class@anonymous" for an anonymous class, without the place of its declaration.
func phpTitle(name string) string {
	if strings.Contains(name, `\\`) {
		var b strings.Builder
		b.Grow(len(name))
		for i := 0; i < len(name); i++ {
			switch {
			case strings.HasPrefix(name[i:], `\\`):
				i++
				b.WriteByte('\\')
			case strings.HasPrefix(name[i:], "->"):
				i++
				b.WriteString("::")
			default:
				b.WriteByte(name[i])
			}
		}
		name = b.String()
	}
	const anonymous = "@anonymous"
	if i := strings.Index(name, anonymous); i >= 0 {
		end := i + len(anonymous)
		if j := lastIndex(name[end:], "->"); j >= 0 {
			name = name[:end] + "::" + name[end+j+2:]
		} else if j := lastIndex(name[end:], "::"); j >= 0 {
			name = name[:end] + name[end+j:]
		}
		return name
	}
	if class, method, ok := strings.Cut(name, "->"); ok {
		return class + "::" + method
	}
	return name
}

// inAppPHP tells the application's files from those of Composer's packages, of archives and of
// frameworks that are not installed as packages. Traces of the OpenTelemetry SDK have no directories:
// there it goes by the namespace.
func inAppPHP(f *Frame) bool {
	path := f.File
	if path == "" {
		return false
	}
	if _, _, ok := cutDirectory(path); !ok {
		namespace := f.Function
		if i := strings.IndexAny(namespace, `.\`); i >= 0 {
			return !isPHPLibrary(namespace[:i])
		}
		return true
	}
	if strings.HasPrefix(path, "phar://") || strings.HasPrefix(path, "vendor/") || strings.HasPrefix(path, "/usr/share/") {
		return false
	}
	prev := ""
	for name, rest, ok := cutDirectory(path); ok; name, rest, ok = cutDirectory(rest) {
		switch name {
		case "vendor", "wp-includes", "wp-admin":
			return false
		case "cache":
			if prev == "var" { // Symfony's container and templates
				return false
			}
		case "code":
			if prev == "generated" { // Magento
				return false
			}
		case "contrib":
			if prev == "modules" || prev == "themes" { // Drupal
				return false
			}
		case "lib":
			if prev == "core" { // Drupal
				return false
			}
		case "modules":
			if prev == "core" { // Drupal
				return false
			}
		case "core", "database", "libraries":
			if prev == "system" { // CodeIgniter 3
				return false
			}
		}
		prev = name
	}
	return true
}

// isPHPLibrary reports whether the first part of a namespace is that of a widely used package.
func isPHPLibrary(namespace string) bool {
	switch namespace {
	case "Aimeos", "Amp", "ApiPlatform", "Aws", "Barryvdh", "BaconQrCode", "Behat", "Bref", "Brick", "CakePHP", "Cake",
		"Carbon", "Clue", "CodeIgniter", "Codeception", "Composer", "Cycle", "Defuse", "Doctrine", "Dompdf", "DI", "Dotenv", "Drupal", "EasyCorp",
		"Elastic", "Elasticsearch", "Enqueue", "Facade", "FastRoute", "Fideloper", "Filament", "Firebase", "Flarum", "Fruitcake", "Google", "GraphQL",
		"Grpc", "GuzzleHttp", "Hyperf", "Http", "Illuminate", "Inertia", "Intervention", "JMS", "Jean85", "Jenssegers", "KnpU", "Knp",
		"Laminas", "Laravel", "Lcobucci", "League", "Livewire", "Maatwebsite", "Magento", "MatthiasMullie", "Mezzio", "Mockery", "MongoDB", "Monolog",
		"Mpdf", "NunoMaduro", "Nelmio", "Nette", "Nikic", "Nyholm", "Octane", "OpenApi", "OpenTelemetry", "PDO", "PHPMailer", "PHPStan", "PHPUnit",
		"Phalcon", "PhpAmqpLib", "PhpOffice", "PhpParser", "Pest", "Predis", "Prometheus", "Psr", "Psy", "Pusher", "Ramsey", "Ratchet", "React",
		"Respect", "Revolt", "Rize", "Roave", "SebastianBergmann", "Sensio", "Sentry", "Shopware", "Silex", "SimpleSAML", "Slim", "Smarty", "Spatie",
		"Spiral", "Stripe", "Sulu", "Swoole", "Sylius", "Symfony", "Temporal", "Tightenco", "Tracy", "Twig", "Twilio", "Tymon", "TYPO3", "Webmozart",
		"Whoops", "Workerman", "Yiisoft", "Zend", "cebe", "phpDocumentor", "yii":
		return true
	}
	return false
}
