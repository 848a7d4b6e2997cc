// SPDX-License-Identifier: Apache-2.0

// Package telemetry sets up what a service tells about itself: traces, metrics
// and logs through the OpenTelemetry SDK over OTLP/gRPC, and the same logs as
// JSON lines on standard output.
//
// The collector may stop and come back at any time. Spans and log records wait
// in bounded queues and are sent again until it does; metrics are cumulative,
// so that a later point replaces a lost one.
package telemetry

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"
	"time"

	"go.opentelemetry.io/contrib/propagators/b3"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/propagation"
	sdklog "go.opentelemetry.io/otel/sdk/log"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/faultline-otel/faultline/services/internal/correlation"
)

const (
	// queueSize is the number of spans, and of log records, kept while the
	// collector is away.
	queueSize = 50_000

	// batchDelay is how long a span or record waits for others to be sent with.
	batchDelay = 500 * time.Millisecond

	// metricInterval is the time between two exports of the metrics unless
	// OTEL_METRIC_EXPORT_INTERVAL sets another.
	metricInterval = 2 * time.Second
)

// Telemetry is what a service reports through. All fields are set.
type Telemetry struct {
	Service        string // The resource attribute service.name.
	TracerProvider trace.TracerProvider
	MeterProvider  metric.MeterProvider
	Propagator     propagation.TextMapPropagator
	Logger         *slog.Logger
	EndedSpans     *SpanCounter

	shutdown func(context.Context) error
}

// Start sets up the telemetry of a service and makes it the process's default
// for the libraries that ask for one. Log lines go to stdout.
//
// The variables of the OpenTelemetry specification for the OTLP exporter and
// the resource hold, OTEL_LOGS_EXPORTER (otlp or none; default otlp), and
// LOG_LEVEL (DEBUG, INFO, WARN, ERROR; default INFO). A collector that cannot
// be reached is no error: Start does not wait for it.
func Start(ctx context.Context, service string, stdout io.Writer) (*Telemetry, error) {
	var level slog.Level
	if text := os.Getenv("LOG_LEVEL"); text != "" {
		if err := level.UnmarshalText([]byte(text)); err != nil {
			return nil, fmt.Errorf("LOG_LEVEL: %q is not one of DEBUG, INFO, WARN, ERROR", text)
		}
	}
	if err := optIn(); err != nil {
		return nil, fmt.Errorf("opt in to telemetry features: %w", err)
	}
	otel.SetErrorHandler(newErrorHandler(os.Stderr))

	described, err := describe(ctx, service)
	if err != nil {
		return nil, fmt.Errorf("describe the service: %w", err)
	}
	exporters, err := newExporters(ctx)
	if err != nil {
		return nil, err
	}

	// The trace SDK counts its spans on the global meter provider, and looks
	// for it once, when the tracer provider is made.
	metrics := sdkmetric.NewMeterProvider(
		sdkmetric.WithResource(described),
		sdkmetric.WithReader(sdkmetric.NewPeriodicReader(exporters.metrics, readerOptions()...)),
	)
	otel.SetMeterProvider(metrics)

	spans := new(SpanCounter)
	traces := sdktrace.NewTracerProvider(
		sdktrace.WithResource(described),
		sdktrace.WithSpanProcessor(spans),
		sdktrace.WithBatcher(exporters.traces,
			sdktrace.WithMaxQueueSize(queueSize),
			sdktrace.WithBatchTimeout(batchDelay),
			sdktrace.WithExportTimeout(exportTimeout)),
	)
	logOptions := []sdklog.LoggerProviderOption{sdklog.WithResource(described)}
	if exporters.logs != nil {
		logOptions = append(logOptions, sdklog.WithProcessor(sdklog.NewBatchProcessor(exporters.logs,
			sdklog.WithMaxQueueSize(queueSize),
			sdklog.WithExportInterval(batchDelay),
			sdklog.WithExportTimeout(exportTimeout))))
	}
	logs := sdklog.NewLoggerProvider(logOptions...)

	return &Telemetry{
		Service:        service,
		TracerProvider: traces,
		MeterProvider:  metrics,
		Propagator:     NewPropagator(),
		Logger:         NewLogger(service, stdout, logs, level),
		EndedSpans:     spans,
		shutdown: func(ctx context.Context) error {
			sent := concurrently(ctx, traces.Shutdown, logs.Shutdown)
			// Last, so that the final counts of spans are among the metrics.
			return errors.Join(sent, metrics.Shutdown(ctx))
		},
	}, nil
}

// Shutdown sends what waits in the queues. It gives up when ctx ends, and then
// returns an error: what is unsent by the end of the process is lost. A collector
// that is gone holds it up for as long as there are retries.
func (t *Telemetry) Shutdown(ctx context.Context) error {
	if t.shutdown == nil {
		return nil
	}
	err := t.shutdown(ctx)
	if ctx.Err() != nil {
		err = ctx.Err() // It says all that the errors of the parts do.
	}
	if err != nil {
		return fmt.Errorf("send the last telemetry: %w", err)
	}
	return nil
}

// NewPropagator returns the propagator that accepts and sends both the headers
// of W3C Trace Context and the X-B3-* headers. When a request has both and
// they differ, Trace Context, which is read last, wins.
func NewPropagator() propagation.TextMapPropagator {
	return propagation.NewCompositeTextMapPropagator(
		b3.New(b3.WithInjectEncoding(b3.B3MultipleHeader)),
		propagation.TraceContext{},
	)
}

// describe returns the resource of the service. OTEL_RESOURCE_ATTRIBUTES and
// OTEL_SERVICE_NAME come last and so win.
func describe(ctx context.Context, service string) (*resource.Resource, error) {
	return resource.New(ctx,
		resource.WithTelemetrySDK(),
		resource.WithAttributes(
			semconv.ServiceName(service),
			semconv.ServiceInstanceID(correlation.New()),
		),
		resource.WithFromEnv(),
	)
}

// optIn turns on what the libraries offer through variables only, unless the
// environment says otherwise.
func optIn() error {
	var errs []error
	for variable, value := range map[string]string{
		// Metrics of the SDK on itself, such as otel.sdk.processor.span.processed.
		"OTEL_GO_X_OBSERVABILITY": "true",
		// The stable names of database attributes, such as db.query.text.
		"OTEL_SEMCONV_STABILITY_OPT_IN": "database",
	} {
		if _, set := os.LookupEnv(variable); !set {
			errs = append(errs, os.Setenv(variable, value))
		}
	}
	return errors.Join(errs...)
}

func readerOptions() []sdkmetric.PeriodicReaderOption {
	if os.Getenv("OTEL_METRIC_EXPORT_INTERVAL") != "" {
		return nil
	}
	return []sdkmetric.PeriodicReaderOption{sdkmetric.WithInterval(metricInterval)}
}

// concurrently calls all functions at the same time and returns their errors.
func concurrently(ctx context.Context, functions ...func(context.Context) error) error {
	errs := make([]error, len(functions))
	var running sync.WaitGroup
	for i, f := range functions {
		running.Go(func() { errs[i] = f(ctx) })
	}
	running.Wait()
	return errors.Join(errs...)
}
