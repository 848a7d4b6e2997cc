// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// Elixir prints a stack below the exception, innermost frame first, with the OTP application, the place
// and the function of each; what a process that exited was told is nested, deeper and first:
//
//	** (exit) exited in: GenServer.call(#PID<0.98.0>, :total, 5000)
//	    ** (EXIT) an exception was raised:
//	        ** (ArithmeticError) bad argument in arithmetic expression
//	            (shop 0.1.0) lib/shop/orders.ex:10: Shop.Orders.total/1
//	    (elixir 1.14.0) lib/gen_server.ex:1038: GenServer.call/3
//
// Erlang's erl_error, which the shell, escript and crash reports use, prints
//
//	exception error: an error occurred when evaluating an arithmetic expression
//	  in function  shop_orders:total/1 (src/shop_orders.erl, line 7)
//	  in call from shop_server:handle_call/3 (src/shop_server.erl, line 10)
//
// Reasons of exits, single-line logs and the OpenTelemetry SDK have the stack as a term:
//
//	[{shop_orders,total,1,[{file,"src/shop_orders.erl"},{line,7}]}]
const (
	beamHeader      = "** ("
	elixirAnonymous = "anonymous fn"
	erlangFunction  = "in function "
	erlangCaller    = "in call from "
	erlangOperator  = "in operator "
	erlangLine      = ", line "
	// beamMessageLines is how many lines a message may have, or the arguments of a call.
	beamMessageLines = 64
	// erlangClauseLines is how many of them erl_error may take for a function that has no clause.
	erlangClauseLines = 24
)

func erlang() language {
	return language{
		name:   "erlang",
		sdks:   []string{"erlang", "elixir"},
		margin: letters + "0123456789*([{=<#",
		indent: letters + "*([{:",
		inline: inlineErlang,
		opens:  opensErlang,
		parse:  parseErlang,
		inApp:  inAppErlang,
	}
}

// inlineErlang looks for a term, or for an error of Elixir's compiler.
func inlineErlang(text string) bool {
	return hasErlangLocation(text) || strings.IndexByte(text, '*') >= 0 && strings.Contains(text, beamHeader) && strings.Contains(text, ".ex")
}

// hasErlangLocation reports whether the line has the place of a frame in a term.
func hasErlangLocation(line string) bool {
	return strings.IndexByte(line, '{') >= 0 && erlangLocation(line) >= 0 || strings.HasPrefix(strings.TrimLeft(line, " "), "[file: ")
}

func opensErlang(line string) bool {
	rest := line[indentation(line):]
	switch rest[0] {
	case '*':
		if strings.HasPrefix(rest, beamHeader) {
			return true
		}
	case '(':
		if _, _, ok := elixirApp(rest); ok {
			return true
		}
	case 'i':
		if isErlangEntry(rest) {
			return true
		}
	}
	if rest[len(rest)-1] == ']' && strings.Contains(rest, "[{") {
		return true // a stack without places
	}
	if len(rest) < len(line) {
		if _, after, ok := strings.Cut(rest, ".ex"); ok && (strings.HasPrefix(after, ":") || strings.HasPrefix(after, "s:")) {
			return true
		}
	}
	return endsErlangPlace(rest) || hasErlangLocation(rest)
}

// isErlangEntry reports whether a line, indentation aside, is one of erl_error's.
func isErlangEntry(rest string) bool {
	return strings.HasPrefix(rest, erlangFunction) || strings.HasPrefix(rest, erlangCaller) || strings.HasPrefix(rest, erlangOperator)
}

// endsErlangPlace reports whether a line ends like "(src/shop.erl, line 7)".
func endsErlangPlace(line string) bool {
	if line[len(line)-1] != ')' {
		return false
	}
	i := len(line) - 1
	for i > 0 && isDigit(line[i-1]) {
		i--
	}
	return strings.HasSuffix(line[:i], erlangLine)
}

