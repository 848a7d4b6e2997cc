// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"context"

	"go.opentelemetry.io/collector/pdata/pcommon"
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
// in its own attributes, or in the description of its status.
func (p *errorLocation) processSpan(r *reader, span ptrace.Span) {
	keep := p.config.OnConflict == conflictKeep
	var last *finding // one of r
	for _, event := range span.Events().All() {
		if !isException(event.Name()) {
			continue
		}
		r.search.reset()
		r.search.attributes(event.Attributes())
		if f := r.read(); f != nil {
			put(event.Attributes(), f, keep)
			p.drop(event.Attributes(), f)
			if f.result.Reason.InApp() || last == nil || !last.result.Reason.InApp() {
				last = r.keep(f)
			}
		} else if f := r.unlocated(); f != nil {
			put(event.Attributes(), f, keep)
			if last == nil || last.result.Reason == stacktrace.ReasonNone {
				last = r.keep(f)
			}
		}
	}
	if (last == nil || last.result.Reason == stacktrace.ReasonNone) && span.Status().Code() == ptrace.StatusCodeError {
		r.search.reset()
		r.search.attributes(span.Attributes())
		r.search.text(fieldText, span.Status().Message(), 0)
		if f := r.read(); f != nil {
			p.drop(span.Attributes(), f)
			last = f
		}
	}
	if last != nil {
		// The place that a span has is that of the function it stands for, and stays.
		put(span.Attributes(), last, true)
	}
}

// drop takes a stack trace that was read out of the attributes it came with, if so configured.
func (p *errorLocation) drop(attrs pcommon.Map, f *finding) {
	if p.config.DropStacktrace {
		dropStacktraces(fieldNone, attrs, f.text, 0)
		putFrames(attrs, f.frames)
	}
}

// isException reports whether an event records an error: by the semantic conventions' name or that
// of OpenTracing.
func isException(name string) bool {
	return name == semconv.ExceptionEventName || name == "error"
}
