// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// Bounds of a search, which keep a record that is made to be expensive from being so.
const (
	maxCandidates = 6
	maxDepth      = 4
	maxValues     = 1024
)

// candidate is a text that may hold a stack trace.
type candidate struct {
	field field
	text  string
}

// search collects what the fields of one span, event or log record say about an error.
type search struct {
	found  [maxCandidates]candidate // best first
	n      int
	values int // that were looked at
	// typ and message are of the error, from fields beside the stack trace.
	typ, message string
}

func (s *search) reset() { *s = search{} }

// candidates returns the texts to try, best first.
func (s *search) candidates() []candidate { return s.found[:s.n] }

// attributes looks at all attributes.
func (s *search) attributes(attrs pcommon.Map) { s.fields(fieldNone, attrs, 0) }

// body looks at the body of a log record: a text, a text with JSON, or fields.
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
			s.fields(f, v.Map(), depth+1)
		}
	case pcommon.ValueTypeSlice:
		if f.mayHoldTrace() && depth < maxDepth {
			s.slice(f, v.Slice(), depth+1)
		}
	}
}

// slice looks at a list: of the lines of a trace, or of errors.
func (s *search) slice(f field, list pcommon.Slice, depth int) {
	var lines []string
	for _, v := range list.All() {
		if v.Type() == pcommon.ValueTypeStr {
			lines = append(lines, v.Str())
		} else {
			s.value(f, v, depth)
		}
	}
	if len(lines) > 0 {
		s.add(f, strings.Join(lines, "\n"))
	}
}

func (s *search) text(f field, text string, depth int) {
	switch f {
	case fieldNone:
	case fieldType:
		s.typ = text
	case fieldMessage:
		s.message = text
	case fieldException, fieldText:
		if isObject(text) && depth < maxDepth {
			s.json(f, text, depth+1)
		}
		if f == fieldException && s.message == "" && strings.IndexByte(text, '\n') < 0 {
			s.message = text
		}
		s.add(f, text)
	default:
		s.add(f, text)
	}
}

// add keeps a text if it is among the best.
func (s *search) add(f field, text string) {
	if s.n == maxCandidates {
		if s.found[s.n-1].field <= f {
			return
		}
		s.n--
	}
	i := s.n
	for ; i > 0 && s.found[i-1].field > f; i-- {
		s.found[i] = s.found[i-1]
	}
	s.found[i] = candidate{f, text}
	s.n++
}

// isObject reports whether text looks like a JSON object.
func isObject(text string) bool {
	for i := range len(text) {
		switch text[i] {
		case ' ', '\t', '\r', '\n':
		case '{':
			return true
		default:
			return false
		}
	}
	return false
}
