// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"slices"
	"strings"
)

// names reports whether the line at pos, -1 for none, names an error. Jest prints an excerpt of the
// source between the error and its frames.
func (r *jsReader) names(pos int) bool {
	if pos < 0 {
		return false
	}
	line, _ := r.line(pos)
	if indentation(line) == len(line) {
		line, _ = r.line(max(0, r.lineBefore(pos)))
		return isCodeFrame(line)
	}
	if isCodeFrame(line) {
		return true
	}
	_, _, ok := jsException(line)
	if !ok {
		_, _, ok = jsExceptionIn(line)
	}
	return ok
}

// name sets the type and the message of the current error from the line at pos and the lines between
// it and the first frame, which is at frames. It reports whether the line at pos names an error.
func (r *jsReader) name(pos, frames int) bool {
	line, next := r.line(pos)
	typ, start, ok := jsException(line)
	if !ok {
		if typ, start, ok = jsExceptionIn(line); !ok {
			return false
		}
	}
	end := frames
	if next >= frames {
		end = pos + len(line)
	}
	message := withoutSource(strings.TrimRight(r.text[pos+start:end], " \n"))
	switch line[indentation(line)] {
	case '[':
		message = strings.TrimSuffix(strings.TrimSuffix(message, " {"), "]")
	default:
		if r.quoted {
			message = strings.TrimSuffix(strings.TrimRight(message, `'" +`), `\n`)
		}
	}
	e := r.current()
	e.Type, e.Message = typ, message
	return true
}

// withoutSource removes the line of source and the caret that Deno prints behind a message.
func withoutSource(message string) string {
	if i := strings.LastIndexByte(message, '\n'); i >= 0 && isCaret(message[i:]) {
		return strings.TrimRight(message[:max(0, strings.LastIndexByte(message[:i], '\n'))], " \n")
	}
	return message
}

// nameFirst sets the type and message of the outermost error. If the text is a trace, they are at its
// start, perhaps below an excerpt of the source by Node.js. Otherwise they are looked for above the
// first frame, which is at pos.
func (r *jsReader) nameFirst(prev, pos int) {
	if prev < 0 {
		return
	}
	if !r.hints.Freeform {
		start := r.skipEmpty(0)
		if _, below, ok := r.sourceAt(start); ok {
			start = r.skipEmpty(below)
		}
		// A first line that ends with a brace is that of an error without frames.
		line, _ := r.line(start)
		if start < pos && !strings.HasSuffix(line, " {") && r.nameAt(start, pos) {
			return
		}
	}
	// A line of a message may look like it names an error, but seldom with a name that ends in "Error".
	const lines = 32
	named := -1
	for n, at := 0, prev; n < lines && at >= 0; n, at = n+1, r.lineBefore(at) {
		line, _ := r.line(at)
		typ, _, ok := jsException(line)
		if !ok {
			typ, _, ok = jsExceptionIn(line)
		}
		if ok && isErrorName(typ) {
			named = at
			break
		}
		if ok && named < 0 {
			named = at
		}
	}
	if named >= 0 {
		r.nameAt(named, pos)
	}
}

// nameAt sets the type and message of the outermost error from the line at pos, as name does.
func (r *jsReader) nameAt(pos, frames int) bool {
	if !r.name(pos, frames) {
		return false
	}
	line, _ := r.line(pos)
	r.base = indentation(line)
	r.current().level = r.base
	if r.base > 0 && !r.quoted {
		r.enclose(pos)
	}
	return true
}

// enclose looks above the line at pos, which names the current error, for an error without frames that
// has the current one as a property.
func (r *jsReader) enclose(pos int) {
	const lines = 16
	at := pos
	for range lines {
		if at = r.lineBefore(at); at < 0 {
			return
		}
		line, _ := r.line(at)
		level := indentation(line)
		if level >= r.base || !strings.HasSuffix(line, " {") {
			continue
		}
		if _, _, ok := jsException(line); !ok {
			return
		}
		inner := *r.current()
		r.name(at, at)
		r.current().level = level
		l := linkMember
		if named, _ := r.line(pos); isCause(named[r.base:]) {
			l = linkCause
		}
		e := r.raise(l, inner.level)
		e.Type, e.Message = inner.Type, inner.Message
		r.base, r.braced = level, true
		return
	}
}

