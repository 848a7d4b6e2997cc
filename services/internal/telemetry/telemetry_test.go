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
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/faultline-otel/faultline/services/internal/correlation"
	"github.com/faultline-otel/faultline/services/internal/telemetry"
	"github.com/faultline-otel/faultline/services/internal/telemetry/telemetrytest"
)

// deadline is for what is polled: far longer than it takes on a busy machine.
const deadline = 2 * time.Minute

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
	received := new(received)
	stop := newEndpoint(t).startCollector(t, received)
	defer stop()
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
	endpoint := newEndpoint(t)
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
		received.eventuallyHas(t, "span "+name, "log "+name)
	}

	report("before the collector")
	stop := endpoint.startCollector(t, received)
	arrives("before the collector")
	report("while it runs")
	arrives("while it runs")
	stop()

	report("while it is away")
	stop = endpoint.startCollector(t, received)
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
	endpoint := newEndpoint(t)
	tel, err := telemetry.Start(t.Context(), "test-service", io.Discard)
	require.NoError(t, err)
	refused := &received{answer: status.Error(codes.Unavailable, "the queue is full")}
	stop := endpoint.startCollector(t, refused)
	_, span := tel.TracerProvider.Tracer("test").Start(t.Context(), "work")
	tel.Logger.Info("work")
	span.End()
	refused.eventuallyHas(t, "span work", "log work")
	stop()

	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	start := time.Now()
	require.ErrorIs(t, tel.Shutdown(ctx), context.DeadlineExceeded)
	assert.Less(t, time.Since(start), 4*time.Minute, "the exporters would try for five minutes")

	// The attempts to send go on; they end when a collector takes what is sent.
	received := new(received)
	stop = endpoint.startCollector(t, received)
	defer stop()
	received.eventuallyHas(t, "span work", "log work")
}

// endpoint is an address at which a collector comes and goes. It is kept until the end of the test, so that
// no other process takes it while the collector is away: who connects then is turned away.
type endpoint struct {
	listener    net.Listener
	connections chan net.Conn // to a collector that waits for one
}

// newEndpoint returns an endpoint without a collector and makes it the one that telemetry is sent to.
func newEndpoint(t *testing.T) *endpoint {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	e := &endpoint{listener: listener, connections: make(chan net.Conn)}
	var accepting sync.WaitGroup
	accepting.Go(func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			select {
			case e.connections <- connection:
			default:
				_ = connection.Close()
			}
		}
	})
	t.Cleanup(func() {
		assert.NoError(t, listener.Close())
		accepting.Wait()
	})
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://"+listener.Addr().String())
	return e
}

// startCollector receives OTLP at the endpoint until the returned function is called.
func (e *endpoint) startCollector(t *testing.T, r *received) (stop func()) {
	t.Helper()
	server := grpc.NewServer()
	tracepb.RegisterTraceServiceServer(server, traceService{r: r})
	metricspb.RegisterMetricsServiceServer(server, metricsService{r: r})
	logspb.RegisterLogsServiceServer(server, logsService{r: r})
	closed := make(chan struct{})
	var serving sync.WaitGroup
	serving.Go(func() {
		assert.NoError(t, server.Serve(collectorListener{e, closed, sync.OnceFunc(func() { close(closed) })}))
	})
	return func() {
		server.GracefulStop() // what was received is acknowledged
		serving.Wait()
	}
}

// collectorListener is an endpoint as one collector listens at it.
type collectorListener struct {
	*endpoint
	closed chan struct{}
	close  func()
}

func (l collectorListener) Accept() (net.Conn, error) {
	select {
	case connection := <-l.connections:
		return connection, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l collectorListener) Close() error {
	l.close()
	return nil
}

func (l collectorListener) Addr() net.Addr { return l.listener.Addr() }

// received is the set of what the collector was sent, as text.
type received struct {
	answer error // to all requests

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

// eventuallyHas waits until the collector was sent all of the texts.
func (r *received) eventuallyHas(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		require.Eventually(t, func() bool { return r.has(text) }, deadline, 20*time.Millisecond, "%s never arrived", text)
	}
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
	return &tracepb.ExportTraceServiceResponse{}, s.r.answer
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
	return &metricspb.ExportMetricsServiceResponse{}, s.r.answer
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
	return &logspb.ExportLogsServiceResponse{}, s.r.answer
}
