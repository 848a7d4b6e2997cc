// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// The standard library of Rust prints a panic like this, the frames only if RUST_BACKTRACE is set:
//
//	thread 'main' (4711) panicked at src/orders.rs:31:20:
//	index out of bounds: the len is 3 but the index is 9
//	stack backtrace:
//	   0: __rustc::rust_begin_unwind
//	             at /rustc/59807616e1fa/library/std/src/panicking.rs:689:5
//	   6: shop::orders::total
//	             at ./src/orders.rs:31:20
//
// Before version 1.73 the first line had the message: "panicked at 'MESSAGE', src/orders.rs:31:20".
// With RUST_BACKTRACE=full an address precedes the function and a hash follows it. The crates anyhow,
// eyre and tracing-error print the same frames below messages of their own; eyre adds the place where
// the error was created. The Debug form of a backtrace has one frame per line:
//
//	{ fn: "shop::orders::total", file: "./src/orders.rs", line: 31 },
//
// error-stack prints a tree of errors with the place of each, the root cause last:
//
//	├╴at src/orders.rs:31:20
const (
	rustPanicked = "panicked at "
	rustAt       = "at "
	rustDebug    = `{ fn: "`
	rustTreeAt   = "╴at "
)

func rust() language {
	return language{
		name:         "rust",
		sdks:         []string{"rust"},
		margin:       "tpELT[{0123456789\xe2",
		indent:       "0123456789{\xe2",
		inlineColons: placeColon | fieldColon,
		inline:       inlineWith(opensRust, rustPanicked, rustDebug),
		opens:        opensRust,
		parse:        parseRust,
		inApp:        inAppRust,
	}
}

func opensRust(line string) bool {
	i := indentation(line)
	rest := line[i:]
	switch c := rest[0]; {
	case c == '{' && strings.HasPrefix(rest, rustDebug):
		return true
	case c == 0xe2:
		return strings.Contains(rest, rustTreeAt)
	case c == 'L' || c == 'T':
		return strings.HasPrefix(rest, "Location:")
	case isDigit(c):
		if symbol, _, ok := rustNumbered(line); ok && symbol != "" {
			return true
		}
	}
	return i == 0 && (containsPanicked(line) || line[0] == 'E' && strings.Contains(line, rustDebug))
}

// containsPanicked is strings.Contains(line, rustPanicked), but faster because it searches for "k",
// which is the rarest of its letters in logs.
func containsPanicked(line string) bool {
	const before, at = "panic", len("panick")
	for rest := line; ; {
		i := strings.IndexByte(rest, 'k')
		if i < 0 {
			return false
		}
		if i >= len(before) && strings.HasPrefix(rest[i-len(before):], rustPanicked) {
			return true
		}
		// Go on right behind this "k": rustPanicked has only one.
		rest = rest[i+at-len(before):]
	}
}

// rustReader is the state of parseRust.
type rustReader struct {
	*Parser
	// place is where the panic happened or the error was created, if the text names it outside of the
	// frames; then placed is set.
	place  Frame
	placed bool
	panics bool // the error is a panic
	// introduced says that the line above the frames calls them a backtrace.
	introduced bool
	columns    bool // frames have columns
	cutOff     bool // the text ends inside the trace
}

func parseRust(p *Parser, prev, pos int) bool {
	line, next := p.line(pos)
	r := rustReader{Parser: p}
	e := p.raise(linkNone, 0)
	switch rest := line[indentation(line):]; {
	case strings.Contains(rest, rustTreeAt):
		return r.tree(prev, pos)
	case strings.HasPrefix(rest, "Location:"):
		return r.location(prev, pos)
	case strings.Contains(rest, rustDebug):
		return r.debug(pos)
	}
	if _, _, ok := rustNumbered(line); ok {
		if prev >= 0 {
			above, _ := p.line(prev)
			r.introduced = rustIntroduces(above)
		}
		if !r.introduced && !r.convincing(pos) {
			return false
		}
		end := r.readFrames(pos)
		if !p.hints.Freeform || r.introduced {
			e.Message = r.messageAbove(pos)
		}
		r.finishRust(end)
		return true
	}
	return r.panicAt(line, pos, next)
}

