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
//
// Others print the place without a stack, or above it:
//
//	orders.cpp:12:10: runtime error: division by zero                        UndefinedBehaviorSanitizer
//	shop: orders.cpp:12: int shop::total(int): Assertion `n > 0' failed.     assert of glibc
//	Assertion failed: (n > 0), function total, file orders.cpp, line 12.     assert of BSD and MSVC
//	ASSERT: "n > 0" in file orders.cpp, line 12                              Qt
//	F1123 04:46:14.123456  4711 orders.cpp:12] Check failed: n > 0           Abseil, glog
//	orders.cpp(12): Throw in function int shop::total(int)                   Boost.Exception

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

const (
	cppRuntimeError = ": runtime error: "
	cppAssertion    = ": Assertion `"
	cppFailed       = "Assertion failed: "
	cppFile         = " file "
	cppQt           = "ASSERT"
	cppThrow        = ": Throw in function "
	cppSignal       = "<signal handler called>"
)

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

// isCPPStatement reports whether a line may name a place and what went wrong there. It looks at what
// surrounds colons, because lines of logs have few of those.
func isCPPStatement(line string) bool {
	if strings.HasSuffix(line, "' failed.") {
		return strings.Contains(line, cppAssertion)
	}
	if strings.HasPrefix(line, cppQt) {
		return strings.Contains(line, cppFile)
	}
	for at := 0; ; {
		i := strings.IndexByte(line[at:], ':')
		at += i
		if i < 0 || at+2 >= len(line) {
			return false
		}
		before, after := line[:at], line[at:]
		switch {
		case after[1] != ' ':
		case after[2] == 'r' && strings.HasPrefix(after, cppRuntimeError), after[2] == 'T' && strings.HasPrefix(after, cppThrow):
			return true
		case before == "" || before[at-1] != 'd' && before[at-1] != 'T':
		case strings.HasSuffix(before, "Assertion failed"), strings.HasSuffix(before, cppQt):
			return strings.Contains(after, cppFile)
		}
		at++
	}
}

