// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

func traceLine(t *testing.T, id byte, codes ...ptrace.StatusCode) []byte {
	t.Helper()
	traces := ptrace.NewTraces()
	spans := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	for _, code := range codes {
		s := spans.AppendEmpty()
		s.SetTraceID(pcommon.TraceID{15: id})
		s.Status().SetCode(code)
	}
	line, err := (&ptrace.JSONMarshaler{}).MarshalTraces(traces)
	require.NoError(t, err)
	return line
}

func logLine(t *testing.T, severity plog.SeverityNumber, attributes map[string]any) []byte {
	t.Helper()
	logs := plog.NewLogs()
	resource := logs.ResourceLogs().AppendEmpty()
	resource.Resource().Attributes().PutStr("service.name", "order-service")
	record := resource.ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
	record.SetSeverityNumber(severity)
	record.SetTraceID(pcommon.TraceID{15: 1})
	require.NoError(t, record.Attributes().FromRaw(attributes))
	line, err := (&plog.JSONMarshaler{}).MarshalLogs(logs)
	require.NoError(t, err)
	return line
}

func located(file string, line int64, message string) map[string]any {
	return map[string]any{
		"stack_trace": "goroutine 1 [running]:", "exception.message": message,
		"code.file.path": file, "code.line.number": line, "code.function.name": "main.f",
	}
}

func TestKeptTraces(t *testing.T) {
	k := newKept("/clone")
	require.NoError(t, k.addTraces(traceLine(t, 1, ptrace.StatusCodeUnset, ptrace.StatusCodeError)))
	require.NoError(t, k.addTraces(traceLine(t, 1, ptrace.StatusCodeUnset)))
	require.NoError(t, k.addTraces(traceLine(t, 2, ptrace.StatusCodeOk)))

	assert.Equal(t, 1, k.Errors())
	assert.Equal(t, 1, k.Sampled())
	assert.True(t, k.Has("00000000000000000000000000000001"))
	assert.False(t, k.Has("00000000000000000000000000000002"), "kept, but not for an error")
	require.ErrorContains(t, k.addTraces([]byte("{")), "traces: ")
}

func TestKeptLocations(t *testing.T) {
	k := newKept("/clone")
	for _, line := range [][]byte{
		logLine(t, plog.SeverityNumberError, located("/clone/services/a.go", 7, "first")),
		logLine(t, plog.SeverityNumberError, located("/elsewhere/b.go", 9, "second")),
		logLine(t, plog.SeverityNumberError, located("/clone/services/a.go", 7, "third")),
		logLine(t, plog.SeverityNumberInfo, located("/clone/services/c.go", 1, "no error")),
		logLine(t, plog.SeverityNumberError, map[string]any{"exception.stacktrace": "unknown"}),
		logLine(t, plog.SeverityNumberError, map[string]any{"status_code": 500}),
	} {
		require.NoError(t, k.addLogs(line))
	}

	assert.Equal(t, []Location{
		{File: "services/a.go", Line: 7, Function: "main.f", Message: "third", TraceID: "00000000000000000000000000000001"},
		{File: "/elsewhere/b.go", Line: 9, Function: "main.f", Message: "second", TraceID: "00000000000000000000000000000001"},
	}, k.newest(5))
	assert.Len(t, k.newest(1), 1)
	assert.Equal(t, 4, k.stacks)
	assert.Equal(t, 3, k.located)
	require.ErrorContains(t, k.addLogs([]byte("{")), "logs: ")
}

func TestLocationString(t *testing.T) {
	l := Location{File: "a.go", Line: 7, Function: "main.f", Message: "short", TraceID: "4bf9"}
	assert.Equal(t, "a.go:7  main.f  short  trace 4bf9", l.String())
	l.Message = strings.Repeat("é", maxMessage+1)
	assert.Equal(t, "a.go:7  main.f  "+strings.Repeat("é", maxMessage)+"...  trace 4bf9", l.String())
}

func TestKeptIsBounded(t *testing.T) {
	k := newKept("/clone")
	for range maxLocations + 10 {
		require.NoError(t, k.addLogs(logLine(t, plog.SeverityNumberError, located("/clone/a.go", 1, "m"))))
	}
	assert.Len(t, k.locations, maxLocations)
	assert.Equal(t, maxLocations+10, k.located)
}
