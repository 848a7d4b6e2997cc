// SPDX-License-Identifier: Apache-2.0

package httpservice

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/trace"
	"go.uber.org/goleak"

	"github.com/faultline-otel/faultline/services/internal/correlation"
	"github.com/faultline-otel/faultline/services/internal/failure"
	"github.com/faultline-otel/faultline/services/internal/faults"
	"github.com/faultline-otel/faultline/services/internal/telemetry/telemetrytest"
	"github.com/faultline-otel/faultline/services/planted"
)

// deadline is for what is polled: far longer than it takes on a busy machine.
const deadline = 2 * time.Minute

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// newService returns a service with one route for each way to answer.
func newService(t *testing.T) (*Service, *telemetrytest.Recorder) {
	t.Helper()
	recorder := telemetrytest.New(t, "test-service")
	service, err := New(recorder.Telemetry, new(faults.Switches))
	require.NoError(t, err)
	service.Handle("GET /things/{id}", func(w http.ResponseWriter, r *http.Request) error {
		WriteJSON(w, http.StatusOK, map[string]string{"id": r.PathValue("id")})
		return nil
	})
	service.Handle("POST /things", func(w http.ResponseWriter, r *http.Request) error {
		type thing struct {
			Name   string  `json:"name"`
			Size   int     `json:"size"`
			Weight float64 `json:"weight"`
			Sold   bool    `json:"sold"`
			Parts  struct {
				Count int64 `json:"count"`
			} `json:"parts"`
		}
		made, err := DecodeJSON[thing](r)
		if err != nil {
			return err
		}
		WriteJSON(w, http.StatusCreated, made)
		return nil
	})
	service.Handle("GET /broken", func(http.ResponseWriter, *http.Request) error {
		return failure.New(errors.New("the disk is full"))
	})
	service.Handle("GET /upstream", func(http.ResponseWriter, *http.Request) error {
		return &Error{Status: http.StatusBadGateway, Message: "try later", Err: failure.New(errors.New("no route"))}
	})
	service.Handle("GET /panic", func(http.ResponseWriter, *http.Request) error {
		emptyMap()["a"] = 1 // raises the panic
		return nil
	})
	service.Handle("GET /half", func(w http.ResponseWriter, _ *http.Request) error {
		_, _ = io.WriteString(w, "half an ans")
		return errors.New("no more")
	})
	service.Handle("GET /abort", func(http.ResponseWriter, *http.Request) error {
		panic(http.ErrAbortHandler)
	})
	service.Handle("GET /slow", func(_ http.ResponseWriter, r *http.Request) error {
		<-r.Context().Done()
		return fmt.Errorf("wait: %w", r.Context().Err())
	})
	return service, recorder
}

// emptyMap hides from vet that the map is nil.
func emptyMap() map[string]int { return nil }

