// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// An exception of .NET, as Exception.ToString prints it:
//
//	System.InvalidOperationException: checkout failed
//	 ---> Shop.OutOfStockException: no stock
//	   at Shop.Orders.Total(Int32 count) in /srv/shop/Orders.cs:line 12
//	   --- End of inner exception stack trace ---
//	   at Shop.Checkout.RunAsync(Order order) in /srv/shop/Checkout.cs:line 30
//	--- End of stack trace from previous location ---
//	   at Shop.Program.Main(String[] args) in /srv/shop/Program.cs:line 8
//
// The headers come outermost first, the frames innermost first: behind each "End of inner exception"
// follow the frames of the exception that wraps the inner one. .NET Framework prints all headers in
// one line, and headers and frames in the language of the system. Mono prints
//
//	at Shop.Orders.Total (System.Int32 count) [0x00001] in /srv/shop/Orders.cs:12
//
// and Unity "Shop.Orders.Total (System.Int32 count) (at Assets/Orders.cs:12)".
const (
	dotnetInner     = "---> "
	dotnetMember    = "(Inner Exception #"
	dotnetMemberEnd = "<---"
	unityPlace      = " (at "

	maxDotnetHeader = 64 // lines of messages above the first frame
)

func dotnet() language {
	return language{
		name:   "dotnet",
		sdks:   []string{"dotnet"},
		margin: "a",
		ends:   ")",
		// The first bytes of the words for "at" in the languages of .NET Framework: à, bei, em, в, 在,
		// 場所, 위치: and so on.
		indent: "abeikvw\xc3\xd0\xe5\xe6\xec",
		opens:  opensDotnet,
		parse:  parseDotnet,
		inApp:  inAppDotnet,
		title:  dotnetTitle,
	}
}

func opensDotnet(line string) bool {
	if line[0] != ' ' && line[0] != '\t' && line[0] != 'a' {
		return isUnityFrame(line)
	}
	rest, ok := dotnetAt(line)
	return ok && strings.IndexByte(rest, '(') > 0
}

// isUnityFrame reports whether a line ends with a place as Unity prints it.
func isUnityFrame(line string) bool {
	return line != "" && line[len(line)-1] == ')' &&
		strings.HasPrefix(line[max(0, strings.LastIndexByte(line, '(')-1):], unityPlace)
}

// dotnetReader is the state of parseDotnet.
type dotnetReader struct {
	*Parser
	// open has the exceptions whose end was not read yet, outermost first. depth is their number,
	// which counts those beyond maxExceptions too.
	open  [maxExceptions]dotnetException
	depth int

	indent int  // of the frames
	inline int  // where a frame starts in the middle of a line, or -1
	framed bool // the exception that is being read has frames
	cutOff bool // the text ends inside a frame
}

// dotnetException is an exception of which the header was read.
type dotnetException struct {
	typ        string
	start, end int  // bounds of the message in the text
	raised     bool // whether it is in the chain
	entry      int  // its index in the chain
}

func parseDotnet(p *Parser, prev, pos int) bool {
	first, next := p.line(pos)
	f, ok := dotnetFrame(first, p.cut(next))
	if !ok {
		return false
	}
	r := dotnetReader{Parser: p, indent: indentation(first), inline: -1}
	header := p.dotnetHeader(prev)
	if prev >= 0 && r.inlineFrame(prev) && header < 0 {
		header = prev
	}
	if header < 0 {
		if p.hints.Freeform && f.File == "" {
			second, after := p.line(next)
			if _, ok := dotnetFrame(second, p.cut(after)); !ok {
				return false
			}
		}
		header = pos
	}
	end := r.read(header)
	p.result.Truncated = r.cutOff || r.depth > 1 || p.atLimit && p.cut(end)
	for r.depth > 1 {
		r.pop()
	}
	r.raiseOpen()
	return true
}

// inlineFrame looks for the first frame of the trace at the end of the line at pos, behind "Stack:"
// or other text of a logger. It sets r.inline if there is one.
func (r *dotnetReader) inlineFrame(pos int) bool {
	const frame = "   at "
	line, next := r.line(pos)
	if strings.IndexByte(line, '(') < 0 {
		return false
	}
	i := strings.Index(line, frame)
	if i <= 0 || indentation(line) >= i {
		return false
	}
	if _, ok := dotnetFrame(line[i:], r.cut(next)); !ok {
		return false
	}
	r.inline = pos + i
	return true
}

