// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// javaHeader is the line that names the first exception of a trace.
type javaHeader struct {
	kind    javaHeaderKind
	typ     string
	message int // its offset in the text, 0 if there is none
	line    string
	next    int // where the line after it starts
}

type javaHeaderKind uint8

const (
	javaNoHeader javaHeaderKind = iota
	javaNamed
	javaThread // the frames are those of a thread dump, not of an error
)

// javaHeader looks for the line that names the first exception, upward from the line at pos, which is
// right above the first frame. A message may have many lines, and an exception may have no frames.
func (p *Parser) javaHeader(pos int) javaHeader {
	if pos < 0 {
		return javaHeader{}
	}
	if !p.hints.Freeform && pos > 0 && p.framelessTo(pos) {
		if h := p.javaHeaderAt(0); h.kind == javaNamed {
			return h
		}
	}
	h := javaHeader{}
	for lines := 0; pos >= 0 && lines < javaMessageLines; lines++ {
		line, next := p.line(pos)
		rest := line[indentation(line):]
		if strings.HasPrefix(rest, javaAt) {
			if _, ok := javaFrame(rest[len(javaAt):]); ok {
				if lines == 0 {
					return javaHeader{kind: javaThread}
				}
				return h
			}
		}
		if isThread(rest) || lines == 0 && isLock(rest) || strings.HasPrefix(rest, javaAlso) {
			return javaHeader{kind: javaThread}
		}
		if _, kind := javaCaption(rest); kind != javaNoCaption {
			// The exception that it caused may be above it, without frames.
			h = javaHeader{kind: javaNamed, next: pos}
		} else if named := p.javaHeaderAt(pos); named.kind == javaNamed {
			return named
		} else if lines == 0 {
			if typ, message, ok := javaValue(rest); ok {
				return javaHeader{kind: javaNamed, typ: typ, message: pos + len(line) - len(rest) + message, line: line, next: next}
			}
		}
		pos = p.lineBefore(pos)
	}
	return h
}

// javaHeaderAt reads the line at pos as the one that names an exception.
func (p *Parser) javaHeaderAt(pos int) javaHeader {
	line, next := p.line(pos)
	typ, message, ok := javaException(line)
	if !ok || strings.HasPrefix(line, javaAlso) {
		return javaHeader{}
	}
	if message > 0 {
		message += pos
	}
	return javaHeader{kind: javaNamed, typ: typ, message: message, line: line, next: next}
}

// framelessTo reports whether the line at pos is among the first javaMessageLines of the text and
// none of those above it is a frame.
func (p *Parser) framelessTo(pos int) bool {
	at := 0
	for range javaMessageLines {
		if at == pos {
			return true
		}
		line, next := p.line(at)
		rest := line[indentation(line):]
		if strings.HasPrefix(rest, javaAt) {
			if _, ok := javaFrame(rest[len(javaAt):]); ok {
				return false
			}
		}
		at = next
	}
	return false
}

// isThread reports whether a line above frames names a thread of a dump, which shows where threads
// are and no error: `"main" #1 prio=5 os_prio=0`, `   java.lang.Thread.State: RUNNABLE`.
func isThread(rest string) bool {
	if strings.HasPrefix(rest, "java.lang.Thread.State: ") {
		return true
	}
	if rest == "" || rest[0] != '"' {
		return false
	}
	end := strings.LastIndexByte(rest, '"') + 1
	return strings.HasPrefix(rest[end:], " #") || strings.Contains(rest[end:], " prio=") || strings.Contains(rest[end:], " Id=")
}

// isLock reports whether a line names a lock that a thread of a dump holds or waits for.
func isLock(rest string) bool {
	for _, start := range [...]string{"- locked ", "- waiting ", "- parking ", "- blocked on ", "- eliminated ", "| group=", "| held mutexes=", "native: "} {
		if strings.HasPrefix(rest, start) {
			return true
		}
	}
	return false
}

