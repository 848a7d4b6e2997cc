// SPDX-License-Identifier: Apache-2.0

package telemetry_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
	logspb "go.opentelemetry.io/proto/otlp/collector/logs/v1"
	metricspb "go.opentelemetry.io/proto/otlp/collector/metrics/v1"
	tracepb "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"go.uber.org/goleak"
	"google.golang.org/grpc"

	"github.com/faultline-otel/faultline/internal/stack"
	"github.com/faultline-otel/faultline/services/internal/correlation"
	"github.com/faultline-otel/faultline/services/internal/telemetry"
	"github.com/faultline-otel/faultline/services/internal/telemetry/telemetrytest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestPropagator(t *testing.T) {
	const (
		traceID = "80f198ee56343ba864fe8b2a57d3eff7"
		spanID  = "e457b5a2e4d86bd1"
	)
	extract := func(headers map[string]string) trace.SpanContext {
		header := http.Header{}
		for key, value := range headers {
			header.Set(key, value)
		}
		return trace.SpanContextFromContext(
			telemetry.NewPropagator().Extract(t.Context(), propagation.HeaderCarrier(header)))
	}
	for name, headers := range map[string]map[string]string{
		"W3C Trace Context": {"traceparent": "00-" + traceID + "-" + spanID + "-01"},
		"B3 in parts":       {"X-B3-TraceId": traceID, "X-B3-SpanId": spanID, "X-B3-Sampled": "1"},
		"B3 in one":         {"b3": traceID + "-" + spanID + "-1"},
		"Trace Context wins": {
			"traceparent":  "00-" + traceID + "-" + spanID + "-01",
			"X-B3-TraceId": "11111111111111111111111111111111", "X-B3-SpanId": "1111111111111111", "X-B3-Sampled": "1",
		},
	} {
		t.Run(name, func(t *testing.T) {
			span := extract(headers)
			assert.Equal(t, traceID, span.TraceID().String())
			assert.Equal(t, spanID, span.SpanID().String())
			assert.True(t, span.IsSampled())
			assert.True(t, span.IsRemote())

			sent := http.Header{}
			telemetry.NewPropagator().Inject(
				trace.ContextWithSpanContext(t.Context(), span), propagation.HeaderCarrier(sent))
			assert.Equal(t, "00-"+traceID+"-"+spanID+"-01", sent.Get("traceparent"))
			assert.Equal(t, traceID, sent.Get("X-B3-TraceId"))
			assert.Equal(t, spanID, sent.Get("X-B3-SpanId"))
			assert.Equal(t, "1", sent.Get("X-B3-Sampled"))
		})
	}
	t.Run("neither", func(t *testing.T) {
		assert.False(t, extract(nil).IsValid())
	})
}

func TestLogger(t *testing.T) {
	recorder := telemetrytest.New(t, "test-service")
	ctx := correlation.NewContext(t.Context(), "abc-123")
	ctx, span := recorder.TracerProvider.Tracer("test").Start(ctx, "work")
	recorder.Logger.With("user_id", 7).ErrorContext(ctx, "Save failed", "order_id", 9)
	span.End()

	line := recorder.Line("Save failed")
	at, err := time.Parse(time.RFC3339Nano, line["timestamp"].(string))
	require.NoError(t, err)
	assert.WithinDuration(t, time.Now(), at, time.Minute)
	delete(line, "timestamp")
	assert.Equal(t, map[string]any{
		"level": "ERROR", "message": "Save failed", "service": "test-service",
		"trace_id": span.SpanContext().TraceID().String(), "span_id": span.SpanContext().SpanID().String(),
		"correlation_id": "abc-123", "user_id": 7.0, "order_id": 9.0,
	}, line)

	require.Len(t, recorder.LogRecords(), 1)
	record := recorder.LogRecords()[0]
	assert.Equal(t, "Save failed", record.Body)
	assert.Equal(t, "ERROR", record.Severity.String())
	assert.Equal(t, span.SpanContext().TraceID().String(), record.TraceID)
	assert.Equal(t, span.SpanContext().SpanID().String(), record.SpanID)
	assert.Equal(t, map[string]string{"correlation_id": "abc-123", "user_id": "7", "order_id": "9"}, record.Attributes)
}

