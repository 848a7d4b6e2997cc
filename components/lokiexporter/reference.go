// SPDX-License-Identifier: Apache-2.0

package lokiexporter

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
)

// record is a log record with what it shares with others of its batch.
type record struct {
	log      plog.LogRecord
	resource pcommon.Map
	scope    pcommon.InstrumentationScope
}

// field is a part of a record that the configuration can refer to.
type field int

const (
	fieldBody field = iota
	fieldEventName
	fieldFlags
	fieldLevel
	fieldObservedTimestamp
	fieldScopeName
	fieldScopeVersion
	fieldSeverityNumber
	fieldSeverityText
	fieldSpanID
	fieldTimestamp
	fieldTraceID
	fieldAttribute          // one attribute of the record
	fieldAttributes         // all of them
	fieldResourceAttribute  // one attribute of the resource
	fieldResourceAttributes // all of them
)

// fieldNames are the fields that are referred to by their name alone.
var fieldNames = map[string]field{
	"body":               fieldBody,
	"event_name":         fieldEventName,
	"flags":              fieldFlags,
	"level":              fieldLevel,
	"observed_timestamp": fieldObservedTimestamp,
	"scope.name":         fieldScopeName,
	"scope.version":      fieldScopeVersion,
	"severity_number":    fieldSeverityNumber,
	"severity_text":      fieldSeverityText,
	"span_id":            fieldSpanID,
	"timestamp":          fieldTimestamp,
	"trace_id":           fieldTraceID,
	"attribute.*":        fieldAttributes,
	"resource.*":         fieldResourceAttributes,
}

// reference is a field of a record, as the configuration names it.
type reference struct {
	field field
	key   string // of an attribute
}

// parseReference reads a reference: "attribute.<key>", "resource.<key>" or one of fieldNames.
func parseReference(s string) (reference, error) {
	if f, ok := fieldNames[s]; ok {
		return reference{field: f}, nil
	}
	if key, ok := strings.CutPrefix(s, "attribute."); ok && key != "" {
		return reference{field: fieldAttribute, key: key}, nil
	}
	if key, ok := strings.CutPrefix(s, "resource."); ok && key != "" {
		return reference{field: fieldResourceAttribute, key: key}, nil
	}
	names := make([]string, 0, len(fieldNames))
	for name := range fieldNames {
		names = append(names, name)
	}
	slices.Sort(names)
	return reference{}, fmt.Errorf("unknown field %q; write attribute.<key>, resource.<key> or one of %s", s, strings.Join(names, ", "))
}

// attribute returns the attribute that the reference is to, if it is to one and the record has it.
func (r reference) attribute(rec record) (pcommon.Value, bool) {
	switch r.field {
	case fieldAttribute:
		return lookup(rec.log.Attributes(), r.key)
	case fieldResourceAttribute:
		return lookup(rec.resource, r.key)
	}
	return pcommon.Value{}, false
}

// text returns the field as text, and whether the record has it.
func (r reference) text(rec record) (string, bool) {
	switch r.field {
	case fieldAttribute, fieldResourceAttribute:
		value, ok := r.attribute(rec)
		if !ok {
			return "", false
		}
		return value.AsString(), true
	case fieldAttributes:
		return mapText(rec.log.Attributes())
	case fieldResourceAttributes:
		return mapText(rec.resource)
	case fieldBody:
		return nonEmpty(rec.log.Body().AsString())
	case fieldEventName:
		return nonEmpty(rec.log.EventName())
	case fieldFlags:
		flags := uint32(rec.log.Flags())
		return strconv.FormatUint(uint64(flags), 10), flags != 0
	case fieldLevel:
		return nonEmpty(level(rec.log.SeverityNumber()))
	case fieldObservedTimestamp:
		return timeText(rec.log.ObservedTimestamp())
	case fieldScopeName:
		return nonEmpty(rec.scope.Name())
	case fieldScopeVersion:
		return nonEmpty(rec.scope.Version())
	case fieldSeverityNumber:
		number := int(rec.log.SeverityNumber())
		return strconv.Itoa(number), number != 0
	case fieldSeverityText:
		return nonEmpty(rec.log.SeverityText())
	case fieldSpanID:
		return spanIDText(rec.log.SpanID())
	case fieldTimestamp:
		return timeText(rec.log.Timestamp())
	case fieldTraceID:
		return traceIDText(rec.log.TraceID())
	}
	return "", false
}

func nonEmpty(s string) (string, bool) { return s, s != "" }

func mapText(m pcommon.Map) (string, bool) {
	if m.Len() == 0 {
		return "", false
	}
	var e jsonEncoder
	e.attributes(m, nil)
	return string(e.buf), true
}

func timeText(t pcommon.Timestamp) (string, bool) {
	return t.AsTime().Format(time.RFC3339Nano), t != 0
}

func traceIDText(id pcommon.TraceID) (string, bool) {
	if id.IsEmpty() {
		return "", false
	}
	return hex.EncodeToString(id[:]), true
}

func spanIDText(id pcommon.SpanID) (string, bool) {
	if id.IsEmpty() {
		return "", false
	}
	return hex.EncodeToString(id[:]), true
}

// lookup returns the value of an attribute. If there is none with that key, the key is taken apart at
// its dots for a value in nested maps: "a.b" for b in the map a.
func lookup(attributes pcommon.Map, key string) (pcommon.Value, bool) {
	if value, ok := attributes.Get(key); ok {
		return value, true
	}
	for end := strings.LastIndexByte(key, '.'); end >= 0; end = strings.LastIndexByte(key[:end], '.') {
		outer, ok := attributes.Get(key[:end])
		if !ok || outer.Type() != pcommon.ValueTypeMap {
			continue
		}
		if value, ok := lookup(outer.Map(), key[end+1:]); ok {
			return value, true
		}
	}
	return pcommon.Value{}, false
}

// levels are the values of the label level, by severity number.
var levels = [...]string{
	"",
	"TRACE", "TRACE2", "TRACE3", "TRACE4",
	"DEBUG", "DEBUG2", "DEBUG3", "DEBUG4",
	"INFO", "INFO2", "INFO3", "INFO4",
	"WARN", "WARN2", "WARN3", "WARN4",
	"ERROR", "ERROR2", "ERROR3", "ERROR4",
	"FATAL", "FATAL2", "FATAL3", "FATAL4",
}

// level returns the name of a severity number, or "" for one that has none.
func level(number plog.SeverityNumber) string {
	if number < 0 || int(number) >= len(levels) {
		return ""
	}
	return levels[number]
}