func do(service *Service, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(method, target, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response := httptest.NewRecorder()
	service.Handler().ServeHTTP(response, request)
	return response
}

func errorOf(t *testing.T, response *httptest.ResponseRecorder) errorBody {
	t.Helper()
	var body errorBody
	require.NoError(t, json.Unmarshal(response.Body.Bytes(), &body), response.Body.String())
	assert.Equal(t, "application/json", response.Header().Get("Content-Type"))
	assert.Equal(t, response.Header().Get(correlation.Header), body.CorrelationID)
	assert.Equal(t, response.Header().Get(TraceHeader), body.TraceID)
	return body
}

func TestAnswer(t *testing.T) {
	service, recorder := newService(t)
	response := do(service, "GET", "/things/7?token=secret", "", "X-Correlation-ID", "abc-123")

	assert.Equal(t, http.StatusOK, response.Code)
	assert.JSONEq(t, `{"id":"7"}`, response.Body.String())
	assert.Equal(t, "abc-123", response.Header().Get("X-Correlation-ID"))

	span := recorder.Span("GET /things/{id}")
	assert.Equal(t, trace.SpanKindServer, span.SpanKind)
	assert.Equal(t, codes.Unset, span.Status.Code)
	attributes := telemetrytest.Attributes(span.Attributes)
	assert.Equal(t, "/things/{id}", attributes["http.route"])
	assert.Equal(t, "GET", attributes["http.request.method"])
	assert.Equal(t, "200", attributes["http.response.status_code"])
	assert.Equal(t, span.SpanContext.TraceID().String(), response.Header().Get("X-Trace-ID"))
	assert.EqualValues(t, 1, recorder.EndedSpans.Ended())

	incoming, outgoing := recorder.Line("Incoming request"), recorder.Line("Outgoing response")
	for _, line := range []map[string]any{incoming, outgoing} {
		assert.Equal(t, "INFO", line["level"])
		assert.Equal(t, "test-service", line["service"])
		assert.Equal(t, "abc-123", line["correlation_id"])
		assert.Equal(t, "GET", line["method"])
		assert.Equal(t, "/things/7", line["path"])
		assert.Equal(t, span.SpanContext.TraceID().String(), line["trace_id"])
		assert.Equal(t, span.SpanContext.SpanID().String(), line["span_id"])
	}
	assert.EqualValues(t, 200, outgoing["status_code"])
	assert.NotContains(t, recorder.Output(), "secret", "the query is not logged")
	for _, record := range recorder.LogRecords() {
		assert.Equal(t, span.SpanContext.TraceID().String(), record.TraceID)
		assert.Equal(t, "abc-123", record.Attributes["correlation_id"])
	}
}

func TestCorrelationIDIsMade(t *testing.T) {
	service, recorder := newService(t)
	response := do(service, "GET", "/things/7", "")
	id := response.Header().Get("X-Correlation-ID")
	assert.Len(t, id, 36)
	assert.Equal(t, id, recorder.Line("Incoming request")["correlation_id"])
}

func TestTraceIsContinued(t *testing.T) {
	const traceID, spanID = "80f198ee56343ba864fe8b2a57d3eff7", "e457b5a2e4d86bd1"
	for name, headers := range map[string][]string{
		"W3C": {"traceparent", "00-" + traceID + "-" + spanID + "-01"},
		"B3":  {"X-B3-TraceId", traceID, "X-B3-SpanId", spanID, "X-B3-Sampled", "1"},
	} {
		t.Run(name, func(t *testing.T) {
			service, recorder := newService(t)
			response := do(service, "GET", "/things/7", "", headers...)
			assert.Equal(t, traceID, response.Header().Get("X-Trace-ID"))
			assert.Equal(t, spanID, recorder.Span("GET /things/{id}").Parent.SpanID().String())
		})
	}
}

func TestMetrics(t *testing.T) {
	service, recorder := newService(t)
	start := time.Now()
	do(service, "GET", "/things/7", "")
	do(service, "GET", "/things/8", "")
	do(service, "GET", "/broken", "")
	do(service, "BREW", "/no/such/path", "")
	took := time.Since(start)

	metrics := recorder.Metrics()
	counts := map[string]int64{}
	for _, point := range metrics["http.requests"].Data.(metricdata.Sum[int64]).DataPoints {
		counts[text(telemetrytest.Attributes(point.Attributes.ToSlice()))] = point.Value
	}
	assert.Equal(t, map[string]int64{
		"GET /things/{id} 200 test-service": 2,
		"GET /broken 500 test-service":      1,
		"_OTHER unmatched 404 test-service": 1,
	}, counts)
	assert.True(t, metrics["http.requests"].Data.(metricdata.Sum[int64]).IsMonotonic)

	durations := metrics["http.request.duration"]
	assert.Equal(t, "s", durations.Unit)
	observed := map[string]uint64{}
	seconds := 0.0
	for _, point := range durations.Data.(metricdata.Histogram[float64]).DataPoints {
		observed[text(telemetrytest.Attributes(point.Attributes.ToSlice()))] = point.Count
		seconds += point.Sum
	}
	assert.LessOrEqual(t, seconds, took.Seconds())
	assert.Equal(t, uint64(2), observed["GET /things/{id} 200 test-service"])

	for _, point := range metrics["http.requests.active"].Data.(metricdata.Sum[int64]).DataPoints {
		assert.Zero(t, point.Value)
	}
}

func text(labels map[string]string) string {
	return labels["method"] + " " + labels["endpoint"] + " " + labels["status"] + " " + labels["service"]
}

func TestActiveRequests(t *testing.T) {
	service, recorder := newService(t)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		request := httptest.NewRequest(http.MethodGet, "/slow", nil).WithContext(ctx)
		service.Handler().ServeHTTP(httptest.NewRecorder(), request)
	}()
	active := func() int64 {
		sum, ok := recorder.Metrics()["http.requests.active"].Data.(metricdata.Sum[int64])
		if !ok {
			return 0
		}
		return sum.DataPoints[0].Value
	}
	require.Eventually(t, func() bool { return active() == 1 }, deadline, time.Millisecond)
	cancel()
	<-done
	assert.Zero(t, active())

	line := recorder.Line("Outgoing response")
	assert.Equal(t, "WARN", line["level"], "a client that goes away is no fault of the service")
	assert.EqualValues(t, 499, line["status_code"])
	assert.Equal(t, codes.Unset, recorder.Span("GET /slow").Status.Code)
}