// rustIntroduces reports whether the line is a heading of frames.
func rustIntroduces(line string) bool {
	line = strings.TrimRight(line, " ")
	return strings.HasSuffix(line, "tack backtrace:") || strings.HasSuffix(line, "BACKTRACE:") ||
		strings.HasSuffix(line, "Backtrace:") || strings.HasSuffix(line, "backtrace:") || isRustSection(line)
}

// isRustSection reports whether the line is a heading of color-eyre.
func isRustSection(line string) bool {
	return strings.Contains(line, "━━ BACKTRACE ━━") || strings.Contains(line, "━━ SPANTRACE ━━")
}

// panicAt reads a panic from its first line on.
func (r *rustReader) panicAt(line string, pos, next int) bool {
	i := strings.Index(line, rustPanicked)
	if i < 0 || i+len(rustPanicked) == len(line) {
		return false
	}
	rest := line[i+len(rustPanicked):]
	if j := lastIndex(line[:i], "thread '"); j >= 0 {
		i = j
	}
	if i > 0 && r.behindPrefix(line[:i]) {
		return false
	}
	r.panics = true
	e := r.current()
	e.Type = "panic"
	if rest[0] == '\'' || rest[0] == '"' {
		start := pos + len(line) - len(rest) + 1
		end, after, ok := r.oldPlace(start)
		if !ok {
			return false
		}
		e.Message = r.text[start:end]
		next = after
	} else {
		place, _, whole := strings.Cut(rest, ": ") // a hook may print the message on the same line
		if !whole {
			place, whole = strings.CutSuffix(place, ":")
		}
		f, ok := placeWithColumn(place)
		if !ok || !strings.HasSuffix(f.File, ".rs") && f.File[0] != '<' {
			return false
		}
		if !whole && r.cut(next) {
			f.partial = f.Column == 0
			f.Column = 0
			r.cutOff = true
		}
		r.place, r.placed = f, true
		if len(rest) > len(place)+1 {
			e.Message = strings.TrimLeft(rest[len(place)+1:], " ")
		}
	}
	if r.placed && inAppRust(&r.place) {
		r.add(&r.place)
	}
	end := r.panicFrames(e, next)
	r.finishRust(end)
	return true
}

// oldPlace finds the place behind a message that starts at start and ends with a quote, as before Rust
// 1.73. It returns the end of the message and the start of the line below the place.
func (r *rustReader) oldPlace(start int) (end, next int, ok bool) {
	const mostLines = 32
	for pos, lines := start, 0; lines < mostLines && pos < len(r.text); lines++ {
		line, after := r.line(pos)
		if line = strings.TrimRight(line, " "); line == "" || !isDigit(line[len(line)-1]) {
			pos = after
			continue
		}
		i := lastIndex(line, ", ")
		if j := lastIndex(line, ": "); j > i {
			i = j // crate log-panics
		}
		if i > 0 && (line[i-1] == '\'' || line[i-1] == '"') {
			if f, ok := placeWithColumn(line[i+2:]); ok && (strings.HasSuffix(f.File, ".rs") || f.File[0] == '<') {
				if r.cut(after) {
					f.partial = f.Column == 0
					r.cutOff = f.partial || r.atLimit
					if r.atLimit {
						f.Column = 0
					}
				}
				r.place, r.placed = f, true
				return pos + i - 1, after, true
			}
		}
		pos = after
	}
	return 0, 0, false
}

