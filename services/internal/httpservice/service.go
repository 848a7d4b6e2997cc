// SPDX-License-Identifier: Apache-2.0

// Package httpservice is the frame of the example services. It adds to their
// routes what each needs: spans, metrics, boundary logs, correlation ids,
// recovery from panics, errors as JSON, faults on demand, readiness, a debug
// listener, and an orderly start and stop.
package httpservice

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/faultline-otel/faultline/services/internal/correlation"
	"github.com/faultline-otel/faultline/services/internal/failure"
	"github.com/faultline-otel/faultline/services/internal/faults"
	"github.com/faultline-otel/faultline/services/internal/telemetry"
)

// TraceHeader is the response header with the id of the request's trace.
const TraceHeader = "X-Trace-ID"

// unmatched stands for the route of requests that match none.
const unmatched = "unmatched"

// Handler answers a request. An error that it returns is answered by
// [Service.Fail], and then it must not have written to w.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Service is the HTTP side of a service: its routes and what surrounds them.
type Service struct {
	Telemetry *telemetry.Telemetry
	Faults    *faults.Switches

	logger  *slog.Logger
	metrics *requestMetrics
	leaker  *faults.Leaker
	routes  *http.ServeMux
	ready   []func(context.Context) error
}

// New returns a service without routes that reports through tel.
func New(tel *telemetry.Telemetry, switches *faults.Switches) (*Service, error) {
	metrics, err := newRequestMetrics(tel)
	if err != nil {
		return nil, err
	}
	leaker, err := faults.NewLeaker(tel)
	if err != nil {
		return nil, err
	}
	return &Service{
		Telemetry: tel,
		Faults:    switches,
		logger:    tel.Logger,
		metrics:   metrics,
		leaker:    leaker,
		routes:    http.NewServeMux(),
	}, nil
}

// Handle adds a route. The pattern is one of [http.ServeMux] with a method,
// such as "GET /users/{id}", which is also the name of the route's spans.
func (s *Service) Handle(pattern string, handle Handler) {
	s.routes.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		if err := s.call(handle, w, r); err != nil {
			s.Fail(w, r, err)
		}
	})
}

// AddReadinessCheck makes the service ready only while check returns nil.
func (s *Service) AddReadinessCheck(check func(context.Context) error) {
	s.ready = append(s.ready, check)
}

// Handler returns the handler of all routes, and of GET /healthz, which is not
// reported on.
func (s *Service) Handler() http.Handler {
	traced := otelhttp.NewHandler(http.HandlerFunc(s.serve), s.Telemetry.Service,
		otelhttp.WithTracerProvider(s.Telemetry.TracerProvider),
		otelhttp.WithMeterProvider(s.Telemetry.MeterProvider),
		otelhttp.WithPropagators(s.Telemetry.Propagator),
	)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/healthz" {
			s.serveHealth(w, r)
			return
		}
		traced.ServeHTTP(w, r)
	})
}

