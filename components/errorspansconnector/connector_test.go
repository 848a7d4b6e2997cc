// SPDX-License-Identifier: Apache-2.0

package errorspansconnector

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/connector"
	"go.opentelemetry.io/collector/connector/connectortest"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pipeline"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/faultline-otel/faultline/components/errorspansconnector/internal/metadata"
	"github.com/faultline-otel/faultline/components/errorspansconnector/internal/metadatatest"
)

func traces(name string) pipeline.ID { return pipeline.NewIDWithName(pipeline.SignalTraces, name) }

func TestIsError(t *testing.T) {
	for name, test := range map[string]struct {
		set  func(ptrace.Span)
		want bool
	}{
		"nothing":                 {func(ptrace.Span) {}, false},
		"status error":            {func(s ptrace.Span) { s.Status().SetCode(ptrace.StatusCodeError) }, true},
		"status ok":               {func(s ptrace.Span) { s.Status().SetCode(ptrace.StatusCodeOk) }, false},
		"exception":               {func(s ptrace.Span) { s.Events().AppendEmpty(); s.Events().AppendEmpty().SetName("exception") }, true},
		"other event":             {func(s ptrace.Span) { s.Events().AppendEmpty().SetName("retry") }, false},
		"500":                     {func(s ptrace.Span) { s.Attributes().PutInt("http.response.status_code", 500) }, true},
		"599":                     {func(s ptrace.Span) { s.Attributes().PutInt("http.response.status_code", 599) }, true},
		"600":                     {func(s ptrace.Span) { s.Attributes().PutInt("http.response.status_code", 600) }, false},
		"499":                     {func(s ptrace.Span) { s.Attributes().PutInt("http.response.status_code", 499) }, false},
		"503 by the older name":   {func(s ptrace.Span) { s.Attributes().PutInt("http.status_code", 503) }, true},
		"503 as text":             {func(s ptrace.Span) { s.Attributes().PutStr("http.response.status_code", "503") }, true},
		"503 as a floating point": {func(s ptrace.Span) { s.Attributes().PutDouble("http.response.status_code", 503) }, true},
		"text":                    {func(s ptrace.Span) { s.Attributes().PutStr("http.response.status_code", "5xx") }, false},
		"200 new, 500 old": {func(s ptrace.Span) {
			s.Attributes().PutInt("http.response.status_code", 200)
			s.Attributes().PutInt("http.status_code", 500)
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			span := ptrace.NewSpan()
			test.set(span)
			assert.Equal(t, test.want, isError(span))
		})
	}
}

// batch has two resources with two scopes each, and in each scope a span for each letter of spans;
// an upper-case letter is an error.
func batch(spans string) ptrace.Traces {
	all := ptrace.NewTraces()
	for r := range 2 {
		resource := all.ResourceSpans().AppendEmpty()
		resource.SetSchemaUrl("https://example.com/resource")
		resource.Resource().Attributes().PutStr("service.name", fmt.Sprintf("service-%d", r))
		for s := range 2 {
			scope := resource.ScopeSpans().AppendEmpty()
			scope.SetSchemaUrl("https://example.com/scope")
			scope.Scope().SetName(fmt.Sprintf("scope-%d", s))
			for _, letter := range spans {
				span := scope.Spans().AppendEmpty()
				span.SetName(string(letter))
				if 'A' <= letter && letter <= 'Z' {
					span.Status().SetCode(ptrace.StatusCodeError)
				}
			}
		}
	}
	return all
}

// names lists the spans with their resource and scope, and their schema URLs when they are missing.
func names(batches []ptrace.Traces) []string {
	var list []string
	for _, batch := range batches {
		for _, resource := range batch.ResourceSpans().All() {
			service, _ := resource.Resource().Attributes().Get("service.name")
			for _, scope := range resource.ScopeSpans().All() {
				for _, span := range scope.Spans().All() {
					name := service.Str() + " " + scope.Scope().Name() + " " + span.Name()
					if resource.SchemaUrl() == "" || scope.SchemaUrl() == "" {
						name += " without schema"
					}
					list = append(list, name)
				}
			}
		}
	}
	return list
}

func newTestConnector(t *testing.T, tel *componenttest.Telemetry, config *Config, consumers map[pipeline.ID]consumer.Traces) connector.Traces {
	t.Helper()
	require.NoError(t, config.Validate())
	set := connectortest.NewNopSettings(metadata.Type)
	set.TelemetrySettings = tel.NewTelemetrySettings()
	c, err := NewFactory().CreateTracesToTraces(t.Context(), set, config, connector.NewTracesRouter(consumers))
	require.NoError(t, err)
	require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))
	t.Cleanup(func() { require.NoError(t, c.Shutdown(context.WithoutCancel(t.Context()))) })
	return c
}

