// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// Clojure prints an exception as data, with the frames of the root cause in :trace:
//
//	#error {
//	 :cause "Divide by zero"
//	 :via
//	 [{:type java.lang.ArithmeticException
//	   :message "Divide by zero"
//	   :at [clojure.lang.Numbers divide "Numbers.java" 190]}]
//	 :trace
//	 [[clojure.lang.Numbers divide "Numbers.java" 190]
//	  [shop.orders$total invokeStatic "orders.clj" 12]]}
//
// An exception that ends a program is printed in short, and its trace goes to a file:
//
//	Execution error (ArithmeticException) at shop.orders/total (orders.clj:12).
//	Divide by zero
//
// clojure.repl/pst prints exceptions without their packages, and functions as named in the source:
//
//	ArithmeticException Divide by zero
//		clojure.lang.Numbers.divide (Numbers.java:190)
//		shop.orders/total (orders.clj:12)
const (
	clojureVia     = "[{:type "
	clojureMessage = `:message "`
)

// clojureElement reads one element of :trace, which is in brackets; the first one has the opening
// bracket of the list before it. The line is negative if the frame has no file.
func clojureElement(rest string) (Frame, bool) {
	s := strings.TrimPrefix(rest[1:], "[")
	i := 0
	for i < len(s) && isJavaName(s[i]) {
		i++
	}
	class := s[:i]
	if i == 0 || i == len(s) || s[i] != ' ' {
		return Frame{}, false
	}
	method, s, ok := strings.Cut(s[i+1:], ` "`)
	if !ok || method == "" || strings.IndexByte(method, ' ') >= 0 || len(class)+len(method) > maxName {
		return Frame{}, false
	}
	file, s, ok := strings.Cut(s, `" `)
	n := digits(s)
	line := number(s[:n])
	if !ok || len(file) > maxName || n == len(s) || s[n] != ']' && s[n] != '-' {
		return Frame{}, false
	}
	f := Frame{File: file, Line: line}
	if f.Line == 0 || f.File == "" {
		f.File, f.Line = "", 0
	}
	f.Package = javaPackage(class, f.File)
	f.Function = class + "." + method
	return f, true
}

// parseClojureData reads the elements of :trace from the first one at pos on.
func (p *Parser) parseClojureData(prev, pos int) bool {
	line, _ := p.line(pos)
	if prev < 0 || !strings.HasPrefix(line[indentation(line):], "[[") {
		return false
	}
	if above, _ := p.line(prev); !strings.HasSuffix(above, "trace") {
		return false
	}
	e := p.raise(linkNone, 0)
	e.Type, e.Message = p.clojureVia(prev)
	cut, closed := false, false
	for pos < len(p.text) && !closed {
		line, next := p.line(pos)
		rest := line[indentation(line):]
		if rest == "" || rest[0] != '[' {
			cut = p.cut(next)
			break
		}
		f, ok := clojureElement(rest)
		if !ok {
			cut = p.cut(next)
			break
		}
		p.add(&f)
		closed = strings.Contains(rest, "]]")
		pos = next
	}
	p.result.Truncated = cut || !closed && pos == len(p.text)
	return len(p.frames) > 0
}

// isClojureFrame reports whether a line without its indentation is a frame of clojure.repl/pst.
func isClojureFrame(rest string) bool {
	if rest[len(rest)-1] != ')' || !strings.HasPrefix(rest[strings.IndexByte(rest, ' ')+1:], "(") {
		return false
	}
	f, ok := javaFrame(rest)
	return ok && isJavaFile(f.File)
}

// parseClojureFrames reads the output of clojure.repl/pst, whose first frame is at pos.
func (p *Parser) parseClojureFrames(prev, pos int) bool {
	if prev < 0 {
		return false
	}
	line, _ := p.line(prev)
	typ, _, more := strings.Cut(line, " ")
	if typ != "ExceptionInfo" && (!endsAsException(typ) || !isJavaType(typ)) {
		return false
	}
	header := javaHeader{kind: javaNamed, typ: typ, line: line, next: pos}
	if more {
		header.message = prev + len(typ) + 1
	}
	r := javaReader{Parser: p, suppressed: -1, bare: true}
	return r.trace(header, pos)
}