// javaException finds the name of an exception in a line: at its start, behind
// `Exception in thread "main" `, or behind the words of a logger. message is the offset of the message
// in the line, 0 if there is none.
func javaException(line string) (typ string, message int, ok bool) {
	line = line[:min(len(line), javaHeaderBytes)]
	rest := line[indentation(line):]
	_, name, uncaught := strings.Cut(rest, javaUncaught)
	if uncaught {
		for range 4 { // the name of a thread may contain quotes
			if _, name, ok = strings.Cut(name, `" `); !ok {
				break
			}
			rest = name
			if _, _, ok = javaType(name); ok {
				break
			}
		}
	}
	if typ, message, ok = javaType(rest); ok && isJavaType(typ) {
		if message > 0 {
			message += len(line) - len(rest)
		}
		return typ, message, true
	}
	if i, typ, message := javaNameIn(rest); typ != "" {
		if message > 0 {
			message += len(line) - len(rest) + i
		}
		return typ, message, true
	}
	// toString may return anything: Groovy's assertions do not print their class, and data classes of
	// Kotlin print theirs without its package.
	if uncaught || strings.HasPrefix(rest, "Assertion failed:") {
		typ, message, _ = javaValue(rest)
		return typ, message + len(line) - len(rest), true
	}
	return "", 0, false
}

// javaNameIn looks for the qualified name of an exception in a line: one with the usual ending of an
// exception, or at the start of a JSON string.
func javaNameIn(line string) (start int, typ string, message int) {
	for i := 0; i < len(line); {
		first := i
		for i < len(line) && isJavaName(line[i]) {
			i++
		}
		name := line[first:i]
		i++
		if len(name) < len("a.Error") || strings.IndexByte(name, '.') <= 0 || !isJavaType(name) {
			continue
		}
		if !endsAsException(name) && (first == 0 || line[first-1] != '"') {
			continue
		}
		if typ, message, ok := javaType(line[first:]); ok {
			return first, typ, message
		}
	}
	return 0, "", 0
}

func endsAsException(name string) bool {
	return strings.HasSuffix(name, "Exception") || strings.HasSuffix(name, "Error") || strings.HasSuffix(name, "Throwable")
}

// javaType splits "com.example.shop.OrderFailed: order 17", or the name alone. message is the offset
// of the message in s, 0 if there is none.
func javaType(s string) (typ string, message int, ok bool) {
	i := 0
	for i < len(s) && isJavaName(s[i]) {
		i++
	}
	typ = s[:i]
	switch {
	case i == 0 || i > maxName || isDigit(s[0]) || s[i-1] == '.' || s[0] == '.':
		return "", 0, false
	case i == len(s):
		return typ, 0, true
	case s[i] != ':' && s[i] != ';': // org.xml.sax.SAXParseException; lineNumber: 7
		return "", 0, false
	case i+1 == len(s):
		return typ, i + 1, true
	case s[i+1] == ' ':
		return typ, i + 2, true
	}
	return "", 0, false
}

// javaValue reads the name of an exception that is a data class of Kotlin, which prints itself as
// "OrderFailed(order=17)".
func javaValue(s string) (typ string, message int, ok bool) {
	i := 0
	for i < len(s) && isJavaName(s[i]) {
		i++
	}
	if i == 0 || i == len(s) || s[i] != '(' || s[len(s)-1] != ')' || s[0] < 'A' || s[0] > 'Z' {
		return "", 0, false
	}
	return s[:i], i, true
}

func isJavaName(c byte) bool { return isIdent(c) || c == '.' || c == '$' || c == '-' }

// isJavaType reports whether typ is the name of an exception rather than another word before a colon:
// its simple name has the usual ending of an exception, or follows a package and starts in upper case.
func isJavaType(typ string) bool {
	simple := typ[strings.LastIndexByte(typ, '.')+1:]
	if endsAsException(simple) {
		return len(simple) > len("Exception") || len(typ) > len(simple) || simple == "Throwable"
	}
	if len(simple) == len(typ) {
		return false
	}
	simple = simple[strings.LastIndexByte(simple, '$')+1:]
	return simple != "" && (simple[0] >= 'A' && simple[0] <= 'Z' || isDigit(simple[0]))
}
