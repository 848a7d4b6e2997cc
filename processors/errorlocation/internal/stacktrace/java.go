// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// A trace of the Java virtual machine, as Throwable.printStackTrace and the log libraries print it
// for all its languages:
//
//	Exception in thread "main" com.example.shop.OrderFailed: order 17
//		at com.example.shop.Orders.total(Orders.java:12)
//		at java.base/java.lang.Thread.run(Thread.java:840)
//		Suppressed: java.io.IOException: not closed
//			at com.example.shop.Cart.close(Cart.java:31)
//			... 1 more
//	Caused by: java.lang.ArithmeticException: / by zero
//		at com.example.shop.Price.of(Price.java:7)
//		... 2 more
//
// The frames go outward. "... 2 more" stands for the last two frames of the exception that the
// cause is printed in. Log libraries can print the root cause first, with "Wrapped by: " between
// the exceptions, and behind each frame the jar or directory that its class was loaded from.
const (
	javaAt       = "at "
	javaCausedBy = "Caused by: "
	javaUncaught = `Exception in thread "`
	javaAlso     = "Also:" // Jenkins, before what is suppressed
)

func java() language {
	return language{
		name:   "java",
		sdks:   []string{"java", "android"},
		margin: "aEUS",
		indent: "a[",
		opens:  opensJava,
		parse:  parseJava,
		inApp:  inAppJava,
	}
}

func opensJava(line string) bool {
	rest := line[indentation(line):]
	switch rest[0] {
	case 'a':
		return strings.HasPrefix(rest, javaAt) && strings.IndexByte(rest, '(') > 0
	case '[':
		return strings.HasPrefix(rest, "[[")
	}
	return opensClojureReport(rest)
}

func parseJava(p *Parser, prev, pos int) bool {
	line, next := p.line(pos)
	rest := line[indentation(line):]
	switch rest[0] {
	case 'a':
	case '[':
		return p.parseClojureData(prev, pos)
	default:
		return p.parseClojureReport(pos)
	}
	f, ok := javaFrame(rest[len(javaAt):])
	if !ok {
		if !p.cut(next) {
			return false
		}
		if f, ok = cutJavaFrame(rest); !ok {
			return false
		}
	}
	r := javaReader{Parser: p, suppressed: -1, trimmed: len(rest) == len(line)}
	header := r.header(prev)
	switch header.kind {
	case javaThread:
		return false
	case javaNoHeader:
		if p.hints.Freeform || f.File != "" && !isJavaFile(f.File) {
			return false
		}
	}
	p.raise(linkNone, 0)
	if header.kind == javaNamed {
		r.name(header.typ, header.message, header.line)
		pos = header.next
	}
	end := r.read(pos)
	if r.foreign || len(p.frames) == 0 {
		return false
	}
	r.expand()
	r.judge()
	r.order()
	p.result.Truncated = r.cutShort || p.atLimit && p.cut(end)
	return true
}

// javaReader is the state of parseJava.
type javaReader struct {
	*Parser
	state   javaState
	message int // where the message of the current exception starts, 0 if it has none

	traces     [maxExceptions]javaTrace // parallel to Parser.chain
	suppressed int                      // the trace in whose cover the next causes stand, or -1
	rootFirst  bool                     // each exception wraps the one before it
	trimmed    bool                     // the lines have lost their indentation
	spaced     bool                     // frames as module clojure.stacktrace prints them
	foreign    bool                     // the frames are of another language
	cutShort   bool                     // the text ends inside a line of the trace
	directory  bool                     // some class was loaded from a directory
}

type javaState uint8

const (
	javaFrames  javaState = iota // among the frames of an exception
	javaMessage                  // between the line that names an exception and its first frame
)

// javaTrace is what has to be known of an exception until all of them are read.
type javaTrace struct {
	parent int // the exception that its common frames are to be found in, or -1
	total  int // frames, with those that were left out
	common int // frames at the end of those of parent that were left out
	indent int // of the line that names it

	suppressed bool // it, or what it is a cause of, was suppressed
}

