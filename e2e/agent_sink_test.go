// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/plog/plogotlp"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/pmetric/pmetricotlp"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	_ "google.golang.org/grpc/encoding/gzip" // what clients may compress with

	"github.com/faultline-otel/faultline/internal/stack"
)

// sink stands where the gateways are: it keeps what agents send.
type sink struct {
	address string
	mu      sync.Mutex
	spans   map[string][]string // names of spans by trace id
	records []record
	metrics map[string]bool
	all     strings.Builder // everything, as OTLP in JSON
}

func newSink(t *testing.T) *sink {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	g := &sink{address: listener.Addr().String()}
	g.serve(t, listener)
	return g
}

// serve lets agents send to the listener until the test ends.
func (g *sink) serve(t *testing.T, listener net.Listener, options ...grpc.ServerOption) {
	t.Helper()
	server := grpc.NewServer(options...)
	ptraceotlp.RegisterGRPCServer(server, &traceService{sink: g})
	plogotlp.RegisterGRPCServer(server, &logService{sink: g})
	pmetricotlp.RegisterGRPCServer(server, &metricService{sink: g})
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener)
	}()
	t.Cleanup(func() {
		server.Stop()
		<-done
	})
}

type traceService struct {
	ptraceotlp.UnimplementedGRPCServer
	*sink
}

func (s *traceService) Export(_ context.Context, r ptraceotlp.ExportRequest) (ptraceotlp.ExportResponse, error) {
	encoded, err := (&ptrace.JSONMarshaler{}).MarshalTraces(r.Traces())
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all.Write(encoded)
	if s.spans == nil {
		s.spans = map[string][]string{}
	}
	for _, resource := range r.Traces().ResourceSpans().All() {
		for _, scope := range resource.ScopeSpans().All() {
			for _, sp := range scope.Spans().All() {
				s.spans[sp.TraceID().String()] = append(s.spans[sp.TraceID().String()], sp.Name())
			}
		}
	}
	return ptraceotlp.NewExportResponse(), err
}

type logService struct {
	plogotlp.UnimplementedGRPCServer
	*sink
}

func (s *logService) Export(_ context.Context, r plogotlp.ExportRequest) (plogotlp.ExportResponse, error) {
	encoded, err := (&plog.JSONMarshaler{}).MarshalLogs(r.Logs())
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all.Write(encoded)
	for _, resource := range r.Logs().ResourceLogs().All() {
		for _, scope := range resource.ScopeLogs().All() {
			for _, lr := range scope.LogRecords().All() {
				s.records = append(s.records, record{lr, text(resource.Resource().Attributes(), "host.name")})
			}
		}
	}
	return plogotlp.NewExportResponse(), err
}

type metricService struct {
	pmetricotlp.UnimplementedGRPCServer
	*sink
}

func (s *metricService) Export(_ context.Context, r pmetricotlp.ExportRequest) (pmetricotlp.ExportResponse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.metrics == nil {
		s.metrics = map[string]bool{}
	}
	for _, resource := range r.Metrics().ResourceMetrics().All() {
		for _, scope := range resource.ScopeMetrics().All() {
			for _, m := range scope.Metrics().All() {
				s.metrics[m.Name()] = m.Type() != pmetric.MetricTypeEmpty
			}
		}
	}
	return pmetricotlp.NewExportResponse(), nil
}

// total counts the spans that arrived.
func (g *sink) total() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := 0
	for _, names := range g.spans {
		n += len(names)
	}
	return n
}

// distinct counts the spans that arrived, those with the same trace and name once.
func (g *sink) distinct() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := 0
	for _, names := range g.spans {
		n += len(slices.Compact(slices.Sorted(slices.Values(names))))
	}
	return n
}

// sendErrors sends one span of each of n traces, always the same n, in one request by gRPC.
func sendErrors(ctx context.Context, layout stack.Layout, n int, name string, options ...grpc.DialOption) error {
	if len(options) == 0 {
		options = []grpc.DialOption{grpc.WithTransportCredentials(insecure.NewCredentials())}
	}
	conn, err := grpc.NewClient(layout.OTLPGRPC, options...)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	traces := ptrace.NewTraces()
	scope := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty()
	for i := range n {
		sp := scope.Spans().AppendEmpty()
		sp.SetTraceID(pcommon.TraceID{1: byte(i >> 8), 2: byte(i), 15: 1})
		sp.SetSpanID(pcommon.SpanID{7: 1})
		sp.SetName(name)
		sp.Status().SetCode(ptrace.StatusCodeError)
	}
	_, err = ptraceotlp.NewGRPCClient(conn).Export(ctx, ptraceotlp.NewExportRequestFromTraces(traces))
	return err
}
