// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// Module rich, which Typer uses to report uncaught exceptions, prints a traceback into a box, with
// source between the frames. Lines that are too long for the box are wrapped:
//
//	╭───────── Traceback (most recent call last) ──────────╮
//	│ /srv/shop/orders.py:12 in total                      │
//	│                                                      │
//	│ ❱ 12     return price / count                        │
//	╰──────────────────────────────────────────────────────╯
//	ZeroDivisionError: division by zero
const (
	richSide   = "│ "
	richBottom = "╰─"
	richTitle  = " Traceback (most recent call last) "
	richPlace  = ".py:"
	richIn     = " in"
)

func opensRich(line string) bool {
	return strings.HasPrefix(line, richSide) && strings.Contains(line, richPlace) && strings.Contains(line, richIn+" ")
}

// parseRich reads a chain of exceptions in boxes whose first frame is at pos.
func (p *Parser) parseRich(prev, pos int) bool {
	if prev < 0 {
		return false
	}
	if title, _ := p.line(prev); !strings.Contains(title, richTitle) {
		return false
	}
	if _, ok := p.richFrame(pos); !ok {
		return false
	}
	p.raise(linkNone, 0)
	boxed, ended := true, false
	for pos < len(p.text) && !ended {
		line, next := p.line(pos)
		typ, message, named := pythonException(line)
		switch e := p.current(); {
		case boxed:
			if f, ok := p.richFrame(pos); ok {
				p.add(&f)
			}
			boxed = strings.HasPrefix(line, richSide)
			ended = !boxed && !strings.HasPrefix(line, richBottom)
		case named && e.Type == "":
			e.Type, e.Message = typ, message
		case pythonLink(line) != linkNone:
			p.raise(pythonLink(line), 0)
		case strings.Contains(line, richTitle) && e.Type == "":
			boxed = true
		default:
			ended = line != ""
		}
		pos = next
	}
	p.orderPython()
	p.result.Truncated = boxed || p.atLimit && p.cut(pos)
	return true
}

// richFrame reads the frame at pos. Its function may be wrapped into the next line.
func (p *Parser) richFrame(pos int) (Frame, bool) {
	line, next := p.line(pos)
	text, ok := richText(line)
	if !ok {
		return Frame{}, false
	}
	place, function, ok := strings.Cut(text, richIn+" ")
	if !ok {
		if place, ok = strings.CutSuffix(text, richIn); !ok || next == len(p.text) {
			return Frame{}, false
		}
		line, _ = p.line(next)
		if function, ok = richText(line); !ok {
			return Frame{}, false
		}
	}
	file, number, ok := splitPlace(place)
	if !ok || indentation(file) > 0 || !strings.HasSuffix(file, richPlace[:len(richPlace)-1]) || len(function) > maxName {
		return Frame{}, false
	}
	return Frame{Function: function, File: file, Line: number}, true
}

// richText returns the text between the sides of the box, and whether the line has both sides.
func richText(line string) (string, bool) {
	text, ok := strings.CutPrefix(line, richSide)
	if !ok {
		return "", false
	}
	text, ok = strings.CutSuffix(strings.TrimRight(text, " "), richSide[:len(richSide)-1])
	return strings.TrimRight(text, " "), ok
}
