// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	_ "google.golang.org/grpc/encoding/gzip" // the exporters compress
)

const (
	spansPerTrace   = 10
	spansPerRequest = 100
	failingShare    = 20 // one trace in so many has an error
)

// gatewaySpans is how many spans the tests of the gateway send: GATEWAY_SPANS, else few.
func gatewaySpans(t *testing.T) int {
	t.Helper()
	text := os.Getenv("GATEWAY_SPANS")
	if text == "" {
		return 20_000
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err, "GATEWAY_SPANS")
	return n
}

// spanNumber is the number of a span among all that a load sends. It is its span id, less one.
type spanNumber int

func (n spanNumber) trace() int { return int(n) / spansPerTrace }

// inFailingTrace reports whether some span of the same trace is an error.
func (n spanNumber) inFailingTrace() bool { return n.trace()%failingShare == 0 }

// isError reports whether the span is the error of its trace: one in the middle, or the last one,
// which is sent after its trace has been decided.
func (n spanNumber) isError() bool {
	if !n.inFailingTrace() {
		return false
	}
	if n.trace()/failingShare%2 == 0 {
		return n%spansPerTrace == 3
	}
	return n%spansPerTrace == spansPerTrace-1
}

// hasErrorStatus reports whether the span says itself that it is an error.
func (n spanNumber) hasErrorStatus() bool {
	return n.isError() && n.trace()/failingShare/2%3 == 0
}

func (n spanNumber) put(span ptrace.Span) {
	var traceID pcommon.TraceID
	random := rand.New(rand.NewPCG(1, uint64(n.trace())))
	binary.BigEndian.PutUint64(traceID[:8], random.Uint64())
	binary.BigEndian.PutUint64(traceID[8:], random.Uint64())
	var spanID pcommon.SpanID
	binary.BigEndian.PutUint64(spanID[:], uint64(n+1))
	now := time.Now()
	span.SetTraceID(traceID)
	span.SetSpanID(spanID)
	span.SetName("GET /orders")
	span.SetKind(ptrace.SpanKindServer)
	span.SetStartTimestamp(pcommon.NewTimestampFromTime(now))
	span.SetEndTimestamp(pcommon.NewTimestampFromTime(now.Add(time.Millisecond)))
	span.Attributes().PutStr("http.request.method", "GET")
	span.Attributes().PutStr("http.route", "/orders")
	if !n.isError() {
		span.Attributes().PutInt("http.response.status_code", 200)
		return
	}
	switch n.trace() / failingShare / 2 % 3 {
	case 0:
		span.Status().SetCode(ptrace.StatusCodeError)
	case 1:
		span.Attributes().PutInt("http.response.status_code", 503)
	case 2:
		span.Events().AppendEmpty().SetName("exception")
	}
}

// spanOrder is the order in which a load sends n spans: trace by trace, but the last span of each trace
// a tenth of the load later.
func spanOrder(n int) []spanNumber {
	type place struct {
		span spanNumber
		at   int
	}
	places := make([]place, n)
	for i := range n {
		places[i] = place{spanNumber(i), i}
		if i%spansPerTrace == spansPerTrace-1 {
			places[i].at += n / 10
		}
	}
	slices.SortStableFunc(places, func(a, b place) int { return a.at - b.at })
	order := make([]spanNumber, n)
	for i, p := range places {
		order[i] = p.span
	}
	return order
}

// gatewayLoad sends spans to a gateway, each request again until it is acknowledged.
type gatewayLoad struct {
	gate  sync.Mutex // held while spans are handed out
	begun int        // spans handed out

	mu     sync.Mutex
	count  int                 // spans acknowledged
	resent map[spanNumber]bool // the spans of requests that had to be sent more than once
	sent   []time.Time         // when each span was acknowledged

	done chan error
}

// startGatewayLoad sends the spans by several connections, each request to the next gateway. One that
// fails is sent again, to the one after that, until a gateway has acknowledged it.
func startGatewayLoad(ctx context.Context, t *testing.T, spans, rate int, addresses ...string) *gatewayLoad {
	t.Helper()
	const workers = 4
	load := &gatewayLoad{resent: map[spanNumber]bool{}, sent: make([]time.Time, spans), done: make(chan error, 1)}
	var clients []ptraceotlp.GRPCClient
	for _, address := range addresses {
		conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
		require.NoError(t, err)
		t.Cleanup(func() { _ = conn.Close() })
		clients = append(clients, ptraceotlp.NewGRPCClient(conn))
	}
	requests := make(chan []spanNumber)
	go func() {
		defer close(requests)
		ticker := time.NewTicker(time.Second * spansPerRequest / time.Duration(rate))
		defer ticker.Stop()
		for numbers := range slices.Chunk(spanOrder(spans), spansPerRequest) {
			if !load.handOut(ctx, requests, numbers) {
				return
			}
			<-ticker.C
		}
	}()
	var all sync.WaitGroup
	var turn atomic.Int64
	for range workers {
		all.Go(func() {
			for numbers := range requests {
				load.send(ctx, clients, int(turn.Add(1)), numbers)
			}
		})
	}
	go func() {
		all.Wait()
		load.done <- ctx.Err()
	}()
	return load
}

