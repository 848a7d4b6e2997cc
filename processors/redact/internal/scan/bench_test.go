// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"strings"
	"testing"
)

// benchTexts are values as they occur in telemetry, without anything to redact unless the name says so.
var benchTexts = []struct{ name, text string }{
	{"word", "order-service"},
	{"prose", strings.Repeat("The payment gateway did not answer in time, so the order stays open until the next attempt. ", 5)},
	{"log", strings.Repeat("2025-11-23T06:00:00.123Z INFO [worker-7] c.e.orders.OrderService - order 84213 created for tenant blue in 12 ms, 3 items\n", 4)},
	{"json", `{"timestamp":"2025-11-23T06:00:00.123456Z","level":"INFO","logger":"orders.service","message":"order created","order_id":84213,` +
		`"tenant":"blue","items":3,"duration_ms":12.5,"http":{"method":"POST","route":"/orders","status_code":201},"trace_id":"80f198ee56343ba864fe8b2a57d3eff7",` +
		`"span_id":"e457b5a2e4d86bd1","host":"orders-7d9c5b6f4-x2x9p","version":"1.42.0","region":"eu-west-1","retry":false,"queue":"orders","partition":3}`},
	{"stack", strings.Repeat("\tat com.example.orders.OrderService.create(OrderService.java:118)\n\tat com.example.web.Controller.handle(Controller.java:42)\n", 4)},
	{"access", `10.12.0.4 - - [23/Nov/2025:06:00:01 +0000] "GET /api/v2/orders/list?page=3&size=50 HTTP/1.1" 200 12979 "https://shop.example.com/" "curl/8.14.1"` + "\n" +
		`10.7.33.90 - alice [23/Nov/2025:06:00:02 +0000] "POST /api/v2/orders HTTP/1.1" 201 845 "-" "okhttp/5.3.0"` + "\n" +
		`10.12.4.11 - - [23/Nov/2025:06:00:02 +0000] "HEAD /static/js/app.8b3f0c.js HTTP/2.0" 304 0 "https://shop.example.com/cart" "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101"`},
	{"klog", `I1123 06:00:01.597069       1 controller.go:214] "Reconciling" deployment="default/frontend" replicas=4 generation=1795 uid="d4028756-c8f6-4213-9c60-125554400000"` + "\n" +
		`W1123 06:00:02.018811       1 reflector.go:561] watch of *v1.Pod ended with: too old resource version: 182658341 (183568687)` + "\n" +
		`2025-11-23 06:00:03,071 [INFO] kafka.log: rolled segment /data/ingest-3/00000000000182526165.log at offset 183568687 in 12 ms`},
	{"logfmt", `time="2025-11-23T06:00:01.104+01:00" level=info caller=http.go:194 org=325123 traceID=4bf92f3577b34da6a3ce929d0e0e4736 msg="POST /ingest (200) 3.154879ms"` + "\n" +
		`time="2025-11-23T06:00:02.480+01:00" level=debug caller=flush.go:88 user=17 duration=51.986975ms bytes=16971926 path=/var/log/pods/web_d4028756-c8f6-4213-9c60-125554400000/nginx/0.log`},
	{"base64", strings.Repeat("TG9yZW0gaXBzdW0gZG9sb3Igc2l0IGFtZXQsIGNvbnNlY3RldHVyIGFkaXBpc2NpbmcgZWxpdA", 7)},
	{"hit", strings.Repeat("The payment gateway did not answer in time, so the order stays open until the next attempt. ", 4) + " for bob@example.com"},
}

func BenchmarkValue(b *testing.B) { benchmarkValue(b, newEngine(b)) }

// BenchmarkScalar is BenchmarkValue without vector instructions.
func BenchmarkScalar(b *testing.B) { benchmarkValue(b, newScalarEngine(b)) }

func benchmarkValue(b *testing.B, e *Engine) {
	b.Helper()
	s := e.Scanner()
	for _, c := range benchTexts {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(c.text)))
			for b.Loop() {
				s.Value(c.text, Context{})
			}
		})
	}
}

func BenchmarkKey(b *testing.B) {
	s := newEngine(b).Scanner()
	b.ReportAllocs()
	for b.Loop() {
		s.Key("http.response.status_code")
	}
}

// TestNoAllocations checks that what is not changed is not copied, and that one allocation is enough for
// what is.
func TestNoAllocations(t *testing.T) {
	s := newEngine(t).Scanner()
	defer s.Release()
	for _, c := range append(benchTexts, struct{ name, text string }{"near misses", "lodash@4.17.21 icon@2x.png 1700000000000000 " +
		"password=*** token: comma eyJvZmZzZXQiOjEwMH0 Bearer of news https://a.example.com:8080/ Authorization: denied, ＯＫ（１２：３４）"}) {
		want := 0.0
		if c.name == "hit" {
			want = 1
		}
		if got := testing.AllocsPerRun(100, func() { s.Value(c.text, Context{}) }); got != want {
			t.Errorf("%s: %v allocations instead of %v", c.name, got, want)
		}
	}
	if got := testing.AllocsPerRun(100, func() { s.Key("http.response.status_code") }); got != 0 {
		t.Errorf("a known key: %v allocations", got)
	}
}