// erlangLocation returns where the place of a frame in a term starts, in Erlang's or in Elixir's
// notation, or -1.
func erlangLocation(line string) int {
	for at := 0; ; {
		i := strings.Index(line[at:], "file")
		if i < 0 {
			return -1
		}
		i += at
		at = i + len("file")
		if i > 0 && at < len(line) && (line[i-1] == '{' && line[at] == ',' || line[i-1] == '[' && line[at] == ':') {
			return i
		}
	}
}

func parseErlang(p *Parser, prev, pos int) bool {
	line, next := p.line(pos)
	rest := line[indentation(line):]
	if strings.HasPrefix(rest, beamHeader) {
		return p.parseElixir(pos)
	}
	if _, ok := elixirFrame(line, false); ok {
		return p.parseElixir(p.elixirHeader(prev, pos))
	}
	if isErlangEntry(rest) {
		return p.parseErlangError(prev, pos)
	}
	if pos > 0 || next < len(p.text) {
		if prefix, ok := linePrefix(p.text); ok && prefixLen(line, prefix) > 0 {
			return false // it is to be taken off first
		}
	}
	if endsErlangPlace(rest) {
		return p.parseErlangError(prev, pos)
	}
	return p.parseTerms(pos)
}

// elixirHeader returns where the trace starts whose first frame is at pos: at the exception, if it
// stands behind a logger's words in a line above.
func (p *Parser) elixirHeader(prev, pos int) int {
	for range beamMessageLines {
		if prev < 0 {
			break
		}
		line, _ := p.line(prev)
		if strings.Contains(line, beamHeader) {
			return prev
		}
		prev = p.lineBefore(prev)
	}
	return pos
}

// elixirReader is the state of parseElixir.
type elixirReader struct {
	*Parser
	headers [maxBeamHeaders]elixirException
	n       int // headers
	frames  int
	strong  bool // a frame names its application
	cut     bool
}

const maxBeamHeaders = 8

// elixirException is what a line "** (Type) message" says.
type elixirException struct {
	typ    string
	start  int // of the message
	end    int // of the message, 0 as long as it goes on
	indent int
	raised int // index in Parser.chain, -1 if it has no frames yet
}

func (p *Parser) parseElixir(pos int) bool {
	r := elixirReader{Parser: p}
	end := r.read(pos)
	r.endMessage(end)
	if len(p.frames) == 0 || p.hints.Freeform && r.n == 0 && r.frames < 2 && !r.strong {
		return false
	}
	r.report()
	p.result.Truncated = r.cut || p.atLimit && p.cut(end)
	return true
}

// report says which exception of the chain is the one that was reported: the outermost, unless it only
// says that there was another.
func (r *elixirReader) report() {
	if r.n == 0 {
		return
	}
	outer := &r.headers[0]
	if outer.raised < 0 {
		if message := r.message(outer); strings.HasSuffix(message, "an exception was raised:") {
			r.current().reported = true
			return
		}
		r.raiseHeader(outer)
	}
	r.chain[outer.raised].reported = true
}

func (r *elixirReader) read(pos int) int {
	lines := 0
	for pos < len(r.text) {
		line, next := r.line(pos)
		indent := indentation(line)
		cut := r.Parser.cut(next)
		start := -1
		if strings.HasPrefix(line[indent:], beamHeader) {
			start = indent
		} else if r.n == 0 {
			start = strings.Index(line, beamHeader)
		}
		switch {
		case start >= 0:
			if r.frames > 0 && (r.n == 0 || indent <= r.headers[0].indent) {
				return pos // the next report
			}
			if r.frames == 0 && r.n > 0 && (r.n == maxBeamHeaders || indent <= r.headers[r.n-1].indent) {
				return pos // what is told of an exception is indented deeper
			}
			r.endMessage(pos)
			r.header(line, pos, start, indent)
			lines = 0
		default:
			f, ok := elixirFrame(line, r.frames > 0 || r.n > 0)
			if !ok {
				if r.frames > 0 || r.n == 0 {
					r.cut = cut && indent > 0 && indent < len(line)
					return pos
				}
				if lines++; lines > beamMessageLines {
					return pos
				}
				break
			}
			r.endMessage(pos)
			r.frame(f, line, indent, cut)
		}
		pos = next
	}
	return pos
}

