// SPDX-License-Identifier: Apache-2.0

package httpservice

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/faultline-otel/faultline/services/internal/telemetry"
)

const scopeName = "github.com/faultline-otel/faultline/services/internal/httpservice"

// requestMetrics are the rate, errors and duration of requests. Prometheus
// shows them as http_requests_total, http_request_duration_seconds and
// http_requests_active.
type requestMetrics struct {
	service  attribute.KeyValue
	requests metric.Int64Counter
	duration metric.Float64Histogram
	active   metric.Int64UpDownCounter
}

func newRequestMetrics(tel *telemetry.Telemetry) (*requestMetrics, error) {
	meter := tel.MeterProvider.Meter(scopeName)
	m := requestMetrics{service: attribute.String("service", tel.Service)}
	var errs [3]error
	m.requests, errs[0] = meter.Int64Counter("http.requests",
		metric.WithDescription("HTTP requests that were answered."),
		metric.WithUnit("{request}"))
	m.duration, errs[1] = meter.Float64Histogram("http.request.duration",
		metric.WithDescription("Time from the arrival of an HTTP request to its answer."),
		metric.WithUnit("s"),
		// The boundaries that the semantic conventions advise for HTTP, and 2 s.
		metric.WithExplicitBucketBoundaries(
			0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2, 2.5, 5, 7.5, 10))
	m.active, errs[2] = meter.Int64UpDownCounter("http.requests.active",
		metric.WithDescription("HTTP requests that are being answered."),
		metric.WithUnit("{request}"))
	if err := errors.Join(errs[:]...); err != nil {
		return nil, fmt.Errorf("make the request metrics: %w", err)
	}
	return &m, nil
}

// begin counts a request as active. The returned function ends it with the
// status of its answer.
func (m *requestMetrics) begin(ctx context.Context, method, endpoint string) (end func(status int)) {
	labels := []attribute.KeyValue{
		m.service,
		attribute.String("method", knownMethod(method)),
		attribute.String("endpoint", endpoint),
	}
	active := metric.WithAttributes(labels...)
	m.active.Add(ctx, 1, active)
	start := time.Now()
	return func(status int) {
		finished := metric.WithAttributes(append(labels, attribute.String("status", strconv.Itoa(status)))...)
		m.active.Add(ctx, -1, active)
		m.requests.Add(ctx, 1, finished)
		m.duration.Record(ctx, time.Since(start).Seconds(), finished)
	}
}

// knownMethod returns method, or _OTHER for one that is not of RFC 9110 or RFC
// 5789: a client may invent any number.
func knownMethod(method string) string {
	known := []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE"}
	if slices.Contains(known, method) {
		return method
	}
	return "_OTHER"
}
