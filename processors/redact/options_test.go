// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/pprofile"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processorhelper"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/faultline-otel/faultline/processors/redact/internal/metadatatest"
)

const testKey = "0123456789abcdef0123456789abcdef"

// optionCases are configurations; testdata/golden/options has what becomes of options.json with each.
var optionCases = map[string]func(*Config){
	"partial": func(c *Config) { c.Action = "partial" },
	"hash":    func(c *Config) { c.Action, c.Hash.Key = "hash", testKey },
	"token":   func(c *Config) { c.Action = "token" },
	"drop":    func(c *Config) { c.Action = "drop" },
	"tag":     func(c *Config) { c.Action = "tag" },
	"mixed": func(c *Config) {
		c.Detectors = map[string]DetectorConfig{"email": {Action: "partial"}, "card": {Action: "tag"}, "password": {Action: "drop"}}
	},
	"allow":   func(c *Config) { c.Allow = []AllowConfig{{Suffix: "@example.org"}, {Value: "4111 1111 1111 1111"}} },
	"custom":  func(c *Config) { c.Custom = []CustomConfig{{Name: "employee_id", Pattern: `EMP-\d{6}`}} },
	"when":    func(c *Config) { c.When = `IsMatch(log.body, "nothing|^bob")` },
	"dry_run": func(c *Config) { c.DryRun, c.Summary, c.Action = true, "debug", "drop" },
	"info":    func(c *Config) { c.Summary = "info" },
	"debug":   func(c *Config) { c.Summary = "debug" },
}

func newOptionRedactor(tb testing.TB, signal string, change func(*Config)) *redactor {
	tb.Helper()
	cfg := createDefaultConfig().(*Config)
	change(cfg)
	r, err := newRedactor(componenttest.NewNopTelemetrySettings(), cfg, signal)
	require.NoError(tb, err)
	return r
}

func TestOptions(t *testing.T) {
	in, err := os.ReadFile(filepath.Join("testdata", "golden", "options.json"))
	require.NoError(t, err)
	for name, change := range optionCases {
		t.Run(name, func(t *testing.T) {
			r := newOptionRedactor(t, "logs", change)
			run := func(in []byte) []byte {
				ld, err := (&plog.JSONUnmarshaler{}).UnmarshalLogs(in)
				require.NoError(t, err)
				_, err = r.processLogs(t.Context(), ld)
				require.NoError(t, err)
				out, err := (&plog.JSONMarshaler{}).MarshalLogs(ld)
				require.NoError(t, err)
				return out
			}
			out := run(in)
			require.Equal(t, string(out), string(run(out)), "second run")
			var indented bytes.Buffer
			require.NoError(t, json.Indent(&indented, out, "", "  "))
			indented.WriteByte('\n')
			golden := filepath.Join("testdata", "golden", "options", name+".json")
			if *update {
				require.NoError(t, os.WriteFile(golden, indented.Bytes(), 0o600))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			require.Equal(t, string(want), indented.String())
		})
	}
}

// TestOptionsInParallel runs each configuration from several goroutines.
func TestOptionsInParallel(t *testing.T) {
	for name, change := range optionCases {
		r := newOptionRedactor(t, "logs", change)
		process := func() string {
			ld := logBatch(3)
			if _, err := r.processLogs(t.Context(), ld); err != nil {
				return err.Error()
			}
			out, err := (&plog.ProtoMarshaler{}).MarshalLogs(ld)
			if err != nil {
				return err.Error()
			}
			return string(out)
		}
		want := process()
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() { assert.Equal(t, want, process(), name) })
		}
		wg.Wait()
	}
}

// TestHashJoinsSignals checks that equal values have equal hashes wherever they are.
func TestHashJoinsSignals(t *testing.T) {
	hash := func(c *Config) { c.Action, c.Hash.Key = "hash", testKey }
	ld := plog.NewLogs()
	body := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty().Body()
	body.SetStr("ann@example.com")
	_, err := newOptionRedactor(t, "logs", hash).processLogs(t.Context(), ld)
	require.NoError(t, err)
	td := ptrace.NewTraces()
	span := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	span.SetName("ANN@example.com")
	_, err = newOptionRedactor(t, "traces", hash).processTraces(t.Context(), td)
	require.NoError(t, err)
	assert.Equal(t, body.Str(), span.Name())
	assert.Regexp(t, `^\[HASH:email:k1:[0-9a-f]{16}\]$`, span.Name())
}

