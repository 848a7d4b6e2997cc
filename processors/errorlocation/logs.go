// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"context"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
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
	// The type and message in the trace take precedence over the fields beside it.
	typ, message := r.search.typ, r.search.message
	if f := r.read(); f != nil {
		put(attrs, f, p.config.OnConflict == conflictKeep)
		if f.result.Type != "" {
			typ = f.result.Type
		}
		if f.result.Message != "" {
			message = f.result.Message
		}
		putException(attrs, typ, message)
		p.putTrace(record, f)
		return
	}
	// Without a trace, a field called "error" is not enough evidence of one.
	if record.SeverityNumber() < plog.SeverityNumberError && !hasException(attrs) {
		return
	}
	if f := r.unlocated(); f != nil {
		put(attrs, f, true)
	}
	if typ != "" {
		putException(attrs, typ, message)
	}
}

func putException(attrs pcommon.Map, typ, message string) {
	putAbsent(attrs, string(semconv.ExceptionTypeKey), typ)
	putAbsent(attrs, string(semconv.ExceptionMessageKey), message)
}

// putTrace applies short_names and drop_stacktrace to a record in which a location was found.
func (p *errorLocation) putTrace(record plog.LogRecord, f *finding) {
	attrs := record.Attributes()
	if p.config.ShortNames {
		putShort(attrs, f.result.Location)
		if !p.config.DropStacktrace {
			putAbsent(attrs, shortTrace, unquote(f.text)) // a text from JSON still has its escapes
		}
	}
	if p.config.DropStacktrace {
		dropStacktraces(fieldNone, attrs, f.text, 0)
		if body := record.Body(); body.Type() == pcommon.ValueTypeMap {
			dropStacktraces(fieldNone, body.Map(), f.text, 0)
		}
		putFrames(attrs, f.frames)
	}
}

// mayBeError reports whether a record can be about an error: its severity is ERROR, higher or
// unknown, or it has an exception.* attribute.
func mayBeError(record plog.LogRecord) bool {
	severity := record.SeverityNumber()
	if severity >= plog.SeverityNumberError {
		return true
	}
	if severity == plog.SeverityNumberUnspecified && !isBelowError(record.SeverityText()) {
		return true
	}
	return hasException(record.Attributes())
}

// hasException reports whether there is an exception.* attribute.
func hasException(attrs pcommon.Map) bool {
	for key := range attrs.All() {
		if strings.HasPrefix(key, "exception.") {
			return true
		}
	}
	return false
}

// isBelowError reports whether a severity text, of a record without a severity number, names a level
// below ERROR.
func isBelowError(severity string) bool {
	switch strings.ToLower(severity) {
	case "trace", "verbose", "debug", "info", "information", "notice", "warn", "warning":
		return true
	}
	return false
}
