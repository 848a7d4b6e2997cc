// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// rubyPlaceEnd returns the end of the first place in the line, which is between its number and ":in",
// 0 if there is none.
func rubyPlaceEnd(line string) int {
	for at := 0; ; {
		i := strings.Index(line[at:], rubyIn)
		if i < 0 {
			return 0
		}
		i += at
		at = i + len(rubyIn)
		if i > 1 && isDigit(line[i-1]) && at < len(line) && (line[at] == '`' || line[at] == '\'') {
			return i
		}
	}
}

// rubyEntry is one frame of a backtrace as it is printed.
type rubyEntry struct {
	Frame
	plain    bool   // a method itself, not a block or another part of one
	from     bool   // a caller, introduced by "from"
	prefix   string // text that a logger put before the frame
	numbered bool   // a caller with its number, in a backtrace that is printed outermost first
	rspec    bool   // marked as the frame of an example that failed
	header   bool   // the frame of the raise, with the error
	message  string // the error of a header
	rest     string // the rest of the line: further elements of an array
	cut      bool   // the line ends inside the name
}

// rubyEntryOf reads the line, or the first element of a line that has an array of frames.
func rubyEntryOf(line string) (rubyEntry, bool) {
	var e rubyEntry
	end := rubyPlaceEnd(line)
	if end == 0 {
		return e, false
	}
	start := end
	for isDigit(line[start-1]) {
		if start--; start == 0 {
			return e, false
		}
	}
	e.Line = number(line[start:end])
	if line[start-1] != ':' || e.Line == 0 || !e.path(line[:start-1]) {
		return e, false
	}
	label := line[end+len(rubyIn)+1:]
	i := strings.IndexByte(label, '\'')
	if i < 0 {
		e.cut, e.partial = true, true
		return e, len(label) <= maxName
	}
	tail := label[i+1:]
	label = label[:i]
	if i > maxName {
		return e, false
	}
	e.Function = strings.TrimSpace(label)
	for {
		part, name, ok := strings.Cut(e.Function, " in ")
		if !ok || !strings.HasPrefix(part, "block") && part != "rescue" && part != "ensure" {
			break
		}
		e.Function = name
	}
	e.plain = len(e.Function) == len(label)
	switch {
	case strings.HasPrefix(tail, ": "):
		e.header, e.message = true, tail[2:]
	case strings.HasPrefix(tail, `"`):
		e.rest = strings.TrimLeft(tail[1:], ", ")
	case strings.TrimLeft(tail, " ,:") != "":
		return e, false
	}
	return e, true
}

// path reads the part of a line before the number of the frame's line, which ends with the path.
func (e *rubyEntry) path(line string) bool {
	s := strings.TrimLeft(line, " \t")
	if strings.IndexByte(s, '"') >= 0 {
		// An element of an array.
		i := strings.LastIndexByte(s, '"')
		if i > 1 {
			e.prefix = s[:i]
		}
		s = s[i+1:]
	}
	s, e.rspec = strings.CutPrefix(s, "# ")
	if rest, ok := strings.CutPrefix(s, rubyFrom); ok {
		e.from, s = true, rest
	} else if n := digits(s); n > 0 && strings.HasPrefix(s[n:], ": "+rubyFrom) {
		e.from, e.numbered, s = true, true, s[n+len(": "+rubyFrom):]
	}
	if s == "" || len(s) > maxName {
		return false
	}
	if i := rubyPathStart(s); i > 0 {
		before := strings.TrimRight(s[:i], " \t")
		before, e.Package = rubyGem(before)
		if rest, ok := strings.CutSuffix(before, strings.TrimRight(rubyFrom, " ")); ok {
			e.from = true
			before = strings.TrimRight(rest, " \t")
		}
		e.prefix, s = before, s[i:]
	}
	switch {
	case s == "":
		return false
	case s[0] == '<' || s[0] == '(' || s == "-e" || s == "-":
		e.Line = 0 // "<internal:kernel>", "(eval)", "(irb)"
	default:
		e.File = s
	}
	return true
}

// rubyPathStart returns where the path at the end of s starts, behind text of a logger. A path may
// contain spaces only if it is absolute or starts with "./".
func rubyPathStart(s string) int {
	for i := 0; ; {
		rest := s[i:]
		switch {
		case rest[0] == '<' && strings.IndexByte(rest, ' ') < 0, rest[0] == '(' && rest[len(rest)-1] == ')':
			return i
		case rest[0] == '/', strings.HasPrefix(rest, "./"), isDrive(rest):
			if strings.IndexByte(rest, ']') < 0 {
				return i
			}
		}
		space := strings.IndexAny(rest, " \t") + 1
		if space == 0 || space == len(rest) {
			return i
		}
		i += space
	}
}

// rubyGem removes the name of a gem from the end of the text before a path and returns it: Rails prints
// the frames of gems as "activerecord (7.1.2) lib/active_record/core.rb:253".
func rubyGem(s string) (before, gem string) {
	if !strings.HasSuffix(s, ")") {
		return s, ""
	}
	i := lastIndex(s, " (")
	if i <= 0 || digits(s[i+2:]) == 0 {
		return s, ""
	}
	start := strings.LastIndexAny(s[:i], " \t") + 1
	return strings.TrimRight(s[:start], " \t"), s[start:i]
}

// isDrive reports whether s starts with the root of a Windows drive.
func isDrive(s string) bool {
	return len(s) > 2 && s[1] == ':' && isSlash(s[2]) && isIdent(s[0])
}