func TestWhen(t *testing.T) {
	for when, want := range map[string][]string{
		`resource.attributes["service.name"] == "checkout"`: {"[REDACTED:email]", "[REDACTED:email]", "[REDACTED:email]", "ann@example.com", "ann@example.com"},
		`span.name == "first"`:                              {"[REDACTED:email]", "[REDACTED:email]", "ann@example.com", "ann@example.com", "ann@example.com"},
		`span.name == "none"`:                               {"ann@example.com", "ann@example.com", "ann@example.com", "ann@example.com", "ann@example.com"},
		// It cannot be evaluated: everything is redacted.
		`Int(span.attributes["x"]) + 1 == 2`: {"[REDACTED:email]", "[REDACTED:email]", "[REDACTED:email]", "[REDACTED:email]", "[REDACTED:email]"},
	} {
		t.Run(when, func(t *testing.T) {
			td := ptrace.NewTraces()
			checkout, other := td.ResourceSpans().AppendEmpty(), td.ResourceSpans().AppendEmpty()
			checkout.Resource().Attributes().PutStr("service.name", "checkout")
			for _, resource := range []ptrace.ResourceSpans{checkout, other} {
				resource.Resource().Attributes().PutStr("owner", "ann@example.com")
			}
			first := checkout.ScopeSpans().AppendEmpty().Spans().AppendEmpty()
			second := checkout.ScopeSpans().At(0).Spans().AppendEmpty()
			third := other.ScopeSpans().AppendEmpty().Spans().AppendEmpty()
			first.SetName("first")
			var got []string
			for _, span := range []ptrace.Span{first, second, third} {
				span.Attributes().PutStr("user", "ann@example.com")
				span.Attributes().PutStr("x", "no number")
			}
			core, logs := observer.New(zap.DebugLevel)
			r := newOptionRedactor(t, "traces", func(c *Config) { c.When = when })
			r.logger = zap.New(core)
			_, err := r.processTraces(t.Context(), td)
			require.NoError(t, err)
			for _, m := range []pcommon.Map{checkout.Resource().Attributes(), first.Attributes(), second.Attributes(), other.Resource().Attributes(), third.Attributes()} {
				for _, key := range []string{"owner", "user"} {
					if v, ok := m.Get(key); ok {
						got = append(got, v.Str())
					}
				}
			}
			assert.Equal(t, want, got)
			if strings.HasPrefix(when, "Int") {
				require.Equal(t, 1, logs.Len())
				assert.NotContains(t, logs.All()[0].ContextMap(), "error")
			}
		})
	}
}

func TestWhenSignals(t *testing.T) {
	cfg := createDefaultConfig().(*Config)
	cfg.When = `span.kind == SPAN_KIND_SERVER`
	require.NoError(t, cfg.Validate())
	_, err := newRedactor(componenttest.NewNopTelemetrySettings(), cfg, "logs")
	require.ErrorContains(t, err, `when: "span.kind == SPAN_KIND_SERVER" is no OTTL condition for logs: `)
	cfg.When = `span.knd ==`
	require.ErrorContains(t, cfg.Validate(), `; write for example "resource.attributes[\"service.name\"] == \"checkout\""`)
	cfg.When = `resource.attributes["a"] == "b"`
	for _, signal := range []string{"traces", "logs", "metrics", "profiles"} {
		_, err := newRedactor(componenttest.NewNopTelemetrySettings(), cfg, signal)
		require.NoError(t, err, signal)
	}
	pd, _ := newPlanted(t, pprofile.NewProfiles())
	md, _ := newPlanted(t, pmetric.NewMetrics())
	before, beforeProfiles := pmetric.NewMetrics(), pprofile.NewProfiles()
	md.CopyTo(before)
	pd.CopyTo(beforeProfiles)
	_, err = newOptionRedactor(t, "metrics", func(c *Config) { c.When = `resource.attributes["no"] == "b" and datapoint.flags == 7` }).processMetrics(t.Context(), md)
	require.NoError(t, err)
	metric := md.ResourceMetrics().At(0).ScopeMetrics().At(0).Metrics().At(0)
	assert.Equal(t, before.ResourceMetrics().At(0).ScopeMetrics().At(0).Metrics().At(0).Metadata().AsRaw(), metric.Metadata().AsRaw())
	_, err = newOptionRedactor(t, "profiles", func(c *Config) { c.When = `profile.duration_unix_nano == 7` }).processProfiles(t.Context(), pd)
	require.NoError(t, err)
	assert.Equal(t, beforeProfiles, pd)
}

