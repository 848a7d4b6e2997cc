// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// Bounds of a search, so that a record crafted to be expensive is not.
const (
	maxCandidates = 6
	maxDepth      = 4
	maxValues     = 1024
)

// candidate is a text that may hold a stack trace.
type candidate struct {
	field field
	text  string
	// causes is the number of errors that the text is a cause of: its depth in a chain of objects.
	causes int
}

// before reports whether c is the better candidate: by its field, then by being nearer to the root
// cause.
func (c candidate) before(other candidate) bool {
	return c.field < other.field || c.field == other.field && c.causes > other.causes
}

// search collects what the fields of one span, event or log record say about an error.
type search struct {
	found  [maxCandidates]candidate // best first
	n      int
	values int // number of values visited
	causes int // number of causes around the value being visited
	// typ and message describe the outermost error; they come from fields beside the stack trace.
	typ, message string
}

func (s *search) reset() { *s = search{} }

// candidates returns the texts to try, best first.
func (s *search) candidates() []candidate { return s.found[:s.n] }

// attributes searches all attributes.
func (s *search) attributes(attrs pcommon.Map) { s.fields(fieldNone, attrs, 0) }

// body searches the body of a log record: plain text, JSON or a map.
func (s *search) body(body pcommon.Value) { s.value(fieldText, body, 0) }

func (s *search) fields(parent field, m pcommon.Map, depth int) {
	for key, v := range m.All() {
		s.value(fieldIn(parent, key), v, depth)
	}
}

func (s *search) value(f field, v pcommon.Value, depth int) {
	if s.values++; s.values > maxValues {
		return
	}
	switch v.Type() {
	case pcommon.ValueTypeStr:
		s.text(f, v.Str(), depth)
	case pcommon.ValueTypeBytes:
		if f != fieldNone {
			s.text(f, string(v.Bytes().AsRaw()), depth)
		}
	case pcommon.ValueTypeMap:
		if depth < maxDepth {
			s.object(f, v.Map(), depth+1)
		}
	case pcommon.ValueTypeSlice:
		if f.mayHoldTrace() && depth < maxDepth {
			s.slice(f, v.Slice(), depth+1)
		}
	}
}

// object searches an object, which may be an error with its frames.
func (s *search) object(f field, m pcommon.Map, depth int) {
	if f == fieldException {
		chain := readChain(m)
		if printed := printErrors(chain); printed != "" {
			s.add(fieldStack, printed)
			s.typ, s.message = chain[0].typ, chain[0].message
			return
		}
	}
	if f == fieldCause {
		s.causes++
		defer func() { s.causes-- }()
	}
	s.fields(f, m, depth)
}

// slice searches a list of the lines of a trace, of its frames, or of errors.
func (s *search) slice(f field, list pcommon.Slice, depth int) {
	if printed := printErrors(readErrors(list)); printed != "" {
		s.add(fieldStack, printed)
		return
	}
	var lines []string
	for _, v := range list.All() {
		if v.Type() == pcommon.ValueTypeStr {
			lines = append(lines, v.Str())
		} else {
			s.value(f, v, depth)
		}
	}
	s.add(f, strings.Join(lines, "\n"))
}

// text searches a string, which may hold JSON, or notes it as the type or message of the error.
func (s *search) text(f field, text string, depth int) {
	switch f {
	case fieldNone, fieldFrames, fieldCause:
	case fieldType:
		if s.causes == 0 {
			s.typ = text
		}
	case fieldMessage:
		if s.causes == 0 {
			s.message = text
		}
	case fieldException, fieldText:
		if startsJSON(text, "{") && depth < maxDepth {
			s.json(f, text, depth+1)
		}
		if f == fieldException && s.message == "" && strings.IndexByte(text, '\n') < 0 {
			s.message = text
		}
		s.add(f, text)
	default:
		if (startsJSON(text, "[") || startsJSON(text, "{")) && depth < maxDepth {
			s.json(f, text, depth+1)
		}
		s.add(f, text)
	}
}

// add inserts a text among the candidates, of which only the best maxCandidates are kept.
func (s *search) add(f field, text string) {
	if text == "" {
		return
	}
	c := candidate{f, text, s.causes}
	if s.n == maxCandidates {
		if !c.before(s.found[s.n-1]) {
			return
		}
		s.n--
	}
	i := s.n
	for ; i > 0 && c.before(s.found[i-1]); i-- {
		s.found[i] = s.found[i-1]
	}
	s.found[i] = c
	s.n++
}

// startsJSON reports whether text looks like JSON that starts with the bracket "{" or "[". For a list
// what follows must fit too, because most texts that start with "[" are not JSON.
func startsJSON(text, bracket string) bool {
	rest, ok := strings.CutPrefix(skipSpace(text), bracket)
	if !ok || bracket == "{" {
		return ok
	}
	rest = skipSpace(rest)
	return rest != "" && (rest[0] == '"' || rest[0] == '{')
}

// skipSpace returns text without the white space of JSON at its start.
func skipSpace(text string) string {
	for i := range len(text) {
		switch text[i] {
		case ' ', '\t', '\r', '\n':
		default:
			return text[i:]
		}
	}
	return ""
}
