// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// IPython, and with it Jupyter, prints source between the frames, and the name of the exception both
// above and below them:
//
//	KeyError                                  Traceback (most recent call last)
//	File /srv/shop/main.py:31
//	---> 31 total(orders)
//
//	File /srv/shop/orders.py:12, in total(orders)
//	     11 def total(orders):
//	---> 12     return orders["price"]
//
//	KeyError: 'price'
const (
	ipythonHeader = " Traceback (most recent call last)"
	ipythonFile   = "File "
)

func opensIPython(line string) bool {
	_, ok := ipythonFrame(line)
	return ok
}

// parseIPython reads a chain of exceptions whose first frame is at pos.
func (p *Parser) parseIPython(prev, pos int) bool {
	if prev < 0 {
		return false
	}
	above, _ := p.line(prev)
	typ, ok := strings.CutSuffix(above, ipythonHeader)
	if !ok {
		return false
	}
	p.raise(linkNone, 0).Type = strings.TrimRight(typ, " ")
	how, named := linkNone, false // of the exception to come; of the one that is being read
	for pos < len(p.text) {
		line, next := p.line(pos)
		e := p.current()
		if f, ok := ipythonFrame(line); ok && !p.cut(next) {
			p.add(&f)
		} else if typ, message, ok := pythonException(line); ok && typ == e.Type {
			e.Message, named = message, true
		} else if l := pythonLink(line); l != linkNone {
			how = l
		} else if typ, ok := strings.CutSuffix(line, ipythonHeader); ok && how != linkNone {
			p.raise(how, 0).Type = strings.TrimRight(typ, " ")
			how, named = linkNone, false
		} else if named && how == linkNone && line != "" {
			break
		}
		pos = next
	}
	p.orderPython()
	p.result.Truncated = !named || p.atLimit && p.cut(pos)
	return len(p.frames) > 0
}

// ipythonFrame reads "File /srv/shop/orders.py:12, in total(orders)".
func ipythonFrame(line string) (Frame, bool) {
	rest, ok := strings.CutPrefix(line, ipythonFile)
	if !ok {
		return Frame{}, false
	}
	place, function, _ := strings.Cut(rest, pyIn)
	function, _, _ = strings.Cut(function, "(")
	f := Frame{Function: function}
	f.File, f.Line, ok = splitPlace(place)
	if strings.HasPrefix(f.File, "<") {
		f.File, f.Line = "", 0
	}
	return f, ok && len(function) <= maxName
}
