// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// dartUnhandled are the words with which the virtual machine, isolates and Flutter's engine introduce
// an error that nobody caught.
var dartUnhandled = [...]string{"Unhandled exception:", "Unhandled Exception:"}

// name sets the type and the message of the error from the text above the first frame, which is at
// pos; prev is the line before it. Only some errors print their type: "FormatException: message",
// "RangeError (index): message", "Instance of 'OutOfStock'".
func (r *dartReader) name(prev, pos int) {
	if prev < 0 {
		return
	}
	e := r.current()
	const lines = 24
	for n, at := 0, prev; n < lines && at >= 0; n, at = n+1, r.lineBefore(at) {
		line, next := r.line(at)
		if _, report, ok := strings.Cut(line, "The following "); ok && strings.Contains(report, dartThrown) {
			e.Type, e.Message = r.flutterError(report, next, pos)
			return
		}
		for _, words := range dartUnhandled {
			if i := strings.Index(line, words); i >= 0 {
				e.Type, e.Message = dartError(strings.Trim(r.text[at+i+len(words):pos], " \n"))
				return
			}
		}
	}
	if !r.hints.Freeform {
		e.Type, e.Message = dartError(strings.Trim(r.text[:pos], " \n"))
		return
	}
	line, _ := r.line(prev)
	if typ, message, ok := dartType(line[indentation(line):]); ok {
		e.Type, e.Message = typ, message
	}
}

// flutterError reads a report of Flutter. line is what follows "The following" in it, such as
// "StateError was thrown building Cart:"; the text of the error follows up to an empty line.
func (r *dartReader) flutterError(line string, next, pos int) (typ, message string) {
	typ, _, _ = strings.Cut(line, dartThrown)
	if strings.IndexByte(typ, ' ') >= 0 || !isErrorName(typ) && !strings.HasPrefix(typ, "_") {
		typ = "" // "assertion", "message"
	}
	if next >= pos {
		return typ, ""
	}
	message, _, _ = strings.Cut(r.text[next:pos], "\n\n")
	message = strings.Trim(message, " \n")
	if printed, rest, ok := dartType(message); ok && (typ == "" || typ == printed) {
		return printed, rest
	}
	return typ, message
}

// dartError splits the text of an error into its type, if it has one, and its message.
func dartError(text string) (typ, message string) {
	if typ, message, ok := dartType(text); ok {
		return typ, message
	}
	return "", text
}

// dartType splits "Type: message" or "Type(message)", where words in brackets may follow the type.
func dartType(text string) (typ, message string, ok bool) {
	if rest, ok := strings.CutPrefix(text, "Instance of '"); ok {
		typ, _, ok = strings.Cut(rest, "'")
		return typ, "", ok
	}
	typ = text[:jsName(text)]
	rest := text[len(typ):]
	if typ == "" || !isErrorName(typ) {
		return "", "", false
	}
	for _, brackets := range [...]string{"()", "[]"} {
		if strings.HasPrefix(rest, " "+brackets[:1]) {
			if i := strings.IndexByte(rest, brackets[1]); i > 0 {
				rest = rest[i+1:]
			}
		}
	}
	switch {
	case rest == "":
		return typ, "", true
	case strings.HasPrefix(rest, ": "):
		return typ, rest[2:], true
	case rest[0] == '(': // "PlatformException(code, message, null, null)"
		return typ, strings.TrimSuffix(rest[1:], ")"), true
	}
	return "", "", false
}
