// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"slices"
	"strings"
)

// C and C++ have no stack trace of their own. Tools and libraries print, innermost frame first:
//
//	    #1 0x563a1f596037 in shop::total(int) /srv/shop/orders.cpp:12:10    sanitizers
//	#1  0x0000555555557c43 in shop::total (n=3) at /srv/shop/orders.cpp:12   gdb, cpptrace
//	#1 0x55d0f1a2b3f4 shop::total() [../../shop/orders.cc:12:10]             Chromium
//	  * frame #1: 0x0000000100003f20 shop`shop::total(n=3) at orders.cpp:12  lldb
//	 1# shop::total(int) at /srv/shop/orders.cpp:12                          Boost, std::stacktrace
//	1> C:\shop\orders.cpp(12): shop!shop::total+0x1D                         std::stacktrace of MSVC
//	 1  shop!shop::total(int) [orders.cpp : 12 + 0x5]                        Breakpad
//	==4711==    by 0x109189: shop::total(int) (orders.cpp:12)                Valgrind
//	    @     0x55d0c8b6f1b5  shop::total()                                  Abseil, glog
//	    @ 000000000041c4e5 shop::total(int)                                  Folly, place below
//	./shop(_ZN4shop5totalEi+0x1d) [0x563a1f595e67]                           glibc
//	#1    Source "/srv/shop/orders.cpp", line 12, in total [0x55d0]          Backward, innermost last

// cppForm is the form in which a frame is printed.
type cppForm uint8

const (
	cppNone cppForm = iota
	cppHash         // "#1": sanitizers, gdb, Chromium
	cppLLDB
	cppBoost
	cppMSVC
	cppBreakpad
	cppValgrind
	cppAt // "@": Abseil, glog, Folly
	cppGlibc
	cppBackward
)

const cppSignal = "<signal handler called>"

func cpp() language {
	return language{
		name:         "cpp",
		sdks:         []string{"cpp"},
		margin:       "AF/.#=[0123456789_",
		ends:         "]",
		colons:       wordsColon,
		indent:       "#0123456789@f*",
		inlineColons: wordsColon,
		inline:       inlineWith(opensCPP, cppRuntimeError, cppAssertion, cppFailed, cppQt, cppThrow),
		opens:        opensCPP,
		parse:        parseCPP,
		inApp:        inAppCPP,
	}
}

func opensCPP(line string) bool {
	i := indentation(line)
	if i == len(line) {
		return false
	}
	rest := line[i:]
	switch c := rest[0]; {
	case c == '#':
		return len(rest) > 4 && isDigit(rest[1])
	case c == '@':
		return len(rest) > 8 && rest[1] == ' ' && (strings.Contains(rest, " 0x") || isDigit(rest[2]))
	case c == '*', c == 'f' && i > 0:
		return strings.HasPrefix(rest, "frame #") || strings.HasPrefix(rest, "* frame #")
	case c == '=':
		return strings.HasPrefix(rest, "==") && strings.Contains(rest, "==    at 0x")
	case isDigit(c):
		n := digits(rest)
		if n == len(rest) {
			return false
		}
		switch rest[n] {
		case '#', '>':
			return true
		case ' ':
			if i > 0 {
				return strings.IndexByte(rest, '!') > 0
			}
		}
		if i > 0 {
			return false
		}
	case i > 0:
		return false
	case rest[len(rest)-1] == ']':
		if strings.IndexByte(rest, ')') < 0 {
			return false
		}
		return strings.HasSuffix(rest[:max(0, strings.LastIndexByte(rest, '['))], ") ") ||
			strings.Contains(rest, ")[0x")
	case c == 'F' && len(rest) > 5 && digits(rest[1:]) >= 4:
		return strings.Contains(rest, "] ")
	}
	return isCPPStatement(rest)
}

// cppReader is the state of parseCPP.
type cppReader struct {
	*Parser
	// place is the place that a statement names.
	place   Frame
	cutOff  bool
	columns bool // frames have columns
	// handler is the number of frames above a frame without a name in a library that calls handlers
	// of signals or exceptions; 0 if there is no such frame.
	handler int
	// above is the line that frame has read last; form and entry are its result.
	above string
	form  cppForm
	entry cppEntry
}