// header starts an exception, or what a process was told of one.
func (r *elixirReader) header(line string, pos, start, indent int) {
	typ, rest, ok := strings.Cut(line[start+len(beamHeader):], ") ")
	if !ok {
		typ, rest = strings.TrimSuffix(typ, ")"), ""
	}
	typ, _, _ = strings.Cut(typ, " from ") // "EXIT from #PID<0.98.0>"
	if r.n == maxBeamHeaders {
		r.n--
	}
	r.headers[r.n] = elixirException{typ: typ, start: pos + len(line) - len(rest), indent: indent, raised: -1}
	h := &r.headers[r.n]
	r.n++
	if at := erlangLocation(rest); at >= 0 {
		// What the exit was about, as a term with a stack of its own.
		r.raise(linkCause, 0)
		if t := (termReader{Parser: r.Parser, s: line}); !t.stack(len(line)) {
			r.chain = r.chain[:len(r.chain)-1]
		}
		return
	}
	// Errors of the compiler have their place in the message.
	place := rest
	if i := strings.LastIndex(place, " on "); i >= 0 && strings.HasSuffix(place, ":") {
		place = place[i+len(" on "):] + " "
	}
	if file, number, _ := elixirPlace(place); file != "" {
		r.raiseHeader(h)
		r.add(Frame{File: file, Line: number})
	}
}

// endMessage says that the message of the last exception, if it has not ended yet, ends before pos.
func (r *elixirReader) endMessage(pos int) {
	if r.n > 0 && r.headers[r.n-1].end == 0 {
		h := &r.headers[r.n-1]
		h.end = max(pos, h.start)
		if h.raised >= 0 {
			r.chain[h.raised].Message = r.message(h)
		}
	}
}

func (r *elixirReader) message(h *elixirException) string {
	if r.hints.Freeform && h.end > h.start {
		line := r.text[h.start:h.end]
		if i := strings.IndexByte(line, '\n'); i >= 0 {
			line = line[:i]
		}
		return strings.TrimRight(line, " ")
	}
	return strings.TrimRight(r.text[h.start:max(h.start, h.end)], " \n")
}

func (r *elixirReader) raiseHeader(h *elixirException) {
	e := r.raise(linkCause, 0)
	e.Type, e.Message = h.typ, r.message(h)
	h.raised = len(r.chain) - 1
}

// frame adds a frame to the exception to which it belongs by its indentation.
func (r *elixirReader) frame(f elixirEntry, line string, indent int, cut bool) {
	owner := -1
	for i := range r.n {
		if r.headers[i].indent < indent || i == 0 {
			owner = i
		}
	}
	switch {
	case owner >= 0 && r.headers[owner].raised < 0:
		r.raiseHeader(&r.headers[owner])
	case len(r.chain) == 0:
		r.raise(linkNone, 0)
	}
	r.frames++
	r.strong = r.strong || f.app
	if cut && !f.whole {
		r.cut = true
		f.partial = true
		if !strings.HasSuffix(line, ")") {
			f.Function = ""
		}
	}
	r.add(f.Frame)
}

// elixirEntry is one frame as Elixir prints it.
type elixirEntry struct {
	Frame
	app   bool // it names its application
	whole bool // its function ends with the arity or the arguments
}

// elixirFrame reads a frame: "(shop 0.1.0) lib/shop/orders.ex:10: Shop.Orders.total/1". The
// application and the place may be missing, both of them only where the line follows others.
func elixirFrame(line string, follows bool) (elixirEntry, bool) {
	var e elixirEntry
	indent := indentation(line)
	rest := line[indent:]
	if rest == "" {
		return e, false
	}
	if app, after, ok := elixirApp(rest); ok {
		e.app, e.Package, rest = true, app, after
	} else if indent == 0 {
		return e, false
	}
	placed := false
	if file, number, function := elixirPlace(rest); file != "" {
		placed = true
		rest = function
		e.File, e.Line = file, number
		if file == "nofile" || file == "iex" {
			e.File, e.Line = "", 0
		}
	}
	function, whole, ok := elixirFunction(rest)
	if !ok || !placed && !e.app && (!follows || !whole || strings.IndexByte(function, '.') < 0) {
		return e, false
	}
	e.Function, e.whole = function, whole
	if e.Package == "" {
		e.Package = function
		if i := strings.LastIndexByte(function, '.'); i > 0 && strings.IndexByte(function, '"') < 0 {
			e.Package = function[:i]
		}
	}
	return e, placed || e.Function != ""
}

