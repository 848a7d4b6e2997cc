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
// Some name the place without a stack, or above it:
//
//	orders.cpp:12:10: runtime error: division by zero                        UndefinedBehaviorSanitizer
//	shop: orders.cpp:12: int shop::total(int): Assertion `n > 0' failed.     assert of glibc
//	Assertion failed: (n > 0), function total, file orders.cpp, line 12.     assert of BSD and MSVC
//	F1123 04:46:14.123456  4711 orders.cpp:12] Check failed: n > 0           Abseil, glog
//	orders.cpp(12): Throw in function int shop::total(int)                   Boost.Exception
type cppForm uint8

const (
	cppNone cppForm = iota
	cppHash         // "#1": sanitizers, gdb
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
	cppFile         = ", file "
	cppThrow        = ": Throw in function "
	cppSignal       = "<signal handler called>"
)

func cpp() language {
	return language{
		name:   "cpp",
		sdks:   []string{"cpp"},
		margin: letters + "/.#=[0123456789_",
		indent: "#0123456789@f*",
		inline: []string{cppRuntimeError, cppAssertion, cppFailed, cppThrow},
		opens:  opensCPP,
		parse:  parseCPP,
		inApp:  inAppCPP,
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
		return strings.HasSuffix(rest[:max(0, strings.LastIndexByte(rest, '['))], ") ") ||
			strings.Contains(rest, ")[0x")
	case c == 'F' && len(rest) > 5 && digits(rest[1:]) >= 4:
		return strings.Contains(rest, "] ")
	}
	if strings.HasPrefix(rest, cppFailed) {
		return strings.Contains(rest, cppFile)
	}
	if strings.HasSuffix(rest, "' failed.") {
		return strings.Contains(rest, cppAssertion)
	}
	for {
		j := strings.IndexByte(rest, ':')
		if j < 0 || j+2 >= len(rest) {
			return false
		}
		if after := rest[j:]; after[1] == ' ' && (after[2] == 'r' && strings.HasPrefix(after, cppRuntimeError) ||
			after[2] == 'T' && strings.HasPrefix(after, cppThrow)) {
			return true
		}
		rest = rest[j+1:]
	}
}

// cppReader is the state of parseCPP.
type cppReader struct {
	*Parser
	// place is the place that the text names apart from the frames.
	place   Frame
	placed  bool
	cutOff  bool
	columns bool // frames have columns
	// handler is the number of frames above the libraries' frame that calls handlers of signals or
	// of exceptions, if the text has no name for that one; 0 if there is none.
	handler int
}

