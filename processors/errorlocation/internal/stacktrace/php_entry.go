// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// entry reads an entry of the trace, and reports whether the line is one. The called function in it
// completes the frame of the place before.
func (r *phpReader) entry(line string, cut bool) bool {
	n := 1 + digits(line[1:])
	if n == 1 || n == len(line) || line[n] != ' ' {
		r.cutOff = cut
		return false
	}
	rest := strings.TrimLeft(line[n:], " ")
	if strings.HasPrefix(rest, phpMain) {
		r.called(phpMain)
		r.place = Frame{}
		r.ended = true
		return true
	}
	callee, file, number, ok := phpEntry(rest)
	if !ok {
		r.cutOff = cut
		return false
	}
	r.calledAt = r.calledAt || rest[len(rest)-1] == ']'
	name, args, whole := phpCallee(callee)
	if !whole && cut {
		name, r.cutOff = "", true
	}
	if r.escaped {
		file = unescapePHP(file)
	}
	switch {
	case file == "" || file != r.from.File || number != r.from.Line || r.entries >= maxPHPHandler:
		r.called(name)
	case strings.Contains(name, phpClosure) && r.entries == 0 && cut:
		r.called("") // the arguments that tell whether it handled an error are cut off
	case strings.Contains(name, phpClosure) && r.entries == 0 && !r.handlesError(args, number):
		r.called(name)
	case r.entries > 0 && len(r.frames) > r.current().first && strings.Contains(r.frames[r.current().first].Function, phpClosure):
		r.called(name) // a closure on the same line as its caller
	default:
		// The function that was called at the place of the exception does not contain that place. It
		// is a function of PHP itself that threw, or the handler of an error that was raised there.
		r.dropFrames()
	}
	r.place = Frame{File: file, Line: number}
	return true
}

// handlesError reports whether a closure is an error handler: the last of its arguments is the line of
// the error. Arguments are not printed with zend.exception_ignore_args, but handlers usually throw an
// ErrorException.
func (r *phpReader) handlesError(args string, line int) bool {
	if args == "" {
		return r.current().Type == "ErrorException"
	}
	i := lastIndex(args, ", ")
	return i >= 0 && wholeNumber(args[i+2:]) == line
}

// called adds the frame of the place that was read last, whose function is name.
func (r *phpReader) called(name string) {
	if r.place.File == "" {
		return
	}
	r.place.Function, r.place.Package = name, phpPackage(name)
	r.add(&r.place)
	r.place = Frame{}
}

// flush adds the frame of a place whose function is not known because the text ends.
func (r *phpReader) flush() { r.called("") }

// phpEntry splits "FILE(LINE): CALLEE", "[internal function]: CALLEE" or "CALLEE called at [FILE:LINE]".
func phpEntry(s string) (callee, file string, line int, ok bool) {
	if rest, internal := strings.CutPrefix(s, phpInternal+": "); internal {
		return rest, "", 0, true
	}
	if hasPHPCalledAt(s) {
		name, place, _ := strings.Cut(s, phpCalledAt)
		place, closed := strings.CutSuffix(place, "]")
		if file, line, ok = splitPlace(place); ok && closed {
			return name, file, line, true
		}
		return "", "", 0, false
	}
	for pos := 0; ; {
		i := strings.Index(s[pos:], "): ")
		if i < 0 {
			return "", "", 0, false
		}
		end := pos + i
		open := end
		for open > 0 && isDigit(s[open-1]) {
			open--
		}
		if open < end && open > 1 && s[open-1] == '(' && s[open-2] != ' ' {
			line = number(s[open:end])
			file, line = phpEvaluated(s[:open-1], line)
			return s[end+3:], file, line, line > 0 && len(file) <= maxName
		}
		pos = end + 1
	}
}

// hasPHPCalledAt reports whether the place of an entry follows the function that was called there.
func hasPHPCalledAt(s string) bool {
	return strings.IndexByte(s, '[') >= 0 && strings.Contains(s, phpCalledAt) // brackets are rarer than spaces
}

// phpCallee splits "Shop\Orders->total(Array, 2)". whole is false if there are no arguments.
func phpCallee(s string) (name, args string, whole bool) {
	start := 0
	if strings.IndexByte(s, '{') >= 0 {
		if i := strings.Index(s, phpClosure+":"); i >= 0 {
			// Since PHP 8.4 the name of a closure has the function that contains it, with parentheses.
			end := strings.IndexByte(s[i:], '}')
			if end < 0 {
				return "", "", false
			}
			start = i + end
		}
	}
	i := strings.IndexByte(s[start:], '(')
	if i < 0 || start+i > maxName {
		return "", "", false
	}
	name, args = s[:start+i], s[start+i+1:]
	for args != "" && (args[len(args)-1] == ')' || args[len(args)-1] == '"') {
		args = args[:len(args)-1]
	}
	return name, args, true
}

// phpPackage returns the class of a method, or the namespace of a function.
func phpPackage(name string) string {
	i := strings.Index(name, "->")
	if i < 0 {
		i = strings.Index(name, "::")
	}
	if i < 0 {
		i = strings.LastIndexByte(name, '\\')
	}
	return name[:max(0, i)]
}

// phpTitle returns the name of a function with the separator of the semantic conventions, and with
// "class@anonymous" for an anonymous class, without the place of its declaration.
func phpTitle(name string) string {
	if strings.Contains(name, `\\`) {
		var b strings.Builder
		b.Grow(len(name))
		for i := 0; i < len(name); i++ {
			switch {
			case strings.HasPrefix(name[i:], `\\`):
				i++
				b.WriteByte('\\')
			case strings.HasPrefix(name[i:], "->"):
				i++
				b.WriteString("::")
			default:
				b.WriteByte(name[i])
			}
		}
		name = b.String()
	}
	const anonymous = "@anonymous"
	if i := strings.Index(name, anonymous); i >= 0 {
		end := i + len(anonymous)
		if j := lastIndex(name[end:], "->"); j >= 0 {
			name = name[:end] + "::" + name[end+j+2:]
		} else if j := lastIndex(name[end:], "::"); j >= 0 {
			name = name[:end] + name[end+j:]
		}
		return name
	}
	if class, method, ok := strings.Cut(name, "->"); ok {
		return class + "::" + method
	}
	return name
}