// panicFrames reads what follows the first line of a panic: the message, unless that line has it, and
// the frames. It returns where they end.
func (r *rustReader) panicFrames(e *Exception, pos int) (end int) {
	start, messageEnd := pos, -1
	if e.Message != "" {
		messageEnd = pos
	}
	for pos < len(r.text) {
		line, next := r.line(pos)
		switch {
		case strings.HasPrefix(line, "note: "):
			if messageEnd < 0 {
				messageEnd = pos
			}
			pos = next
			if next < len(r.text) {
				continue
			}
		case rustIntroduces(line) && next < len(r.text):
			// The heading may be part of the message.
			below, _ := r.line(next)
			if _, _, ok := rustNumbered(below); ok || strings.HasPrefix(below, "note: ") || strings.HasPrefix(below, "      [... omitted") {
				if messageEnd < 0 {
					messageEnd = pos
				}
				e.Message = r.panicMessage(e, start, messageEnd)
				return r.readFrames(next)
			}
		case strings.HasPrefix(line, "thread '") && strings.Contains(line, rustPanicked):
			// The next panic: the first one is the cause.
			if messageEnd < 0 {
				messageEnd = pos
			}
			e.Message = r.panicMessage(e, start, messageEnd)
			return pos
		default:
			// A panic hook of the application may print the frames without a heading.
			if _, number, ok := rustNumbered(line); ok && number == "0" && next < len(r.text) {
				if below, _ := r.line(next); strings.HasPrefix(below[indentation(below):], rustAt) {
					first, frames := e.first, len(r.frames)
					end := r.readFrames(pos)
					if end < len(r.text) && r.moreFrames(end) {
						// They were part of the message.
						e.first, e.last = first, frames
						r.frames = r.frames[:frames]
						break
					}
					if messageEnd < 0 {
						messageEnd = pos
					}
					e.Message = r.panicMessage(e, start, messageEnd)
					return end
				}
			}
		}
		pos = next
	}
	if messageEnd < 0 {
		messageEnd = pos
	}
	e.Message = r.panicMessage(e, start, messageEnd)
	return pos
}

// moreFrames reports whether the frames of the panic are yet to come, because the line at pos still
// belongs to its message.
func (r *rustReader) moreFrames(pos int) bool {
	line, next := r.line(pos)
	if line == "" || strings.HasPrefix(line, "note: ") || strings.HasPrefix(line, "thread '") {
		return false
	}
	const window = 4 << 10
	return strings.Contains(r.text[pos:min(len(r.text), next+window)], "stack backtrace:\n   0: ")
}

// panicMessage returns the message of e or, if it has none yet, the message in [start,end).
func (r *rustReader) panicMessage(e *Exception, start, end int) string {
	if e.Message != "" || r.hints.Freeform && end-start > maxMessage {
		return e.Message
	}
	// An empty line or a note separates the message from other text.
	message := r.text[start:end]
	for _, heading := range [...]string{"\n\nBacktrace:", "\n\nStack:"} { // without an operating system, in WebAssembly
		message, _, _ = strings.Cut(message, heading)
	}
	if r.hints.Freeform {
		message, _, _ = strings.Cut(message, "\n\n")
	}
	return strings.Trim(message, "\n")
}

// rustNumbered splits "   3: function" or "   3:     0x55e2121e5af9 - function".
func rustNumbered(line string) (symbol, number string, ok bool) {
	i := indentation(line)
	n := digits(line[i:])
	rest := line[i+n:]
	if n == 0 || n > 5 || len(rest) < 3 || rest[0] != ':' || rest[1] != ' ' {
		return "", "", false
	}
	number = line[i : i+n]
	rest = strings.TrimLeft(rest[2:], " ")
	if strings.HasPrefix(rest, "0x") {
		if j := strings.Index(rest, " - "); j > 0 && j <= 20 {
			rest = rest[j+3:]
		}
	}
	return rest, number, rest != "" && !strings.HasPrefix(rest, "from ")
}

