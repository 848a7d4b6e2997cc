// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/plog"
)

// jsonFile is what Docker's log driver json-file writes for what a container printed, which it cuts into
// entries at newlines and after 16 KiB.
func jsonFile(t *testing.T, printed string, attrs map[string]string) []byte {
	t.Helper()
	const longest = 16 << 10
	var file []byte
	for line := range strings.Lines(printed) {
		for line != "" {
			part := line[:min(len(line), longest)]
			line = line[len(part):]
			entry, err := json.Marshal(map[string]any{"log": part, "stream": "stdout", "attrs": attrs, "time": "2026-03-01T10:00:00.123456789Z"})
			require.NoError(t, err)
			file = append(append(file, entry...), '\n')
		}
	}
	return file
}

// containerRecords are the log records that arrived, by container.name and service.name of their resource.
func (g *sink) containerRecords(t *testing.T) map[string][]plog.LogRecord {
	t.Helper()
	g.mu.Lock()
	decoder := json.NewDecoder(strings.NewReader(g.all.String()))
	g.mu.Unlock()
	found := map[string][]plog.LogRecord{}
	for {
		var request json.RawMessage
		err := decoder.Decode(&request)
		if errors.Is(err, io.EOF) {
			return found
		}
		require.NoError(t, err)
		if !strings.HasPrefix(string(request), `{"resourceLogs"`) {
			continue
		}
		logs, err := (&plog.JSONUnmarshaler{}).UnmarshalLogs(request)
		require.NoError(t, err)
		for _, resource := range logs.ResourceLogs().All() {
			of := text(resource.Resource().Attributes(), "container.name") + " of " + text(resource.Resource().Attributes(), "service.name")
			for _, scope := range resource.ScopeLogs().All() {
				for _, lr := range scope.LogRecords().All() {
					found[of] = append(found[of], lr)
				}
			}
		}
	}
}

// TestAgentReadsContainers lets an agent read what Docker writes of the output of containers.
func TestAgentReadsContainers(t *testing.T) {
	layout := newLayout(t)
	folder := filepath.Join(layout.Data, "docker", "containers")
	container := func(name, service, printed string) {
		var attrs map[string]string
		if service != "" {
			attrs = map[string]string{"tag": name, "com.docker.compose.service": service}
		}
		require.NoError(t, os.MkdirAll(filepath.Join(folder, name), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(folder, name, name+"-json.log"), jsonFile(t, printed, attrs), 0o600))
	}
	const traceID, spanID = "80f198ee56343ba864fe8b2a57d3eff7", "e457b5a2e4d86bd1"
	container("shop-orders-1", "orders", `{"timestamp":"2026-03-01T10:00:00.1Z","level":"ERROR","message":"Payment failed","service":"orders",`+
		`"trace_id":"`+traceID+`","span_id":"`+spanID+`","user_id":7,`+
		`"stack_trace":"goroutine 1 [running]:\nmain.pay(0x1)\n\t/srv/shop/pay.go:12 +0x1d\n"}`+"\n"+
		`{"severity":"warning","msg":"Slow"}`+"\n{}\n{\"level\":\n")
	container("shop-web-1", "web", "2026-03-01 10:00:02,123 ERROR shop.orders order failed\nTraceback (most recent call last):\n"+
		"  File \"/srv/shop/orders.py\", line 12, in place\n    raise ZeroDivisionError\nZeroDivisionError\n2026-03-01 10:00:03,000 INFO shop.orders stopped\n")
	long := strings.Repeat("all work and no play ", 2000)
	container("shop-batch-1", "batch", long+"\n")
	container("shop-prometheus-1", "prometheus", "time=2026-03-01T10:00:00Z level=WARN source=main.go:1 msg=\"low on space\"\n")
	container("shop-collector-1", "collector", "2026-03-01T10:00:00.000Z\tinfo\tservice/service.go:1\tEverything is ready.\t{}\n")
	container("stranger", "", "printed by a stranger\n")

	g := newSink(t)
	part := agent(layout, []string{g.address}, "agent.d/docker.yaml")
	run(t, part, "LOG_FILES="+filepath.Join(folder, "*", "*-json.log"))

	records := map[string][]plog.LogRecord{}
	eventually(t, func(context.Context) error {
		records = g.containerRecords(t)
		n := 0
		var bodies strings.Builder
		for name, of := range records {
			n += len(of)
			for _, r := range of {
				fmt.Fprintf(&bodies, "\n%s: %.80q", name, r.Body().AsString())
			}
		}
		return wanted("records"+bodies.String(), 9, n)
	})

	orders := records["shop-orders-1 of orders"]
	require.Len(t, orders, 4)
	first := orders[0]
	assert.Equal(t, "Payment failed", first.Body().AsString())
	assert.Equal(t, plog.SeverityNumberError, first.SeverityNumber())
	assert.Equal(t, traceID, first.TraceID().String())
	assert.Equal(t, spanID, first.SpanID().String())
	assert.Equal(t, "7", text(first.Attributes(), "user_id"))
	assert.Equal(t, "/srv/shop/pay.go", text(first.Attributes(), "code.file.path"))
	assert.Equal(t, "12", text(first.Attributes(), "code.line.number"))
	assert.Equal(t, "2026-03-01 10:00:00.123 +0000 UTC", first.Timestamp().AsTime().Truncate(1e6).String())
	for _, name := range []string{"message", "level", "trace_id", "service", "timestamp", "attrs", "time"} {
		assert.Empty(t, text(first.Attributes(), name), name)
	}
	assert.Equal(t, "Slow", orders[1].Body().AsString())
	assert.Equal(t, plog.SeverityNumberWarn, orders[1].SeverityNumber())
	assert.Equal(t, "{}", orders[2].Body().AsString())
	assert.Equal(t, `{"level":`, orders[3].Body().AsString())

	web := records["shop-web-1 of web"]
	require.Len(t, web, 2, "a line with its traceback, and another")
	assert.Equal(t, "/srv/shop/orders.py", text(web[0].Attributes(), "code.file.path"))
	assert.NotContains(t, web[0].Body().AsString(), "\n\n")

	batch := records["shop-batch-1 of batch"]
	require.Len(t, batch, 1)
	assert.Equal(t, long, batch[0].Body().AsString())

	require.Len(t, records["shop-prometheus-1 of prometheus"], 1)
	assert.Equal(t, plog.SeverityNumberWarn, records["shop-prometheus-1 of prometheus"][0].SeverityNumber())
	require.Len(t, records["shop-collector-1 of collector"], 1)
	assert.Equal(t, plog.SeverityNumberInfo, records["shop-collector-1 of collector"][0].SeverityNumber())
	assert.NotContains(t, g.all.String(), "stranger")
}
