// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"slices"
	"strings"
)

// A Go stack has two lines for each frame, innermost first. The runtime prints it for a panic and
// for debug.Stack, below the state of the goroutine and with arguments:
//
//	goroutine 1 [running]:
//	main.(*orders).total(0xc00011e000, {0x1, 0x2})
//		/srv/shop/orders.go:12 +0x1d
//	created by main.main in goroutine 1
//		/srv/shop/main.go:8 +0x25
//
// Libraries print it without arguments and once for each error of a chain, below the message: with
// the innermost error first (github.com/pkg/errors with %+v, zap), or indented and with the outermost
// first (golang.org/x/xerrors). github.com/cockroachdb/errors puts "  | " before each line and the
// origin last. github.com/go-errors/errors and gin put the place above the function:
//
//	/srv/shop/orders.go:12 (0x4a1809)
//		total: return sum / n
const (
	goGoroutine = "goroutine "
	goCreatedBy = "created by "
	goOffset    = " +0x"
	goPC        = " (0x"
	goAttached  = "  | "
)

func golang() language {
	return language{
		name:   "go",
		sdks:   []string{"go"},
		margin: "/.",
		ends:   ")",
		indent: letters + "/._|-",
		opens:  opensGo,
		parse:  parseGo,
		inApp:  inAppGo,
	}
}

// opensGo is language.opens: it looks for a line with the place of a frame.
func opensGo(line string) bool {
	if line[0] != ' ' && line[0] != '\t' {
		return line[len(line)-1] == ')' && strings.HasPrefix(line[max(0, strings.LastIndexByte(line, '(')-1):], goPC)
	}
	if strings.IndexByte(line, ':') < 0 {
		return false
	}
	switch i := indentation(line); line[i] {
	case '|':
		line = line[i+1:] // github.com/cockroachdb/errors
	case '-':
		return strings.HasPrefix(line[i:], goOops) || strings.HasPrefix(line, goArrow+" ")
	}
	_, _, ok := goPlace(line)
	return ok
}

func parseGo(p *Parser, prev, pos int) bool {
	place, _ := p.line(pos)
	if place[0] != ' ' && place[0] != '\t' {
		return p.parseGoErrors(prev, pos)
	}
	if prev < 0 {
		return false
	}
	function, _ := p.line(prev)
	switch {
	case strings.HasPrefix(place, goAttached):
		return p.parseGoAttached(p.lineBefore(prev))
	case strings.HasPrefix(place, goArrow):
		return p.parseGoArrow(prev)
	}
	if !new(Frame).readGo(function, place) {
		if strings.HasPrefix(place, "\t\t") && p.parseGoPanicMessage(prev) {
			return true
		}
		_, _, ok := goLineFrame(place)
		return ok && p.parseGoLines(prev, pos)
	}
	header := p.lineBefore(prev)
	if header < 0 {
		return p.parseGoChain(prev)
	}
	above, _ := p.line(header)
	switch {
	case isGoroutine(above):
		return p.parseGoroutine(p.runningGoroutine(header))
	case above == "runtime stack:":
		// The runtime prints its own stack before that of the goroutine that failed.
		if header = p.nextGoroutine(pos); header >= 0 {
			return p.parseGoroutine(header)
		}
	case p.hints.Freeform && strings.Contains(above, `"errorVerbose"`) && p.parseGoVerbose(above):
		return true
	}
	return p.parseGoChain(prev)
}

// isGoroutine reports whether the line is the header of a goroutine's stack.
func isGoroutine(line string) bool {
	if !strings.HasSuffix(line, "]:") {
		return false
	}
	_, number, ok := strings.Cut(line, goGoroutine)
	return ok && digits(number) > 0
}

// nextGoroutine returns the start of the first header of a goroutine at or after pos, or -1.
func (p *Parser) nextGoroutine(pos int) int {
	for pos < len(p.text) {
		line, next := p.line(pos)
		if strings.HasPrefix(line, goGoroutine) && isGoroutine(line) {
			return pos
		}
		pos = next
	}
	return -1
}

// runningGoroutine returns the header of the goroutine that failed: the first one from header on that
// was running, or header if none was.
func (p *Parser) runningGoroutine(header int) int {
	for pos := header; pos >= 0; {
		line, next := p.line(pos)
		if strings.Contains(line, "[running") {
			return pos
		}
		pos = p.nextGoroutine(next)
	}
	return header
}