// Bounds on the lines between an exception's name and its frames.
const (
	javaMessageLines = 64
	javaHeaderBytes  = 2 << 10
)

// read reads the trace from its first frame at pos on and returns where it ends.
func (r *javaReader) read(pos int) int {
	lines := 0 // of a message
	for pos < len(r.text) {
		line, next := r.line(pos)
		indent := indentation(line)
		rest := line[indent:]
		if strings.HasPrefix(rest, javaAt) {
			if r.deep() || r.frame(rest[len(javaAt):], r.cut(next)) {
				if r.foreign {
					return pos
				}
				r.endMessage(pos)
				pos = next
				continue
			}
			if r.cut(next) {
				r.cutFrame(rest, pos)
				return next
			}
			if r.state == javaFrames && rest[len(rest)-1] == ')' {
				pos = next // coroutines mark the border between two stacks
				continue
			}
		}
		switch {
		case r.spaced && indent > 0 && r.frame(rest, r.cut(next)):
		case r.left(rest):
			r.endMessage(pos)
		case r.caption(rest, indent, pos+indent):
			lines = 0
		case r.state == javaMessage && lines < javaMessageLines:
			lines++
			r.assembly(rest)
		case r.cut(next) && startsJavaLine(rest):
			r.cutShort = true
			return next
		case !r.captionAhead(next):
			r.endMessage(pos)
			return pos
		}
		pos = next
	}
	r.cutShort = r.cutShort || r.state == javaMessage && r.cut(pos)
	r.endMessage(pos)
	return pos
}

// deep reports whether the frames to come of the current exception need only be counted, and
// counts one.
func (r *javaReader) deep() bool {
	if e := r.current(); !e.full || !e.inApp || r.state != javaFrames {
		return false
	}
	r.trace().total++
	return true
}

// trace returns what belongs to the current exception.
func (r *javaReader) trace() *javaTrace { return &r.traces[len(r.chain)-1] }

// frame adds the frame that a line describes, without its "at ".
func (r *javaReader) frame(s string, cut bool) bool {
	f, ok := javaFrame(s)
	if !ok {
		return false
	}
	if strings.HasSuffix(f.File, ".php") {
		const few = 16
		r.foreign = r.foreign || len(r.frames) < few // the PHP SDK's imitation
	}
	r.trace().total++
	if cut && s[len(s)-1] != ')' && s[len(s)-1] != ']' {
		r.cutShort = true
	}
	r.directory = r.directory || f.owner == ownerApp
	if i := strings.IndexByte(s, '('); i > 0 && s[i-1] == ' ' {
		r.spaced = true
	}
	if strings.HasSuffix(f.Function, ".valueOf") && r.belowEnum() {
		f.owner = ownerLibrary
	}
	r.add(f)
	return true
}

// belowEnum reports whether the frame before is the one which finds that an enum has no such
// constant. The compiler makes the method that calls it, with the line at which the enum begins.
func (r *javaReader) belowEnum() bool {
	e := r.current()
	return e.last > e.first && r.frames[e.last-1].Function == "java.lang.Enum.valueOf"
}

// cutFrame adds what is left of a frame at the end of a text that was cut.
func (r *javaReader) cutFrame(rest string, pos int) {
	r.cutShort = true
	r.endMessage(pos)
	if f, ok := cutJavaFrame(rest); ok {
		r.add(f)
	}
}

// cutJavaFrame reads a frame that was cut behind the function's name.
func cutJavaFrame(rest string) (Frame, bool) {
	i := strings.IndexByte(rest, '(')
	if i < 0 || strings.IndexByte(rest, ')') > 0 {
		return Frame{}, false
	}
	f, ok := javaFrame(rest[len(javaAt):i] + "(Unknown Source)")
	f.partial = true
	return f, ok && strings.IndexByte(f.Function, ' ') < 0
}

