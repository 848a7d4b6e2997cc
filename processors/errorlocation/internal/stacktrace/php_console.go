// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"slices"
	"strings"
)

// console reads the output of Symfony's console: the exceptions from the outermost to the root cause,
// each with its frames behind a line "Exception trace:".
func (r *phpReader) console(prev, pos int) bool {
	r.raise(linkNone, 0)
	r.consoleType(prev)
	for pos < len(r.text) {
		line, next := r.line(pos)
		switch {
		case strings.HasPrefix(line, phpConsole):
			r.flush()
			r.raise(linkCause, 0)
			r.consoleType(r.lineBefore(pos))
			r.entries = 0
		case !r.consoleEntry(line, r.cut(next)) && r.entries == 0:
			return false
		}
		r.entries++
		pos = next
	}
	r.flush()
	r.chain[0].reported = true
	slices.Reverse(r.chain)
	r.result.Truncated = r.cutOff || r.atLimit && r.cut(pos)
	return len(r.frames) > 0
}

// consoleType looks for the type of the current exception, "[RuntimeException]", from pos upward.
func (r *phpReader) consoleType(pos int) {
	for range 16 {
		if pos < 0 {
			return
		}
		line, _ := r.line(pos)
		line = strings.Trim(line, " ")
		if name, ok := strings.CutPrefix(line, "["); ok {
			if name, ok = strings.CutSuffix(name, "]"); ok {
				name, _, _ = strings.Cut(name, " (")
				r.current().Type = name
				return
			}
		}
		pos = r.lineBefore(pos)
	}
}

// consoleEntry reads "  at FILE:LINE" or " CALLEE() at FILE:LINE".
func (r *phpReader) consoleEntry(line string, cut bool) bool {
	if line == "" || line[0] != ' ' {
		return false
	}
	i := lastIndex(line, " at ")
	if i < 0 {
		return false
	}
	file, number, ok := splitPlace(line[i+len(" at "):])
	if !ok && line[i:] != " at n/a:n/a" {
		r.cutOff = cut
		return false
	}
	if callee := strings.Trim(line[:i], " "); callee != "" && callee != "()" {
		name, _, whole := phpCallee(callee)
		if !whole {
			return false
		}
		r.called(name)
	}
	if cut && r.atLimit {
		r.cutOff = true // digits may be missing
		return true
	}
	r.place = Frame{File: file, Line: number, partial: cut}
	return true
}
