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
// The innermost frame comes first. "... 2 more" stands for the last two frames of the exception
// around the cause. Log libraries can print the root cause first, with "Wrapped by: " between the
// exceptions, and behind each frame the jar or directory that its class was loaded from.
const (
	javaAt       = "at "
	javaCausedBy = "Caused by: "
	javaUncaught = `Exception in thread "`
	javaAlso     = "Also:" // Jenkins, before a suppressed exception
)

func java() language {
	return language{
		name:   "java",
		sdks:   []string{"java", "android"},
		margin: "a",
		ends:   ").",
		indent: letters + "[",
		opens:  opensJava,
		parse:  parseJava,
		inApp:  inAppJava,
	}
}

func opensJava(line string) bool {
	rest := line[indentation(line):]
	switch rest[0] {
	case 'a':
		if strings.HasPrefix(rest, javaAt) {
			return strings.IndexByte(rest, '(') > 0
		}
	case '[':
		return strings.HasPrefix(rest, "[[")
	}
	if len(rest) < len(line) {
		return isClojureFrame(rest)
	}
	return isBareJavaFrame(line) || opensClojureReport(line)
}

func parseJava(p *Parser, prev, pos int) bool {
	line, next := p.line(pos)
	rest, found := strings.CutPrefix(line[indentation(line):], javaAt)
	switch {
	case found:
	case rest[0] == '[':
		return p.parseClojureData(prev, pos)
	case len(rest) < len(line):
		return p.parseClojureFrames(prev, pos)
	case isBareJavaFrame(rest):
		return p.parseBareJava(prev, pos)
	default:
		return p.parseClojureReport(pos)
	}
	f, ok := javaFrame(rest)
	if !ok {
		if !p.cut(next) {
			return false
		}
		if f, ok = cutJavaFrame(rest); !ok {
			return false
		}
	}
	header := p.javaHeader(prev)
	switch header.kind {
	case javaThread:
		return false
	case javaNoHeader:
		if p.hints.Freeform || f.File != "" && !isJavaFile(f.File) {
			return false
		}
	}
	r := javaReader{Parser: p, suppressed: -1, trimmed: line[0] == 'a'}
	return r.trace(header, pos)
}

// parseBareJava reads frames without "at ", as StackTraceElement.toString returns them.
func (p *Parser) parseBareJava(prev, pos int) bool {
	if p.hints.Freeform {
		return false
	}
	header := javaHeader{}
	if prev >= 0 {
		above, _ := p.line(prev)
		if isBareJavaFrame(above) {
			return false
		}
		header = p.javaHeaderAt(prev)
	}
	if _, next := p.line(pos); header.kind != javaNamed {
		if line, _ := p.line(next); next == len(p.text) || !isBareJavaFrame(line) {
			return false
		}
	}
	r := javaReader{Parser: p, suppressed: -1, trimmed: true, bare: true}
	return r.trace(header, pos)
}

// isBareJavaFrame reports whether a line is a frame without "at " that has a source file and line.
func isBareJavaFrame(line string) bool {
	end := len(line) - 1
	if end < 2 || line[end] != ')' || !isDigit(line[end-1]) || strings.IndexByte(line, ' ') >= 0 {
		return false
	}
	f, ok := javaFrame(line)
	return ok && isJavaFile(f.File)
}

// trace reads the trace below the header or, without one, from the first frame at pos on. It reports
// whether there is a trace of a language of the Java virtual machine.
func (r *javaReader) trace(header javaHeader, pos int) bool {
	p := r.Parser
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
	r.order()
	r.judge()
	p.result.Truncated = r.cutShort || p.atLimit && p.cut(end)
	return true
}

// javaReader is the state of parseJava.
type javaReader struct {
	*Parser
	state   javaState
	message int // where the message of the current exception starts, 0 if it has none

	traces     [maxExceptions]javaTrace // parallel to Parser.chain
	suppressed int                      // the suppressed exception whose causes may follow, or -1
	rootFirst  bool                     // each exception wraps the one before it
	trimmed    bool                     // the lines have lost their indentation
	bare       bool                     // frames may lack "at "
	foreign    bool                     // the frames are of another language
	cutShort   bool                     // the text ends inside a line of the trace
	directory  bool                     // some class was loaded from a directory
}

type javaState uint8

const (
	javaFrames  javaState = iota // among the frames of an exception
	javaMessage                  // between the line that names an exception and its first frame
)

// javaTrace is what is noted about an exception until all exceptions are read.
type javaTrace struct {
	parent int // the exception that has the common frames, or -1
	total  int // number of frames, including those that are not printed
	common int // number of frames that are not printed because they are the last ones of parent
	indent int // of the line that names the exception

	suppressed bool // the exception, or one that it caused, was suppressed
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
				r.cutFrame(rest[len(javaAt):], pos)
				return next
			}
			if r.state == javaFrames && (rest[len(rest)-1] == ')' || strings.IndexByte(rest[len(javaAt):], ' ') < 0) {
				pos = next // a frame without a place, or the border between the stacks of two coroutines
				continue
			}
		}
		switch {
		case r.bare && (indent > 0 || r.trimmed) && r.frame(rest, r.cut(next)):
			r.endMessage(pos)
		case r.left(rest):
			r.endMessage(pos)
		case r.caption(rest, indent, pos+indent):
			lines = 0
		case r.state == javaMessage && lines < javaMessageLines:
			lines++
			r.place(rest)
		case r.cut(next) && startsJavaLine(rest):
			r.cutShort = true
			return next
		case !r.goesOn(strings.Trim(rest, ".") == "", next):
			r.endMessage(pos)
			return pos
		}
		pos = next
	}
	r.cutShort = r.cutShort || r.state == javaMessage && r.cut(pos)
	r.endMessage(pos)
	return pos
}

