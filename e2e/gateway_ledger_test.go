// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/faultline-otel/faultline/internal/metricspage"
	"github.com/faultline-otel/faultline/internal/stack"
)

// TestGatewayLedger loses spans in each way in which a gateway can, each in a gateway of its own: the
// ledger of deploy/prometheus says how many there, and zero for all other ways.
func TestGatewayLedger(t *testing.T) {
	refusing := startCountingBackend(t)
	refusing.refuses = status.Error(codes.InvalidArgument, "no such tenant")
	taking := startCountingBackend(t)
	down := new(countingBackend)
	freeAddresses(t, &down.address)

	failingPolicy := filepath.Join(t.TempDir(), "policy.yaml")
	require.NoError(t, os.WriteFile(failingPolicy, []byte(`
processors:
  tail_sampling:
    policies:
      - name: failing
        type: ottl_condition
        ottl_condition: {error_mode: propagate, span: ['ParseJSON("{")["key"] == 1']}
`), 0o600))

	// Started anew when it is killed: a gateway for the reason killed.
	var killed func()
	type loss struct {
		reason     string
		percentage string // of the traces without an error that are kept
		backend    *countingBackend
		args       []string
		lose       func(t *testing.T, url, telemetry string) (lost int)
	}
	var layouts []stack.Layout
	losses := []loss{
		{
			"refused", "100", down,
			[]string{"--set=exporters::otlp_grpc/jaeger_errors::sending_queue::queue_size=1000"},
			func(t *testing.T, url, _ string) int {
				t.Helper()
				require.NoError(t, sendTraces(t, url, 1, 1000, true))
				require.ErrorIs(t, sendTraces(t, url, 2, 7, true), errRefused)
				return 7
			},
		},
		{
			"queue_full", "100", down,
			[]string{"--set=exporters::otlp_grpc/jaeger::sending_queue::queue_size=1000"},
			func(t *testing.T, url, _ string) int {
				t.Helper()
				require.NoError(t, sendTraces(t, url, 1, 1003, false))
				return 3
			},
		},
		{
			"backend_refused", "100", refusing, nil,
			func(t *testing.T, url, _ string) int {
				t.Helper()
				require.NoError(t, sendTraces(t, url, 1, 4, true))
				require.NoError(t, sendTraces(t, url, 2, 2, false))
				return 6
			},
		},
		{
			"sampler_full", "100", taking,
			[]string{"--set=processors::tail_sampling::num_traces=5", "--set=processors::tail_sampling::decision_wait=5s"},
			func(t *testing.T, url, _ string) int {
				t.Helper()
				require.NoError(t, sendTraces(t, url, 1, 12, false))
				return 7
			},
		},
		{
			"trace_too_large", "100", taking,
			[]string{"--set=processors::tail_sampling::maximum_trace_size_bytes=10"},
			func(t *testing.T, url, _ string) int {
				t.Helper()
				require.NoError(t, sendTraces(t, url, 1, 3, false))
				return 3
			},
		},
		{
			"late", "0", taking, nil,
			func(t *testing.T, url, telemetry string) int {
				t.Helper()
				require.NoError(t, sendTraces(t, url, 1, 5, false))
				eventually(t, func(ctx context.Context) error {
					page, err := metricspage.Get(ctx, "http://"+telemetry+"/metrics")
					if err != nil {
						return err
					}
					return wanted("decided", 5.0, page.Sum("otelcol_processor_tail_sampling_global_count_traces_sampled", nil))
				})
				require.NoError(t, sendTraces(t, url, 1, 5, true))
				return 5
			},
		},
		{
			"killed", "100", taking,
			[]string{"--set=processors::tail_sampling::decision_wait=1h", "--set=connectors::error_spans::undecided::wait=1h"},
			func(t *testing.T, url, telemetry string) int {
				t.Helper()
				require.NoError(t, sendTraces(t, url, 1, 9, false))
				eventually(t, func(ctx context.Context) error {
					page, err := metricspage.Get(ctx, "http://"+telemetry+"/metrics")
					if err != nil {
						return err
					}
					return wanted("undecided", 9.0, page.Sum("otelcol_connector_error_spans_undecided", nil))
				})
				killed()
				return 9
			},
		},
		{
			"policy_failed", "100", taking,
			[]string{"--config", failingPolicy},
			func(t *testing.T, url, _ string) int {
				t.Helper()
				require.NoError(t, sendTraces(t, url, 1, 2, false))
				return 2
			},
		},
	}
	for _, l := range losses {
		layout := newLayout(t)
		layouts = append(layouts, layout)
		part := gateway(layout, l.backend, "DECISION_WAIT=1s", "SAMPLING_PERCENTAGE="+l.percentage)
		part.Command = append(part.Command, l.args...)
		part.Name = "gateway, " + l.reason
		if l.reason != "killed" {
			run(t, part)
			continue
		}
		process := start(t, part)
		killed = func() {
			require.NoError(t, process.Kill())
			run(t, part)
		}
	}
	b := newBackends(t, layouts[0])
	run(t, b.prometheusOf(t, layouts))
	counts := func(ctx context.Context, instance string) (map[string]float64, error) {
		samples, err := b.promQL(ctx, fmt.Sprintf(`faultline_lost_total{instance=%q}`, instance))
		found := map[string]float64{}
		for _, s := range samples {
			found[s.labels["reason"]] = s.value
		}
		return found, err
	}
	for i, l := range losses {
		t.Run(l.reason, func(t *testing.T) {
			want := map[string]float64{}
			for _, other := range losses {
				want[other.reason] = 0
			}
			eventually(t, func(ctx context.Context) error {
				found, err := counts(ctx, layouts[i].Telemetry)
				return errors.Join(err, wanted("before", fmt.Sprint(want), fmt.Sprint(found)))
			})
			want[l.reason] = float64(l.lose(t, "http://"+layouts[i].OTLPHTTP, layouts[i].Telemetry))
			eventually(t, func(ctx context.Context) error {
				found, err := counts(ctx, layouts[i].Telemetry)
				return errors.Join(err, wanted("lost", fmt.Sprint(want), fmt.Sprint(found)))
			})
		})
	}

	documented, err := os.ReadFile(filepath.Join(root(), "docs", "ledger.md"))
	require.NoError(t, err)
	for _, l := range losses {
		require.Contains(t, string(documented), "`"+l.reason+"`")
	}
}

// sendTraces sends a request of n traces with one span each. The same batch number makes the same trace ids.
func sendTraces(t *testing.T, url string, batch, n int, failing bool) error {
	t.Helper()
	traces := ptrace.NewTraces()
	resource := traces.ResourceSpans().AppendEmpty()
	resource.Resource().Attributes().PutStr("service.name", "ledger")
	scope := resource.ScopeSpans().AppendEmpty()
	for i := range n {
		span := scope.Spans().AppendEmpty()
		span.SetName("GET /ledger")
		span.SetTraceID(pcommon.TraceID{0: byte(batch), 14: byte(i >> 8), 15: byte(i)})
		span.SetSpanID(pcommon.SpanID{0: byte(batch), 6: byte(i >> 8), 7: byte(i)})
		if failing {
			span.Status().SetCode(ptrace.StatusCodeError)
		}
	}
	body, err := ptraceotlp.NewExportRequestFromTraces(traces).MarshalProto()
	require.NoError(t, err)
	return post(t.Context(), url+"/v1/traces", body)
}