func (s *Service) serveHealth(w http.ResponseWriter, r *http.Request) {
	for _, check := range s.ready {
		if err := check(r.Context()); err != nil {
			WriteJSON(w, http.StatusServiceUnavailable, map[string]string{"status": "unavailable", "error": err.Error()})
			return
		}
	}
	WriteJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

// serve runs inside the server span of a request and does what all routes have
// in common.
func (s *Service) serve(w http.ResponseWriter, r *http.Request) {
	ctx := correlation.NewContext(r.Context(), correlation.FromRequest(r))
	span := trace.SpanFromContext(ctx)
	_, pattern := s.routes.Handler(r)
	// Also for the caller of serve, which names the span after the pattern of
	// its request: the router will set the one of the copy below.
	r.Pattern = pattern
	endpoint := endpointOf(pattern)

	recorder := &responseRecorder{ResponseWriter: w}
	recorder.Header().Set(correlation.Header, correlation.FromContext(ctx))
	recorder.Header().Set(TraceHeader, span.SpanContext().TraceID().String())
	if pattern != "" {
		span.SetAttributes(semconv.HTTPRoute(endpoint))
	}

	request := r.WithContext(ctx)
	request.Body = http.MaxBytesReader(recorder, r.Body, maxBody)
	s.logIncoming(request)
	finishMetrics := s.metrics.begin(ctx, r.Method, endpoint)
	start := time.Now()
	defer func() {
		// Deferred, because a handler may panic to break the connection.
		if recorder.status == 0 {
			recorder.status = http.StatusInternalServerError
			span.SetStatus(codes.Error, "")
		}
		finishMetrics(recorder.status)
		s.logOutgoing(request, recorder, time.Since(start))
	}()

	switch {
	case pattern == "":
		s.serveUnmatched(recorder, request)
	case r.ContentLength > maxBody:
		s.Fail(recorder, request, ErrTooLarge)
	default:
		s.routes.ServeHTTP(recorder, request)
	}
}

// call runs a route's handler with the faults that are switched on, and turns
// a panic into an error.
func (s *Service) call(handle Handler, w http.ResponseWriter, r *http.Request) (err error) {
	defer func() {
		switch value := recover(); value {
		case nil:
		case http.ErrAbortHandler:
			panic(value)
		default:
			err = failure.Recovered(value)
		}
	}()
	if s.Faults.Get().Leak {
		s.leaker.Leak(r.Context())
	}
	if err := s.Faults.Inject(r.Context()); err != nil {
		return err
	}
	return handle(w, r)
}

// serveUnmatched answers a request without a route as [http.ServeMux] would,
// with 404 or 405, but as JSON.
func (s *Service) serveUnmatched(w http.ResponseWriter, r *http.Request) {
	standard := discardBody{header: w.Header()}
	handler, _ := s.routes.Handler(r)
	handler.ServeHTTP(&standard, r)
	message := "there is nothing at this path"
	if standard.status == http.StatusMethodNotAllowed {
		message = "this path only takes " + w.Header().Get("Allow")
	}
	s.Fail(w, r, &Error{Status: standard.status, Message: message})
}

func (s *Service) logIncoming(r *http.Request) {
	fields := []slog.Attr{
		slog.String("event", "request_received"),
		slog.String("method", r.Method),
		slog.String("path", r.URL.Path),
	}
	if s.Faults.Get().Leak {
		body, err := io.ReadAll(r.Body)
		r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), failingReader{err}))
		fields = append(fields, slog.String("query", r.URL.RawQuery), slog.String("body", string(body)))
	}
	s.logger.LogAttrs(r.Context(), slog.LevelInfo, "Incoming request", fields...)
}

func (s *Service) logOutgoing(r *http.Request, response *responseRecorder, duration time.Duration) {
	fields := []slog.Attr{
		slog.String("event", "response_sent"),
		slog.String("method", r.Method),
		slog.String("path", r.URL.Path),
		slog.Int("status_code", response.status),
		slog.Float64("duration_ms", milliseconds(duration)),
	}
	if response.errorMessage != "" {
		fields = append(fields, slog.String("error", response.errorMessage))
	}
	s.logger.LogAttrs(r.Context(), levelOf(response.status), "Outgoing response", fields...)
}

// levelOf returns the level for an HTTP status: a fault of the server is an
// error, one of the client a warning.
func levelOf(status int) slog.Level {
	switch {
	case status >= 500:
		return slog.LevelError
	case status >= 400:
		return slog.LevelWarn
	default:
		return slog.LevelInfo
	}
}

func milliseconds(d time.Duration) float64 {
	return float64(d.Microseconds()) / 1000
}

// endpointOf returns the path of a pattern, which bounds the number of values
// that telemetry has, unlike the path of a request.
func endpointOf(pattern string) string {
	if pattern == "" {
		return unmatched
	}
	_, path, found := strings.Cut(pattern, " ")
	if !found {
		return pattern
	}
	return path
}

// responseRecorder notes what was answered.
type responseRecorder struct {
	http.ResponseWriter
	status       int // 0 as long as no answer has begun.
	errorMessage string
}

func (r *responseRecorder) WriteHeader(status int) {
	if r.status == 0 && status >= 200 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *responseRecorder) Write(p []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return r.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController reach the writer below.
func (r *responseRecorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// discardBody keeps the status of an answer and drops its body.
type discardBody struct {
	header http.Header
	status int
}

func (d *discardBody) Header() http.Header         { return d.header }
func (d *discardBody) WriteHeader(status int)      { d.status = status }
func (d *discardBody) Write(p []byte) (int, error) { return len(p), nil }

// failingReader returns err, or io.EOF when there is none.
type failingReader struct{ err error }

func (f failingReader) Read([]byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return 0, io.EOF
}