// left reads a line that stands for frames which are not printed: "... 2 more",
// "... 2 common frames omitted", "... 12 frames truncated".
func (r *javaReader) left(rest string) bool {
	rest, ok := strings.CutPrefix(rest, "... ")
	if !ok {
		return false
	}
	rest, _, _ = strings.Cut(rest, `"`) // the end of a text in JSON
	n := digits(rest)
	count := number(rest[:n])
	switch t := r.trace(); rest[n:] {
	case " more", " common frames omitted":
		t.common = count
	case " frames truncated", " frames excluded", " frames omitted":
		t.total += count
	default:
		return false
	}
	return true
}

// assembly adds the place at which a stream of Reactor was put together, which it prints in the
// message of an exception: "*__Mono.map ⇢ at com.example.shop.Orders.find(Orders.java:12)".
func (r *javaReader) assembly(rest string) {
	if rest == "" || rest[0] != '*' && rest[0] != '|' {
		return
	}
	if _, frame, ok := strings.Cut(rest, " ⇢ at "); ok {
		if f, ok := javaFrame(frame); ok {
			r.add(f)
		}
	}
}

// caption reads the line that names a further exception; start is its offset in the text.
func (r *javaReader) caption(rest string, indent, start int) bool {
	name, kind := javaCaption(rest)
	if kind == javaNoCaption {
		return false
	}
	r.endMessage(start)
	if strings.HasPrefix(name, "[CIRCULAR REFERENCE") {
		return true
	}
	last := len(r.chain) - 1
	t := javaTrace{parent: last, indent: indent}
	switch kind {
	case javaSuppressed:
		for t.parent > 0 && r.traces[t.parent].indent >= indent && !r.trimmed {
			t.parent = r.traces[t.parent].parent
		}
		t.suppressed = true
	case javaCause:
		if r.suppressed >= 0 && (r.trimmed || indent < r.traces[r.suppressed].indent) {
			// Back among the causes of what is not suppressed.
			for r.suppressed >= 0 && (r.trimmed || indent < r.traces[r.suppressed].indent) {
				last = r.traces[r.suppressed].parent
				r.suppressed = -1
				if last >= 0 && r.traces[last].suppressed {
					r.suppressed = last
				}
			}
			t.parent = last
		}
		t.suppressed = r.suppressed >= 0
	case javaWrapper:
		r.rootFirst = true
		t.parent = -1
	}
	how := linkCause
	if kind == javaSuppressed {
		how = linkMember
	}
	r.raise(how, 0)
	i := len(r.chain) - 1
	if i <= t.parent {
		t.parent = i - 1 // more exceptions than are kept
	}
	r.traces[i] = t
	if t.suppressed {
		r.suppressed = i
	}
	typ, message, _ := javaType(name)
	if message > 0 {
		message += start + len(rest) - len(name)
	}
	r.name(typ, message, name)
	return true
}

// name gives the current exception its type; message is where its message starts in the text, 0 if
// it has none, and line the line that has them.
func (r *javaReader) name(typ string, message int, line string) {
	r.current().Type = typ
	r.message = message
	r.state = javaMessage
	if place, ok := clojureCompiled(line); ok {
		r.add(place)
	}
}

type javaCaptionKind uint8

const (
	javaNoCaption javaCaptionKind = iota
	javaCause
	javaSuppressed
	javaWrapper
)