func TestFaultOfTheService(t *testing.T) {
	service, recorder := newService(t)
	response := do(service, "GET", "/broken", "")
	assert.Equal(t, http.StatusInternalServerError, response.Code)
	assert.Equal(t, "internal server error", errorOf(t, response).Error, "the cause is not for the client")

	span := recorder.Span("GET /broken")
	assert.Equal(t, codes.Error, span.Status.Code)
	require.Len(t, span.Events, 1)
	event := telemetrytest.Attributes(span.Events[0].Attributes)
	assert.Equal(t, "the disk is full", event["exception.message"])

	line := recorder.Line("Request failed")
	assert.Equal(t, "ERROR", line["level"])
	assert.Equal(t, "the disk is full", line["error"])
	assert.Equal(t, event["exception.type"], line["error_type"])
	assert.Equal(t, event["exception.stacktrace"], line["stack_trace"])
	assert.Equal(t, "ERROR", recorder.Line("Outgoing response")["level"])
}

func TestFaultElsewhere(t *testing.T) {
	service, recorder := newService(t)
	response := do(service, "GET", "/upstream", "")
	assert.Equal(t, http.StatusBadGateway, response.Code)
	assert.Equal(t, "try later", errorOf(t, response).Error)
	assert.Equal(t, "no route", recorder.Line("Request failed")["error"])
}

func TestPanic(t *testing.T) {
	service, recorder := newService(t)
	response := do(service, "GET", "/panic", "")
	assert.Equal(t, http.StatusInternalServerError, response.Code)
	assert.Equal(t, "internal server error", errorOf(t, response).Error)

	span := recorder.Span("GET /panic")
	assert.Equal(t, codes.Error, span.Status.Code)
	require.Len(t, span.Events, 1)
	event := telemetrytest.Attributes(span.Events[0].Attributes)
	assert.Equal(t, "assignment to entry in nil map", event["exception.message"])
	source, err := os.ReadFile("service_test.go")
	require.NoError(t, err)
	before, _, _ := strings.Cut(string(source), "// raises the panic")
	frame := strings.Split(event["exception.stacktrace"], "\n")[2]
	assert.Contains(t, frame, fmt.Sprintf("/service_test.go:%d", strings.Count(before, "\n")+1))
	assert.Equal(t, event["exception.stacktrace"], recorder.Line("Request failed")["stack_trace"])
}

func TestBrokenConnection(t *testing.T) {
	service, recorder := newService(t)
	server := httptest.NewServer(service.Handler())
	for _, path := range []string{"/half", "/abort"} {
		response, err := server.Client().Get(server.URL + path)
		if err == nil {
			_, err = io.ReadAll(response.Body)
			response.Body.Close()
		}
		require.Error(t, err, path)
	}
	server.Close() // Waits for the handlers.
	statuses := map[any]any{}
	for _, line := range recorder.Lines() {
		if line["message"] == "Outgoing response" {
			statuses[line["path"]] = line["status_code"]
		}
	}
	assert.Equal(t, map[any]any{"/half": 200.0, "/abort": 500.0}, statuses)
	assert.Equal(t, "no more", recorder.Line("Request failed")["error"])
}

func TestUnmatched(t *testing.T) {
	service, recorder := newService(t)
	response := do(service, "GET", "/alice@example.com", "")
	assert.Equal(t, http.StatusNotFound, response.Code)
	assert.Equal(t, "there is nothing at this path", errorOf(t, response).Error)
	assert.NotContains(t, telemetrytest.Attributes(recorder.Span("GET").Attributes), "http.route")

	response = do(service, "DELETE", "/things", "")
	assert.Equal(t, http.StatusMethodNotAllowed, response.Code)
	assert.Equal(t, "POST", response.Header().Get("Allow"))
	assert.Equal(t, "this path only takes POST", errorOf(t, response).Error)
}

func TestBadInput(t *testing.T) {
	for body, want := range map[string]string{
		``:                              "the body is empty, it must hold a JSON object",
		`{"name":`:                      "the body is no JSON: it ends too early",
		`nonsense`:                      "the body is no JSON: invalid character 'o' in literal null (expecting 'u') at byte 2",
		`{"name":3}`:                    "name must be text, not a JSON number",
		`{"size":"big"}`:                "size must be a whole number, not a JSON string",
		`{"size":1.5}`:                  "size must be a whole number, not a JSON number 1.5",
		`{"weight":"1"}`:                "weight must be a number, not a JSON string",
		`{"sold":1}`:                    "sold must be true or false, not a JSON number",
		`{"parts":{"count":true}}`:      "parts.count must be a whole number, not a JSON bool",
		`{"parts":[]}`:                  "parts must be a JSON object, not a JSON array",
		`[]`:                            "the body must be a JSON object, not a JSON array",
		`{"colour":"red"}`:              `unknown field "colour"`,
		`{"name":"a"} {"name":"b"}`:     "the body must hold one JSON object and nothing after it",
		`{"name":"a"} trailing`:         "the body must hold one JSON object and nothing after it",
		"{\"name\":\"a\"}" + "\x00\x00": "the body must hold one JSON object and nothing after it",
	} {
		t.Run(body, func(t *testing.T) {
			service, recorder := newService(t)
			response := do(service, "POST", "/things", body)
			assert.Equal(t, http.StatusBadRequest, response.Code)
			assert.Equal(t, want, errorOf(t, response).Error)
			assert.Equal(t, codes.Unset, recorder.Span("POST /things").Status.Code)
			line := recorder.Line("Outgoing response")
			assert.Equal(t, "WARN", line["level"])
			assert.Equal(t, want, line["error"])
		})
	}
}

