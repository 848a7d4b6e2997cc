// SPDX-License-Identifier: Apache-2.0

package redact

import "go.opentelemetry.io/collector/pdata/ptrace"

func (w *walker) traces(td ptrace.Traces) {
	for _, resource := range td.ResourceSpans().All() {
		w.resource(resource.Resource())
		for _, scope := range resource.ScopeSpans().All() {
			w.scope(scope.Scope())
			for _, span := range scope.Spans().All() {
				w.span(span)
			}
		}
	}
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
