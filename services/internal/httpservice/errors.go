// SPDX-License-Identifier: Apache-2.0

package httpservice

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"

	"go.opentelemetry.io/otel/trace"

	"github.com/faultline-otel/faultline/services/internal/correlation"
	"github.com/faultline-otel/faultline/services/internal/failure"
	"github.com/faultline-otel/faultline/services/internal/faults"
)

// Error is an error of which the client may be told.
type Error struct {
	Status  int    // The HTTP status to answer with.
	Message string // What the client is told.

	// Err is the cause when it is a fault that nobody has reported yet: it is
	// logged and recorded on the span. Nil for what the client did wrong.
	Err error
}

func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s: %v", e.Message, e.Err)
	}
	return e.Message
}

func (e *Error) Unwrap() error { return e.Err }

// BadRequest returns the error for a request that the client has to change.
func BadRequest(format string, args ...any) *Error {
	return &Error{Status: http.StatusBadRequest, Message: fmt.Sprintf(format, args...)}
}

// errorBody is the JSON body of each answer that is an error.
type errorBody struct {
	Error         string `json:"error"`
	CorrelationID string `json:"correlation_id,omitempty"`
	TraceID       string `json:"trace_id,omitempty"`
}

// statusClientClosedRequest is the status that nginx logs when a client went
// away before its answer. RFC 9110 has none for it, and it is no fault of the
// service.
const statusClientClosedRequest = 499

// Report records err, a fault of this service, on the span of ctx and logs it
// with message and fields.
func (s *Service) Report(ctx context.Context, message string, err error, fields ...slog.Attr) {
	if s.Faults.Get().Leak {
		err = faults.Careless(err)
	}
	failure.Record(trace.SpanFromContext(ctx), err)
	s.logger.LogAttrs(ctx, slog.LevelError, message, append(failure.LogAttrs(err), fields...)...)
}

// Fail answers r with err. An error that is not an Error, and the cause of one
// that has a cause, is a fault of this service: it is logged and recorded on
// the server span; the client is told of the former only that there was one.
func (s *Service) Fail(w http.ResponseWriter, r *http.Request, err error) {
	ctx := r.Context()
	answer, known := errors.AsType[*Error](err)
	fault := err
	switch {
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		answer = &Error{Status: statusClientClosedRequest, Message: "the client has gone away"}
		fault = nil
	case known:
		fault = answer.Err
	default:
		answer = &Error{Status: http.StatusInternalServerError, Message: "internal server error"}
	}
	if fault != nil {
		s.Report(ctx, "Request failed", fault, slog.String("event", "request_failed"))
	}
	if recorder, ok := w.(*responseRecorder); ok {
		if recorder.status != 0 {
			// Too late for another answer: break the connection, so that the
			// client does not take half an answer for a whole one.
			panic(http.ErrAbortHandler)
		}
		recorder.errorMessage = answer.Message
	}
	body := errorBody{Error: answer.Message, CorrelationID: correlation.FromContext(ctx)}
	if span := trace.SpanContextFromContext(ctx); span.HasTraceID() {
		body.TraceID = span.TraceID().String()
	}
	WriteJSON(w, answer.Status, body)
}
