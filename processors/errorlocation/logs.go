// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"context"
	"strings"

	"go.opentelemetry.io/collector/pdata/plog"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
)

func (p *errorLocation) processLogs(ctx context.Context, logs plog.Logs) (plog.Logs, error) {
	r := p.readers.Get().(*reader)
	for _, resource := range logs.ResourceLogs().All() {
		r.enter(resource.Resource())
		for _, scope := range resource.ScopeLogs().All() {
			for _, record := range scope.LogRecords().All() {
				if mayBeError(record) {
					p.processLog(r, record)
				}
			}
		}
	}
	p.release(ctx, r)
	return logs, nil
}

func (p *errorLocation) processLog(r *reader, record plog.LogRecord) {
	attrs := record.Attributes()
	r.search.reset()
	r.search.attributes(attrs)
	r.search.body(record.Body())
	result, ok := r.read()
	if !ok {
		return
	}
	putLocation(attrs, result, p.keep)
	// The trace says it best; else the fields beside it do.
	typ, message := result.Type, result.Message
	if typ == "" {
		typ = r.search.typ
	}
	if message == "" {
		message = r.search.message
	}
	putAbsent(attrs, string(semconv.ExceptionTypeKey), typ)
	putAbsent(attrs, string(semconv.ExceptionMessageKey), message)
}

// mayBeError reports whether a record can be about an error: by its severity, which may be unknown,
// or by an attribute of an exception.
func mayBeError(record plog.LogRecord) bool {
	severity := record.SeverityNumber()
	if severity >= plog.SeverityNumberError {
		return true
	}
	if severity == plog.SeverityNumberUnspecified && !isBelowError(record.SeverityText()) {
		return true
	}
	for key := range record.Attributes().All() {
		if strings.HasPrefix(key, "exception.") {
			return true
		}
	}
	return false
}

// isBelowError reports whether the text of a severity without a number is of less than an error.
func isBelowError(severity string) bool {
	switch strings.ToLower(severity) {
	case "trace", "verbose", "debug", "info", "information", "notice", "warn", "warning":
		return true
	}
	return false
}