// readFrames reads frames from pos on and returns where they end.
func (r *rustReader) readFrames(pos int) int {
	pending := Frame{} // a frame whose place is to come
	have := false
	margin := -1
	flush := func() {
		if have {
			r.addRust(pending)
		}
		have = false
	}
	for pos < len(r.text) {
		line, next := r.line(pos)
		i := indentation(line)
		rest := line[i:]
		if symbol, _, ok := rustNumbered(line); ok && (i > 0 || margin <= 0) {
			if margin < 0 {
				margin = i
			}
			flush()
			pending, have = rustSymbol(symbol), true
			pending.partial = r.cut(next)
			r.cutOff = r.cutOff || r.cut(next) && r.atLimit
			pos = next
			continue
		}
		switch {
		case have && strings.HasPrefix(rest, rustAt) && i > 0:
			f, ok := placeWithColumn(rest[len(rustAt):])
			switch {
			case ok && r.cut(next) && f.Column == 0:
				// The number may go on.
				r.cutOff = r.cutOff || r.columns || r.atLimit
				pending.File, pending.Line, pending.partial = f.File, f.Line, true
			case ok:
				r.columns = r.columns || f.Column > 0
				pending.File, pending.Line, pending.Column = f.File, f.Line, f.Column
				if r.cut(next) && r.atLimit {
					pending.Column = 0
					r.cutOff = true
				}
			case r.cut(next):
				r.cutOff = true
			}
			flush()
		case rest == "":
			flush()
			if next == len(r.text) {
				return next
			}
			if below, _ := r.line(next); margin >= 0 && !strings.Contains(below, "━━━") {
				return pos
			}
		case isRustSection(line):
			flush()
			return pos
		case i >= 6 && isRustSymbol(rest):
			// A frame without a number: the function before was inlined into it.
			flush()
			pending, have = rustSymbol(rest), true
			pending.partial = r.cut(next)
		case i == 0 && !strings.HasPrefix(rest, "⋮"):
			flush()
			return pos
		}
		pos = next
	}
	flush()
	return pos
}

// isRustSymbol reports whether a line without a number can be the name of a function.
func isRustSymbol(s string) bool {
	if !isIdent(s[0]) && s[0] != '<' || isDigit(s[0]) {
		return false
	}
	i := strings.IndexAny(s, " :")
	return i > 0 && s[i] == ':' && strings.HasPrefix(s[i:], "::") || s[0] == '<' && strings.Contains(s, ">::")
}

// addRust adds a frame. At the entry to a panic it drops the frames above, which belong to the panic
// runtime and to the hook that reports the panic.
func (r *rustReader) addRust(f Frame) {
	if isRustPanicEntry(f.Function) {
		e := r.current()
		keep := e.first
		if r.hasPlaceFrame() {
			keep++
		}
		if keep < e.last {
			r.frames = r.frames[:keep]
			e.last = keep
			e.full = false
		}
	}
	r.add(&f)
}

// isRustPanicEntry reports whether the function raises a panic.
func isRustPanicEntry(name string) bool {
	if len(name) < len("rust_begin_unwind") {
		return false
	}
	switch name[0] {
	case 'c', 's':
		i := strings.Index(name, "::")
		if i < 0 || i > len("core[0123456789abcdef]") {
			return false
		}
		entry, ok := strings.CutPrefix(name[i+2:], "panicking::")
		return ok && !strings.HasPrefix(entry, "try") && !strings.HasPrefix(entry, "r#try") && !strings.HasPrefix(entry, "catch_unwind")
	case 'r', '_':
		return strings.HasSuffix(name, "rust_begin_unwind")
	}
	return false
}

// rustSymbol returns a frame with the function that a symbol names.
func rustSymbol(symbol string) Frame {
	// color-eyre and others print the hash that the compiler appends.
	const hash = len("::h0123456789abcdef")
	if n := len(symbol) - hash; n > 0 && strings.HasPrefix(symbol[n:], "::h") && isLowerHex(symbol[n+3:]) {
		symbol = symbol[:n]
	}
	if symbol == "<unknown>" || len(symbol) > maxName {
		return Frame{}
	}
	return Frame{Function: symbol, Package: rustCrate(symbol)}
}

