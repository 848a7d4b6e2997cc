// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// A Python traceback, as module traceback of the standard library prints it:
//
//	Traceback (most recent call last):
//	  File "/srv/shop/orders.py", line 12, in total
//	    return price / count
//	           ~~~~~~^~~~~~~
//	ZeroDivisionError: division by zero
//
// The innermost frame comes last. Exceptions of a chain come oldest first, with one of two sentences
// between them. The members of an exception group follow it, indented and with a gutter of " |".
const (
	pyHeader = "(most recent call last):"
	pyFile   = `File "`
	pyLine   = `", line `
	pyIn     = ", in "
)

func python() language {
	return language{
		name:          "python",
		sdks:          []string{"python"},
		margin:        "FE>\xe2", // 0xe2 starts the side of a box
		indent:        "F|",
		opens:         opensPython,
		parse:         parsePython,
		inApp:         inAppPython,
		innermostLast: true,
	}
}

func opensPython(line string) bool {
	if rest := strings.TrimLeft(line, " |>"); strings.HasPrefix(rest, pyFile) {
		return strings.Contains(rest, pyLine)
	}
	return opensRich(line) || opensIPython(line) || strings.HasPrefix(line, pytestError)
}

// pythonReader is the state of parsePython.
type pythonReader struct {
	*Parser
	indent string // with which all lines of the trace start
	state  pythonState
	next   link // relation of the next exception to the one before it
	level  int  // depth of the next exception in groups
	groups bool // there are exception groups
	closed bool // the last line of the outermost group was read

	messageStart, messageEnd int
}

type pythonState uint8

const (
	pyFrames  pythonState = iota // between the header and the line that names the exception
	pyMessage                    // behind that line
	pyBetween                    // behind a sentence that links two exceptions, or a border in a group
)

func parsePython(p *Parser, prev, pos int) bool {
	first, _ := p.line(pos)
	if opensRich(first) {
		return p.parseRich(prev, pos)
	}
	if opensIPython(first) {
		return p.parseIPython(prev, pos)
	}
	if strings.HasPrefix(first, pytestError) {
		return p.parsePytest(prev, pos)
	}
	header := ""
	for range 2 { // loguru puts an empty line between header and frames
		if prev < 0 || header != "" {
			break
		}
		header, _ = p.line(prev)
		header = strings.TrimRight(header, " ")
		prev = p.lineBefore(prev)
	}
	if strings.HasSuffix(header, pyFatalHeader) {
		return p.parsePythonFatal(pos)
	}
	headed := strings.HasSuffix(header, pyHeader)
	if !headed && p.hints.Freeform && !p.pythonSyntaxErrorAt(pos) && !p.pythonFramesAt(pos) {
		return false
	}
	r := pythonReader{Parser: p}
	if i := indentation(first); i > 2 && i < len(first) && first[i] == 'F' {
		r.indent = first[:i-2]
	}
	level, rest, _ := r.gutter(first)
	p.raise(linkNone, level)
	if _, next := p.line(pos); !r.frame(rest, p.cut(next), pos == 0) || len(p.frames) == 0 {
		return false
	}
	p.dropFrames()
	end := r.read(pos)
	p.orderPython()

	// A traceback that ends with frames lacks its exception, so it was cut. The dump of a stack, which
	// the logging module prints for stack_info, has no exception.
	isStack := strings.HasSuffix(header, "Stack "+pyHeader)
	p.result.Truncated = headed && !isStack && r.state == pyFrames && end == len(p.text) ||
		r.state == pyBetween && r.next != linkMember ||
		r.groups && !r.closed ||
		p.atLimit && p.cut(end)
	return true
}

// pythonFramesAt reports whether a second frame follows the one at pos, behind its source. Ray and some
// loggers print frames without a header.
func (p *Parser) pythonFramesAt(pos int) bool {
	first, pos := p.line(pos)
	for range 3 {
		if pos == len(p.text) {
			return false
		}
		line, next := p.line(pos)
		if strings.HasPrefix(line, "  "+pyFile) && strings.Contains(line, pyIn) {
			return strings.Contains(first, pyIn)
		}
		pos = next
	}
	return false
}

// pythonSyntaxErrorAt reports whether the line at pos starts the report of a source that Python cannot
// parse, which has no header.
func (p *Parser) pythonSyntaxErrorAt(pos int) bool {
	for range 4 {
		line, next := p.line(pos)
		if typ, _, ok := pythonException(line); ok {
			return typ == "SyntaxError" || typ == "IndentationError" || typ == "TabError"
		}
		if next == len(p.text) {
			return false
		}
		pos = next
	}
	return false
}