// elixirApp reads the application at the start of a frame: "(shop 0.1.0) ", in old versions "(shop) ".
func elixirApp(s string) (app, rest string, ok bool) {
	if s[0] != '(' {
		return "", "", false
	}
	i := 1
	for i < len(s) && (isIdent(s[i]) && s[i] < 0x80) {
		i++
	}
	app = s[1:i]
	if app == "" || i == len(s) || s[1] < 'a' || s[1] > 'z' {
		return "", "", false
	}
	if s[i] == ' ' {
		version := s[i+1:]
		n := 0
		for n < len(version) && version[n] != ')' && version[n] != ' ' {
			n++
		}
		if digits(version) == 0 {
			return "", "", false
		}
		i += 1 + n
	}
	if !strings.HasPrefix(s[i:], ") ") {
		return "", "", false
	}
	return app, s[i+2:], true
}

// elixirPlace reads "lib/shop/orders.ex:10: " at the start of s and returns what follows it. The file is
// empty if there is no place.
func elixirPlace(s string) (file string, line int, rest string) {
	i := strings.Index(s, ": ")
	if i <= 0 || !isDigit(s[i-1]) {
		return "", 0, ""
	}
	file, line, ok := splitPlace(s[:i])
	if !ok {
		return "", 0, ""
	}
	if isDigit(file[len(file)-1]) {
		if before, number, ok := splitPlace(file); ok {
			file, line = before, number // the compiler has a column, too
		}
	}
	switch {
	case strings.HasSuffix(file, ".ex"), strings.HasSuffix(file, ".exs"), strings.HasSuffix(file, "eex"),
		strings.HasSuffix(file, "rl"), file == "nofile", file == "iex":
		if strings.IndexByte(file, '"') < 0 && strings.IndexByte(file, '(') < 0 {
			return file, line, s[i+2:]
		}
	}
	return "", 0, ""
}

// elixirFunction reads the function of a frame: its name without arity or arguments, and whether that is
// all of it.
func elixirFunction(s string) (name string, whole, ok bool) {
	s = strings.TrimRight(s, " ")
	s = strings.TrimPrefix(s, "expanding macro: ")
	switch {
	case s == "" || len(s) > 64<<10:
		return "", false, s == ""
	case s == "(file)" || s == "(module)" || s == "(test)":
		return "", true, true
	case strings.HasSuffix(s, " (module)"):
		return s[:len(s)-len(" (module)")], true, true
	case strings.HasPrefix(s, elixirAnonymous):
		// The function that has it. Arguments can have all kinds of text in them.
		i := strings.LastIndex(s, " in ")
		if i < 0 {
			return "", false, true
		}
		s = s[i+len(" in "):]
		if s == "" {
			return "", false, true
		}
	case strings.HasPrefix(s, "#Function<"):
		return "", true, true
	}
	if s[0] != ':' && (s[0] < 'A' || s[0] > 'Z') {
		return "", false, len(s) < len(elixirAnonymous) && s == elixirAnonymous[:len(s)] // cut
	}
	end := 0
	for end < len(s) && s[end] != '(' && s[end] != ' ' {
		if s[end] == '"' {
			i := strings.IndexByte(s[end+1:], '"')
			if i < 0 {
				return "", false, true
			}
			end += i + 1
		}
		end++
	}
	if end < len(s) {
		return s[:end], s[end] == '(' && s[len(s)-1] == ')', s[end] == '('
	}
	if i := strings.LastIndexByte(s, '/'); i > 0 && i+1 < len(s) && digits(s[i+1:]) == len(s)-i-1 {
		return s[:i], true, true
	}
	return s, false, true
}

