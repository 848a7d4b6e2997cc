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

// processSpan locates each exception event of the span. The span itself gets the location of the
// last one, with which it most likely ended, preferring those in the application's own code. If no
// event has a location, a span that failed may have a stack trace in its own attributes or in the
// description of its status.
func (p *errorLocation) processSpan(r *reader, span ptrace.Span) {
	keep := p.config.OnConflict == conflictKeep
	var last *finding // owned by r
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
		// A code.* attribute that the span already has names the function it stands for: keep it.
		put(span.Attributes(), last, true)
	}
}

// drop removes the stack trace that was read from the attributes it came with, if configured.
func (p *errorLocation) drop(attrs pcommon.Map, f *finding) {
	if p.config.DropStacktrace {
		dropStacktraces(fieldNone, attrs, f.text, 0)
		putFrames(attrs, f.frames)
	}
}

// isException reports whether the name of an event is that of an error in the semantic conventions
// ("exception") or in OpenTracing ("error").
func isException(name string) bool {
	return name == semconv.ExceptionEventName || name == "error"
}
