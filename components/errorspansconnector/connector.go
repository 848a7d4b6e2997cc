// SPDX-License-Identifier: Apache-2.0

package errorspansconnector

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/faultline-otel/faultline/components/errorspansconnector/internal/metadata"
)

type errorSpansConnector struct {
	telemetry *metadata.TelemetryBuilder

	errors, others, all consumer.Traces // nil: none is named
	undecided           *undecided      // nil: not wanted
}

// Start counts what was lost if the collector was killed.
func (c *errorSpansConnector) Start(ctx context.Context, host component.Host) error {
	if c.undecided == nil {
		return nil
	}
	return c.undecided.start(ctx, host)
}

// Shutdown ends the metrics.
func (c *errorSpansConnector) Shutdown(ctx context.Context) error {
	var err error
	if c.undecided != nil {
		err = c.undecided.shutdown(ctx)
	}
	c.telemetry.Shutdown()
	return err
}

// Capabilities says that batches are left as they are: what goes to errors and others is a copy. What
// the pipelines under all do with a batch, the collector asks those.
func (*errorSpansConnector) Capabilities() consumer.Capabilities {
	return consumer.Capabilities{MutatesData: false}
}

// ConsumeTraces hands the errors over, then the rest. If a pipeline under errors refuses, no other has got
// spans of the batch. If a later one does, those before it have, and get them again when the sender retries.
func (c *errorSpansConnector) ConsumeTraces(ctx context.Context, traces ptrace.Traces) error {
	errors, others := count(traces)
	if c.errors != nil && errors > 0 {
		if err := c.errors.ConsumeTraces(ctx, pick(traces, true)); err != nil {
			c.telemetry.ConnectorErrorSpansRefused.Add(ctx, int64(errors))
			return err
		}
		c.telemetry.ConnectorErrorSpansKept.Add(ctx, int64(errors))
	}
	if c.others != nil && others > 0 {
		if err := c.others.ConsumeTraces(ctx, pick(traces, false)); err != nil {
			return err
		}
	}
	if c.all == nil {
		return nil
	}
	if c.undecided != nil {
		c.undecided.add(others)
	}
	return c.all.ConsumeTraces(ctx, traces)
}
