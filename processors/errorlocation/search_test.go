// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/faultline-otel/faultline/processors/errorlocation/internal/metadata"
)

func TestFieldOf(t *testing.T) {
	for want, keys := range map[field][]string{
		fieldStacktrace: {"exception.stacktrace", "exception_stacktrace", "ExceptionStackTrace"},
		fieldVerbose:    {"errorVerbose"},
		fieldStack:      {"stack_trace", "stackTrace", "stacktrace", "stack", "error.stack", "error.stack_trace", "err.stack", "traceback", "exc_info", "exc_text", "backtrace"},
		fieldException:  {"exception", "Exception", "error", "err", "@x"},
		fieldText:       {"message", "msg", "log"},
		fieldType:       {"exception.type", "error_type", "error.kind"},
		fieldMessage:    {"exception.message", "error.message", "error_message"},
		fieldNone:       {"", "stacked", "http.route", "errors", "a.very.long.name.of.an.attribute", "...", "éxception"},
	} {
		for _, key := range keys {
			assert.Equal(t, want, fieldOf(key), key)
		}
	}
}

// found returns the candidates, type and message that a search of a log body finds.
func found(body string) (texts []string, typ, message string) {
	var s search
	s.body(pcommon.NewValueStr(body))
	for _, c := range s.candidates() {
		if c.text != body {
			texts = append(texts, c.text)
		}
	}
	return texts, s.typ, s.message
}