// isLowerHex reports whether s has no other characters than lower-case hexadecimal digits.
func isLowerHex(s string) bool {
	for _, c := range []byte(s) {
		if !isDigit(c) && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// rustCrate returns the crate at the start of a path, for <T as Trait> that of T.
func rustCrate(symbol string) string {
	for {
		rest := strings.TrimLeft(symbol, "<&[(*")
		for _, word := range [...]string{"mut ", "dyn ", "const ", "impl "} {
			rest = strings.TrimPrefix(rest, word)
		}
		if len(rest) == len(symbol) {
			break
		}
		symbol = rest
	}
	i := 0
	for i < len(symbol) && isIdent(symbol[i]) {
		i++
	}
	if i < len(symbol) && (symbol[i] == ':' || symbol[i] == '[') {
		return symbol[:i]
	}
	return ""
}

// stripCrateHashes removes the hashes that distinguish crates of the same name:
// "shop[867b5c192e01640d]".
func stripCrateHashes(name string) string {
	const size = len("[0123456789abcdef]")
	var b strings.Builder
	for {
		i := strings.IndexByte(name, '[')
		if i < 0 || len(name)-i < size {
			break
		}
		if name[i+size-1] == ']' && isLowerHex(name[i+1:i+size-1]) {
			b.WriteString(name[:i])
			name = name[i+size:]
		} else {
			b.WriteString(name[:i+1])
			name = name[i+1:]
		}
	}
	if b.Len() == 0 {
		return name
	}
	b.WriteString(name)
	return b.String()
}

// rustSource reports whether s is a place in a source file.
func rustSource(s string) bool {
	f, ok := placeWithColumn(s)
	return ok && strings.HasSuffix(f.File, ".rs")
}

// convincing reports whether the lines from pos on can only be frames of Rust: the first place among
// them is in a Rust source, or all of the text is a backtrace without places.
func (r *rustReader) convincing(pos int) bool {
	const mostLines = 6
	if !r.hints.Freeform && r.bare(pos) {
		return true
	}
	for range mostLines {
		_, next := r.line(pos)
		if next == len(r.text) {
			return false
		}
		line, _ := r.line(next)
		if strings.TrimLeft(line, " ") == "" || rustIntroduces(line) {
			return false // the numbered lines above are the causes of an error
		}
		if place, ok := strings.CutPrefix(line[indentation(line):], rustAt); ok {
			return rustSource(place)
		}
		pos = next
	}
	return false
}

// bare reports whether the text from pos on is a backtrace without places, as printed by a program
// that was built without debug information: only numbered functions, some of them of the runtime.
func (r *rustReader) bare(pos int) bool {
	runtime := false
	for n := 0; pos < len(r.text); n++ {
		line, next := r.line(pos)
		symbol, digits, ok := rustNumbered(line)
		if !ok || number(digits) != n || strings.IndexByte(symbol, ' ') >= 0 && !isRustSymbol(symbol) {
			return false
		}
		runtime = runtime || strings.HasPrefix(symbol, "std::") || strings.HasPrefix(symbol, "core::") ||
			strings.HasPrefix(symbol, "rust_begin_unwind") || strings.HasPrefix(symbol, "__libc_start")
		pos = next
	}
	return runtime
}

// finishRust completes the exception whose frames end at end.
func (r *rustReader) finishRust(end int) {
	e := r.current()
	r.result.Truncated = r.cutOff || r.atLimit && r.cut(end)
	if r.hasPlaceFrame() {
		r.joinPlace()
	} else if r.placed && e.first == e.last {
		r.add(&r.place)
	}
	if !r.panics {
		// The frames of the conversion of one error into another are above the code that caused it.
		const mostFrames = 6
		for i := e.first; i < min(e.last-1, e.first+mostFrames); i++ {
			f := &r.frames[i]
			if strings.HasSuffix(f.Function, ">::from") && strings.Contains(f.Function, "convert::From<") {
				e.first = i + 1
			} else if r.inApp(f) {
				break
			}
		}
	}
	for i := e.first; i < e.last; i++ {
		f := &r.frames[i]
		if strings.IndexByte(f.Function, '[') >= 0 && r.inApp(f) {
			f.Function = stripCrateHashes(f.Function)
		}
	}
}

// joinPlace merges the place that the text names, the first frame, with the frame for that place. It
// need not be the innermost one: with #[track_caller] the place is that of a caller.
func (r *rustReader) joinPlace() {
	e := r.current()
	frames := r.frames[e.first:e.last]
	place := &frames[0]
	if i := atPlace(frames); i > 0 {
		f := &frames[i]
		if f.File[0] == '.' {
			f.File = place.File
		}
		f.Column = place.Column
		e.first += i
		return
	}
	// Without debug information, frames have functions only.
	for i := 1; i < len(frames); i++ {
		f := &frames[i]
		if !f.partial && (f.File == "" || sameFile(f.File, place.File)) && r.inApp(f) {
			place.Function, place.Package = f.Function, f.Package
			return
		}
	}
}