// parseErlangError reads what erl_error prints, of which the line at pos is the first with a place or a
// function.
func (p *Parser) parseErlangError(prev, pos int) bool {
	line, next := p.line(pos)
	indent := indentation(line)
	class, message, start := p.erlangException(prev, pos)
	e := p.raise(linkNone, 0)
	if !isErlangEntry(line[indent:]) {
		// The exception itself names the function of whose clauses none matches, and its place.
		if class == "" {
			return false
		}
		f, ok := erlangClause(p.text[start : pos+len(line)])
		if !ok {
			return false
		}
		p.add(f)
		message, _, _ = strings.Cut(message, " matching")
		pos, indent = next, -1
	}
	e.Type, e.Message = class, message
	end, cut := p.readErlangEntries(pos, indent)
	placed := false
	for i := range p.frames {
		placed = placed || p.frames[i].File != ""
	}
	p.result.Truncated = cut || p.atLimit && p.cut(end)
	return placed || class != "" && len(p.frames) > 0
}

// readErlangEntries reads lines of erl_error from pos on, which are indented as deep as the first one,
// and returns where they end and whether the last one was cut.
func (p *Parser) readErlangEntries(pos, indent int) (end int, cut bool) {
	for skipped := 0; pos < len(p.text); {
		line, next := p.line(pos)
		depth := indentation(line)
		rest := line[depth:]
		ends := p.cut(next)
		switch {
		case isErlangEntry(rest) && (indent < 0 || depth == indent):
			f, whole := erlangEntry(rest)
			if ends && !whole {
				return pos, true
			}
			p.add(f)
			indent, skipped = depth, 0
		case rest != "" && depth > indent && skipped < beamMessageLines:
			skipped++ // the arguments of the call
		default:
			return pos, ends && strings.HasPrefix(erlangCaller, rest)
		}
		pos = next
	}
	return pos, false
}

// erlangException returns the class and the message of the exception above the line at pos, and where its
// message starts.
func (p *Parser) erlangException(prev, pos int) (class, message string, start int) {
	for range erlangClauseLines {
		line, _ := p.line(pos)
		if _, rest, ok := strings.Cut(line, "exception "); ok {
			class, message, ok := strings.Cut(rest, ": ")
			if ok && (class == "error" || class == "exit" || class == "throw") {
				return class, strings.TrimRight(message, " "), pos + len(line) - len(message)
			}
		}
		if prev < 0 {
			break
		}
		pos, prev = prev, p.lineBefore(prev)
	}
	return "", "", 0
}

// erlangClause reads "no function clause matching shop_orders:price({error,1}) (src/shop_orders.erl, line
// 17)", where the arguments can take several lines.
func erlangClause(s string) (Frame, bool) {
	_, rest, ok := strings.Cut(s, " matching")
	rest = strings.TrimLeft(rest, " \n")
	if !ok || rest == "" {
		return Frame{}, false
	}
	var f Frame
	i := strings.LastIndexByte(rest, '(')
	if f.File, f.Line, ok = erlangPlace(rest[i+1:]); !ok {
		return f, false
	}
	name, ok := erlangName(rest)
	f.Function, f.Package = erlangFunctionOf(name)
	return f, ok
}

// erlangPlace reads "src/shop_orders.erl, line 17)".
func erlangPlace(s string) (file string, line int, ok bool) {
	file, rest, ok := strings.Cut(s, erlangLine)
	n := digits(rest)
	line = number(rest[:n])
	return file, line, ok && file != "" && len(file) <= maxName && line > 0 && strings.HasPrefix(rest[n:], ")")
}

