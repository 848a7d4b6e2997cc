// SPDX-License-Identifier: Apache-2.0

package lokiexporter

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/go-logfmt/logfmt"
	"go.opentelemetry.io/collector/pdata/pcommon"
)

// logfmtEncoder makes lines of logfmt. The zero value is ready for use.
type logfmtEncoder struct {
	pairs   pairs
	line    bytes.Buffer
	encoder *logfmt.Encoder
}

// encode returns the line of a record: all of the record in the form that upstream's exporter gave it, or
// the given fields.
func (e *logfmtEncoder) encode(rec record, promoted []string, fields []lineField) string {
	e.pairs = e.pairs[:0]
	if fields != nil {
		e.pairs.fields(rec, fields)
	} else {
		e.pairs.record(rec, promoted)
	}
	if e.encoder == nil {
		e.encoder = logfmt.NewEncoder(&e.line)
	}
	e.encoder.Reset()
	e.line.Reset()
	for i := 0; i < len(e.pairs); i += 2 {
		key, value := e.pairs[i], e.pairs[i+1]
		err := e.encoder.EncodeKeyval(key, value)
		if errors.Is(err, logfmt.ErrInvalidKey) { // no character of the key is allowed
			err = e.encoder.EncodeKeyval("_", value)
		}
		if err != nil { // the value cannot be encoded; pdata has none such
			_ = e.encoder.EncodeKeyval(key, err.Error())
		}
	}
	return e.line.String()
}

// pairs are the keys and values of a line, one after the other, as the encoder takes them.
type pairs []any

// record adds all of a record.
func (p *pairs) record(rec record, promoted []string) {
	p.body(rec.log.Body())
	if id, ok := traceIDText(rec.log.TraceID()); ok {
		p.set("traceID", id)
	}
	if id, ok := spanIDText(rec.log.SpanID()); ok {
		p.set("spanID", id)
	}
	if severity := rec.log.SeverityText(); severity != "" {
		p.set("severity", severity)
	}
	if flags := uint32(rec.log.Flags()); flags != 0 {
		p.set("flags", flags)
	}
	p.attributes("attribute_", rec.log.Attributes(), promoted)
	p.attributes("resource_", rec.resource, promoted)
	if name := rec.scope.Name(); name != "" {
		p.add("instrumentation_scope_name", name)
		if version := rec.scope.Version(); version != "" {
			p.add("instrumentation_scope_version", version)
		}
	}
}

// body adds the body of a record. A text of one line is read as logfmt, if it can be.
func (p *pairs) body(body pcommon.Value) {
	switch body.Type() {
	case pcommon.ValueTypeEmpty:
	case pcommon.ValueTypeStr:
		if text := body.Str(); !p.parse(text) {
			p.add("msg", text)
		}
	case pcommon.ValueTypeMap:
		p.value("", body)
	case pcommon.ValueTypeSlice:
		p.value("body", body)
	default:
		p.value("msg", body)
	}
}

// parse adds the keys and values of a line of logfmt. It reports whether the text is one; if not, nothing
// is added.
func (p *pairs) parse(text string) bool {
	if strings.ContainsAny(text, "\r\n") {
		return false // a decoder reads one line, and would lose the others
	}
	start := len(*p)
	decoder := logfmt.NewDecoder(strings.NewReader(text))
	decoder.ScanRecord()
	for decoder.ScanKeyval() {
		*p = append(*p, decoder.Key(), decoder.Value())
	}
	if decoder.Err() != nil {
		*p = (*p)[:start]
		return false
	}
	return true
}

// attributes adds attributes, without hints and what was promoted to labels.
func (p *pairs) attributes(prefix string, attributes pcommon.Map, promoted []string) {
	for key, value := range attributes.All() {
		if !isHint(key) && !slices.Contains(promoted, key) {
			p.value(prefix+key, value)
		}
	}
}

// value adds a value, or each of those in a map or slice, under keys that are put together with "_".
func (p *pairs) value(key string, value pcommon.Value) {
	prefix := key
	if key != "" {
		prefix += "_"
	}
	switch value.Type() {
	case pcommon.ValueTypeEmpty:
	case pcommon.ValueTypeMap:
		for k, v := range value.Map().All() {
			p.value(prefix+k, v)
		}
	case pcommon.ValueTypeSlice:
		for i, v := range value.Slice().All() {
			p.value(prefix+strconv.Itoa(i), v)
		}
	default:
		p.add(key, value.AsRaw())
	}
}

// fields adds the given fields of a record.
func (p *pairs) fields(rec record, fields []lineField) {
	for _, f := range fields {
		if f.template != nil {
			p.add(f.name, string(f.template.append(nil, rec)))
			continue
		}
		switch f.ref.field {
		case fieldBody:
			p.value(f.name, rec.log.Body())
		case fieldAttributes:
			p.attributes(f.name+"_", rec.log.Attributes(), nil)
		case fieldResourceAttributes:
			p.attributes(f.name+"_", rec.resource, nil)
		case fieldAttribute, fieldResourceAttribute:
			if value, ok := f.ref.attribute(rec); ok {
				p.value(f.name, value)
			}
		default:
			if text, ok := f.ref.text(rec); ok {
				p.add(f.name, text)
			}
		}
	}
}

func (p *pairs) add(key string, value any) { *p = append(*p, key, value) }

// set replaces the value of a key that is there, and adds the key if it is not. Keys of a text are left
// as they are.
func (p *pairs) set(key string, value any) {
	for i := 0; i < len(*p); i += 2 {
		if (*p)[i] == any(key) {
			(*p)[i+1] = value
			return
		}
	}
	p.add(key, value)
}