func (l *gatewayLoad) handOut(ctx context.Context, requests chan<- []spanNumber, numbers []spanNumber) bool {
	l.gate.Lock()
	defer l.gate.Unlock()
	select {
	case requests <- numbers:
		l.begun += len(numbers)
		return true
	case <-ctx.Done():
		return false
	}
}

func (l *gatewayLoad) send(ctx context.Context, clients []ptraceotlp.GRPCClient, turn int, numbers []spanNumber) {
	traces := ptrace.NewTraces()
	resource := traces.ResourceSpans().AppendEmpty()
	resource.Resource().Attributes().PutStr("service.name", "load")
	scope := resource.ScopeSpans().AppendEmpty()
	for _, number := range numbers {
		number.put(scope.Spans().AppendEmpty())
	}
	request := ptraceotlp.NewExportRequestFromTraces(traces)
	for attempt := 0; ctx.Err() == nil; attempt++ {
		attemptCtx, cancel := context.WithTimeout(ctx, time.Minute)
		response, err := clients[(turn+attempt)%len(clients)].Export(attemptCtx, request)
		cancel()
		if err == nil && response.PartialSuccess().RejectedSpans() == 0 {
			break
		}
		l.mu.Lock()
		for _, number := range numbers {
			l.resent[number] = true
		}
		l.mu.Unlock()
		time.Sleep(20 * time.Millisecond) // between attempts
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, number := range numbers {
		l.sent[number] = time.Now()
	}
	l.count += len(numbers)
}

// acknowledged is how many spans were.
func (l *gatewayLoad) acknowledged() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.count
}

// sentAt is when a span was acknowledged.
func (l *gatewayLoad) sentAt(number spanNumber) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.sent[number]
}

// waitFor waits until so many spans are acknowledged.
func (l *gatewayLoad) waitFor(t *testing.T, spans int) {
	t.Helper()
	for l.acknowledged() < spans {
		select {
		case <-time.After(10 * time.Millisecond):
		case <-t.Context().Done():
			t.Fatal("the load was stopped")
		}
	}
}

// settle holds the load up until all that was begun is acknowledged and the checks find that nothing of it is
// under way any more, and returns when that was.
func (l *gatewayLoad) settle(t *testing.T, checks ...func(context.Context) error) time.Time {
	t.Helper()
	l.gate.Lock()
	defer l.gate.Unlock()
	eventually(t, func(context.Context) error { return wanted("spans acknowledged", l.begun, l.acknowledged()) })
	for _, check := range checks {
		eventually(t, check)
	}
	return time.Now()
}

// countingBackend is a backend of traces that takes everything and knows when each span arrived.
type countingBackend struct {
	ptraceotlp.UnimplementedGRPCServer
	address string
	refuses error // what it answers, if it takes nothing

	mu       sync.Mutex
	arrivals map[spanNumber][]time.Time
}

func startCountingBackend(t *testing.T) *countingBackend {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	backend := &countingBackend{address: listener.Addr().String(), arrivals: map[spanNumber][]time.Time{}}
	server := grpc.NewServer(grpc.MaxRecvMsgSize(64 << 20))
	ptraceotlp.RegisterGRPCServer(server, backend)
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	t.Cleanup(func() {
		server.Stop()
		require.NoError(t, <-served)
	})
	return backend
}

// Export takes spans over.
func (b *countingBackend) Export(_ context.Context, request ptraceotlp.ExportRequest) (ptraceotlp.ExportResponse, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.refuses != nil {
		return ptraceotlp.NewExportResponse(), b.refuses
	}
	now := time.Now()
	for _, resource := range request.Traces().ResourceSpans().All() {
		for _, scope := range resource.ScopeSpans().All() {
			for _, span := range scope.Spans().All() {
				id := span.SpanID()
				number := spanNumber(binary.BigEndian.Uint64(id[:]) - 1)
				b.arrivals[number] = append(b.arrivals[number], now)
			}
		}
	}
	return ptraceotlp.NewExportResponse(), nil
}

// errorsArrived returns an error while an error span of a load of so many spans is missing.
func (b *countingBackend) errorsArrived(spans int) func(context.Context) error {
	return func(context.Context) error {
		b.mu.Lock()
		defer b.mu.Unlock()
		missing, all := 0, 0
		for number := range spanNumber(spans) {
			if number.isError() {
				all++
				if len(b.arrivals[number]) == 0 {
					missing++
				}
			}
		}
		if missing > 0 {
			return fmt.Errorf("%d of %d error spans are missing", missing, all)
		}
		return nil
	}
}