// erlangEntry reads one line of erl_error, and reports whether it is whole.
func erlangEntry(s string) (f Frame, whole bool) {
	operator := strings.HasPrefix(s, erlangOperator)
	for _, words := range [...]string{erlangFunction, erlangCaller, erlangOperator} {
		s = strings.TrimPrefix(s, words)
	}
	s = strings.TrimLeft(s, " ")
	name, whole := erlangName(s)
	if operator {
		f.Function, f.Package = name, "erlang"
		return f, whole
	}
	f.Function, f.Package = erlangFunctionOf(name)
	if i := strings.LastIndex(s, " ("); i >= 0 {
		var ok bool
		if f.File, f.Line, ok = erlangPlace(s[i+2:]); !ok {
			f.File, f.Line = "", 0
		}
		whole = whole && (ok || strings.TrimRight(s, " ") != s)
	} else if !strings.HasSuffix(s, " ") {
		whole = false // the place can be missing
	}
	return f, whole
}

// erlangName returns the name, with the module, at the start of s, without arity or arguments, and
// whether they are there.
func erlangName(s string) (name string, whole bool) {
	end := 0
	for end < len(s) && s[end] != '(' && s[end] != ' ' {
		if s[end] == '\'' {
			i := strings.IndexByte(s[end+1:], '\'')
			if i < 0 {
				return s, false
			}
			end += i + 1
		}
		end++
	}
	name = s[:end]
	if end < len(s) && s[end] == '(' {
		return name, name != ""
	}
	if i := strings.LastIndexByte(name, '/'); i > 0 && i+1 < len(name) && digits(name[i+1:]) == len(name)-i-1 {
		return name[:i], true
	}
	return name, false
}

// erlangFunctionOf returns the function and the module of "shop_orders:total"; a fun is named after the
// function that has it, as in shop_orders:'-total/1-fun-0-'.
func erlangFunctionOf(name string) (function, module string) {
	module, function, ok := strings.Cut(name, ":")
	if !ok {
		return name, "erlang"
	}
	outer := erlangOuter(function)
	module = strings.Trim(module, "'")
	if alias, ok := strings.CutPrefix(module, "Elixir."); ok {
		return alias + "." + outer, alias
	}
	if len(outer) == len(function) {
		return name, module
	}
	return module + ":" + outer, module
}

// erlangOuter returns the function that has the fun, the comprehension or the like which the compiler
// called '-total/1-fun-0-', or name itself.
func erlangOuter(name string) string {
	bare := strings.Trim(name, `'"`)
	inner, ok := strings.CutPrefix(bare, "-")
	if !ok {
		return name
	}
	inner = strings.TrimPrefix(inner, "fun.")
	if outer, _, ok := strings.Cut(inner, "/"); ok && outer != "" {
		return outer
	}
	return name
}

// parseTerms reads a stack that is printed as a term, of which the line at pos has a place.
func (p *Parser) parseTerms(pos int) bool {
	line, next := p.line(pos)
	start := pos
	for range 6 { // the function can stand above its place
		before := p.lineBefore(start)
		if before < 0 {
			break
		}
		start = before
	}
	end := len(p.text)
	for _, g := range p.gaps {
		if g.start >= next {
			end = min(end, g.start)
		}
	}
	e := p.raise(linkNone, 0)
	t := termReader{Parser: p, s: p.text[start:end]}
	if !t.stack(pos - start + len(line)) {
		return false
	}
	if reason := strings.TrimRight(t.s[:t.from], " \n"); strings.HasSuffix(reason, ",") {
		i := len(reason) - 1
		for i > 0 && isIdent(reason[i-1]) {
			i--
		}
		if strings.HasSuffix(reason[:i], "{") || strings.HasSuffix(reason[:i], "{:") {
			e.Type = reason[i : len(reason)-1]
		}
	}
	e.reported = true
	p.result.Truncated = t.cut && end == len(p.text) || p.atLimit && t.i >= len(t.s)
	// A process that died of another one's error reports it as its reason.
	for at, n := start+t.i, 0; at < len(p.text) && n < beamMessageLines; n++ {
		line, next := p.line(at)
		if rest := line[indentation(line):]; isErlangEntry(rest) {
			p.raise(linkCause, 0)
			p.readErlangEntries(at, indentation(line))
			break
		} else if rest == "" && n > 0 || strings.HasPrefix(line, "=") || strings.HasPrefix(line, "** ") {
			break
		}
		at = next
	}
	return true
}

