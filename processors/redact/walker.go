// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"context"
	"slices"
	"strconv"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/xpdata"

	"github.com/faultline-otel/faultline/processors/redact/internal/scan"
)

// maxDepth bounds the nesting of maps and lists that is walked. What lies deeper is replaced.
const maxDepth = 256

// walker redacts the texts of one batch in place. Where each signal keeps its texts is in traces.go,
// logs.go, metrics.go and profiles.go; the values that they have in common are here.
type walker struct {
	ctx     context.Context // of the batch, for the condition
	scanner scanner
	tally   tally
	report  func() // called when a value could not be scanned
	// reportCondition is called when the condition could not be evaluated.
	reportCondition func()
	bytes           []byte // scratch for byte values
	// recent holds, for each field, the entries of the previous map by position: most maps have the same keys.
	recent  [numFields][maxRecent]entry
	further entry // for positions beyond those
	// texts holds, for each field, the previous text without a key: many records have the same.
	texts [numFields]cleanText
	*options
	failed bool // whether a value of the record could not be scanned
	notes  notes
	// secrets maps values that were replaced because of their key to the replacement. It is used where a copy
	// of the value may exist without that key, and nil otherwise.
	secrets map[string]string
}

// Bounds of what is remembered of a map: its first entries, with values up to a length.
const (
	maxRecent = 32
	maxValue  = 127
)

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

// scanner is a *scan.Scanner, but for tests.
type scanner interface {
	Key(name string) *scan.Key
	Named(name string) scan.Context
	Argument(first, previous, argument string) (context scan.Context, from int)
	IsClean(text string, context scan.Context) bool
	Value(text string, context scan.Context) (string, bool)
	Bytes(b []byte, context scan.Context) (string, bool)
	Int(v int64, context scan.Context) (string, bool)
	Float(v float64, context scan.Context) (string, bool)
	Matches() []scan.Match
	Mask(id scan.ID) string
	Freed() []int64
	ResetTokens()
	Release()
}

// text redacts a text that has no key.
func (w *walker) text(f field, text string) (string, bool) {
	last := &w.texts[f]
	if text == "" || last.is(text) {
		w.tally.bytes += int64(len(text))
		return text, false
	}
	if w.isClean(text, scan.Context{}) {
		last.remember(text)
		return text, false
	}
	return w.scanText(f, text, scan.Context{})
}

// keyedText redacts a text. It returns the text itself and false if there is nothing to replace.
func (w *walker) keyedText(f field, text string, context scan.Context) (out string, changed bool) {
	if w.isClean(text, context) {
		return text, false
	}
	return w.scanText(f, text, context)
}

// isClean reports whether it is known that there is nothing to find in a text.
func (w *walker) isClean(text string, context scan.Context) bool {
	w.tally.bytes += int64(len(text))
	return text == "" || w.scanner.IsClean(text, context)
}

func (w *walker) scanText(f field, text string, context scan.Context) (out string, changed bool) {
	defer w.failClosed(&out, &changed)
	out, changed = w.scanner.Value(text, context)
	if changed = w.count(f, changed); !changed {
		return text, false
	}
	if w.secrets != nil && context.IsSecret() {
		w.secrets[text] = out
	}
	return out, changed
}

// failClosed, deferred, sees to it that a value for which the scanner panics is replaced, not kept.
func (w *walker) failClosed(out *string, changed *bool) {
	if recover() != nil {
		*out, *changed = w.fail(), !w.dryRun
	}
}

// fail counts a value that could not be scanned and returns what replaces it.
func (w *walker) fail() string {
	w.tally.errors++
	w.failed = true
	w.report()
	return w.scanner.Mask(scan.None)
}

// count counts what the last call of the scanner found. It returns whether the value is to be changed.
func (w *walker) count(f field, changed bool) bool {
	if changed || w.tags {
		w.countMatches(f, w.scanner.Matches())
	}
	return changed && !w.dryRun
}

func (w *walker) countMatches(f field, matches []scan.Match) {
	for _, m := range matches {
		w.tally.matches[f][m.Detector]++
		w.tally.matched = true
	}
	if w.notes.on && len(matches) > 0 {
		w.notes.add(f, matches)
	}
}