// parseGoroutine reads the stack below the header of a goroutine.
func (p *Parser) parseGoroutine(header int) bool {
	e := p.raise(linkNone, 0)
	e.Type, e.Message = goPanic(p.text[:header])
	panicked, cut := false, false
	_, pos := p.line(header)
	var f Frame
	for pos < len(p.text) {
		function, next := p.line(pos)
		if strings.HasPrefix(function, "...") { // "...23 frames elided..."
			pos = next
			continue
		}
		if function == "" || strings.HasPrefix(function, goCreatedBy) {
			break
		}
		if next == len(p.text) {
			cut = startsSymbol(function)
			break
		}
		place, after := p.line(next)
		if !f.readGo(function, place) {
			cut = p.cut(after) && startsSymbol(function)
			break
		}
		if p.cut(after) && !strings.Contains(place, goOffset) {
			// More digits, or the offset, may have been cut off.
			cut = true
			break
		}
		panicked = p.addGo(&f) || panicked
		pos = after
	}
	p.trimGo(panicked)
	p.result.Truncated = cut || p.atLimit && p.cut(pos)
	return true
}

// parseGoChain reads the stacks of a chain of errors, without headers of goroutines. The first one
// begins at pos.
func (p *Parser) parseGoChain(pos int) bool {
	e := p.raise(linkNone, 0)
	outermostFirst := false
	messages := !p.hints.Freeform
	if messages {
		e.Message = strings.TrimSpace(p.text[:pos])
	}
	panicked, cut, ended := false, false, false
	var f Frame
	for pos < len(p.text) {
		line, next := p.line(pos)
		place, after := "", next
		if next < len(p.text) {
			place, after = p.line(next)
		}
		if f.readGo(line, place) {
			if ended {
				p.trimGo(panicked)
				p.raise(linkCause, 0)
				panicked = false
			}
			f.partial = p.cut(after) && !strings.Contains(place, goOffset)
			if cut = f.partial && p.atLimit; !cut {
				panicked = p.addGo(&f) || panicked
			}
			ended = f.Function == "runtime.goexit"
			pos = after
			continue
		}
		if strings.HasPrefix(line, goCreatedBy) {
			pos = after
			continue
		}
		// The message of the next error precedes its stack.
		if e = p.current(); e.last > e.first || panicked {
			p.trimGo(panicked)
			e = p.raise(linkCause, 0)
			panicked, ended = false, false
		}
		message := strings.TrimSpace(line)
		if rest, ok := strings.CutPrefix(message, "- "); ok && indentation(line) > 0 {
			message, outermostFirst = strings.TrimSuffix(rest, ":"), true
		}
		if messages && e.Message == "" {
			e.Message = message
		}
		cut = p.atLimit && p.cut(next)
		pos = next
	}
	p.trimGo(panicked)
	if e = p.current(); len(p.chain) > 1 && e.first == e.last && e.Message == "" {
		p.chain = p.chain[:len(p.chain)-1] // text behind the last stack
	}
	if outermostFirst {
		p.chain[0].Message = strings.TrimSuffix(p.chain[0].Message, ":")
		slices.Reverse(p.chain)
	}
	p.current().reported = true
	p.message = p.goMessage()
	p.result.Truncated = cut
	return true
}

