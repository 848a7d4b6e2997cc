// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// parseTerms reads a stack that is printed as a term and whose first place is in the line at pos.
func (p *Parser) parseTerms(pos int) bool {
	line, next := p.line(pos)
	start := pos
	for range 6 { // the function may be in a line above its place
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
	// A process that died because of the error of another reports that as its reason.
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

// stack adds the frames of the first stack that starts before limit, and reports whether there is one.
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
		// A list without any place counts as a stack only if the text is expected to have one.
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

// space skips white space.
func (t *termReader) space() {
	for t.i < len(t.s) && (t.s[t.i] == ' ' || t.s[t.i] == '\n' || t.s[t.i] == '\t') {
		t.i++
	}
}

// eat skips c if it comes next, and reports whether it did.
func (t *termReader) eat(c byte) bool {
	if t.i < len(t.s) && t.s[t.i] == c {
		t.i++
		return true
	}
	return false
}

// frame reads a frame, adds it and reports whether there was one. If not, it does not advance.
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
	t.add(&f)
	return len(t.frames) > before || t.current().full
}

// tuple reads the tuple of a frame. Its function is not qualified yet: see name.
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

// comma skips a comma and the space around it, and reports whether there was one.
func (t *termReader) comma() bool {
	t.space()
	ok := t.eat(',')
	t.space()
	return ok
}

// place reads the place in the property list of a frame. If there is none, it returns "", 0.
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

// atom reads an atom in the notation of Erlang or Elixir and returns it as it is written.
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

// quoted reads up to the quote that closes the one at t.i, and returns the text from start on.
func (t *termReader) quoted(start int) (string, bool) {
	quote := t.s[t.i]
	end := strings.IndexByte(t.s[t.i+1:min(len(t.s), t.i+maxName)], quote)
	if end < 0 {
		return "", false
	}
	t.i += end + 2
	return t.s[start:t.i], true
}

// skip advances behind the bracket that closes the list or tuple around t.i, which is depth levels up,
// and reports whether it was found. Reading in vain is charged to readAhead.
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

// name qualifies the functions of the frames from first on by their modules. All names share one
// allocation.
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