// jsException reads a line that names an error, such as "Error", "TypeError: message",
// "TypeError [ERR_ASSERTION]: message", "[cause]: Error: message" or "Uncaught Error: message". It
// returns the type, and the offset of the message in the line.
func jsException(line string) (typ string, start int, ok bool) {
	i := indentation(line)
	for n := 1; n > 0; i += n {
		n = jsPrefix(line[i:])
	}
	if key := jsProperty(line[i:]); key > 0 {
		value := i + key
		value += jsPrefix(line[value:])
		if typ, start, ok = jsNamed(line[value:]); ok {
			return typ, value + start, true
		}
	}
	typ, start, ok = jsNamed(line[i:])
	return typ, i + start, ok
}

// jsProperty returns the length of the name of a property at the start of s, with the separator and
// the quote behind it, 0 if there is none.
func jsProperty(s string) int {
	n := jsName(s)
	if n == 0 || s[0] < 'a' || s[0] > 'z' || !strings.HasPrefix(s[n:], ": ") {
		return 0
	}
	n += 2
	if n < len(s) && (s[n] == '\'' || s[n] == '"') {
		n++
	}
	return n
}

// jsNamed reads "TYPE", "TYPE: message" or "TYPE [CODE]: message".
func jsNamed(s string) (typ string, start int, ok bool) {
	n := jsName(s)
	if n == 0 || !isJSType(s[:n]) {
		return "", 0, false
	}
	rest := s[n:]
	if strings.HasPrefix(rest, " [") {
		if i := strings.IndexByte(rest, ']'); i > 0 {
			rest = rest[i+1:]
		}
	}
	switch {
	case rest == "", rest == " {", rest == ":":
		return s[:n], len(s), true
	case strings.HasPrefix(rest, ": "):
		return s[:n], len(s) - len(rest) + 2, true
	}
	return "", 0, false
}

// jsPrefix returns the length of a known prefix of the name of an error, 0 if there is none.
func jsPrefix(s string) int {
	if s == "" || strings.IndexByte("[cCU(e\xe2", s[0]) < 0 {
		return 0
	}
	for _, prefix := range [...]string{
		"[cause]: ", "[errors]: ", "caused by: ", "Caused by: ", "Caused by ",
		"Uncaught ", "(in promise) ", "⨯ ", "error: Uncaught ", "[",
	} {
		if strings.HasPrefix(s, prefix) {
			return len(prefix)
		}
	}
	return 0
}

// jsExceptionIn looks for the name of an error inside a line of a log, such as
// "2026-11-23 ERROR order 17: TypeError: message".
func jsExceptionIn(line string) (typ string, start int, ok bool) {
	if _, stack, ok := strings.Cut(line, `"stack":"`); ok {
		typ, start, ok = jsException(stack)
		return typ, len(line) - len(stack) + start, ok
	}
	for at := 0; ; {
		i := strings.Index(line[at:], ": ")
		if i < 0 {
			break
		}
		typ := line[at : at+i]
		if j := lastIndex(typ, " ["); j > 0 && typ[len(typ)-1] == ']' {
			typ = typ[:j]
		}
		if typ = lastJSName(typ); isErrorName(typ) {
			return typ, at + i + 2, true
		}
		at += i + 2
	}
	typ = lastJSName(line)
	return typ, len(line), isErrorName(typ)
}

// jsName returns the length of the name at the start of s, which may have dots, 0 if there is none.
func jsName(s string) int {
	i := 0
	for i < len(s) && i <= maxName && (isIdent(s[i]) || s[i] == '$' || i > 0 && s[i] == '.') {
		i++
	}
	if i == 0 || isDigit(s[0]) || i > maxName {
		return 0
	}
	return i
}

