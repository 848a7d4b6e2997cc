// SPDX-License-Identifier: Apache-2.0

package telemetry

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploggrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetricgrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
)

const (
	// defaultEndpoint is where a collector on the same host listens.
	defaultEndpoint = "http://127.0.0.1:4317"

	// attemptTimeout bounds one attempt to send, so that a collector which
	// hangs is tried again like one which is gone.
	attemptTimeout = 30 * time.Second

	// exportTimeout bounds all attempts for one batch. It leaves room for the
	// retries and a last attempt.
	exportTimeout = maxRetryTime + 2*attemptTimeout

	maxRetryTime = 5 * time.Minute

	// metricTimeout is short: a newer point makes an unsent one worthless.
	metricTimeout = 5 * time.Second
)

// retryPolicy has the fields of each exporter's RetryConfig, which are
// distinct types.
type retryPolicy struct {
	Enabled         bool
	InitialInterval time.Duration
	MaxInterval     time.Duration
	MaxElapsedTime  time.Duration
}

var retries = retryPolicy{
	Enabled:         true,
	InitialInterval: 500 * time.Millisecond,
	MaxInterval:     3 * time.Second,
	MaxElapsedTime:  maxRetryTime,
}

type exporters struct {
	traces  *otlptrace.Exporter
	metrics *otlpmetricgrpc.Exporter
	logs    *otlploggrpc.Exporter // nil when logs are printed only
}

// newExporters returns one exporter for each signal. None connects before it
// has something to send.
func newExporters(ctx context.Context) (*exporters, error) {
	sendLogs, err := sendsLogs()
	if err != nil {
		return nil, err
	}
	traceOptions := []otlptracegrpc.Option{
		otlptracegrpc.WithTimeout(exportTimeout),
		otlptracegrpc.WithRetry(otlptracegrpc.RetryConfig(retries)),
		otlptracegrpc.WithDialOption(dialOptions()...),
	}
	metricOptions := []otlpmetricgrpc.Option{
		otlpmetricgrpc.WithTimeout(metricTimeout),
		otlpmetricgrpc.WithRetry(otlpmetricgrpc.RetryConfig(retries)),
		otlpmetricgrpc.WithDialOption(dialOptions()...),
	}
	logOptions := []otlploggrpc.Option{
		otlploggrpc.WithTimeout(exportTimeout),
		otlploggrpc.WithRetry(otlploggrpc.RetryConfig(retries)),
		otlploggrpc.WithDialOption(dialOptions()...),
	}
	if !endpointSet("TRACES") {
		traceOptions = append(traceOptions, otlptracegrpc.WithEndpointURL(defaultEndpoint))
	}
	if !endpointSet("METRICS") {
		metricOptions = append(metricOptions, otlpmetricgrpc.WithEndpointURL(defaultEndpoint))
	}
	if !endpointSet("LOGS") {
		logOptions = append(logOptions, otlploggrpc.WithEndpointURL(defaultEndpoint))
	}

	var e exporters
	var errs [3]error
	e.traces, errs[0] = otlptracegrpc.New(ctx, traceOptions...)
	e.metrics, errs[1] = otlpmetricgrpc.New(ctx, metricOptions...)
	if sendLogs {
		e.logs, errs[2] = otlploggrpc.New(ctx, logOptions...)
	}
	if err := errors.Join(errs[:]...); err != nil {
		return nil, fmt.Errorf("set up the OTLP exporters: %w", err)
	}
	return &e, nil
}

// sendsLogs reports whether logs go over OTLP too. Where a collector reads what
// the service prints, they would arrive twice.
func sendsLogs() (bool, error) {
	switch exporter := os.Getenv("OTEL_LOGS_EXPORTER"); exporter {
	case "", "otlp":
		return true, nil
	case "none":
		return false, nil
	default:
		return false, fmt.Errorf("OTEL_LOGS_EXPORTER: %q is not one of otlp, none", exporter)
	}
}

// endpointSet reports whether the environment names a collector for signal.
func endpointSet(signal string) bool {
	return os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT") != "" ||
		os.Getenv("OTEL_EXPORTER_OTLP_"+signal+"_ENDPOINT") != ""
}

func dialOptions() []grpc.DialOption {
	return []grpc.DialOption{
		// By default gRPC waits up to two minutes before it dials again, which
		// would keep a collector that is back waiting.
		grpc.WithConnectParams(grpc.ConnectParams{
			Backoff: backoff.Config{
				BaseDelay:  250 * time.Millisecond,
				Multiplier: 1.6,
				Jitter:     0.2,
				MaxDelay:   2 * time.Second,
			},
			MinConnectTimeout: attemptTimeout,
		}),
		grpc.WithUnaryInterceptor(limitAttempt),
	}
}

// limitAttempt gives one call attemptTimeout.
func limitAttempt(
	ctx context.Context, method string, request, reply any, conn *grpc.ClientConn,
	invoke grpc.UnaryInvoker, options ...grpc.CallOption,
) error {
	ctx, cancel := context.WithTimeout(ctx, attemptTimeout)
	defer cancel()
	return invoke(ctx, method, request, reply, conn, options...)
}