func TestMetricNames(t *testing.T) {
	for names, want := range map[bool]string{true: "[REDACTED:email]", false: "ann@example.com"} {
		md := pmetric.NewMetrics()
		metric := md.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics().AppendEmpty()
		metric.SetName("ann@example.com")
		metric.SetDescription("ann@example.com")
		metric.SetUnit("ann@example.com")
		metric.SetEmptyGauge().DataPoints().AppendEmpty().Attributes().PutStr("user", "ann@example.com")
		_, err := newOptionRedactor(t, "metrics", func(c *Config) { c.MetricNames, c.Summary = names, "info" }).processMetrics(t.Context(), md)
		require.NoError(t, err)
		assert.Equal(t, []string{want, want, want}, []string{metric.Name(), metric.Description(), metric.Unit()})
		assert.Equal(t, map[string]any{"user": "[REDACTED:email]"}, metric.Gauge().DataPoints().At(0).Attributes().AsRaw(), "no attribute more: the series stays the same")
		assert.Contains(t, metric.Metadata().AsRaw(), "redact.detectors")
	}
}

// TestOnErrorDrop checks that records with a value that could not be scanned are dropped, with what is then
// empty.
func TestOnErrorDrop(t *testing.T) {
	r := newOptionRedactor(t, "logs", func(c *Config) { c.OnError = "drop" })
	ld := plog.NewLogs()
	records := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords()
	records.AppendEmpty().Body().SetStr("kept")
	deep := records.AppendEmpty().Body()
	for range maxDepth + 1 {
		deep = deep.SetEmptySlice().AppendEmpty()
	}
	_, err := r.processLogs(t.Context(), ld)
	require.NoError(t, err)
	require.Equal(t, 1, ld.LogRecordCount())
	assert.Equal(t, "kept", records.At(0).Body().Str())

	deep = records.At(0).Body()
	for range maxDepth + 1 {
		deep = deep.SetEmptySlice().AppendEmpty()
	}
	_, err = r.processLogs(t.Context(), ld)
	require.ErrorIs(t, err, processorhelper.ErrSkipProcessingData)
	assert.Zero(t, ld.ResourceLogs().Len())

	td := ptrace.NewTraces()
	resource := td.ResourceSpans().AppendEmpty()
	resource.ScopeSpans().AppendEmpty().Spans().AppendEmpty().SetName("GET /")
	deep = resource.Resource().Attributes().PutEmpty("deep")
	for range maxDepth + 1 {
		deep = deep.SetEmptySlice().AppendEmpty()
	}
	_, err = newOptionRedactor(t, "traces", func(c *Config) { c.OnError = "drop" }).processTraces(t.Context(), td)
	require.ErrorIs(t, err, processorhelper.ErrSkipProcessingData, "its resource could not be scanned")
}