// TestSplit checks that each pipeline gets its spans, each once and with their resource and scope.
func TestSplit(t *testing.T) {
	for _, test := range []struct{ spans, errors, others string }{
		{"aBc", "B", "ac"},
		{"AB", "AB", ""},
		{"ab", "", "ab"},
		{"", "", ""},
	} {
		t.Run(test.spans, func(t *testing.T) {
			tel := componenttest.NewTelemetry()
			t.Cleanup(func() { require.NoError(t, tel.Shutdown(context.WithoutCancel(t.Context()))) })
			var errs, others, all consumertest.TracesSink
			c := newTestConnector(t, tel, &Config{
				Errors: []pipeline.ID{traces("errors")}, Others: []pipeline.ID{traces("others")}, All: []pipeline.ID{traces("all")},
			}, map[pipeline.ID]consumer.Traces{traces("errors"): &errs, traces("others"): &others, traces("all"): &all})

			require.NoError(t, c.ConsumeTraces(t.Context(), batch(test.spans)))
			assert.Equal(t, names([]ptrace.Traces{batch(test.errors)}), names(errs.AllTraces()))
			assert.Equal(t, names([]ptrace.Traces{batch(test.others)}), names(others.AllTraces()))
			assert.Equal(t, names([]ptrace.Traces{batch(test.spans)}), names(all.AllTraces()))
			if test.errors == "" {
				assert.Empty(t, errs.AllTraces(), "no empty batches")
			}
			if test.others == "" {
				assert.Empty(t, others.AllTraces(), "no empty batches")
			}
		})
	}
}

// TestErrorsFirst checks that a batch whose errors are refused reaches nothing else, and is counted as
// refused, and once it is taken over as kept.
func TestErrorsFirst(t *testing.T) {
	tel := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, tel.Shutdown(context.WithoutCancel(t.Context()))) })
	full := errors.New("queue is full")
	var answer error
	errs, err := consumer.NewTraces(func(context.Context, ptrace.Traces) error { return answer })
	require.NoError(t, err)
	var all consumertest.TracesSink
	c := newTestConnector(t, tel, &Config{Errors: []pipeline.ID{traces("errors")}, All: []pipeline.ID{traces("all")}},
		map[pipeline.ID]consumer.Traces{traces("errors"): errs, traces("all"): &all})

	answer = full
	require.ErrorIs(t, c.ConsumeTraces(t.Context(), batch("aBc")), full)
	assert.Empty(t, all.AllTraces())
	require.NoError(t, c.ConsumeTraces(t.Context(), batch("ac")), "a batch without an error needs nothing of the errors' queue")
	assert.Len(t, all.AllTraces(), 1)

	answer = nil
	require.NoError(t, c.ConsumeTraces(t.Context(), batch("aBc")))
	assert.Len(t, all.AllTraces(), 2)

	four := []metricdata.DataPoint[int64]{{Value: 4}}
	metadatatest.AssertEqualConnectorErrorSpansKept(t, tel, four, metricdatatest.IgnoreTimestamp())
	metadatatest.AssertEqualConnectorErrorSpansRefused(t, tel, four, metricdatatest.IgnoreTimestamp())
}

// TestUnknownPipeline checks that a pipeline which does not have the connector as its receiver is named.
func TestUnknownPipeline(t *testing.T) {
	_, err := NewFactory().CreateTracesToTraces(t.Context(), connectortest.NewNopSettings(metadata.Type),
		&Config{Errors: []pipeline.ID{traces("errors")}},
		connector.NewTracesRouter(map[pipeline.ID]consumer.Traces{traces("all"): consumertest.NewNop()}))
	require.ErrorContains(t, err, "traces/errors")
	require.ErrorContains(t, err, "list error_spans")
}

func TestValidate(t *testing.T) {
	for name, test := range map[string]struct {
		config map[string]any
		want   []string
	}{
		"empty": {map[string]any{}, []string{"errors, others and all are empty", "errors: [traces/errors]"}},
		"twice": {
			map[string]any{"errors": []any{"traces/a"}, "all": []any{"traces/b", "traces/a"}},
			[]string{`all::1: "traces/a" is also under errors::0; write it once`},
		},
		"signal": {map[string]any{"others": []any{"logs/a"}}, []string{`others::0: "logs/a" is not a traces pipeline; write one, such as traces/errors`}},
		"empty undecided": {
			map[string]any{"undecided": map[string]any{}},
			[]string{"errors, others and all are empty", "undecided: there is no sampler", "undecided::storage: must not be empty", "undecided::wait: 0s is too short"},
		},
		"undecided without a sampler": {
			map[string]any{"others": []any{"traces/a"}, "undecided": map[string]any{"storage": "file_storage", "wait": "25h"}},
			[]string{
				"undecided: there is no sampler to count for; write its pipeline under all",
				"undecided::wait: 25h0m0s is too long; write the decision_wait of the sampler, at most 24h0m0s",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			config := createDefaultConfig()
			require.NoError(t, confmap.NewFromStringMap(test.config).Unmarshal(config))
			err := config.(*Config).Validate()
			for _, want := range test.want {
				require.ErrorContains(t, err, want)
			}
		})
	}
}

// BenchmarkConsumeTraces is the cost of a batch of 400 spans, of which 5% or none are errors.
func BenchmarkConsumeTraces(b *testing.B) {
	for name, spans := range map[string]string{"no_errors": "", "5%": "AAAAA"} {
		for len(spans) < 100 {
			spans += "a"
		}
		b.Run(name, func(b *testing.B) {
			nop := consumertest.NewNop()
			c, err := NewFactory().CreateTracesToTraces(b.Context(), connectortest.NewNopSettings(metadata.Type),
				&Config{Errors: []pipeline.ID{traces("errors")}, All: []pipeline.ID{traces("all")}},
				connector.NewTracesRouter(map[pipeline.ID]consumer.Traces{traces("errors"): nop, traces("all"): nop}))
			require.NoError(b, err)
			all := batch(spans)
			size := (&ptrace.ProtoMarshaler{}).TracesSize(all)
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				if err := c.ConsumeTraces(b.Context(), all); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