// javaCaption splits a line that names a further exception: "Caused by: java.io.IOException: lost".
// "Caused: " is how Jenkins writes "Wrapped by: "; Crashlytics leaves out the colon.
func javaCaption(rest string) (name string, kind javaCaptionKind) {
	if rest == "" {
		return "", javaNoCaption
	}
	ok := false
	switch rest[0] {
	case 'C':
		if name, ok = strings.CutPrefix(rest, javaCausedBy); ok {
			return name, javaCause
		}
		if name, ok = strings.CutPrefix(rest, "Caused: "); ok {
			return name, javaWrapper
		}
		if name, ok = strings.CutPrefix(rest, "Caused by "); ok && strings.IndexByte(name, '.') > 0 {
			if _, _, ok = javaType(name); ok {
				return name, javaCause
			}
		}
		// RxJava numbers what a CompositeException has collected.
		if rest, ok = strings.CutPrefix(rest, "ComposedException "); ok {
			if rest == "1 :" {
				return "", javaCause
			}
			if n := digits(rest); n > 0 && rest[n:] == " :" {
				return "", javaSuppressed
			}
		}
	case 'S':
		if name, ok = strings.CutPrefix(rest, "Suppressed: "); ok {
			return name, javaSuppressed
		}
	case 'W':
		if name, ok = strings.CutPrefix(rest, "Wrapped by: "); ok {
			return name, javaWrapper
		}
	}
	return "", javaNoCaption
}

// captionAhead reports whether, behind a line that is not of the trace, a further exception of it
// is named soon.
func (r *javaReader) captionAhead(pos int) bool {
	for range 3 {
		if pos == len(r.text) {
			return false
		}
		line, next := r.line(pos)
		rest := line[indentation(line):]
		if _, kind := javaCaption(rest); kind != javaNoCaption {
			return true
		}
		if strings.HasPrefix(rest, javaAt) {
			return false
		}
		pos = next
	}
	return false
}

// startsJavaLine reports whether what is left of a line at the end of a text that was cut may have
// been the start of a line of a trace.
func startsJavaLine(rest string) bool {
	if rest == "" {
		return true
	}
	for _, start := range [...]string{javaAt, javaCausedBy, "Suppressed: ", "Wrapped by: ", "... "} {
		if strings.HasPrefix(start, rest) {
			return true
		}
	}
	return strings.HasPrefix(rest, "... ") && isDigit(rest[len(rest)-1])
}

// endMessage gives the current exception its message, which ends before the line at end.
func (r *javaReader) endMessage(end int) {
	if r.message > 0 && r.message < end {
		r.current().Message = strings.TrimRight(r.text[r.message:end], " \t\n")
	}
	r.message = 0
	r.state = javaFrames
}

// javaHeader is the line that names the first exception of a trace.
type javaHeader struct {
	kind    javaHeaderKind
	typ     string
	message int // its offset in the text, 0 if there is none
	line    string
	next    int // where the line after it starts
}

type javaHeaderKind uint8

const (
	javaNoHeader javaHeaderKind = iota
	javaNamed
	javaThread // the frames show where a thread is, and no error
)

// header looks for the line that names the exception, from the line at pos, which is right above
// the first frame, upward: a message can have many lines, and an exception no frames.
func (r *javaReader) header(pos int) javaHeader {
	if pos < 0 {
		return javaHeader{}
	}
	if !r.hints.Freeform && pos > 0 && r.contiguous(pos) {
		if h := r.headerAt(0); h.kind == javaNamed {
			return h
		}
	}
	h := javaHeader{}
	for lines := 0; pos >= 0 && lines < javaMessageLines; lines++ {
		line, next := r.line(pos)
		rest := line[indentation(line):]
		if strings.HasPrefix(rest, javaAt) {
			if _, ok := javaFrame(rest[len(javaAt):]); ok {
				if lines == 0 {
					return javaHeader{kind: javaThread}
				}
				return h
			}
		}
		if isThread(rest) || lines == 0 && isLock(rest) || strings.HasPrefix(rest, javaAlso) {
			return javaHeader{kind: javaThread}
		}
		if _, kind := javaCaption(rest); kind != javaNoCaption {
			// What it is the cause of may stand above it, with no frames of its own.
			h = javaHeader{kind: javaNamed, next: pos}
		} else if named := r.headerAt(pos); named.kind == javaNamed {
			return named
		} else if lines == 0 {
			if typ, message, ok := javaValue(rest); ok {
				return javaHeader{kind: javaNamed, typ: typ, message: pos + len(line) - len(rest) + message, line: line, next: next}
			}
		}
		pos = r.lineBefore(pos)
	}
	return h
}

