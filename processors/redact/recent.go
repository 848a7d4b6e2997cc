// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/faultline-otel/faultline/processors/redact/internal/scan"
)

// Bounds of what is remembered of a map: its first entries, with values up to a length.
const (
	maxRecent = 32
	maxValue  = 127
)

// recent remembers keys and short texts in which there is nothing to find: those of a record are mostly those
// of the record before it.
type recent struct {
	// entries holds, for each field, the entries of the previous map by position.
	entries [numFields][maxRecent]entry
	further entry // for positions beyond those
	// texts holds, for each field, the previous text without a key.
	texts [numFields]cleanText
}

// at returns what is remembered of the entry at a position of a map.
func (r *recent) at(f field, position int) *entry {
	if position >= maxRecent {
		return &r.further
	}
	return &r.entries[f][position]
}

// entry is what is remembered of an entry of a map.
type entry struct {
	// key is a key in which nothing was found, or nil.
	key *scan.Key
	// value is a text in which there is nothing to find under that key.
	value cleanText
}

// cleanText is a short text in which there is nothing to find.
type cleanText struct {
	text [maxValue]byte
	size uint8
}

func (c *cleanText) is(text string) bool { return string(c.text[:c.size]) == text }

func (c *cleanText) remember(text string) {
	if len(text) <= maxValue {
		c.size = uint8(copy(c.text[:], text))
	}
}

// isKnown reports whether it is known that there is nothing to find in a value under the key of the entry.
func (w *walker) isKnown(e *entry, v pcommon.Value) bool {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		if !e.value.is(v.Str()) {
			return false
		}
		w.tally.bytes += int64(len(v.Str()))
		return true
	case pcommon.ValueTypeInt:
		return !e.key.IsValue() && scan.IsPlainInt(v.Int(), e.key.Context)
	}
	return false
}

// keyOf is key for an entry, of which it remembers the key.
func (w *walker) keyOf(e *entry, name string) *scan.Key {
	if e.key != nil && e.key.Is(name) {
		return e.key
	}
	key := w.key(name)
	if *e = (entry{}); len(key.Matches) == 0 && key.Name == name {
		e.key = key
	}
	return key
}
