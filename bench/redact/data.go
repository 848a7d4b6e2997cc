// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// records is the size of a request; one in leakEvery of them holds personal data.
const (
	records   = 500
	leakEvery = 50
	bodyBytes = 500
)

// leaks are values in the places where careless code puts them. None belongs to anybody.
var leaks = []string{
	"mail to alice.smith@example.com bounced",
	"card 4111111111111111 declined",
	"Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmVkLWJ5LW5vYm9keQ",
	"login with password=correct-horse-battery",
	"ssn 536-22-1234 of the applicant",
}

// phrases make up the clean text of a service's log, with the ids, paths, times and numbers that it has.
var phrases = []string{
	"order accepted", "inventory checked in warehouse tokyo-2", "retrying upstream call after timeout",
	"cache miss for product catalogue", "request completed", "connection returned to the pool",
	"GET /api/v2/orders/list?page=3&size=50", "rows affected", "feature flag evaluated", "queue depth within limits",
	"shard rebalanced", "scheduled job finished without errors", "response written to client",
}

func cleanText(random *rand.Rand, size int) string {
	var b strings.Builder
	for b.Len() < size {
		switch random.IntN(6) {
		case 0:
			fmt.Fprintf(&b, "trace=%016x%016x ", random.Uint64(), random.Uint64())
		case 1:
			fmt.Fprintf(&b, "took %d.%03dms status=%d ", random.IntN(300), random.IntN(1000), 200+random.IntN(5))
		case 2:
			fmt.Fprintf(&b, "at 2026-11-%02dT%02d:%02d:%02dZ ", 1+random.IntN(28), random.IntN(24), random.IntN(60), random.IntN(60))
		default:
			b.WriteString(phrases[random.IntN(len(phrases))])
			b.WriteString(", ")
		}
	}
	return b.String()[:size]
}

// text is clean but for one record in leakEvery.
func text(random *rand.Rand, i, size int) string {
	clean := cleanText(random, size)
	if i%leakEvery != 0 {
		return clean
	}
	leak := leaks[i/leakEvery%len(leaks)]
	return clean[:size/2] + " " + leak + " " + clean[min(len(clean), size/2+len(leak)+2):]
}

func resource(attributes pcommon.Map) {
	attributes.PutStr("service.name", "order-service")
	attributes.PutStr("service.version", "2.14.1")
	attributes.PutStr("host.name", "node-7")
	attributes.PutStr("k8s.pod.name", "order-service-7d9f8b6c5d-x2k4j")
}

func ids(random *rand.Rand) (trace pcommon.TraceID, span pcommon.SpanID) {
	for i := range trace {
		trace[i] = byte(random.Uint32())
	}
	for i := range span {
		span[i] = byte(random.Uint32())
	}
	return trace, span
}

// logs are records with a body of 500 bytes and 5 short attributes.
func logs() plog.Logs {
	random := rand.New(rand.NewPCG(1, 2))
	data := plog.NewLogs()
	rl := data.ResourceLogs().AppendEmpty()
	resource(rl.Resource().Attributes())
	all := rl.ScopeLogs().AppendEmpty().LogRecords()
	for i := range records {
		record := all.AppendEmpty()
		trace, span := ids(random)
		record.SetTraceID(trace)
		record.SetSpanID(span)
		record.SetSeverityText("INFO")
		record.SetSeverityNumber(plog.SeverityNumberInfo)
		record.Body().SetStr(text(random, i, bodyBytes))
		record.Attributes().PutStr("event", "order_created")
		record.Attributes().PutStr("method", "POST")
		record.Attributes().PutStr("path", "/orders")
		record.Attributes().PutInt("status_code", 201)
		record.Attributes().PutStr("logger", "com.example.orders.OrderService")
	}
	return data
}

// traces are server spans with 12 attributes, named by the semantic conventions.
func traces() ptrace.Traces {
	random := rand.New(rand.NewPCG(3, 4))
	data := ptrace.NewTraces()
	rs := data.ResourceSpans().AppendEmpty()
	resource(rs.Resource().Attributes())
	all := rs.ScopeSpans().AppendEmpty().Spans()
	for i := range records {
		span := all.AppendEmpty()
		trace, id := ids(random)
		span.SetTraceID(trace)
		span.SetSpanID(id)
		span.SetName("POST /orders")
		span.SetKind(ptrace.SpanKindServer)
		a := span.Attributes()
		a.PutStr("http.request.method", "POST")
		a.PutStr("http.route", "/orders/{id}/items")
		a.PutStr("url.path", fmt.Sprintf("/orders/%d/items", random.IntN(1e6)))
		a.PutStr("url.scheme", "https")
		a.PutStr("server.address", "orders.example.com")
		a.PutInt("server.port", 443)
		a.PutInt("http.response.status_code", 200)
		a.PutStr("user_agent.original", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36")
		a.PutStr("network.protocol.version", "1.1")
		a.PutStr("order.product", "laptop")
		a.PutInt("order.quantity", int64(random.IntN(5)))
		a.PutStr("note", text(random, i, 80))
	}
	return data
}