// headerAt reads the line at pos as the one that names an exception.
func (r *javaReader) headerAt(pos int) javaHeader {
	line, next := r.line(pos)
	typ, message, ok := javaException(line)
	if !ok || strings.HasPrefix(line, javaAlso) {
		return javaHeader{}
	}
	if message > 0 {
		message += pos
	}
	return javaHeader{kind: javaNamed, typ: typ, message: message, line: line, next: next}
}

// contiguous reports whether the text has but few lines up to the one at pos, none of which can be
// a frame.
func (r *javaReader) contiguous(pos int) bool {
	at := 0
	for range javaMessageLines {
		if at == pos {
			return true
		}
		line, next := r.line(at)
		rest := line[indentation(line):]
		if strings.HasPrefix(rest, javaAt) {
			if _, ok := javaFrame(rest[len(javaAt):]); ok {
				return false
			}
		}
		at = next
	}
	return false
}

// isThread reports whether a line above frames names a thread of a dump, which shows where threads
// are and no error: `"main" #1 prio=5 os_prio=0`, `   java.lang.Thread.State: RUNNABLE`.
func isThread(rest string) bool {
	if strings.HasPrefix(rest, "java.lang.Thread.State: ") {
		return true
	}
	if rest == "" || rest[0] != '"' {
		return false
	}
	end := strings.LastIndexByte(rest, '"') + 1
	return strings.HasPrefix(rest[end:], " #") || strings.Contains(rest[end:], " prio=") || strings.Contains(rest[end:], " Id=")
}

// isLock reports whether a line among frames says what a thread of a dump holds or waits for.
func isLock(rest string) bool {
	for _, start := range [...]string{"- locked ", "- waiting ", "- parking ", "- blocked on ", "- eliminated ", "| group=", "| held mutexes=", "native: "} {
		if strings.HasPrefix(rest, start) {
			return true
		}
	}
	return false
}

// javaException finds the name of an exception in a line: at its start, behind
// `Exception in thread "main" `, or behind what a logger has written before it. message is the
// offset of what stands behind the name, 0 if nothing does.
func javaException(line string) (typ string, message int, ok bool) {
	line = line[:min(len(line), javaHeaderBytes)]
	rest := line[indentation(line):]
	name, uncaught := strings.CutPrefix(rest, javaUncaught)
	if uncaught {
		for range 4 { // the name of a thread can have quotes of its own
			if _, name, ok = strings.Cut(name, `" `); !ok {
				break
			}
			rest = name
			if _, _, ok = javaType(name); ok {
				break
			}
		}
	}
	if typ, message, ok = javaType(rest); ok && isJavaType(typ) {
		if message > 0 {
			message += len(line) - len(rest)
		}
		return typ, message, true
	}
	if i, typ, message := javaNameIn(rest); typ != "" {
		if message > 0 {
			message += len(line) - len(rest) + i
		}
		return typ, message, true
	}
	// Any class can print itself as it likes: Groovy's assertions have no name, and Kotlin prints
	// data classes without their package.
	if uncaught || strings.HasPrefix(rest, "Assertion failed:") {
		typ, message, _ = javaValue(rest)
		return typ, message + len(line) - len(rest), true
	}
	return "", 0, false
}

// javaNameIn looks for the name of an exception, with its package, in a line. It ends as exceptions
// do, or is the start of a text in JSON.
func javaNameIn(line string) (start int, typ string, message int) {
	for i := 0; i < len(line); {
		first := i
		for i < len(line) && isJavaName(line[i]) {
			i++
		}
		name := line[first:i]
		i++
		if len(name) < len("a.Error") || strings.IndexByte(name, '.') <= 0 || !isJavaType(name) {
			continue
		}
		if !endsAsException(name) && (first == 0 || line[first-1] != '"') {
			continue
		}
		if typ, message, ok := javaType(line[first:]); ok {
			return first, typ, message
		}
	}
	return 0, "", 0
}

