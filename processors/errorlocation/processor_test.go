// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"
	"gopkg.in/yaml.v3"

	"github.com/faultline-otel/faultline/processors/errorlocation/internal/metadata"
	"github.com/faultline-otel/faultline/processors/errorlocation/internal/metadatatest"
	"github.com/faultline-otel/faultline/processors/errorlocation/internal/stacktrace"
)

const (
	goTrace = "goroutine 34 [running]:\n" +
		"main.(*orders).calculateTotal(...)\n\t/home/u/faultline/services/order-service/orders.go:87 +0x1d\n" +
		"net/http.HandlerFunc.ServeHTTP(...)\n\t/usr/local/go/src/net/http/server.go:2286 +0x29\n"
	libraryTrace = "goroutine 34 [running]:\nnet/http.HandlerFunc.ServeHTTP(...)\n\t/usr/local/go/src/net/http/server.go:2286 +0x29\n"
	pythonTrace  = "Traceback (most recent call last):\n  File \"/srv/shop/orders.py\", line 12, in total\n    return price / count\nZeroDivisionError: division by zero\n"
)

// records returns logs with one error for each text.
func records(texts ...string) plog.Logs {
	logs := plog.NewLogs()
	scope := logs.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty()
	for _, text := range texts {
		record := scope.LogRecords().AppendEmpty()
		record.SetSeverityNumber(plog.SeverityNumberError)
		record.Attributes().PutStr("stack_trace", text)
	}
	return logs
}

// exceptions returns a span with one exception for each text.
func exceptions(texts ...string) ptrace.Traces {
	traces := ptrace.NewTraces()
	span := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	for _, text := range texts {
		event := span.Events().AppendEmpty()
		event.SetName("exception")
		event.Attributes().PutStr("exception.stacktrace", text)
	}
	return traces
}

func TestTelemetry(t *testing.T) {
	tel := componenttest.NewTelemetry()
	defer func() { require.NoError(t, tel.Shutdown(t.Context())) }()
	set := metadatatest.NewSettings(tel)
	set.ID = component.NewID(metadata.Type)

	logs, err := NewFactory().CreateLogs(t.Context(), set, createDefaultConfig(), consumertest.NewNop())
	require.NoError(t, err)
	traces, err := NewFactory().CreateTraces(t.Context(), set, createDefaultConfig(), consumertest.NewNop())
	require.NoError(t, err)

	cut := goTrace[:strings.Index(goTrace, "orders.go:87")+11]
	require.NoError(t, logs.ConsumeLogs(t.Context(), records(goTrace, libraryTrace, pythonTrace, pythonTrace, "none", "", cut)))
	require.NoError(t, logs.ConsumeLogs(t.Context(), records(pythonTrace[:100])))
	require.NoError(t, logs.ConsumeLogs(t.Context(), records(pythonTrace, goTrace)))
	require.NoError(t, traces.ConsumeTraces(t.Context(), exceptions(goTrace, pythonTrace, "none")))
	plain := records()
	record := plain.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().AppendEmpty()
	record.SetSeverityNumber(plog.SeverityNumberError)
	record.Body().SetStr("an error without\na stack trace")
	require.NoError(t, logs.ConsumeLogs(t.Context(), plain))

	point := func(value int64, attrs ...attribute.KeyValue) metricdata.DataPoint[int64] {
		return metricdata.DataPoint[int64]{Value: value, Attributes: attribute.NewSet(attrs...)}
	}
	goLang, python := attribute.String("language", "go"), attribute.String("language", "python")
	inLogs, inTraces := attribute.String("signal", "logs"), attribute.String("signal", "traces")
	ignore := metricdatatest.IgnoreTimestamp()
	metadatatest.AssertEqualProcessorErrorLocationParsed(t, tel, []metricdata.DataPoint[int64]{
		point(3, goLang, inLogs), point(4, python, inLogs), point(1, goLang, inTraces), point(1, python, inTraces),
	}, ignore)
	metadatatest.AssertEqualProcessorErrorLocationUnparsed(t, tel, []metricdata.DataPoint[int64]{
		point(2, inLogs), point(1, inTraces),
	}, ignore)
	metadatatest.AssertEqualProcessorErrorLocationNoInApp(t, tel, []metricdata.DataPoint[int64]{point(1, goLang)}, ignore)
	metadatatest.AssertEqualProcessorErrorLocationTruncated(t, tel, []metricdata.DataPoint[int64]{
		point(1, goLang), point(1, python),
	}, ignore)
	// Time is counted for both signals, and not for telemetry without an error.
	seconds := func() map[string]float64 {
		spent := map[string]float64{}
		got, err := tel.GetMetric("otelcol_processor_error_location_duration")
		require.NoError(t, err)
		for _, p := range got.Data.(metricdata.Sum[float64]).DataPoints {
			signal, _ := p.Attributes.Value("signal")
			spent[signal.AsString()] = p.Value
		}
		return spent
	}
	spent := seconds()
	assert.Positive(t, spent["logs"])
	assert.Positive(t, spent["traces"])
	require.NoError(t, logs.ConsumeLogs(t.Context(), plainLogs(10, plog.SeverityNumberInfo)))
	require.NoError(t, traces.ConsumeTraces(t.Context(), plainTraces(10)))
	assert.Equal(t, spent, seconds())
	require.NoError(t, logs.Shutdown(t.Context()))
	require.NoError(t, traces.Shutdown(t.Context()))
}

