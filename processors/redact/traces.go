// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/ottl/contexts/ottlspan"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

func (w *walker) traces(td ptrace.Traces) {
	td.ResourceSpans().RemoveIf(func(resource ptrace.ResourceSpans) bool {
		scopes := resource.ScopeSpans()
		before, picked := scopes.Len(), scopes.Len() == 0
		scopes.RemoveIf(func(scope ptrace.ScopeSpans) bool {
			drop, one := w.scopeSpans(resource, scope)
			picked = picked || one
			return drop
		})
		if picked && w.shared(countSpans(scopes), func() { w.resource(resource.Resource()) }) {
			return true
		}
		return before > 0 && scopes.Len() == 0
	})
}

// scopeSpans redacts the spans of a scope. It reports whether to drop the scope, and whether a span was
// redacted.
func (w *walker) scopeSpans(resource ptrace.ResourceSpans, scope ptrace.ScopeSpans) (drop, picked bool) {
	spans := scope.Spans()
	before := spans.Len()
	picked = before == 0
	spans.RemoveIf(func(span ptrace.Span) bool {
		if w.when != nil && !w.holdsForSpan(resource, scope, span) {
			return false
		}
		picked = true
		w.begin()
		w.span(span)
		if w.dropsFailed(1) {
			return true
		}
		w.notes.write(span.Attributes())
		return false
	})
	if picked && w.shared(spans.Len(), func() { w.scope(scope.Scope()) }) {
		return true, picked
	}
	return before > 0 && spans.Len() == 0, picked
}

func countSpans(scopes ptrace.ScopeSpansSlice) int {
	n := 0
	for _, scope := range scopes.All() {
		n += scope.Spans().Len()
	}
	return n
}

func (w *walker) holdsForSpan(resource ptrace.ResourceSpans, scope ptrace.ScopeSpans, span ptrace.Span) bool {
	record := ottlspan.NewTransformContext(resource, scope, span)
	defer record.Close()
	return holds(w, w.when.span, record)
}

func (w *walker) span(span ptrace.Span) {
	if out, changed := w.text(fieldSpanName, span.Name()); changed {
		span.SetName(out)
	}
	if out, changed := w.text(fieldStatusMessage, span.Status().Message()); changed {
		span.Status().SetMessage(out)
	}
	w.traceState(fieldTraceState, span.TraceState())
	w.attributes(fieldAttributes, span.Attributes())
	for _, event := range span.Events().All() {
		if out, changed := w.text(fieldEvent, event.Name()); changed {
			event.SetName(out)
		}
		w.attributes(fieldEvent, event.Attributes())
	}
	for _, link := range span.Links().All() {
		w.traceState(fieldLink, link.TraceState())
		w.attributes(fieldLink, link.Attributes())
	}
}
