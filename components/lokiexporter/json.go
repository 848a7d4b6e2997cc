// SPDX-License-Identifier: Apache-2.0

package lokiexporter

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"math"
	"slices"
	"strconv"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// jsonEncoder writes JSON straight from the records. What it writes is byte for byte what encoding/json
// makes of the same values in maps, with sorted keys, except for numbers that JSON lacks: NaN and the
// infinities are written as strings instead of failing.
type jsonEncoder struct {
	buf []byte
	// limit is the longest that a string may be, in bytes; longer ones are cut. 0 is no limit.
	limit int
	// longest is the length of the longest string so far, before it was cut.
	longest int
	entries []entry // scratch of attributes
}

// entry is an entry of a map.
type entry struct {
	key   string
	value pcommon.Value
}

// key writes what precedes a member of an object: a comma, unless it is the first, and its key.
func (e *jsonEncoder) key(key string) {
	if e.buf[len(e.buf)-1] != '{' {
		e.buf = append(e.buf, ',')
	}
	e.quote(key)
	e.buf = append(e.buf, ':')
}

// attributes writes attributes as an object, without hints and what was promoted to labels. It tells
// whether anything was left.
func (e *jsonEncoder) attributes(m pcommon.Map, promoted []string) bool {
	start := len(e.entries)
	for key, value := range m.All() {
		if !isHint(key) && !slices.Contains(promoted, key) {
			e.entries = append(e.entries, entry{key, value})
		}
	}
	found := len(e.entries) > start
	e.object(start)
	return found
}

// nested writes a map that is a value.
func (e *jsonEncoder) nested(m pcommon.Map) {
	start := len(e.entries)
	for key, value := range m.All() {
		e.entries = append(e.entries, entry{key, value})
	}
	e.object(start)
}

// object writes the entries from start on as an object, and takes them off.
func (e *jsonEncoder) object(start int) {
	entries := e.entries[start:]
	slices.SortStableFunc(entries, func(a, b entry) int { return cmp.Compare(a.key, b.key) })
	e.buf = append(e.buf, '{')
	for i, member := range entries {
		if i+1 < len(entries) && entries[i+1].key == member.key {
			continue // of entries with the same key, the last counts
		}
		e.key(member.key)
		e.value(member.value)
	}
	e.buf = append(e.buf, '}')
	e.entries = e.entries[:start]
}

// value writes a value.
func (e *jsonEncoder) value(v pcommon.Value) {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		e.string(v.Str())
	case pcommon.ValueTypeBool:
		e.buf = strconv.AppendBool(e.buf, v.Bool())
	case pcommon.ValueTypeInt:
		e.buf = strconv.AppendInt(e.buf, v.Int(), 10)
	case pcommon.ValueTypeDouble:
		e.double(v.Double())
	case pcommon.ValueTypeMap:
		e.nested(v.Map())
	case pcommon.ValueTypeSlice:
		e.buf = append(e.buf, '[')
		for i, element := range v.Slice().All() {
			if i > 0 {
				e.buf = append(e.buf, ',')
			}
			e.value(element)
		}
		e.buf = append(e.buf, ']')
	case pcommon.ValueTypeBytes:
		e.string(base64.StdEncoding.EncodeToString(v.Bytes().AsRaw()))
	default:
		e.buf = append(e.buf, "null"...)
	}
}

// string writes a string that may be cut.
func (e *jsonEncoder) string(s string) {
	e.longest = max(e.longest, len(s))
	if e.limit > 0 {
		s = cut(s, e.limit)
	}
	e.quote(s)
}

// quote writes a string.
func (e *jsonEncoder) quote(s string) {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			quoted, err := json.Marshal(s)
			if err != nil { // cannot be: every string can be marshalled
				quoted = []byte(`""`)
			}
			e.buf = append(e.buf, quoted...)
			return
		}
	}
	e.buf = append(e.buf, '"')
	e.buf = append(e.buf, s...)
	e.buf = append(e.buf, '"')
}

func (e *jsonEncoder) double(f float64) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		e.quote(strconv.FormatFloat(f, 'g', -1, 64))
		return
	}
	number, err := json.Marshal(f)
	if err != nil { // cannot be: all other numbers can be marshalled
		number = []byte("null")
	}
	e.buf = append(e.buf, number...)
}

func (e *jsonEncoder) uint(n uint64) {
	e.buf = strconv.AppendUint(e.buf, n, 10)
}
