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

// errorLocation is the processor of one signal.
type errorLocation struct {
	config    *Config
	rules     inAppRules
	roots     *roots // nil if none are learned
	telemetry *telemetry
	logger    *zap.Logger
	failure   sync.Once
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

// parser is a *stacktrace.Parser, but for tests.
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
	best   finding // of the last call of read or unlocated
	kept   finding // of keep
	counts counts
	// started is when the first error of the batch was met, zero until then.
	started time.Time

	resource pcommon.Map
	// What the attributes of the resource say. They are read when the first error needs them.
	asked    bool
	language string            // telemetry.sdk.language
	service  string            // service.name
	own      *stacktrace.Rules // of the service alone
	learned  []string          // roots of the service
	linker   linker
}

// enter sets the resource of the telemetry that follows.
func (r *reader) enter(resource pcommon.Resource) {
	r.resource, r.asked = resource.Attributes(), false
}

// ask reads the attributes of the resource, once.
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

// attribute returns a text that is an attribute of the resource.
func (r *reader) attribute(key string) string {
	if v, ok := r.resource.Get(key); ok {
		return v.Str()
	}
	return ""
}

// read parses the texts that the search has found, best first, until one of them has a location in
// the application's own code. Otherwise the first location counts. It returns nil if there is none;
// what it returns is valid until the next call.
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

// passThrough, deferred, sees to it that a stack trace at which the parser panics stays as it is. The first such failure is
// logged, without the text, and all of them count as unparsed.
func (r *reader) passThrough(best **finding) {
	if recover() == nil {
		return
	}
	*best = nil
	r.counts.unparsed++
	r.parser = r.newParser() // the old one may have been left in the middle of something
	r.failure.Do(func() {
		r.logger.Error("a stack trace could not be read and stays without a location; further ones are only counted",
			zap.String("metric", "otelcol_processor_error_location_unparsed"), zap.Stack("stack"))
	})
}

// found makes the best finding of what the parser has just located.
func (r *reader) found(result stacktrace.Result, from candidate) {
	if r.roots != nil && result.Root != "" {
		r.roots.learn(r.service, result.Root)
		r.learned = r.roots.of(r.service)
	}
	if from.causes > 0 {
		// What was reported is the error around this one, whose fields say what it is.
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

// unlocated returns what there is to say about an error without a stack trace, nil if nothing.
func (r *reader) unlocated() *finding {
	if !r.config.Fingerprint || r.search.typ == "" && r.search.message == "" {
		return nil
	}
	r.best = finding{fingerprint: stacktrace.Fingerprint(r.search.typ, r.search.message)}
	return &r.best
}

// keep copies a finding, which stays valid until keep is called again.
func (r *reader) keep(f *finding) *finding {
	r.kept = *f
	return &r.kept
}

// release gives the reader of a batch back and counts what it has read.
func (p *errorLocation) release(ctx context.Context, r *reader) {
	if !r.started.IsZero() {
		r.counts.duration = time.Since(r.started)
		r.started = time.Time{}
	}
	p.telemetry.add(ctx, &r.counts)
	r.search.reset()
	r.best, r.kept, r.resource = finding{}, finding{}, pcommon.Map{}
	p.readers.Put(r)
}
