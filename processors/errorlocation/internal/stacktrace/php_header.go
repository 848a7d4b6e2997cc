// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// phpHeader returns the start of the line with the type of the exception whose header ends with the
// line at prev, or prev if no line has a type.
func (p *Parser) phpHeader(prev int) int {
	pos := prev
	for range maxPHPHeader {
		if pos < 0 {
			break
		}
		line, _ := p.line(pos)
		if _, _, ok := phpType(line); ok {
			return pos
		}
		pos = p.lineBefore(pos)
	}
	return prev
}

// thrown starts the exception with the header "Type: message in FILE:LINE" in [start,end) of the text,
// and reports whether there is one.
func (r *phpReader) thrown(start, end int) bool {
	header := strings.TrimRight(r.text[start:end], " \n\"")
	rest, file, line, ok := phpPlace(header)
	if !ok {
		return false
	}
	e := r.raise(linkNone, 0)
	first, _, _ := strings.Cut(rest, "\n")
	typ, message, found := phpType(first)
	if found {
		e.Type = typ
		e.Message = rest[len(first)-len(message):]
		if strings.Contains(first, "' with message '") {
			e.Message = strings.TrimSuffix(e.Message, "'")
		}
	} else {
		e.Message = rest
	}
	e.Message = strings.TrimRight(e.Message, "\n") // if the place is on a line of its own
	r.begin(file, line)
	if e.Type == "ParseError" {
		r.flush() // the place is in a file that was being parsed, so no entry has its function
	}
	return true
}

// phpPlace splits "message in FILE:LINE" or "message in FILE on line LINE".
func phpPlace(header string) (message, file string, line int, ok bool) {
	n := len(header)
	for n > 0 && isDigit(header[n-1]) {
		n--
	}
	line = number(header[n:])
	if path, ok := strings.CutSuffix(header[:n], phpOnLine); ok {
		file = path
	} else if path, ok := strings.CutSuffix(header[:n], ":"); ok {
		file = path
	} else {
		return "", "", 0, false
	}
	i := lastPHPPath(file)
	if i < 0 || line == 0 {
		return "", "", 0, false
	}
	message, file = file[:i], file[i+len(" in "):]
	file, line = phpEvaluated(file, line)
	return message, file, line, file != "" && len(file) <= maxName && strings.IndexByte(file, '\n') < 0
}

// lastPHPPath returns the index of the last " in " of s that is followed by an absolute path or, if
// there is none, of the last " in ", or -1.
func lastPHPPath(s string) int {
	const in = " in "
	last := lastIndex(s, in)
	for i := last; i >= 0; i = lastIndex(s[:i], in) {
		path := s[i+len(in):]
		if strings.HasPrefix(path, "/") || strings.HasPrefix(path, `\\`) || strings.HasPrefix(path, "phar:") ||
			len(path) > 2 && path[1] == ':' && isSlash(path[2]) {
			return i
		}
		if len(s)-i > maxName {
			break
		}
	}
	return last
}

// phpEvaluated returns the place where eval was called for a file such as
// "/srv/shop/a.php(12) : eval()'d code", and any other place as it is.
func phpEvaluated(file string, line int) (string, int) {
	i := strings.Index(file, phpEval)
	if i < 0 {
		return file, line
	}
	open := strings.LastIndexByte(file[:i], '(')
	if open < 0 || wholeNumber(file[open+1:i]) == 0 {
		return file, line
	}
	return file[:open], number(file[open+1 : i])
}

// phpType finds "Type: message" in the first line of an exception, behind words that introduce it or
// that a logger put before it. Without a message there is no colon.
func phpType(line string) (typ, message string, ok bool) {
	_, rest, uncaught := strings.Cut(line, "Uncaught ")
	if !uncaught {
		rest = strings.TrimPrefix(line, phpNext)
	}
	if typ, message, ok = phpName(rest); ok {
		return typ, message, true
	}
	if quoted, ok := strings.CutPrefix(rest, "exception '"); ok { // PHP 5
		if typ, message, ok = strings.Cut(quoted, "' with message '"); ok {
			return typ, message, true
		}
	}
	if _, after, found := strings.Cut(line, "Fatal error: "); found {
		return "Fatal error", strings.TrimLeft(after, " "), true
	}
	for pos := 0; ; {
		i := strings.Index(line[pos:], ": ")
		if i < 0 {
			return "", "", false
		}
		end := pos + i
		pos = end + 1
		start := end
		for start > 0 && (isIdent(line[start-1]) || line[start-1] == '\\') {
			start--
		}
		if name := line[start:end]; strings.HasSuffix(name, "Exception") || strings.HasSuffix(name, "Error") {
			return name, line[end+2:], true
		}
	}
}

// phpName splits "Type: message" or "Type".
func phpName(s string) (typ, message string, ok bool) {
	i := 0
	for i < len(s) && (isIdent(s[i]) || s[i] == '\\') {
		i++
	}
	typ = s[:i]
	if strings.HasPrefix(s[i:], "@anonymous") {
		for i < len(s) && s[i] != ' ' && !strings.HasPrefix(s[i:], ": ") {
			i++
		}
	}
	if typ == "" || isDigit(typ[0]) ||
		!strings.HasSuffix(typ, "Exception") && !strings.HasSuffix(typ, "Error") && strings.IndexByte(typ, '\\') <= 0 {
		return "", "", false
	}
	switch rest := s[i:]; {
	case rest == "", strings.HasPrefix(rest, " in "):
		return typ, rest, true
	case strings.HasPrefix(rest, ": "):
		return typ, rest[2:], true
	}
	return "", "", false
}
