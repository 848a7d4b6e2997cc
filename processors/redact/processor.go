// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"context"
	"sync"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/pprofile"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processorhelper"
	"go.uber.org/zap"
)

// redactor redacts the batches of one signal.
type redactor struct {
	options   *options
	telemetry *telemetry
	logger    *zap.Logger
	failure   sync.Once
	condition sync.Once
	walkers   sync.Pool
}

func newRedactor(set component.TelemetrySettings, cfg *Config, signal string) (*redactor, error) {
	o, err := cfg.compile()
	if err == nil && o.when != nil {
		err = o.when.fault(cfg.When, signal)
	}
	if err != nil {
		return nil, err
	}
	t, err := newTelemetry(set, signal, o.engine, o.dryRun)
	if err != nil {
		return nil, err
	}
	r := &redactor{options: o, telemetry: t, logger: set.Logger}
	r.walkers.New = func() any { return newWalkerOf(o, r.reportFailure, r.reportCondition) }
	return r, nil
}

func newWalkerOf(o *options, report, reportCondition func()) *walker {
	return &walker{
		options:         o,
		report:          report,
		reportCondition: reportCondition,
		tally:           newTally(len(o.engine.Detectors())),
		notes:           newNotes(o),
	}
}

func (r *redactor) shutdown(context.Context) error {
	r.telemetry.shutdown()
	return nil
}

// start returns a walker for one batch.
func (r *redactor) start(ctx context.Context) *walker {
	w := r.walkers.Get().(*walker)
	w.scanner = r.options.engine.Scanner()
	w.tally.started = time.Now()
	w.ctx = ctx
	return w
}

// finish counts what the walker did and gives it back.
func (r *redactor) finish(ctx context.Context, w *walker) {
	w.tally.allowed = w.scanner.Freed()
	r.telemetry.add(ctx, &w.tally)
	w.tally.reset()
	w.notes.forget()
	w.scanner.Release()
	w.scanner, w.ctx = nil, nil
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

// reportCondition logs the first record for which the condition could not be evaluated, without the reason,
// which may hold a value.
func (r *redactor) reportCondition() {
	r.condition.Do(func() {
		r.logger.Warn("the condition could not be evaluated for a record, which was redacted; further ones are only counted",
			zap.String("option", "when"), zap.String("metric", "otelcol_processor_redact_condition_errors"))
	})
}

// sendOn returns the error by which a batch is not sent on, if all of its records were dropped.
func (w *walker) sendOn(records int) error {
	if w.tally.dropped > 0 && records == 0 {
		return processorhelper.ErrSkipProcessingData
	}
	return nil
}

func (r *redactor) processTraces(ctx context.Context, td ptrace.Traces) (ptrace.Traces, error) {
	w := r.start(ctx)
	defer r.finish(ctx, w)
	w.traces(td)
	return td, w.sendOn(td.SpanCount())
}

func (r *redactor) processLogs(ctx context.Context, ld plog.Logs) (plog.Logs, error) {
	w := r.start(ctx)
	defer r.finish(ctx, w)
	w.logs(ld)
	return ld, w.sendOn(ld.LogRecordCount())
}

func (r *redactor) processMetrics(ctx context.Context, md pmetric.Metrics) (pmetric.Metrics, error) {
	w := r.start(ctx)
	defer r.finish(ctx, w)
	w.metrics(md)
	return md, w.sendOn(md.DataPointCount())
}

func (r *redactor) processProfiles(ctx context.Context, pd pprofile.Profiles) (pprofile.Profiles, error) {
	w := r.start(ctx)
	defer r.finish(ctx, w)
	w.profiles(pd)
	return pd, w.sendOn(pd.ProfileCount())
}
