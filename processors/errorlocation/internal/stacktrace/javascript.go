// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// A JavaScript stack has the innermost frame first. V8 (Node.js, Chrome, Edge, Deno), Bun and Hermes
// (React Native) print it below the name and the message of the error:
//
//	TypeError: Cannot read properties of undefined (reading 'price')
//	    at Order.total [as sum] (/srv/shop/orders.js:12:5)
//	    at async file:///srv/shop/main.mjs:3:1
//
// The stack does not include the cause. util.inspect of Node.js prints it as an indented property, in
// braces behind the last frame; loggers such as pino print it behind "caused by: ":
//
//	    at checkout (/srv/shop/checkout.js:8:11) {
//	  code: 'NO_STOCK',
//	  [cause]: Error: no stock
//	      at reserve (/srv/shop/stock.js:4:9)
//	}
//
// Frames of V8 are read in javascript_v8.go, those of Firefox and Safari in javascript_browser.go, and
// the lines that name an error in javascript_error.go.

func javascript() language {
	const first = "aN0123456789_$@.*?</["
	return language{
		name:   "javascript",
		sdks:   []string{"nodejs", "webjs", "javascript"},
		margin: first,
		ends:   "0123456789",
		indent: letters + first + `'"`,
		opens:  opensJavaScript,
		parse:  parseJavaScript,
		inApp:  inAppJavaScript,
	}
}

func opensJavaScript(line string) bool {
	rest := line[indentation(line):]
	switch rest[0] {
	case 'a':
		if strings.HasPrefix(rest, v8At) {
			return true
		}
	case '\'', '"':
		return isQuotedV8(rest)
	case 'N':
		if strings.HasPrefix(rest, nodeTrailer) {
			return true
		}
	}
	return isDigit(line[len(line)-1]) && strings.IndexByte(rest, '@') >= 0
}

func parseJavaScript(p *Parser, prev, pos int) bool {
	line, next := p.line(pos)
	r := jsReader{Parser: p, pending: -1}
	if strings.HasPrefix(line, nodeTrailer) {
		return r.died(prev, pos)
	}
	f, placed := Frame{}, !p.hints.Freeform
	if !r.frame(&f, line, p.cut(next)) {
		r.browser, placed = true, false
		if !r.frame(&f, line, p.cut(next)) {
			return false
		}
	}
	// A frame without a file does not tell a trace from other text.
	if f.File == "" && !placed {
		return false
	}
	prev, first := r.firstFrame(prev, pos)
	if p.hints.Freeform && first == pos && !r.frameFollows(next) && !r.names(prev) {
		return false
	}
	r.read(prev, first)
	return true
}

// jsReader is the state of parseJavaScript.
type jsReader struct {
	*Parser
	browser bool // the frames are those of Firefox or Safari

	base    int  // indentation of the outermost error
	quoted  bool // the frames are in quotes, as lines of a property
	braced  bool // the properties of an error are being read
	apart   bool // other properties follow the last frame
	ended   bool // an empty line follows the frames: only a cause may still come
	half    bool // the last frame was cut
	pending int  // start of the line that names the next error, -1 if there is none
}

// frame reads a line with a frame into f; cut says that the end of the line may be cut off.
func (r *jsReader) frame(f *Frame, line string, cut bool) bool {
	if r.browser {
		return f.readBrowser(line, cut)
	}
	return f.readV8(line, cut)
}

// firstFrame goes up from the frame at pos to the first frame of the stack, because frames without a
// file do not open a trace. It returns the offset of that frame and of the line before it.
func (r *jsReader) firstFrame(prev, pos int) (before, first int) {
	const lines = 16
	for range lines {
		if prev < 0 {
			break
		}
		line, _ := r.line(prev)
		if f := (Frame{}); !r.frame(&f, line, false) {
			break
		}
		prev, pos = r.lineBefore(prev), prev
	}
	return prev, pos
}

// frameFollows reports whether the line at pos is a frame.
func (r *jsReader) frameFollows(pos int) bool {
	if pos == len(r.text) {
		return false
	}
	line, next := r.line(pos)
	f := Frame{}
	return r.frame(&f, line, r.cut(next))
}

// read reads the trace whose first frame is at pos.
func (r *jsReader) read(prev, pos int) {
	first, _ := r.line(pos)
	r.quoted = isQuotedV8(first)
	r.base = max(0, indentation(first)-4)
	r.raise(linkNone, r.base)
	r.nameFirst(prev, pos)
	end := r.lines(pos)
	r.result.Truncated = r.half || r.braced && end == len(r.text) || r.atLimit && r.cut(end)
	r.chain[0].reported = true
	if len(r.chain) == 1 {
		if r.chain[0].Type == "SyntaxError" {
			r.addSource(pos)
		}
		return
	}
	r.ordered = r.ordered[:0]
	r.orderErrors(0, len(r.chain))
	r.chain, r.ordered = r.ordered, r.chain
}