func TestLoggerLevelAndGroups(t *testing.T) {
	var out bytes.Buffer
	logger := telemetry.NewLogger("s", &out, telemetrytest.New(t, "s").LoggerProvider(), slog.LevelWarn)
	logger.Info("left out")
	assert.Empty(t, out.String())
	logger.WithGroup("http").Warn("kept", "level", "x")
	assert.Contains(t, out.String(), `"http":{"level":"x"}`)
}

func TestSpanCounter(t *testing.T) {
	recorder := telemetrytest.New(t, "s")
	for range 3 {
		_, span := recorder.TracerProvider.Tracer("test").Start(t.Context(), "work")
		span.End()
	}
	assert.EqualValues(t, 3, recorder.EndedSpans.Ended())
}

func TestStartRejectsAnUnknownLevel(t *testing.T) {
	t.Setenv("LOG_LEVEL", "loud")
	_, err := telemetry.Start(t.Context(), "s", io.Discard)
	assert.EqualError(t, err, `LOG_LEVEL: "loud" is not one of DEBUG, INFO, WARN, ERROR`)
}

func TestStartRejectsAnUnknownLogsExporter(t *testing.T) {
	t.Setenv("OTEL_LOGS_EXPORTER", "console")
	_, err := telemetry.Start(t.Context(), "s", io.Discard)
	assert.EqualError(t, err, `OTEL_LOGS_EXPORTER: "console" is not one of otlp, none`)
}

// Where a collector reads what is printed, logs are not sent as well.
func TestLogsAreOnlyPrinted(t *testing.T) {
	address := freeAddress(t)
	received := new(received)
	stop := startCollector(t, address, received)
	defer stop()
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://"+address)
	t.Setenv("OTEL_LOGS_EXPORTER", "none")
	var printed bytes.Buffer
	tel, err := telemetry.Start(t.Context(), "test-service", &printed)
	require.NoError(t, err)

	_, span := tel.TracerProvider.Tracer("test").Start(t.Context(), "work")
	tel.Logger.InfoContext(t.Context(), "work")
	span.End()
	require.NoError(t, tel.Shutdown(t.Context()))

	assert.True(t, received.has("span work"))
	assert.False(t, received.has("log work"))
	assert.Contains(t, printed.String(), `"message":"work"`)
}

// The collector is away at the start, comes, goes, and comes back: all spans
// and log records arrive.
func TestCollectorThatComesAndGoes(t *testing.T) {
	address := freeAddress(t)
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://"+address)
	t.Setenv("OTEL_METRIC_EXPORT_INTERVAL", "100")
	tel, err := telemetry.Start(t.Context(), "test-service", io.Discard)
	require.NoError(t, err)

	received := new(received)
	report := func(name string) {
		_, span := tel.TracerProvider.Tracer("test").Start(t.Context(), name)
		tel.Logger.InfoContext(t.Context(), name)
		span.End()
	}
	arrives := func(name string) {
		t.Helper()
		require.Eventually(t, func() bool { return received.has("span "+name) && received.has("log "+name) },
			time.Minute, 20*time.Millisecond, "%s never arrived", name)
	}

	report("before the collector")
	stop := startCollector(t, address, received)
	arrives("before the collector")
	report("while it runs")
	arrives("while it runs")
	stop()

	report("while it is away")
	stop = startCollector(t, address, received)
	arrives("while it is away")
	report("at the end")
	require.NoError(t, tel.Shutdown(t.Context()))
	defer stop()

	assert.True(t, received.has("span at the end"))
	assert.True(t, received.has("log at the end"))
	assert.True(t, received.has("resource service.name=test-service"))
	assert.True(t, received.has("metric otel.sdk.processor.span.processed=4"), "the SDK counts what it ended: %v", received)
	assert.EqualValues(t, 4, tel.EndedSpans.Ended())
}

