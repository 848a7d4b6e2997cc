// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"encoding/json"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// json looks at the fields of a JSON object or the elements of a list (RFC 8259), which stands in a field itself. It goes
// through the text once and decodes only the fields that it looks for. Where the text is not JSON, or ends early, it stops with what
// it has found by then.
func (s *search) json(f field, text string, depth int) {
	r := jsonReader{search: s, text: text}
	r.space()
	if r.at('[') {
		r.value(f, depth)
		return
	}
	r.object(f, depth)
}

type jsonReader struct {
	*search
	text string
	pos  int
}

// object reads an object and reports whether it is whole.
func (r *jsonReader) object(f field, depth int) bool {
	if !r.eat('{') {
		return false
	}
	for !r.eat('}') {
		key, ok := r.quoted()
		if !ok || !r.eat(':') || !r.value(fieldIn(f, key), depth) {
			return false
		}
		if !r.eat(',') && !r.at('}') {
			return false
		}
	}
	return true
}

// value reads the value of a field, or an element of its list, and reports whether it is whole.
func (r *jsonReader) value(f field, depth int) bool {
	if r.values++; r.values > maxValues {
		return false
	}
	switch {
	case r.at('"'):
		raw, whole := r.quoted()
		r.string(f, raw, depth)
		return whole
	case r.at('{') && depth < maxDepth:
		if f == fieldException && r.decode(f, depth) {
			return true
		}
		if f == fieldCause {
			r.causes++
			defer func() { r.causes-- }()
		}
		return r.object(f, depth+1)
	case r.at('[') && depth < maxDepth && f.mayHoldTrace():
		if r.decode(f, depth) {
			return true
		}
		return r.list(f, depth+1)
	case r.at('{'), r.at('['):
		return r.skip()
	}
	for r.pos < len(r.text) && !strings.ContainsRune(",]} \t\r\n", rune(r.text[r.pos])) {
		r.pos++
	}
	r.space()
	return r.pos < len(r.text)
}

// decode reads an object or a list that may have frames as objects, which are few, the long way. It
// reports whether it did: a value that is cut or long is left where it is, and one that has no list
// of objects.
func (r *jsonReader) decode(f field, depth int) bool {
	const longest = 64 << 10
	start := r.pos
	whole := r.skip()
	raw := r.text[start:r.pos]
	var value any
	if !whole || len(raw) > longest || !hasFrames(raw) || json.Unmarshal([]byte(raw), &value) != nil {
		r.pos = start
		return false
	}
	decoded := pcommon.NewValueEmpty()
	if decoded.FromRaw(value) != nil {
		r.pos = start
		return false
	}
	r.search.value(f, decoded, depth)
	return true
}

// hasFrames reports whether the text has a list of objects, or one of Monolog's frames.
func hasFrames(raw string) bool {
	for {
		i := strings.IndexByte(raw, '[')
		if i < 0 {
			return false
		}
		raw = skipSpace(raw[i+1:])
		if raw != "" && (raw[0] == '{' || raw[0] == '"' && (strings.HasPrefix(raw, `"/`) || strings.HasPrefix(raw, `"\/`))) {
			return true
		}
	}
}

// string takes the text of a field as it stands between its quotes.
func (r *jsonReader) string(f field, raw string, depth int) {
	switch f {
	case fieldNone, fieldFrames:
	case fieldStacktrace, fieldVerbose, fieldStack:
		r.add(f, raw) // the parser undoes the escapes where it has to
	default:
		r.search.text(f, unquote(raw), depth)
	}
}

// list reads the lines of a trace, or a list of errors.
func (r *jsonReader) list(f field, depth int) bool {
	r.eat('[')
	var lines []string
	for !r.eat(']') {
		if r.at('"') {
			raw, whole := r.quoted()
			lines = append(lines, unquote(raw))
			if !whole {
				break
			}
		} else if !r.value(f, depth) {
			return false
		}
		if !r.eat(',') && !r.at(']') {
			break
		}
	}
	r.add(f, strings.Join(lines, "\n"))
	return r.pos < len(r.text)
}

// skip passes over an object or a list without looking at it.
func (r *jsonReader) skip() bool {
	open := 0
	for r.pos < len(r.text) {
		switch r.text[r.pos] {
		case '"':
			if _, ok := r.quoted(); !ok {
				return false
			}
			continue
		case '{', '[':
			open++
		case '}', ']':
			if open--; open == 0 {
				r.pos++
				r.space()
				return true
			}
		}
		r.pos++
	}
	return false
}

// quoted reads a string and returns what is between its quotes, escapes and all, and whether its
// end is there.
func (r *jsonReader) quoted() (raw string, whole bool) {
	if !r.at('"') {
		return "", false
	}
	start := r.pos + 1
	for i := start; i < len(r.text); i++ {
		n := strings.IndexByte(r.text[i:], '"')
		if n < 0 {
			break
		}
		i += n
		escapes := 0
		for r.text[i-1-escapes] == '\\' {
			escapes++
		}
		if escapes%2 == 0 {
			r.pos = i + 1
			r.space()
			return r.text[start:i], true
		}
	}
	r.pos = len(r.text)
	return r.text[start:], false
}

// at reports whether c comes next.
func (r *jsonReader) at(c byte) bool { return r.pos < len(r.text) && r.text[r.pos] == c }

// eat takes c, and the space after it, if it comes next.
func (r *jsonReader) eat(c byte) bool {
	if !r.at(c) {
		return false
	}
	r.pos++
	r.space()
	return true
}

func (r *jsonReader) space() { r.pos = len(r.text) - len(skipSpace(r.text[r.pos:])) }

// unquote undoes the escapes of a string; one that is cut or not JSON stays as it is.
func unquote(raw string) string {
	if strings.IndexByte(raw, '\\') < 0 {
		return raw
	}
	var text string
	if json.Unmarshal([]byte(`"`+raw+`"`), &text) != nil {
		return raw
	}
	return text
}
