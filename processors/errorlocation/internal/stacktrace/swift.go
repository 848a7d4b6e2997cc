// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// The stack of a Swift program that crashed, as the runtime prints it since Swift 5.9, innermost
// frame first. Without a terminal each frame has its address and attributes; on a terminal it has the
// source around it instead:
//
//	shop/Orders.swift:12: Fatal error: no stock
//
//	*** Program crashed: Illegal instruction at 0x000055d6f9c8b2a1 ***
//
//	Thread 0 "shop" crashed:
//
//	0               0x000055d6f9c8b2a1 Orders.total(of:) + 65 in shop at /srv/shop/Sources/shop/Orders.swift:12:17
//	1 [ra]          0x000055d6f9c8b3c4 closure #1 in Checkout.run() + 35 in shop at /srv/shop/Sources/shop/Checkout.swift:30:9
//	2 [ra] [system] 0x00007f8a2c2c5b24 <unknown> in libc.so.6
//
// Crash reports of Apple's systems, and the symbols that Foundation returns, have the image first:
//
//	0   Shop                 0x0000000104e3c0a4 Orders.total(of:) + 156 (Orders.swift:12)
//
// The package swift-backtrace, for older versions, prints
//
//	0x55d6, shop.Orders.total(of: Swift.Int) -> Swift.Int at FILE:LINE
const (
	swiftFile      = ".swift"
	swiftAt        = " at "
	maxSwiftHeader = 64 // lines of a crash report above its first frame

	// Values of Frame.doubt.
	swiftFatalPlace = 1 // the place is that in the message of a fatal error
	swiftNoFile     = 2 // there is no file
	swiftSystem     = 3 // marked "[system]", as is the code that the compiler adds to a program
)

func swift() language {
	return language{
		name:         "swift",
		sdks:         []string{"swift"},
		margin:       "AFP/0",
		colons:       placeColon,
		indent:       "0",
		inlineColons: placeColon,
		inline:       inlineWith(opensSwift, swiftFile+":"),
		opens:        opensSwift,
		parse:        parseSwift,
		inApp:        inAppSwift,
		title:        swiftTitle,
	}
}

func opensSwift(line string) bool {
	text := line[indentation(line):]
	switch text[0] {
	case '0':
		if len(text) < 2 {
			return false
		}
		return text[1] == 'x' && strings.Contains(text, ", ") ||
			(text[1] == ' ' || text[1] == '\t') && (strings.Contains(text, "0x") || strings.Contains(text, " in "))
	case 'F', 'P', 'A':
		if strings.Contains(text, ": file ") {
			return true
		}
	}
	i := strings.IndexByte(text, ':')
	return i > len(swiftFile) && strings.HasSuffix(text[:i], swiftFile)
}

// swiftReader is the state of parseSwift.
type swiftReader struct {
	*Parser
	fatal  Frame // the place in the message of a fatal error
	frames int
	last   int // number of the frame that was read last
	cutOff bool
}

func parseSwift(p *Parser, prev, pos int) bool {
	line, next := p.line(pos)
	r := swiftReader{Parser: p}
	if typ, message, file, number, ok := swiftFatal(line); ok {
		start := strings.Index(line, file)
		if p.cut(next) && p.atLimit || start > 0 && p.behindPrefix(line[:start]) {
			return false
		}
		e := p.raise(linkNone, 0)
		e.Type, e.Message = typ, message
		r.fatal = Frame{File: file, Line: number, doubt: swiftFatalPlace, partial: p.cut(next)} // the number may stand at the end
		pos = r.firstFrame(next)
	} else {
		f := Frame{}
		if _, ok := f.readSwift(line, p.cut(next)); !ok {
			return false
		}
		if p.hints.Freeform && f.File == "" {
			after, end := p.line(next)
			if _, ok := f.readSwift(after, p.cut(end)); !ok {
				return false
			}
		}
		p.raise(linkNone, 0)
		crashed := r.header(prev)
		if !crashed {
			pos = r.crashedThread(pos)
		}
	}
	end := r.read(pos)
	r.place()
	p.current().reported = true
	p.result.Truncated = r.cutOff || p.atLimit && p.cut(end)
	return r.frames > 0 || r.fatal.File != ""
}

