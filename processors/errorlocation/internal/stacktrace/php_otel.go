// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"slices"
	"strings"
)

// isPHPFrame reports whether a frame in the form of the OpenTelemetry SDK has a PHP file.
func isPHPFrame(line string) bool {
	if line[len(line)-1] != ')' {
		return false
	}
	i := strings.LastIndexByte(line, ':')
	if i < 0 {
		return false
	}
	return isPHPFile(line[:i])
}

// javaLike reads the form of the OpenTelemetry SDK. The first frame is at pos, the line above at prev.
func (r *phpReader) javaLike(prev, pos int) bool {
	outer := r.raise(linkNone, 0)
	outer.reported = true
	for start, n := prev, 0; start >= 0 && n < maxPHPHeader; n++ {
		line, next := r.line(start)
		if typ, message, ok := phpJavaType(line); ok {
			outer.Type = typ
			begin := start + len(line) - len(message)
			outer.Message = strings.TrimRight(r.text[begin:max(pos-1, begin)], "\n")
			if begin >= next {
				outer.Message = ""
			}
			break
		}
		start = r.lineBefore(start)
	}
	message, header := -1, 0
	for pos < len(r.text) {
		line, next := r.line(pos)
		switch {
		case strings.HasPrefix(line, "\tat "):
			message = -1
			if !r.javaFrame(line[len("\tat "):], r.cut(next)) {
				r.cutOff = r.cut(next)
			}
		case strings.HasPrefix(line, "\t... "):
			n := digits(line[len("\t... "):])
			r.more(number(line[len("\t... "):][:n]))
		case strings.HasPrefix(line, phpCause):
			e := r.raise(linkCause, 0)
			e.Type, e.Message, _ = phpJavaType(line[len(phpCause):])
			message, header = pos+len(line)-len(e.Message), len(r.chain)-1
		case message >= 0:
			r.chain[header].Message = r.text[message : pos+len(line)]
		default:
			r.endJavaLike(pos)
			return len(r.frames) > 0
		}
		pos = next
	}
	r.endJavaLike(pos)
	return len(r.frames) > 0
}

func (r *phpReader) endJavaLike(pos int) {
	slices.Reverse(r.chain)
	r.result.Truncated = r.cutOff || r.atLimit && r.cut(pos)
}

// javaFrame adds the frame "Shop.Orders.total(Orders.php:12)".
func (r *phpReader) javaFrame(s string, cut bool) bool {
	start := 0
	if i := strings.Index(s, phpClosure+":"); i >= 0 {
		end := strings.IndexByte(s[i:], '}')
		if end < 0 {
			return false
		}
		start = i + end
	}
	open := strings.IndexByte(s[start:], '(')
	if open <= 0 || start+open > maxName {
		return false
	}
	f := Frame{Function: s[:start+open], partial: cut}
	f.Package = f.Function[:max(0, strings.LastIndexByte(f.Function, '.'))]
	place, ok := strings.CutSuffix(s[start+open+1:], ")")
	if ok {
		if f.File, f.Line, ok = splitPlace(place); !ok {
			f.File, f.Line = "", 0 // "Unknown Source"
		}
	} else {
		r.cutOff = cut
	}
	// A function of PHP itself that threw has the place of its caller.
	e := r.current()
	if last := len(r.frames) - 1; last == e.first && f.File != "" && r.frames[last].File == f.File &&
		r.frames[last].Line == f.Line && !strings.Contains(r.frames[last].Function, phpClosure) {
		r.dropFrames()
	}
	r.add(&f)
	return true
}

// more adds the last n frames of the enclosing exception, which the text leaves out.
func (r *phpReader) more(n int) {
	if len(r.chain) < 2 {
		return
	}
	outer := &r.chain[len(r.chain)-2]
	for i := max(outer.first, outer.last-n); i < outer.last; i++ {
		r.add(&r.frames[i])
	}
}

// phpJavaType splits "Shop.OutOfStock: message".
func phpJavaType(line string) (typ, message string, ok bool) {
	i := 0
	for i < len(line) && (isIdent(line[i]) || line[i] == '.' && i > 0) {
		i++
	}
	typ = line[:i]
	if typ == "" || isDigit(typ[0]) ||
		!strings.HasSuffix(typ, "Exception") && !strings.HasSuffix(typ, "Error") && strings.IndexByte(typ, '.') < 0 {
		return "", "", false
	}
	switch rest := line[i:]; {
	case rest == "":
		return typ, "", true
	case strings.HasPrefix(rest, ": "):
		return typ, rest[2:], true
	}
	return "", "", false
}
