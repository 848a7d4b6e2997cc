// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"
	"go.uber.org/goleak"

	"github.com/faultline-otel/faultline/services/internal/faults"
	"github.com/faultline-otel/faultline/services/internal/httpservice"
	"github.com/faultline-otel/faultline/services/internal/telemetry/telemetrytest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fixture is the service with an empty database in memory and a user-service
// that knows user 1 only.
type fixture struct {
	t        *testing.T
	handler  http.Handler
	recorder *telemetrytest.Recorder
	release  func() error
	users    *httptest.Server
	asked    http.Header // The headers of the last request to user-service.
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{t: t, recorder: telemetrytest.New(t, "order-service")}
	f.users = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.asked = r.Header
		switch r.URL.Path {
		case "/users/1":
			httpservice.WriteJSON(w, http.StatusOK, map[string]any{"id": 1})
		case "/users/500":
			w.WriteHeader(http.StatusInternalServerError)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	t.Cleanup(f.users.Close)
	t.Setenv("DATA_DIR", ":memory:")
	t.Setenv("USER_SERVICE_URL", f.users.URL)
	service, err := httpservice.New(f.recorder.Telemetry, new(faults.Switches))
	require.NoError(t, err)
	f.release, err = register(t.Context(), service)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, f.release()) })
	f.handler = service.Handler()
	return f
}

func (f *fixture) do(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response := httptest.NewRecorder()
	f.handler.ServeHTTP(response, request)
	return response
}

func errorOf(t *testing.T, response *httptest.ResponseRecorder) string {
	t.Helper()
	var body map[string]string
	require.NoError(t, json.Unmarshal(response.Body.Bytes(), &body), response.Body.String())
	return body["error"]
}

// tree returns the spans below parent as indented text, in order of start.
func tree(spans tracetest.SpanStubs, parent trace.SpanID, indent string) string {
	var b strings.Builder
	for _, span := range spans {
		if span.Parent.SpanID() == parent {
			b.WriteString(indent + span.Name + "\n" + tree(spans, span.SpanContext.SpanID(), indent+"  "))
		}
	}
	return b.String()
}

func TestCreateAndGet(t *testing.T) {
	f := newFixture(t)
	response := f.do("POST", "/orders", `{"user_id": "1", "product": "laptop", "quantity": 2}`, "X-Correlation-ID", "abc-123")
	assert.Equal(t, http.StatusCreated, response.Code)
	const want = `{"id":1,"user_id":1,"product":"laptop","quantity":2,"total":1999.98}`
	assert.JSONEq(t, want, response.Body.String())

	server := f.recorder.Span("POST /orders")
	assert.Equal(t, `HTTP GET
create_order
  validate_inventory
    SELECT products
  calculate_total
  save_to_database
    INSERT orders
`, tree(f.recorder.Spans(), server.SpanContext.SpanID(), ""))
	attributes := telemetrytest.Attributes(f.recorder.Span("create_order").Attributes)
	assert.Equal(t, map[string]string{
		"user.id": "1", "order.id": "1", "order.product": "laptop", "order.quantity": "2", "order.total": "1999.98",
	}, attributes)
	for _, span := range f.recorder.Spans() {
		assert.Equal(t, codes.Unset, span.Status.Code, span.Name)
		assert.Equal(t, server.SpanContext.TraceID(), span.SpanContext.TraceID())
	}

	assert.Equal(t, "abc-123", f.asked.Get("X-Correlation-ID"))
	client := f.recorder.Span("HTTP GET").SpanContext
	assert.Equal(t, client.SpanID().String(), f.asked.Get("X-B3-SpanId"))
	assert.Equal(t, "00-"+client.TraceID().String()+"-"+client.SpanID().String()+"-01", f.asked.Get("traceparent"))

	line := f.recorder.Line("Order created")
	assert.Equal(t, "order_created", line["event"])
	assert.EqualValues(t, 1, line["order_id"])
	assert.EqualValues(t, 1, line["user_id"])
	assert.Equal(t, "abc-123", line["correlation_id"])

	response = f.do("GET", "/orders/1", "")
	assert.Equal(t, http.StatusOK, response.Code)
	assert.JSONEq(t, want, response.Body.String())

	points := f.recorder.Metrics()["orders.created"].Data.(metricdata.Sum[int64]).DataPoints
	require.Len(t, points, 1)
	assert.EqualValues(t, 1, points[0].Value)
	assert.Equal(t, map[string]string{"service": "order-service"}, telemetrytest.Attributes(points[0].Attributes.ToSlice()))
}

