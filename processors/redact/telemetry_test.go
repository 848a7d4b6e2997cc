// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/faultline-otel/faultline/processors/redact/internal/metadatatest"
)

func TestTelemetry(t *testing.T) {
	tel := componenttest.NewTelemetry()
	defer func() { require.NoError(t, tel.Shutdown(t.Context())) }()
	factory := NewFactory()
	settings := metadatatest.NewSettings(tel)

	logs, err := factory.CreateLogs(t.Context(), settings, factory.CreateDefaultConfig(), consumertest.NewNop())
	require.NoError(t, err)
	for range 2 { // batches
		ld := plog.NewLogs()
		records := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords()
		for range 3 {
			record := records.AppendEmpty()
			record.Body().SetStr("ann@example.com and bob@example.com") // 35 bytes
			record.Attributes().PutStr("password", "abc")               // 3 bytes
			record.Attributes().PutStr("ann@example.com", "")
		}
		require.NoError(t, logs.ConsumeLogs(t.Context(), ld))
	}

	traces, err := factory.CreateTraces(t.Context(), settings, factory.CreateDefaultConfig(), consumertest.NewNop())
	require.NoError(t, err)
	td := ptrace.NewTraces()
	span := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	span.SetName("POST /pay/4111111111111111") // 26 bytes
	require.NoError(t, traces.ConsumeTraces(t.Context(), td))

	match := func(signal, field, detector string, n int64) metricdata.DataPoint[int64] {
		return metricdata.DataPoint[int64]{Value: n, Attributes: attribute.NewSet(
			attribute.String("signal", signal), attribute.String("field", field),
			attribute.String("detector", detector), attribute.String("action", "mask"),
		)}
	}
	metadatatest.AssertEqualProcessorRedactMatches(t, tel, []metricdata.DataPoint[int64]{
		match("logs", "body", "email", 12),
		match("logs", "attributes", "password", 6),
		match("logs", "attributes", "email", 6),
		match("traces", "span_name", "card", 1),
	}, metricdatatest.IgnoreTimestamp())
	signal := func(name string, n int64) metricdata.DataPoint[int64] {
		return metricdata.DataPoint[int64]{Value: n, Attributes: attribute.NewSet(attribute.String("signal", name))}
	}
	metadatatest.AssertEqualProcessorRedactScannedBytes(t, tel, []metricdata.DataPoint[int64]{
		signal("logs", 6*(35+3)), signal("traces", 26),
	}, metricdatatest.IgnoreTimestamp())
	_, err = tel.GetMetric("otelcol_processor_redact_errors")
	require.Error(t, err, "no errors")

	require.NoError(t, logs.Shutdown(t.Context()))
	require.NoError(t, traces.Shutdown(t.Context()))
}

// TestErrorsMetric checks that values that could not be scanned are counted.
func TestErrorsMetric(t *testing.T) {
	tel := componenttest.NewTelemetry()
	defer func() { require.NoError(t, tel.Shutdown(t.Context())) }()
	r, err := newRedactor(tel.NewTelemetrySettings(), createDefaultConfig().(*Config), "logs")
	require.NoError(t, err)
	w := r.start(t.Context())
	w.scanner = brokenScanner{w.scanner}
	w.text(fieldBody, "abc")
	r.finish(t.Context(), w)
	metadatatest.AssertEqualProcessorRedactErrors(t, tel, []metricdata.DataPoint[int64]{
		{Value: 1, Attributes: attribute.NewSet(attribute.String("signal", "logs"))},
	}, metricdatatest.IgnoreTimestamp())
	require.NoError(t, r.shutdown(t.Context()))
}