func TestFactory(t *testing.T) {
	factory := NewFactory()
	alias, ok := factory.(interface{ DeprecatedAlias() component.Type })
	require.True(t, ok)
	assert.Equal(t, "errorlocation", alias.DeprecatedAlias().String())
	for _, typ := range []component.Type{metadata.Type, metadata.DeprecatedType} {
		p, err := factory.CreateLogs(t.Context(), processortest.NewNopSettings(typ), factory.CreateDefaultConfig(), consumertest.NewNop())
		require.NoError(t, err)
		assert.True(t, p.Capabilities().MutatesData)
		require.NoError(t, p.Shutdown(t.Context()))
	}
	bad := createDefaultConfig().(*Config)
	bad.InApp.Include = []string{""}
	_, err := factory.CreateLogs(t.Context(), processortest.NewNopSettings(metadata.Type), bad, consumertest.NewNop())
	require.ErrorContains(t, err, "in_app::include::0")
	_, err = factory.CreateTraces(t.Context(), processortest.NewNopSettings(metadata.Type), bad, consumertest.NewNop())
	require.ErrorContains(t, err, "in_app::include::0")
}

// TestLanguagePerResource checks that the language of one resource is not used for another. The text
// below can be read as a trace of either language.
func TestLanguagePerResource(t *testing.T) {
	both := pythonTrace + goTrace
	logs := plog.NewLogs()
	for _, language := range []string{"go", "python", "", "go"} {
		resource := logs.ResourceLogs().AppendEmpty()
		if language != "" {
			resource.Resource().Attributes().PutStr("telemetry.sdk.language", language)
		}
		record := resource.ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
		record.Body().SetStr(both)
	}
	var functions []string
	for _, resource := range consumeLogs(t, createDefaultConfig().(*Config), logs).ResourceLogs().All() {
		function, _ := resource.ScopeLogs().At(0).LogRecords().At(0).Attributes().Get("code.function.name")
		functions = append(functions, function.Str())
	}
	assert.Equal(t, []string{"main.(*orders).calculateTotal", "total", "total", "main.(*orders).calculateTotal"}, functions)
}