func parseCPP(p *Parser, prev, pos int) bool {
	r := cppReader{Parser: p}
	e := p.raise(linkNone, 0)
	line, next := p.line(pos)
	if line[0] != ' ' && line[0] != '\t' {
		if ok := r.statement(line, next); ok {
			r.add(r.place)
			// A stack may follow.
			const mostLines = 24
			end := next
			for lines, at := 0, next; lines < mostLines && at < len(p.text); lines++ {
				line, next := p.line(at)
				if line != "" && line != "\t" && opensCPP(line) {
					if form, f, _ := cppFrame(line); form != cppNone && f.number <= 1 {
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
	form, first, ok := cppFrame(line)
	if !ok {
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
	end := r.stack(form, start)
	if p.current().first == p.current().last {
		return false
	}
	r.preferPlaced()
	e = p.current()
	e.Type, e.Message = cppReason(p.text[:pos])
	p.result.Truncated = r.cutOff || p.atLimit && p.cut(end)
	return true
}

// strongWithin reports whether one of the first lines can only be a frame.
func (r *cppReader) strongWithin(form cppForm, pos int) bool {
	const mostLines = 12
	for lines := 0; lines < mostLines && pos < len(r.text); lines++ {
		line, next := r.line(pos)
		if rest := line[indentation(line):]; lines == 1 && form == cppHash && strings.HasPrefix(rest, "at ") {
			// gdb wraps long lines.
			f, ok := cppPlace(rest[len("at "):])
			return ok && isCPPFile(f.File)
		}
		if got, f, ok := cppFrame(line); ok && got == form && f.strong {
			return true
		}
		pos = next
	}
	return false
}

// crashedThread returns the first frame of the thread that failed, where gdb lists them all: with
// "thread apply all bt" the first thread, which crashed, comes last.
func (r *cppReader) crashedThread(prev, pos int) int {
	above, _ := r.line(prev)
	if !strings.HasPrefix(above, "Thread ") || strings.HasPrefix(above, "Thread 1 ") {
		return pos
	}
	i := strings.Index(r.text[pos:], "\nThread 1 (")
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

// statement reads a line that names a place and says what went wrong there.
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
		// The program, the place and the function stand before it.
		i := strings.Index(above, ": ")
		if i < 0 {
			return false
		}
		if program, rest := above[:i], above[i+2:]; cppStartsWithPlace(program) {
			above = program + ": " + rest
		} else {
			above = rest
		}
		place, function, _ := strings.Cut(above, ": ")
		f, ok := cppPlace(place)
		if !ok || f.Column > 0 || f.File == "" {
			return false
		}
		f.Function, _ = cppSymbol(function)
		r.place, r.placed = f, true
		e.Type, e.Message = "assertion", "Assertion `"+expression
	case strings.HasPrefix(line, cppFailed):
		i := strings.LastIndex(line, cppFile)
		file, number, ok := strings.Cut(line[max(i, 0):], ", line ")
		if i < 0 || !ok || r.cut(next) && !strings.HasSuffix(line, ".") {
			return false
		}
		f, ok := cppPlace(file[len(cppFile):] + ":" + strings.TrimSuffix(number, "."))
		if !ok {
			return false
		}
		f.File = file[len(cppFile):]
		if _, function, ok := strings.Cut(line[:i], ", function "); ok {
			f.Function = function
		}
		r.place, r.placed = f, true
		e.Type, e.Message = "assertion", line[:i]
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
	default:
		return false
	}
	return true
}

// lastWord takes off what a logger wrote before a place. Only paths of Windows have spaces.
func lastWord(s string) string {
	if len(s) > 2 && s[1] == ':' && isSlash(s[2]) {
		return s
	}
	return s[strings.LastIndexByte(s, ' ')+1:]
}

// cppStartsWithPlace reports whether s ends like a place, so that no program's name stands before.
func cppStartsWithPlace(s string) bool {
	_, ok := cppPlace(s)
	return ok
}

// cppPlace splits "orders.cpp:12:10" and "orders.cpp:12 (discriminator 2)".
func cppPlace(s string) (Frame, bool) {
	if strings.HasSuffix(s, ")") {
		s, _, _ = strings.Cut(s, " (discriminator ")
	}
	return placeWithColumn(s)
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
	keep := e.last // what joinCPP has put there
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
		f, got := cppEntry{}, cppNone
		if opened := opensCPP(line) || form == cppValgrind; opened {
			got, f, _ = cppFrame(line)
		}
		if got != form {
			i := indentation(line)
			rest := line[i:]
			frames := r.frames[keep:e.last]
			switch {
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
				break lines // "#0 file.php(12): main()"
			}
			pos = next
			continue
		}
		if form == cppBackward {
			if last >= 0 && f.number >= last {
				break
			}
		} else if f.number <= last && f.number >= 0 {
			// Another stack; but the same number again is a function that was inlined.
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
			// What stands above belongs to a handler of the signal or of the exception.
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
			r.add(f.Frame)
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

// preferPlaced lets frames of which the text has only the function answer only if no frame of the
// application has a file: a program is built with debug information or without, but the
// symbolizers of the sanitizers do not find all of it.
func (r *cppReader) preferPlaced() {
	e := r.current()
	for i := e.first; i < e.last; i++ {
		if f := &r.frames[i]; f.File != "" && !f.partial && r.inApp(f) {
			e.first = i
			return
		}
	}
}

// callsHandlers reports whether a library calls the handlers of signals or of exceptions.
func callsHandlers(module string) bool {
	return strings.Contains(module, "/libc.so") || strings.Contains(module, "/libc-") || strings.Contains(module, "/libstdc++.") ||
		strings.Contains(module, "/libc++abi.") || strings.Contains(module, "/libpthread")
}

// isCPPRaise reports whether the function raises what the frames above it handle.
func isCPPRaise(name string) bool {
	switch name {
	case "__cxa_throw", "__cxa_rethrow", "std::terminate", "__cxxabiv1::__terminate", "__assert_fail", "__GI___assert_fail",
		"__restore_rt", "_sigtramp", "KiUserExceptionDispatcher", "_CxxThrowException":
		return true
	}
	return false
}

// cppEntry is a frame as its line has it.
type cppEntry struct {
	Frame
	number int
	signal bool
	strong bool // the line can only be a frame
	whole  bool // the line is not cut, if it is the last
	closed bool // something stands behind the place
}

// cppFrame reads a line that is a frame.
func cppFrame(line string) (cppForm, cppEntry, bool) {
	i := indentation(line)
	if i == len(line) {
		return cppNone, cppEntry{}, false
	}
	rest := line[i:]
	f := cppEntry{}
	form := cppNone
	ok := false
	switch c := rest[0]; {
	case c == '#':
		n := digits(rest[1:])
		f.number = frameNumber(rest[1 : 1+n])
		after := rest[1+n:]
		if n == 0 || n > 5 || after == "" || after[0] != ' ' {
			break
		}
		after = strings.TrimLeft(after, " ")
		switch {
		case strings.HasPrefix(after, `Source "`) || strings.HasPrefix(after, `Object "`):
			form, ok = cppBackward, f.backward(after)
		case strings.HasPrefix(after, "pc ") && n == 2:
			form, ok = cppHash, f.android(after)
		default:
			form, ok = cppHash, f.hash(after, i)
		}
	case c == '*' || c == 'f':
		if _, after, found := strings.Cut(rest, "frame #"); found {
			n := digits(after)
			f.number = frameNumber(after[:n])
			form, ok = cppLLDB, f.lldb(after[n:])
		}
	case c == '@':
		f.number = -1
		form, ok = cppAt, f.at(strings.TrimLeft(rest[1:], " "))
	case c == '=':
		f.number = -1
		form, ok = cppValgrind, f.valgrind(rest)
	case isDigit(c):
		n := digits(rest)
		f.number = frameNumber(rest[:n])
		if after := rest[n:]; strings.HasPrefix(after, "# ") {
			form, ok = cppBoost, f.boost(strings.TrimLeft(after[2:], " "))
		} else if strings.HasPrefix(after, "> ") {
			form, ok = cppMSVC, f.msvc(after[2:])
		} else if i > 0 && strings.HasPrefix(after, "  ") {
			form, ok = cppBreakpad, f.breakpad(after[2:])
		}
	case i == 0 && rest[len(rest)-1] == ']':
		f.number = -1
		form, ok = cppGlibc, f.glibc(rest)
	}
	if !ok || len(f.Function) > maxName {
		return cppNone, cppEntry{}, false
	}
	if f.Function == "??" || f.Function == "(unknown)" || f.Function == "<unknown>" || f.Function == "<null>" {
		f.Function = ""
	}
	return form, f, true
}

// frameNumber returns the value of few digits.
func frameNumber(digits string) int {
	n := 0
	for _, c := range []byte(digits) {
		n = n*10 + int(c-'0')
	}
	return n
}

// hash reads what stands behind the number in frames of the sanitizers and of gdb.
func (f *cppEntry) hash(s string, indent int) bool {
	if s == cppSignal {
		f.signal, f.strong, f.whole = true, true, true
		return true
	}
	address := strings.HasPrefix(s, "0x")
	if address {
		i := strings.IndexByte(s, ' ')
		if i < 0 {
			return true
		}
		s = s[i+1:]
		if !strings.HasPrefix(s, "in ") {
			// "#1 0x7fc022e45249  (/lib/x86_64-linux-gnu/libc.so.6+0x27249)"
			s = strings.TrimLeft(s, " ")
			f.strong = strings.HasPrefix(s, "(/") || strings.HasPrefix(s, "(<")
			return f.module(s)
		}
		s = s[len("in "):]
	}
	// gdb has a space before the arguments, and a word before the place.
	if open := gdbArguments(s); open > 0 {
		tail := s[open:]
		name, place, module := s[:open], "", ""
		if i := lastParenthesis(tail, ") at "); i >= 0 {
			place = tail[i+len(") at "):]
		} else if i := lastParenthesis(tail, ") from "); i >= 0 {
			module = tail[i+len(") from "):]
		} else if !address && !strings.HasSuffix(tail, ")") || indent > 0 && !address {
			return false
		}
		if place != "" {
			p, ok := cppPlace(place)
			if !ok {
				return address
			}
			f.Frame = p
			f.strong = address || isCPPFile(p.File)
			f.whole = true
			f.closed = p.Column > 0
		}
		f.Package = module
		f.strong = f.strong || module != "" && address
		f.Function, _ = cppSymbol(name)
		return place != "" || module != "" || address
	}
	name, rest := cppSymbol(s)
	rest = strings.TrimLeft(rest, " ")
	f.Function = name
	if rest == "" {
		return address
	}
	if after, ok := strings.CutPrefix(rest, "at "); ok { // cpptrace
		p, ok := cppPlace(after)
		if ok {
			f.Frame = p
			f.Function = name
			f.strong, f.whole, f.closed = address, true, p.Column > 0
		}
		return ok || address
	}
	if rest[0] == '(' || rest[0] == '<' {
		ok := f.module(strings.TrimPrefix(rest, "<null> "))
		f.strong = ok && (address || strings.Contains(rest, "+0x"))
		return f.strong
	}
	place, module := rest, false
	if i := strings.LastIndex(place, " ("); i > 0 && place[len(place)-1] == ')' {
		if strings.HasPrefix(place[i:], " (BuildId:") {
			place = place[:i]
			i = strings.LastIndex(place, " (")
		}
		if i > 0 && strings.Contains(place[i:], "+0x") {
			place, module = place[:i], true
		}
	}
	p, ok := cppPlace(place)
	if !ok || !address && !module {
		return address && !ok
	}
	p.Function = name
	f.Frame = p
	f.strong, f.whole, f.closed = true, true, module || p.Column > 0
	return true
}

// lastParenthesis is strings.LastIndex for words that start with a parenthesis.
func lastParenthesis(s, words string) int {
	for end := len(s); end > 0; {
		i := strings.LastIndexByte(s[:end], ')')
		if i < 0 || strings.HasPrefix(s[i:], words) {
			return i
		}
		end = i
	}
	return -1
}

// gdbArguments returns the offset of the space before the arguments in "name (a=1) at file:12", or
// -1 if they follow the name directly, as sanitizers have it.
func gdbArguments(s string) int {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '<', '{', '[':
			depth++
		case '>':
			if i > 0 && s[i-1] != '-' {
				depth--
			}
		case '}', ']':
			depth--
		case '(':
			if strings.HasPrefix(s[i:], "(anonymous namespace)") {
				continue
			}
			if depth > 0 {
				continue
			}
			if i > 1 && s[i-1] == ' ' && !strings.HasPrefix(s[i:], "(/") && !strings.HasPrefix(s[i:], "(<") && !strings.Contains(s[i:], "+0x") {
				return i - 1
			}
			if strings.HasSuffix(s[:i], "operator") {
				continue
			}
			// "f<int>(int)::{lambda()#1}::operator() (this=...)"
			j := closing(s, i)
			if j < 0 {
				return -1
			}
			k := strings.Index(s[j:], " (")
			if k < 0 || strings.IndexByte(s[j:j+k], '/') >= 0 {
				return -1
			}
			if tail := s[j+k:]; strings.Contains(tail, ") at ") || strings.Contains(tail, ") from ") || tail == " ()" {
				return j + k
			}
			return -1
		}
	}
	return -1
}

// closing returns the offset of the parenthesis that closes the one at open, or -1.
func closing(s string, open int) int {
	depth := 0
	for i := open; i < len(s); i++ {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// module reads "(/srv/shop/shop+0x1f2e4)".
func (f *cppEntry) module(s string) bool {
	s = strings.TrimPrefix(s, "(")
	i := strings.LastIndex(s, "+0x")
	if j := strings.IndexByte(s, ')'); j < 0 {
		f.whole = false
		return i > 0
	} else if i > j {
		i = strings.LastIndex(s[:j], "+0x")
	}
	if i <= 0 {
		return false
	}
	f.Package, f.whole = s[:i], true
	return true
}

// android reads "pc 0000000000012345  /data/app/lib/libshop.so (shop::total(int)+25)".
func (f *cppEntry) android(s string) bool {
	s = strings.TrimPrefix(s, "pc ")
	i := strings.IndexByte(s, ' ')
	if i < 8 {
		return false
	}
	module, symbol, ok := strings.Cut(strings.TrimLeft(s[i:], " "), " (")
	f.Package, f.strong, f.whole = module, true, true
	if ok && !strings.HasPrefix(symbol, "BuildId") {
		f.Function, _ = cppSymbol(symbol)
		f.Function, _, _ = strings.Cut(f.Function, "+")
		f.Function = strings.TrimSuffix(f.Function, ")")
	}
	return true
}

// backward reads `Source "/srv/shop/orders.cpp", line 12, in total [0x55d0]`.
func (f *cppEntry) backward(s string) bool {
	f.strong = true
	source := s[0] == 'S'
	file, rest, ok := strings.Cut(s[len(`Source "`):], `", `)
	if !ok {
		return true
	}
	_, function, named := strings.Cut(rest, ", in ")
	if i := strings.LastIndex(function, " [0x"); i >= 0 {
		function = function[:i]
		f.whole, f.closed = true, true
	} else if !named {
		return true
	}
	if !source {
		f.Package = file
	} else if after, ok := strings.CutPrefix(rest, "line "); ok {
		if n := number(after[:digits(after)]); n > 0 && named {
			f.File, f.Line = file, n
			f.whole, f.closed = true, true
		}
	}
	if function != "" && f.whole {
		f.Function, _ = cppSymbol(function)
	}
	return true
}

// lldb reads ": 0x0000000100003f20 shop`shop::total(n=3) at orders.cpp:12:10".
func (f *cppEntry) lldb(s string) bool {
	rest, ok := strings.CutPrefix(s, ": 0x")
	if !ok {
		return false
	}
	f.strong = true
	_, rest, _ = strings.Cut(rest, " ")
	module, rest, ok := strings.Cut(rest, "`")
	if !ok {
		return true
	}
	symbol, place, placed := rest, "", false
	if i := strings.LastIndex(rest, " at "); i >= 0 {
		symbol, place, placed = rest[:i], rest[i+len(" at "):], true
	}
	if placed {
		if p, ok := cppPlace(place); ok {
			f.Frame = p
			f.whole, f.closed = true, p.Column > 0
		}
	}
	symbol, _, _ = strings.Cut(symbol, " + ")
	f.Package = module
	f.Function, _ = cppSymbol(symbol)
	return true
}

// boost reads "shop::total(int) at /srv/shop/orders.cpp:12" or "main in ./shop".
func (f *cppEntry) boost(s string) bool {
	if i := strings.LastIndex(s, " at "); i > 0 || strings.HasPrefix(s, "at ") {
		name, place := "", strings.TrimPrefix(s, "at ")
		if i > 0 {
			name, place = strings.TrimRight(s[:i], " "), s[i+len(" at "):]
		}
		if name != "" && !strings.HasPrefix(name, "0x") {
			f.Function, _ = cppSymbol(name)
		}
		place, _, module := strings.Cut(place, " [0x")
		p, ok := cppPlace(place)
		if ok {
			p.Function = f.Function
			f.Frame = p
			f.strong, f.whole, f.closed = true, true, module
		}
		return true
	}
	if i := strings.LastIndex(s, " in "); i > 0 {
		f.Package = s[i+len(" in "):]
		s = s[:i]
		f.strong = strings.ContainsRune(f.Package, '/')
	}
	if strings.HasPrefix(s, "0x") {
		return true
	}
	f.Function, _ = cppSymbol(s)
	return f.Function != ""
}

// msvc reads `C:\shop\orders.cpp(12): shop!shop::total+0x1D` or "shop!main+0x1D".
func (f *cppEntry) msvc(s string) bool {
	module, symbol, ok := strings.Cut(s, "!")
	if !ok {
		return false
	}
	if i := strings.LastIndex(module, "): "); i > 0 {
		place, ok := parenPlace(module[:i+1])
		if !ok {
			return false
		}
		f.Frame = place
		module = module[i+3:]
	}
	symbol, _, whole := strings.Cut(symbol, "+0x")
	f.Package = module
	f.Function, _ = cppSymbol(symbol)
	f.strong, f.whole, f.closed = whole, whole, true
	return true
}

// breakpad reads "shop!shop::total(int) [orders.cpp : 12 + 0x5]".
func (f *cppEntry) breakpad(s string) bool {
	module, symbol, ok := strings.Cut(s, "!")
	if !ok || strings.IndexByte(module, ' ') >= 0 {
		return false
	}
	f.Package = module
	if i := strings.LastIndex(symbol, " ["); i > 0 {
		place := symbol[i+2:]
		symbol = symbol[:i]
		for _, sep := range [...]string{" : ", " @ ", ":"} {
			j := strings.LastIndex(place, sep)
			if j <= 0 {
				continue
			}
			file, rest := place[:j], place[j+len(sep):]
			n := digits(rest)
			if n > 0 && n < len(rest) {
				if line := number(rest[:n]); line > 0 {
					f.File, f.Line = file, line
					f.strong, f.whole, f.closed = true, true, true
				}
			}
			break
		}
	} else {
		f.strong = strings.Contains(symbol, " + 0x")
	}
	symbol, _, _ = strings.Cut(symbol, " + 0x")
	f.Function, _ = cppSymbol(symbol)
	return f.Function != ""
}

// valgrind reads "==4711==    by 0x109189: shop::total(int) (orders.cpp:12)".
func (f *cppEntry) valgrind(s string) bool {
	rest, ok := strings.CutPrefix(s, "==")
	if ok {
		_, rest, ok = strings.Cut(rest, "==")
	}
	if !ok {
		return false
	}
	rest = strings.TrimLeft(rest, " ")
	if !strings.HasPrefix(rest, "at 0x") && !strings.HasPrefix(rest, "by 0x") {
		return false
	}
	_, rest, ok = strings.Cut(rest, ": ")
	if !ok {
		return false
	}
	f.strong = true
	if i := strings.LastIndex(rest, " ("); i > 0 && rest[len(rest)-1] == ')' {
		place := rest[i+2 : len(rest)-1]
		rest = rest[:i]
		f.whole, f.closed = true, true
		if module, ok := strings.CutPrefix(place, "in "); ok {
			f.Package = module
		} else if p, ok := cppPlace(place); ok {
			f.Frame = p
		}
	}
	if rest != "???" {
		f.Function, _ = cppSymbol(rest)
	}
	return true
}

// at reads "0x55d0c8b6f1b5         48  shop::total()" or "000000000041c4e5 shop::total(int)".
func (f *cppEntry) at(s string) bool {
	address, rest, ok := strings.Cut(s, " ")
	hex := strings.TrimPrefix(address, "0x")
	if !ok || len(hex) < 6 || !isHex(hex) {
		return false
	}
	rest = strings.TrimLeft(rest, " ")
	if n := digits(rest); n > 0 && n < len(rest) && rest[n] == ' ' {
		rest = strings.TrimLeft(rest[n:], " ")
	}
	rest = strings.TrimPrefix(rest, "(unknown)  ")
	f.strong, f.whole, f.closed = len(hex) < len(address) || len(hex) == 16, true, true
	f.Function, _ = cppSymbol(rest)
	return true
}

// glibc reads "./shop(_ZN4shop5totalEi+0x1d) [0x563a1f595e67]".
func (f *cppEntry) glibc(s string) bool {
	i := strings.LastIndex(s, "[0x")
	if i <= 0 || !isHex(s[i+3:len(s)-1]) {
		return false
	}
	s = strings.TrimSuffix(s[:i], " ")
	open := strings.LastIndexByte(s, '(')
	if s == "" || s[len(s)-1] != ')' || open <= 0 {
		return false
	}
	symbol, _, ok := strings.Cut(s[open+1:len(s)-1], "+0x")
	if !ok && symbol != "" || strings.IndexByte(s[:open], ' ') >= 0 {
		return false
	}
	f.Package, f.Function = s[:open], symbol
	f.strong, f.whole, f.closed = true, true, true
	return true
}

// cppSymbol splits a demangled symbol from what follows it, and returns its name: without the type
// that it returns, which templates have, and without its arguments.
func cppSymbol(s string) (name, rest string) {
	s = strings.TrimPrefix(s, "non-virtual thunk to ")
	s = strings.TrimPrefix(s, "virtual thunk to ")
	start, depth := 0, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '<', '[', '{':
			depth++
		case '>':
			if i > 0 && s[i-1] != '-' && depth > 0 {
				depth--
			}
		case ']', '}':
			if depth > 0 {
				depth--
			}
		case '\'':
			if depth == 0 { // 'lambda'
				if j := strings.IndexByte(s[i+1:], '\''); j >= 0 {
					i += j + 1
				}
			}
		case 'o':
			if depth == 0 && strings.HasPrefix(s[i:], "operator") && (i == 0 || !isIdent(s[i-1])) &&
				i+8 < len(s) && !isIdent(s[i+8]) {
				i += operatorLen(s[i:]) - 1
			}
		case '(':
			if depth > 0 {
				continue
			}
			if strings.HasPrefix(s[i:], "(anonymous ") {
				if j := strings.IndexByte(s[i:], ')'); j > 0 {
					i += j
				}
				continue
			}
			if i == start {
				return "", s
			}
			end := closing(s, i)
			if end < 0 {
				return strings.TrimRight(s[start:i], " "), ""
			}
			after := end + 1 + qualifiersLen(s[end+1:])
			switch {
			case strings.HasPrefix(s[after:], "::"):
				i = after
			case s[start:i] == "decltype":
				i = end
				start = end + 1
			default:
				return strings.TrimRight(s[start:i], " "), s[after:]
			}
		case ' ':
			if depth > 0 || i > 0 && strings.HasPrefix(s[i:], " <") && isOperatorEnd(s[start:i]) {
				continue
			}
			if startsPlace(s[i+1:]) {
				return s[start:i], s[i:]
			}
			if strings.HasPrefix(s[i:], " [clone ") || strings.HasPrefix(s[i:], " [inlined]") {
				return s[start:i], ""
			}
			start = i + 1
		}
	}
	return s[min(start, len(s)):], ""
}

// isOperatorEnd reports whether s ends with an operator of angle brackets, which a space keeps apart
// from type arguments.
func isOperatorEnd(s string) bool {
	s = strings.TrimRight(s, "<>=")
	return strings.HasSuffix(s, "operator")
}

// operatorLen returns the length of the name of an operator, such as "operator()", "operator<<",
// "operator new[]" or "operator bool".
func operatorLen(s string) int {
	const word = len("operator")
	if strings.HasPrefix(s[word:], "()") {
		return word + 2
	}
	if s[word] == ' ' {
		i := strings.IndexByte(s, '(')
		if i < 0 || i > maxName || s[word+1] == '/' || s[word+1] == '(' {
			return word
		}
		return i
	}
	i := word
	for i < len(s) && strings.IndexByte("<>=!+-*/%^&|~,[]\"", s[i]) >= 0 {
		i++
	}
	if strings.HasPrefix(s[word:], "<") && i < len(s) && s[i] != '(' && s[i] != ' ' {
		// "operator<<int>": an operator with type arguments
		i = word + 1
		for i < len(s) && i < word+2 && (s[i] == '<' || s[i] == '=') {
			i++
		}
	}
	return i
}

// qualifiersLen returns the length of what may follow the arguments of a function.
func qualifiersLen(s string) int {
	n := 0
	for {
		rest := s[n:]
		switch {
		case strings.HasPrefix(rest, " const"):
			n += len(" const")
		case strings.HasPrefix(rest, " volatile"):
			n += len(" volatile")
		case strings.HasPrefix(rest, "&"):
			n++
		case strings.HasPrefix(rest, " &"):
			n += 2
		case strings.HasPrefix(rest, "[abi:"), strings.HasPrefix(rest, " [clone "), strings.HasPrefix(rest, " [inlined]"),
			strings.HasPrefix(rest, " (."):
			i := strings.IndexAny(rest[2:], "])")
			if i < 0 {
				return n
			}
			n += i + 3
		default:
			return n
		}
	}
}

// startsPlace reports whether s starts with a path or a module rather than with the name of the
// function whose type stands before it.
func startsPlace(s string) bool {
	if s == "" {
		return true
	}
	switch c := s[0]; {
	case c == '/' || c == '.' || strings.HasPrefix(s, "<null>") || strings.HasPrefix(s, "(/") || strings.HasPrefix(s, "(<"):
		return true
	case strings.HasPrefix(s, "at ") || strings.HasPrefix(s, "in /") || strings.HasPrefix(s, "+ "):
		return true
	case c == '(' && !strings.HasPrefix(s, "(anonymous "):
		return strings.Contains(s, "+0x")
	case len(s) > 2 && s[1] == ':' && isSlash(s[2]):
		return true
	}
	token := s
	if i := strings.IndexByte(s, ' '); i >= 0 {
		token = s[:i]
	}
	i := strings.LastIndexByte(token, ':')
	return i > 0 && token[i-1] != ':' && i+1 < len(token) && digits(token[i+1:]) == len(token)-i-1
}

// joinCPP finds the frame of the place that the text names apart from the frames, which has the
// function and as a rule the whole path.
func (r *cppReader) joinCPP() {
	e := r.current()
	frames := r.frames[e.first:e.last]
	place := &frames[0]
	for i := 1; i < len(frames); i++ {
		f := &frames[i]
		if f.Line == place.Line && f.File != "" && sameRustFile(f.File, place.File) {
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
		if f := &frames[i]; !f.partial && (f.File == "" || sameRustFile(f.File, place.File)) && r.inApp(f) {
			place.Function = f.Function
		}
	}
}

// cppReason returns what the lines above a stack say of the failure.
func cppReason(above string) (typ, message string) {
	const window = 4 << 10
	above = above[max(0, len(above)-window):]
	if i := strings.LastIndex(above, "Sanitizer: "); i >= 0 {
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
	if i := strings.LastIndex(above, "*** SIG"); i >= 0 {
		after := above[i+len("*** "):]
		n := 0
		for n < len(after) && after[n] >= 'A' && after[n] <= 'Z' {
			n++
		}
		return after[:n], ""
	}
	if i := strings.LastIndex(above, "*** Signal "); i >= 0 {
		if _, after, ok := strings.Cut(above[i:], "("); ok {
			typ, _, _ = strings.Cut(after, ")")
			return typ, ""
		}
	}
	return "", ""
}

// isCPPFile reports whether the path is that of a source file by its extension.
func isCPPFile(path string) bool {
	i := strings.LastIndexByte(path, '.')
	if i < 0 {
		return false
	}
	switch path[i+1:] {
	case "c", "cc", "cpp", "cxx", "c++", "C", "h", "hh", "hpp", "hxx", "ipp", "tpp", "inl", "inc", "cu", "m", "mm", "ixx", "cppm":
		return true
	}
	return false
}

// cppSystemRoots are directories of the system and of package managers, cppRelativeRoots those that
// the C library and the tools that build with sources of others are compiled from.
var (
	cppSystemRoots = []string{
		"/usr/include/", "/usr/lib/", "/usr/lib64/", "/usr/local/include/", "/usr/src/debug/", "/build/glibc-", "/build/gcc-", "/build/llvm-toolchain-", "/opt/rh/", "/nix/store/",
		"/Library/", "/Applications/Xcode",
	}
	cppRelativeRoots = []string{
		"../sysdeps/", "../nptl/", "../csu/", "../stdlib/", "../signal/", "../iconv/", "../malloc/", "../string/",
		"./sysdeps/", "./nptl/", "./csu/", "./stdlib/", "./signal/", "./debug/", "./assert/", "./misc/", "./string/", "./malloc/",
		"./libio/", "./elf/", "./posix/", "./time/", "./io/",
		"external/", "third_party/", "vendor/", "minkernel", "bits/", "libc-start.c", "libc_start_call_main.h",
	}
)

// inAppCPP tells the application's code from the C library, the C++ standard library, what starts
// and ends programs, and widely used libraries, by namespace, path and module.
func inAppCPP(f *Frame) bool {
	name := f.Function
	if isCPPLibraryName(name) {
		return false
	}
	path := f.File
	if path == "" {
		return name != "" && !isSystemModule(f.Package)
	}
	roots := cppRelativeRoots
	if path[0] == '/' {
		roots = cppSystemRoots
	}
	for _, root := range roots {
		if strings.HasPrefix(path, root) {
			return false
		}
	}
	prev := ""
	for rest := path; rest != ""; {
		i := 0
		for i < len(rest) && !isSlash(rest[i]) {
			i++
		}
		element := rest[:i]
		if i == len(rest) {
			break
		}
		rest = rest[i+1:]
		switch element {
		case "third_party", "vcpkg", "vcpkg_installed", ".conan", ".conan2", "_deps", "libsanitizer", "compiler-rt", "libstdc++-v3", "libcxx", "libcxxabi",
			"llvm-project", "glibc", "sysdeps", "vctools", "VC", "site-packages", "node_modules", ".cargo", ".hunter":
			return false
		case "c++":
			if prev == "include" {
				return false
			}
		case "external":
			if prev == "execroot" || strings.HasPrefix(prev, "bazel-") {
				return false
			}
		}
		if strings.HasPrefix(element, "glibc-") || strings.HasPrefix(element, "boost_1_") {
			return false
		}
		prev = element
	}
	return true
}

// isSystemModule reports whether a module is a library of the system.
func isSystemModule(module string) bool {
	if module == "" {
		return false
	}
	for _, prefix := range [...]string{"/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/", "/usr/local/lib/", "/nix/store/", "/system/", "/apex/", "linux-vdso", "[vdso]", "/usr/lib32/"} {
		if strings.HasPrefix(module, prefix) {
			return true
		}
	}
	if i := strings.LastIndexByte(module, '/'); i >= 0 {
		module = module[i+1:]
	}
	for _, library := range [...]string{
		"libc.so", "libc-", "libstdc++", "libpthread", "libasan", "libubsan", "libtsan", "libc++", "ld-linux", "ld-", "libgcc", "libm.so", "libdl",
		"libsystem_", "dyld", "kernel32", "KERNEL32", "ntdll", "ucrtbase", "VCRUNTIME", "KERNELBASE",
	} {
		if strings.HasPrefix(module, library) {
			return true
		}
	}
	return false
}

// isCPPLibraryName reports whether a function is of a library that most programs have, by the
// namespace or the name.
func isCPPLibraryName(name string) bool {
	if strings.HasPrefix(name, "_ZN") || strings.HasPrefix(name, "_ZSt") {
		// A mangled name: "St" is std, else the first namespace follows its length.
		rest := strings.TrimPrefix(strings.TrimPrefix(name[2:], "N"), "K")
		if strings.HasPrefix(rest, "St") || strings.HasPrefix(rest, "9__gnu_cxx") {
			return true
		}
		for _, space := range [...]string{"5boost", "4absl", "6google", "5folly", "7testing", "9backward", "8cpptrace", "10__cxxabiv1"} {
			if strings.HasPrefix(rest, space) {
				return true
			}
		}
		return false
	}
	if space, _, ok := strings.Cut(name, "::"); ok {
		switch space {
		case "std", "__gnu_cxx", "__cxxabiv1", "boost", "absl", "google", "folly", "testing", "backward", "cpptrace", "__asan", "__ubsan", "__tsan", "__msan", "__lsan",
			"__sanitizer", "__interception", "fmt", "spdlog", "grpc", "grpc_core", "google_breakpad", "crashpad", "Catch", "doctest", "asio", "tbb", "opentelemetry":
			return true
		}
		return false
	}
	switch name {
	case "abort", "raise", "_start", "start", "start_thread", "clone", "clone3", "__clone", "__clone3", "operator new", "operator new[]", "operator delete", "operator delete[]",
		"malloc", "free", "calloc", "realloc", "memcpy", "memmove", "memset", "strlen", "strcpy", "exit", "gsignal", "pthread_kill",
		"execute_native_thread_routine", "BaseThreadInitThunk", "RtlUserThreadStart", "invoke_main", "mainCRTStartup", "killpg",
		"backtrace", "backtrace_symbols", "_sigtramp", "thread_start", "_pthread_start", "asan_thread_start", "poll", "epoll_wait", "select":
		return true
	}
	if !strings.HasPrefix(name, "__") && !strings.HasPrefix(name, "_U") {
		return false
	}
	for _, prefix := range [...]string{
		"__libc_", "__GI_", "__pthread_", "__cxa_", "__asan_", "__ubsan_", "__tsan_", "__interceptor_", "__sanitizer_", "__assert", "__static_init", "__scrt_", "_Unwind_", "__restore_rt",
		"__memcpy", "__memmove", "__memset", "__strlen", "__str", "__malloc", "__fortify", "__stack_chk", "__futex", "__kernel_",
	} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