// cppReader is the state of parseCPP.
type cppReader struct {
	*Parser
	// place is the place that the text names outside of the frames, if placed is set.
	place   Frame
	placed  bool
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

// statement reads a line that names a place and what went wrong there; next is where it ends. It
// reports whether the line is one.
func (r *cppReader) statement(line string, next int) bool {
	e := r.current()
	switch {
	case line[0] == 'F' && len(line) > 1 && isDigit(line[1]):
		header, message, ok := strings.Cut(line, "] ")
		if !ok {
			return false
		}
		f, ok := cppPlace(header[strings.LastIndexByte(header, ' ')+1:])
		if !ok || f.Column > 0 || !isCPPFile(f.File) {
			return false
		}
		r.place, r.placed = f, true
		e.Message = message
	case strings.HasSuffix(line, "' failed."):
		above, expression, _ := strings.Cut(line, cppAssertion)
		if r.behindPrefix(above) {
			return false
		}
		// "PROGRAM: PLACE: FUNCTION" precedes it, where the program may be missing.
		i := strings.Index(above, ": ")
		if i < 0 {
			return false
		}
		if _, placed := cppPlace(above[:i]); !placed {
			above = above[i+2:]
		}
		place, function, _ := strings.Cut(above, ": ")
		f, ok := cppPlace(place)
		if !ok || f.Column > 0 || f.File == "" {
			return false
		}
		f.Function, _ = cppSymbol(function)
		r.place, r.placed = f, true
		e.Type, e.Message = "assertion", "Assertion `"+expression
	case strings.Contains(line, cppRuntimeError):
		place, message, _ := strings.Cut(line, cppRuntimeError)
		if r.behindPrefix(place) {
			return false
		}
		place = lastWord(place)
		f, ok := cppPlace(place)
		if !ok || !isCPPFile(f.File) && f.Column == 0 {
			return false
		}
		r.place, r.placed = f, true
		e.Type, e.Message = "runtime error", message
	case strings.Contains(line, cppThrow):
		place, function, _ := strings.Cut(line, cppThrow)
		if r.behindPrefix(place) {
			return false
		}
		f, ok := parenPlace(lastWord(place))
		if !ok {
			return false
		}
		if r.cut(next) {
			r.cutOff = true
		} else {
			f.Function, _ = cppSymbol(function)
		}
		r.place, r.placed = f, true
		for range 4 {
			if next == len(r.text) {
				break
			}
			line, after := r.line(next)
			if typ, ok := strings.CutPrefix(line, "Dynamic exception type: "); ok {
				e.Type = typ
			} else if what, ok := strings.CutPrefix(line, "std::exception::what: "); ok {
				e.Message = what
			}
			next = after
		}
	case strings.Contains(line, cppFailed), strings.Contains(line, cppQt):
		line = line[max(strings.Index(line, cppFailed), strings.Index(line, cppQt)):]
		i := lastIndex(line, cppFile)
		file, number, ok := strings.Cut(line[max(i, 0):], ", line ")
		if i < 0 || !ok || r.cut(next) && !strings.HasSuffix(line, ".") {
			return false
		}
		f, ok := cppPlace(file[len(cppFile):] + ":" + strings.TrimSuffix(number, "."))
		if !ok {
			return false
		}
		f.File = file[len(cppFile):]
		if strings.HasSuffix(f.File, swiftFile) {
			return false // the message of Swift is almost the same
		}
		if _, function, ok := strings.Cut(line[:i], ", function "); ok {
			f.Function = strings.TrimSuffix(function, ",")
		}
		r.place, r.placed = f, true
		e.Type, e.Message = "assertion", strings.TrimSuffix(strings.TrimSuffix(line[:i], " in"), ",")
	default:
		return false
	}
	return true
}

// lastWord removes what a logger wrote before a place. A place with a Windows path may have spaces.
func lastWord(s string) string {
	if len(s) > 2 && s[1] == ':' && isSlash(s[2]) {
		return s
	}
	return s[strings.LastIndexByte(s, ' ')+1:]
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
lines:
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
		if opened := opensCPP(line) || form == cppValgrind; opened {
			got, f = r.frame(line)
		}
		if got != form {
			i := indentation(line)
			rest := line[i:]
			frames := r.frames[keep:e.last]
			switch {
			case form == cppHash && (line == "No locals." || line == "No symbol table info available."):
				// gdb's "bt full"
			case i == 0:
				break lines
			case len(frames) > 0 && form == cppHash && strings.HasPrefix(rest, "at "):
				// gdb wraps long lines.
				top := &frames[len(frames)-1]
				if place, ok := cppPlace(rest[len("at "):]); ok && top.File == "" {
					top.File, top.Line, top.Column = place.File, place.Line, place.Column
					top.partial = r.cut(next)
				}
			case len(frames) > 0 && form == cppAt && !strings.HasPrefix(rest, "-> "):
				top := &frames[len(frames)-1]
				if place, ok := cppPlace(rest); ok && top.File == "" {
					top.File, top.Line, top.Column = place.File, place.Line, place.Column
					top.partial = r.cut(next)
				}
			case form == cppHash && rest[0] == '#' && len(frames) > 0:
				break lines // a trace of PHP: "#0 file.php(12): main()"
			}
			pos = next
			continue
		}
		if form == cppBackward {
			if last >= 0 && f.number >= last {
				break
			}
		} else if f.number <= last && f.number >= 0 {
			// A smaller number starts another stack. The same number again is an inlined function.
			if f.number < last {
				break
			}
		}
		last = f.number
		blanks = 0
		if r.cut(next) {
			f.partial = true
			r.cutOff = r.cutOff || r.atLimit || !f.whole || r.columns && f.File != "" && f.Column == 0
			if !f.whole {
				f.File, f.Line, f.Column = "", 0, 0
			} else {
				f.partial = !f.closed
			}
		}
		r.columns = r.columns || f.Column > 0
		switch {
		case f.signal || isCPPRaise(f.Function):
			// The frames above belong to a handler of the signal or of the exception.
			r.frames = r.frames[:keep]
			e.last, e.full = keep, false
			if f.signal {
				pos = next
				continue
			}
		case f.Function == "" && r.handler == 0 && e.last > keep && e.last-keep <= 2 && callsHandlers(f.Package) && r.inApp(&r.frames[e.last-1]):
			r.handler = e.last - keep
		}
		if f.Function != "" || f.File != "" {
			r.add(&f.Frame)
		}
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

// joinCPP merges the place that a statement names, the first frame, with the frame for that place:
// the latter has the function and usually the full path.
func (r *cppReader) joinCPP() {
	e := r.current()
	frames := r.frames[e.first:e.last]
	place := &frames[0]
	for i := 1; i < len(frames); i++ {
		f := &frames[i]
		if f.Line == place.Line && f.File != "" && sameFile(f.File, place.File) {
			if f.Function == "" {
				f.Function = place.Function
			}
			if f.Column == 0 {
				f.Column = place.Column
			}
			e.first += i
			return
		}
	}
	if !inAppCPP(place) {
		if len(frames) > 1 {
			e.first++
		}
		return
	}
	for i := 1; i < len(frames) && place.Function == ""; i++ {
		if f := &frames[i]; !f.partial && (f.File == "" || sameFile(f.File, place.File)) && r.inApp(f) {
			place.Function = f.Function
		}
	}
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
