// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"context"
	"fmt"
	"sync"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/processor"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"

	"github.com/faultline-otel/faultline/processors/errorlocation/internal/stacktrace"
)

// errorLocation is the processor of one signal.
type errorLocation struct {
	keep      bool // leave code.* attributes that are there
	telemetry *telemetry
	// readers has a *reader for each batch that is being processed.
	readers sync.Pool
}

func newProcessor(set processor.Settings, cfg *Config, signal string) (*errorLocation, error) {
	rules, err := cfg.InApp.rules()
	if err != nil {
		return nil, err
	}
	telemetry, err := newTelemetry(set, signal)
	if err != nil {
		return nil, fmt.Errorf("own metrics: %w", err)
	}
	p := &errorLocation{keep: cfg.OnConflict == conflictKeep, telemetry: telemetry}
	p.readers.New = func() any {
		return &reader{parser: stacktrace.NewParser(rules, cfg.MaxBytes)}
	}
	return p, nil
}

func (p *errorLocation) shutdown(context.Context) error {
	p.telemetry.builder.Shutdown()
	return nil
}

// reader finds and reads the stack traces of one batch.
type reader struct {
	parser *stacktrace.Parser
	search search
	counts counts

	resource pcommon.Map
	language string // telemetry.sdk.language of the resource, once it was asked for
	asked    bool
}

// enter tells of which resource the telemetry to come is.
func (r *reader) enter(resource pcommon.Resource) {
	r.resource, r.asked = resource.Attributes(), false
}

// sdkLanguage returns telemetry.sdk.language of the resource. It is only asked for where there is
// an error.
func (r *reader) sdkLanguage() string {
	if !r.asked {
		r.language, r.asked = "", true
		if v, ok := r.resource.Get(string(semconv.TelemetrySDKLanguageKey)); ok {
			r.language = v.Str()
		}
	}
	return r.language
}

// read parses the texts that the search has found, best first, until one of them has a location.
func (r *reader) read() (stacktrace.Result, bool) {
	if len(r.search.candidates()) == 0 {
		return stacktrace.Result{}, false
	}
	var unplaced stacktrace.Result
	hints := stacktrace.Hints{Language: r.sdkLanguage(), Message: r.search.message}
	stack := false
	for _, c := range r.search.candidates() {
		hints.Freeform = c.field.freeform()
		result, ok := r.parser.Parse(c.text, hints)
		if ok && result.Reason != stacktrace.ReasonNone {
			r.counts.located(result)
			return result, true
		}
		if ok {
			unplaced = result
		}
		stack = stack || !hints.Freeform && c.text != ""
	}
	if stack || unplaced.Language != stacktrace.Unknown {
		r.counts.unparsed++
	}
	if unplaced.Truncated {
		r.counts.byLanguage[unplaced.Language].truncated++
	}
	return stacktrace.Result{}, false
}

// release gives the reader of a batch back and counts what it has read.
func (p *errorLocation) release(ctx context.Context, r *reader) {
	p.telemetry.add(ctx, &r.counts)
	r.search.reset()
	r.resource = pcommon.Map{}
	p.readers.Put(r)
}