func TestMaxBytes(t *testing.T) {
	cfg := createDefaultConfig().(*Config)
	cfg.MaxBytes = minMaxBytes
	long := "Traceback (most recent call last):\n" + strings.Repeat("  File \"/srv/shop/walk.py\", line 30, in walk\n    walk()\n", 1000) +
		strings.TrimPrefix(pythonTrace, "Traceback (most recent call last):\n")
	attrs := consumeLogs(t, cfg, records(long)).ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0).Attributes().AsRaw()
	assert.Equal(t, int64(12), attrs["code.line.number"])
	assert.Equal(t, true, attrs["error_location.truncated"])
}

func TestConcurrency(t *testing.T) {
	sink := new(consumertest.LogsSink)
	p, err := NewFactory().CreateLogs(t.Context(), processortest.NewNopSettings(metadata.Type), createDefaultConfig(), sink)
	require.NoError(t, err)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				assert.NoError(t, p.ConsumeLogs(t.Context(), records(goTrace, pythonTrace)))
			}
		})
	}
	wg.Wait()
	require.NoError(t, p.Shutdown(t.Context()))
	require.Len(t, sink.AllLogs(), 400)
	for _, logs := range sink.AllLogs() {
		records := logs.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords()
		for i, want := range []int64{87, 12} {
			line, ok := records.At(i).Attributes().Get("code.line.number")
			require.True(t, ok)
			require.Equal(t, want, line.Int())
		}
	}
}

// TestHostileRecord checks that a record crafted to be expensive, with nested maps and many fields,
// takes bounded work.
func TestHostileRecord(t *testing.T) {
	logs := records()
	record := logs.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().AppendEmpty()
	record.SetSeverityNumber(plog.SeverityNumberError)
	deep := record.Body().SetEmptyMap()
	for range 500 {
		deep = deep.PutEmptyMap("error")
	}
	deep.PutStr("stack", goTrace)
	wide := record.Attributes().PutEmptySlice("exception")
	for range 10_000 {
		wide.AppendEmpty().SetEmptyMap().PutStr("stack", "none")
	}
	out := consumeLogs(t, createDefaultConfig().(*Config), logs)
	_, ok := out.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0).Attributes().Get("code.line.number")
	assert.False(t, ok)
}

// panicking is a parser that panics at each trace of Go.
type panicking struct{ parser }

func (p panicking) Parse(text string, hints stacktrace.Hints) (stacktrace.Result, bool) {
	if text == goTrace {
		panic("unexpected " + text)
	}
	return p.parser.Parse(text, hints)
}

// TestPanic checks that a record at which the parser panics stays as it is, that those around it are
// read, and that the failure is logged once, without the text.
func TestPanic(t *testing.T) {
	set := processortest.NewNopSettings(metadata.Type)
	core, logged := observer.New(zap.DebugLevel)
	set.Logger = zap.New(core)
	p, err := newProcessor(set, createDefaultConfig().(*Config), "logs")
	require.NoError(t, err)
	r := &reader{errorLocation: p}
	for range 2 {
		logs := records(pythonTrace, goTrace, pythonTrace)
		all := logs.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords()
		r.enter(logs.ResourceLogs().At(0).Resource())
		for i, want := range []bool{true, false, true} {
			r.parser = panicking{p.newParser()}
			before := all.At(i).Attributes().Len()
			p.processLog(r, all.At(i))
			line, ok := all.At(i).Attributes().Get("code.line.number")
			assert.Equal(t, want, ok)
			if want {
				assert.EqualValues(t, 12, line.Int())
			} else {
				assert.Equal(t, before, all.At(i).Attributes().Len())
				assert.IsType(t, &stacktrace.Parser{}, r.parser, "a new one")
			}
		}
	}
	assert.EqualValues(t, 2, r.counts.unparsed)
	require.Equal(t, 1, logged.Len())
	assert.NotContains(t, fmt.Sprint(logged.All()[0].Message, logged.All()[0].ContextMap()), "calculateTotal")
}

