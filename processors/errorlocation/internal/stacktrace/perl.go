// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"slices"
	"strings"
)

// Perl ends the message of die with the place. Carp (confess, cluck, longmess) prints a line for each
// caller below it, innermost first:
//
//	no stock for order 17 at /srv/shop/lib/Shop/Orders.pm line 23.
//		Shop::Orders::reserve(Shop::Orders=HASH(0x55c3b8b5ea18), 17) called at /srv/shop/main.pl line 22
//		eval {...} called at /srv/shop/main.pl line 22
//
// The line of a caller has the function that was called and the place of the call, so the function
// that contains a place is on the line below. Devel::StackTrace prints the same without indentation
// below "Trace begun at"; Mojolicious prints the files and packages of the callers, but no functions.
const (
	perlAt     = " at "
	perlLine   = " line "
	perlCalled = " called at "
	perlBegun  = "Trace begun"
	// "Undefined subroutine &main::total called at FILE line NUMBER." is an error, not a caller.
	perlUndefined = "Undefined subroutine "
	perlContext   = 32 // lines of source that Mojolicious prints before the callers
)

// leadBytes are the first bytes of characters beyond ASCII in UTF-8: a message may be in any language.
const leadBytes = "\xc2\xc3\xc4\xc5\xc6\xc7\xc8\xc9\xca\xcb\xcc\xcd\xce\xcf\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xd9\xda" +
	"\xdb\xdc\xdd\xde\xdf\xe0\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xeb\xec\xed\xee\xef\xf0\xf1\xf2\xf3\xf4"

func perl() language {
	return language{
		name:   "perl",
		sdks:   []string{"perl"},
		margin: letters + leadBytes + "[\"'(<$@%*0123456789",
		indent: letters + "^(", // "(in cleanup)" precedes an error of a destructor; PostgreSQL marks the place in a statement
		inline: func(text string, _ bool, _ colons) bool { return mayEndPerl(text) && opensPerl(text) },
		opens:  opensPerl,
		parse:  parsePerl,
		inApp:  inAppPerl,
	}
}

// mayEndPerl reports whether a text may end with the number of a line and what Perl or a log of Apache
// adds to it.
func mayEndPerl(text string) bool {
	const last = 8
	return slices.ContainsFunc([]byte(text[max(0, len(text)-last):]), isDigit) || strings.IndexByte(text[:min(len(text), 40)], '[') >= 0
}

// opensPerl is language.opens: it looks for "line" near the end of a line, where only text of a logger
// may follow. The end is searched in two pieces of at most 64 bytes, because for those strings.Contains
// compares all positions with vector instructions, rather than stopping at each space.
func opensPerl(line string) bool {
	const piece = 64
	end := max(0, len(line)-piece+len(perlLine))
	return (strings.Contains(line[max(0, len(line)-piece):], perlLine) || strings.Contains(line[max(0, end-piece):end], perlLine)) &&
		strings.Contains(line, perlAt[1:])
}

// perlPlace is a place in a line: "at FILE line NUMBER".
type perlPlace struct {
	file       string
	line       int
	start, end int // bounds of the place in the line, from the space before "at" to the number
}

// perlPlaceOf finds the first place in line.
func perlPlaceOf(line string) (perlPlace, bool) {
	for at := 0; ; {
		i := strings.Index(line[at:], perlLine)
		if i < 0 {
			return perlPlace{}, false
		}
		i += at
		at = i + len(perlLine)
		n := digits(line[at:])
		if strings.HasPrefix(line[at+n:], ") line ") && strings.Contains(line[:i], " (defined at ") {
			// Moose prints where the class of a constructor is, then a line in generated code.
			start := lastIndex(line[:i], perlAt)
			return perlPlace{start: max(0, lastIndex(line[:start], perlAt)), end: at + n}, true
		}
		if n == 0 || !endsPerlPlace(line[at+n:]) {
			continue
		}
		start := lastIndex(line[:i], perlAt)
		if start < 0 {
			if !strings.HasPrefix(line, perlAt[1:]) {
				continue
			}
			start = -1
		}
		if start+len(perlAt) > i {
			continue // "at line 12"
		}
		p := perlPlace{file: line[start+len(perlAt) : i], line: number(line[at : at+n]), start: start, end: at + n}
		if p.line > 0 && isPerlFile(p.file) {
			return p, true
		}
	}
}

