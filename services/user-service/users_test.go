// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.uber.org/goleak"

	"github.com/faultline-otel/faultline/services/internal/faults"
	"github.com/faultline-otel/faultline/services/internal/httpservice"
	"github.com/faultline-otel/faultline/services/internal/telemetry/telemetrytest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// newService returns the service with an empty database in memory.
func newService(t *testing.T) (http.Handler, *telemetrytest.Recorder, func() error) {
	t.Helper()
	t.Setenv("DATA_DIR", ":memory:")
	recorder := telemetrytest.New(t, "user-service")
	service, err := httpservice.New(recorder.Telemetry, new(faults.Switches))
	require.NoError(t, err)
	release, err := register(t.Context(), service)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, release()) })
	return service.Handler(), recorder, release
}

func do(handler http.Handler, method, path, body string) *httptest.ResponseRecorder {
	response := httptest.NewRecorder()
	handler.ServeHTTP(response, httptest.NewRequest(method, path, strings.NewReader(body)))
	return response
}

func errorOf(t *testing.T, response *httptest.ResponseRecorder) string {
	t.Helper()
	var body map[string]string
	require.NoError(t, json.Unmarshal(response.Body.Bytes(), &body))
	return body["error"]
}

func TestCreateAndGet(t *testing.T) {
	handler, recorder, _ := newService(t)
	response := do(handler, "POST", "/users", `{"name": "Alice", "email": "alice@example.com"}`)
	assert.Equal(t, http.StatusCreated, response.Code)
	assert.JSONEq(t, `{"id":1,"name":"Alice","email":"alice@example.com"}`, response.Body.String())

	response = do(handler, "GET", "/users/1", "")
	assert.Equal(t, http.StatusOK, response.Code)
	assert.JSONEq(t, `{"id":1,"name":"Alice","email":"alice@example.com"}`, response.Body.String())

	server := recorder.Span("POST /users")
	assert.Equal(t, "1", telemetrytest.Attributes(server.Attributes)["user.id"])
	assert.Equal(t, server.SpanContext.SpanID(), recorder.Span("INSERT users").Parent.SpanID())
	assert.Equal(t, recorder.Span("GET /users/{id}").SpanContext.SpanID(), recorder.Span("SELECT users").Parent.SpanID())

	line := recorder.Line("User registered")
	assert.Equal(t, "user_registered", line["event"])
	assert.EqualValues(t, 1, line["user_id"])
	assert.Equal(t, server.SpanContext.TraceID().String(), line["trace_id"])
	assert.NotContains(t, recorder.Output(), "alice@example.com")
	for _, span := range recorder.Spans() {
		assert.NotContains(t, fmt.Sprint(telemetrytest.Attributes(span.Attributes)), "alice@example.com")
	}

	points := recorder.Metrics()["users.registered"].Data.(metricdata.Sum[int64]).DataPoints
	require.Len(t, points, 1)
	assert.EqualValues(t, 1, points[0].Value)
}

func TestGetNoUser(t *testing.T) {
	handler, recorder, _ := newService(t)
	response := do(handler, "GET", "/users/7", "")
	assert.Equal(t, http.StatusNotFound, response.Code)
	assert.Equal(t, "there is no user 7", errorOf(t, response))
	assert.Equal(t, codes.Unset, recorder.Span("GET /users/{id}").Status.Code)
	assert.Equal(t, codes.Unset, recorder.Span("SELECT users").Status.Code)

	for _, id := range []string{"alice", "0", "-1", "1.5", "99999999999999999999"} {
		response := do(handler, "GET", "/users/"+id, "")
		assert.Equal(t, http.StatusBadRequest, response.Code)
		assert.Equal(t, "the id of a user is a whole number from 1", errorOf(t, response))
	}
}

func TestBadUsers(t *testing.T) {
	handler, _, _ := newService(t)
	long := strings.Repeat("a", 255)
	for body, want := range map[string]string{
		`{}`:                                   "name is missing; email is missing",
		`{"name":" ","email":"a@example.com"}`: "name is missing",
		`{"name":"A"}`:                         "email is missing",
		`{"name":"A","email":"nobody"}`:        "email must be an address such as alice@example.com",
		`{"name":"A","email":"A <a@example.com>"}`:        "email must be an address such as alice@example.com",
		`{"name":"` + long + `","email":"a@example.com"}`: "name must not be longer than 254 bytes",
		`{"name":"A","email":"` + long + `"}`:             "email must not be longer than 254 bytes",
		`{"name":1,"email":"a@example.com"}`:              "name must be text, not a JSON number",
		`{"name":"A","mail":"a@example.com"}`:             `unknown field "mail"`,
	} {
		response := do(handler, "POST", "/users", body)
		assert.Equal(t, http.StatusBadRequest, response.Code, body)
		assert.Equal(t, want, errorOf(t, response), body)
	}
}

func TestDatabaseIsGone(t *testing.T) {
	handler, recorder, release := newService(t)
	require.NoError(t, release())
	for _, response := range []*httptest.ResponseRecorder{
		do(handler, "POST", "/users", `{"name":"A","email":"a@example.com"}`),
		do(handler, "GET", "/users/1", ""),
	} {
		assert.Equal(t, http.StatusInternalServerError, response.Code)
		assert.Equal(t, "internal server error", errorOf(t, response))
	}
	var frames []string
	for _, line := range recorder.Lines() {
		if line["message"] == "Request failed" {
			frames = append(frames, strings.Split(line["stack_trace"].(string), "\n")[1])
		}
	}
	require.Len(t, frames, 2)
	assert.Contains(t, frames[0], "(*users).create(")
	assert.Contains(t, frames[1], "(*users).get(")
	assert.Equal(t, http.StatusServiceUnavailable, do(handler, "GET", "/healthz", "").Code)
}
