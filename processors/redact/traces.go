// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/ottl/contexts/ottlspan"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

func (w *walker) traces(td ptrace.Traces) {
	td.ResourceSpans().RemoveIf(func(resource ptrace.ResourceSpans) bool {
		var scopes group
		resource.ScopeSpans().RemoveIf(func(scope ptrace.ScopeSpans) bool {
			var spans group
			scope.Spans().RemoveIf(func(span ptrace.Span) bool {
				if w.when != nil && !w.holdsForSpan(resource, scope, span) {
					return spans.add(exempt)
				}
				return spans.add(w.span(span))
			})
			return scopes.add(w.shared(spans, func() { w.scope(scope.Scope()) }))
		})
		return w.shared(scopes, func() { w.resource(resource.Resource()) }).drop
	})
}

func (w *walker) holdsForSpan(resource ptrace.ResourceSpans, scope ptrace.ScopeSpans, span ptrace.Span) bool {
	record := ottlspan.NewTransformContext(resource, scope, span)
	defer record.Close()
	return holds(w, w.when.span, record)
}

func (w *walker) span(span ptrace.Span) outcome {
	w.begin()
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
	w.notes.write(span.Attributes())
	return w.end()
}