// lines reads the lines from pos on and returns where the trace ends.
func (r *jsReader) lines(pos int) int {
	f := Frame{}
	for pos < len(r.text) {
		line, next := r.line(pos)
		cut := r.cut(next)
		if r.frame(&f, line, cut) {
			if !r.addFrame(&f, line, pos) {
				break
			}
			r.half = cut && isUnclosed(line)
		} else if !r.other(line, pos, cut) {
			break
		}
		pos = next
	}
	return pos
}

// addFrame adds a frame to the error that was named last, and reports whether the trace goes on.
func (r *jsReader) addFrame(f *Frame, line string, pos int) bool {
	switch {
	case isQuotedV8(line) != r.quoted:
		return true // a stack in a property of the error
	case r.pending >= 0:
		r.raisePending(pos)
	case r.ended:
		return false
	case r.apart:
		return true
	}
	if strings.HasSuffix(line, " {") {
		r.braced = true
	}
	r.add(f)
	return true
}

// other reads a line that is no frame and reports whether the trace goes on.
func (r *jsReader) other(line string, pos int, cut bool) bool {
	indent := indentation(line)
	rest := line[indent:]
	switch {
	case rest == "":
		r.ended = !r.braced && r.pending < 0
	case isCause(rest):
		r.pending, r.apart, r.ended = pos, true, false
	case r.ended:
		return false
	case isStackGap(rest):
	case strings.HasPrefix(rest, "-> "):
		r.sourceMapped(rest[len("-> "):])
	case isCodeFrame(rest):
		r.braced = r.braced || strings.HasSuffix(rest, " {")
	case rest == "{":
		r.braced, r.base = true, indent
	case r.braced && rest[0] == '}' && indent <= r.base:
		r.braced = false
		return false
	case r.braced:
		r.apart = true
		if _, _, ok := jsException(line); ok {
			r.pending = pos
		}
	case r.pending >= 0:
		// A message of several lines.
	default:
		r.half = cut && (strings.HasPrefix(rest, v8At) || strings.HasPrefix(v8At, rest) || strings.IndexByte(rest, '@') >= 0)
		return false
	}
	return true
}

// sourceMapped replaces the place of the last frame by the one that was looked up in a source map.
func (r *jsReader) sourceMapped(place string) {
	if f := (Frame{}); jsPlace(place, false, &f) && f.File != "" && len(r.frames) > r.current().first {
		last := &r.frames[len(r.frames)-1]
		last.File, last.Line, last.Column = f.File, f.Line, f.Column
	}
}

// raisePending starts the error that the line at r.pending names; its first frame is at pos.
func (r *jsReader) raisePending(pos int) {
	line, _ := r.line(r.pending)
	l, level := linkMember, indentation(line)
	if rest := line[level:]; isCause(rest) {
		l = linkCause
		if rest[0] != '[' {
			level = r.current().level + 1
		}
	}
	r.raise(l, level)
	r.name(r.pending, pos)
	r.pending, r.apart = -1, false
}

// orderErrors appends the errors [lo,hi) of the text, of which the first contains the others, to
// p.ordered in the order of Result.Chain: the cause of the first, then itself, then the others. If
// none is called its cause, the first of the others is taken for it.
func (p *Parser) orderErrors(lo, hi int) {
	cause := -1
	for i := lo + 1; i < hi; i = p.endOfError(i, hi) {
		if cause < 0 || p.chain[i].link == linkCause && p.chain[cause].link != linkCause {
			cause = i
		}
	}
	if cause >= 0 {
		p.orderErrors(cause, p.endOfError(cause, hi))
	}
	p.ordered = append(p.ordered, p.chain[lo])
	for i := lo + 1; i < hi; i = p.endOfError(i, hi) {
		if i != cause {
			p.orderErrors(i, p.endOfError(i, hi))
		}
	}
}

// endOfError returns the index behind the last error, before hi, that the one at i contains.
func (p *Parser) endOfError(i, hi int) int {
	level := p.chain[i].level
	for i++; i < hi && p.chain[i].level > level; i++ {
	}
	return i
}

// isCause reports whether a line names the cause of the error above it.
func isCause(line string) bool {
	return strings.HasPrefix(line, "[cause]: ") || strings.HasPrefix(line, "caused by: ") || strings.HasPrefix(line, "Caused by")
}

// isStackGap reports whether a line between the frames of an error stands for frames shared with its
// cause, or introduces another stack that led to the error.
func isStackGap(line string) bool {
	switch line[0] {
	case '.': // "... 5 lines matching cause stack trace ..."
		return strings.HasPrefix(line, "... ")
	case 'F': // bluebird
		return line == "From previous event:"
	case '=': // Meteor
		return line == "=> awaited here:"
	case 'E': // Node.js, for an "error" event without a listener
		return strings.HasPrefix(line, "Emitted 'error' event ")
	}
	return false
}

// isCodeFrame reports whether a line shows a line of the source, as Next.js and Jest print it
// between frames: "> 12 |   total(order)".
func isCodeFrame(line string) bool {
	line = strings.TrimLeft(strings.TrimPrefix(line, ">"), " ")
	line = strings.TrimLeft(line[digits(line):], " ")
	return strings.HasPrefix(line, "|")
}
