// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/faultline-otel/faultline/internal/demo"
	"github.com/faultline-otel/faultline/internal/metricspage"
)

// TestRestart stops the collector in mid-load and starts it again: what the services sent before and
// what they held meanwhile must all be there at the end.
func TestRestart(t *testing.T) {
	layout := newLayout(t)
	part := layout.Collector("standalone.yaml")
	part.Env = append(part.Env, "DECISION_WAIT="+decisionWait.String())
	collector := run(t, part)
	for _, service := range layout.Services() {
		run(t, service)
	}
	watch := demo.NewWatch(layout)
	t.Cleanup(func() { assert.NoError(t, watch.Close()) })
	stop := startLoad(t, layout, "--rate", "60", "--failures", "0.2", "--seed", "11")

	eventually(t, func(ctx context.Context) error {
		page, err := metricspage.Get(ctx, "http://"+layout.Telemetry+"/metrics")
		if err != nil {
			return err
		}
		if n := page.Sum("otelcol_processor_tail_sampling_global_count_traces_sampled", nil); n < 200 {
			return fmt.Errorf("%v traces decided, waiting for 200", n)
		}
		return nil
	})
	require.NoError(t, collector.Stop(stopTimeout))
	waitForSpans(t, watch, 1000)
	run(t, part)
	waitForSpans(t, watch, 1000)
	failed := stop().Failed
	require.NotEmpty(t, failed)

	// The error span where it was raised, the one that the client saw, and the log: for each request.
	eventually(t, func(context.Context) error {
		traces := readTraces(t, layout)
		logged := map[string]bool{}
		for _, r := range readLogs(t, layout) {
			if r.service == "order-service" && text(r.Attributes(), "code.line.number") != "" {
				logged[r.TraceID().String()] = true
			}
		}
		missing := 0
		for _, id := range failed {
			if !hasSpan(traces[id], "order-service", "calculate_total") || !hasSpan(traces[id], "api-gateway", "POST /orders") || !logged[id] {
				missing++
			}
		}
		if missing > 0 {
			return fmt.Errorf("%d of %d failed requests lack an error span or their log", missing, len(failed))
		}
		return nil
	})
}

// waitForSpans waits until the services have ended so many more spans.
func waitForSpans(t *testing.T, watch *demo.Watch, more float64) {
	t.Helper()
	ended := func(ctx context.Context) (sum float64, err error) {
		services, err := watch.SpansEnded(ctx)
		for _, spans := range services {
			sum += spans
		}
		return sum, err
	}
	before := answered(t, ended)
	eventually(t, func(ctx context.Context) error {
		now, err := ended(ctx)
		if err == nil && now < before+more {
			err = fmt.Errorf("%.0f spans ended, waiting for %.0f", now-before, more)
		}
		return err
	})
}

func hasSpan(trace []span, service, name string) bool {
	for _, s := range trace {
		if s.service == service && s.Name() == name {
			return true
		}
	}
	return false
}
