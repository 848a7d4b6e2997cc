// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"context"
	"slices"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/faultline-otel/faultline/processors/redact/internal/scan"
)

// walker redacts the texts of one batch in place. Where each signal keeps its texts is in traces.go,
// logs.go, metrics.go and profiles.go, how maps and lists are walked in attributes.go; single values are here.
type walker struct {
	ctx     context.Context // of the batch, for the condition
	scanner scanner
	tally   tally
	report  func() // called when a value could not be scanned
	// reportCondition is called when the condition could not be evaluated.
	reportCondition func()
	bytes           []byte // scratch for byte values
	recent          recent
	*options
	failed bool // whether a value of the record could not be scanned
	notes  notes
	// secrets maps values that were replaced because of their key to the replacement. It is used where a copy
	// of the value may exist without that key, and nil otherwise.
	secrets map[string]string
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
	last := &w.recent.texts[f]
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
