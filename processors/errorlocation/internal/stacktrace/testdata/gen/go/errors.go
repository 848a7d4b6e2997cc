package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"runtime/debug"
	"strings"

	goerrors "github.com/go-errors/errors"
	pkgerrors "github.com/pkg/errors"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"example.com/shop/orders"
)

//go:noinline
func open() error {
	return pkgerrors.New("no such order") // want(pkg_errors, pkg_errors_wrap, pkg_errors_stack, zap_json, zap_console) main.open
}

//go:noinline
func load() error {
	return pkgerrors.Wrap(open(), "load order 17")
}

func pkgErrors() { fmt.Fprintf(os.Stderr, "%+v", open()) }

func pkgErrorsWrap() {
	fmt.Fprintf(os.Stderr, "%+v", pkgerrors.WithMessage(load(), "request failed"))
}

func pkgErrorsStack() { fmt.Fprintf(os.Stderr, "%+v", pkgerrors.WithStack(open())) }

func pkgErrorsRecovered() {
	defer func() {
		fmt.Fprintf(os.Stderr, "%+v", pkgerrors.Errorf("recovered: %v", recover()))
	}()
	empty.Total(3)
}

func logger(console bool) *zap.Logger {
	config := zap.NewProductionEncoderConfig()
	encoder := zapcore.NewJSONEncoder(config)
	if console {
		encoder = zapcore.NewConsoleEncoder(config)
	}
	core := zapcore.NewCore(encoder, zapcore.AddSync(os.Stderr), zapcore.InfoLevel)
	return zap.New(core, zap.AddCaller(), zap.AddStacktrace(zapcore.ErrorLevel))
}

func zapJSON() { logger(false).Error("request failed", zap.Error(load())) }

func zapConsole() { logger(true).Error("request failed", zap.Error(load())) }

func zapRecovered() {
	defer func() {
		logger(true).Error("recovered", zap.Any("panic", recover()))
	}()
	empty.Total(3)
}

//go:noinline
func reserve() error {
	return goerrors.New("no stock") // want(go_errors) reserve
}

func goErrors() {
	var err *goerrors.Error
	errors.As(reserve(), &err)
	os.Stderr.WriteString(err.ErrorStack())
}

func goErrorsRecovered() {
	defer func() {
		os.Stderr.WriteString(goerrors.Wrap(recover(), 0).ErrorStack())
	}()
	empty.Total(3)
}

// printer writes the stack of each exception event.
type printer struct{}

func (printer) ExportSpans(_ context.Context, spans []sdktrace.ReadOnlySpan) error {
	for _, span := range spans {
		for _, event := range span.Events() {
			for _, attr := range event.Attributes {
				if attr.Key == "exception.stacktrace" {
					os.Stderr.WriteString(attr.Value.AsString())
				}
			}
		}
	}
	return nil
}

func (printer) Shutdown(context.Context) error { return nil }

func span() trace.Span {
	provider := sdktrace.NewTracerProvider(sdktrace.WithSyncer(printer{}))
	_, span := provider.Tracer("shop").Start(context.Background(), "order")
	return span
}

//go:noinline
func record(span trace.Span) {
	span.RecordError(orders.ErrSoldOut, trace.WithStackTrace(true)) // want(otel_record, otel_record_deep) main.record
}

func otelRecord() {
	span := span()
	record(span)
	span.End()
}

//go:noinline
func recordBelow(span trace.Span, depth int) {
	if depth == 0 {
		record(span)
		return
	}
	recordBelow(span, depth-1)
}

func otelRecordDeep() {
	span := span()
	recordBelow(span, 40)
	span.End()
}

func otelEnd() {
	defer func() { recover() }()
	span := span()
	defer span.End(trace.WithStackTrace(true))
	empty.Total(3)
}

func slogJSON() {
	slog.New(slog.NewJSONHandler(os.Stderr, nil)).Error("order failed",
		"stack_trace", string(debug.Stack())) // want(slog_json) main.slogJSON
}

// stackFrom returns the stack of its caller in the format of debug.Stack.
func stackFrom() string {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	var b strings.Builder
	b.WriteString("goroutine 1 [running]:\n")
	for {
		frame, more := frames.Next()
		fmt.Fprintf(&b, "%s(...)\n\t%s:%d +0x%x\n", frame.Function, frame.File, frame.Line, frame.PC-frame.Entry)
		if !more {
			return b.String()
		}
	}
}

type tracedError struct{ message, stack string }

func (e *tracedError) Error() string { return e.message }

//go:noinline
func newError(message string) error { return &tracedError{message, stackFrom()} }

type shop struct{ prices map[string]int }

//go:noinline
func (s *shop) calculateTotal(item string) (int, error) {
	price, ok := s.prices[item]
	if !ok {
		return 0, newError("no price for " + item) // want(recorded_own) main.(*shop).calculateTotal
	}
	return price, nil
}

func recordedOwn() {
	_, err := new(shop).calculateTotal("tea")
	var traced *tracedError
	errors.As(err, &traced)
	os.Stderr.WriteString(traced.stack)
}
