// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// A statement of C or C++ is a line that names a place and what went wrong there. A stack may follow
// it or not:
//
//	orders.cpp:12:10: runtime error: division by zero                        UndefinedBehaviorSanitizer
//	shop: orders.cpp:12: int shop::total(int): Assertion `n > 0' failed.     assert of glibc
//	Assertion failed: (n > 0), function total, file orders.cpp, line 12.     assert of BSD and MSVC
//	ASSERT: "n > 0" in file orders.cpp, line 12                              Qt
//	F1123 04:46:14.123456  4711 orders.cpp:12] Check failed: n > 0           Abseil, glog
//	orders.cpp(12): Throw in function int shop::total(int)                   Boost.Exception

const (
	cppRuntimeError = ": runtime error: "
	cppAssertion    = ": Assertion `"
	cppFailed       = "Assertion failed: "
	cppFile         = " file "
	cppQt           = "ASSERT"
	cppThrow        = ": Throw in function "
)

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

// statement reads the place, type and message of a statement; next is where the line ends. It reports
// whether the line is one.
func (r *cppReader) statement(line string, next int) bool {
	switch {
	case line[0] == 'F' && len(line) > 1 && isDigit(line[1]):
		return r.fatalLog(line)
	case strings.HasSuffix(line, "' failed."):
		return r.glibcAssertion(line)
	case strings.Contains(line, cppRuntimeError):
		return r.runtimeError(line)
	case strings.Contains(line, cppThrow):
		return r.boostThrow(line, next)
	case strings.Contains(line, cppFailed), strings.Contains(line, cppQt):
		return r.assertion(line, next)
	}
	return false
}

// fatalLog reads what Abseil and glog log before they end the program.
func (r *cppReader) fatalLog(line string) bool {
	header, message, ok := strings.Cut(line, "] ")
	if !ok {
		return false
	}
	f, ok := cppPlace(header[strings.LastIndexByte(header, ' ')+1:])
	if !ok || f.Column > 0 || !isCPPFile(f.File) {
		return false
	}
	r.place = f
	r.current().Message = message
	return true
}

// glibcAssertion reads "PROGRAM: PLACE: FUNCTION: Assertion `EXPRESSION' failed.", where the program
// may be missing.
func (r *cppReader) glibcAssertion(line string) bool {
	above, expression, _ := strings.Cut(line, cppAssertion)
	if r.behindPrefix(above) {
		return false
	}
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
	r.place = f
	e := r.current()
	e.Type, e.Message = "assertion", "Assertion `"+expression
	return true
}

// runtimeError reads a finding of UndefinedBehaviorSanitizer.
func (r *cppReader) runtimeError(line string) bool {
	place, message, _ := strings.Cut(line, cppRuntimeError)
	if r.behindPrefix(place) {
		return false
	}
	f, ok := cppPlace(lastWord(place))
	if !ok || !isCPPFile(f.File) && f.Column == 0 {
		return false
	}
	r.place = f
	e := r.current()
	e.Type, e.Message = "runtime error", message
	return true
}

// boostThrow reads the first line of the diagnostic information of Boost.Exception, and the type and
// message from the lines below it.
func (r *cppReader) boostThrow(line string, next int) bool {
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
	r.place = f
	e := r.current()
	const mostLines = 4
	for lines := 0; lines < mostLines && next < len(r.text); lines++ {
		line, after := r.line(next)
		if typ, ok := strings.CutPrefix(line, "Dynamic exception type: "); ok {
			e.Type = typ
		} else if what, ok := strings.CutPrefix(line, "std::exception::what: "); ok {
			e.Message = what
		}
		next = after
	}
	return true
}

// assertion reads a failed assertion of BSD, MSVC or Qt.
func (r *cppReader) assertion(line string, next int) bool {
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
	r.place = f
	e := r.current()
	e.Type, e.Message = "assertion", strings.TrimSuffix(strings.TrimSuffix(line[:i], " in"), ",")
	return true
}

// lastWord removes what a logger wrote before a place. A place with a Windows path may have spaces.
func lastWord(s string) string {
	if len(s) > 2 && s[1] == ':' && isSlash(s[2]) {
		return s
	}
	return s[strings.LastIndexByte(s, ' ')+1:]
}

// joinCPP merges the place that a statement names, the first frame, with the frame for that place:
// the latter has the function and usually the full path.
func (r *cppReader) joinCPP() {
	e := r.current()
	frames := r.frames[e.first:e.last]
	place := &frames[0]
	if i := atPlace(frames); i > 0 {
		f := &frames[i]
		if f.Function == "" {
			f.Function = place.Function
		}
		if f.Column == 0 {
			f.Column = place.Column
		}
		e.first += i
		return
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