func endsAsException(name string) bool {
	return strings.HasSuffix(name, "Exception") || strings.HasSuffix(name, "Error") || strings.HasSuffix(name, "Throwable")
}

// javaType splits "com.example.shop.OrderFailed: order 17" or the name alone.
func javaType(s string) (typ string, message int, ok bool) {
	i := 0
	for i < len(s) && isJavaName(s[i]) {
		i++
	}
	typ = s[:i]
	switch {
	case i == 0 || i > maxName || isDigit(s[0]) || s[i-1] == '.' || s[0] == '.':
		return "", 0, false
	case i == len(s):
		return typ, 0, true
	case s[i] != ':' && s[i] != ';': // org.xml.sax.SAXParseException; lineNumber: 7
		return "", 0, false
	case i+1 == len(s):
		return typ, i + 1, true
	case s[i+1] == ' ':
		return typ, i + 2, true
	}
	return "", 0, false
}

// javaValue reads the name of an exception that Kotlin prints like any data class:
// "OrderFailed(order=17)".
func javaValue(s string) (typ string, message int, ok bool) {
	i := 0
	for i < len(s) && isJavaName(s[i]) {
		i++
	}
	if i == 0 || i == len(s) || s[i] != '(' || s[len(s)-1] != ')' || s[0] < 'A' || s[0] > 'Z' {
		return "", 0, false
	}
	return s[:i], i, true
}

func isJavaName(c byte) bool { return isIdent(c) || c == '.' || c == '$' || c == '-' }

// isJavaType tells the name of an exception's class from other words before a colon: its simple
// name starts in upper case and either has a package before it, or ends as exceptions do.
func isJavaType(typ string) bool {
	simple := typ[strings.LastIndexByte(typ, '.')+1:]
	if endsAsException(simple) {
		return len(simple) > len("Exception") || len(typ) > len(simple) || simple == "Throwable"
	}
	if len(simple) == len(typ) {
		return false
	}
	simple = simple[strings.LastIndexByte(simple, '$')+1:]
	return simple != "" && (simple[0] >= 'A' && simple[0] <= 'Z' || isDigit(simple[0]))
}

// javaFrame reads a frame without its "at ":
//
//	app//com.example.shop.Orders.total(Orders.java:12) ~[shop.jar:1.0]
//	java.base@21/java.lang.Thread.sleep0(Native Method)
func javaFrame(s string) (Frame, bool) {
	f := Frame{}
	end := len(s)
	if end == 0 {
		return f, false
	}
	if s[end-1] != ')' {
		if s[end-1] == ']' {
			open := strings.LastIndexByte(s, '[')
			if open < 0 {
				return f, false
			}
			f.owner = javaOwner(s[open+1 : end-1])
			end = open
		}
		end = strings.LastIndexByte(s[:end], ')') + 1
		if end == 0 || end < len(s) && strings.IndexByte(" [\",'", s[end]) < 0 {
			return f, false
		}
	}
	open := strings.LastIndexByte(s[:end], '(')
	if open <= 0 {
		return f, false
	}
	name, place := s[:open], s[open+1:end-1]
	if strings.HasSuffix(place, "Compiled Code)") { // old IBM machines: "(Orders.java:12(Compiled Code))"
		place = strings.TrimSuffix(place, ")")
	}
	if strings.HasSuffix(place, "Compiled Code") {
		if open = strings.LastIndexByte(name, '('); open <= 0 {
			return f, false
		}
		name, place = name[:open], name[open+1:]
	}
	spaced := name[len(name)-1] == ' '
	if spaced {
		name = name[:len(name)-1]
	}
	switch colon := strings.LastIndexByte(place, ':'); {
	case colon >= 0:
		f.File = place[:colon]
		if isDigit(place[min(colon+1, len(place)-1)]) {
			f.Line = number(place[colon+1:])
		}
		if line := strings.TrimPrefix(place[colon+1:], "-"); line == "" || digits(line) != len(line) || isDigitsAfterColon(f.File) || strings.IndexByte(f.File, '@') >= 0 {
			return Frame{}, false // JavaScript has a column, a thread dump the module: "java.base@17/Thread.java:3"
		}
	case place == "Native Method" || place == "Unknown Source" || place == "<generated>" || place == "Native method":
	case place == "" || strings.IndexByte(place, ' ') >= 0 || strings.IndexByte(place, ',') >= 0:
		return Frame{}, false
	}
	if spaced && !isJavaFile(f.File) {
		return Frame{}, false
	}
	if f.Line == 0 || f.File == "" || f.File == "Unknown Source" || f.File[0] == '<' || len(f.File) > maxName {
		f.File, f.Line, f.owner = "", 0, ownerUnknown
	}
	var ok bool
	f.Function, f.Package, ok = javaFunction(name, f.File, spaced)
	return f, ok
}

