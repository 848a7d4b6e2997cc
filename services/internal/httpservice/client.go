// SPDX-License-Identifier: Apache-2.0

package httpservice

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"

	"github.com/faultline-otel/faultline/services/internal/correlation"
	"github.com/faultline-otel/faultline/services/internal/failure"
)

// Transport returns the way of this service to others: it makes a client span
// and a log record of each call and passes on the trace and the correlation id.
// Call CloseIdleConnections on it in the end.
func (s *Service) Transport() *Transport {
	pool := http.DefaultTransport.(*http.Transport).Clone()
	pool.MaxIdleConnsPerHost = 64 // All calls go to one or two hosts.
	pool.ResponseHeaderTimeout = 30 * time.Second
	return &Transport{
		pool: pool,
		traced: otelhttp.NewTransport(loggedTransport{next: pool, logger: s.logger},
			otelhttp.WithTracerProvider(s.Telemetry.TracerProvider),
			otelhttp.WithMeterProvider(s.Telemetry.MeterProvider),
			otelhttp.WithPropagators(s.Telemetry.Propagator),
		),
	}
}

// Transport is an instrumented http.RoundTripper with connections of its own.
type Transport struct {
	pool   *http.Transport
	traced http.RoundTripper
}

// RoundTrip sends r and returns the answer.
func (t *Transport) RoundTrip(r *http.Request) (*http.Response, error) { return t.traced.RoundTrip(r) }

// CloseIdleConnections closes the connections that no call uses.
func (t *Transport) CloseIdleConnections() { t.pool.CloseIdleConnections() }

// loggedTransport runs inside the client span.
type loggedTransport struct {
	next   http.RoundTripper
	logger *slog.Logger
}

func (t loggedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx := r.Context()
	r = r.Clone(ctx)
	r.Header.Set(correlation.Header, correlation.FromContext(ctx))

	start := time.Now()
	response, err := t.next.RoundTrip(r)
	fields := []slog.Attr{
		slog.String("event", "request_sent"),
		slog.String("method", r.Method),
		slog.String("peer", r.URL.Host),
		slog.String("path", r.URL.Path),
		slog.Float64("duration_ms", milliseconds(time.Since(start))),
	}
	if err != nil {
		fields = append(fields, slog.String("error", err.Error()), slog.String("error_type", failure.Type(err)))
		t.logger.LogAttrs(ctx, slog.LevelError, "Outgoing request", fields...)
		return nil, err
	}
	fields = append(fields, slog.Int("status_code", response.StatusCode))
	t.logger.LogAttrs(ctx, levelOf(response.StatusCode), "Outgoing request", fields...)
	return response, nil
}

// ParseURL returns the address of a service that variable names: an http or
// https URL without a query.
func ParseURL(variable, text string) (*url.URL, error) {
	parsed, err := url.Parse(text)
	if err != nil || parsed.Host == "" || parsed.RawQuery != "" || (parsed.Scheme != "http" && parsed.Scheme != "https") {
		return nil, fmt.Errorf("%s: %q is not a URL such as http://127.0.0.1:8001", variable, text)
	}
	return parsed, nil
}
