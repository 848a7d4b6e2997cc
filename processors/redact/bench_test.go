// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

const batchSize = 1000

// logBatch returns log records of about 500 bytes of text each. One in hit has an address in its body;
// none if hit is zero.
func logBatch(hit int) plog.Logs {
	ld := plog.NewLogs()
	resource := ld.ResourceLogs().AppendEmpty()
	resource.Resource().Attributes().PutStr("service.name", "orders")
	records := resource.ScopeLogs().AppendEmpty().LogRecords()
	for i := range batchSize {
		record := records.AppendEmpty()
		user := "user 84213"
		if hit > 0 && i%hit == 0 {
			user = "ann@example.com"
		}
		record.Body().SetStr("2025-11-23T06:00:00.123Z INFO [worker-7] c.e.orders.OrderService - order 84213 of " + user +
			" created for tenant blue in 12 ms with 3 items; the payment gateway answered in time and the order was sent to the " +
			"warehouse in region eu-west-1, where the next pick list starts at 06:15 and the parcel leaves the house before noon")
		record.SetSeverityText("INFO")
		a := record.Attributes()
		a.PutStr("log.logger", "com.example.orders.OrderService")
		a.PutStr("thread.name", "worker-7")
		a.PutStr("http.request.method", "POST")
		a.PutStr("http.route", "/orders/{id}/items")
		a.PutStr("order.id", "9f1c2d3e-4b5a-4c6d-8e7f-0a1b2c3d4e5f")
		a.PutInt("order.items", 3)
		a.PutStr("tenant", "blue")
		a.PutStr("k8s.pod.name", "orders-7d9c5b6f4-x2x9p")
		a.PutDouble("duration_ms", 12.5)
		a.PutBool("retry", false)
	}
	return ld
}

// spanBatch returns spans with twelve attributes.
func spanBatch() ptrace.Traces {
	td := ptrace.NewTraces()
	resource := td.ResourceSpans().AppendEmpty()
	resource.Resource().Attributes().PutStr("service.name", "orders")
	spans := resource.ScopeSpans().AppendEmpty().Spans()
	for range batchSize {
		span := spans.AppendEmpty()
		span.SetName("POST /orders/{id}/items")
		a := span.Attributes()
		a.PutStr("http.request.method", "POST")
		a.PutStr("http.route", "/orders/{id}/items")
		a.PutStr("url.path", "/orders/84213/items")
		a.PutStr("url.scheme", "https")
		a.PutStr("server.address", "orders.example.com")
		a.PutInt("server.port", 443)
		a.PutInt("http.response.status_code", 201)
		a.PutStr("user_agent.original", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36")
		a.PutStr("network.protocol.version", "1.1")
		a.PutStr("client.address", "10.0.12.7")
		a.PutStr("order.id", "9f1c2d3e-4b5a-4c6d-8e7f-0a1b2c3d4e5f")
		a.PutStr("thread.name", "worker-7")
	}
	return td
}

// pointBatch returns data points with three attributes, so many in each metric.
func pointBatch(perMetric int) pmetric.Metrics {
	md := pmetric.NewMetrics()
	metrics := md.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics()
	var points pmetric.NumberDataPointSlice
	for i := range batchSize {
		if i%perMetric == 0 {
			points = metrics.AppendEmpty().SetEmptySum().DataPoints()
		}
		a := points.AppendEmpty().Attributes()
		a.PutStr("http.request.method", "POST")
		a.PutStr("http.route", "/orders/{id}/items")
		a.PutInt("http.response.status_code", 201)
	}
	return md
}

func BenchmarkLogs(b *testing.B) {
	for name, hit := range map[string]int{"clean": 0, "2% hits": 50} {
		b.Run(name, func(b *testing.B) {
			r := newTestRedactor(b, "logs")
			source := logBatch(hit)
			size := int64((&plog.ProtoMarshaler{}).LogsSize(source))
			b.ReportAllocs()
			b.SetBytes(size)
			ld := plog.NewLogs()
			source.CopyTo(ld)
			for b.Loop() {
				if hit > 0 {
					b.StopTimer()
					source.CopyTo(ld)
					b.StartTimer()
				}
				_, err := r.processLogs(b.Context(), ld)
				require.NoError(b, err)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/batchSize, "ns/record")
		})
	}
}

func BenchmarkSpans(b *testing.B) {
	r := newTestRedactor(b, "traces")
	td := spanBatch()
	b.ReportAllocs()
	b.SetBytes(int64((&ptrace.ProtoMarshaler{}).TracesSize(td)))
	for b.Loop() {
		_, err := r.processTraces(b.Context(), td)
		require.NoError(b, err)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/batchSize, "ns/span")
}

func BenchmarkPoints(b *testing.B) {
	for name, perMetric := range map[string]int{"one to a metric": 1, "100 to a metric": 100} {
		b.Run(name, func(b *testing.B) {
			r := newTestRedactor(b, "metrics")
			md := pointBatch(perMetric)
			b.ReportAllocs()
			b.SetBytes(int64((&pmetric.ProtoMarshaler{}).MetricsSize(md)))
			for b.Loop() {
				_, err := r.processMetrics(b.Context(), md)
				require.NoError(b, err)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/batchSize, "ns/point")
		})
	}
}

// BenchmarkDecode is the yardstick: what it costs to decode the same batches from OTLP.
func BenchmarkDecode(b *testing.B) {
	logs, err := (&plog.ProtoMarshaler{}).MarshalLogs(logBatch(0))
	require.NoError(b, err)
	spans, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(spanBatch())
	require.NoError(b, err)
	b.Run("logs", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(logs)))
		for b.Loop() {
			_, err := (&plog.ProtoUnmarshaler{}).UnmarshalLogs(logs)
			require.NoError(b, err)
		}
	})
	b.Run("spans", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(spans)))
		for b.Loop() {
			_, err := (&ptrace.ProtoUnmarshaler{}).UnmarshalTraces(spans)
			require.NoError(b, err)
		}
	})
}

// TestNoAllocations checks that a batch with nothing to redact is neither copied nor changed.
func TestNoAllocations(t *testing.T) {
	check := func(name string, process func()) {
		process() // fills the pools and the cache of keys
		// A batch may allocate what the pools lost, and with the race detector they lose at random; a record must not.
		assert.Less(t, testing.AllocsPerRun(10, process), batchSize/10.0, "%s: for %d records", name, batchSize)
	}
	ld, td, md := logBatch(0), spanBatch(), pointBatch(1)
	for _, b := range [][]byte{[]byte("plain bytes"), {0xff, 0x00}} {
		ld.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0).Attributes().PutEmptyBytes(string(b)).FromRaw(b)
	}
	before, err := (&plog.ProtoMarshaler{}).MarshalLogs(ld)
	require.NoError(t, err)
	logs, traces, metrics := newTestRedactor(t, "logs"), newTestRedactor(t, "traces"), newTestRedactor(t, "metrics")
	check("logs", func() { _, _ = logs.processLogs(t.Context(), ld) })
	check("traces", func() { _, _ = traces.processTraces(t.Context(), td) })
	check("metrics", func() { _, _ = metrics.processMetrics(t.Context(), md) })
	after, err := (&plog.ProtoMarshaler{}).MarshalLogs(ld)
	require.NoError(t, err)
	assert.Equal(t, before, after)
}