// endsPerlPlace reports whether rest can follow the number of a place.
func endsPerlPlace(rest string) bool {
	return rest == "" || rest[0] == '.' || strings.HasPrefix(rest, ", <") || strings.HasPrefix(rest, ", near ") ||
		strings.HasPrefix(rest, ", at ") || strings.HasPrefix(rest, " during global destruction")
}

// isPerlFile reports whether s can be the name of a file, or of evaluated code, in a place. It rejects
// English such as "at the start of line 3", and data files, of which parsers report lines.
func isPerlFile(s string) bool {
	if s == "" || len(s) > maxName {
		return false
	}
	switch s[strings.LastIndexByte(s, '.')+1:] {
	case "cfg", "conf", "csv", "ini", "json", "log", "toml", "txt", "xml", "yaml", "yml":
		return false
	}
	if strings.IndexByte(s, ' ') < 0 {
		return true
	}
	return s[0] == '/' || isDrive(s) || strings.HasPrefix(s, "./") || strings.HasPrefix(s, "(eval ")
}

// isPerlSource reports whether a file is certainly Perl code by its name.
func isPerlSource(file string) bool {
	i := strings.LastIndexByte(file, '.')
	if i < 0 {
		return file == "-e" || strings.HasPrefix(file, "(eval ")
	}
	switch file[i:] {
	case ".pl", ".pm", ".t", ".psgi", ".cgi", ".fcgi", ".plx", ".al", ".PL":
		return true
	}
	return false
}

// frame returns the frame of the place. Its function comes from the next line.
func (p perlPlace) frame() *Frame {
	if p.file == "" || p.file[0] == '(' || p.file[0] == '-' {
		return &Frame{} // "(eval 5)", "-e"
	}
	return &Frame{File: p.file, Line: p.line}
}

// perlReader is the state of parsePerl.
type perlReader struct {
	*Parser
	place   perlPlace // of the current exception
	callers int       // number of callers of the current exception
	known   bool      // it is certain that the text comes from Perl
	unnamed int       // number of frames at the end whose function is not known yet
	cut     bool      // the text ends inside the trace
}

func parsePerl(p *Parser, prev, pos int) bool {
	line, next := p.line(pos)
	skip := p.perlMessageEnd(line, pos)
	if skip < 0 {
		return false
	}
	first, ok := perlPlaceOf(line[skip:])
	if !ok {
		return false
	}
	first.start, first.end = first.start+skip, first.end+skip
	caller := strings.HasSuffix(line[:max(0, first.start)], " called") && !strings.Contains(line[:first.start], perlUndefined)
	if caller || p.cut(next) && first.end == len(line) {
		return false // the first line, or the end of the number, is missing
	}
	if (pos > 0 || next < len(p.text)) && p.behindPrefix(line) {
		return false // the prefix has to be removed first
	}
	known := isPerlSource(first.file) || p.hints.Language == "perl" ||
		!p.hints.Freeform && next == len(p.text) && pos == 0 && strings.IndexByte(first.file, '/') >= 0
	if p.hints.Freeform && first.end == len(line) {
		known = false
	}
	p.raise(linkNone, 0)
	r := perlReader{Parser: p, place: first, known: known}
	r.add(first.frame())
	r.unnamed = 1
	end := r.read(next)
	r.nameFirst()
	if !r.known || r.callers == 0 && end < len(p.text) && isPerlWarning(line) {
		return false
	}
	p.chain[0].Message = p.perlMessage(line, prev, pos, first.start)
	p.chain[0].reported = true
	p.result.Truncated = r.cut || p.atLimit && p.cut(end)
	return true
}