// removes reports whether a match of the last call of the scanner says that its attribute must go.
func (w *walker) removes(matches []scan.Match) bool {
	return w.drops && !w.dryRun && slices.ContainsFunc(matches, func(m scan.Match) bool {
		return w.engine.Action(m.Detector) == scan.ActionDrop
	})
}

// attributes redacts the values and the keys of a map.
func (w *walker) attributes(f field, m pcommon.Map) {
	w.entries(f, m, scan.Context{}, 0)
}

func (w *walker) entries(f field, m pcommon.Map, parent scan.Context, depth int) {
	renamed := 0
	var removed map[string]bool
	var named *scan.Context // what the map says about its value, once that is asked for
	position := 0
	for name, v := range m.All() {
		recent := w.recentAt(f, position)
		position++
		if depth == 0 && recent.key != nil && recent.key.Is(name) && w.isKnown(recent, v) {
			continue
		}
		isText := v.Type() == pcommon.ValueTypeStr
		key := w.keyOf(recent, name)
		context := key.Context.Under(parent)
		if key.IsValue() && !context.IsSecret() {
			if named == nil {
				named = new(w.named(m))
			}
			context = named.Under(context)
		}
		clean := isText && w.isClean(v.Str(), context)
		if clean && depth == 0 && recent.key == key && !key.IsValue() {
			recent.value.remember(v.Str())
		}
		if w.notes.debug && depth == 0 {
			w.notes.attribute = key.Name
		}
		remove := false
		if key.Name != name && !w.dryRun {
			renamed++
			remove = w.removes(key.Matches)
		} else if len(key.Matches) > 0 {
			w.countMatches(f, key.Matches)
		}
		switch {
		case clean:
		case isText:
			remove = w.scanValue(f, v, context) || remove
		default:
			remove = w.value(f, v, context, depth) || remove
		}
		if remove {
			if removed == nil {
				removed = map[string]bool{}
			}
			removed[name] = true
		}
	}
	if depth == 0 {
		w.notes.attribute = ""
	}
	if renamed > 0 {
		w.renameKeys(f, m, removed)
	} else if removed != nil {
		m.RemoveIf(func(name string, _ pcommon.Value) bool { return removed[name] })
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

// named returns what the map says about its value in another entry, as in {"name": "DB_PASSWORD", "value": "x"}.
func (w *walker) named(m pcommon.Map) (context scan.Context) {
	for name, v := range m.All() {
		if v.Type() == pcommon.ValueTypeStr && w.key(name).IsName() {
			if context = w.nameContext(v.Str()); context.IsSecret() {
				return context
			}
		}
	}
	return scan.Context{}
}

// nameContext returns what a name says about its value. A failure is counted.
func (w *walker) nameContext(name string) (context scan.Context) {
	defer func() {
		if recover() != nil {
			w.fail()
		}
	}()
	return w.scanner.Named(name)
}

// recentAt returns what is remembered of the entry at a position of a map.
func (w *walker) recentAt(f field, position int) *entry {
	if position >= maxRecent {
		return &w.further
	}
	return &w.recent[f][position]
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

// key returns what is known of a key. A key that cannot be judged is replaced.
func (w *walker) key(name string) (key *scan.Key) {
	defer func() {
		if recover() != nil {
			key = &scan.Key{Name: w.fail()}
			if w.dryRun {
				key.Name = name
			}
		}
	}()
	return w.scanner.Key(name)
}

// renameKeys gives the entries of a map the masked names of their keys, without those in removed. Names that
// have become equal are numbered, so that no value is lost.
func (w *walker) renameKeys(f field, m pcommon.Map, removed map[string]bool) {
	var renamed xpdata.MapBuilder // a Map would search for each key that is put into it
	renamed.EnsureCapacity(m.Len())
	taken, numbers := make(map[string]bool, m.Len()), map[string]int{}
	for name, v := range m.All() {
		key := w.key(name)
		if key.Name != name {
			w.countMatches(f, key.Matches)
		}
		if removed[name] {
			continue
		}
		unique := key.Name
		for taken[unique] {
			numbers[key.Name]++
			unique = key.Name + "_" + strconv.Itoa(numbers[key.Name]+1)
		}
		taken[unique] = true
		v.MoveTo(renamed.AppendEmpty(unique))
	}
	renamed.UnsafeIntoMap(m)
}

// value redacts a value of any type. context is what its key, or the key around it, says. It reports
// whether the value must go as a whole; what stays in its place if it cannot is the mask.
func (w *walker) value(f field, v pcommon.Value, context scan.Context, depth int) (remove bool) {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		return !w.isClean(v.Str(), context) && w.scanValue(f, v, context)
	case pcommon.ValueTypeInt, pcommon.ValueTypeDouble:
		if v.Type() == pcommon.ValueTypeInt && scan.IsPlainInt(v.Int(), context) {
			return false
		}
		if out, changed := w.number(f, v, context); changed {
			v.SetStr(out)
			return w.removes(w.scanner.Matches())
		}
	case pcommon.ValueTypeBytes:
		return w.byteSlice(f, v.Bytes(), context) && w.removes(w.scanner.Matches())
	case pcommon.ValueTypeMap:
		if depth == maxDepth {
			w.tooDeep(v)
			return false
		}
		w.entries(f, v.Map(), context, depth+1)
	case pcommon.ValueTypeSlice:
		if depth == maxDepth {
			w.tooDeep(v)
			return false
		}
		w.list(f, v.Slice(), context, depth+1)
	}
	return false
}

// scanValue redacts a text that may have something to find. It reports whether it must go as a whole.
func (w *walker) scanValue(f field, v pcommon.Value, context scan.Context) (remove bool) {
	out, changed := w.scanText(f, v.Str(), context)
	if !changed {
		return false
	}
	v.SetStr(out)
	return w.removes(w.scanner.Matches())
}

// list redacts the elements of a list. In the arguments of a command, and in a pair of a name and a value, an
// element says what the next one is.
func (w *walker) list(f field, list pcommon.Slice, context scan.Context, depth int) {
	first, previous := "", ""
	for i := range list.Len() {
		v := list.At(i)
		if v.Type() != pcommon.ValueTypeStr {
			w.value(f, v, context, depth)
			previous = ""
			continue
		}
		text := v.Str()
		if i == 0 {
			first = text
		}
		own, from := context, 0
		if !context.IsSecret() && i > 0 {
			own, from = w.elementContext(first, previous, text, list.Len())
			own = own.Under(context)
		}
		previous = text
		if from == 0 {
			w.value(f, v, own, depth)
		} else if out, changed := w.keyedText(f, text[from:], own); changed {
			v.SetStr(text[:from] + out)
		}
	}
}

// elementContext returns what the elements in front of one say about it, and from where on.
func (w *walker) elementContext(first, previous, text string, elements int) (context scan.Context, from int) {
	if elements == 2 {
		if context = w.nameContext(first); context.IsHeader() {
			return context, 0
		}
	}
	defer func() {
		if recover() != nil {
			w.fail()
		}
	}()
	return w.scanner.Argument(first, previous, text)
}

// tooDeep replaces a map or list that is not walked.
func (w *walker) tooDeep(v pcommon.Value) {
	if mask := w.fail(); !w.dryRun {
		v.SetStr(mask)
	}
}

func (w *walker) number(f field, v pcommon.Value, context scan.Context) (out string, changed bool) {
	defer w.failClosed(&out, &changed)
	if v.Type() == pcommon.ValueTypeInt {
		out, changed = w.scanner.Int(v.Int(), context)
	} else {
		out, changed = w.scanner.Float(v.Double(), context)
	}
	return out, w.count(f, changed)
}

// byteSlice redacts bytes, and reports whether it changed them. They stay bytes.
func (w *walker) byteSlice(f field, b pcommon.ByteSlice, context scan.Context) bool {
	if b.Len() == 0 {
		return false
	}
	w.bytes = w.bytes[:0]
	for _, c := range b.All() {
		w.bytes = append(w.bytes, c)
	}
	out, changed := w.rawBytes(f, w.bytes, context)
	if changed {
		b.FromRaw([]byte(out))
	}
	clear(w.bytes)
	return changed
}

func (w *walker) rawBytes(f field, b []byte, context scan.Context) (out string, changed bool) {
	w.tally.bytes += int64(len(b))
	defer w.failClosed(&out, &changed)
	out, changed = w.scanner.Bytes(b, context)
	return out, w.count(f, changed)
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