func parseCPP(p *Parser, prev, pos int) bool {
	r := cppReader{Parser: p}
	p.raise(linkNone, 0)
	line, next := p.line(pos)
	if line[0] != ' ' && line[0] != '\t' {
		if ok := r.statement(line, next); ok {
			r.add(&r.place)
			// A stack may follow.
			const mostLines = 24
			end := next
			for lines, at := 0, next; lines < mostLines && at < len(p.text); lines++ {
				line, next := p.line(at)
				if line != "" && line != "\t" && opensCPP(line) {
					if form, f := r.frame(line); form != cppNone && f.number <= 1 {
						end = r.stack(form, at)
						break
					}
				}
				at = next
			}
			r.joinCPP()
			p.result.Truncated = r.cutOff || p.atLimit && p.cut(end)
			return true
		}
	}
	form, first := r.frame(line)
	if form == cppNone {
		return false
	}
	if form != cppGlibc && form != cppBackward && form != cppValgrind && first.number > 1 && p.hints.Freeform {
		return false
	}
	if !first.strong && !r.strongWithin(form, pos) {
		return false
	}
	start := pos
	if prev >= 0 && form == cppHash {
		start = r.crashedThread(prev, pos)
	}
	if form == cppAt && prev >= 0 {
		r.programCounter(prev)
	}
	end := r.stack(form, start)
	if p.current().first == p.current().last {
		return false
	}
	r.preferPlaced()
	e := p.current()
	e.Type, e.Message = cppReason(p.text[:pos])
	p.result.Truncated = r.cutOff || p.atLimit && p.cut(end)
	return true
}

// gdb names the signal that stopped the program, and the thread if there are several:
//
//	Thread 2 "shop" received signal SIGSEGV, Segmentation fault.
const (
	gdbReceived = " received signal "
	gdbWindow   = 4 << 10 // bytes before the stacks in which it is looked for
)

// programCounter adds the frame in which a signal was received. Abseil and glog print it above the
// stack, which starts with what handles the signal.
func (r *cppReader) programCounter(pos int) {
	line, _ := r.line(pos)
	if rest, ok := strings.CutPrefix(line, "PC: "); ok {
		if form, f := r.frame(rest); form == cppAt && f.Function != "" {
			r.add(&f.Frame)
		}
	}
}

// strongWithin reports whether one of the lines from pos on can only be a frame of the form.
func (r *cppReader) strongWithin(form cppForm, pos int) bool {
	const mostLines = 6
	for lines := 0; lines < mostLines && pos < len(r.text); lines++ {
		line, next := r.line(pos)
		if rest := line[indentation(line):]; lines == 1 && form == cppHash && strings.HasPrefix(rest, "at ") {
			// gdb wraps long lines.
			f, ok := cppPlace(rest[len("at "):])
			return ok && isCPPFile(f.File)
		}
		if got, f := r.frame(line); got == form && f.strong {
			return true
		}
		pos = next
	}
	return false
}

// crashedThread returns the offset of the first frame of the thread that crashed. That is pos, unless
// the text is the output of gdb's "thread apply all bt": there it is the thread that received a signal
// or, in a core dump, thread 1. Threads come in descending order.
func (r *cppReader) crashedThread(prev, pos int) int {
	above, _ := r.line(prev)
	if !strings.HasPrefix(above, "Thread ") {
		return pos
	}
	number := "1"
	if i := lastIndex(r.text[max(0, prev-gdbWindow):prev], gdbReceived); i >= 0 {
		line := r.text[max(0, prev-gdbWindow):][:i]
		line = line[strings.LastIndexByte(line, '\n')+1:]
		if name, ok := strings.CutPrefix(line, "Thread "); ok && digits(name) > 0 {
			number = name[:digits(name)]
		}
	}
	heading := "Thread " + number + " ("
	if strings.HasPrefix(above, heading) {
		return pos
	}
	i := strings.Index(r.text[pos:], "\n"+heading)
	if i < 0 {
		return pos
	}
	_, next := r.line(pos + i + 1)
	if next == len(r.text) {
		return pos
	}
	if line, _ := r.line(next); line == "" || line[0] != '#' {
		return pos
	}
	return next
}

