// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"

	"github.com/faultline-otel/faultline/internal/metricspage"
	"github.com/faultline-otel/faultline/internal/stack"
)

// gatewayRate is how many spans a second the tests of the gateway send.
const gatewayRate = 5000

// gateway is a collector with configs/gateway.yaml in front of a backend that counts. It waits longer than usual
// for answers: on a busy machine it would send again what has arrived.
func gateway(layout stack.Layout, backend *countingBackend, env ...string) stack.Part {
	part := layout.Collector("gateway.yaml")
	part.Command = append(part.Command, "--set=exporters::otlp_grpc/jaeger::timeout=60s", "--set=exporters::otlp_grpc/jaeger_errors::timeout=60s")
	part.Env = append(part.Env, "JAEGER_ENDPOINT="+backend.address)
	part.Env = append(part.Env, env...)
	return part
}

// TestGatewayKeepsErrors overflows the sampler, sends errors after their trace was decided, and kills
// the gateway in mid-load: each error span of the load must be in the backend, and once, but for those
// that were on their way when it was killed.
func TestGatewayKeepsErrors(t *testing.T) {
	spans := gatewaySpans(t)
	layout := newLayout(t)
	backend := startCountingBackend(t)
	part := gateway(layout, backend, "NUM_TRACES=50", "DECISION_WAIT=1s")
	first := start(t, part)

	load := startGatewayLoad(t.Context(), t, spans, gatewayRate, layout.OTLPGRPC)
	load.waitFor(t, spans*2/5)
	settled := load.settle(t, queuesAreEmpty(layout))
	load.waitFor(t, spans/2)
	before, err := metricspage.Get(t.Context(), "http://"+layout.Telemetry+"/metrics")
	require.NoError(t, err)
	evicted := before.Sum("otelcol_processor_tail_sampling_sampling_trace_dropped_too_early", nil)
	assert.Positive(t, evicted, "the sampler did not overflow: the test proves nothing")
	require.NoError(t, first.Kill())
	run(t, part)
	require.NoError(t, <-load.done)
	eventually(t, backend.errorsArrived(spans))
	eventually(t, queuesAreEmpty(layout))

	// What the gateway was sending when it was killed, it sends again, but nothing that it had delivered when
	// its queues were empty.
	var errorSpans, twice, unexplained, others, sampled int
	backend.mu.Lock()
	defer backend.mu.Unlock()
	for number, arrivals := range backend.arrivals {
		switch {
		case number.isError():
			errorSpans++
		case number.inFailingTrace():
			others++
		default:
			sampled++
		}
		if len(arrivals) > 1 {
			twice++
			if !load.resent[number] && arrivals[0].Before(settled) {
				unexplained++
			}
		}
	}
	assert.Zero(t, unexplained, "spans that arrived twice though they were not on their way at the kill")
	fmt.Printf("%d spans at %d/s, NUM_TRACES=50, SIGKILL at half: %d of %d error spans arrived, %d spans twice, %d sent again by their sender; "+
		"of the context %.0f traces were evicted undecided before the kill, %d other spans of traces with an error and %d of traces without one arrived\n",
		spans, gatewayRate, errorSpans, spans/spansPerTrace/failingShare, twice, len(load.resent), evicted, others, sampled)
	withoutError := float64(spans / spansPerTrace * (failingShare - 1) / failingShare)
	assert.LessOrEqual(t, float64(sampled)/spansPerTrace, withoutError*0.01+5*math.Sqrt(withoutError*0.01),
		"more than 1%% of the traces without an error were kept")
}

// queuesAreEmpty returns an error while the gateway has spans to send.
func queuesAreEmpty(layout stack.Layout) func(context.Context) error {
	return noneLeft(layout, "spans in queues", "otelcol_exporter_queue_size")
}

// noneLeft returns an error while a metric of the gateway is not zero.
func noneLeft(layout stack.Layout, what, metric string) func(context.Context) error {
	return func(ctx context.Context) error {
		page, err := metricspage.Get(ctx, "http://"+layout.Telemetry+"/metrics")
		if err != nil {
			return err
		}
		return wanted(what, 0.0, page.Sum(metric, nil))
	}
}

// TestGatewaySlowTraces takes the comment signs from the policy of slow traces: such a trace is kept then,
// and no other.
func TestGatewaySlowTraces(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root(), "configs", "gateway.yaml"))
	require.NoError(t, err)
	const comment = "      # "
	_, after, found := strings.Cut(string(text), comment+"- name: slow\n")
	require.True(t, found)
	block := []string{"- name: slow"}
	for line := range strings.Lines(after) {
		if !strings.HasPrefix(line, comment) {
			break
		}
		block = append(block, strings.TrimSuffix(strings.TrimPrefix(line, comment), "\n"))
	}
	commented := comment + strings.Join(block, "\n"+comment)
	require.Contains(t, string(text), commented)
	config := filepath.Join(t.TempDir(), "gateway.yaml")
	require.NoError(t, os.WriteFile(config, []byte(strings.Replace(string(text), commented, "      "+strings.Join(block, "\n      "), 1)), 0o600))

	layout := newLayout(t)
	backend := startCountingBackend(t)
	part := gateway(layout, backend, "DECISION_WAIT=1s", "SAMPLING_PERCENTAGE=0")
	part.Command = []string{part.Command[0], "--config", config}
	run(t, part)

	traces := ptrace.NewTraces()
	resource := traces.ResourceSpans().AppendEmpty()
	resource.Resource().Attributes().PutStr("service.name", "slow")
	spans := resource.ScopeSpans().AppendEmpty().Spans()
	const slow, fast = spanNumber(spansPerTrace), spanNumber(2 * spansPerTrace) // of traces without an error
	for _, number := range []spanNumber{slow, fast} {
		number.put(spans.AppendEmpty())
	}
	spans.At(0).SetEndTimestamp(pcommon.NewTimestampFromTime(spans.At(0).StartTimestamp().AsTime().Add(3 * time.Second)))
	body, err := ptraceotlp.NewExportRequestFromTraces(traces).MarshalProto()
	require.NoError(t, err)
	require.NoError(t, post(t.Context(), "http://"+layout.OTLPHTTP+"/v1/traces", body))
	eventually(t, func(context.Context) error {
		backend.mu.Lock()
		defer backend.mu.Unlock()
		return wanted("slow spans", 1, len(backend.arrivals[slow]))
	})
	eventually(t, samplerIsEmpty(layout))
	eventually(t, queuesAreEmpty(layout))
	backend.mu.Lock()
	defer backend.mu.Unlock()
	assert.Empty(t, backend.arrivals[fast])
}
