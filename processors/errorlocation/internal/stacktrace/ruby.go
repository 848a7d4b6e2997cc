// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"slices"
	"strings"
)

// A Ruby backtrace has one line for each frame. The interpreter and Exception#full_message print
// the innermost frame with the error, whose message may have more lines, then the callers, then the
// cause of the error in the same form:
//
//	/srv/shop/orders.rb:12:in `total': divided by 0 (ZeroDivisionError)
//		from /srv/shop/orders.rb:30:in `block in checkout'
//
// On a terminal, Ruby 2.5 to 2.7 print the callers first, numbered and outermost first, and the
// cause above what it caused. Since Ruby 3.4 the quotes are alike and names are qualified, as in
// 'Shop::Orders#total'. Loggers, Rails and background workers print the error above bare frames.
const (
	rubyIn     = ":in "
	rubyFrom   = "from "
	rubyLevels = " levels..."
)

// Bounds on lines between the parts of a backtrace that are not part of it.
const (
	rubyMessageLines = 64 // further lines of a message
	rubySourceLines  = 16 // an extract of a template or other source above the frames
)

func ruby() language {
	return language{
		name:         "ruby",
		sdks:         []string{"ruby"},
		margin:       "/.<([\"-0123456789",
		colons:       callerColon,
		ends:         ":",
		indent:       letters + "/.<(#\"0123456789",
		inlineColons: callerColon,
		inline:       func(text string, _ bool, _ colons) bool { return opensRuby(text) },
		opens:        opensRuby,
		parse:        parseRuby,
		inApp:        inAppRuby,
	}
}

// opensRuby is language.opens. It looks for quotes first, because they are rarer than ":in ".
func opensRuby(line string) bool {
	return (strings.IndexByte(line, '\'') >= 0 || strings.IndexByte(line, '`') >= 0) && rubyPlaceEnd(line) > 0 || opensMinitest(line)
}

// allPrefixed reports whether the line before or after the one at pos starts with prefix too. It is
// then a prefix of all lines, which has to be removed first.
func (p *Parser) allPrefixed(prefix string, prev, pos int) bool {
	if prev >= 0 {
		if line, _ := p.line(prev); commonPrefix(prefix, line) == prefix {
			return true
		}
	}
	_, next := p.line(pos)
	line, _ := p.line(next)
	return commonPrefix(prefix, line) == prefix
}

// rubyReader is the state of parseRuby.
type rubyReader struct {
	*Parser
	bottom  bool // outermost frame first
	started bool // the current exception has a frame
	listed  bool // the current exception has a frame besides that of a header
	plain   bool // rubyEntry.plain of the frame that was added last
	entries int  // number of entries
	named   bool // the error of the frames is known
	cut     bool // the text ends inside the trace
}

func parseRuby(p *Parser, prev, pos int) bool {
	line, _ := p.line(pos)
	first, ok := rubyEntryOf(line)
	if !ok {
		return opensMinitest(line) && p.parseMinitest(prev, pos)
	}
	if first.prefix != "" && p.allPrefixed(first.prefix, prev, pos) {
		return false
	}
	r := rubyReader{Parser: p}
	if prev >= 0 {
		// The first line may not have been selected, because of what a logger put before it.
		above, _ := p.line(prev)
		if e, ok := rubyEntryOf(above); ok && !first.header && !first.numbered {
			first, pos, prev = e, prev, p.lineBefore(prev)
		}
	}
	r.bottom = first.numbered
	p.innermostLast = r.bottom
	e := p.raise(linkNone, 0)
	if !first.header && !first.from {
		if prev >= 0 {
			above, _ := p.line(prev)
			if f, ok := rubyTemplate(above); ok {
				p.add(&f)
				r.entries++
				prev = p.lineBefore(prev)
			}
		}
		e.Type, e.Message = p.rubyErrorAbove(prev)
		r.named = e.Type != "" || first.rspec
	}
	end := r.read(pos)
	if r.entries == 0 || p.hints.Freeform && r.entries < 2 && !r.named {
		return false
	}
	if r.bottom {
		p.reverseFrames()
		p.current().reported = true
	} else {
		p.chain[0].reported = true
		slices.Reverse(p.chain)
	}
	p.result.Truncated = r.cut || p.atLimit && p.cut(end)
	return true
}

// rubyTemplate reads the frame of a template: "app/views/orders/show.html.erb:4". Rails omits the name
// of the method that it generates from the template.
func rubyTemplate(line string) (Frame, bool) {
	file, number, ok := splitPlace(line)
	if !ok || strings.IndexByte(file, ' ') >= 0 {
		return Frame{}, false
	}
	switch file[strings.LastIndexByte(file, '.')+1:] {
	case "erb", "haml", "slim", "builder", "jbuilder", "rabl":
		return Frame{File: file, Line: number}, true
	}
	return Frame{}, false
}

