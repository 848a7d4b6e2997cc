// SPDX-License-Identifier: Apache-2.0

package lokiexporter

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafana/loki/pkg/push"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/plog"
)

// TestConfigured checks labels, structured metadata and lines by configuration.
func TestConfigured(t *testing.T) {
	for name, test := range map[string]struct {
		config   string
		record   testRecord
		labels   string
		line     string
		metadata push.LabelsAdapter
	}{
		"labels": {
			config: "labels: {service: resource.service.name, route: attribute.http.route, scope: scope.name}",
			record: testRecord{
				body: "x", scope: "shop",
				resource:   map[string]any{"service.name": "cart"},
				attributes: map[string]any{"http.route": "/cart"},
			},
			labels: `{exporter="OTLP", job="cart", route="/cart", scope="shop", service="cart"}`,
			line:   `{"body":"x","attributes":{"http.route":"/cart"},"resources":{"service.name":"cart"},"instrumentation_scope":{"name":"shop"}}`,
		},
		"labels of what is missing": {
			config: "labels: {service: resource.service.name, level: attribute.level}",
			record: testRecord{body: "x", severity: plog.SeverityNumberInfo},
			labels: `{exporter="OTLP", level="INFO"}`,
			line:   `{"body":"x"}`,
		},
		"the label of the configuration wins": {
			config: "labels: {job: resource.team}",
			record: testRecord{resource: map[string]any{"service.name": "cart", "job": "hinted", "team": "a", "loki.resource.labels": "job"}},
			labels: `{exporter="OTLP", job="a"}`,
			line:   `{"resources":{"job":"hinted","service.name":"cart","team":"a"}}`,
		},
		"structured metadata": {
			config: "structured_metadata: {trace_id: trace_id, span_id: span_id, file: attribute.code.file.path, line: attribute.code.line.number, other: attribute.other}",
			record: testRecord{body: "x", trace: true, attributes: map[string]any{"code.file.path": "a.go", "code.line.number": 7}},
			labels: `{exporter="OTLP"}`,
			line:   `{"body":"x","traceid":"01020304000000000000000000000000","spanid":"0506070800000000","attributes":{"code.file.path":"a.go","code.line.number":7}}`,
			metadata: push.LabelsAdapter{
				{Name: "file", Value: "a.go"},
				{Name: "line", Value: "7"},
				{Name: "span_id", Value: "0506070800000000"},
				{Name: "trace_id", Value: "01020304000000000000000000000000"},
			},
		},
		"template": {
			config: `line: {template: "{timestamp} {level} {{{scope.name}}} {body} trace_id={trace_id} user={attribute.user_id}{attribute.none}"}`,
			record: testRecord{
				body: "paid", trace: true, severity: plog.SeverityNumberWarn, scope: "shop", timestamp: 1e18,
				attributes: map[string]any{"user_id": 123},
			},
			labels: `{exporter="OTLP", level="WARN"}`,
			line:   `2001-09-09T01:46:40Z WARN {shop} paid trace_id=01020304000000000000000000000000 user=123`,
		},
		"template of everything": {
			config: `line: {template: "{severity_number} {severity_text} {flags} {event_name} {observed_timestamp} {scope.version} {span_id} {attribute.*} {resource.*}"}`,
			record: testRecord{
				severity: plog.SeverityNumberInfo, text: "info", flags: 1, observed: 1e18, version: "v1", trace: true,
				attributes: map[string]any{"a": 1, "loki.attribute.labels": "b"}, resource: map[string]any{"b": "c"},
			},
			labels: `{exporter="OTLP", level="INFO"}`,
			line:   `9 info 1  2001-09-09T01:46:40Z v1 0506070800000000 {"a":1} {"b":"c"}`,
		},
		"JSON fields": {
			config: `line: {fields: {message: "{body} trace_id={trace_id}", body: body, user_id: attribute.user_id, level: level, none: attribute.none, number: severity_number, flags: flags, attributes: attribute.*, resource: resource.*}}`,
			record: testRecord{
				body: map[string]any{"a": 1}, trace: true, severity: plog.SeverityNumberError,
				attributes: map[string]any{"user_id": 123, "loki.attribute.labels": "user_id"},
			},
			labels: `{exporter="OTLP", level="ERROR", user_id="123"}`,
			line:   `{"attributes":{"user_id":123},"body":{"a":1},"level":"ERROR","message":"{\"a\":1} trace_id=01020304000000000000000000000000","number":17,"user_id":123}`,
		},
		"logfmt fields": {
			config: `line: {format: logfmt, fields: {msg: body, trace_id: trace_id, note: "{level}: {body}", user_id: attribute.user_id, none: attribute.none, a: attribute.*, r: resource.*}}`,
			record: testRecord{
				body: "order failed", trace: true, severity: plog.SeverityNumberError, attributes: map[string]any{"user_id": 123}, resource: map[string]any{"b": "c"},
			},
			labels: `{exporter="OTLP", level="ERROR"}`,
			line:   `a_user_id=123 msg="order failed" note="ERROR: order failed" r_b=c trace_id=01020304000000000000000000000000 user_id=123`,
		},
		"raw format": {
			config: `line: {format: raw}`,
			record: testRecord{body: "order failed", severity: plog.SeverityNumberError},
			labels: `{exporter="OTLP", level="ERROR"}`,
			line:   `order failed`,
		},
		"the hint wins": {
			config: `line: {fields: {message: body}}`,
			record: testRecord{body: "x", text: "warn", resource: map[string]any{"loki.format": "json"}},
			labels: `{exporter="OTLP"}`,
			line:   `{"body":"x","severity":"warn"}`,
		},
		"an unknown format": {
			record: testRecord{body: "x", resource: map[string]any{"loki.format": "xml"}},
			labels: `{exporter="OTLP"}`,
			line:   `{"body":"x"}`,
		},
		"no label": {
			config: `default_labels_enabled: {exporter: false, job: false, instance: false, level: false}`,
			record: testRecord{body: "x", severity: plog.SeverityNumberInfo},
			labels: `{exporter="OTLP"}`,
			line:   `{"body":"x"}`,
		},
		"no label but an empty one": {
			config: `default_labels_enabled: {exporter: false}`,
			record: testRecord{attributes: map[string]any{"a": "", "z": "", "loki.attribute.labels": "z,a"}},
			labels: `{a="", exporter="OTLP", z=""}`,
			line:   `{}`,
		},
		"lines of logfmt": {
			record: testRecord{body: "a=1\nb=2", resource: map[string]any{"loki.format": "logfmt"}},
			labels: `{exporter="OTLP"}`,
			line:   `msg="a=1\nb=2"`,
		},
		"a key that logfmt has not": {
			record: testRecord{body: map[string]any{"=": "x"}, resource: map[string]any{"loki.format": "logfmt"}},
			labels: `{exporter="OTLP"}`,
			line:   `_=x`,
		},
		"a label that is not UTF-8": {
			record: testRecord{attributes: map[string]any{"a": "x\xffy", "loki.attribute.labels": "a"}},
			labels: `{a="x` + "\uFFFD" + `y", exporter="OTLP"}`,
			line:   `{}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			conf := parseYAML(t, []byte("endpoint: http://localhost:3100/loki/api/v1/push\n"+test.config))
			cfg, err := loadConfig(t, conf)
			require.NoError(t, err)
			c := convertLogs(t, cfg, logsOf(t, test.record))
			s := c.tenants[0].streams[0]
			assert.Equal(t, test.labels, s.labels)
			assert.Equal(t, test.line, s.entries[0].Line)
			assert.Equal(t, test.metadata, s.entries[0].StructuredMetadata)
		})
	}
}

// assertLine checks a line byte for byte.
func assertLine(t *testing.T, want, line string) {
	t.Helper()
	assert.Equal(t, want, line)
}

// TestNumbersThatJSONLacks checks that they do not cost the record.
func TestNumbersThatJSONLacks(t *testing.T) {
	logs := logsOf(t, testRecord{})
	record := logs.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0)
	var zero float64
	record.Attributes().PutDouble("nan", zero/zero)
	record.Attributes().PutDouble("inf", 1/zero)
	c := convertLogs(t, testConfig(), logs)
	assertLine(t, `{"attributes":{"inf":"+Inf","nan":"NaN"}}`, c.tenants[0].streams[0].entries[0].Line)
}

// TestStreams checks that records with the same labels share a stream, with their entries in the order of
// time, and that those of different tenants do not.
func TestStreams(t *testing.T) {
	at := func(service, tenant, body string, ns int64) testRecord {
		resource := map[string]any{"service.name": service}
		if tenant != "" {
			resource["loki.tenant"] = "team"
			resource["team"] = tenant
		}
		return testRecord{resource: resource, body: body, timestamp: ns}
	}
	cfg := testConfig(func(c *Config) { c.Line.Format = formatRaw })
	c := convertLogs(t, cfg, logsOf(t,
		at("a", "", "third", 300),
		at("b", "", "other", 150),
		at("a", "", "first", 100),
		at("a", "", "also first", 100),
		at("a", "t", "of t", 100),
		at("a", "", "second", 200),
	))
	all := requests(c.tenants, 1<<20)
	require.Len(t, all, 2)
	lines := func(s push.Stream) []string {
		var lines []string
		for _, e := range s.Entries {
			lines = append(lines, e.Line)
		}
		return lines
	}
	assert.Empty(t, all[0].tenant)
	require.Len(t, all[0].streams, 2)
	assert.Equal(t, `{exporter="OTLP", job="a"}`, all[0].streams[0].Labels)
	assert.Equal(t, []string{"first", "also first", "second", "third"}, lines(all[0].streams[0]))
	assert.Equal(t, []string{"other"}, lines(all[0].streams[1]))
	assert.Equal(t, []int{2, 3, 5, 0, 1}, all[0].records)
	assert.Equal(t, "t", all[1].tenant)
	assert.Equal(t, []string{"of t"}, lines(all[1].streams[0]))
	assert.Equal(t, []int{4}, all[1].records)
}

// TestSharedResource checks that what is written of a resource once is right for the next record.
func TestSharedResource(t *testing.T) {
	logs := logsOf(t, testRecord{resource: map[string]any{"a": "1", "b": strings.Repeat("x", 500)}, attributes: map[string]any{"k": "v"}})
	scope := logs.ResourceLogs().At(0).ScopeLogs().At(0)
	scope.LogRecords().AppendEmpty().Body().SetStr("second")
	third := scope.LogRecords().AppendEmpty()
	third.Attributes().PutStr(hintResourceLabels, "a")
	third.Body().SetStr(strings.Repeat("y", 400))
	scope.LogRecords().AppendEmpty()
	c := convertLogs(t, testConfig(func(c *Config) { c.Limits.LineBytes = 700 }), logs)
	b := strings.Repeat("x", 500)
	assert.Equal(t, `{"attributes":{"k":"v"},"resources":{"a":"1","b":"`+b+`"}}`, c.tenants[0].streams[0].entries[0].Line)
	assert.Equal(t, `{"body":"second","resources":{"a":"1","b":"`+b+`"}}`, c.tenants[0].streams[0].entries[1].Line)
	cutLine := c.tenants[0].streams[1].entries[0].Line
	assert.LessOrEqual(t, len(cutLine), 700)
	assert.Contains(t, cutLine, cutMarker)
	assert.Equal(t, `{"resources":{"a":"1","b":"`+b+`"}}`, c.tenants[0].streams[0].entries[2].Line)
}

// TestLongLines checks that lines are cut at a rune, and that JSON stays JSON.
func TestLongLines(t *testing.T) {
	long := strings.Repeat("äöü€", 1000)
	for name, test := range map[string]struct {
		format string
		record testRecord
		json   bool
	}{
		"raw":             {format: "raw", record: testRecord{body: long}},
		"logfmt":          {format: "logfmt", record: testRecord{body: long}},
		"body":            {format: "json", record: testRecord{body: long}, json: true},
		"attribute":       {format: "json", record: testRecord{attributes: map[string]any{"a": long}}, json: true},
		"escapes":         {format: "json", record: testRecord{body: strings.Repeat("<\"\x01", 1000)}, json: true},
		"not UTF-8":       {format: "json", record: testRecord{body: strings.Repeat("\xff", 1000)}, json: true},
		"two":             {format: "json", record: testRecord{body: long, resource: map[string]any{"r": long}}, json: true},
		"many":            {format: "json", record: testRecord{body: []any{long, long, long, map[string]any{"a": long}}}, json: true},
		"keys":            {format: "json", record: testRecord{attributes: map[string]any{long: 1}}},
		"nothing but few": {format: "json", record: testRecord{body: make([]any, 1000)}},
	} {
		t.Run(name, func(t *testing.T) {
			test.record.resource = map[string]any{"loki.format": test.format, "r": test.record.resource["r"]}
			for limit := 900; limit < 920; limit++ {
				c := convertLogs(t, testConfig(func(c *Config) { c.Limits.LineBytes = limit }), logsOf(t, test.record))
				line := c.tenants[0].streams[0].entries[0].Line
				assert.LessOrEqual(t, len(line), limit)
				assert.Contains(t, line, cutMarker)
				assert.Equal(t, strings.ToValidUTF8(line, ""), line, "cut within a rune")
				assert.Equal(t, []int{0}, c.cut)
				if test.json {
					assert.True(t, json.Valid([]byte(line)), line)
				}
			}
		})
	}
	t.Run("as much as fits", func(t *testing.T) {
		c := convertLogs(t, testConfig(func(c *Config) { c.Limits.LineBytes = 900 }), logsOf(t, testRecord{body: strings.Repeat("x", 2000)}))
		assert.Len(t, c.tenants[0].streams[0].entries[0].Line, 900)
	})
	t.Run("no rune in sight", func(t *testing.T) {
		c := convertLogs(t, testConfig(func(c *Config) { c.Limits.LineBytes = 900; c.Line.Format = formatRaw }), logsOf(t, testRecord{body: strings.Repeat("\x80", 2000)}))
		assert.Greater(t, len(c.tenants[0].streams[0].entries[0].Line), 890)
	})
	t.Run("no limit", func(t *testing.T) {
		c := convertLogs(t, testConfig(func(c *Config) { c.Limits.LineBytes = 0 }), logsOf(t, testRecord{body: long}))
		assert.Equal(t, `{"body":"`+long+`"}`, c.tenants[0].streams[0].entries[0].Line)
		assert.Empty(t, c.cut)
	})
	t.Run("long enough", func(t *testing.T) {
		body := strings.Repeat("x", 900-len(`{"body":""}`))
		c := convertLogs(t, testConfig(func(c *Config) { c.Limits.LineBytes = 900 }), logsOf(t, testRecord{body: body}))
		assert.Equal(t, `{"body":"`+body+`"}`, c.tenants[0].streams[0].entries[0].Line)
		assert.Empty(t, c.cut)
	})
}

// TestLabelLimits checks that labels stay within the limits and that nothing gets lost by it.
func TestLabelLimits(t *testing.T) {
	t.Run("long value", func(t *testing.T) {
		cfg := testConfig(func(c *Config) { c.Limits.LabelValueBytes = 16 })
		c := convertLogs(t, cfg, logsOf(t, testRecord{attributes: map[string]any{"a": "0123456789abcdefghij", "b": "short", "loki.attribute.labels": "a,b"}}))
		s := c.tenants[0].streams[0]
		assert.Equal(t, `{a="01234567...[cut]", b="short", exporter="OTLP"}`, s.labels)
		assertLine(t, `{"attributes":{"a":"0123456789abcdefghij"}}`, s.entries[0].Line)
	})
	t.Run("many labels", func(t *testing.T) {
		cfg := testConfig(func(c *Config) { c.Limits.Labels = 5; c.Labels = map[string]string{"z": "resource.z"} })
		c := convertLogs(t, cfg, logsOf(t, testRecord{
			attributes: map[string]any{"a": "1", "b": "2", "c": "3", "d": "4", "loki.attribute.labels": "a,b,c,d"},
			resource:   map[string]any{"service.name": "cart", "z": "5"},
		}))
		s := c.tenants[0].streams[0]
		assert.Equal(t, `{a="1", b="2", exporter="OTLP", job="cart", z="5"}`, s.labels)
		assertLine(t, `{"attributes":{"c":"3","d":"4"},"resources":{"service.name":"cart","z":"5"}}`, s.entries[0].Line)
	})
	t.Run("very many labels", func(t *testing.T) {
		attributes := map[string]any{}
		var names []string
		for i := range 2 * maxHinted {
			name := fmt.Sprintf("label%03d", i)
			attributes[name] = i
			names = append(names, name)
		}
		attributes["loki.attribute.labels"] = strings.Join(names, ",")
		cfg := testConfig(func(c *Config) { c.Limits.Labels = 0 })
		c := convertLogs(t, cfg, logsOf(t, testRecord{attributes: attributes}))
		s := c.tenants[0].streams[0]
		assert.Equal(t, 1+maxHinted, strings.Count(s.labels, "="))
		assert.Contains(t, s.entries[0].Line, `"label199":199`)
		assert.NotContains(t, s.entries[0].Line, "label099")
	})
	t.Run("many values", func(t *testing.T) {
		cfg := testConfig(func(c *Config) { c.Cardinality.MaxValues = 2 })
		var records []testRecord
		for i := range 5 {
			records = append(records, testRecord{attributes: map[string]any{"user": strconv.Itoa(i), "loki.attribute.labels": "user"}})
		}
		c := convertLogs(t, cfg, logsOf(t, append(records, records...)...))
		streams := c.tenants[0].streams
		require.Len(t, streams, 3)
		assert.Equal(t, `{exporter="OTLP", user="0"}`, streams[0].labels)
		assert.Equal(t, `{}`, streams[0].entries[0].Line)
		assert.Equal(t, `{exporter="OTLP", user="1"}`, streams[1].labels)
		assert.Equal(t, `{exporter="OTLP", user="__overflow__"}`, streams[2].labels)
		require.Len(t, streams[2].entries, 6)
		assertLine(t, `{"attributes":{"user":"2"}}`, streams[2].entries[0].Line)
		var positions []int
		for _, o := range c.overflows {
			assert.Equal(t, "user", o.label)
			positions = append(positions, o.position)
		}
		assert.Equal(t, []int{2, 3, 4, 7, 8, 9}, positions)
	})
}

// TestLimiter checks that values lose their place when they are not used, and only then.
func TestLimiter(t *testing.T) {
	now := time.Unix(0, 0)
	l := newLimiter(CardinalityConfig{MaxValues: 2, Window: time.Minute}, func() time.Time { return now })
	allow := func(value string) bool { return l.allow("", "user", value) }
	assert.True(t, allow("a"))
	assert.True(t, allow("b"))
	assert.False(t, allow("c"))
	assert.True(t, l.allow("tenant", "user", "c"), "another tenant")
	assert.Equal(t, map[string]int64{"user": 3}, l.counts())

	now = now.Add(61 * time.Second)
	assert.False(t, allow("c"), "a and b were seen in the last window")
	assert.True(t, allow("a"))

	now = now.Add(61 * time.Second)
	assert.True(t, allow("c"), "b was not seen for a window")
	assert.True(t, allow("a"))
	assert.False(t, allow("b"))

	now = now.Add(10 * time.Minute)
	assert.True(t, allow("x"))
	assert.True(t, allow("y"))
	assert.False(t, allow("a"), "a was not seen for a long time")
	assert.Equal(t, map[string]int64{"user": 2}, l.counts(), "the other tenant was not seen for a long time")

	now = now.Add(10 * time.Minute)
	assert.Empty(t, l.counts())
	assert.Zero(t, l.total)
}

// TestLimiterIsBounded checks that tenants, labels and values which records invent take a bounded amount of
// memory, for no longer than they are used, and displace none that are in use.
func TestLimiterIsBounded(t *testing.T) {
	now := time.Unix(0, 0)
	l := newLimiter(CardinalityConfig{MaxValues: maxLimitedValues, Window: time.Minute}, func() time.Time { return now })
	require.True(t, l.allow("", "service", "shop"))
	for i := range maxLimitedLabels {
		assert.Equal(t, i < maxLimitedLabels-1, l.allow(strconv.Itoa(i), "user", "x"), i)
	}
	for i := range maxLimitedValues {
		require.Equal(t, i < maxLimitedValues-maxLimitedLabels, l.allow("", "service", strconv.Itoa(i)), i)
	}
	assert.Len(t, l.labels, maxLimitedLabels)
	assert.Equal(t, maxLimitedValues, l.total)
	assert.True(t, l.allow("", "service", "shop"))

	now = now.Add(10 * time.Minute)
	assert.True(t, l.allow("new", "user", "x"))
	assert.Equal(t, 1, l.total)
}

// TestMetadataLimits checks that structured metadata stays within Loki's limit.
func TestMetadataLimits(t *testing.T) {
	cfg := testConfig(func(c *Config) {
		c.StructuredMetadata = map[string]string{"a": "attribute.a", "b": "attribute.b", "c": "attribute.c"}
	})
	c := convertLogs(t, cfg, logsOf(t, testRecord{attributes: map[string]any{
		"a": "short", "b": strings.Repeat("ä", maxMetadataBytes), "c": "left out",
	}}))
	got := c.tenants[0].streams[0].entries[0].StructuredMetadata
	require.Len(t, got, 2)
	assert.Equal(t, push.LabelAdapter{Name: "a", Value: "short"}, got[0])
	size := 0
	for _, m := range got {
		size += len(m.Name) + len(m.Value)
	}
	assert.LessOrEqual(t, size, maxMetadataBytes)
	assert.Greater(t, size, maxMetadataBytes-4)
	assert.True(t, strings.HasSuffix(got[1].Value, "ä"+cutMarker))
}

// TestTenants checks which names are taken for a tenant.
func TestTenants(t *testing.T) {
	for value, ok := range map[any]bool{
		"acme": true, "a-b_c.d!e*f'(g)": true, int64(42): true, "": true,
		"a b": false, "a|b": false, "a/b": false, "a\nb": false, "ä": false, "..": false, strings.Repeat("x", 151): false,
	} {
		c := convertLogs(t, testConfig(), logsOf(t, testRecord{resource: map[string]any{"loki.tenant": "team", "team": value}}))
		if ok {
			assert.Empty(t, c.invalid, "%v", value)
			assert.Len(t, c.tenants, 1, "%v", value)
		} else {
			assert.Equal(t, []int{0}, c.invalid, "%v", value)
			assert.Empty(t, c.tenants, "%v", value)
		}
	}
}

// TestRequests checks that batches are divided, and that no record gets lost by it or is sent twice.
func TestRequests(t *testing.T) {
	var records []testRecord
	for i := range 100 {
		records = append(records, testRecord{body: strings.Repeat("x", 1000), resource: map[string]any{"service.name": strconv.Itoa(i % 3)}})
	}
	records = append(records, testRecord{body: strings.Repeat("y", 20000)})
	c := convertLogs(t, testConfig(), logsOf(t, records...))
	all := requests(c.tenants, 10000)
	sent := map[int]int{}
	for i, r := range all {
		entries := 0
		for _, s := range r.streams {
			assert.NotEmpty(t, s.Entries)
			entries += len(s.Entries)
		}
		assert.Len(t, r.records, entries)
		message := push.PushRequest{Streams: r.streams}
		if entries > 1 {
			assert.LessOrEqual(t, message.Size(), 10000)
		}
		if i+1 < len(all) && entries > 1 {
			assert.Greater(t, message.Size(), 8000, "request %d is too small", i)
		}
		for _, record := range r.records {
			sent[record]++
		}
	}
	assert.Len(t, sent, len(records))
	for record, times := range sent {
		assert.Equal(t, 1, times, record)
	}
	assert.Len(t, requests(c.tenants, 0), 1)
}

// TestSelectRecords checks that a selection has the records with what is around them.
func TestSelectRecords(t *testing.T) {
	logs := logsOf(t, testRecord{body: "0", scope: "s"}, testRecord{body: "1"}, testRecord{body: "2", resource: map[string]any{"a": "b"}})
	logs.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().AppendEmpty().Body().SetStr("0b")
	selected := selectRecords(logs, []int{1, 3})
	want := logsOf(t, testRecord{body: "0b", scope: "s"}, testRecord{body: "2", resource: map[string]any{"a": "b"}})
	marshaler := &plog.JSONMarshaler{}
	got, err := marshaler.MarshalLogs(selected)
	require.NoError(t, err)
	expected, err := marshaler.MarshalLogs(want)
	require.NoError(t, err)
	assert.JSONEq(t, string(expected), string(got))
	assert.Equal(t, 4, logs.LogRecordCount())
}