// read reads the trace from pos on and returns where it ends.
func (r *pythonReader) read(pos int) int {
	for pos < len(r.text) {
		line, next := r.line(pos)
		level, rest, border := r.gutter(line)
		if border {
			r.endMessage()
			r.border(line)
			pos = next
			continue
		}
		start := pos + len(line) - len(rest)
		if l := pythonLink(rest); l != linkNone {
			r.endMessage()
			r.state, r.next, r.level = pyBetween, l, level
			pos = next
			continue
		}
		switch r.state {
		case pyFrames:
			switch {
			case r.frame(rest, r.cut(next), pos == 0):
			case rest == "" || rest[0] == ' ' || strings.HasSuffix(rest, pyHeader):
			case !r.exception(rest, start):
				return pos
			}
		case pyMessage:
			switch {
			case strings.HasSuffix(rest, pyHeader):
				// The next trace in the text: only the first one is read.
				r.endMessage()
				return pos
			case !r.hints.Freeform && len(line) == len(rest):
				r.messageEnd = pos + len(line)
			}
		case pyBetween:
			switch {
			case rest == "":
			case r.next == linkMember && level == 0:
				return pos // behind the last member
			case strings.HasSuffix(rest, "Traceback "+pyHeader):
				r.raise(r.next, r.level)
				r.state = pyFrames
			case strings.HasPrefix(rest, "  "+pyFile):
				r.raise(r.next, r.level)
				r.state = pyFrames
				continue
			default:
				// An exception that was never raised has no traceback.
				if _, _, ok := pythonException(rest); ok {
					r.raise(r.next, r.level)
					r.exception(rest, start)
				}
				r.state = pyMessage
			}
		}
		pos = next
	}
	r.endMessage()
	return pos
}

// pythonLink returns the relation that a sentence between two exceptions states, linkNone if the line
// is no such sentence. Django adds the message of the first one in parentheses.
func pythonLink(line string) link {
	switch {
	case strings.HasPrefix(line, "The above exception") &&
		strings.HasSuffix(line, " was the direct cause of the following exception:"):
		return linkCause
	case strings.HasPrefix(line, "During handling of the above exception") &&
		strings.HasSuffix(line, ", another exception occurred:"):
		return linkContext
	}
	return linkNone
}

// gutter removes the indentation and the gutter from a line of the trace. It returns the depth of the
// line in exception groups, the rest of the line, and whether it is the border of a group's member.
func (r *pythonReader) gutter(line string) (level int, rest string, border bool) {
	rest = strings.TrimPrefix(line, r.indent)
	i := 0
	for i < len(rest) && rest[i] == ' ' {
		i++
	}
	if i == len(rest) {
		return 0, "", false
	}
	switch {
	case rest[i] == '|' && (r.groups || strings.HasPrefix(rest[i:], "|   "+pyFile)):
		r.groups = true
		return max(0, i/2-1), strings.TrimPrefix(rest[i+1:], " "), false
	case rest[i] == '+' && strings.HasPrefix(rest[i:], "+ Exception Group "):
		r.groups = true
		return max(0, i/2-1), rest[i+2:], false
	case rest[i] == '+' && r.groups && strings.HasSuffix(rest, "-----"):
		return 0, rest, true
	}
	return 0, rest, false
}

// border reads the line between two members of a group:
//
//	+-+---------------- 1 ----------------
//	  +---------------- 2 ----------------
//	  +------------------------------------
func (r *pythonReader) border(line string) {
	line = strings.TrimPrefix(line, r.indent)
	i := strings.IndexByte(line, '+')
	level := i / 2
	if !strings.HasPrefix(line[i:], "+-+") {
		level--
	}
	r.closed = level <= 1 && !strings.ContainsAny(line, "0123456789")
	r.state, r.next, r.level = pyBetween, linkMember, max(1, level)
}

// frame adds the frame in a line, and reports whether there is one. cut says that the end of the line
// may be cut off, and first that it is the first line of the text, whose indentation may be missing.
func (r *pythonReader) frame(line string, cut, first bool) bool {
	rest, ok := strings.CutPrefix(line, "  "+pyFile)
	if !ok {
		// loguru marks the frame that caught the exception.
		rest, ok = strings.CutPrefix(line, "> "+pyFile)
	}
	if !ok {
		if rest, ok = strings.CutPrefix(line, pyFile); !ok || !first {
			return false
		}
	}
	i := strings.Index(rest, pyLine)
	if i < 0 {
		return false
	}
	f := Frame{File: rest[:i]}
	rest = rest[i+len(pyLine):]
	n := digits(rest)
	f.Line = number(rest[:n])
	rest = rest[n:]
	// Only the place of a syntax error has no function.
	if rest != "" {
		if !strings.HasPrefix(rest, pyIn) {
			return cut
		}
		f.Function = rest[len(pyIn):]
	}
	switch {
	case f.Line == 0 || len(f.File) > maxName || len(f.Function) > maxName:
		return true
	case cut && rest == "":
		return true // digits may be missing
	case cut:
		f.Function, f.partial = "", true
	}
	if strings.HasPrefix(f.File, "<") {
		f.File, f.Line = "", 0 // "<string>", "<frozen runpy>"
	}
	r.add(&f)
	return true
}