// read reads the backtrace from pos on and returns where it ends.
func (r *rubyReader) read(pos int) int {
	foreign := 0     // number of lines since the last entry that are not of the backtrace
	blank := false   // one of them is empty
	message := false // they are further lines of a message
	source := false  // they are between the mention of a cause and its frames
	for pos < len(r.text) {
		line, next := r.line(pos)
		if entry, ok := rubyEntryOf(line); ok {
			if strings.HasPrefix(entry.message, "warning: ") || !r.accepts(&entry, foreign, blank && !source) {
				return pos
			}
			for ok {
				after := r.entry(&entry, next)
				next = max(next, after)
				if entry.rest == "" {
					break
				}
				rest := entry.rest
				if entry, ok = rubyEntryOf(rest); !ok {
					r.cut = r.cut || r.Parser.cut(next) && rest[0] != ']'
				}
			}
			foreign, blank, source = 0, false, false
			message = r.started && !r.listed && !r.bottom && !r.hints.Freeform
			pos = next
			continue
		}
		rest := line[indentation(line):]
		switch {
		case strings.HasSuffix(rest, rubyLevels) && strings.HasPrefix(rest, "... "):
		case rest == "":
			blank, message = true, false
			foreign++
		case r.cause(rest):
			source = true
			foreign = 1
		case !r.started && source:
			// The name of a cause, or lines of source, come between its mention and its frames.
			if e := r.current(); e.Type == "" {
				e.Type, e.Message, _ = rubyError(rest)
			}
			foreign++
		case message:
			if e := r.current(); e.Type != "" && len(e.Message) < maxMessage {
				e.Message += "\n" + line
			}
			foreign++
		case r.started && !r.listed:
			foreign++
		default:
			r.cut = r.Parser.cut(next) && r.startsFrame(rest)
			return pos
		}
		if foreign > rubyMessageLines || source && foreign > rubySourceLines {
			return pos
		}
		r.cut = r.Parser.cut(next) && (r.startsFrame(rest) || source)
		pos = next
	}
	return pos
}

// accepts reports whether an entry continues the trace behind foreign lines that do not belong to it;
// blank says that one of them is empty.
func (r *rubyReader) accepts(e *rubyEntry, foreign int, blank bool) bool {
	switch {
	case !r.started || foreign == 0:
		return true
	case r.bottom:
		return e.numbered && !blank || r.started && e.header
	}
	return e.from && !r.listed
}

// startsFrame reports whether the last line of the text may be the start of a frame.
func (r *rubyReader) startsFrame(rest string) bool {
	if rest == "" {
		return false
	}
	if strings.HasPrefix(rest, rubyFrom) || strings.HasPrefix(rubyFrom, rest) {
		return true
	}
	if r.bottom {
		return isDigit(rest[0]) || rest[0] == '/'
	}
	return r.listed && rest[0] == '/' && strings.IndexByte(rest, ' ') < 0
}

// cause starts the cause of the current exception if the line announces it, and reports whether it
// does.
func (r *rubyReader) cause(line string) bool {
	rest, ok := strings.CutPrefix(line, "Caused by:")
	if !ok {
		if rest, ok = strings.CutPrefix(line, "Information for cause:"); !ok {
			return false
		}
	}
	if !r.started {
		return false
	}
	e := r.raise(linkCause, 0)
	e.Type, e.Message, _ = rubyError(strings.TrimSpace(rest))
	r.started, r.listed = false, false
	return true
}

// entry adds an entry of the line that ends before next. It returns the end of the error's message if
// that is known from Hints.Message to have more lines, otherwise 0.
func (r *rubyReader) entry(e *rubyEntry, next int) (after int) {
	cut := r.Parser.cut(next)
	r.entries++
	r.cut = e.cut && cut
	if r.bottom {
		if e.numbered && r.current().reported {
			r.current().reported = false
			r.raise(linkCause, 0)
			r.started, r.listed = false, false
		}
	} else if e.header && r.started {
		r.raise(linkCause, 0)
		r.started, r.listed = false, false
	}
	if e.header {
		after = r.header(e, next)
		if r.bottom {
			r.current().reported = true
		} else {
			r.cut = cut && r.current().Type == ""
		}
	}
	r.frame(e)
	r.listed = r.listed || r.started && !e.header || r.bottom && !e.header || !e.header && !e.from
	r.started = true
	return after
}

// frame adds a frame. A method that is written in C has the place of its caller, so of two frames with
// one place only the caller, whose name belongs to the place, is kept.
func (r *rubyReader) frame(e *rubyEntry) {
	if exc := r.current(); exc.last > exc.first && len(r.frames) == exc.last && e.File != "" {
		last := &r.frames[exc.last-1]
		if last.File == e.File && last.Line == e.Line {
			switch {
			case r.bottom && e.plain:
				return
			case !r.bottom && r.plain && !e.cut:
				*last = e.Frame
				r.plain = e.plain
				return
			}
		}
	}
	r.plain = e.plain
	r.add(&e.Frame)
}