func TestJSON(t *testing.T) {
	for name, tt := range map[string]struct {
		body         string
		texts        []string
		typ, message string
	}{
		"field":             {body: `{"stack":"a\nb"}`, texts: []string{`a\nb`}},
		"spaces":            {body: " {\n\t\"stack\" : \"a\" ,\r\n \"x\" : 1 } ", texts: []string{"a"}},
		"best first":        {body: `{"message":"m","stack":"a","errorVerbose":"v","exception.stacktrace":"e"}`, texts: []string{"e", "v", "a", "m"}},
		"object":            {body: `{"error":{"type":"T","message":"M","stack":"a"}}`, texts: []string{"a"}, typ: "T", message: "M"},
		"deep object":       {body: `{"a":{"b":{"stack":"a"}}}`, texts: []string{"a"}},
		"too deep":          {body: `{"a":{"b":{"c":{"d":{"stack":"a"}}}}}`},
		"list of lines":     {body: `{"stack":["a","b\"c"]}`, texts: []string{"a\nb\"c"}},
		"list of objects":   {body: `{"exception":[{"stack":"a"},{"stack":"b"}]}`, texts: []string{"a", "b"}},
		"empty":             {body: `{}`},
		"empty values":      {body: `{"stack":[],"error":{},"exception":null,"x":{"y":[{}]}}`},
		"other types":       {body: `{"stack":17,"error":true,"exc_info":false,"exception":-1.5e3,"stack_trace":"a"}`, texts: []string{"a"}},
		"skipped values":    {body: `{"x":[1,[2,"]"],{"y":"}"}],"stack":"a"}`, texts: []string{"a"}},
		"escaped quotes":    {body: `{"x":"\\","y":"\"stack\":","stack":"a\\\"b"}`, texts: []string{`a\\\"b`}},
		"JSON in JSON":      {body: `{"log":"{\"stack\":\"a\\nb\"}\n"}`, texts: []string{`a\nb`, "{\"stack\":\"a\\nb\"}\n"}},
		"error text":        {body: `{"error":"boom"}`, texts: []string{"boom"}, message: "boom"},
		"cut in value":      {body: `{"stack":"a\nb`, texts: []string{`a\nb`}},
		"cut in list":       {body: `{"stack":["a","b`, texts: []string{"a\nb"}},
		"cut in key":        {body: `{"x":1,"sta`},
		"cut after key":     {body: `{"stack"`},
		"cut after colon":   {body: `{"stack":`},
		"cut in skipped":    {body: `{"x":[1,2`},
		"cut in backslash":  {body: `{"stack":"a\`, texts: []string{`a\`}},
		"no comma":          {body: `{"x":1 "stack":"a"}`},
		"no colon":          {body: `{"x" 1,"stack":"a"}`},
		"not quoted":        {body: `{x:1,"stack":"a"}`},
		"brackets mixed up": {body: `{"x":[1}],"stack":"a"}`},
		"text after":        {body: `{"stack":"a"} and more`, texts: []string{"a"}},
	} {
		t.Run(name, func(t *testing.T) {
			texts, typ, message := found(tt.body)
			assert.Equal(t, tt.texts, texts)
			assert.Equal(t, tt.typ, typ)
			assert.Equal(t, tt.message, message)
		})
	}
}

// TestJSONAsStacktrace puts a whole log record into the field for the trace.
func TestJSONAsStacktrace(t *testing.T) {
	const record = `{"level":"error","exception":{"stack":"a"}}`
	attrs := pcommon.NewMap()
	attrs.PutStr("exception.stacktrace", record)
	var s search
	s.attributes(attrs)
	assert.Equal(t, []candidate{{fieldStacktrace, record, 0}, {fieldStack, "a", 0}}, s.candidates())
}

func TestCandidatesAreBounded(t *testing.T) {
	var s search
	for range 100 {
		s.add(fieldText, "text")
	}
	s.add(fieldStack, "stack")
	s.add(fieldStacktrace, "best")
	require.Len(t, s.candidates(), maxCandidates)
	assert.Equal(t, candidate{fieldStacktrace, "best", 0}, s.candidates()[0])
	assert.Equal(t, candidate{fieldStack, "stack", 0}, s.candidates()[1])
	assert.Equal(t, candidate{fieldText, "text", 0}, s.candidates()[maxCandidates-1])
}

// FuzzJSON checks that a stack trace at the top level of a JSON object is found whatever else the
// object holds, and that no text makes the search panic.
func FuzzJSON(f *testing.F) {
	for _, seed := range []string{`"x":1`, `"a":{"b":[1,"]"]}`, `"e":"\\"`, `"error":{"stack":[`, `"log":"{\"a\":1}"`, `"n":[[{}]],"s":"}{"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, inner string) {
		found("{" + inner)
		body := "{" + inner + `,"stack_trace":"found it"}`
		if !json.Valid([]byte(body)) || strings.Count(body, ":") > 100 {
			return
		}
		// Six fields that are better or equal may push it out.
		texts, _, _ := found(body)
		if len(texts) < maxCandidates {
			require.Contains(t, texts, "found it", body)
		}
	})
}

// FuzzLogs sends any OTLP through the processor: it must not panic or lose a record, and must leave
// its own output unchanged.
func FuzzLogs(f *testing.F) {
	marshaler := &plog.ProtoMarshaler{}
	for _, logs := range []plog.Logs{records(goTrace, pythonTrace, "none"), plainLogs(1, plog.SeverityNumberUnspecified)} {
		seed, err := marshaler.MarshalLogs(logs)
		require.NoError(f, err)
		f.Add(seed)
	}
	p, err := newProcessor(processortest.NewNopSettings(metadata.Type), createDefaultConfig().(*Config), "logs")
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, data []byte) {
		logs, err := (&plog.ProtoUnmarshaler{}).UnmarshalLogs(data)
		if err != nil {
			return
		}
		before := logs.LogRecordCount()
		once, err := p.processLogs(t.Context(), logs)
		require.NoError(t, err)
		require.Equal(t, before, once.LogRecordCount())
		first, err := marshaler.MarshalLogs(once)
		require.NoError(t, err)
		twice, err := p.processLogs(t.Context(), once)
		require.NoError(t, err)
		second, err := marshaler.MarshalLogs(twice)
		require.NoError(t, err)
		require.Equal(t, first, second)
	})
}
