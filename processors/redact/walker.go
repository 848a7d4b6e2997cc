// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"strconv"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/faultline-otel/faultline/processors/redact/internal/scan"
)

// maxDepth bounds the nesting of maps and lists that is walked. What lies deeper is replaced.
const maxDepth = 256

// walker redacts the texts of one batch in place. Where each signal keeps its texts is in traces.go,
// logs.go, metrics.go and profiles.go; the values that they have in common are here.
type walker struct {
	scanner scanner
	tally   tally
	report  func() // called when a value could not be scanned
	bytes   []byte // scratch for byte values
	// secrets has what was replaced on account of its key, with the replacement, where a copy of it may
	// stand without that key; it is nil where that cannot be.
	secrets map[string]string
}

// scanner is a *scan.Scanner, but for tests.
type scanner interface {
	Key(name string) *scan.Key
	Value(text string, context scan.Context) (string, bool)
	Bytes(b []byte, context scan.Context) (string, bool)
	Int(v int64, context scan.Context) (string, bool)
	Float(v float64, context scan.Context) (string, bool)
	Matches() []scan.Match
	Mask(id scan.ID) string
	Release()
}

// text redacts a text that has no key.
func (w *walker) text(f field, text string) (string, bool) {
	return w.keyedText(f, text, scan.Context{})
}

// keyedText redacts a text. It returns the text itself and false if there is nothing to replace.
func (w *walker) keyedText(f field, text string, context scan.Context) (out string, changed bool) {
	if text == "" {
		return text, false
	}
	w.tally.bytes += int64(len(text))
	defer w.failClosed(&out, &changed)
	out, changed = w.scanner.Value(text, context)
	w.count(f, changed)
	if changed && w.secrets != nil && context.IsSecret() {
		w.secrets[text] = out
	}
	return out, changed
}

// failClosed, deferred, sees to it that a value for which the scanner panics is replaced, not kept.
func (w *walker) failClosed(out *string, changed *bool) {
	if recover() != nil {
		*out, *changed = w.fail(), true
	}
}

// fail counts a value that could not be scanned and returns what replaces it.
func (w *walker) fail() string {
	w.tally.errors++
	w.report()
	return w.scanner.Mask(scan.None)
}

// count counts what the last call of the scanner replaced.
func (w *walker) count(f field, changed bool) {
	if changed {
		w.countMatches(f, w.scanner.Matches())
	}
}

func (w *walker) countMatches(f field, matches []scan.Match) {
	for _, m := range matches {
		w.tally.matches[f][m.Detector]++
	}
}

// attributes redacts the values and the keys of a map.
func (w *walker) attributes(f field, m pcommon.Map) {
	w.entries(f, m, scan.Context{}, 0)
}

func (w *walker) entries(f field, m pcommon.Map, parent scan.Context, depth int) {
	renamed := 0
	for name, v := range m.All() {
		key := w.key(name)
		if key.Name != name {
			renamed++
		}
		w.value(f, v, key.Context.Under(parent), depth)
	}
	if renamed > 0 {
		w.renameKeys(f, m)
	}
}

// key returns what is known of a key. A key that cannot be judged is replaced.
func (w *walker) key(name string) (key *scan.Key) {
	defer func() {
		if recover() != nil {
			key = &scan.Key{Name: w.fail()}
		}
	}()
	return w.scanner.Key(name)
}

// renameKeys gives the entries of a map the masked names of their keys. Names that have become equal are
// numbered, so that no value is lost.
func (w *walker) renameKeys(f field, m pcommon.Map) {
	renamed := pcommon.NewMap()
	renamed.EnsureCapacity(m.Len())
	numbers := map[string]int{}
	for name, v := range m.All() {
		key := w.key(name)
		w.countMatches(f, key.Matches)
		unique := key.Name
		for _, taken := renamed.Get(unique); taken; _, taken = renamed.Get(unique) {
			numbers[key.Name]++
			unique = key.Name + "_" + strconv.Itoa(numbers[key.Name]+1)
		}
		v.MoveTo(renamed.PutEmpty(unique))
	}
	renamed.MoveTo(m)
}

// value redacts a value of any type. context is what its key, or the key around it, says.
func (w *walker) value(f field, v pcommon.Value, context scan.Context, depth int) {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		if out, changed := w.keyedText(f, v.Str(), context); changed {
			v.SetStr(out)
		}
	case pcommon.ValueTypeInt, pcommon.ValueTypeDouble:
		if out, changed := w.number(f, v, context); changed {
			v.SetStr(out)
		}
	case pcommon.ValueTypeBytes:
		w.byteSlice(f, v.Bytes(), context)
	case pcommon.ValueTypeMap:
		if depth == maxDepth {
			v.SetStr(w.fail())
			return
		}
		w.entries(f, v.Map(), context, depth+1)
	case pcommon.ValueTypeSlice:
		if depth == maxDepth {
			v.SetStr(w.fail())
			return
		}
		list := v.Slice()
		for i := range list.Len() {
			w.value(f, list.At(i), context, depth+1)
		}
	}
}

func (w *walker) number(f field, v pcommon.Value, context scan.Context) (out string, changed bool) {
	defer w.failClosed(&out, &changed)
	if v.Type() == pcommon.ValueTypeInt {
		out, changed = w.scanner.Int(v.Int(), context)
	} else {
		out, changed = w.scanner.Float(v.Double(), context)
	}
	w.count(f, changed)
	return out, changed
}

// byteSlice redacts bytes. They stay bytes.
func (w *walker) byteSlice(f field, b pcommon.ByteSlice, context scan.Context) {
	if b.Len() == 0 {
		return
	}
	w.bytes = w.bytes[:0]
	for _, c := range b.All() {
		w.bytes = append(w.bytes, c)
	}
	if out, changed := w.rawBytes(f, w.bytes, context); changed {
		b.FromRaw([]byte(out))
	}
	clear(w.bytes)
}

func (w *walker) rawBytes(f field, b []byte, context scan.Context) (out string, changed bool) {
	w.tally.bytes += int64(len(b))
	defer w.failClosed(&out, &changed)
	out, changed = w.scanner.Bytes(b, context)
	w.count(f, changed)
	return out, changed
}

// resource redacts the attributes of a resource.
func (w *walker) resource(r pcommon.Resource) {
	w.attributes(fieldResource, r.Attributes())
}

// scope redacts the name, version and attributes of an instrumentation scope.
func (w *walker) scope(s pcommon.InstrumentationScope) {
	if out, changed := w.text(fieldScope, s.Name()); changed {
		s.SetName(out)
	}
	if out, changed := w.text(fieldScope, s.Version()); changed {
		s.SetVersion(out)
	}
	w.attributes(fieldScope, s.Attributes())
}

// traceState redacts the trace state of a span or a link.
func (w *walker) traceState(f field, s pcommon.TraceState) {
	if out, changed := w.text(f, s.AsRaw()); changed {
		s.FromRaw(out)
	}
}
