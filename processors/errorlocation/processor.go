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
	"go.uber.org/zap"

	"github.com/faultline-otel/faultline/processors/errorlocation/internal/stacktrace"
)

// errorLocation is the processor for one signal.
type errorLocation struct {
	config    *Config
	rules     inAppRules
	roots     *roots // nil if in_app::learn is off
	telemetry *telemetry
	logger    *zap.Logger
	failure   sync.Once // logs the first panic of the parser
	readers   sync.Pool // of *reader; each batch borrows one
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
	p := &errorLocation{config: cfg, rules: rules, telemetry: telemetry, logger: set.Logger}
	if cfg.InApp.Learn != learnOff {
		p.roots = newRoots()
	}
	p.readers.New = func() any {
		return &reader{errorLocation: p, parser: p.newParser()}
	}
	return p, nil
}

func (p *errorLocation) newParser() *stacktrace.Parser {
	return stacktrace.NewParser(p.rules.all, p.config.MaxBytes)
}

func (p *errorLocation) shutdown(context.Context) error {
	p.telemetry.builder.Shutdown()
	return nil
}

// parser is implemented by *stacktrace.Parser; tests replace it.
type parser interface {
	Parse(text string, hints stacktrace.Hints) (stacktrace.Result, bool)
	Fingerprint(typ, message string) string
	OwnFrames(most int) []stacktrace.Frame
}

// reader finds and reads the stack traces of one batch.
type reader struct {
	*errorLocation
	parser parser
	search search
	best   finding // what the last call of read or unlocated returned
	kept   finding // what the last call of keep returned
	counts counts
	// started is the time at which the first error of the batch was seen, zero until then.
	started time.Time

	resource pcommon.Map
	// The fields below come from the resource. ask fills them when its first error is read.
	asked    bool
	language string            // telemetry.sdk.language
	service  string            // service.name
	own      *stacktrace.Rules // patterns for this service only
	learned  []string          // roots of the service
	linker   linker
}

// enter sets the resource of the telemetry that follows.
func (r *reader) enter(resource pcommon.Resource) {
	r.resource, r.asked = resource.Attributes(), false
}

// ask reads the attributes of the current resource, unless it has done so already.
func (r *reader) ask() {
	if r.asked {
		return
	}
	r.asked = true
	r.language = r.attribute(string(semconv.TelemetrySDKLanguageKey))
	r.service = r.attribute(string(semconv.ServiceNameKey))
	r.own = r.rules.services[r.service]
	if r.roots != nil {
		r.learned = r.roots.of(r.service)
	}
	r.linker = newLinker(&r.config.SourceLink,
		r.attribute(string(semconv.VCSRepositoryURLFullKey)), r.attribute(string(semconv.VCSProviderNameKey)),
		r.attribute(string(semconv.VCSRefHeadRevisionKey)), r.service)
}

// attribute returns a string attribute of the resource, "" if it is absent or of another type.
func (r *reader) attribute(key string) string {
	if v, ok := r.resource.Get(key); ok {
		return v.Str()
	}
	return ""
}

// read parses the texts that the search has found, best first, until one yields a location in the
// application's own code. If none does, the first location of any kind is returned, and nil if there
// is none. The finding is valid until the next call of read or unlocated.
func (r *reader) read() (best *finding) {
	if len(r.search.candidates()) == 0 {
		return nil
	}
	defer r.passThrough(&best)
	if r.started.IsZero() {
		r.started = time.Now()
	}
	r.ask()
	hints := stacktrace.Hints{
		Language: r.language, Type: r.search.typ, Message: r.search.message,
		Rules: r.own, Roots: r.learned, PreferRoots: r.config.InApp.Learn == learnPrefer,
	}
	located, stack, cut := false, false, stacktrace.Unknown
	parsed := false
	for _, c := range r.search.candidates() {
		hints.Freeform = c.field.freeform()
		stack = stack || !hints.Freeform
		result, ok := r.parser.Parse(c.text, hints)
		if !ok {
			continue
		}
		parsed = true
		if result.Reason == stacktrace.ReasonNone {
			if result.Truncated {
				cut = result.Language
			}
			continue
		}
		if result.Reason.InApp() || !located {
			located = true
			r.found(result, c)
		}
		if result.Reason.InApp() {
			break
		}
	}
	if located {
		r.counts.located(r.best.result)
		return &r.best
	}
	if stack || parsed {
		r.counts.unparsed++
	}
	if cut != stacktrace.Unknown {
		r.counts.byLanguage[cut].truncated++
	}
	return nil
}

// passThrough is deferred by read: if the parser panics, the telemetry is left as it was. Each such
// failure counts as unparsed; the first is logged, without the text of the stack trace.
func (r *reader) passThrough(best **finding) {
	if recover() == nil {
		return
	}
	*best = nil
	r.counts.unparsed++
	r.parser = r.newParser() // the state of the old one may be inconsistent
	r.failure.Do(func() {
		r.logger.Error("a stack trace could not be read and stays without a location; further ones are only counted",
			zap.String("metric", "otelcol_processor_error_location_unparsed"), zap.Stack("stack"))
	})
}

// found stores in r.best what the parser has just located, with the link, fingerprint, reason and
// frames that the configuration asks for.
func (r *reader) found(result stacktrace.Result, from candidate) {
	if r.roots != nil && result.Root != "" {
		r.roots.learn(r.service, result.Root)
		r.learned = r.roots.of(r.service)
	}
	if from.causes > 0 {
		// The trace is that of a nested cause. The reported error is the one around it, whose type
		// and message are in the fields beside the trace.
		result.Type, result.Message = r.search.typ, r.search.message
	}
	f := &r.best
	*f = finding{result: result, text: from.text, url: r.linker.link(result)}
	if r.config.Fingerprint {
		f.fingerprint = r.parser.Fingerprint(r.search.typ, r.search.message)
	}
	if r.config.Explain {
		f.reason = reason(result, r.service)
	}
	if r.config.DropStacktrace {
		f.frames = r.parser.OwnFrames(maxKeptFrames)
	}
}

// unlocated returns a finding with just the fingerprint of an error that has no stack trace, nil if
// fingerprints are off or neither type nor message is known.
func (r *reader) unlocated() *finding {
	if !r.config.Fingerprint || r.search.typ == "" && r.search.message == "" {
		return nil
	}
	r.best = finding{fingerprint: stacktrace.Fingerprint(r.search.typ, r.search.message)}
	return &r.best
}

// keep copies a finding so that it outlives the next call of read; the copy is valid until keep is
// called again.
func (r *reader) keep(f *finding) *finding {
	r.kept = *f
	return &r.kept
}

// release records the metrics of a batch and returns its reader to the pool.
func (p *errorLocation) release(ctx context.Context, r *reader) {
	if !r.started.IsZero() {
		r.counts.duration = time.Since(r.started)
		p.telemetry.add(ctx, &r.counts)
		r.started = time.Time{}
	}
	r.search.reset()
	r.best, r.kept, r.resource = finding{}, finding{}, pcommon.Map{}
	p.readers.Put(r)
}
