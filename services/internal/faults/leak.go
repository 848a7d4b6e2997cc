// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"

	"github.com/faultline-otel/faultline/services/internal/telemetry"
	"github.com/faultline-otel/faultline/services/planted"
)

// leakyReason is the text of an error as careless code writes it.
const leakyReason = "card " + planted.ExceptionCard + " of " + planted.ExceptionEmail +
	" was declined: Authorization: Bearer " + planted.ExceptionToken + " password=" + planted.ExceptionPassword

// Careless returns err with the planted values of exceptions in its text.
func Careless(err error) error {
	return fmt.Errorf("%w: %s", err, leakyReason)
}

// Leaker reports the values of planted.All but those of exceptions, the way
// careless code does.
type Leaker struct {
	tracer trace.Tracer
	logger *slog.Logger
	logins metric.Int64Counter
}

// NewLeaker returns a Leaker that reports through tel.
func NewLeaker(tel *telemetry.Telemetry) (*Leaker, error) {
	const scope = "github.com/faultline-otel/faultline/services/internal/faults"
	logins, err := tel.MeterProvider.Meter(scope).Int64Counter("user.logins",
		metric.WithDescription("Logins, counted by a careless service."), metric.WithUnit("{login}"))
	if err != nil {
		return nil, fmt.Errorf("make the counter of logins: %w", err)
	}
	return &Leaker{tracer: tel.TracerProvider.Tracer(scope), logger: tel.Logger, logins: logins}, nil
}

// Leak reports each of its values once in its place: on the span of ctx, on a
// new span below it, in log records and in a metric. It sets no error status,
// so that it changes neither error rates nor what is sampled.
func (l *Leaker) Leak(ctx context.Context) {
	trace.SpanFromContext(ctx).SetAttributes(
		attribute.String("user.email", planted.SpanAttributeEmail),
		attribute.String("payment.card", planted.SpanAttributeCard),
		attribute.String("http.request.header.authorization", "Bearer "+planted.SpanAttributeToken),
		attribute.String("password", planted.SpanAttributePassword),
		attribute.String("payment.request", nestedJSON(planted.SpanJSONEmail, planted.SpanJSONPassword, planted.SpanJSONCard, planted.SpanJSONToken)),
	)

	ctx, span := l.tracer.Start(ctx, "charge card "+planted.SpanNameCard+" for "+planted.SpanNameEmail)
	defer span.End()

	l.logger.InfoContext(ctx,
		"Login of "+planted.LogMessageEmail+" with password="+planted.LogMessagePassword+
			" and card "+planted.LogMessageCard+", Authorization: Bearer "+planted.LogMessageToken,
		slog.String("event", "login"),
		slog.String("user_email", planted.LogAttributeEmail),
		slog.String("card", planted.LogAttributeCard),
		slog.String("authorization", "Bearer "+planted.LogAttributeToken),
		slog.String("password", planted.LogAttributePassword),
		slog.String("payload", nestedJSON(planted.LogJSONEmail, planted.LogJSONPassword, planted.LogJSONCard, planted.LogJSONToken)),
	)
	l.logins.Add(ctx, 1, metric.WithAttributes(attribute.String("user", planted.MetricEmail)))
}

// nestedJSON returns a JSON object that holds another one as text, as bodies
// that pass through several services do.
func nestedJSON(email, password, card, token string) string {
	payment := marshal(map[string]string{"card": card, "authorization": "Bearer " + token})
	return marshal(map[string]any{
		"user":    map[string]string{"email": email, "password": password},
		"payment": payment,
	})
}

func marshal(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // Maps of strings always marshal.
	}
	return string(text)
}