// goMessage returns the message of a chain of errors as Error returns it: each error puts its own
// words before those of its cause.
func (p *Parser) goMessage() string {
	parts := make([]string, 0, 4)
	for _, e := range slices.Backward(p.chain) {
		if e.Message != "" {
			parts = append(parts, e.Message)
		}
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return strings.Join(parts, ": ")
}

// parseGoVerbose reads the stack of the error in the field errorVerbose, which zap's console encoder
// writes into the line above the stack of the logger's call.
func (p *Parser) parseGoVerbose(line string) bool {
	_, value, _ := strings.Cut(line, `"errorVerbose"`)
	value, ok := strings.CutPrefix(strings.TrimLeft(value, ": "), `"`)
	if !ok {
		return false
	}
	end := 0
	for end < len(value) && value[end] != '"' {
		if value[end] == '\\' {
			end++
		}
		end++
	}
	if end >= len(value) {
		return false
	}
	outer, freeform := p.text, p.hints.Freeform
	p.setText(unescape(value[:end]))
	p.hints.Freeform = false
	defer func() { p.hints.Freeform = freeform }()
	if p.scan(Go.set()) {
		return true
	}
	p.reset(Go)
	p.setText(outer)
	return false
}

// parseGoAttached reads the stack of the origin that github.com/cockroachdb/errors prints: the last
// one, with "  | " before each line. header is the line above the first stack.
func (p *Parser) parseGoAttached(header int) bool {
	if header < 0 {
		return false
	}
	const heading = "-- stack trace:\n"
	if line, _ := p.line(header); !strings.HasSuffix(line, heading[:len(heading)-1]) {
		return false
	}
	if p.readAhead -= len(p.text); p.readAhead < 0 {
		return false
	}
	var stack strings.Builder
	for line := range strings.Lines(p.text[strings.LastIndex(p.text, heading)+len(heading):]) {
		line, ok := strings.CutPrefix(line, goAttached)
		if !ok {
			break
		}
		stack.WriteString(line)
	}
	return p.scanGoInstead(stack.String(), readAheadOf(stack.String()))
}

// parseGoPanicMessage reads the stack of a goroutine in the message of a panic; pos is its first frame.
// It is that of a panic which was recovered and raised again, as github.com/sourcegraph/conc does. The
// runtime puts a tab before all lines of a message but the first.
func (p *Parser) parseGoPanicMessage(pos int) bool {
	start := max(0, p.lineBefore(pos))
	if line, _ := p.line(start); !strings.HasPrefix(line, "\t"+goGoroutine) || !isGoroutine(line) {
		return false
	}
	if p.readAhead -= len(p.text); p.readAhead < 0 {
		return false
	}
	for start > 0 && p.text[start] == '\t' {
		start = strings.LastIndexByte(p.text[:start-1], '\n') + 1
	}
	if !strings.HasPrefix(p.text[start:], "panic: ") {
		return false
	}
	var message strings.Builder
	for line := range strings.Lines(p.text[start:]) {
		rest, ok := strings.CutPrefix(line, "\t")
		if !ok && message.Len() > 0 {
			break
		}
		message.WriteString(rest)
	}
	return p.scanGoInstead(message.String(), p.readAhead)
}

// scanGoInstead reads a stack in place of the text that it was found in, with so many bytes to read ahead. If there is
// nothing to find in it, the parser is as before, and the result is false.
func (p *Parser) scanGoInstead(stack string, readAhead int) bool {
	outer, left := p.text, p.readAhead
	p.text, p.readAhead = stack, readAhead
	p.setGaps()
	if p.scan(Go.set()) {
		return true
	}
	p.reset(Go)
	p.text, p.readAhead = outer, left
	p.setGaps()
	return false
}

// parseGoErrors reads a stack in which the place of a frame precedes its function; the first place is
// at pos. The line with the function is missing if the program did not find the source.
func (p *Parser) parseGoErrors(prev, pos int) bool {
	e := p.raise(linkNone, 0)
	if prev >= 0 {
		above, _ := p.line(prev)
		typ, message, _ := strings.Cut(above, " ")
		if strings.IndexByte(typ, '.') > 0 && (!p.hints.Freeform || typ[0] == '*' || strings.HasPrefix(typ, "runtime.")) {
			e.Type, e.Message = typ, message
		}
	}
	panicked, cut, places := false, false, 0
	for pos < len(p.text) {
		line, next := p.line(pos)
		i := lastIndex(line, goPC)
		if i < 0 || line[len(line)-1] != ')' {
			cut = p.cut(next)
			break
		}
		f := Frame{}
		ok := false
		f.File, f.Line, ok = splitPlace(line[:i])
		if !ok || line[0] != '/' && strings.IndexByte(f.File, ' ') >= 0 {
			break
		}
		if next < len(p.text) && p.text[next] == '\t' {
			function, after := p.line(next)
			name, _, whole := strings.Cut(function[1:], ": ")
			if cut = !whole && p.cut(after); cut {
				break
			}
			f.Function, next = name, after
			places++
		}
		if strings.Contains(f.File, "/src/runtime/") {
			f.Package = "runtime"
		}
		panicked = p.addGo(&f) || panicked
		places++
		pos = next
	}
	p.trimGo(panicked)
	p.result.Truncated = cut
	return places > 1
}

// readGo reads the two lines of a frame.
func (f *Frame) readGo(function, place string) bool {
	file, line, ok := goPlace(place)
	if !ok {
		return false
	}
	// A stack may be indented by spaces. Tabs indent the further lines of a panic's message.
	name := strings.TrimPrefix(strings.TrimLeft(function, " "), "at ") // github.com/joomcode/errorx
	if strings.HasSuffix(name, ")") {
		// The arguments contain no parentheses.
		name = name[:max(0, strings.LastIndexByte(name, '('))]
	}
	pkg, ok := goPackage(name)
	if !ok || pkg == "" && name != "panic" {
		return false
	}
	if strings.IndexByte(name, '%') >= 0 {
		name, pkg = unescapeSymbol(name), unescapeSymbol(pkg)
	}
	if file == "??" || file[0] == '<' { // "<autogenerated>"
		file, line = "", 0
	}
	*f = Frame{Function: name, Package: pkg, File: file, Line: line}
	return true
}

// startsSymbol reports whether a line at the end of a text may be the start of a function with its
// arguments, rather than other output such as "exit status 2".
func startsSymbol(line string) bool {
	i := strings.IndexAny(line, " (")
	return isIdent(line[0]) && (i < 0 || line[i] == '(')
}

// goPlace splits "\t/srv/shop/orders.go:12 +0x1d".
func goPlace(line string) (file string, number int, ok bool) {
	rest := line[indentation(line):]
	if len(rest) == len(line) {
		return "", 0, false
	}
	i := strings.LastIndexByte(rest, ':')
	if i < 0 {
		return "", 0, false
	}
	n := i + 1 + digits(rest[i+1:])
	after := rest[n:]
	if after != "" && !strings.HasPrefix(after, goOffset) && !strings.HasPrefix(after, " fp=0x") {
		return "", 0, false
	}
	file, number, ok = splitPlace(rest[:n])
	return file, number, ok && (after != "" || strings.HasSuffix(file, ".go") || strings.HasSuffix(file, ".s") || file[0] == '<')
}

// goPackage returns the import path in the name of a function, which ends at the first dot behind the
// last slash, and reports whether name can be that of a function. Slashes and dots in type arguments
// and receivers do not count.
func goPackage(name string) (pkg string, ok bool) {
	if name == "" || len(name) > maxName {
		return "", false
	}
	end := 0
	inPath := true
	for i := range len(name) {
		switch name[i] {
		case '/':
			if inPath {
				end = 0
			}
		case '.':
			if inPath && end == 0 {
				end = i
			}
		case '[', '(':
			inPath = false
		case ' ', '\t', '"', '\'', '=', ':':
			return "", false
		}
	}
	return name[:end], true
}

// unescapeSymbol undoes the linker's escaping of dots in the last element of an import path, as in
// "gopkg.in/yaml%2ev3.Unmarshal".
func unescapeSymbol(name string) string { return strings.ReplaceAll(name, "%2e", ".") }

// addGo adds a frame, unless it is the runtime's entry to a panic, and reports whether it is. The
// frames above that entry belong to a deferred function that recovered or panicked again, not to the
// cause, so they are dropped.
func (p *Parser) addGo(f *Frame) (panicked bool) {
	switch f.Function {
	case "panic", "runtime.gopanic":
		p.dropFrames()
		return true
	case "gopanic", "": // in formats without package names, or without functions
		if strings.HasSuffix(f.File, "/runtime/panic.go") {
			p.dropFrames()
			return true
		}
	}
	p.add(f)
	return false
}

// trimGo drops the frames of the current exception above the point of the raise: the runtime's checks
// that led to a panic or, without a panic, the code that recorded the error.
func (p *Parser) trimGo(panicked bool) {
	e := p.current()
	for e.first < e.last {
		f := &p.frames[e.first]
		if f.Package != "runtime" && (panicked || !recordsGoErrors(f.Package)) {
			return
		}
		e.first++
	}
}

// recordsGoErrors reports whether a package captures stacks or logs them.
func recordsGoErrors(pkg string) bool {
	switch pkg {
	case "runtime/debug", "log", "log/slog", "github.com/pkg/errors", "github.com/go-errors/errors",
		"golang.org/x/xerrors", "github.com/sirupsen/logrus", "go.opentelemetry.io/otel", "go.uber.org/zap",
		"github.com/rs/zerolog":
		return true
	}
	return strings.HasPrefix(pkg, "go.opentelemetry.io/otel/") || strings.HasPrefix(pkg, "go.uber.org/zap/") ||
		strings.HasPrefix(pkg, "github.com/rs/zerolog/")
}

// goPanic returns the reason that the runtime, or net/http, printed above the stack. The type of the
// panic's value is not printed, so typ is the kind of failure, or runtime.Error for a runtime error.
// Of nested panics the first is the cause.
func goPanic(above string) (typ, message string) {
	const window = 16 << 10
	above = above[max(0, len(above)-window):]
	for _, kind := range [...]struct{ marker, typ string }{
		{"panic: ", "panic"},
		{"fatal error: ", "fatal error"},
		{"http: panic serving ", "panic"},
	} {
		i := strings.Index(above, kind.marker)
		if i < 0 {
			continue
		}
		message = above[i+len(kind.marker):]
		if kind.marker == "http: panic serving " {
			_, message, _ = strings.Cut(message, ": ") // behind the client's address
		}
		for _, end := range [...]string{"\n\n", "\n[signal ", "\n\tpanic: "} {
			message, _, _ = strings.Cut(message, end)
		}
		message = strings.TrimRight(message, "\n")
		message = strings.TrimSuffix(message, " [recovered]")
		message = strings.TrimSuffix(message, " [recovered, repanicked]")
		message = strings.ReplaceAll(message, "\n\t", "\n") // the runtime indents further lines
		if strings.HasPrefix(message, "runtime error: ") {
			return "runtime.Error", message
		}
		return kind.typ, message
	}
	return "", ""
}