// swiftFatal splits "FILE:LINE: Fatal error: message" and, before Swift 5.4, "Fatal error: message:
// file FILE, line LINE".
func swiftFatal(line string) (typ, message, file string, number int, ok bool) {
	rest := line
	if i := strings.Index(line, swiftFile+":"); i > 0 {
		i += len(swiftFile)
		n := digits(line[i+1:])
		start := 0
		if line[0] != '/' {
			start = strings.LastIndexByte(line[:i], ' ') + 1 // behind what a logger wrote
		}
		file, number = line[start:i], wholeNumber(line[i+1:i+1+n])
		rest, ok = strings.CutPrefix(line[i+1+n:], ": ")
		if !ok || number == 0 || i > maxName {
			return "", "", "", 0, false
		}
	}
	for _, kind := range [...]string{"Fatal error", "Precondition failed", "Assertion failed"} {
		after, found := strings.CutPrefix(rest, kind)
		if !found {
			continue
		}
		switch {
		case after == "" && file != "":
			return kind, "", file, number, true
		case strings.HasPrefix(after, ": "):
			message = after[2:]
		default:
			return "", "", "", 0, false
		}
		if file != "" {
			return kind, message, file, number, true
		}
		i := lastIndex(after, ": file ")
		if i < 0 {
			return "", "", "", 0, false
		}
		var digits string
		file, digits, _ = strings.Cut(after[i+len(": file "):], ", line ")
		if number = wholeNumber(digits); number == 0 {
			return "", "", "", 0, false
		}
		return kind, strings.TrimPrefix(after[:i], ": "), file, number, true
	}
	return "", "", "", 0, false
}

// firstFrame returns the start of the first line at or after pos with a frame number 0, or the end of
// the text.
func (r *swiftReader) firstFrame(pos int) int {
	for pos < len(r.text) {
		line, next := r.line(pos)
		if line != "" && strings.IndexByte("0 \t", line[0]) >= 0 {
			if n, ok := new(Frame).readSwift(line, r.cut(next)); ok && n == 0 {
				return pos
			}
		}
		pos = next
	}
	return pos
}

// header reads the lines above the first frame, from pos upward, and reports whether the frame is of
// the thread that crashed, or of the only one.
func (r *swiftReader) header(pos int) (crashed bool) {
	crashed = true
	named := false
	e := r.current()
	for n := range maxSwiftHeader {
		if pos < 0 || e.Type != "" && n >= 4 {
			return crashed
		}
		line, _ := r.line(pos)
		switch {
		case n < 4 && !named && strings.HasPrefix(line, "Thread ") && strings.Contains(line, ":"):
			named, crashed = true, strings.Contains(line, "rashed:")
		case e.Type != "":
		case strings.HasPrefix(line, "*** Program crashed: "), strings.HasPrefix(line, "Exception Type: "):
			_, typ, _ := strings.Cut(line, ": ")
			typ, _, _ = strings.Cut(strings.TrimSuffix(typ, " ***"), " at 0x")
			e.Type = strings.Trim(typ, " ")
		case strings.HasPrefix(line, "*** Swift runtime failure: "):
			e.Type, e.Message = "Swift runtime failure", strings.TrimSuffix(line[len("*** Swift runtime failure: "):], " ***")
		default:
			if strings.IndexByte(line, '\'') >= 0 {
				if _, after, ok := strings.Cut(line, "uncaught exception '"); ok {
					e.Type, e.Message, _ = strings.Cut(after, "', reason: '")
					e.Message = strings.TrimSuffix(e.Message, "'")
					break
				}
			}
			if typ, message, file, number, ok := swiftFatal(line); ok {
				e.Type, e.Message = typ, message
				r.fatal = Frame{File: file, Line: number, doubt: swiftFatalPlace}
			}
		}
		pos = r.lineBefore(pos)
	}
	return crashed
}

// crashedThread returns the start of the first frame of the thread that crashed, if that follows pos,
// otherwise pos.
func (r *swiftReader) crashedThread(pos int) int {
	for at := pos; at < len(r.text); {
		line, next := r.line(at)
		if strings.HasPrefix(line, "Thread ") && strings.Contains(line, "rashed:") {
			if first := r.firstFrame(next); first < len(r.text) {
				return first
			}
			break
		}
		at = next
	}
	return pos
}