// termReader reads frames of a term:
//
//	{shop_orders,total,1,[{file,"src/shop_orders.erl"},{line,7}]}
//	{Shop.Orders, :total, 1, [file: ~c"lib/shop/orders.ex", line: 10]}
type termReader struct {
	*Parser
	s    string
	i    int
	from int  // where the list with the stack starts
	cut  bool // the text ends inside the stack
}

// stack adds the frames of the first stack that starts before limit.
func (t *termReader) stack(limit int) bool {
	first := len(t.frames)
	for {
		i := strings.IndexByte(t.s[t.i:min(len(t.s), limit)], '{')
		if i < 0 {
			return false
		}
		t.i += i
		start := t.i
		placed := false
		for t.frame() {
			placed = placed || t.frames[len(t.frames)-1].File != ""
			t.space()
			if !t.eat(',') {
				break
			}
			t.space()
		}
		// A stack without any place is one only where nothing else can be.
		n := len(t.frames) - first
		if placed || n > 0 && !t.hints.Freeform && start > 0 && t.s[start-1] == '[' {
			t.from = strings.LastIndexByte(t.s[:start], '[')
			t.cut = t.i >= len(t.s) || strings.HasPrefix(t.s[t.i:], "|...") || strings.HasPrefix(t.s[t.i:], "...")
			t.from = max(t.from, 0)
			if !placed {
				t.cut = t.cut || strings.Contains(t.s[:t.i], "...") // the depth or the length was limited
			}
			t.name(first)
			return true
		}
		t.dropFrames()
		t.i = start + 1
		if t.i >= limit {
			return false
		}
	}
}

func (t *termReader) space() {
	for t.i < len(t.s) && (t.s[t.i] == ' ' || t.s[t.i] == '\n' || t.s[t.i] == '\t') {
		t.i++
	}
}

func (t *termReader) eat(c byte) bool {
	if t.i < len(t.s) && t.s[t.i] == c {
		t.i++
		return true
	}
	return false
}

// frame reads a frame and adds it. It leaves t.i where the frame starts if there is none.
func (t *termReader) frame() bool {
	start := t.i
	f, ok := t.tuple()
	if !ok {
		if t.i < len(t.s) {
			t.i = start
		}
		return false
	}
	before := len(t.frames)
	t.add(f)
	return len(t.frames) > before || t.current().full
}

func (t *termReader) tuple() (f Frame, ok bool) {
	if !t.eat('{') {
		return f, false
	}
	if f.Package, ok = t.atom(); !ok || !t.comma() {
		return f, false
	}
	if f.Function, ok = t.atom(); !ok || !t.comma() {
		return f, false
	}
	if strings.HasPrefix(t.s[t.i:], "...") {
		t.i += len("...")
		return f, t.eat('}')
	}
	if n := digits(t.s[t.i:]); n > 0 {
		t.i += n
	} else if !t.eat('[') || !t.skip(1) {
		return f, false
	}
	if !t.comma() {
		return f, false
	}
	if strings.HasPrefix(t.s[t.i:], "...") {
		t.i += len("...")
		return f, t.eat('}')
	}
	if !t.eat('[') {
		return f, false
	}
	f.File, f.Line = t.place()
	if !t.skip(1) {
		return f, false
	}
	t.space()
	return f, t.eat('}')
}

func (t *termReader) comma() bool {
	t.space()
	ok := t.eat(',')
	t.space()
	return ok
}

