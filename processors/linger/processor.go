// SPDX-License-Identifier: Apache-2.0

package linger

import (
	"context"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.uber.org/zap"
)

type lingerProcessor struct {
	duration time.Duration
	logger   *zap.Logger
	last     atomic.Pointer[time.Time] // of the last data; nil before the first
}

func newProcessor(set processor.Settings, cfg *Config) *lingerProcessor {
	return &lingerProcessor{duration: cfg.Duration, logger: set.Logger}
}

func (p *lingerProcessor) traces(_ context.Context, td ptrace.Traces) (ptrace.Traces, error) {
	p.passed()
	return td, nil
}

func (p *lingerProcessor) metrics(_ context.Context, md pmetric.Metrics) (pmetric.Metrics, error) {
	p.passed()
	return md, nil
}

func (p *lingerProcessor) passed() {
	now := time.Now()
	p.last.Store(&now)
}

// shutdown returns once the duration has passed since the last data, or ctx is done.
func (p *lingerProcessor) shutdown(ctx context.Context) error {
	last := p.last.Load()
	if last == nil {
		return nil
	}
	wait := time.Until(last.Add(p.duration))
	if wait <= 0 {
		return nil
	}
	p.logger.Info("Nothing is received any more; keeping the rest running for the last scrape", zap.Duration("for", wait))
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
	return nil
}