// TestOptionTelemetry checks the metrics of the options.
func TestOptionTelemetry(t *testing.T) {
	tel := componenttest.NewTelemetry()
	defer func() { require.NoError(t, tel.Shutdown(t.Context())) }()
	cfg := createDefaultConfig().(*Config)
	cfg.Detectors = map[string]DetectorConfig{"email": {Action: "tag"}, "password": {Action: "drop"}}
	cfg.Allow = []AllowConfig{{Suffix: "@example.org"}}
	cfg.OnError = "drop"
	cfg.When = `Int(log.attributes["x"]) + 1 > 0`
	r, err := newRedactor(tel.NewTelemetrySettings(), cfg, "logs")
	require.NoError(t, err)
	ld := plog.NewLogs()
	records := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords()
	record := records.AppendEmpty()
	record.Body().SetStr("ann@example.com bob@example.org password=x1")
	record.Attributes().PutStr("password", "x1")
	record.Attributes().PutStr("ann@example.com", "1")
	record.Attributes().PutStr("x", "no number")
	deep := records.AppendEmpty().Body()
	for range maxDepth + 1 {
		deep = deep.SetEmptySlice().AppendEmpty()
	}
	_, err = r.processLogs(t.Context(), ld)
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"x": "no number", "ann@example.com": "1", attributeFound: []any{"email"}}, record.Attributes().AsRaw())
	assert.Equal(t, "ann@example.com bob@example.org password=[REDACTED:password]", record.Body().Str())

	match := func(field, detector, action string) metricdata.DataPoint[int64] {
		return metricdata.DataPoint[int64]{Value: 1, Attributes: attribute.NewSet(
			attribute.String("signal", "logs"), attribute.String("field", field),
			attribute.String("detector", detector), attribute.String("action", action),
		)}
	}
	metadatatest.AssertEqualProcessorRedactMatches(t, tel, []metricdata.DataPoint[int64]{
		match("body", "email", "tag"), match("body", "password", "drop"),
		match("attributes", "password", "drop"), match("attributes", "email", "tag"),
	}, metricdatatest.IgnoreTimestamp())
	one := func(n int64, attrs ...attribute.KeyValue) []metricdata.DataPoint[int64] {
		return []metricdata.DataPoint[int64]{{Value: n, Attributes: attribute.NewSet(append(attrs, attribute.String("signal", "logs"))...)}}
	}
	metadatatest.AssertEqualProcessorRedactAllowed(t, tel, one(1, attribute.String("detector", "email")), metricdatatest.IgnoreTimestamp())
	metadatatest.AssertEqualProcessorRedactDropped(t, tel, one(1), metricdatatest.IgnoreTimestamp())
	metadatatest.AssertEqualProcessorRedactErrors(t, tel, one(1), metricdatatest.IgnoreTimestamp())
	duration, err := tel.GetMetric("otelcol_processor_redact_duration")
	require.NoError(t, err)
	assert.EqualValues(t, 1, duration.Data.(metricdata.Histogram[float64]).DataPoints[0].Count)
	condition, err := tel.GetMetric("otelcol_processor_redact_condition_errors")
	require.NoError(t, err)
	assert.EqualValues(t, 2, condition.Data.(metricdata.Sum[int64]).DataPoints[0].Value)
	require.NoError(t, r.shutdown(t.Context()))
}

// TestNetworksStay checks that addresses are cut to their network by the configuration of the README.
func TestNetworksStay(t *testing.T) {
	on := true
	r := newOptionRedactor(t, "logs", func(c *Config) {
		c.Detectors = map[string]DetectorConfig{"ipv4": {Enabled: &on, Action: "partial"}, "ipv6": {Enabled: &on, Action: "partial"}}
	})
	for in, want := range map[string]string{
		"client=81.2.69.142:4242":                    "client=81.2.69.0/24:4242",
		"81.2.69.142":                                "81.2.69.0/24",
		"81.2.69.0/24":                               "81.2.69.0/24",
		"2a00:1450:4009:80b::200e":                   "2a00:1450:4009::/48",
		"[2a00:1450:4009:80b::200e]:443 and 1.1.1.1": "[2a00:1450:4009::/48]:443 and 1.1.1.0/24",
		`{"ip":"81.2.69.142"}`:                       `{"ip":"81.2.69.0/24"}`,
		"::ffff:81.2.69.142":                         "81.2.69.0/24",
		"10.1.2.3 and ::1":                           "10.1.2.3 and ::1",
		"version 81.2.69.142":                        "version 81.2.69.142",
	} {
		for run := range 2 {
			ld := plog.NewLogs()
			record := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
			record.Body().SetStr(in)
			record.Attributes().PutStr("client.address", in)
			_, err := r.processLogs(t.Context(), ld)
			require.NoError(t, err)
			address, _ := record.Attributes().Get("client.address")
			assert.Equal(t, []string{want, want}, []string{record.Body().Str(), address.Str()}, "run %d", run)
			in = want
		}
	}
}

// TestGenAIEvents checks that the profile genai takes the bodies of the events of generative models away.
func TestGenAIEvents(t *testing.T) {
	ld := plog.NewLogs()
	records := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords()
	for _, name := range []string{"gen_ai.user.message", "order.created"} {
		record := records.AppendEmpty()
		record.SetEventName(name)
		require.NoError(t, record.Body().SetEmptyMap().FromRaw(map[string]any{"content": "what ails me?", "role": "user"}))
	}
	_, err := newOptionRedactor(t, "logs", func(c *Config) { c.Profiles = []string{"secrets", "genai"} }).processLogs(t.Context(), ld)
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"content": "[REDACTED:genai_content]", "role": "user"}, records.At(0).Body().AsRaw())
	assert.Equal(t, map[string]any{"content": "what ails me?", "role": "user"}, records.At(1).Body().AsRaw())
}