func TestUserIDAsNumber(t *testing.T) {
	response := newFixture(t).do("POST", "/orders", `{"user_id":1,"product":"book","quantity":1}`)
	assert.Equal(t, http.StatusCreated, response.Code)
	assert.JSONEq(t, `{"id":1,"user_id":1,"product":"book","quantity":1,"total":14.99}`, response.Body.String())
}

func TestPaymentFails(t *testing.T) {
	f := newFixture(t)
	response := f.do("POST", "/orders", `{"user_id": "1", "product": "fail_product", "quantity": 1}`)
	assert.Equal(t, http.StatusInternalServerError, response.Code)
	assert.Equal(t, "payment processing failed", errorOf(t, response))

	const message = "Payment gateway timeout: Unable to reach provider"
	span := f.recorder.Span("calculate_total")
	assert.Equal(t, codes.Error, span.Status.Code)
	assert.Equal(t, message, span.Status.Description)
	require.Len(t, span.Events, 1)
	assert.Equal(t, "exception", span.Events[0].Name)
	event := telemetrytest.Attributes(span.Events[0].Attributes)
	assert.Equal(t, message, event["exception.message"])
	assert.Regexp(t, `^\*\S+\.PaymentTimeoutError$`, event["exception.type"])
	stack := strings.Split(event["exception.stacktrace"], "\n")
	assert.Regexp(t, `^goroutine \d+ \[running\]:$`, stack[0])
	assert.Contains(t, stack[1], ".(*orders).calculateTotal(...)")
	assert.Regexp(t, fmt.Sprintf(`^\t/.*/order-service/orders\.go:%d( \+0x[0-9a-f]+)?$`, raisingLine(t)), stack[2])

	for _, name := range []string{"create_order", "POST /orders"} {
		assert.Equal(t, codes.Error, f.recorder.Span(name).Status.Code, name)
		assert.Empty(t, f.recorder.Span(name).Events, "the error is recorded where it happened")
	}

	line := f.recorder.Line("Payment processing failed")
	assert.Equal(t, "ERROR", line["level"])
	assert.Equal(t, message, line["error"])
	assert.Equal(t, event["exception.type"], line["error_type"])
	assert.Equal(t, event["exception.stacktrace"], line["stack_trace"])
	assert.Equal(t, "fail_product", line["product"])
	assert.Equal(t, span.SpanContext.TraceID().String(), line["trace_id"])
	assert.Equal(t, span.SpanContext.SpanID().String(), line["span_id"])

	assert.Equal(t, http.StatusNotFound, f.do("GET", "/orders/1", "").Code, "nothing was stored")
	assert.NotContains(t, f.recorder.Metrics(), "orders.created")
}

// raisingLine returns the number of the line that raises the payment error.
func raisingLine(t *testing.T) int {
	t.Helper()
	source, err := os.ReadFile("orders.go")
	require.NoError(t, err)
	before, _, found := strings.Cut(string(source), "// raises the payment error")
	require.True(t, found)
	return strings.Count(before, "\n") + 1
}

func TestUserService(t *testing.T) {
	f := newFixture(t)
	response := f.do("POST", "/orders", `{"user_id": 7, "product": "laptop", "quantity": 1}`)
	assert.Equal(t, http.StatusBadRequest, response.Code)
	assert.Equal(t, "there is no user 7", errorOf(t, response))
	assert.Equal(t, codes.Unset, f.recorder.Span("POST /orders").Status.Code)

	f = newFixture(t)
	response = f.do("POST", "/orders", `{"user_id": 500, "product": "laptop", "quantity": 1}`)
	assert.Equal(t, http.StatusBadGateway, response.Code)
	assert.Equal(t, "user-service failed", errorOf(t, response))
	assert.Equal(t, "look up the user: user-service answered 500", f.recorder.Line("Request failed")["error"])

	f = newFixture(t)
	f.users.Close()
	response = f.do("POST", "/orders", `{"user_id": 1, "product": "laptop", "quantity": 1}`)
	assert.Equal(t, http.StatusBadGateway, response.Code)
	assert.Equal(t, "user-service cannot be reached", errorOf(t, response))
	stack := f.recorder.Line("Request failed")["stack_trace"].(string)
	assert.Contains(t, strings.Split(stack, "\n")[1], ".(*userClient).check(...)")
}

