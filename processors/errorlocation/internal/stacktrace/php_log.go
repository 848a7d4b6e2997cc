// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"slices"
	"strings"
)

// above starts the exception whose entries, from pos on, follow its header without "Stack trace:"
// between them. The header, which ends with the line at prev, is "Type: message in FILE:LINE", in
// Drupal "Type: message in FUNCTION() (line LINE of FILE)." and in Hyperf "message[LINE] in FILE".
func (r *phpReader) above(prev, pos int) {
	if prev >= 0 && r.thrown(r.phpHeader(prev), pos-1) {
		return
	}
	e := r.raise(linkNone, 0)
	if prev < 0 {
		return
	}
	line, _ := r.line(prev)
	e.Type, e.Message, _ = phpType(line)
	if strings.Contains(line, phpDrupal) {
		r.drupalPlace(line)
		return
	}
	if i := lastPHPPath(line); i > 0 && line[i-1] == ']' {
		open := strings.LastIndexByte(line[:i], '[')
		if n := wholeNumber(line[open+1 : i-1]); n > 0 {
			r.begin(line[i+len(" in "):], n)
		}
	}
}

// drupalPlace sets the place of the exception from "... in FUNCTION (line LINE of FILE)", and reports
// whether the line has one.
func (r *phpReader) drupalPlace(line string) bool {
	_, after, _ := strings.Cut(line, phpDrupal)
	n := digits(after)
	file, ok := strings.CutPrefix(after[n:], " of ")
	end := strings.LastIndexByte(file, ')')
	if !ok || end <= 0 || number(after[:n]) == 0 {
		return false
	}
	e := r.current()
	e.Message = e.Message[:max(0, lastPHPPath(e.Message))]
	r.begin(file[:end], number(after[:n]))
	return true
}

// drupal starts the exception in the line at prev, to which Drupal appends the first entry:
// "Type: message in FUNCTION (line LINE of FILE) #0 ...".
func (r *phpReader) drupal(prev int) bool {
	if prev < 0 {
		return false
	}
	line, _ := r.line(prev)
	i := strings.Index(line, ") #0 ")
	if i < 0 || !strings.Contains(line[:i], phpDrupal) {
		return false
	}
	e := r.raise(linkNone, 0)
	e.Type, e.Message, _ = phpType(line[:i+1])
	if !r.drupalPlace(line[:i+1]) || !r.entry(line[i+len(") "):], false) {
		return false
	}
	r.entries++
	return true
}

// slim starts the exception that Slim describes in the lines up to the one at pos: "Type: ...",
// "Message: ...", "File: ..." and "Line: ...".
func (r *phpReader) slim(pos int) {
	e := r.raise(linkNone, 0)
	file, line := "", 0
	for range maxPHPHeader {
		if pos < 0 {
			break
		}
		text, _ := r.line(pos)
		name, value, _ := strings.Cut(text, ": ")
		switch name {
		case "Line":
			line = wholeNumber(value)
		case "File":
			file = value
		case "Message":
			e.Message = value
		case "Type":
			e.Type = value
			if line > 0 {
				r.begin(file, line)
			}
			return
		}
		pos = r.lineBefore(pos)
	}
}

// monolog starts the exception in the lines up to the one at last:
// "[object] (Type(code: 0): message at FILE:LINE)".
func (r *phpReader) monolog(last int) bool {
	start := last
	for n := 0; ; n++ {
		line, _ := r.line(start)
		if strings.Contains(line, phpMonolog) {
			break
		}
		start = r.lineBefore(start)
		if start < 0 || n == maxPHPHeader {
			return false
		}
	}
	_, next := r.line(last)
	return r.object(r.text[start:next])
}

// object starts the exception in the last "[object] (...)" of header, and reports whether there is one.
func (r *phpReader) object(header string) bool {
	i := -1 // of the last one; strings.Index from the start is faster than a search from the end
	for {
		j := strings.Index(header[i+1:], phpMonolog)
		if j < 0 {
			break
		}
		i += 1 + j
	}
	header = strings.TrimRight(header[i+len(phpMonolog):], "\n")
	header, ok := strings.CutSuffix(header, ")")
	if !ok {
		return false
	}
	file, line, ok := splitPlace(header)
	if !ok {
		return false
	}
	i = lastIndex(file, " at ")
	if i < 0 {
		return false
	}
	message, file := file[:i], file[i+len(" at "):]
	e := r.raise(linkNone, 0)
	if typ, rest, ok := strings.Cut(message, "(code: "); ok {
		e.Type = unescapePHP(typ)
		_, e.Message, _ = strings.Cut(rest, "): ")
	}
	r.begin(unescapePHP(file), line)
	return true
}

// places reads the exceptions that Monolog writes without their stacks, one per line from pos on, from
// the outermost to the root cause.
func (r *phpReader) places(pos int) bool {
	for pos < len(r.text) {
		line, next := r.line(pos)
		if line == phpStack {
			return false
		}
		if len(r.chain) > 0 && !strings.HasPrefix(line, phpPrevious) {
			break
		}
		if i := lastIndex(line, `)"`); i >= 0 {
			line = line[:i+1] // without the rest of the JSON
		}
		if strings.HasPrefix(line, phpStack) || !r.object(line) {
			return false
		}
		r.flush()
		pos = next
	}
	r.chain[0].reported = true
	slices.Reverse(r.chain)
	return true
}

// unescapePHP undoes the doubling of backslashes in JSON.
func unescapePHP(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	return strings.ReplaceAll(s, `\\`, `\`)
}
