// SPDX-License-Identifier: Apache-2.0

// Package demo shows what a running collector does with the traffic of the example services, and
// checks at the end that it did what it promises.
package demo

import (
	"fmt"
	"path/filepath"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
)

// Location is the line of code that raised an error, as error_location wrote it on a log record.
type Location struct {
	File     string
	Line     int64
	Function string
	Message  string
	TraceID  string
}

// maxMessage bounds the message of a location that is shown, in characters.
const maxMessage = 64

func (l Location) String() string {
	message := l.Message
	if runes := []rune(message); len(runes) > maxMessage {
		message = string(runes[:maxMessage]) + "..."
	}
	return fmt.Sprintf("%s:%d  %s  %s  trace %s", l.File, l.Line, l.Function, message, l.TraceID)
}

// Kept is what the collector wrote: the traces that it sampled, and where errors were raised.
type Kept struct {
	root      string
	spans     map[string]int  // spans kept, by trace id
	failed    map[string]bool // traces with an error span
	locations []Location      // oldest first, bounded
	stacks    int             // error logs that hold a stack trace
	located   int             // those of them that have a location
}

// maxLocations bounds what is remembered of a long run.
const maxLocations = 1000

// newKept shows the paths of files below root as relative to it.
func newKept(root string) *Kept {
	return &Kept{root: root, spans: map[string]int{}, failed: map[string]bool{}}
}

// addTraces takes one line of traces.json.
func (k *Kept) addTraces(line []byte) error {
	var unmarshaler ptrace.JSONUnmarshaler
	traces, err := unmarshaler.UnmarshalTraces(line)
	if err != nil {
		return fmt.Errorf("traces: %w", err)
	}
	for _, resource := range traces.ResourceSpans().All() {
		for _, scope := range resource.ScopeSpans().All() {
			for _, span := range scope.Spans().All() {
				id := span.TraceID().String()
				k.spans[id]++
				if span.Status().Code() == ptrace.StatusCodeError {
					k.failed[id] = true
				}
			}
		}
	}
	return nil
}

// addLogs takes one line of logs.json.
func (k *Kept) addLogs(line []byte) error {
	var unmarshaler plog.JSONUnmarshaler
	logs, err := unmarshaler.UnmarshalLogs(line)
	if err != nil {
		return fmt.Errorf("logs: %w", err)
	}
	for _, resource := range logs.ResourceLogs().All() {
		for _, scope := range resource.ScopeLogs().All() {
			for _, record := range scope.LogRecords().All() {
				if record.SeverityNumber() < plog.SeverityNumberError {
					continue
				}
				if !hasStack(record) {
					continue
				}
				k.stacks++
				if location, ok := k.location(record); ok {
					k.locations = append(k.locations, location)
					k.located++
				}
			}
		}
	}
	if over := len(k.locations) - maxLocations; over > 0 {
		k.locations = append(k.locations[:0], k.locations[over:]...)
	}
	return nil
}

// hasStack knows the name of the semantic conventions and the one that the services log.
func hasStack(record plog.LogRecord) bool {
	_, conventional := record.Attributes().Get(string(semconv.ExceptionStacktraceKey))
	_, logged := record.Attributes().Get("stack_trace")
	return conventional || logged
}

func (k *Kept) location(record plog.LogRecord) (Location, bool) {
	text := func(key string) string {
		value, ok := record.Attributes().Get(key)
		if !ok {
			return ""
		}
		return value.AsString()
	}
	line, ok := record.Attributes().Get(string(semconv.CodeLineNumberKey))
	if !ok || line.Type() != pcommon.ValueTypeInt {
		return Location{}, false
	}
	return Location{
		File:     k.relative(text(string(semconv.CodeFilePathKey))),
		Line:     line.Int(),
		Function: text(string(semconv.CodeFunctionNameKey)),
		Message:  text(string(semconv.ExceptionMessageKey)),
		TraceID:  record.TraceID().String(),
	}, true
}

func (k *Kept) relative(path string) string {
	if relative, err := filepath.Rel(k.root, path); err == nil && !strings.HasPrefix(relative, "..") {
		return relative
	}
	return path
}

// Errors and Sampled are how many traces were kept for an error, and how many of the rest.
func (k *Kept) Errors() int  { return len(k.failed) }
func (k *Kept) Sampled() int { return len(k.spans) - len(k.failed) }

// Has reports whether a trace was kept, with an error in it.
func (k *Kept) Has(traceID string) bool { return k.failed[traceID] }

// newest returns the last location of each of the last n different lines, newest first.
func (k *Kept) newest(n int) []Location {
	type place struct {
		file string
		line int64
	}
	seen := map[place]bool{}
	var newest []Location
	for i := len(k.locations) - 1; i >= 0 && len(newest) < n; i-- {
		location := k.locations[i]
		at := place{location.File, location.Line}
		if !seen[at] {
			seen[at] = true
			newest = append(newest, location)
		}
	}
	return newest
}
