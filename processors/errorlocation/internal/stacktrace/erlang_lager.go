// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// Lager prints the reason of an exit in one line, with the functions from the raise outward and
// without the names of their files:
//
//	gen_server shop_orders terminated with reason: no match of right hand value {error,closed} in shop_orders:total/2 line 58
const (
	lagerIn   = " in "
	lagerLine = " line "
)

// endsLagerPlace reports whether a line ends like "shop_orders:total/2 line 58".
func endsLagerPlace(line string) bool {
	i := len(line)
	for i > 0 && isDigit(line[i-1]) {
		i--
	}
	before, ok := strings.CutSuffix(line[:i], lagerLine)
	return ok && i < len(line) && before != "" && isDigit(before[len(before)-1])
}

// parseLager reads the functions in a line, which ends before next. The name of a module is that of
// its file, except in Elixir.
func (p *Parser) parseLager(line string, next int) bool {
	e := p.raise(linkNone, 0)
	for rest := line; ; {
		i := strings.Index(rest, lagerIn)
		if i < 0 {
			break
		}
		rest = rest[i+len(lagerIn):]
		name, after, ok := strings.Cut(rest, lagerLine)
		if !ok || strings.IndexByte(name, ':') <= 0 {
			continue
		}
		if name, ok = erlangName(name); !ok || strings.IndexByte(name, ' ') >= 0 {
			continue
		}
		n := digits(after)
		if len(p.frames) == 0 {
			_, e.Message, _ = strings.Cut(line[:len(line)-len(rest)-len(lagerIn)], " reason: ")
		}
		var f Frame
		f.Function, f.Package = erlangFunctionOf(name)
		f.partial = n == len(after) && p.cut(next)
		if f.Line = number(after[:n]); f.Line > 0 && (!f.partial || !p.atLimit) && strings.IndexByte(f.Function, ':') > 0 {
			f.File = f.Package + ".erl"
		} else {
			f.Line = 0
		}
		p.add(&f)
		rest = after[n:]
	}
	p.result.Truncated = p.atLimit && p.cut(next)
	return len(p.frames) > 0
}