// deep reports whether further frames of the current exception need only be counted, because they
// would not be kept. If so, it counts one.
func (r *javaReader) deep() bool {
	if e := r.current(); !e.full || !e.inApp || r.state != javaFrames {
		return false
	}
	r.currentTrace().total++
	return true
}

// currentTrace returns the javaTrace of the current exception.
func (r *javaReader) currentTrace() *javaTrace { return &r.traces[len(r.chain)-1] }

// frame adds the frame that a line describes, without its "at ".
func (r *javaReader) frame(s string, cut bool) bool {
	var f Frame
	if !f.readJava(s) {
		return false
	}
	const few = 16
	if len(r.frames) < few {
		r.foreign = r.foreign || strings.HasSuffix(f.File, ".php") // the PHP SDK's imitation
		i := strings.IndexByte(s, '(')
		r.bare = r.bare || i > 0 && s[i-1] == ' ' // as module clojure.stacktrace prints them
	}
	r.currentTrace().total++
	if cut && s[len(s)-1] != ')' && s[len(s)-1] != ']' {
		r.cutShort = true
	}
	r.directory = r.directory || f.owner == ownerApp
	if strings.HasSuffix(f.Function, ".valueOf") && r.belowEnum() {
		f.owner = ownerLibrary
	}
	r.add(&f)
	return true
}

// belowEnum reports whether the frame before is Enum.valueOf, which raises the error for an unknown
// constant. Its caller is a method that the compiler generates, with the line where the enum begins.
func (r *javaReader) belowEnum() bool {
	e := r.current()
	return e.last > e.first && r.frames[e.last-1].Function == "java.lang.Enum.valueOf"
}

// cutFrame adds what is left of a frame at the end of a cut text.
func (r *javaReader) cutFrame(rest string, pos int) {
	r.cutShort = true
	r.endMessage(pos)
	if f, ok := cutJavaFrame(rest); ok {
		r.add(&f)
	}
}

// cutJavaFrame reads a frame that was cut somewhere behind the name of its function.
func cutJavaFrame(rest string) (Frame, bool) {
	i := strings.IndexByte(rest, '(')
	if i < 0 || i > maxName || strings.IndexByte(rest, ')') > 0 {
		return Frame{}, false
	}
	f, ok := javaFrame(rest[:i] + "(Unknown Source)")
	f.partial = true
	return f, ok && strings.IndexByte(f.Function, ' ') < 0
}

// left reads a line that stands for frames which are not printed: "... 2 more",
// "... 2 common frames omitted", "... 12 frames truncated". It reports whether the line is one.
func (r *javaReader) left(rest string) bool {
	rest, ok := strings.CutPrefix(rest, "... ")
	if !ok {
		return false
	}
	rest, _, _ = strings.Cut(rest, `"`) // the end of a text in JSON
	n := digits(rest)
	count := number(rest[:n])
	switch t := r.currentTrace(); rest[n:] {
	case " more", " common frames omitted":
		t.common = count
	case " frames truncated", " frames excluded", " frames omitted":
		t.total += count
	default:
		return false
	}
	return true
}

// place adds a frame for the place that a line of a message names, if there is one. Reactor prints
// where a stream was assembled: "*__Mono.map ⇢ at com.example.shop.Orders.find(Orders.java:12)", and
// Groovy where a source cannot be compiled:
// "Orders.groovy: 12: unexpected token: } @ line 12, column 5.".
func (r *javaReader) place(rest string) {
	if _, frame, ok := strings.Cut(rest, " ⇢ at "); ok {
		if f, ok := javaFrame(frame); ok {
			r.add(&f)
		}
		return
	}
	if file, line, ok := strings.Cut(rest, ": "); ok && strings.HasSuffix(rest, ".") && strings.Contains(line, " @ line ") {
		n := digits(line)
		if f := (Frame{File: file, Line: number(line[:n])}); f.Line > 0 && strings.HasPrefix(line[n:], ": ") && len(file) <= maxName && file != "" {
			r.add(&f)
		}
	}
}

// caption reads a line that names a further exception, and reports whether it is one; start is its
// offset in the text.
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
			// By its indentation this is a cause of an exception around the suppressed one.
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

// name sets the type of the current exception. message is where its message starts in the text, 0 if
// it has none, and line is the line with both.
func (r *javaReader) name(typ string, message int, line string) {
	r.current().Type = typ
	r.message = message
	r.state = javaMessage
	if place, ok := clojureCompiled(line); ok {
		r.add(&place)
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
		if rest == "Caused by:" {
			return "", javaCause // clojure.repl/pst: the name is in the next line
		}
		if name, ok = strings.CutPrefix(rest, "Caused: "); ok {
			return name, javaWrapper
		}
		if name, ok = strings.CutPrefix(rest, "Caused by "); ok && strings.IndexByte(name, '.') > 0 {
			if _, _, ok = javaType(name); ok {
				return name, javaCause
			}
		}
		// RxJava numbers the exceptions in a CompositeException.
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

// goesOn reports whether the trace goes on at pos, behind a line that does not belong to it: a further
// exception is named within a few lines or, if blank says that the line was blank, a frame follows.
func (r *javaReader) goesOn(blank bool, pos int) bool {
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
			return blank
		}
		if _, _, named := javaException(line); named {
			return false // the next trace
		}
		blank = blank && rest == ""
		pos = next
	}
	return false
}

// startsJavaLine reports whether the last line of a cut text may be the start of a line of the trace.
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

// endMessage sets the message of the current exception, which ends before the line at end.
func (r *javaReader) endMessage(end int) {
	if r.message > 0 && r.message < end {
		r.current().Message = strings.TrimRight(r.text[r.message:end], " \t\n")
	}
	r.message = 0
	r.state = javaFrames
}
