// SPDX-License-Identifier: Apache-2.0

// Package telemetrytest keeps the telemetry of a service under test in memory.
package telemetrytest

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/log"
	sdklog "go.opentelemetry.io/otel/sdk/log"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/faultline-otel/faultline/services/internal/telemetry"
)

// Recorder is the telemetry of one service and what was reported through it.
type Recorder struct {
	*telemetry.Telemetry

	tb     testing.TB
	spans  *tracetest.InMemoryExporter
	reader *sdkmetric.ManualReader
	logs   *logExporter
	lines  *lockedBuffer

	provider *sdklog.LoggerProvider
}

// New returns the telemetry of a service, which is shut down with the test.
func New(tb testing.TB, service string) *Recorder {
	tb.Helper()
	r := &Recorder{
		tb:     tb,
		spans:  tracetest.NewInMemoryExporter(),
		reader: sdkmetric.NewManualReader(),
		logs:   new(logExporter),
		lines:  new(lockedBuffer),
	}
	counter := new(telemetry.SpanCounter)
	traces := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(counter), sdktrace.WithSyncer(r.spans))
	metrics := sdkmetric.NewMeterProvider(sdkmetric.WithReader(r.reader))
	logs := sdklog.NewLoggerProvider(sdklog.WithProcessor(sdklog.NewSimpleProcessor(r.logs)))
	r.provider = logs
	r.Telemetry = &telemetry.Telemetry{
		Service:        service,
		TracerProvider: traces,
		MeterProvider:  metrics,
		Propagator:     telemetry.NewPropagator(),
		Logger:         telemetry.NewLogger(service, r.lines, logs, slog.LevelDebug),
		EndedSpans:     counter,
	}
	tb.Cleanup(func() {
		ctx := context.WithoutCancel(tb.Context())
		require.NoError(tb, traces.Shutdown(ctx))
		require.NoError(tb, metrics.Shutdown(ctx))
		require.NoError(tb, logs.Shutdown(ctx))
	})
	return r
}

// Spans returns the ended spans in the order of their ends.
func (r *Recorder) Spans() tracetest.SpanStubs { return r.spans.GetSpans() }

// Span returns the only ended span with the given name.
func (r *Recorder) Span(name string) tracetest.SpanStub {
	r.tb.Helper()
	var found []tracetest.SpanStub
	var names []string
	for _, span := range r.Spans() {
		names = append(names, span.Name)
		if span.Name == name {
			found = append(found, span)
		}
	}
	require.Len(r.tb, found, 1, "spans named %q among %q", name, names)
	return found[0]
}

// Attributes returns attributes as a map from key to value as text.
func Attributes(attributes []attribute.KeyValue) map[string]string {
	m := make(map[string]string, len(attributes))
	for _, kv := range attributes {
		m[string(kv.Key)] = kv.Value.String()
	}
	return m
}

// Lines returns the JSON lines of standard output, decoded.
func (r *Recorder) Lines() []map[string]any {
	r.tb.Helper()
	var lines []map[string]any
	for line := range strings.Lines(r.lines.String()) {
		var fields map[string]any
		require.NoError(r.tb, json.Unmarshal([]byte(line), &fields), "line %q", line)
		lines = append(lines, fields)
	}
	return lines
}

// Line returns the only line with the given message.
func (r *Recorder) Line(message string) map[string]any {
	r.tb.Helper()
	var found []map[string]any
	for _, line := range r.Lines() {
		if line["message"] == message {
			found = append(found, line)
		}
	}
	require.Len(r.tb, found, 1, "lines with the message %q in\n%s", message, r.lines.String())
	return found[0]
}

// LoggerProvider returns the provider whose records LogRecords returns.
func (r *Recorder) LoggerProvider() log.LoggerProvider { return r.provider }

// Output returns standard output as it is.
func (r *Recorder) Output() string { return r.lines.String() }

// LogRecord is a log record as it goes to the collector.
type LogRecord struct {
	Body       string
	Severity   log.Severity
	TraceID    string
	SpanID     string
	Attributes map[string]string
}

// LogRecords returns the records that went to the collector, in order.
func (r *Recorder) LogRecords() []LogRecord { return r.logs.all() }

// Metrics returns the metrics of the service by name, as they are now.
func (r *Recorder) Metrics() map[string]metricdata.Metrics {
	r.tb.Helper()
	var collected metricdata.ResourceMetrics
	require.NoError(r.tb, r.reader.Collect(context.WithoutCancel(r.tb.Context()), &collected))
	metrics := map[string]metricdata.Metrics{}
	for _, scope := range collected.ScopeMetrics {
		for _, metric := range scope.Metrics {
			metrics[metric.Name] = metric
		}
	}
	return metrics
}

// logExporter keeps records in memory.
type logExporter struct {
	mu      sync.Mutex
	records []LogRecord
}

func (e *logExporter) Export(_ context.Context, records []sdklog.Record) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, record := range records {
		attributes := map[string]string{}
		record.WalkAttributes(func(kv attribute.KeyValue) bool {
			attributes[string(kv.Key)] = kv.Value.String()
			return true
		})
		e.records = append(e.records, LogRecord{
			Body:       record.Body().String(),
			Severity:   record.Severity(),
			TraceID:    record.TraceID().String(),
			SpanID:     record.SpanID().String(),
			Attributes: attributes,
		})
	}
	return nil
}

func (e *logExporter) all() []LogRecord {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]LogRecord(nil), e.records...)
}

func (*logExporter) Shutdown(context.Context) error   { return nil }
func (*logExporter) ForceFlush(context.Context) error { return nil }

// lockedBuffer is a bytes.Buffer for concurrent use.
type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}