// exception reads the line that names the current exception, and reports whether it is one; start is
// its offset in the text.
func (r *pythonReader) exception(line string, start int) bool {
	typ, message, ok := pythonException(line)
	if !ok {
		return false
	}
	e := r.current()
	e.Type, e.Message = typ, message
	r.messageStart = start + len(line) - len(message)
	r.messageEnd = start + len(line)
	if known := r.messageAt(r.messageStart); len(known) > len(message) {
		r.messageEnd = r.messageStart + len(known)
	}
	r.state = pyMessage
	return true
}

// endMessage sets the message of the current exception once all of its lines were read.
func (r *pythonReader) endMessage() {
	if r.state == pyMessage && r.messageStart < r.messageEnd {
		r.current().Message = strings.TrimRight(r.text[r.messageStart:r.messageEnd], " \n")
	}
}

// pythonException splits "package.Type: message" or "package.Type".
func pythonException(line string) (typ, message string, ok bool) {
	i := 0
	for i < len(line) && (isIdent(line[i]) || i > 0 && (line[i] == '.' || line[i] == '<' || line[i] == '>')) {
		i++
	}
	switch {
	case i == 0 || i > maxName || isDigit(line[0]):
		return "", "", false
	case i == len(line):
		return line, "", true
	case line[i] == ':' && (i+1 == len(line) || line[i+1] == ' '):
		return line[:i], strings.TrimPrefix(line[i+1:], " "), true
	}
	return "", "", false
}

// isIdent reports whether c may be part of an identifier.
func isIdent(c byte) bool { return identifiers[c] }

// identifiers has the bytes that identifiers consist of: letters, digits, "_" and all beyond ASCII.
var identifiers = func() (is [256]bool) {
	for c := range is {
		is[c] = isLetter(byte(c)) || isDigit(byte(c)) || c == '_' || c >= 0x80
	}
	return is
}()

// orderPython brings the frames of each exception, and the chain, from the order of the text into that
// of Result.Chain.
//
// An exception from which another was raised is the cause of that one. Of an exception that was raised
// while another was being handled and that other, the later one comes first: it was reported, and it
// is usually a fault of the handler, or the same error raised again.
func (p *Parser) orderPython() {
	p.reverseFrames()
	p.chain[p.lastAt(p.chain[0].level, len(p.chain))].reported = true
	if len(p.chain) == 1 {
		return
	}
	p.ordered = p.ordered[:0]
	p.orderRuns(0, len(p.chain))
	p.chain, p.ordered = p.ordered, p.chain
}

// orderRuns appends the exceptions [lo,hi) of the text to p.ordered: the last run of exceptions linked
// as causes, then the runs during whose handling it was raised.
func (p *Parser) orderRuns(lo, hi int) {
	level := p.chain[lo].level
	for end := hi; end > lo; {
		start := p.lastAt(level, end)
		for start > lo && p.chain[start].link == linkCause {
			start = p.lastAt(level, start)
		}
		for i := start; i < end; {
			next := i + 1
			for next < end && p.chain[next].level != level {
				next++
			}
			p.orderGroup(i, next)
			i = next
		}
		end = start
	}
}

// lastAt returns the last exception before end at a level. There must be one.
func (p *Parser) lastAt(level, end int) int {
	for end--; p.chain[end].level != level; end-- {
	}
	return end
}

// orderGroup appends the exception at lo and the members of its group, which are all others up to hi,
// to p.ordered: the first member, which counts as its cause, then itself, then the other members.
func (p *Parser) orderGroup(lo, hi int) {
	done := false
	for start := lo + 1; start < hi; {
		end := start + 1
		for end < hi && (p.chain[end].link != linkMember || p.chain[end].level != p.chain[start].level) {
			end++
		}
		p.orderRuns(start, end)
		if !done {
			p.ordered = append(p.ordered, p.chain[lo])
			done = true
		}
		start = end
	}
	if !done {
		p.ordered = append(p.ordered, p.chain[lo])
	}
}