// header sets the type and message of the current exception from an entry, and returns what entry
// does.
func (r *rubyReader) header(e *rubyEntry, next int) (after int) {
	exc := r.current()
	exc.Message = e.message
	if open := lastIndex(e.message, " ("); open >= 0 && strings.HasSuffix(e.message, ")") {
		if typ := e.message[open+2 : len(e.message)-1]; isConstant(typ) {
			exc.Type, exc.Message = typ, e.message[:open]
		}
	}
	switch {
	case exc.Type != "":
		r.named = true
	case e.message == "unhandled exception":
		exc.Type, exc.Message = "RuntimeError", ""
	case isConstant(e.message):
		exc.Type, exc.Message = e.message, ""
	}
	if exc.Type == "SyntaxError" {
		r.syntaxError(exc.Message)
	}
	// The class follows the first line of the message; the further lines come behind it.
	known := strings.TrimRight(normalize(r.hints.Message), " \n")
	first, more, ok := strings.Cut(known, "\n")
	if ok && first == exc.Message && strings.HasPrefix(r.text[next:], more) {
		exc.Message = known
		after = next + len(more)
		if after < len(r.text) && r.text[after] == '\n' {
			after++
		}
	}
	return after
}

// syntaxError adds a frame for the place that the message of a syntax error names.
func (r *rubyReader) syntaxError(message string) {
	place, _, ok := strings.Cut(message, ": ")
	if !ok {
		return
	}
	if file, line, ok := splitPlace(place); ok {
		r.started = true
		r.add(&Frame{File: file, Line: line})
	}
}

// rubyErrorAbove looks for the error above frames, from the line at prev upward. Rails puts lines of a
// template between error and frames.
func (p *Parser) rubyErrorAbove(prev int) (typ, message string) {
	for range rubySourceLines {
		if prev < 0 {
			break
		}
		line, _ := p.line(prev)
		if typ, message, ok := rubyError(strings.TrimSpace(line)); ok {
			return typ, message
		}
		// A logger may have put its own words before an empty line too.
		line = strings.TrimRight(line, " ")
		if line != "" && line[len(line)-1] != ']' && indentation(line) == 0 {
			break
		}
		prev = p.lineBefore(prev)
	}
	return "", ""
}

// rubyError reads a line that names an error: "Type: message", "Type (message):", "message (Type)",
// "#<Type: message>" or "Type - message:", perhaps behind text of a logger.
func rubyError(line string) (typ, message string, ok bool) {
	if open := lastIndex(line, " ("); open > 0 && strings.HasSuffix(line, ")") {
		if typ = line[open+2 : len(line)-1]; isConstant(typ) && isRubyError(typ) {
			message = line[:open]
			if i := lastIndex(message, " -- : "); i >= 0 {
				message = message[i+len(" -- : "):]
			}
			return typ, message, true
		}
	}
	for i := 0; i < len(line); {
		if line[i] < 'A' || line[i] > 'Z' {
			i++
			continue
		}
		end := i + 1
		for end < len(line) && (isIdent(line[end]) || strings.HasPrefix(line[end:], "::") || line[end-1] == ':' && line[end] == ':') {
			end++
		}
		typ, rest := line[i:end], line[end:]
		if whole := i == 0 || line[i-1] == ' ' || line[i-1] == '<'; whole && isConstant(typ) && isRubyError(typ) {
			switch {
			case rest == "" || rest == ":":
				return typ, "", i == 0
			case strings.HasPrefix(rest, ": "):
				if i > 0 && line[i-1] == '<' {
					rest = strings.TrimSuffix(rest, ">")
				}
				return typ, rest[2:], true
			case strings.HasPrefix(rest, " (") && strings.HasSuffix(rest, "):"):
				return typ, rest[2 : len(rest)-2], true
			case strings.HasPrefix(rest, " (") && strings.HasSuffix(rest, ")"):
				return typ, rest[2 : len(rest)-1], true
			case strings.HasPrefix(rest, " - "):
				return typ, strings.TrimSuffix(rest[3:], ":"), true
			}
		}
		i = end
	}
	return "", "", false
}

// isRubyError reports whether a constant is the name of an error rather than, say, of a job.
func isRubyError(name string) bool {
	for _, word := range [...]string{"Error", "Exception", "Failure", "Timeout", "NotFound", "Invalid", "Interrupt", "Errno::", "Failed", "Unauthorized", "Forbidden", "Missing", "NotUnique"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// isConstant reports whether s is the name of a class, such as "Shop::OutOfStock".
func isConstant(s string) bool {
	if s == "" || s[0] < 'A' || s[0] > 'Z' {
		return strings.HasPrefix(s, "#<Class:0x")
	}
	for i := range len(s) {
		if !isIdent(s[i]) && s[i] != ':' {
			return false
		}
	}
	return true
}