// readCPPPlace reads "orders.cpp:12:10" and "orders.cpp:12 (discriminator 2)".
func (f *Frame) readCPPPlace(s string) bool {
	if strings.HasSuffix(s, ")") {
		s, _, _ = strings.Cut(s, " (discriminator ")
	}
	return f.readPlace(s)
}

// cppPlace returns a frame with the place that s names, as readCPPPlace reads it.
func cppPlace(s string) (f Frame, ok bool) {
	ok = f.readCPPPlace(s)
	return f, ok
}

// parenPlace splits "orders.cpp(12)".
func parenPlace(s string) (Frame, bool) {
	i := strings.LastIndexByte(s, '(')
	if i <= 0 || i > maxName || s[len(s)-1] != ')' {
		return Frame{}, false
	}
	n := s[i+1 : len(s)-1]
	line := number(n)
	if digits(n) != len(n) || line == 0 {
		return Frame{}, false
	}
	return Frame{File: s[:i], Line: line}, true
}

// stack reads the frames of one form from pos on and returns where they end.
func (r *cppReader) stack(form cppForm, pos int) int {
	e := r.current()
	keep := e.last // behind the place of a statement, if there is one
	last := -1
	blanks := 0
	for pos < len(r.text) {
		line, next := r.line(pos)
		if indentation(line) == len(line) {
			if form != cppBreakpad && form != cppValgrind || blanks > 0 {
				break
			}
			blanks++
			pos = next
			continue
		}
		f, got := &r.entry, cppNone
		if opensCPP(line) || form == cppValgrind {
			got, f = r.frame(line)
		}
		if got != form {
			if r.endsStack(form, line, next, r.frames[keep:e.last]) {
				break
			}
			pos = next
			continue
		}
		if f.startsStack(form, last) {
			break
		}
		last = f.number
		blanks = 0
		if r.cut(next) {
			r.cutFrame(f)
		}
		r.columns = r.columns || f.Column > 0
		r.addFrame(f, keep)
		pos = next
	}
	if form == cppBackward {
		slices.Reverse(r.frames[keep:e.last])
	}
	if r.handler > 0 && r.anyInApp(r.frames[keep+r.handler:e.last]) {
		r.frames = slices.Delete(r.frames, keep, keep+r.handler)
		e.last -= r.handler
	}
	return pos
}

// endsStack reports whether a line that is not a frame of the form ends the stack whose frames
// precede it; next is where the line ends. The line may have the place of the last of the frames.
func (r *cppReader) endsStack(form cppForm, line string, next int, frames []Frame) bool {
	i := indentation(line)
	rest := line[i:]
	switch {
	case form == cppHash && (line == "No locals." || line == "No symbol table info available."):
		return false // gdb's "bt full"
	case i == 0:
		return true
	case len(frames) == 0:
		return false
	case form == cppHash && rest[0] == '#':
		return true // a trace of PHP: "#0 file.php(12): main()"
	case form == cppHash:
		// gdb wraps long lines.
		place, ok := strings.CutPrefix(rest, "at ")
		if !ok {
			return false
		}
		rest = place
	case form != cppAt || strings.HasPrefix(rest, "-> "):
		return false
	}
	top := &frames[len(frames)-1]
	if place, ok := cppPlace(rest); ok && top.File == "" {
		top.File, top.Line, top.Column = place.File, place.Line, place.Column
		top.partial = r.cut(next)
	}
	return false
}

// startsStack reports whether a frame of the form is the first of another stack than the frame
// above it, which has the number last, -1 if there is none. The same number again is an inlined
// function.
func (f *cppEntry) startsStack(form cppForm, last int) bool {
	if form == cppBackward {
		return last >= 0 && f.number >= last
	}
	return f.number >= 0 && f.number < last
}

// cutFrame drops what the end of the text may have cut from its last frame.
func (r *cppReader) cutFrame(f *cppEntry) {
	r.cutOff = r.cutOff || r.atLimit || !f.whole || r.columns && f.File != "" && f.Column == 0
	f.partial = !f.closed
	if !f.whole {
		f.partial = true
		f.File, f.Line, f.Column = "", 0, 0
	}
}

