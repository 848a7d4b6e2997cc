// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/plog/plogotlp"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"google.golang.org/grpc"
	"google.golang.org/grpc/encoding/gzip"
)

const (
	perRequest    = 500 // spans or log records, about what an agent's queue makes of many small requests
	spansPerTrace = 10
	failingShare  = 20 // one trace, or log record, in so many has an error with a stack trace
)

const stackTrace = `goroutine 41 [running]:
example.com/shop/orders.(*Service).charge(0xc0001a4000, {0x14c2e08, 0xc00019c0c0}, 0x4e20)
	/src/shop/orders/charge.go:87 +0x1d4
example.com/shop/orders.(*Service).Create(0xc0001a4000, {0x14c2e08, 0xc00019c0c0}, {0xc0000260f0, 0x24})
	/src/shop/orders/service.go:142 +0x3a5
net/http.HandlerFunc.ServeHTTP(0xc00011e0a0?, {0x14c1f30?, 0xc0001ce000?}, 0x0?)
	/usr/local/go/src/net/http/server.go:2294 +0x29
net/http.(*conn).serve(0xc0001b2000, {0x14c2e08, 0xc000195a10})
	/usr/local/go/src/net/http/server.go:2102 +0x625
created by net/http.(*Server).Serve in goroutine 1
	/usr/local/go/src/net/http/server.go:3454 +0x485
`

var routes = [...]string{"/orders", "/orders/{id}", "/users/{id}", "/cart", "/checkout", "/search"}

// export sends the request of one number, in which no id is that of another.
type export func(ctx context.Context, conn *grpc.ClientConn, number int, options ...grpc.CallOption) error

func putResource(resource pcommon.Resource) {
	attributes := resource.Attributes()
	attributes.PutStr("service.name", "shop")
	attributes.PutStr("service.version", "1.24.3")
	attributes.PutStr("deployment.environment.name", "production")
	attributes.PutStr("host.name", "web-17.example.com")
	attributes.PutStr("telemetry.sdk.name", "opentelemetry")
	attributes.PutStr("telemetry.sdk.language", "go")
}

func traceID(trace int) pcommon.TraceID {
	var id pcommon.TraceID
	random := rand.New(rand.NewPCG(7, uint64(trace)))
	binary.BigEndian.PutUint64(id[:8], random.Uint64())
	binary.BigEndian.PutUint64(id[8:], random.Uint64())
	return id
}

func exportSpans(ctx context.Context, conn *grpc.ClientConn, number int, options ...grpc.CallOption) error {
	traces := ptrace.NewTraces()
	resource := traces.ResourceSpans().AppendEmpty()
	putResource(resource.Resource())
	scope := resource.ScopeSpans().AppendEmpty()
	scope.Scope().SetName("example.com/shop")
	spans := scope.Spans()
	spans.EnsureCapacity(perRequest)
	now := time.Now()
	for i := range perRequest {
		n := number*perRequest + i
		trace := n / spansPerTrace
		route := routes[n%len(routes)]
		span := spans.AppendEmpty()
		span.SetTraceID(traceID(trace))
		var id pcommon.SpanID
		binary.BigEndian.PutUint64(id[:], uint64(n+1))
		span.SetSpanID(id)
		if n%spansPerTrace != 0 {
			binary.BigEndian.PutUint64(id[:], uint64(trace*spansPerTrace+1))
			span.SetParentSpanID(id)
		}
		span.SetName("GET " + route)
		span.SetKind(ptrace.SpanKindServer)
		span.SetStartTimestamp(pcommon.NewTimestampFromTime(now))
		span.SetEndTimestamp(pcommon.NewTimestampFromTime(now.Add(time.Duration(n%300) * time.Millisecond)))
		attributes := span.Attributes()
		attributes.PutStr("http.request.method", "GET")
		attributes.PutStr("http.route", route)
		attributes.PutStr("url.scheme", "https")
		attributes.PutStr("url.path", fmt.Sprintf("/orders/%08x", n))
		attributes.PutStr("server.address", "shop.example.com")
		attributes.PutInt("server.port", 443)
		attributes.PutStr("network.protocol.version", "2")
		attributes.PutStr("user_agent.original", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
		attributes.PutStr("client.address", "10.20.30.40")
		attributes.PutStr("order.id", fmt.Sprintf("ord-%08x", n))
		if trace%failingShare == 0 && n%spansPerTrace == 3 {
			attributes.PutInt("http.response.status_code", 500)
			span.Status().SetCode(ptrace.StatusCodeError)
			span.Status().SetMessage("payment provider timed out")
			event := span.Events().AppendEmpty()
			event.SetName("exception")
			event.Attributes().PutStr("exception.type", "*orders.ChargeError")
			event.Attributes().PutStr("exception.message", "payment provider timed out")
			event.Attributes().PutStr("exception.stacktrace", stackTrace)
		} else {
			attributes.PutInt("http.response.status_code", 200)
		}
	}
	_, err := ptraceotlp.NewGRPCClient(conn).Export(ctx, ptraceotlp.NewExportRequestFromTraces(traces), options...)
	return err
}

func exportLogs(ctx context.Context, conn *grpc.ClientConn, number int, options ...grpc.CallOption) error {
	logs := plog.NewLogs()
	resource := logs.ResourceLogs().AppendEmpty()
	putResource(resource.Resource())
	records := resource.ScopeLogs().AppendEmpty().LogRecords()
	records.EnsureCapacity(perRequest)
	now := time.Now()
	for i := range perRequest {
		n := number*perRequest + i
		record := records.AppendEmpty()
		record.SetTimestamp(pcommon.NewTimestampFromTime(now.Add(time.Duration(i))))
		record.SetTraceID(traceID(n / spansPerTrace))
		record.SetSpanID(pcommon.SpanID{7: 1})
		record.Body().SetStr(fmt.Sprintf("order ord-%08x accepted: 3 items of warehouse tokyo-2, total 59.90, took %d ms", n, n%300))
		attributes := record.Attributes()
		attributes.PutStr("logger", "orders")
		attributes.PutStr("http.route", routes[n%len(routes)])
		attributes.PutInt("items", 3)
		if n%failingShare == 0 {
			record.SetSeverityNumber(plog.SeverityNumberError)
			record.SetSeverityText("ERROR")
			attributes.PutStr("exception.type", "*orders.ChargeError")
			attributes.PutStr("exception.message", "payment provider timed out")
			attributes.PutStr("exception.stacktrace", stackTrace)
		} else {
			record.SetSeverityNumber(plog.SeverityNumberInfo)
			record.SetSeverityText("INFO")
		}
	}
	_, err := plogotlp.NewGRPCClient(conn).Export(ctx, plogotlp.NewExportRequestFromLogs(logs), options...)
	return err
}

// compressed is how an agent sends to a gateway.
func compressed() grpc.CallOption { return grpc.UseCompressor(gzip.Name) }

// send sends items spans or log records at the rate, and returns once all are acknowledged.
func (b *bench) send(ctx context.Context, c *collector, send export, items int, options ...grpc.CallOption) error {
	ticker := time.NewTicker(time.Second * perRequest / time.Duration(b.rate))
	defer ticker.Stop()
	var (
		all   sync.WaitGroup
		mu    sync.Mutex
		first error
	)
	slots := make(chan struct{}, 8) // requests under way
	for range items / perRequest {
		<-ticker.C
		number := b.next
		b.next++
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			if err := send(ctx, c.conn, number, options...); err != nil {
				mu.Lock()
				defer mu.Unlock()
				first = err
			}
		})
	}
	all.Wait()
	return first
}
