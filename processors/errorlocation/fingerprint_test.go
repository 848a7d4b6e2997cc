// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/plog"
)

// TestFingerprintOfSpanAndLog sends one error as the exception event of a span and in the different
// ways in which it is logged.
func TestFingerprintOfSpanAndLog(t *testing.T) {
	for name, tt := range map[string]struct{ typ, message, trace, body string }{
		"go, escaped": {
			typ: "*main.PaymentError", message: "timeout after 2.8s", trace: goTrace,
			body: `{"msg":"failed","error":"timeout after 3.1s","stack":"goroutine 7 [running]:\nmain.(*orders).calculateTotal(0xc00011e000)\n\t/app/orders.go:91 +0x2f\nnet/http.HandlerFunc.ServeHTTP(...)\n\t/usr/local/go/src/net/http/server.go:2286 +0x29\n"}`,
		},
		"python, in lines": {
			typ: "ZeroDivisionError", message: "division by zero", trace: pythonTrace,
			body: `{"exception":["Traceback (most recent call last):","  File \"/app/orders.py\", line 19, in total","    return price / count","ZeroDivisionError: division by zero"]}`,
		},
		"no trace": {
			typ: "shop.OrderError", message: "order 17 not found",
			body: `{"error":{"type":"shop.OrderError","message":"order 4711 not found"}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			traces := exceptions(tt.trace)
			event := traces.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).Events().At(0)
			event.Attributes().PutStr("exception.type", tt.typ)
			event.Attributes().PutStr("exception.message", tt.message)
			cfg := createDefaultConfig().(*Config)
			span := consumeTraces(t, cfg, traces).ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0)
			want, ok := span.Attributes().Get("error.fingerprint")
			require.True(t, ok)
			onEvent, ok := span.Events().At(0).Attributes().Get("error.fingerprint")
			require.True(t, ok)
			assert.Equal(t, want.Str(), onEvent.Str())

			logs := records()
			record := logs.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().AppendEmpty()
			record.SetSeverityNumber(plog.SeverityNumberError)
			record.Body().SetStr(tt.body)
			out := consumeLogs(t, cfg, logs).ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0)
			got, ok := out.Attributes().Get("error.fingerprint")
			require.True(t, ok)
			assert.Equal(t, want.Str(), got.Str())
		})
	}
}