// TestAllocations bounds what telemetry without errors costs.
func TestAllocations(t *testing.T) {
	p, err := newProcessor(processortest.NewNopSettings(metadata.Type), createDefaultConfig().(*Config), "logs")
	require.NoError(t, err)
	logs := plainLogs(100, plog.SeverityNumberError)
	assert.LessOrEqual(t, testing.AllocsPerRun(100, func() {
		_, err := p.processLogs(t.Context(), logs)
		require.NoError(t, err)
	}), 1.0)
	traces := plainTraces(100)
	assert.LessOrEqual(t, testing.AllocsPerRun(100, func() {
		_, err := p.processTraces(t.Context(), traces)
		require.NoError(t, err)
	}), 1.0)
	require.NoError(t, p.shutdown(t.Context()))
}

// plainLogs returns records without a stack trace.
func plainLogs(n int, severity plog.SeverityNumber) plog.Logs {
	logs := plog.NewLogs()
	scope := logs.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty()
	for range n {
		record := scope.LogRecords().AppendEmpty()
		record.SetSeverityNumber(severity)
		record.Body().SetStr("order 17 failed: payment gateway timeout after 2.8s, unable to reach provider at payments.example.com")
		putPlain(record.Attributes())
	}
	return logs
}

// plainTraces returns spans without an error.
func plainTraces(n int) ptrace.Traces {
	traces := ptrace.NewTraces()
	scope := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty()
	for range n {
		span := scope.Spans().AppendEmpty()
		span.SetName("GET /orders")
		putPlain(span.Attributes())
		span.Events().AppendEmpty().SetName("cache.miss")
	}
	return traces
}

func putPlain(attrs pcommon.Map) {
	for _, key := range []string{"http.request.method", "http.route", "url.path", "user.id", "order.id", "server.address"} {
		attrs.PutStr(key, "value")
	}
}

func BenchmarkLogs(b *testing.B) {
	p, err := newProcessor(processortest.NewNopSettings(metadata.Type), createDefaultConfig().(*Config), "logs")
	require.NoError(b, err)
	body := plainLogs(100, plog.SeverityNumberUnspecified)
	for _, record := range body.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().All() {
		record.Body().SetStr(`{"level":"error","order":17,"tags":["a","b"],"message":"payment gateway timeout","caller":"orders.go:87"}`)
	}
	for name, logs := range map[string]plog.Logs{
		"below error": plainLogs(100, plog.SeverityNumberInfo),
		"plain error": plainLogs(100, plog.SeverityNumberError),
		"plain JSON":  body,
		"stack trace": records(slices.Repeat([]string{goTrace}, 100)...),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				fresh := plog.NewLogs() // a record that is located already would cost less
				logs.CopyTo(fresh)
				b.StartTimer()
				if _, err := p.processLogs(b.Context(), fresh); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/100, "ns/record")
		})
	}
}

func BenchmarkTraces(b *testing.B) {
	p, err := newProcessor(processortest.NewNopSettings(metadata.Type), createDefaultConfig().(*Config), "traces")
	require.NoError(b, err)
	for name, traces := range map[string]ptrace.Traces{
		"no error":   plainTraces(100),
		"exceptions": exceptions(slices.Repeat([]string{goTrace}, 100)...),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				fresh := ptrace.NewTraces()
				traces.CopyTo(fresh)
				b.StartTimer()
				if _, err := p.processTraces(b.Context(), fresh); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/100, "ns/item")
		})
	}
}

// TestMetadataLanguages checks that metadata.yaml documents exactly the languages that are read.
func TestMetadataLanguages(t *testing.T) {
	raw, err := os.ReadFile("metadata.yaml")
	require.NoError(t, err)
	var declared struct {
		Attributes struct{ Language struct{ Enum []string } }
	}
	require.NoError(t, yaml.Unmarshal(raw, &declared))
	var names []string
	for _, language := range stacktrace.Languages() {
		names = append(names, language.String())
	}
	assert.Equal(t, names, declared.Attributes.Language.Enum)
}
