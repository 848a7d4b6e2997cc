// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"context"
	"fmt"
	"sync"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/processor"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"

	"github.com/faultline-otel/faultline/processors/errorlocation/internal/stacktrace"
)

// errorLocation is the processor of one signal.
type errorLocation struct {
	config    *Config
	rules     inAppRules
	roots     *roots // nil if none are learned
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
	p := &errorLocation{config: cfg, rules: rules, telemetry: telemetry}
	if cfg.InApp.Learn != learnOff {
		p.roots = newRoots()
	}
	p.readers.New = func() any {
		return &reader{errorLocation: p, parser: stacktrace.NewParser(rules.all, cfg.MaxBytes)}
	}
	return p, nil
}

func (p *errorLocation) shutdown(context.Context) error {
	p.telemetry.builder.Shutdown()
	return nil
}

// reader finds and reads the stack traces of one batch.
type reader struct {
	*errorLocation
	parser *stacktrace.Parser
	search search
	counts counts
	// started is when the first error of the batch was met, zero until then.
	started time.Time

	resource pcommon.Map
	// What the resource tells, once it was asked for: it is only where there is an error.
	asked    bool
	language string            // telemetry.sdk.language
	service  string            // service.name
	own      *stacktrace.Rules // of the service alone
	linker   linker
}

// enter tells of which resource the telemetry to come is.
func (r *reader) enter(resource pcommon.Resource) {
	r.resource, r.asked = resource.Attributes(), false
}

// ask reads the attributes of the resource.
func (r *reader) ask() {
	if r.asked {
		return
	}
	r.asked = true
	r.language = r.attribute(string(semconv.TelemetrySDKLanguageKey))
	r.service = r.attribute(string(semconv.ServiceNameKey))
	r.own = r.rules.services[r.service]
	r.linker = newLinker(&r.config.SourceLink,
		r.attribute(string(semconv.VCSRepositoryURLFullKey)), r.attribute(string(semconv.VCSProviderNameKey)),
		r.attribute(string(semconv.VCSRefHeadRevisionKey)), r.service)
}

// attribute returns a text that is an attribute of the resource.
func (r *reader) attribute(key string) string {
	if v, ok := r.resource.Get(key); ok {
		return v.Str()
	}
	return ""
}

// read parses the texts that the search has found, best first, until one of them has a location in
// the application's own code. Otherwise the first location counts.
func (r *reader) read() (finding, bool) {
	if len(r.search.candidates()) == 0 {
		return finding{}, false
	}
	if r.started.IsZero() {
		r.started = time.Now()
	}
	r.ask()
	hints := stacktrace.Hints{
		Language: r.language, Type: r.search.typ, Message: r.search.message,
		Rules: r.own, PreferRoots: r.config.InApp.Learn == learnPrefer,
	}
	if r.roots != nil {
		hints.Roots = r.roots.of(r.service)
	}
	var best finding
	var unplaced stacktrace.Result
	stack := false
	for _, c := range r.search.candidates() {
		hints.Freeform = c.field.freeform()
		result, ok := r.parser.Parse(c.text, hints)
		switch {
		case ok && result.Reason.InApp():
			r.counts.located(result)
			return r.found(result, c), true
		case ok && result.Reason != stacktrace.ReasonNone:
			if best.result.Reason == stacktrace.ReasonNone {
				best = r.found(result, c)
			}
		case ok:
			unplaced = result
		}
		stack = stack || !hints.Freeform
	}
	if best.result.Reason != stacktrace.ReasonNone {
		r.counts.located(best.result)
		return best, true
	}
	if stack || unplaced.Language != stacktrace.Unknown {
		r.counts.unparsed++
	}
	if unplaced.Truncated {
		r.counts.byLanguage[unplaced.Language].truncated++
	}
	return finding{}, false
}

// found makes a finding of what the parser has just located.
func (r *reader) found(result stacktrace.Result, from candidate) finding {
	if r.roots != nil && result.Root != "" {
		r.roots.learn(r.service, result.Root)
	}
	f := finding{result: result, text: from.text, url: r.linker.link(result)}
	if r.config.Fingerprint {
		f.fingerprint = r.parser.Fingerprint(r.search.typ, r.search.message)
	}
	if r.config.Explain {
		f.reason = reason(result, r.service)
	}
	if r.config.DropStacktrace {
		f.frames = r.parser.OwnFrames(maxKeptFrames)
	}
	return f
}

// unlocated returns what there is to say about an error without a stack trace.
func (r *reader) unlocated() finding {
	var f finding
	if r.config.Fingerprint && (r.search.typ != "" || r.search.message != "") {
		f.fingerprint = stacktrace.Fingerprint(r.search.typ, r.search.message)
	}
	return f
}

// release gives the reader of a batch back and counts what it has read.
func (p *errorLocation) release(ctx context.Context, r *reader) {
	if !r.started.IsZero() {
		r.counts.duration = time.Since(r.started)
		r.started = time.Time{}
	}
	p.telemetry.add(ctx, &r.counts)
	r.search.reset()
	r.resource = pcommon.Map{}
	p.readers.Put(r)
}
