// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"strconv"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/xpdata"

	"github.com/faultline-otel/faultline/processors/redact/internal/scan"
)

// maxDepth bounds the nesting of maps and lists that is walked. What lies deeper is replaced.
const maxDepth = 256

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
		recent := w.recent.at(f, position)
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
