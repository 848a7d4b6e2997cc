// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/codes"
	"go.uber.org/goleak"

	"github.com/faultline-otel/faultline/services/internal/faults"
	"github.com/faultline-otel/faultline/services/internal/httpservice"
	"github.com/faultline-otel/faultline/services/internal/telemetry/telemetrytest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fixture is the gateway before two services that do the same: they answer
// with what answer says and keep the last request.
type fixture struct {
	service  *httpservice.Service
	recorder *telemetrytest.Recorder
	backends *httptest.Server
	answer   http.HandlerFunc

	asked *http.Request
	body  string
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{recorder: telemetrytest.New(t, "api-gateway")}
	f.answer = func(w http.ResponseWriter, _ *http.Request) { httpservice.WriteJSON(w, http.StatusOK, "fine") }
	f.backends = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		assert.NoError(t, err)
		f.asked, f.body = r, string(body)
		w.Header().Set("X-Correlation-ID", "of-the-backend")
		w.Header().Set("X-Trace-ID", "of-the-backend")
		f.answer(w, r)
	}))
	t.Cleanup(f.backends.Close)
	t.Setenv("USER_SERVICE_URL", f.backends.URL+"/user-service")
	t.Setenv("ORDER_SERVICE_URL", f.backends.URL+"/order-service/")
	var err error
	f.service, err = httpservice.New(f.recorder.Telemetry, new(faults.Switches))
	require.NoError(t, err)
	release, err := register(t.Context(), f.service)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, release()) })
	return f
}

func (f *fixture) do(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response := httptest.NewRecorder()
	f.service.Handler().ServeHTTP(response, request)
	return response
}

func errorOf(t *testing.T, response *httptest.ResponseRecorder) map[string]string {
	t.Helper()
	var body map[string]string
	require.NoError(t, json.Unmarshal(response.Body.Bytes(), &body), response.Body.String())
	return body
}

func TestRoutes(t *testing.T) {
	for route, want := range map[string]string{
		"POST /users":    "/user-service/users",
		"GET /users/1":   "/user-service/users/1",
		"POST /orders":   "/order-service/orders",
		"GET /orders/17": "/order-service/orders/17",
	} {
		t.Run(route, func(t *testing.T) {
			f := newFixture(t)
			method, path, _ := strings.Cut(route, " ")
			response := f.do(method, path+"?token=secret", `{"a":1}`,
				"X-Correlation-ID", "abc-123", "Content-Type", "application/json",
				"b3", "0", "X-B3-ParentSpanId", "1111111111111111")
			assert.Equal(t, http.StatusOK, response.Code)
			assert.Equal(t, "\"fine\"\n", response.Body.String())
			assert.Equal(t, []string{"abc-123"}, response.Header().Values("X-Correlation-ID"))
			assert.Len(t, response.Header().Values("X-Trace-ID"), 1)

			assert.Equal(t, method, f.asked.Method)
			assert.Equal(t, want, f.asked.URL.Path)
			assert.Equal(t, `{"a":1}`, f.body)
			assert.Empty(t, f.asked.URL.RawQuery)
			assert.Equal(t, "application/json", f.asked.Header.Get("Content-Type"))
			assert.Equal(t, "abc-123", f.asked.Header.Get("X-Correlation-ID"))
			assert.Empty(t, f.asked.Header.Get("b3"))
			assert.Empty(t, f.asked.Header.Get("X-B3-ParentSpanId"))
			assert.NotContains(t, f.recorder.Output(), "secret")
		})
	}
}

func TestTraceIsPassedOn(t *testing.T) {
	f := newFixture(t)
	const traceID = "80f198ee56343ba864fe8b2a57d3eff7"
	response := f.do("POST", "/orders", "{}", "X-B3-TraceId", traceID, "X-B3-SpanId", "e457b5a2e4d86bd1", "X-B3-Sampled", "1")
	assert.Equal(t, traceID, response.Header().Get("X-Trace-ID"))
	server, client := f.recorder.Span("POST /orders"), f.recorder.Span("HTTP POST")
	assert.Equal(t, "e457b5a2e4d86bd1", server.Parent.SpanID().String())
	assert.Equal(t, server.SpanContext.SpanID(), client.Parent.SpanID())
	clientID := client.SpanContext.SpanID().String()
	assert.Equal(t, "00-"+traceID+"-"+clientID+"-01", f.asked.Header.Get("traceparent"))
	assert.Equal(t, traceID, f.asked.Header.Get("X-B3-TraceId"))
	assert.Equal(t, clientID, f.asked.Header.Get("X-B3-SpanId"))
}

