// SPDX-License-Identifier: Apache-2.0

package telemetry

import (
	"context"
	"io"
	"log/slog"
	"time"

	"go.opentelemetry.io/contrib/bridges/otelslog"
	"go.opentelemetry.io/otel/log"
	"go.opentelemetry.io/otel/trace"

	"github.com/faultline-otel/faultline/services/internal/correlation"
)

// NewLogger returns a logger that writes each record of at least the given
// level twice: as a JSON line to stdout, with the fields timestamp, level,
// message, service, trace_id and span_id, and to provider, where the record
// has places of its own for these. Both hold the correlation id of the context
// and the attributes.
func NewLogger(service string, stdout io.Writer, provider log.LoggerProvider, level slog.Leveler) *slog.Logger {
	lines := slog.NewJSONHandler(stdout, &slog.HandlerOptions{
		Level:       slog.LevelDebug,
		ReplaceAttr: renameBuiltIn,
	})
	return slog.New(contextHandler{level: level, Handler: slog.NewMultiHandler(
		traceHandler{lines.WithAttrs([]slog.Attr{slog.String("service", service)})},
		otelslog.NewHandler("github.com/faultline-otel/faultline/services", otelslog.WithLoggerProvider(provider)),
	)})
}

// renameBuiltIn gives the fields that slog adds the names the services use.
func renameBuiltIn(groups []string, attr slog.Attr) slog.Attr {
	if len(groups) > 0 {
		return attr
	}
	switch attr.Key {
	case slog.TimeKey:
		return slog.String("timestamp", attr.Value.Time().UTC().Format(time.RFC3339Nano))
	case slog.MessageKey:
		attr.Key = "message"
	}
	return attr
}

// contextHandler drops records below level and adds the correlation id.
type contextHandler struct {
	slog.Handler
	level slog.Leveler
}

func (h contextHandler) Enabled(_ context.Context, level slog.Level) bool {
	return level >= h.level.Level()
}

func (h contextHandler) Handle(ctx context.Context, record slog.Record) error {
	if id := correlation.FromContext(ctx); id != "" {
		record = record.Clone()
		record.AddAttrs(slog.String("correlation_id", id))
	}
	return h.Handler.Handle(ctx, record)
}

func (h contextHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return contextHandler{h.Handler.WithAttrs(attrs), h.level}
}

func (h contextHandler) WithGroup(name string) slog.Handler {
	return contextHandler{h.Handler.WithGroup(name), h.level}
}

// traceHandler adds the ids of the current span.
type traceHandler struct{ slog.Handler }

func (h traceHandler) Handle(ctx context.Context, record slog.Record) error {
	if span := trace.SpanContextFromContext(ctx); span.IsValid() {
		record = record.Clone()
		record.AddAttrs(
			slog.String("trace_id", span.TraceID().String()),
			slog.String("span_id", span.SpanID().String()),
		)
	}
	return h.Handler.Handle(ctx, record)
}

func (h traceHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return traceHandler{h.Handler.WithAttrs(attrs)}
}

func (h traceHandler) WithGroup(name string) slog.Handler {
	return traceHandler{h.Handler.WithGroup(name)}
}
