// SPDX-License-Identifier: Apache-2.0

package scan

// typical is text as logs and traces have it, without anything to find. The literals are looked for in such a way that few
// places of it pass.
const typical = `2026-11-23T06:17:42.318Z INFO  [http-nio-8080-exec-3] c.e.shop.CartService - cart 48213 saved for customer 7741 in 12 ms, 3 items
2026-11-23 18:04:09,571 WARN scheduler.worker: job cleanup-sessions took longer than expected, elapsed=30.2s limit=25s
time="2025-08-31T21:55:10+02:00" level=info msg="request completed" method=GET path=/api/v1/users/151 status=200 duration_ms=8.42 bytes=1532
{"timestamp":"2026-02-14T09:30:27.904615Z","level":"ERROR","logger":"payments.client","message":"upstream did not answer, will try again","attempt":2,"http":{"method":"POST","route":"/payments","status_code":503},"trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","span_id":"00f067aa0ba902b7","host":"payments-6c8f9d7b5-k2x8q","ok":false,"region":"us-east-2"}
10.12.0.4 - - [23/Nov/2026:06:17:42 +0000] "GET /static/app.js?v=1.14.2 HTTP/1.1" 304 0 "https://shop.example.com/" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
I1123 04:12:33.718812       1 controller.go:214] "Reconciling" deployment="default/frontend" replicas=4 ready=3 generation=17
Nov 23 06:25:01 node-12 systemd[1]: Started Daily apt download activities.
java.lang.IllegalStateException: Connection pool shut down
	at org.apache.http.util.Asserts.check(Asserts.java:34)
	at com.example.orders.web.OrderController$$FastClassBySpringCGLIB$$1.invoke(<generated>)
	at java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1136)
Caused by: java.net.SocketTimeoutException: Read timed out
Traceback (most recent call last):
  File "/usr/lib/python3.12/site-packages/requests/adapters.py", line 667, in send
ValueError: invalid literal for int() with base 10: 'abc'
panic: runtime error: index out of range [5] with length 3
goroutine 18 [running]: main.(*server).handle(0xc0000b2000, {0x7f3a10, 0x2})
    at processTicksAndRejections (node:internal/process/task_queues:95:5)
SELECT o.id, o.total, c.name FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.created_at > $1 AND o.state IN ('open', 'paid') ORDER BY o.id LIMIT 50
kubernetes.io/metadata.name: kube-system, app.kubernetes.io/version: v1.31.4, image: registry.example.com/team/shop-api:2.14.1
request_id=5f0c9a3e-7d21-4b8e-9c64-1a2b3c4d5e6f tenant=blue cache hit ratio 0.87, 1024 entries, heap 512 MB of 2 GB, gc pause 3.1ms
The order could not be shipped because the address is not complete; the customer was told about it and has to change this within 14 days.
Successfully connected to database after 3 attempts, waiting for leader election, consumer group rebalanced with partitions 0-11, offset=1893412
{"level":"info","ts":1764137862.481,"caller":"cache/store.go:88","msg":"evicted","keys":512,"took":"4.81ms","shard":"eu-west-1b"}
2026/11/23 06:17:42 [error] 31#31: *5188 upstream prematurely closed connection while reading response header, client: 10.1.2.3, server: _, request: "PUT /v1/carts/91/lines HTTP/2.0"
[2026-11-23 06:17:42.318 UTC] postgres LOG: checkpoint complete: wrote 3072 buffers (18.8%); 0 WAL file(s) added, 1 removed; write=26.87 s, sync=0.015 s
service.name=checkout service.version=3.0.8 k8s.pod.name=checkout-5b7f7c9d4-8hjwq process.runtime.name=go telemetry.sdk.language=java net.peer.port=5432 db.system=postgresql
order.created queue=mail.outbound partition=7 offset=551203 key=9f86d081884c7d659a2feaa0c55ad015 latency_ms=17 retry=0 status=ok ttl=3600s mem=48.2MiB cpu=0.35
rpc error: code = Unavailable desc = transport is closing, dialing 10.0.3.17:9090, backoff 1.6s, method /grpc.health.v1.Health/Check
event="user_signed_up" plan=free country=DE experiment=checkout_v2 variant=b app_version=5.12.0 os="Android 16" session_length=184.2
GET /api/v1/carts/42/items?limit=20&sort=asc HTTP/1.1 answered with 201 Created after 7ms, POST /graphql refused because the body was too large
Worker finished its task and returned the lease; the next run was scheduled when the previous one had closed its files.
Published message to exchange events, acknowledged by broker, pushed 12 changes upstream and refreshed the view of the dashboard
Could not resolve host name, the server responded with an unexpected status; retried twice before it succeeded on the third try.
Opened file for reading, parsed 120 rows in which 3 columns were missing, skipped those and used defaults for the others instead
User signed in from a new device, updated the shipping address and chose another payment method; notification was sent by mail.
Node joined the cluster, rebalancing shards between zones, compaction of segment took longer than usual while disk usage was high
{"time":"2026-06-30T12:48:19.204817733Z","severity":"INFO","message":"Incoming request","service":"cart","event":"request_received","method":"POST","path":"/carts/7","peer":"10.0.3.9:52114","status_code":204,"duration_ms":1.162,"span_id":"7f3c9e14a2b05d86"}
payload of 205 bytes, base64: U3VzcGVuZGlzc2UgcG90ZW50aSBudWxsYW0gcXVpcyBhbnRlIGV0aWFtIHNpdCBhbWV0IG9yY2kgZWdldCBlcm9zIGZhdWNpYnVzIHRpbmNpZHVudCBkdWlzIGxlbyBzZWQgZnJpbmdpbGxhIG1hdXJpcw==pU3KGCUwux1tEyze1iN7LtkeP3IfyxlxF0SU1kk8nVw0YL4xIB5p/tqg7ui5mX9cfCmZ/a/lkyU81lSvTfrXFCegrrP+6SMvivIhH57kkcWxC+y1Vjv8Hm+T
`

// places is a set of places of typical.
type places [(len(typical) + 63) / 64]uint64

func (p *places) add(o *places) {
	for i := range p {
		p[i] |= o[i]
	}
}

// typicalPlaces has the places at which a byte with a given lower or upper half stands, by the position of that byte in
// a window that starts there.
var typicalPlaces = func() (at struct{ low, high [windowSize][16]places }) {
	for i := range len(typical) - windowSize + 1 {
		for j := range windowSize {
			c := typical[i+j]
			at.low[j][c&15][i/64] |= 1 << (i % 64)
			at.high[j][c>>4][i/64] |= 1 << (i % 64)
		}
	}
	return at
}()

// byteWeights estimate which share of the bytes of a text each byte makes up.
var byteWeights = func() (w [256]float64) {
	for c := range w {
		w[c] = 0.0005 // also bytes that are not in typical
	}
	for _, c := range []byte(typical) {
		w[c] += 1 / float64(len(typical))
	}
	return w
}()