func TestUserServiceURL(t *testing.T) {
	t.Setenv("USER_SERVICE_URL", "user-service:8001")
	service, err := httpservice.New(telemetrytest.New(t, "order-service").Telemetry, new(faults.Switches))
	require.NoError(t, err)
	_, err = register(t.Context(), service)
	assert.EqualError(t, err, `USER_SERVICE_URL: "user-service:8001" is not a URL such as http://127.0.0.1:8001`)
}

func TestBadOrders(t *testing.T) {
	f := newFixture(t)
	const badID = `user_id must be a whole number from 1, such as 1 or "1"`
	for body, want := range map[string]string{
		`{}`: "user_id is missing; product is missing; quantity is missing",
		`{"user_id":null,"product":"","quantity":null}`:          "user_id is missing; product is missing; quantity is missing",
		`{"user_id":"alice","product":"laptop","quantity":1}`:    badID,
		`{"user_id":"1,"product":"laptop","quantity":1}`:         "the body is no JSON: invalid character 'p' after object key:value pair at byte 16",
		`{"user_id":0,"product":"laptop","quantity":1}`:          badID,
		`{"user_id":1.5,"product":"laptop","quantity":1}`:        badID,
		`{"user_id":true,"product":"laptop","quantity":1}`:       badID,
		`{"user_id":{},"product":"laptop","quantity":1}`:         badID,
		`{"user_id":"","product":"laptop","quantity":1}`:         badID,
		`{"user_id":1,"product":"laptop","quantity":0}`:          "quantity must be at least 1",
		`{"user_id":1,"product":"laptop","quantity":-3}`:         "quantity must be at least 1",
		`{"user_id":1,"product":"laptop","quantity":101}`:        "quantity must not be larger than 100 for this product",
		`{"user_id":1,"product":"laptop","quantity":"1"}`:        "quantity must be a whole number, not a JSON string",
		`{"user_id":1,"product":"laptop","quantity":1e99}`:       "quantity must be a whole number, not a JSON number 1e99",
		`{"user_id":1,"product":7,"quantity":1}`:                 "product must be text, not a JSON number",
		`{"user_id":1,"product":"laptop","quantity":1,"gift":1}`: `unknown field "gift"`,
		`{"user_id":1,"product":"unicorn","quantity":1}`:         "product must be one of the catalogue: book, fail_product, headphones, keyboard, laptop, phone",
	} {
		response := f.do("POST", "/orders", body)
		assert.Equal(t, http.StatusBadRequest, response.Code, body)
		assert.Equal(t, want, errorOf(t, response), body)
	}
	for _, span := range f.recorder.Spans() {
		assert.NotEqual(t, codes.Error, span.Status.Code, span.Name)
	}
}

func TestGetNoOrder(t *testing.T) {
	f := newFixture(t)
	response := f.do("GET", "/orders/7", "")
	assert.Equal(t, http.StatusNotFound, response.Code)
	assert.Equal(t, "there is no order 7", errorOf(t, response))
	response = f.do("GET", "/orders/last", "")
	assert.Equal(t, http.StatusBadRequest, response.Code)
	assert.Equal(t, "the id of an order is a whole number from 1", errorOf(t, response))
}

func TestDatabaseIsGone(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.release())
	response := f.do("POST", "/orders", `{"user_id": 1, "product": "laptop", "quantity": 1}`)
	assert.Equal(t, http.StatusInternalServerError, response.Code)
	assert.Equal(t, "internal server error", errorOf(t, response))
	span := f.recorder.Span("validate_inventory")
	assert.Equal(t, codes.Error, span.Status.Code)
	require.Len(t, span.Events, 1)
	line := f.recorder.Line("Failed to read the catalogue")
	assert.Contains(t, strings.Split(line["stack_trace"].(string), "\n")[1], ".(*orders).validateInventory(...)")

	assert.Equal(t, http.StatusInternalServerError, f.do("GET", "/orders/1", "").Code)
	assert.Equal(t, http.StatusServiceUnavailable, f.do("GET", "/healthz", "").Code)
}