// place reads the place of a frame inside the list of its properties.
func (t *termReader) place() (file string, line int) {
	start := t.i
	t.space()
	elixir := false
	switch {
	case strings.HasPrefix(t.s[t.i:], "{file,"):
		t.i += len("{file,")
	case strings.HasPrefix(t.s[t.i:], "file: "):
		t.i += len("file: ")
		elixir = true
		if strings.HasPrefix(t.s[t.i:], "~c") {
			t.i += len("~c")
		}
	default:
		return "", 0
	}
	t.space()
	quote := byte('"')
	if elixir && t.i < len(t.s) && t.s[t.i] == '\'' {
		quote = '\''
	}
	name := t.i + 1
	if !t.eat(quote) {
		t.i = start
		return "", 0
	}
	end := strings.IndexByte(t.s[name:min(len(t.s), name+maxName)], quote)
	if end <= 0 {
		t.i = start
		return "", 0
	}
	file = t.s[name : name+end]
	t.i = name + end + 1
	if !elixir && !t.eat('}') || !t.comma() {
		t.i = start
		return "", 0
	}
	words := "{line,"
	if elixir {
		words = "line:"
	}
	if !strings.HasPrefix(t.s[t.i:], words) {
		t.i = start
		return "", 0
	}
	t.i += len(words)
	t.space()
	n := digits(t.s[t.i:])
	line = number(t.s[t.i : t.i+n])
	t.i += n
	if line == 0 || t.i == len(t.s) || !elixir && !t.eat('}') {
		t.i = start
		return "", 0
	}
	return file, line
}

// atom reads an atom, in Erlang's or Elixir's notation, as it is written.
func (t *termReader) atom() (string, bool) {
	start := t.i
	if t.i == len(t.s) {
		return "", false
	}
	switch c := t.s[t.i]; {
	case c == ':' && t.i+1 < len(t.s):
		t.i++
		if t.s[t.i] == '"' {
			return t.quoted(start)
		}
		for t.i < len(t.s) && t.s[t.i] != ',' && t.s[t.i] != ' ' && t.s[t.i] != '}' && t.s[t.i] != '\n' {
			t.i++
		}
	case c == '\'':
		return t.quoted(start)
	case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
		for t.i < len(t.s) && (isIdent(t.s[t.i]) || t.s[t.i] == '@' || t.s[t.i] == '.') {
			t.i++
		}
	}
	return t.s[start:t.i], t.i > start && t.i-start <= maxName
}

// quoted reads up to the quote that closes the one at t.i.
func (t *termReader) quoted(start int) (string, bool) {
	quote := t.s[t.i]
	end := strings.IndexByte(t.s[t.i+1:min(len(t.s), t.i+maxName)], quote)
	if end < 0 {
		return "", false
	}
	t.i += end + 2
	return t.s[start:t.i], true
}

// skip goes behind what closes the list or tuple in which t.i is.
func (t *termReader) skip(depth int) bool {
	const longest = 8 << 10
	start := t.i
	for end := min(len(t.s), t.i+longest, t.i+t.readAhead); t.i < end; {
		c := t.s[t.i]
		t.i++
		switch c {
		case '[', '{', '(':
			depth++
		case ']', '}', ')':
			if depth--; depth == 0 {
				return true
			}
		case '$':
			t.i++ // a character
		case '"', '\'':
			for t.i < end && t.s[t.i] != c {
				if t.s[t.i] == '\\' {
					t.i++
				}
				t.i++
			}
			t.i++
		}
	}
	t.i = min(t.i, len(t.s))
	t.readAhead -= t.i - start
	return false
}

// name gives the frames from first on their qualified names, all in one piece of memory.
func (t *termReader) name(first int) {
	size := 0
	for i := first; i < len(t.frames); i++ {
		size += len(t.frames[i].Package) + 1 + len(t.frames[i].Function)
	}
	var b strings.Builder
	b.Grow(size)
	for i := first; i < len(t.frames); i++ {
		f := &t.frames[i]
		start := b.Len()
		module, elixir := strings.CutPrefix(f.Package, "'Elixir.")
		if elixir {
			module = strings.TrimSuffix(module, "'")
		}
		function := erlangOuter(f.Function)
		if erlang := f.Function[0] != ':'; !erlang {
			elixir = true
			function = erlangOuter(f.Function[1:])
		}
		b.WriteString(module)
		if elixir {
			b.WriteByte('.')
		} else {
			b.WriteByte(':')
		}
		b.WriteString(function)
		f.Package = strings.Trim(module, ":'")
		f.Function = b.String()[start:]
	}
}