// isDigitsAfterColon reports whether a file ends in a number of its own, as in JavaScript.
func isDigitsAfterColon(file string) bool {
	i := strings.LastIndexByte(file, ':')
	return i >= 0 && i+1 < len(file) && digits(file[i+1:]) == len(file)-i-1
}

// javaFunction takes off a class's method what stands before the class: the names of its loader and
// its module. pkg is the package of the class, for Clojure the namespace.
func javaFunction(name, file string, spaced bool) (function, pkg string, ok bool) {
	// Cats Effect adds the frames of a fiber with the name of the operation: "map @ com.example.Main.run".
	if i := strings.Index(name, " @ "); i >= 0 {
		name = name[i+3:]
	}
	if spaced {
		// Module clojure.stacktrace has "shop.orders/fn" for a function without a name.
		if namespace, _, ok := strings.Cut(name, "/"); ok {
			return name, namespace, strings.IndexByte(name, ' ') < 0 && len(name) <= maxName
		}
	}
	for end := len(name); ; {
		i := strings.LastIndexByte(name[:end], '/')
		if i < 0 {
			break
		}
		// A class without a name of its own has the address of its data: "Main$$Lambda/0x00007f.run".
		if i+1 < len(name) && !isDigit(name[i+1]) {
			name = name[i+1:]
			break
		}
		end = i
	}
	if len(name) > maxName {
		return "", "", false
	}
	dot := -1
	for i := range len(name) {
		switch name[i] {
		case '.':
			dot = i
		case '[', ';', '"', ':', '=', '{', '\\':
			return "", "", false
		case ' ':
			// Kotlin and Spock allow any words as the name of a method.
			if dot <= 0 || !isJavaFile(file) {
				return "", "", false
			}
		case '\b':
			return "", "", false // how coroutines mark the border of a stack
		}
	}
	if dot <= 0 || dot == len(name)-1 {
		return "", "", false
	}
	return name, javaPackage(name[:dot], file), true
}

// javaPackage returns the package of a class. A function of Clojure is a class, "shop.orders$total",
// whose namespace is what a package is to Java.
func javaPackage(class, file string) string {
	if strings.HasSuffix(file, ".clj") || strings.HasSuffix(file, ".cljc") {
		namespace, _, _ := strings.Cut(class, "$")
		return namespace
	}
	return class[:max(0, strings.LastIndexByte(class, '.'))]
}

// isJavaFile reports whether a file is a source of a language of the Java virtual machine.
func isJavaFile(file string) bool {
	switch file[strings.LastIndexByte(file, '.')+1:] {
	case "java", "kt", "kts", "scala", "sc", "clj", "cljc", "groovy", "gradle":
		return true
	}
	return false
}

