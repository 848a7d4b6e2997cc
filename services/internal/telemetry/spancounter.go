// SPDX-License-Identifier: Apache-2.0

package telemetry

import (
	"context"
	"sync/atomic"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// SpanCounter counts the sampled spans that have ended: those that a collector
// must have received, once or more often, when nothing was lost. The zero
// value is ready for use.
type SpanCounter struct {
	ended atomic.Int64
}

var _ sdktrace.SpanProcessor = (*SpanCounter)(nil)

// Ended returns the number of sampled spans that have ended.
func (c *SpanCounter) Ended() int64 { return c.ended.Load() }

// OnStart does nothing.
func (c *SpanCounter) OnStart(context.Context, sdktrace.ReadWriteSpan) {}

// OnEnd counts span.
func (c *SpanCounter) OnEnd(span sdktrace.ReadOnlySpan) {
	if span.SpanContext().IsSampled() {
		c.ended.Add(1)
	}
}

// Shutdown does nothing.
func (c *SpanCounter) Shutdown(context.Context) error { return nil }

// ForceFlush does nothing.
func (c *SpanCounter) ForceFlush(context.Context) error { return nil }
