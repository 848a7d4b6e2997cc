// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// pytest prints the source of each function of a failed test, outermost first, then the place in it. The
// last one ends with the error:
//
//	    def test_total():
//	>       assert total([]) == 0
//
//	test_orders.py:9:
//	_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _
//
//	    def total(orders):
//	>       return sum(orders) / len(orders)
//	E       ZeroDivisionError: division by zero
//
//	orders.py:12: ZeroDivisionError
const (
	pytestError = "E   "
	pytestDef   = "    def "
	pytestAsync = "    async def "
	pytestTitle = "____"
	// pytestLines is the most lines that are read on either side of the error.
	pytestLines = 256
)

// parsePytest reads the report of a failed test whose error starts in the line at pos.
func (p *Parser) parsePytest(prev, pos int) bool {
	if prev >= 0 {
		if above, _ := p.line(prev); strings.HasPrefix(above, pytestError) {
			return false // the error starts in a line above
		}
	}
	first, next := p.line(pos)
	end := next
	for range pytestLines {
		line, after := p.line(end)
		if end == len(p.text) || line != "" && !strings.HasPrefix(line, pytestError[:1]) {
			break
		}
		end = after
	}
	if end == len(p.text) {
		return false
	}
	place, after := p.line(end)
	f, typ, ok := pytestPlace(place)
	if !ok || typ == "" || p.cut(after) && p.atLimit {
		return false
	}
	e := p.raise(linkNone, 0)
	e.Type, e.reported = typ, true
	e.Message = strings.TrimLeft(strings.TrimPrefix(first, pytestError), " ")
	if named, message, ok := pythonException(e.Message); ok && strings.HasSuffix(named, typ) {
		e.Type, e.Message = named, message
	}
	// Upward, each function precedes its place.
	p.innermostLast = false
	for range pytestLines {
		if prev < 0 {
			break
		}
		line, _ := p.line(prev)
		if outer, typ, ok := pytestPlace(line); ok && typ == "" {
			p.add(&f)
			f = outer
		} else if f.Function == "" {
			f.Function = pytestFunction(line)
		}
		if strings.HasPrefix(line, pytestTitle) {
			break
		}
		prev = p.lineBefore(prev)
	}
	p.add(&f)
	return true
}

// pytestPlace reads "orders.py:12: ZeroDivisionError", or "test_orders.py:9: " of a function that called
// another.
func pytestPlace(line string) (f Frame, typ string, ok bool) {
	place, typ, ok := strings.Cut(line, ": ")
	if !ok {
		place, ok = strings.CutSuffix(line, ":") // without the space at the end of the line
	}
	if !ok || !isIdent(line[0]) && line[0] != '/' && line[0] != '.' || strings.IndexByte(typ, ' ') >= 0 {
		return Frame{}, "", false
	}
	f.File, f.Line, ok = splitPlace(place)
	return f, typ, ok && strings.HasSuffix(f.File, ".py")
}

// pytestFunction returns the name of the function that the line of source declares.
func pytestFunction(line string) string {
	rest, ok := strings.CutPrefix(line, pytestDef)
	if !ok {
		if rest, ok = strings.CutPrefix(line, pytestAsync); !ok {
			return ""
		}
	}
	name, _, ok := strings.Cut(rest, "(")
	if !ok || len(name) > maxName {
		return ""
	}
	return name
}