// read reads the trace from its header on and returns where it ends.
func (r *dotnetReader) read(pos int) int {
	for pos < len(r.text) {
		line, next := r.line(pos)
		if r.inline > pos && r.inline < next {
			line, next = line[:r.inline-pos], r.inline
		}
		i := indentation(line)
		text := line[i:]
		start := pos + i
		switch {
		case strings.HasPrefix(text, dotnetInner):
			if r.depth == 0 {
				r.push(dotnetException{})
			}
			start += len(dotnetInner)
			text = text[len(dotnetInner):]
			if strings.HasPrefix(text, dotnetMember) {
				if _, after, ok := strings.Cut(text, ") "); ok {
					start += len(text) - len(after)
					text = after
				}
			}
			r.header(text, start)
		case r.frame(line, r.cut(next)):
		case strings.HasPrefix(text, "---") && strings.HasSuffix(text, "---"):
			if endsInner(text, i, r.indent) {
				r.pop()
			}
		case r.depth == 0:
			r.header(text, start)
		case !r.framed && next == r.inline && strings.HasSuffix(strings.TrimRight(text, " "), ":"): // "Stack:"
		case !r.framed:
			r.message(line, pos)
		case strings.HasPrefix(text, "Exception rethrown at ["): // of a remote call
		case r.depth == 1 && text != "":
			if r.cut(next) && len(text) < len(dotnetInner) && strings.HasPrefix(dotnetInner, text) {
				r.cutOff = true
			}
			return pos
		}
		if strings.HasSuffix(text, dotnetMemberEnd) {
			r.pop()
		}
		pos = next
	}
	return pos
}

// endsInner reports whether a line of dashes ends an inner exception rather than the frames of a
// previous location. In other languages than English it goes by the indentation, which is smaller
// for the latter.
func endsInner(text string, indent, frames int) bool {
	switch {
	case strings.Contains(text, "inner exception"):
		return true
	case strings.Contains(text, "previous location"):
		return false
	}
	return indent >= frames && strings.Trim(text, "-") != ""
}

// push opens an exception.
func (r *dotnetReader) push(e dotnetException) {
	if r.depth < maxExceptions {
		r.open[r.depth] = e
	}
	r.depth++
	r.framed = false
}

// pop closes the exception that was opened last, unless it is the outermost.
func (r *dotnetReader) pop() {
	if r.depth <= 1 {
		return
	}
	r.raiseOpen()
	r.depth--
	r.framed = true
}

// raiseOpen puts the exception that was opened last into the chain if it is not there yet.
func (r *dotnetReader) raiseOpen() {
	if r.depth == 0 {
		r.push(dotnetException{})
	}
	open := &r.open[min(r.depth, maxExceptions)-1]
	if open.raised {
		return
	}
	e := r.raise(linkNone, 0)
	e.Type = open.typ
	e.Message = strings.TrimRight(r.text[open.start:open.end], " \n")
	e.reported = r.depth == 1
	open.raised, open.entry = true, len(r.chain)-1
}

// frame adds the frame in a line to the exception that was opened last, and reports whether there is
// one.
func (r *dotnetReader) frame(line string, cut bool) bool {
	var f Frame
	if !f.readDotnet(line, cut) {
		if rest, at := dotnetAt(line); at && cut && r.framed && strings.IndexByte(rest, ' ') < 0 {
			r.cutOff = true
			return true
		}
		return false
	}
	switch {
	case !cut:
	case r.atLimit:
		f.File, f.Line, f.doubt = "", 0, dotnetNoFile // the number may go on
		r.cutOff = true
	case f.File == "":
		text := strings.TrimRight(line, " ")
		last := text[len(text)-1]
		r.cutOff = last != ')' && last != '-' && !isDigit(last) && !strings.Contains(line, " + 0x")
	}
	if r.depth == 0 {
		r.push(dotnetException{})
	}
	if open := &r.open[min(r.depth, maxExceptions)-1]; open.raised && open.entry != len(r.chain)-1 {
		open.raised = false // further frames, behind the members of an aggregate
	}
	r.raiseOpen()
	r.framed = true
	r.add(&f)
	return true
}
