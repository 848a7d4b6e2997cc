// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/faultline-otel/faultline/internal/otlpfile"
	"github.com/faultline-otel/faultline/internal/stack"
)

type span struct {
	ptrace.Span
	service string
}

type record struct {
	plog.LogRecord
	service string
}

// readTraces returns the spans of traces.json by trace id.
func readTraces(t *testing.T, layout stack.Layout) map[string][]span {
	t.Helper()
	traces := map[string][]span{}
	require.NoError(t, otlpfile.Lines(filepath.Join(layout.Data, "traces.json"), func(line []byte) error {
		var unmarshaler ptrace.JSONUnmarshaler
		data, err := unmarshaler.UnmarshalTraces(line)
		if err != nil {
			return err
		}
		for _, resource := range data.ResourceSpans().All() {
			service := text(resource.Resource().Attributes(), "service.name")
			for _, scope := range resource.ScopeSpans().All() {
				for _, s := range scope.Spans().All() {
					id := s.TraceID().String()
					traces[id] = append(traces[id], span{s, service})
				}
			}
		}
		return nil
	}))
	return traces
}

// readLogs returns the records of logs.json.
func readLogs(t *testing.T, layout stack.Layout) []record {
	t.Helper()
	var records []record
	require.NoError(t, otlpfile.Lines(filepath.Join(layout.Data, "logs.json"), func(line []byte) error {
		var unmarshaler plog.JSONUnmarshaler
		data, err := unmarshaler.UnmarshalLogs(line)
		if err != nil {
			return err
		}
		for _, resource := range data.ResourceLogs().All() {
			service := text(resource.Resource().Attributes(), "service.name")
			for _, scope := range resource.ScopeLogs().All() {
				for _, r := range scope.LogRecords().All() {
					records = append(records, record{r, service})
				}
			}
		}
		return nil
	}))
	return records
}

func text(attributes pcommon.Map, key string) string {
	value, ok := attributes.Get(key)
	if !ok {
		return ""
	}
	return value.AsString()
}

// shape lists the spans of a trace as "service name", sorted.
func shape(trace []span) string {
	var names []string
	for _, s := range trace {
		names = append(names, s.service+" "+s.Name())
	}
	slices.Sort(names)
	return strings.Join(names, "\n")
}

// orphans counts the spans whose parent is not in the trace, and the spans without a parent.
func orphans(trace []span) (withoutParent, roots int) {
	ids := map[pcommon.SpanID]bool{}
	for _, s := range trace {
		ids[s.SpanID()] = true
	}
	for _, s := range trace {
		switch parent := s.ParentSpanID(); {
		case parent.IsEmpty():
			roots++
		case !ids[parent]:
			withoutParent++
		}
	}
	return withoutParent, roots
}
