// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/faultline-otel/faultline/internal/stack"
)

// agent is the collector with configs/agent.yaml and what is laid over it, in front of gateways. It waits longer
// than usual for the rest of a stack trace and for answers: on a busy machine it may be held up in between, and
// would cut the trace or send again.
func agent(layout stack.Layout, gateways []string, overlays ...string) stack.Part {
	part := layout.Collector(append([]string{"agent.yaml"}, overlays...)...)
	part.Name = "agent"
	part.Command = append(part.Command,
		"--set=exporters::load_balancing::protocol::otlp::timeout=60s", "--set=exporters::load_balancing/metrics::protocol::otlp::timeout=60s")
	part.Env = append(part.Env, "GATEWAY_HOSTS="+strings.Join(gateways, ","),
		"LOG_FILES="+filepath.Join(layout.Data, "logs", "*.log"), "LOG_START_AT=beginning", "LOG_FLUSH_PERIOD=5s", "HOST_METRICS_INTERVAL=1s")
	return part
}

// TestAgentJoinsStackTraces lets an agent read a file with the stack traces of several languages, with
// and without a line that announces them.
func TestAgentJoinsStackTraces(t *testing.T) {
	layout := newLayout(t)
	g := newSink(t)
	lines, err := os.ReadFile(filepath.Join("testdata", "agent-errors.log"))
	require.NoError(t, err)
	file := filepath.Join(layout.Data, "logs", "shop.log")
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(t, os.WriteFile(file, lines, 0o600))
	run(t, agent(layout, []string{g.address}))

	type located struct{ begins, at, function, exception string }
	want := []located{
		{"panic: runtime error", "/srv/shop/orders.go:118", "main.(*orders).calculateTotal", "runtime.Error"},
		{"Traceback (most", "/srv/shop/app.py:52", "pay", "shop.payments.PaymentError"},
		{"java.lang.IllegalState", "Database.java:19", "com.example.shop.Database.open", "java.lang.IllegalStateException"},
		{`Exception in thread "main"`, "Main.java:9", "com.example.shop.Main.divide", "java.lang.ArithmeticException"},
		{"2026-03-01 10:00:02,123 ERROR shop.orders order failed\nTraceback", "/srv/shop/orders.py:12", "place", "ZeroDivisionError"},
		{"2026-03-01 10:00:03.456 ERROR [main] c.e.shop.Orders - order failed\njava", "Orders.java:44", "com.example.shop.Orders.find", "java.lang.IllegalArgumentException"},
		{`{"level":"error"`, "/srv/shop/price.js:7", "price", "Error"},
	}
	others := []string{"listening on :8080", "signed in", "slow request", "stopped"}

	eventually(t, func(context.Context) error {
		g.mu.Lock()
		defer g.mu.Unlock()
		var bodies []string
		for _, r := range g.records {
			bodies = append(bodies, fmt.Sprintf("%q", r.Body().AsString()))
		}
		return wanted("records "+strings.Join(bodies, "\n"), len(want)+len(others), len(g.records))
	})
	eventually(t, func(context.Context) error {
		g.mu.Lock()
		defer g.mu.Unlock()
		return wanted("system.cpu.time, system.memory.usage", true, g.metrics["system.cpu.time"] && g.metrics["system.memory.usage"])
	})
	g.mu.Lock()
	defer g.mu.Unlock()
	var got []located
	for _, r := range g.records {
		body := r.Body().AsString()
		attributes := r.Attributes()
		if at := text(attributes, "code.file.path"); at != "" {
			got = append(got, located{body, at + ":" + text(attributes, "code.line.number"), text(attributes, "code.function.name"), text(attributes, "exception.type")})
			assert.Equal(t, plog.SeverityNumberError, r.SeverityNumber(), body)
		} else {
			i := slices.IndexFunc(others, func(end string) bool { return strings.HasSuffix(body, end) })
			require.GreaterOrEqual(t, i, 0, body)
			others = slices.Delete(others, i, i+1)
			assert.Equal(t, plog.SeverityNumberUnspecified, r.SeverityNumber(), body)
		}
		assert.Equal(t, file, text(attributes, "log.file.path"))
		assert.NotEmpty(t, r.service, "host.name of the resource")
	}
	for _, w := range want {
		i := slices.IndexFunc(got, func(l located) bool {
			return strings.HasPrefix(l.begins, w.begins) && l.at == w.at && l.function == w.function && l.exception == w.exception
		})
		assert.GreaterOrEqual(t, i, 0, "no record %+v in %+v", w, got)
	}
	all := g.all.String()
	for _, personal := range []string{"alice@", "bob@", "carol@", "dave@", "hunter2secret"} {
		assert.NotContains(t, all, personal)
	}
}