func TestBodyTooLarge(t *testing.T) {
	large := `{"name":"` + strings.Repeat("a", maxBody) + `"}`
	spaces := `{"name":"a"}` + strings.Repeat(" ", maxBody)
	for name, body := range map[string]string{"large": large, "spaces at the end": spaces} {
		for _, known := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, length known %v", name, known), func(t *testing.T) {
				service, _ := newService(t)
				request := httptest.NewRequest(http.MethodPost, "/things", strings.NewReader(body))
				if !known {
					request.ContentLength = -1
				}
				response := httptest.NewRecorder()
				service.Handler().ServeHTTP(response, request)
				assert.Equal(t, http.StatusRequestEntityTooLarge, response.Code)
				assert.Equal(t, "the body must not be larger than 1048576 bytes", errorOf(t, response).Error)
			})
		}
	}
}

func TestFaults(t *testing.T) {
	service, recorder := newService(t)
	require.NoError(t, service.Faults.Set(faults.Settings{ErrorRate: 1}))
	assert.Equal(t, http.StatusInternalServerError, do(service, "GET", "/things/1", "").Code)
	assert.Equal(t, "injected fault", recorder.Line("Request failed")["error"])

	service, recorder = newService(t)
	require.NoError(t, service.Faults.Set(faults.Settings{PanicRate: 1}))
	assert.Equal(t, http.StatusInternalServerError, do(service, "GET", "/things/1", "").Code)
	line := recorder.Line("Request failed")
	assert.Equal(t, "injected panic", line["error"])
	assert.Contains(t, strings.Split(line["stack_trace"].(string), "\n")[1], "faults.(*Switches).Inject(")
}

func TestLeak(t *testing.T) {
	service, recorder := newService(t)
	require.NoError(t, service.Faults.Set(faults.Settings{Leak: true}))
	response := do(service, "POST", "/things?token=secret", `{"name":"alice@example.com"}`)
	assert.Equal(t, http.StatusCreated, response.Code)
	assert.Contains(t, response.Body.String(), "alice@example.com", "the body was given back")

	incoming := recorder.Line("Incoming request")
	assert.Equal(t, "token=secret", incoming["query"])
	assert.JSONEq(t, `{"name":"alice@example.com"}`, incoming["body"].(string))
	server := recorder.Span("POST /things")
	attributes := telemetrytest.Attributes(server.Attributes)
	assert.Contains(t, attributes["http.request.header.authorization"], planted.SpanAttributeToken)
	assert.Len(t, recorder.Spans(), 2)

	service, recorder = newService(t)
	require.NoError(t, service.Faults.Set(faults.Settings{Leak: true, ErrorRate: 1}))
	response = do(service, "GET", "/things/1", "")
	assert.Equal(t, http.StatusInternalServerError, response.Code)
	assert.NotContains(t, response.Body.String(), planted.ExceptionCard, "the client is not told")
	assert.Contains(t, recorder.Line("Request failed")["error"], planted.ExceptionCard)
	server = recorder.Span("GET /things/{id}")
	require.Len(t, server.Events, 1)
	event := telemetrytest.Attributes(server.Events[0].Attributes)
	assert.Contains(t, event["exception.message"], planted.ExceptionEmail)
}

func TestHealth(t *testing.T) {
	service, recorder := newService(t)
	response := do(service, "GET", "/healthz", "")
	assert.Equal(t, http.StatusOK, response.Code)
	assert.JSONEq(t, `{"status":"ok"}`, response.Body.String())

	service.AddReadinessCheck(func(context.Context) error { return errors.New("no database") })
	response = do(service, "GET", "/healthz", "")
	assert.Equal(t, http.StatusServiceUnavailable, response.Code)
	assert.JSONEq(t, `{"status":"unavailable","error":"no database"}`, response.Body.String())

	assert.Empty(t, recorder.Spans())
	assert.Empty(t, recorder.Lines())
}