// isPerlWarning reports whether a line is a warning that often precedes an error and is unrelated to
// it.
func isPerlWarning(line string) bool {
	return strings.Contains(line, "Use of uninitialized value ") || strings.Contains(line, " redefined at ") ||
		strings.Contains(line, " masks earlier declaration ") || strings.Contains(line, " used only once: possible typo")
}

// perlMessageEnd returns the offset in the line at pos from which to look for a place: behind
// Hints.Message if that ends in the line, or -1 if the whole line is part of it.
func (p *Parser) perlMessageEnd(line string, pos int) int {
	known := p.hints.Message
	if len(known) > maxMessage || strings.IndexByte(known, '\n') < 0 {
		return 0
	}
	known = strings.TrimRight(known, "\n")
	i := strings.Index(p.text[max(0, pos-len(known)):min(len(p.text), pos+len(line))], known)
	if i < 0 {
		if strings.Contains(known, line) && strings.Contains(p.text[max(0, pos-len(known)):min(len(p.text), pos+len(known))], known) {
			return -1
		}
		return 0
	}
	end := max(0, pos-len(known)) + i + len(known) - pos
	if end >= len(line) {
		return 0 // the message has the place, too
	}
	return max(0, end)
}

// perlMessage returns the message that ends at offset start of the line at pos.
func (p *Parser) perlMessage(line string, prev, pos, start int) string {
	if line[:max(0, start)] == perlBegun {
		// Exception::Class puts an empty line between the message and the trace.
		for range 2 {
			if prev < 0 {
				return ""
			}
			if above, _ := p.line(prev); above != "" {
				return above
			}
			prev = p.lineBefore(prev)
		}
		return ""
	}
	message := line[:max(0, start)]
	if !p.hints.Freeform || strings.TrimSpace(message) == "^" {
		return strings.TrimSpace(p.text[:pos+len(message)])
	}
	for strings.HasPrefix(message, "[") {
		_, rest, ok := strings.Cut(message, "] ")
		if !ok {
			break
		}
		message = rest
	}
	return message
}

// read reads the callers from pos on and returns where they end.
func (r *perlReader) read(pos int) int {
	context := 0
	for pos < len(r.text) {
		line, next := r.line(pos)
		whole := !r.Parser.cut(next)
		switch {
		case r.caller(line, whole):
		case r.repeated(line, whole):
		case r.mojo(line, whole):
		case r.callers == 0 && context < perlContext && isPerlContext(line):
			context++
		default:
			r.cut = r.cut || !whole && line != "" && (line[0] == '\t' || line[0] == ' ')
			return pos
		}
		pos = next
	}
	return pos
}

// isPerlContext reports whether the line is a numbered line of source, or a heading of Mojolicious.
func isPerlContext(line string) bool {
	if line == "Context:" || line == "Traceback (most recent call first):" {
		return true
	}
	line = strings.TrimLeft(line, " ")
	n := digits(line)
	return n > 0 && strings.HasPrefix(line[n:], ": ")
}

// caller reads a line with a function and the place where it was called, and reports whether the line
// is one.
func (r *perlReader) caller(line string, whole bool) bool {
	i := lastIndex(line, perlCalled)
	if i < 0 {
		return false
	}
	callee := line[indentation(line):max(i, indentation(line))]
	switch {
	case strings.HasPrefix(callee, "eval {"):
		// An eval block belongs to the function around it.
	case strings.HasPrefix(callee, "eval '"), strings.HasPrefix(callee, "require "), strings.HasPrefix(callee, "eval \""):
		r.unnamed = 0 // the code of a file or of a text
	default:
		open := strings.IndexByte(callee, '(')
		if open <= 0 || strings.IndexByte(callee[:open], ' ') >= 0 {
			return false
		}
		r.name(callee[:open])
	}
	place, ok := perlPlaceOf(line[i+len(" called"):])
	if !ok || !whole && place.end == len(line)-i-len(" called") && r.atLimit {
		r.cut = r.cut || !whole
		return !whole
	}
	r.callers++
	r.known = true
	f := place.frame()
	f.partial = !whole
	r.add(f)
	r.unnamed++
	return true
}

