// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"context"

	"go.opentelemetry.io/collector/pdata/ptrace"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"

	"github.com/faultline-otel/faultline/processors/errorlocation/internal/stacktrace"
)

func (p *errorLocation) processTraces(ctx context.Context, traces ptrace.Traces) (ptrace.Traces, error) {
	r := p.readers.Get().(*reader)
	for _, resource := range traces.ResourceSpans().All() {
		r.enter(resource.Resource())
		for _, scope := range resource.ScopeSpans().All() {
			for _, span := range scope.Spans().All() {
				p.processSpan(r, span)
			}
		}
	}
	p.release(ctx, r)
	return traces, nil
}

// processSpan locates each exception of the span, and the span by the last one of them: it is the
// one that the span ended with. A span that failed without such an event may have the stack trace
// in its own attributes.
func (p *errorLocation) processSpan(r *reader, span ptrace.Span) {
	var last stacktrace.Result
	for _, event := range span.Events().All() {
		if !isException(event.Name()) {
			continue
		}
		r.search.reset()
		r.search.attributes(event.Attributes())
		if result, ok := r.read(); ok {
			putLocation(event.Attributes(), result, p.keep)
			if result.Reason.InApp() || !last.Reason.InApp() {
				last = result
			}
		}
	}
	if last.Reason == stacktrace.ReasonNone {
		if span.Status().Code() != ptrace.StatusCodeError || span.Attributes().Len() == 0 {
			return
		}
		r.search.reset()
		r.search.attributes(span.Attributes())
		var ok bool
		if last, ok = r.read(); !ok {
			return
		}
	}
	// The place that a span has is that of the function it stands for, and stays.
	if !hasPlace(span.Attributes()) {
		writeLocation(span.Attributes(), last)
	}
}

// isException reports whether an event records an error: by the semantic conventions' name or that
// of OpenTracing.
func isException(name string) bool {
	return name == semconv.ExceptionEventName || name == "error"
}