// An error of a service comes back as it is; the gateway marks its spans but
// claims no error of its own.
func TestServiceFails(t *testing.T) {
	f := newFixture(t)
	const body = `{"error":"payment processing failed","correlation_id":"abc-123","trace_id":"80f198ee56343ba864fe8b2a57d3eff7"}`
	f.answer = func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = io.WriteString(w, body)
	}
	response := f.do("POST", "/orders", "{}", "X-Correlation-ID", "abc-123")
	assert.Equal(t, http.StatusInternalServerError, response.Code)
	assert.JSONEq(t, body, response.Body.String())
	for _, name := range []string{"POST /orders", "HTTP POST"} {
		span := f.recorder.Span(name)
		assert.Equal(t, codes.Error, span.Status.Code, name)
		assert.Equal(t, "500", telemetrytest.Attributes(span.Attributes)["http.response.status_code"], name)
		assert.Empty(t, span.Events, name)
	}
	for _, message := range []string{"Outgoing request", "Outgoing response"} {
		line := f.recorder.Line(message)
		assert.Equal(t, "ERROR", line["level"])
		assert.NotContains(t, line, "stack_trace")
	}
}

func TestServiceIsAway(t *testing.T) {
	f := newFixture(t)
	f.backends.Close()
	response := f.do("GET", "/users/1", "")
	assert.Equal(t, http.StatusBadGateway, response.Code)
	body := errorOf(t, response)
	assert.Equal(t, "user-service cannot be reached", body["error"])
	assert.Equal(t, response.Header().Get("X-Correlation-ID"), body["correlation_id"])
	assert.Equal(t, f.recorder.Span("GET /users/{id}").SpanContext.TraceID().String(), body["trace_id"])
	assert.Contains(t, f.recorder.Line("Request failed")["error"], "pass the request on to user-service: dial tcp")
}

func TestBodyTooLarge(t *testing.T) {
	f := newFixture(t)
	large := strings.Repeat(" ", 1<<20) + "{}"
	for _, length := range []int64{int64(len(large)), -1} {
		request := httptest.NewRequest(http.MethodPost, "/orders", strings.NewReader(large))
		request.ContentLength = length
		response := httptest.NewRecorder()
		f.service.Handler().ServeHTTP(response, request)
		assert.Equal(t, http.StatusRequestEntityTooLarge, response.Code)
		assert.Equal(t, "the body must not be larger than 1048576 bytes", errorOf(t, response)["error"])
	}
	assert.Nil(t, f.asked)
}

func TestBodyBreaksOff(t *testing.T) {
	f := newFixture(t)
	request := httptest.NewRequest(http.MethodPost, "/orders", io.MultiReader(strings.NewReader("{"), brokenReader{}))
	response := httptest.NewRecorder()
	f.service.Handler().ServeHTTP(response, request)
	assert.Equal(t, http.StatusBadRequest, response.Code)
	assert.Equal(t, "the body broke off", errorOf(t, response)["error"])
	assert.Nil(t, f.asked)
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestLeakPassesTheQueryOn(t *testing.T) {
	f := newFixture(t)
	require.NoError(t, f.service.Faults.Set(faults.Settings{Leak: true}))
	f.do("POST", "/users?email=alice@example.com", "{}")
	assert.Equal(t, "email=alice@example.com", f.asked.URL.RawQuery)
	assert.Contains(t, fmt.Sprint(telemetrytest.Attributes(f.recorder.Span("HTTP POST").Attributes)), "alice@example.com")
}

func TestBadURLs(t *testing.T) {
	t.Setenv("USER_SERVICE_URL", "one")
	t.Setenv("ORDER_SERVICE_URL", "two")
	service, err := httpservice.New(telemetrytest.New(t, "api-gateway").Telemetry, new(faults.Switches))
	require.NoError(t, err)
	_, err = register(t.Context(), service)
	assert.EqualError(t, err, `USER_SERVICE_URL: "one" is not a URL such as http://127.0.0.1:8001
ORDER_SERVICE_URL: "two" is not a URL such as http://127.0.0.1:8001`)
}
