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
	component.StartFunc
	telemetry *metadata.TelemetryBuilder

	errors, others, all consumer.Traces // nil: none is named
}

// Shutdown ends the metrics.
func (c *errorSpansConnector) Shutdown(context.Context) error {
	c.telemetry.Shutdown()
	return nil
}

// Capabilities says that batches are left as they are: what goes to errors and others is a copy. What
// the pipelines under all do with a batch, the collector asks those.
func (*errorSpansConnector) Capabilities() consumer.Capabilities {
	return consumer.Capabilities{MutatesData: false}
}

// ConsumeTraces hands the errors over, then the rest. An error says that nobody but pipelines under
// errors may have got spans of the batch.
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
	if c.all != nil {
		return c.all.ConsumeTraces(ctx, traces)
	}
	return nil
}