// javaOwner reads where a class was loaded from, as log libraries print it: "spring-web.jar:6.1",
// "shop.jar!/:1.0", "classes/:na", "?:?". What is built lies in directories, what is downloaded in
// archives.
func javaOwner(source string) owner {
	if i := strings.LastIndexByte(source, ':'); i >= 0 {
		source = source[:i]
	} else {
		return ownerUnknown
	}
	directory, ok := strings.CutSuffix(source, "/")
	directory = strings.TrimSuffix(directory, "!")
	switch {
	case strings.HasSuffix(directory, ".jar"):
		return ownerPackaged
	case ok || strings.HasSuffix(directory, ".war"):
		return ownerApp
	}
	return ownerUnknown
}

// expand gives each exception the frames that were not printed because they are those of the
// exception it is printed in.
func (r *javaReader) expand() {
	n := len(r.chain)
	if r.rootFirst {
		for i := range n - 1 {
			r.traces[i].parent = i + 1
		}
		r.traces[n-1].parent = -1
		for i := n - 1; i >= 0; i-- {
			r.expandOne(i)
		}
		return
	}
	for i := range n {
		r.expandOne(i)
	}
}

func (r *javaReader) expandOne(i int) {
	t := &r.traces[i]
	if t.common == 0 || t.parent < 0 {
		return
	}
	e, parent := &r.chain[i], &r.chain[t.parent]
	rest := r.frames[parent.first:parent.last]
	rest = rest[min(len(rest), max(0, r.traces[t.parent].total-t.common)):]
	rest = rest[:min(len(rest), maxFrames-(e.last-e.first))]
	t.total += t.common
	if len(rest) == 0 {
		return
	}
	first := len(r.frames)
	r.frames = append(r.frames, r.frames[e.first:e.last]...)
	r.frames = append(r.frames, rest...)
	e.first, e.last = first, len(r.frames)
}

// judge settles whose code the frames are where one frame alone does not tell it.
func (r *javaReader) judge() {
	if r.directory {
		r.judgeSources()
	}
	unplaced := -1
	for i := range r.frames {
		f := &r.frames[i]
		if f.File != "" {
			if r.inApp(f) {
				return
			}
		} else if unplaced < 0 && !isGeneratedJava(f.Function) && !isJavaLibrary(f.Function) {
			unplaced = i
		}
	}
	// Of an application that was built without the numbers of lines, a function is all there is.
	if unplaced >= 0 {
		r.frames[unplaced].owner = ownerApp
	}
}

// judgeSources compares where classes were loaded from: if some of the application's own lie in a
// directory, archives are libraries, except those whose packages begin as the application's do.
func (r *javaReader) judgeSources() {
	own := ""
	for i := range r.frames {
		if f := &r.frames[i]; f.owner == ownerApp {
			own = javaRoot(f.Package)
			break
		}
	}
	for i := range r.frames {
		if f := &r.frames[i]; f.owner == ownerPackaged && javaRoot(f.Package) != own {
			f.owner = ownerLibrary
		}
	}
}

// javaRoot returns the first two elements of a package.
func javaRoot(pkg string) string {
	for i, dots := 0, 0; i < len(pkg); i++ {
		if pkg[i] == '.' {
			if dots++; dots == 2 {
				return pkg[:i]
			}
		}
	}
	return pkg
}

// order brings the chain from the order of the text into that of Result.Chain: the causes from the
// root outward, then what was suppressed, which did not lead to the error.
func (r *javaReader) order() {
	n := len(r.chain)
	if r.rootFirst {
		r.chain[n-1].reported = true
		return
	}
	r.chain[0].reported = true
	if n == 1 {
		return
	}
	r.ordered = r.ordered[:0]
	for i := n - 1; i >= 0; i-- {
		if !r.traces[i].suppressed {
			r.ordered = append(r.ordered, r.chain[i])
		}
	}
	for i := 0; i < n; i++ {
		first := i
		for i+1 < n && r.traces[i].suppressed && r.traces[i+1].suppressed && r.chain[i+1].link == linkCause {
			i++
		}
		for j := i; j >= first && r.traces[j].suppressed; j-- {
			r.ordered = append(r.ordered, r.chain[j])
		}
	}
	r.chain, r.ordered = r.ordered, r.chain
}