// TestAgentReadsPods lets an agent read the log file of a container, as the runtimes of Kubernetes
// write it: each line with its time and stream, a long one in two parts. The trace in it is one record, and
// the pod is known from the path.
func TestAgentReadsPods(t *testing.T) {
	layout := newLayout(t)
	g := newSink(t)
	lines := []string{
		"F listening on :8080",
		"F Traceback (most recent call last):",
		`F   File "/srv/shop/orders.py", line 12, in place`,
		"P     total = price / co",
		"F unt",
		"F ZeroDivisionError: division by zero for frank@example.com",
		"F stopped",
	}
	var content strings.Builder
	for i, line := range lines {
		fmt.Fprintf(&content, "2026-03-01T10:00:0%d.123456789Z stderr %s\n", i, line)
	}
	pods := filepath.Join(layout.Data, "var", "log", "pods")
	file := filepath.Join(pods, "shop_orders-7d9f_1b4e28ba-2fa1-11d2-883f-0016d3cca427", "app", "0.log")
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(t, os.WriteFile(file, []byte(content.String()), 0o600))
	part := agent(layout, []string{g.address})
	part.Env = append(part.Env, "LOG_FILES="+filepath.Join(pods, "*", "*", "*.log"))
	run(t, part)

	eventually(t, func(context.Context) error {
		g.mu.Lock()
		defer g.mu.Unlock()
		return wanted("records", 3, len(g.records))
	})
	g.mu.Lock()
	defer g.mu.Unlock()
	i := slices.IndexFunc(g.records, func(r record) bool { return text(r.Attributes(), "code.line.number") == "12" })
	require.GreaterOrEqual(t, i, 0, g.all.String())
	assert.Contains(t, g.records[i].Body().AsString(), "    total = price / count\nZeroDivisionError: division by zero")
	assert.Equal(t, "stderr", text(g.records[i].Attributes(), "log.iostream"))
	assert.Contains(t, g.all.String(), `{"key":"k8s.pod.name","value":{"stringValue":"orders-7d9f"}}`)
	assert.NotContains(t, g.all.String(), "frank@")
}

// TestAgentRoutesByTrace sends spans of one trace in several requests to two agents, which bring them
// together at one of two gateways.
func TestAgentRoutesByTrace(t *testing.T) {
	a, b := newSink(t), newSink(t)
	hosts := []string{a.address, b.address}
	var agents []stack.Layout
	for range 2 {
		layout := newLayout(t)
		run(t, agent(layout, hosts))
		agents = append(agents, layout)
	}
	const traces = 400
	for i, layout := range agents {
		require.NoError(t, sendErrors(t.Context(), layout, traces, fmt.Sprintf("part %d of erin@example.com", i)))
	}
	eventually(t, func(context.Context) error {
		return wanted("spans", 2*traces, a.total()+b.total())
	})
	assert.Greater(t, len(a.spans), traces/4)
	assert.Greater(t, len(b.spans), traces/4)
	for _, g := range []*sink{a, b} {
		for id, names := range g.spans {
			assert.Len(t, names, len(agents), "spans of trace %s", id)
		}
		assert.NotContains(t, g.all.String(), "erin@")
	}
}

// TestAgentOutage kills an agent while one of two gateways is down: when both are back, every span is
// there, and those of the other gateway are there once.
func TestAgentOutage(t *testing.T) {
	layout := newLayout(t)
	up := newSink(t)
	var downAddress string
	require.NoError(t, stack.FreePorts(&downAddress))
	hosts := []string{up.address, downAddress}

	process, err := stack.Start(agent(layout, hosts))
	require.NoError(t, err)
	require.NoError(t, process.WaitReady(t.Context()))
	const batches, traces = 20, 100
	for i := range batches {
		require.NoError(t, sendErrors(t.Context(), layout, traces, fmt.Sprint("batch ", i)))
	}
	require.NoError(t, process.Kill())

	run(t, agent(layout, hosts))
	down := &sink{address: downAddress}
	listener, err := net.Listen("tcp", downAddress)
	require.NoError(t, err)
	down.serve(t, listener)
	eventually(t, func(context.Context) error {
		return wanted("spans", batches*traces, up.distinct()+down.distinct())
	})
	assert.Less(t, up.total(), 2*up.distinct()+1, "at most what was under way at the kill is there twice")
	assert.Equal(t, down.distinct(), down.total())
}
