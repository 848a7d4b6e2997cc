// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// elixirHeader returns where the trace starts whose first frame is at pos: at the nearest line above
// that has an exception, if only behind the words of a logger, or at pos if there is none.
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
	n       int  // number of headers
	frames  int  // number of frames
	strong  bool // a frame names its application
	cut     bool // the text ends inside the trace
}

const maxBeamHeaders = 8

// elixirNoFile is the Frame.doubt of a function of the application without a file: usually it does not
// exist, and the frame that called it is the better location.
const elixirNoFile = 1

// elixirException is an exception with the header "** (Type) message".
type elixirException struct {
	typ    string
	start  int // of the message in the text
	end    int // of the message, 0 while its end is not known
	indent int // of the header
	raised int // index in Parser.chain, -1 if it is not in the chain
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

// report marks the exception that was reported: the outermost one, unless it only announces another.
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

// read reads the trace from pos on and returns where it ends.
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
				return pos // an exception nested in another is indented more
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

// header starts the exception that a line names; start is the offset of the header in the line.
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
		// The reason of an exit is a term with a stack of its own.
		r.raise(linkCause, 0)
		if t := (termReader{Parser: r.Parser, s: line}); !t.stack(len(line)) {
			r.chain = r.chain[:len(r.chain)-1]
		}
		return
	}
	// The place of an error of the compiler is in the message.
	place := rest
	if i := lastIndex(place, " on "); i >= 0 && strings.HasSuffix(place, ":") {
		place = place[i+len(" on "):] + " "
	}
	if file, number, _ := elixirPlace(place); file != "" {
		r.raiseHeader(h)
		r.add(&Frame{File: file, Line: number})
	}
}

// endMessage ends the message of the last exception at pos, unless it has ended already.
func (r *elixirReader) endMessage(pos int) {
	if r.n > 0 && r.headers[r.n-1].end == 0 {
		h := &r.headers[r.n-1]
		h.end = max(pos, h.start)
		if h.raised >= 0 {
			r.chain[h.raised].Message = r.message(h)
		}
	}
}

// message returns the message of an exception; in a freeform text only its first line.
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

// raiseHeader puts an exception into the chain.
func (r *elixirReader) raiseHeader(h *elixirException) {
	e := r.raise(linkCause, 0)
	e.Type, e.Message = h.typ, r.message(h)
	h.raised = len(r.chain) - 1
}

// frame adds a frame to the exception that its indentation assigns it to.
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
	r.add(&f.Frame)
}

// elixirEntry is one frame as Elixir prints it.
type elixirEntry struct {
	Frame
	app   bool // it names its application
	whole bool // the function is complete: it ends with its arity or arguments
}

// elixirFrame reads a frame: "(shop 0.1.0) lib/shop/orders.ex:10: Shop.Orders.total/1". The
// application or the place may be missing; both may only if the line follows a header or a frame.
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
	if e.app && !placed {
		e.doubt = elixirNoFile
	}
	if e.Package == "" {
		e.Package = function
		if i := strings.LastIndexByte(function, '.'); i > 0 && strings.IndexByte(function, '"') < 0 {
			e.Package = function[:i]
		}
	}
	return e, placed || e.Function != ""
}

// elixirApp reads the application at the start of a frame: "(shop 0.1.0) ", or "(shop) " in old
// versions.
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
			file, line = before, number // the compiler prints a column too
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

// elixirFunction returns the name of a frame's function without arity or arguments. whole reports
// whether the name is complete, and ok whether s can be a function.
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
		// The function that contains it comes last. Arguments before it may be any text.
		i := lastIndex(s, " in ")
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
