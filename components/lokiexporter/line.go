// SPDX-License-Identifier: Apache-2.0

package lokiexporter

import (
	"bytes"
	"encoding/hex"
	"slices"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// Formats of lines.
const (
	formatJSON   = "json"
	formatLogfmt = "logfmt"
	formatRaw    = "raw"
)

// shortestCut is the length in bytes below which strings are not cut to make a JSON line fit.
const shortestCut = 32

// lineFormat is how lines are made of records.
type lineFormat struct {
	format   string      // of records without a hint
	fields   []lineField // what a line has, if not everything; by name
	template *template   // the line, if it is neither JSON nor logfmt nor raw
	limit    int         // longest line in bytes, 0 for any length
}

// lineField is a field of a JSON or logfmt line: what a reference names, or the text of a template.
type lineField struct {
	name     string
	ref      reference
	template *template // nil if it is a reference
}

// lineWriter makes the lines of one batch.
type lineWriter struct {
	*lineFormat
	json   jsonEncoder
	logfmt logfmtEncoder
	// resource is what was written last for a resource: records often share theirs.
	resource struct {
		known    bool
		index    int // of the resource in the batch
		promoted []string
		json     []byte
		longest  int
	}
}

// line returns the line of a record and whether it was cut. The resource has the given index in the
// batch, and the attributes with the promoted keys are left out.
func (w *lineWriter) line(rec record, index int, promoted []string) (line string, wasCut bool) {
	switch format, hinted := formatHint(rec); {
	case !hinted && w.template != nil:
		w.json.buf = w.template.append(w.json.buf[:0], rec)
		line = string(w.json.buf)
	case format == formatRaw, !hinted && w.format == formatRaw:
		line = rec.log.Body().AsString()
	case format == formatLogfmt, !hinted && w.format == formatLogfmt:
		fields := w.fields
		if hinted {
			fields = nil
		}
		line = w.logfmt.encode(rec, promoted, fields)
	default:
		fields := w.fields
		if hinted {
			fields = nil
		}
		return w.jsonLine(rec, index, promoted, fields)
	}
	if w.limit == 0 || len(line) <= w.limit {
		return line, false
	}
	return cut(line, w.limit), true
}

// formatHint returns the format that the resource or the record asks for, and whether one does.
func formatHint(rec record) (string, bool) {
	hint, ok := rec.resource.Get(hintFormat)
	if !ok {
		hint, ok = rec.log.Attributes().Get(hintFormat)
	}
	if !ok {
		return "", false
	}
	return hint.AsString(), true
}

// jsonLine returns the line as JSON. If it is too long, its longest strings are cut, so that it still is
// JSON.
func (w *lineWriter) jsonLine(rec record, index int, promoted []string, fields []lineField) (line string, wasCut bool) {
	w.json.limit = 0
	for {
		w.json.buf, w.json.longest = w.json.buf[:0], 0
		if fields != nil {
			w.appendFields(rec, fields)
		} else {
			w.appendRecord(rec, index, promoted)
		}
		excess := len(w.json.buf) - w.limit
		if w.limit == 0 || excess <= 0 {
			return string(w.json.buf), w.json.limit > 0
		}
		// What is taken from a string shortens the line by as much or more. If the longest string is not
		// long enough for that, shorten it and those like it by half.
		longest := w.json.longest
		if w.json.limit > 0 {
			longest = min(longest, w.json.limit)
		}
		next := max(longest-excess, longest/2)
		if next < shortestCut {
			return cut(string(w.json.buf), w.limit), true
		}
		w.json.limit = next
	}
}

// appendRecord writes all of a record, in the form that upstream's exporter gave it.
func (w *lineWriter) appendRecord(rec record, index int, promoted []string) {
	e := &w.json
	e.buf = append(e.buf, '{')
	if body := rec.log.Body(); body.Type() != pcommon.ValueTypeEmpty {
		e.key("body")
		e.value(body)
	}
	if id := rec.log.TraceID(); !id.IsEmpty() {
		e.key("traceid")
		e.hex(id[:])
	}
	if id := rec.log.SpanID(); !id.IsEmpty() {
		e.key("spanid")
		e.hex(id[:])
	}
	if severity := rec.log.SeverityText(); severity != "" {
		e.key("severity")
		e.string(severity)
	}
	if flags := rec.log.Flags(); flags != 0 {
		e.key("flags")
		e.uint(uint64(flags))
	}
	start := len(e.buf)
	e.key("attributes")
	if !e.attributes(rec.log.Attributes(), promoted) {
		e.buf = e.buf[:start]
	}
	w.appendResource(rec.resource, index, promoted)
	if name := rec.scope.Name(); name != "" {
		e.key("instrumentation_scope")
		e.buf = append(e.buf, '{')
		e.key("name")
		e.string(name)
		if version := rec.scope.Version(); version != "" {
			e.key("version")
			e.string(version)
		}
		e.buf = append(e.buf, '}')
	}
	e.buf = append(e.buf, '}')
}

// appendResource writes the attributes of the resource, or what was written for the same resource before.
func (w *lineWriter) appendResource(resource pcommon.Map, index int, promoted []string) {
	e, last := &w.json, &w.resource
	if e.limit == 0 && last.known && last.index == index && slices.Equal(last.promoted, promoted) {
		if len(last.json) > 0 && e.buf[len(e.buf)-1] != '{' {
			e.buf = append(e.buf, ',')
		}
		e.buf = append(e.buf, last.json...)
		e.longest = max(e.longest, last.longest)
		return
	}
	start, longest := len(e.buf), e.longest
	e.longest = 0
	e.key("resources")
	if !e.attributes(resource, promoted) {
		e.buf = e.buf[:start]
	}
	if e.limit == 0 {
		last.known, last.index, last.promoted, last.longest = true, index, promoted, e.longest
		last.json = append(last.json[:0], bytes.TrimPrefix(e.buf[start:], []byte{','})...)
	}
	e.longest = max(e.longest, longest)
}

// appendFields writes the given fields of a record, as an object. Fields that the record lacks are left
// out.
func (w *lineWriter) appendFields(rec record, fields []lineField) {
	e := &w.json
	e.buf = append(e.buf, '{')
	for _, f := range fields {
		if f.template != nil {
			e.key(f.name)
			e.string(string(f.template.append(nil, rec)))
			continue
		}
		start := len(e.buf)
		e.key(f.name)
		if !e.field(rec, f.ref) {
			e.buf = e.buf[:start]
		}
	}
	e.buf = append(e.buf, '}')
}

// field writes the field of a record, if the record has it.
func (e *jsonEncoder) field(rec record, ref reference) bool {
	switch ref.field {
	case fieldBody:
		e.value(rec.log.Body())
		return rec.log.Body().Type() != pcommon.ValueTypeEmpty
	case fieldAttribute, fieldResourceAttribute:
		value, ok := ref.attribute(rec)
		if ok {
			e.value(value)
		}
		return ok
	case fieldAttributes:
		return e.attributes(rec.log.Attributes(), nil)
	case fieldResourceAttributes:
		return e.attributes(rec.resource, nil)
	case fieldFlags:
		e.uint(uint64(rec.log.Flags()))
		return rec.log.Flags() != 0
	case fieldSeverityNumber:
		e.uint(uint64(max(rec.log.SeverityNumber(), 0)))
		return rec.log.SeverityNumber() != 0
	}
	text, ok := ref.text(rec)
	if ok {
		e.string(text)
	}
	return ok
}

func (e *jsonEncoder) hex(id []byte) {
	e.buf = append(e.buf, '"')
	e.buf = hex.AppendEncode(e.buf, id)
	e.buf = append(e.buf, '"')
}