// addFrame adds a frame to the stack whose first frame is at keep.
func (r *cppReader) addFrame(f *cppEntry, keep int) {
	e := r.current()
	switch above := e.last - keep; {
	case f.signal || isCPPRaise(f.Function):
		// The frames above belong to a handler of the signal or of the exception.
		r.frames = r.frames[:keep]
		e.last, e.full = keep, false
	case f.Function == "" && r.handler == 0 && above > 0 && above <= 2 && callsHandlers(f.Package) && r.inApp(&r.frames[e.last-1]):
		r.handler = above
	}
	if f.Function != "" || f.File != "" {
		r.add(&f.Frame)
	}
}

// frame is cppEntry.read for consecutive lines of a stack. It saves the work if a line differs from the
// one before only in the number of the frame, as with recursion. The entry is valid until the next
// call.
func (r *cppReader) frame(line string) (cppForm, *cppEntry) {
	if len(line) == len(r.above) && r.form == cppHash {
		start := indentation(line) + len("#")
		end := start + digits(line[start:])
		if line[:start] == r.above[:start] && line[end:] == r.above[end:] && digits(r.above[start:end]) == end-start {
			r.above = line
			r.entry.number = frameNumber(line[start:end])
			return r.form, &r.entry
		}
	}
	r.above = line
	r.form = r.entry.read(line)
	return r.form, &r.entry
}

// preferPlaced drops the frames above the first one of the application that has a file. A program is
// usually built with debug information for all of its code or for none, but the symbolizers of the
// sanitizers do not find all of it.
func (r *cppReader) preferPlaced() {
	e := r.current()
	for i := e.first; i < e.last; i++ {
		if f := &r.frames[i]; f.File != "" && !f.partial && r.inApp(f) {
			e.first = i
			return
		}
	}
}

// callsHandlers reports whether a module is a library that calls handlers of signals or exceptions.
func callsHandlers(module string) bool {
	return strings.Contains(module, "/libc.so") || strings.Contains(module, "/libc-") || strings.Contains(module, "/libstdc++.") ||
		strings.Contains(module, "/libc++abi.") || strings.Contains(module, "/libpthread")
}

// isCPPRaise reports whether the function raises the exception or signal that the frames above it
// handle.
func isCPPRaise(name string) bool {
	switch name {
	case "__cxa_throw", "__cxa_rethrow", "std::terminate", "__cxxabiv1::__terminate", "__assert_fail", "__GI___assert_fail",
		"__restore_rt", "_sigtramp", "KiUserExceptionDispatcher", "_CxxThrowException":
		return true
	}
	return false
}

// cppReason returns the type and message of the failure that the text above a stack reports.
func cppReason(above string) (typ, message string) {
	const window = 4 << 10
	above = above[max(0, len(above)-window):]
	if i := strings.Index(above, "Sanitizer: "); i >= 0 {
		i += lastIndex(above[i:], "Sanitizer: ")
		message, _, _ = strings.Cut(above[i+len("Sanitizer: "):], "\n")
		end := strings.IndexAny(message, " (")
		if strings.HasPrefix(message, "data race") {
			end = len("data race")
		}
		if end < 0 {
			end = len(message)
		}
		return message[:end], message
	}
	if _, after, ok := strings.Cut(above, "terminate called after throwing an instance of '"); ok {
		typ, after, _ = strings.Cut(after, "'\n")
		if what, ok := strings.CutPrefix(after, "  what():  "); ok {
			message, _, _ = strings.Cut(what, "\n")
		}
		return typ, message
	}
	for _, words := range [...]string{"received signal ", "terminated with signal ", "stop reason = signal "} {
		if _, after, ok := strings.Cut(above, words); ok {
			line, _, _ := strings.Cut(after, "\n")
			typ, message, _ = strings.Cut(line, ", ")
			return typ, strings.TrimRight(message, ".")
		}
	}
	if strings.IndexByte(above, '*') < 0 {
		return "", ""
	}
	if i := lastIndex(above, "*** SIG"); i >= 0 {
		after := above[i+len("*** "):]
		n := 0
		for n < len(after) && after[n] >= 'A' && after[n] <= 'Z' {
			n++
		}
		return after[:n], ""
	}
	if i := lastIndex(above, "*** Signal "); i >= 0 {
		if _, after, ok := strings.Cut(above[i:], "("); ok {
			typ, _, _ = strings.Cut(after, ")")
			return typ, ""
		}
	}
	return "", ""
}