// clojureVia returns the exception that was reported: the first one of :via, which is above the line
// at pos.
func (p *Parser) clojureVia(pos int) (typ, message string) {
	for range javaMessageLines {
		if pos < 0 {
			break
		}
		line, next := p.line(pos)
		_, typ, found := strings.Cut(line, clojureVia)
		if !found {
			pos = p.lineBefore(pos)
			continue
		}
		if line, _ = p.line(next); next < len(p.text) {
			if _, quoted, ok := strings.Cut(line, clojureMessage); ok {
				if end := quotedLen(quoted); end < len(quoted) {
					message = unescape(quoted[:end])
				}
			}
		}
		return strings.TrimRight(typ, ","), message
	}
	return "", ""
}

// quotedLen returns the length of a string whose opening quote was read, up to its closing quote, or
// len(s) if there is none.
func quotedLen(s string) int {
	i := 0
	for i < len(s) && s[i] != '"' {
		if s[i] == '\\' {
			i++
		}
		i++
	}
	return min(i, len(s))
}

// opensClojureReport reports whether the line may be the first one of the short form of an exception,
// as printed by clojure.main/ex-str.
func opensClojureReport(rest string) bool {
	if !strings.HasSuffix(rest, ").") {
		return false
	}
	for _, start := range [...]string{"Execution error", "Syntax error", "Unexpected error", "Error reading eval result", "Error printing return value"} {
		if strings.HasPrefix(rest, start) {
			return true
		}
	}
	return false
}

// clojureReport reads the first line of the short form: "Execution error (ArithmeticException) at
// shop.orders/total (orders.clj:12).", or that of a source which cannot be compiled.
func clojureReport(line string) (f Frame, typ string, ok bool) {
	head, place, ok := strings.Cut(line, " at ")
	if !ok || !strings.HasSuffix(place, ").") {
		return Frame{}, "", false
	}
	open := strings.LastIndexByte(place, '(')
	if open < 0 {
		return Frame{}, "", false
	}
	f.Function = strings.TrimSuffix(place[:open], " ")
	place = place[open+1 : len(place)-2]
	f.File, f.Line, f.Column, _ = splitColumn(place)
	if strings.ContainsAny(f.Function, " \t") || len(f.Function) > maxName || f.File == "" && f.Function == "" {
		return Frame{}, "", false
	}
	f.Package, _, _ = strings.Cut(f.Function, "/")
	_, typ, _ = strings.Cut(head, "(")
	typ, _, _ = strings.Cut(typ, ")")
	return f, typ, true
}

// parseClojureReport reads the short form that clojure.main prints of an exception that ends the
// program.
func (p *Parser) parseClojureReport(pos int) bool {
	line, next := p.line(pos)
	f, typ, ok := clojureReport(line)
	if !ok || next == len(p.text) {
		return false
	}
	if !p.inApp(&f) && strings.Contains(p.text[next:], "trace\n") {
		return false // the trace follows
	}
	e := p.raise(linkNone, 0)
	e.Type = typ
	e.Message, _ = p.line(next)
	p.add(&f)
	return true
}

// clojureCompiled reads the place of a source that cannot be compiled, in the message of Clojure's
// CompilerException: "..., compiling:(shop/orders.clj:12:3)", "Syntax error compiling at
// (shop/orders.clj:12:3)."
func clojureCompiled(line string) (Frame, bool) {
	if strings.IndexByte(line, '(') < 0 {
		return Frame{}, false
	}
	_, place, ok := strings.Cut(line, "compiling")
	if !ok {
		return Frame{}, false
	}
	_, place, _ = strings.Cut(place, "(")
	place, _, ok = strings.Cut(place, ")")
	if !ok {
		return Frame{}, false
	}
	f := Frame{}
	f.File, f.Line, f.Column, ok = splitColumn(place)
	return f, ok && isJavaFile(f.File) && !strings.HasPrefix(f.File, "clojure/")
}
