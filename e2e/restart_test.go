// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/faultline-otel/faultline/internal/metricspage"
	"github.com/faultline-otel/faultline/internal/stack"
)

// TestRestart stops the collector in mid-load and starts it again: what the services sent before and
// what they held meanwhile must all be there at the end.
func TestRestart(t *testing.T) {
	layout := newLayout(t)
	part := layout.Collector("standalone.yaml")
	part.Env = append(part.Env, "DECISION_WAIT=3s")
	collector := run(t, part)
	for _, service := range layout.Services() {
		run(t, service)
	}
	load, summary := startLoad(t, layout, "--rate", "60", "--duration", "20s", "--failures", "0.2", "--seed", "11")

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
	waitForOutage(t, load, 3*time.Second)
	run(t, part)

	require.NoError(t, load.Err(), load.LogTail(20))
	failed := summary().Failed
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

// waitForOutage lets the load go on against a stopped collector for a while.
func waitForOutage(t *testing.T, load *stack.Process, d time.Duration) {
	t.Helper()
	select {
	case <-load.Done():
		t.Fatal("the load ended before the collector was started again")
	case <-time.After(d):
	}
}

func hasSpan(trace []span, service, name string) bool {
	for _, s := range trace {
		if s.service == service && s.Name() == name {
			return true
		}
	}
	return false
}
