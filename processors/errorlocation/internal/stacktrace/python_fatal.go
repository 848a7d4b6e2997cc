// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// When the interpreter itself dies, of a signal or after a deadline, module faulthandler prints the
// stacks of all threads, innermost frame first and without source:
//
//	Fatal Python error: Segmentation fault
//
//	Thread 0x00007f1c (most recent call first):
//	  File "/usr/lib/python3.13/threading.py", line 359 in wait
//
//	Current thread 0x00007f2a (most recent call first):
//	  File "/srv/shop/orders.py", line 12 in total
const (
	pyFatal       = "Fatal Python error: "
	pyFatalHeader = "(most recent call first):"
	pyCurrent     = "\nCurrent thread "
	pyFatalIn     = " in "
)

// parsePythonFatal reads the stack of the current thread, or else that whose first frame is at pos.
func (p *Parser) parsePythonFatal(pos int) bool {
	e := p.raise(linkNone, 0)
	if _, message, ok := strings.Cut(p.text[:pos], pyFatal); ok {
		e.Message, _, _ = strings.Cut(message, "\n")
	}
	if i := strings.Index(p.text[pos:], pyCurrent); i >= 0 {
		_, pos = p.line(pos + i + 1)
	}
	p.innermostLast = false
	for pos < len(p.text) {
		line, next := p.line(pos)
		f, ok := pythonFatalFrame(line)
		if !ok {
			break
		}
		if f.partial = p.cut(next); !f.partial {
			p.add(&f)
		}
		pos = next
	}
	p.result.Truncated = p.cut(pos)
	return len(p.frames) > 0
}

// pythonFatalFrame reads `  File "/srv/shop/orders.py", line 12 in total`.
func pythonFatalFrame(line string) (Frame, bool) {
	rest, ok := strings.CutPrefix(line, "  "+pyFile)
	if !ok {
		return Frame{}, false
	}
	file, rest, ok := strings.Cut(rest, pyLine)
	n := digits(rest)
	function, named := strings.CutPrefix(rest[n:], pyFatalIn)
	f := Frame{Function: function, File: file, Line: number(rest[:n])}
	if strings.HasPrefix(file, "<") {
		f.File, f.Line = "", 0
	}
	return f, ok && named && file != "" && (f.Line > 0 || f.File == "") && len(file) <= maxName && len(function) <= maxName
}
