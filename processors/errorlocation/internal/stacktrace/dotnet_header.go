// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// dotnetHeader returns the start of the line that names the outermost exception, or -1. prev is the
// line before the first frame.
func (p *Parser) dotnetHeader(prev int) int {
	inner := -1
	for range maxDotnetHeader {
		if prev < 0 {
			break
		}
		line, _ := p.line(prev)
		text := line[indentation(line):]
		switch {
		case strings.HasPrefix(text, dotnetInner):
			inner = prev
		case text == "Stack overflow.", strings.HasPrefix(text, "Process terminated."):
			return prev
		default:
			if _, _, ok := dotnetType(line); ok {
				return prev
			}
		}
		prev = p.lineBefore(prev)
	}
	return inner
}

// header opens the exceptions that a line names; only .NET Framework prints more than one in a line.
// start is the offset of the line in the text.
func (r *dotnetReader) header(line string, start int) {
	const separator = " " + dotnetInner
	line = strings.TrimSuffix(line, dotnetMemberEnd)
	typ, message, ok := dotnetType(line)
	if !ok {
		message = line // why the process was ended
	}
	for {
		start += len(line) - len(message)
		e := dotnetException{typ: typ, start: start, end: start + len(message)}
		line = message
		i := -1
		if strings.Contains(line, dotnetInner) { // fails faster than the search for a string that starts with a space
			i = strings.Index(line, separator)
		}
		if i >= 0 {
			line = line[i+len(separator):]
			if typ, message, ok = dotnetType(line); ok {
				e.end = start + i
				r.push(e)
				start += i + len(separator)
				continue
			}
		}
		if known := r.messageAt(e.start); strings.IndexByte(known, '\n') >= 0 {
			e.end = e.start + len(known)
		}
		r.push(e)
		return
	}
}

// message adds a line to the message of the exception that was opened last. In .NET Framework the
// header of an inner exception may follow at the end of the line.
func (r *dotnetReader) message(line string, start int) {
	e := &r.open[min(r.depth, maxExceptions)-1]
	e.end = start + len(line)
	if i := strings.Index(line, " "+dotnetInner); i >= 0 {
		inner := i + 1 + len(dotnetInner)
		if _, _, ok := dotnetType(line[inner:]); ok {
			e.end = start + i
			r.header(line[inner:], start+inner)
		}
	}
}

// dotnetType finds the type and message of an exception in a line: at its start, behind words that
// introduce it or, if a logger wrote other text before it, by a name that ends in "Exception".
func dotnetType(line string) (typ, message string, ok bool) {
	rest := line[indentation(line):]
	for _, intro := range [...]string{
		"Unhandled exception. ", "Unhandled Exception: ", "[ERROR] FATAL UNHANDLED EXCEPTION: ",
		"Exception Info: ", "Fatal error. ",
	} {
		if after, found := strings.CutPrefix(rest, intro); found {
			rest = after
			break
		}
	}
	if after, found := strings.CutPrefix(rest, "Exception: "); found {
		if typ, message, ok := dotnetType(after); ok && strings.IndexByte(typ, '.') > 0 {
			return typ, message, true
		}
	}
	if n := dotnetTypeLen(rest); n > 0 {
		if message, ok := dotnetMessage(rest[n:]); ok && isDotnetException(rest[:n], message) {
			return rest[:n], message, true
		}
	}
	const suffix = "Exception"
	head, _, _ := strings.Cut(line, " "+dotnetInner)
	for end := 0; ; {
		i := strings.Index(head[end:], suffix)
		if i < 0 {
			return "", "", false
		}
		begin := end + i
		end = begin + len(suffix)
		for begin > 0 && (isIdent(line[begin-1]) || line[begin-1] == '.' || line[begin-1] == '+') {
			begin--
		}
		n := dotnetTypeLen(line[begin:])
		if begin+n < end {
			continue
		}
		if message, ok := dotnetMessage(line[begin+n:]); ok && message != "" {
			return line[begin : begin+n], message, true
		}
	}
}

// dotnetTypeLen returns the length of the name of a type at the start of s.
func dotnetTypeLen(s string) int {
	i, depth := 0, 0
	for i < len(s) && i < maxName {
		switch c := s[i]; {
		case isIdent(c) || c == '.':
		case c == '[':
			depth++
		case c == ']' && depth > 0:
			depth--
		case depth == 0 && c != '+' && c != '`':
			return i
		}
		i++
	}
	return i
}

// dotnetMessage returns the message in the text behind the name of an exception, where an error code
// in parentheses may come first.
func dotnetMessage(rest string) (message string, ok bool) {
	if strings.HasPrefix(rest, " (") {
		if code, after, closed := strings.Cut(rest[2:], ")"); closed && code != "" && (isDigit(code[0]) || code[0] == '-') {
			rest = after
		}
	}
	switch {
	case rest == "":
		return "", true
	case rest[0] == ':' && (len(rest) == 1 || rest[1] == ' '):
		return strings.TrimPrefix(rest[1:], " "), true
	case strings.HasPrefix(rest, " "+dotnetInner): // without a message
		return rest, true
	}
	return "", false
}

// isDotnetException reports whether a name before a colon is that of an exception, not just a word.
func isDotnetException(name, message string) bool {
	if strings.HasSuffix(name, "Exception") || strings.HasSuffix(name, "Error") {
		return true
	}
	if name[0] == '.' || name[len(name)-1] == '.' || isDigit(name[0]) {
		return false
	}
	return strings.IndexByte(name, '.') > 0 && (message != "" || strings.Contains(name, "Exception"))
}
