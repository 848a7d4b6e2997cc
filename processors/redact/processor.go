// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"context"
	"sync"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/pprofile"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/zap"

	"github.com/faultline-otel/faultline/processors/redact/internal/scan"
)

// redactor redacts the batches of one signal.
type redactor struct {
	engine    *scan.Engine
	telemetry *telemetry
	logger    *zap.Logger
	failure   sync.Once
	walkers   sync.Pool
}

func newRedactor(set component.TelemetrySettings, cfg *Config, signal string) (*redactor, error) {
	engine, err := cfg.engine()
	if err != nil {
		return nil, err
	}
	t, err := newTelemetry(set, signal)
	if err != nil {
		return nil, err
	}
	r := &redactor{engine: engine, telemetry: t, logger: set.Logger}
	r.walkers.New = func() any { return &walker{report: r.reportFailure} }
	return r, nil
}

func (r *redactor) shutdown(context.Context) error {
	r.telemetry.shutdown()
	return nil
}

// start returns a walker for one batch.
func (r *redactor) start() *walker {
	w := r.walkers.Get().(*walker)
	w.scanner = r.engine.Scanner()
	return w
}

// finish counts what the walker did and gives it back.
func (r *redactor) finish(ctx context.Context, w *walker) {
	r.telemetry.add(ctx, &w.tally)
	w.tally = tally{}
	w.scanner.Release()
	w.scanner = nil
	r.walkers.Put(w)
}

// reportFailure logs the first failure of the scanner, with the stack and without the value. All of them
// are counted.
func (r *redactor) reportFailure() {
	r.failure.Do(func() {
		r.logger.Error("a value could not be scanned and was replaced; further ones are only counted",
			zap.String("metric", "otelcol_processor_redact_errors"), zap.Stack("stack"))
	})
}

func (r *redactor) processTraces(ctx context.Context, td ptrace.Traces) (ptrace.Traces, error) {
	w := r.start()
	defer r.finish(ctx, w)
	w.traces(td)
	return td, nil
}

func (r *redactor) processLogs(ctx context.Context, ld plog.Logs) (plog.Logs, error) {
	w := r.start()
	defer r.finish(ctx, w)
	w.logs(ld)
	return ld, nil
}

func (r *redactor) processMetrics(ctx context.Context, md pmetric.Metrics) (pmetric.Metrics, error) {
	w := r.start()
	defer r.finish(ctx, w)
	w.metrics(md)
	return md, nil
}

func (r *redactor) processProfiles(ctx context.Context, pd pprofile.Profiles) (pprofile.Profiles, error) {
	w := r.start()
	defer r.finish(ctx, w)
	w.profiles(pd)
	return pd, nil
}
