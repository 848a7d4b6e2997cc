// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"encoding/json"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// json searches text that is the value of field f and holds a JSON object or list (RFC 8259). It
// goes through the text once and decodes only the fields it is looking for. If the text is not valid
// JSON or ends early, what was found up to that point is kept.
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

// object reads the object of field f and reports whether it is complete.
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

// value reads the value of field f, or an element of its list, and reports whether it is complete.
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

// decode reads an object or a list that may hold frames as objects with encoding/json, which is
// slower but rarely needed. It reports whether it did; it does not advance past a value that is cut,
// longer than 64 KiB, or without a list that hasFrames looks for.
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

// hasFrames reports whether the text has a list of objects, or a list of frames as Monolog writes
// them, "/srv/shop/src/Order.php:12", or eris, "main.total:/srv/shop/orders.go:12".
func hasFrames(raw string) bool {
	for {
		i := strings.IndexByte(raw, '[')
		if i < 0 {
			return false
		}
		raw = skipSpace(raw[i+1:])
		switch {
		case raw == "":
		case raw[0] == '{', strings.HasPrefix(raw, `"/`), strings.HasPrefix(raw, `"\/`):
			return true
		case raw[0] == '"':
			line, _, _ := strings.Cut(raw[1:], `"`)
			if function, _ := functionFirst(line); function != "" {
				return true
			}
		}
	}
}

// string handles a field whose value is a string, given as it stands between its quotes.
func (r *jsonReader) string(f field, raw string, depth int) {
	switch f {
	case fieldNone, fieldFrames:
	case fieldStacktrace, fieldVerbose, fieldStack:
		r.add(f, raw) // the parser undoes the escapes if need be
	default:
		r.search.text(f, unquote(raw), depth)
	}
}

// list reads a list of the lines of a trace or of errors, and reports whether the text goes on
// behind it.
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

// skip passes over an object or a list and reports whether it is complete.
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

// quoted reads a string. It returns what is between the quotes with its escapes, and whether the
// closing quote is there.
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

// eat skips c and the space after it if c comes next, and reports whether it did.
func (r *jsonReader) eat(c byte) bool {
	if !r.at(c) {
		return false
	}
	r.pos++
	r.space()
	return true
}

// space skips white space.
func (r *jsonReader) space() { r.pos = len(r.text) - len(skipSpace(r.text[r.pos:])) }

// unquote undoes the escapes of a JSON string. A string that is cut or not valid stays as it is.
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