// read reads the frames from pos on and returns where they end.
func (r *swiftReader) read(pos int) int {
	f := Frame{}
	for pos < len(r.text) {
		line, next := r.line(pos)
		cut := r.cut(next)
		n, ok := f.readSwift(line, cut)
		switch {
		case ok && n < r.last:
			return pos // the next stack
		case ok:
			if f.partial && r.atLimit {
				f.File, f.Line, f.Column, f.doubt = "", 0, 0, swiftNoFile // the number may go on
				r.cutOff = true
			}
			r.cutOff = r.cutOff || cut && f.File == "" && strings.Contains(line, " at ")
			r.last = n
			r.frames++
			if f.Function != "" && !strings.HasPrefix(f.Function, "Swift runtime failure: ") {
				r.add(&f)
			}
		case line != "" && (line[0] == ')' || isIdent(line[0]) && !isDigit(line[0])):
			return pos
		case cut:
			number := strings.TrimLeft(line, " ")
			n = digits(number)
			r.cutOff = n > 0 && (n == len(number) || number[n] == ' ')
		}
		pos = next
	}
	return pos
}

// place uses the place in the message of a fatal error: if the stack has no places, it is that of the
// first frame of the application, otherwise it is added behind all frames.
func (r *swiftReader) place() {
	if r.fatal.File == "" {
		return
	}
	e := r.current()
	frames := r.Parser.frames[e.first:e.last]
	for i := range frames {
		if f := &frames[i]; f.File == "" && !f.partial && inAppSwift(f) && inAppSwift(&r.fatal) {
			f.File, f.Line, f.doubt = r.fatal.File, r.fatal.Line, swiftFatalPlace
			return
		} else if f.File != "" {
			break
		}
	}
	r.add(&r.fatal)
}

// readSwift reads a frame and returns its number. cut says that the end of the line may be cut off.
func (f *Frame) readSwift(line string, cut bool) (n int, ok bool) {
	*f = Frame{}
	text := line[indentation(line):]
	f.partial = cut
	if strings.HasPrefix(text, "0x") {
		address, symbol, ok := strings.Cut(text, ", ")
		if !ok || !isHexText(address[2:]) || !f.placeBehind(&symbol) && !cut && symbol != "" && symbol[0] != '?' {
			return 0, false
		}
		f.Function = swiftSymbol(symbol)
		return 0, true
	}
	i := digits(text)
	if i == 0 || i > 6 || i == len(text) || text[i] != ' ' && text[i] != '\t' {
		return 0, false
	}
	n = frameNumber(text[:i])
	text = text[i:]
	text = text[indentation(text):]
	flagged, system := false, false
	for strings.HasPrefix(text, "[") {
		flag, rest, ok := strings.Cut(text, "]")
		if !ok || len(flag) > 16 {
			return 0, false
		}
		flagged = true
		system = system || flag == "[system"
		text = strings.TrimLeft(rest, " ")
	}
	switch i = swiftAddress(text); {
	case i > 0:
		end := i
		for end > 0 && (text[end-1] == ' ' || text[end-1] == '\t') {
			end--
		}
		f.Package = text[:end]
		_, symbol, _ := strings.Cut(text[i:], " ")
		f.appleSymbol(symbol)
		return n, symbol != ""
	case i == 0:
		var address string
		address, text, ok = strings.Cut(text, " ")
		if !ok || !isHexText(address[2:]) {
			return 0, false
		}
	case !flagged && !strings.Contains(text, " in "):
		return 0, false
	}
	placed := f.placeBehind(&text)
	symbol := text
	if j := lastIndex(text, " in "); j >= 0 {
		symbol, f.Package = text[:j], text[j+len(" in "):]
	} else if !cut {
		return 0, false
	}
	f.Function = swiftSymbol(symbol)
	if system {
		f.doubt = swiftSystem
	}
	return n, i == 0 || placed || flagged || isSwiftSystem(f.Package)
}

// swiftAddress returns the index of the address in a frame, or -1.
func swiftAddress(s string) int {
	for pos := 0; ; {
		i := strings.Index(s[pos:], "0x")
		if i < 0 {
			return -1
		}
		i += pos
		end := i + 2
		for end < len(s) && isHex(s[end]) {
			end++
		}
		if (i == 0 || s[i-1] == ' ' || s[i-1] == '\t') && end-i > 4 && (end == len(s) || s[end] == ' ') {
			return i
		}
		pos = end
	}
}

func isHexText(s string) bool {
	for i := range len(s) {
		if !isHex(s[i]) {
			return false
		}
	}
	return s != ""
}

// placeBehind reads " at FILE:LINE:COLUMN" at the end of a frame and removes it from text. It reports
// whether there is a place.
func (f *Frame) placeBehind(text *string) bool {
	f.doubt = swiftNoFile
	symbol, place, found := strings.Cut(*text, swiftAt)
	if !found {
		return false
	}
	*text = symbol
	return f.setPlace(place)
}