// name sets the function of the frames at the end that have none yet.
func (r *perlReader) name(function string) {
	e := r.current()
	pkg := ""
	if i := lastIndex(function, "::"); i > 0 {
		pkg = function[:i]
	}
	if len(r.frames) == e.last && !e.full {
		for i := max(e.first, e.last-r.unnamed); i < e.last; i++ {
			r.frames[i].Function, r.frames[i].Package = function, pkg
		}
	}
	r.unnamed = 0
}

// nameFirst sets the function of the first frame from a caller with the same place, which exists if an
// error handler has added the callers:
//
//	no stock at /srv/shop/lib/Shop/Orders.pm line 23.
//	 at /srv/shop/main.pl line 4.
//		main::__ANON__("no stock at"...) called at /srv/shop/lib/Shop/Orders.pm line 23
//		Shop::Orders::reserve(17) called at /srv/shop/main.pl line 22
func (r *perlReader) nameFirst() {
	first := &r.frames[0]
	for _, f := range r.frames[1:] {
		if first.Function == "" && f.File == first.File && f.Line == first.Line {
			first.Function, first.Package = f.Function, f.Package
		}
	}
}

// repeated reads the place that Carp adds to a message that has a place already. If the places are
// equal, it is the same error; otherwise it wraps the error above.
func (r *perlReader) repeated(line string, whole bool) bool {
	if !strings.HasPrefix(line, perlAt) {
		return false
	}
	place, ok := perlPlaceOf(line)
	if !ok || place.start > 0 || !whole && place.end == len(line) {
		return false
	}
	if !r.known {
		return false
	}
	if r.callers == 0 && place.file == r.place.file && place.line == r.place.line {
		return true
	}
	r.raise(linkCause, 0)
	r.place, r.callers = place, 0
	r.add(place.frame())
	r.unnamed = 1
	return true
}

// mojo reads a caller as Mojo::Exception prints it, with the package that contains the place:
//
//	File "/srv/shop/app.pl", line 9, in "main"
//	/srv/shop/app.pl:9 (main)
func (r *perlReader) mojo(line string, whole bool) bool {
	var f Frame
	if rest, ok := strings.CutPrefix(line, "  "+pyFile); ok {
		file, rest, ok := strings.Cut(rest, pyLine)
		n := digits(rest)
		if !ok || !strings.HasPrefix(rest[n:], `, in "`) {
			return false
		}
		f = Frame{File: file, Line: number(rest[:n]), Package: strings.TrimSuffix(rest[n+len(`, in "`):], `"`)}
	} else {
		place, pkg, ok := strings.Cut(line, " (")
		if !ok || indentation(line) > 0 || !strings.HasSuffix(pkg, ")") {
			return false
		}
		file, n, ok := splitPlace(place)
		if !ok || !isPerlFile(file) {
			return false
		}
		f = Frame{File: file, Line: n, Package: pkg[:len(pkg)-1]}
	}
	if f.Line == 0 || f.File == "" || len(f.File) > maxName {
		return false
	}
	r.callers++
	r.known = true
	if r.callers == 1 && f.File == r.place.file && f.Line == r.place.line {
		return true
	}
	f.partial = !whole
	r.add(&f)
	return true
}

// inAppPerl tells the application's files from those of Perl itself and of modules from CPAN.
func inAppPerl(f *Frame) bool {
	path := f.File
	if path == "" || strings.HasPrefix(path, "/usr/bin/") || strings.HasPrefix(path, "/usr/local/bin/") {
		return false
	}
	for name, rest, ok := cutDirectory(path); ok; name, rest, ok = cutDirectory(rest) {
		switch name {
		case "perl5", "site_perl", "vendor_perl", "core_perl", "perl-base", "perlbrew", ".plenv":
			return false
		case "perl":
			if digits(rest) > 0 || strings.HasPrefix(rest, "lib") || strings.HasPrefix(rest, "site") || strings.HasPrefix(rest, "vendor") {
				return false // /usr/share/perl/5.36/Carp.pm, C:/Strawberry/perl/lib/Carp.pm
			}
		}
	}
	return true
}
