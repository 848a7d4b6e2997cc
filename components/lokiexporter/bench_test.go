// SPDX-License-Identifier: Apache-2.0

package lokiexporter

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/exporter/exportertest"
	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/faultline-otel/faultline/components/lokiexporter/internal/metadata"
)

// benchLogs returns the records of some services, as SDKs write them.
func benchLogs(b *testing.B, records int) plog.Logs {
	b.Helper()
	logs := plog.NewLogs()
	const services = 5
	for s := range services {
		rl := logs.ResourceLogs().AppendEmpty()
		require.NoError(b, rl.Resource().Attributes().FromRaw(map[string]any{
			"service.name": "service-" + strconv.Itoa(s), "service.namespace": "shop", "service.instance.id": "instance-1",
			"service.version": "1.4.2", "deployment.environment.name": "production", "host.name": "node-7", "telemetry.sdk.language": "go",
		}))
		sl := rl.ScopeLogs().AppendEmpty()
		sl.Scope().SetName("example.com/shop/orders")
		for i := range records / services {
			log := sl.LogRecords().AppendEmpty()
			log.SetTimestamp(1e18)
			log.SetSeverityNumber(plog.SeverityNumberInfo)
			log.SetSeverityText("INFO")
			if i%10 == 0 {
				log.SetSeverityNumber(plog.SeverityNumberError)
				log.SetSeverityText("ERROR")
			}
			log.SetTraceID([16]byte{1, byte(i)})
			log.SetSpanID([8]byte{2, byte(i)})
			log.Body().SetStr("order was placed and the payment was taken from the customer's account")
			require.NoError(b, log.Attributes().FromRaw(map[string]any{
				"http.route": "/orders/{id}", "http.response.status_code": 201, "order.id": i, "code.function.name": "shop/orders.Place",
			}))
		}
	}
	return logs
}

// benchBytes returns the bytes of the lines that are made of logs.
func benchBytes(c *converter) int64 {
	n := 0
	for _, t := range c.tenants {
		for _, s := range t.streams {
			for _, e := range s.entries {
				n += len(e.Line)
			}
		}
	}
	return int64(n)
}

// BenchmarkConvert is the way of 1000 records into requests, but for compression and HTTP.
func BenchmarkConvert(b *testing.B) {
	logs := benchLogs(b, 1000)
	for name, change := range map[string]func(c *Config){
		"json":     func(*Config) {},
		"logfmt":   func(c *Config) { c.Line.Format = formatLogfmt },
		"raw":      rawLines,
		"template": func(c *Config) { c.Line.Template = "{severity_text} {body} trace_id={trace_id}" },
		"fields": func(c *Config) {
			c.Line.Fields = map[string]string{"message": "body", "trace_id": "trace_id", "order": "attribute.order.id"}
		},
		"labels": func(c *Config) {
			c.Labels = map[string]string{"service": "resource.service.name", "route": "attribute.http.route"}
			c.StructuredMetadata = map[string]string{"trace_id": "trace_id", "span_id": "span_id"}
		},
	} {
		b.Run(name, func(b *testing.B) {
			cfg := testConfig(change)
			b.SetBytes(benchBytes(convertLogs(b, cfg, logs)))
			b.ReportAllocs()
			for b.Loop() {
				requests(convertLogs(b, cfg, logs).tenants, cfg.Limits.RequestBytes)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/record")
		})
	}
}

// BenchmarkPush is all of the way of 1000 records to a server that does nothing with them.
func BenchmarkPush(b *testing.B) {
	logs := benchLogs(b, 1000)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	defer server.Close()
	cfg := testConfig(direct)
	cfg.ClientConfig.Endpoint = server.URL
	e, err := NewFactory().CreateLogs(b.Context(), exportertest.NewNopSettings(metadata.Type), cfg)
	require.NoError(b, err)
	require.NoError(b, e.Start(b.Context(), componenttest.NewNopHost()))
	b.SetBytes(benchBytes(convertLogs(b, cfg, logs)))
	b.ReportAllocs()
	for b.Loop() {
		if err := e.ConsumeLogs(b.Context(), logs); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/record")
	require.NoError(b, e.Shutdown(b.Context()))
}