// setPlace reads FILE:LINE, FILE:LINE:COLUMN or the mark of generated code, which has no place, and
// reports whether place is one of them.
func (f *Frame) setPlace(place string) bool {
	file, line, column, ok := splitColumn(place)
	if !ok {
		return strings.Contains(place, "<compiler-generated>")
	}
	if !strings.HasSuffix(file, "<compiler-generated>") {
		f.File, f.Line, f.Column, f.doubt = file, line, column, 0
	}
	return true
}

// appleSymbol reads "SYMBOL + 156 (Orders.swift:12)", "SYMBOL (in Shop) (Orders.swift:12)" or, without
// a symbol, "0x104e38000 + 16384".
func (f *Frame) appleSymbol(symbol string) {
	f.doubt = swiftNoFile
	if strings.HasPrefix(symbol, "0x") {
		return
	}
	if rest, ok := strings.CutSuffix(symbol, ")"); ok {
		if i := lastIndex(rest, " ("); i > 0 && f.setPlace(rest[i+2:]) {
			symbol = rest[:i]
		}
	}
	symbol, _, _ = strings.Cut(symbol, " (in ")
	f.Function = swiftSymbol(symbol)
}

// swiftSymbol returns a symbol without its offset, "" if it is not known.
func swiftSymbol(symbol string) string {
	if i := lastIndex(symbol, " + "); i > 0 && digits(symbol[i+3:]) == len(symbol)-i-3 {
		symbol = symbol[:i]
	}
	if symbol == "" || symbol[0] == '?' || symbol[0] == '<' || len(symbol) > maxName || symbol == "(null)" {
		return "" // "<unknown>", "<redacted>"
	}
	return symbol
}

// swiftTitle removes from the name of a function its arguments, its result and what the compiler
// added:
//
//	specialized Orders.total<A>(of:)                      Orders.total
//	closure #1 (Swift.Int) -> () in shop.Checkout.run()   closure #1 in shop.Checkout.run
func swiftTitle(name string) string {
	for changed := true; changed; {
		changed = false
		for _, made := range [...]string{
			"specialized ", "merged ", "static ", "class ", "@objc ", "@nonobjc ", "partial apply for ", "partial apply forwarder for ",
		} {
			if rest, ok := strings.CutPrefix(name, made); ok {
				name, changed = rest, true
			}
		}
		for _, made := range [...]string{"specialization <", "resume partial function for ", "(extension in "} {
			i := strings.Index(name, made)
			if i < 0 || i > 32 || made[0] == '(' && i > 0 {
				continue
			}
			end := " of "
			switch made[0] {
			case '(':
				end = "):"
			case 'r':
				end = " for "
			}
			if _, rest, ok := strings.Cut(name[i:], end); ok {
				name, changed = rest, true
			}
		}
	}
	open := strings.IndexByte(name, '(')
	if open < 0 {
		return name
	}
	if _, after, _ := cutParentheses(name[open:]); after == "" && open > 0 && name[open-1] != '.' && !strings.ContainsAny(name[:open], "< ") {
		return name[:open] // most have arguments alone
	}
	var b strings.Builder
	b.Grow(len(name))
	for i := 0; i < len(name); {
		c := name[i]
		switch {
		case c == '(':
			inner, after, closed := cutParentheses(name[i:])
			if private, _, ok := strings.Cut(inner, " in _"); ok && i > 0 && name[i-1] == '.' {
				b.WriteString(private) // private to its file
			}
			if !closed {
				after = ""
			}
			i = len(name) - len(after)
		case c == '<' && isTypeArguments(name[i:]):
			i += closingBracket(name[i:]) + 1
		case strings.HasPrefix(name[i:], " -> ") || strings.HasPrefix(name[i:], " throws") || strings.HasPrefix(name[i:], " async"):
			end := strings.Index(name[i:], " in ")
			if end < 0 {
				end = len(name) - i
			}
			i += end
		case c == ' ' && i+1 < len(name) && name[i+1] == '(':
			i++
		default:
			b.WriteByte(c)
			i++
		}
	}
	return b.String()
}

// isTypeArguments reports whether s starts with "<A, B>(".
func isTypeArguments(s string) bool {
	end := closingBracket(s)
	return end > 0 && end+1 < len(s) && s[end+1] == '('
}