func TestShutdownIsBoundedWithoutCollector(t *testing.T) {
	address := freeAddress(t)
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://"+address)
	tel, err := telemetry.Start(t.Context(), "test-service", io.Discard)
	require.NoError(t, err)
	_, span := tel.TracerProvider.Tracer("test").Start(t.Context(), "work")
	tel.Logger.Info("work")
	span.End()

	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	start := time.Now()
	require.ErrorIs(t, tel.Shutdown(ctx), context.DeadlineExceeded)
	assert.Less(t, time.Since(start), 4*time.Minute, "the exporters would try for five minutes")

	// The attempt to send the span goes on; it ends when a collector takes it.
	received := new(received)
	stop := startCollector(t, address, received)
	defer stop()
	require.Eventually(t, func() bool { return received.has("span work") },
		time.Minute, 20*time.Millisecond)
}

// freeAddress returns a loopback address that nothing listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	var address string
	require.NoError(t, stack.FreePorts(&address))
	return address
}

// startCollector receives OTLP on address until the returned function is called.
func startCollector(t *testing.T, address string, r *received) (stop func()) {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	require.NoError(t, err)
	server := grpc.NewServer()
	tracepb.RegisterTraceServiceServer(server, traceService{r: r})
	metricspb.RegisterMetricsServiceServer(server, metricsService{r: r})
	logspb.RegisterLogsServiceServer(server, logsService{r: r})
	done := make(chan struct{})
	go func() {
		defer close(done)
		assert.NoError(t, server.Serve(listener))
	}()
	return func() {
		server.Stop()
		<-done
	}
}

// received is the set of what the collector was sent, as text.
type received struct {
	mu   sync.Mutex
	seen map[string]bool
}

func (r *received) add(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.seen == nil {
		r.seen = map[string]bool{}
	}
	r.seen[fmt.Sprintf(format, args...)] = true
}

func (r *received) has(text string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.seen[text]
}

type traceService struct {
	tracepb.UnimplementedTraceServiceServer
	r *received
}

func (s traceService) Export(_ context.Context, request *tracepb.ExportTraceServiceRequest) (*tracepb.ExportTraceServiceResponse, error) {
	for _, resource := range request.GetResourceSpans() {
		for _, attribute := range resource.GetResource().GetAttributes() {
			s.r.add("resource %s=%s", attribute.GetKey(), attribute.GetValue().GetStringValue())
		}
		for _, scope := range resource.GetScopeSpans() {
			for _, span := range scope.GetSpans() {
				s.r.add("span %s", span.GetName())
			}
		}
	}
	return &tracepb.ExportTraceServiceResponse{}, nil
}

type metricsService struct {
	metricspb.UnimplementedMetricsServiceServer
	r *received
}

func (s metricsService) Export(_ context.Context, request *metricspb.ExportMetricsServiceRequest) (*metricspb.ExportMetricsServiceResponse, error) {
	for _, resource := range request.GetResourceMetrics() {
		for _, scope := range resource.GetScopeMetrics() {
			for _, metric := range scope.GetMetrics() {
				for _, point := range metric.GetSum().GetDataPoints() {
					s.r.add("metric %s=%d", metric.GetName(), point.GetAsInt())
				}
			}
		}
	}
	return &metricspb.ExportMetricsServiceResponse{}, nil
}

type logsService struct {
	logspb.UnimplementedLogsServiceServer
	r *received
}

func (s logsService) Export(_ context.Context, request *logspb.ExportLogsServiceRequest) (*logspb.ExportLogsServiceResponse, error) {
	for _, resource := range request.GetResourceLogs() {
		for _, scope := range resource.GetScopeLogs() {
			for _, record := range scope.GetLogRecords() {
				s.r.add("log %s", record.GetBody().GetStringValue())
			}
		}
	}
	return &logspb.ExportLogsServiceResponse{}, nil
}