// lastJSName returns the name with which s ends.
func lastJSName(s string) string {
	i := len(s)
	for i > 0 && (isIdent(s[i-1]) || s[i-1] == '$') {
		i--
	}
	return s[i:]
}

// isJSType reports whether a name may be that of an error: the name of a class, or "error" for errors
// that PostgreSQL sends.
func isJSType(name string) bool {
	if isErrorName(name) || name == "error" {
		return true
	}
	return name[0] >= 'A' && name[0] <= 'Z' && strings.ContainsFunc(name, func(c rune) bool { return c >= 'a' && c <= 'z' })
}

// isErrorName reports whether a name has the usual ending of an error.
func isErrorName(name string) bool {
	return strings.HasSuffix(name, "Error") || strings.HasSuffix(name, "Exception")
}

// skipEmpty returns the start of the first line at or after pos that is not empty.
func (r *jsReader) skipEmpty(pos int) int {
	for pos < len(r.text) && r.text[pos] == '\n' {
		pos++
	}
	return pos
}

// When an error ends Node.js, it prints the place where it was thrown, the line of source with a caret
// below it, the error, and its own version:
//
//	/srv/shop/orders.js:12
//	  throw new Error('no stock');
//	  ^
//
//	Error: no stock
//	    at reserve (/srv/shop/orders.js:12:9)
//
//	Node.js v20.20.2
//
// The stack of a syntax error starts like this as well, and has its place nowhere else.
const nodeTrailer = "Node.js v"

// sourceAt reads the place, the source and the caret in the lines from pos on. below is where the next
// line starts.
func (r *jsReader) sourceAt(pos int) (f Frame, below int, ok bool) {
	line, next := r.line(pos)
	if next == len(r.text) {
		return f, 0, false
	}
	if f.File, f.Line, ok = splitPlace(line); !ok || !isScript(f.File) {
		return f, 0, false
	}
	if _, next = r.line(next); next == len(r.text) {
		return f, 0, false
	}
	caret, below := r.line(next)
	return f, below, isCaret(caret)
}

// isCaret reports whether a line points at a place in the line above.
func isCaret(line string) bool {
	line = strings.TrimLeft(line, " \t\n")
	return line != "" && strings.Trim(line, "^") == ""
}

// sourceAbove looks for a place with its source above the line at pos, and returns it as sourceAt
// does.
func (r *jsReader) sourceAbove(pos int) (f Frame, below int, ok bool) {
	const lines = 12
	caret := pos
	for range lines {
		if caret = r.lineBefore(caret); caret < 0 {
			break
		}
		if line, _ := r.line(caret); !isCaret(line) {
			continue
		}
		if place := r.lineBefore(r.lineBefore(caret)); place >= 0 {
			return r.sourceAt(place)
		}
		break
	}
	return f, 0, false
}

// addSource inserts the place of the source above the first frame, which is at pos, before that frame.
func (r *jsReader) addSource(pos int) {
	f, _, ok := r.sourceAbove(pos)
	if !ok || f.File[0] == '<' {
		return
	}
	e := r.current()
	if e.last-e.first == maxFrames {
		e.last--
	}
	r.frames = slices.Insert(r.frames[:e.last], e.first, f)
	e.last++
}

// died reads the output of Node.js when it is ended by an error without frames, or by a value that is
// not an error. The line with its version is at pos.
func (r *jsReader) died(prev, pos int) bool {
	if prev < 0 {
		return false
	}
	f, below, ok := r.sourceAbove(pos)
	if !ok {
		return false
	}
	r.raise(linkNone, 0)
	r.add(&f)
	if at := r.skipEmpty(below); at < pos && !r.name(at, pos) {
		r.current().Message = r.messageAt(at)
	}
	return true
}
