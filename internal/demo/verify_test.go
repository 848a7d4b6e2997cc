// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/faultline-otel/faultline/internal/stack"
)

// fakeStack answers as a collector that has decided about 201 traces, and as services that each ended
// as many spans as the page says. The context ends when the collector is asked for its metrics a second
// time: what waits for it to settle has then looked at everything once.
func fakeStack(t *testing.T, calls, ended int, page string) (context.Context, stack.Layout) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	answer := func(handler http.HandlerFunc) string {
		server := httptest.NewServer(handler)
		t.Cleanup(server.Close)
		return strings.TrimPrefix(server.URL, "http://")
	}
	serve := func(body string) string {
		return answer(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) })
	}
	var asked atomic.Int32
	var red strings.Builder
	for _, service := range []string{"api-gateway", "order-service", "user-service"} {
		fmt.Fprintf(&red, "traces_span_metrics_calls_total{service_name=%q} %d\n", service, calls)
	}
	debug := serve(fmt.Sprintf(`{"spans_ended": %d}`, ended))
	return ctx, stack.Layout{
		Root: "/clone", Data: t.TempDir(), Run: t.TempDir(),
		Addresses: stack.Addresses{
			Telemetry: answer(func(w http.ResponseWriter, _ *http.Request) {
				if asked.Add(1) == 2 {
					cancel()
				}
				_, _ = w.Write([]byte(`otelcol_processor_tail_sampling_global_count_traces_sampled{sampled="true"} 201
otelcol_receiver_accepted_spans 1234567
otelcol_processor_redact_matches{detector="email"} 3
` + page))
			}),
			Prometheus:      serve(red.String()),
			APIGatewayDebug: debug, UserDebug: debug, OrderDebug: debug,
		},
	}
}

func writeData(t *testing.T, layout stack.Layout, name string, lines ...[]byte) {
	t.Helper()
	var text []byte
	for _, line := range lines {
		text = append(append(text, line...), '\n')
	}
	require.NoError(t, os.WriteFile(filepath.Join(layout.Data, name), text, 0o600))
}

func verify(ctx context.Context, t *testing.T, layout stack.Layout, requests int, failed ...string) string {
	t.Helper()
	w := NewWatch(layout)
	t.Cleanup(func() { assert.NoError(t, w.Close()) })
	promises, err := w.Verify(ctx, Load{Requests: requests, Failed: failed}, []string{"leaked@example.com"})
	require.NoError(t, err)
	var b strings.Builder
	for _, promise := range promises {
		fmt.Fprintln(&b, promise)
	}
	return b.String()
}

func TestVerifyKept(t *testing.T) {
	ctx, layout := fakeStack(t, 10, 10, "")
	writeData(t, layout, "traces.json", traceLine(t, 1, ptrace.StatusCodeError), traceLine(t, 2, ptrace.StatusCodeUnset))
	writeData(t, layout, "logs.json", logLine(t, plog.SeverityNumberError, located("/clone/a.go", 7, "m")))

	assert.Equal(t, `ok    every failed request is kept: 1 of 1
ok    one in a hundred of the others is kept: 1 of 200, of 201 requests in all
ok    the RED metrics count every span: api-gateway 10 of 10, order-service 10 of 10, user-service 10 of 10
ok    every logged stack trace names the line that raised the error: 1 of 1
ok    nothing that the services leak comes out: 1 values looked for, none found
`, verify(ctx, t, layout, 201, "00000000000000000000000000000001"))
}

func TestVerifyBroken(t *testing.T) {
	ctx, layout := fakeStack(t, 9, 10, "# leaked@example.com\n")
	var sampled [][]byte
	for id := range byte(100) {
		sampled = append(sampled, traceLine(t, id+10, ptrace.StatusCodeUnset))
	}
	writeData(t, layout, "traces.json", sampled...)
	writeData(t, layout, "logs.json", logLine(t, plog.SeverityNumberError, map[string]any{"stack_trace": "leaked@example.com"}))

	assert.Equal(t, fmt.Sprintf(`FAIL  every failed request is kept: 0 of 1
FAIL  one in a hundred of the others is kept: 100 of 201, of 201 requests in all
FAIL  the RED metrics count every span: api-gateway 9 of 10, order-service 9 of 10, user-service 9 of 10
FAIL  every logged stack trace names the line that raised the error: 0 of 1
FAIL  nothing that the services leak comes out: found in %s, %s/metrics
`, filepath.Join(layout.Data, "logs.json"), layout.Telemetry), verify(ctx, t, layout, 201, "00000000000000000000000000000001"))
}

func TestVerifyUndecided(t *testing.T) {
	ctx, layout := fakeStack(t, 10, 10, "")
	writeData(t, layout, "traces.json", traceLine(t, 2, ptrace.StatusCodeUnset))
	assert.Contains(t, verify(ctx, t, layout, 202), "FAIL  one in a hundred of the others is kept: 1 of 201, of 202 requests in all")
}

func TestChance(t *testing.T) {
	for _, test := range []struct {
		succeed, n, probability float64
		least, most             float64
	}{
		{0, 0, 0.01, 1, 1},
		{10, 1000, 0.01, 1, 1},
		{0, 1000, 0.01, 4e-5, 5e-5}, // 0.99^1000, and the bound is no better
		{24, 1000, 0.01, 1e-5, 1e-2},
		{100, 1000, 0.01, 0, 1e-50},
		{1000, 1000, 1, 1, 1},
		{2, 1, 0.01, 0, 0},
	} {
		got := chance(test.succeed, test.n, test.probability)
		assert.GreaterOrEqual(t, got, test.least, "%+v", test)
		assert.LessOrEqual(t, got, test.most, "%+v", test)
	}
}

func TestReport(t *testing.T) {
	ctx, layout := fakeStack(t, 1, 1, "")
	writeData(t, layout, "logs.json", logLine(t, plog.SeverityNumberError, located("/clone/services/order-service/orders.go", 57, "Payment gateway timeout")))
	w := NewWatch(layout)
	t.Cleanup(func() { assert.NoError(t, w.Close()) })
	assert.Equal(t, "no metrics from the collector yet\n", w.Report(0))

	require.NoError(t, w.Update(ctx))
	assert.Equal(t, `01:05  in: 1,234,567 spans, 0 logs   traces kept: 0 with errors, 0 sampled of 201 without
       redacted: email 3
       newest errors:
         services/order-service/orders.go:57  main.f  Payment gateway timeout  trace 00000000000000000000000000000001
`, w.Report(65*time.Second))
}
