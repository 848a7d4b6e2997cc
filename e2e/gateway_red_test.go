// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/faultline-otel/faultline/internal/stack"
)

// TestGatewayCounts sends to two gateways in turn and restarts one of them in mid-load: added up over
// both, Prometheus has counted each span that was acknowledged, and each once, while the sampler keeps 1%.
func TestGatewayCounts(t *testing.T) {
	spans := gatewaySpans(t)
	layouts := []stack.Layout{newLayout(t), newLayout(t)}
	b := newBackends(t, layouts[0])
	run(t, b.prometheusOf(t, layouts))
	backend := startCountingBackend(t)
	restarted := run(t, patient(gateway(layouts[0], backend, "DECISION_WAIT=1s")))
	run(t, patient(gateway(layouts[1], backend, "DECISION_WAIT=1s")))

	load := startGatewayLoad(t.Context(), t, spans, gatewayRate, layouts[0].OTLPGRPC, layouts[1].OTLPGRPC)
	load.waitFor(t, spans/2)
	require.NoError(t, restarted.Stop(stopTimeout))
	run(t, restarted.Part)
	require.NoError(t, <-load.done)

	failed := 0
	for number := range spanNumber(spans) {
		if number.hasErrorStatus() {
			failed++
		}
	}
	eventually(t, func(ctx context.Context) error {
		var errs []error
		for _, count := range []struct {
			query string
			want  int
		}{
			{`traces_span_metrics_calls_total{service_name="load"}[1h]`, spans},
			{`traces_span_metrics_calls_total{service_name="load",status_code="STATUS_CODE_ERROR"}[1h]`, failed},
			{`traces_span_metrics_duration_milliseconds_count{service_name="load"}[1h]`, spans},
			{`http_requests_total{service="load"}[1h]`, spans},
			{`http_request_duration_seconds_count{service="load"}[1h]`, spans},
		} {
			counted, err := b.counted(ctx, count.query)
			errs = append(errs, err, wanted(count.query, float64(count.want), counted))
		}
		return errors.Join(errs...)
	})
	fmt.Printf("%d spans to two gateways, one of them restarted: Prometheus has counted %d, %d of them failed\n", spans, spans, failed)
}
