// SPDX-License-Identifier: Apache-2.0

package lokiexporter

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
)

// testRecord is a log record as tests write it.
type testRecord struct {
	resource   map[string]any
	attributes map[string]any
	body       any
	severity   plog.SeverityNumber
	text       string // of the severity
	trace      bool   // whether there is a trace id and a span id
	flags      plog.LogRecordFlags
	scope      string
	version    string
	timestamp  int64
	observed   int64
}

// logsOf returns logs with each of the records in a resource of its own.
func logsOf(tb testing.TB, records ...testRecord) plog.Logs {
	tb.Helper()
	logs := plog.NewLogs()
	for _, r := range records {
		rl := logs.ResourceLogs().AppendEmpty()
		require.NoError(tb, rl.Resource().Attributes().FromRaw(r.resource))
		sl := rl.ScopeLogs().AppendEmpty()
		sl.Scope().SetName(r.scope)
		sl.Scope().SetVersion(r.version)
		log := sl.LogRecords().AppendEmpty()
		require.NoError(tb, log.Attributes().FromRaw(r.attributes))
		require.NoError(tb, log.Body().FromRaw(r.body))
		log.SetSeverityNumber(r.severity)
		log.SetSeverityText(r.text)
		log.SetFlags(r.flags)
		log.SetTimestamp(pcommon.Timestamp(r.timestamp))
		log.SetObservedTimestamp(pcommon.Timestamp(r.observed))
		if r.trace {
			log.SetTraceID([16]byte{1, 2, 3, 4})
			log.SetSpanID([8]byte{5, 6, 7, 8})
		}
	}
	return logs
}

// convertLogs converts logs with a configuration.
func convertLogs(tb testing.TB, cfg *Config, logs plog.Logs) *converter {
	tb.Helper()
	r, err := cfg.compile()
	require.NoError(tb, err)
	c := &converter{rules: r, now: func() time.Time { return time.Unix(1700000000, 0) }}
	if cfg.Cardinality.MaxValues > 0 {
		c.limiter = newLimiter(cfg.Cardinality, c.now)
	}
	c.convert(logs)
	return c
}

// testConfig returns the default configuration with changes.
func testConfig(changes ...func(c *Config)) *Config {
	cfg := createDefaultConfig().(*Config)
	cfg.ClientConfig.Endpoint = "http://localhost:3100/loki/api/v1/push"
	for _, change := range changes {
		change(cfg)
	}
	return cfg
}

// TestUpstream checks labels, lines and tenants against what upstream's exporter of v0.130.0 documents
// and tests.
func TestUpstream(t *testing.T) {
	const (
		ids    = `"traceid":"01020304000000000000000000000000","spanid":"0506070800000000"`
		idKeys = `traceID=01020304000000000000000000000000 spanID=0506070800000000`
	)
	for name, test := range map[string]struct {
		config func(c *Config)
		record testRecord
		labels string
		line   string
		tenant string
	}{
		"nothing": {
			labels: `{exporter="OTLP"}`,
			line:   `{}`,
		},
		"all of a record": {
			record: testRecord{
				body: "Example log", trace: true, text: "error", flags: plog.DefaultLogRecordFlags.WithIsSampled(true),
				attributes: map[string]any{"attr1": "1", "attr2": "2"},
				resource:   map[string]any{"host.name": "something"},
				scope:      "example-logger-name", version: "v1",
			},
			labels: `{exporter="OTLP"}`,
			line: `{"body":"Example log",` + ids + `,"severity":"error","flags":1,"attributes":{"attr1":"1","attr2":"2"},` +
				`"resources":{"host.name":"something"},"instrumentation_scope":{"name":"example-logger-name","version":"v1"}}`,
		},
		"a scope without a name": {
			record: testRecord{body: "x", version: "v1"},
			labels: `{exporter="OTLP"}`,
			line:   `{"body":"x"}`,
		},
		"a map as body": {
			record: testRecord{body: map[string]any{
				"str": "val", "int": 1, "double": 1.5, "bool": true, "null": nil, "list": []any{"a", "b"}, "map": map[string]any{"k": "<v>"},
				"bytes": []byte("abc"), "exponent": 1e-9, "large": 1e21, "text": "„quoted“ \"\n",
			}},
			labels: `{exporter="OTLP"}`,
			line: `{"body":{"bool":true,"bytes":"YWJj","double":1.5,"exponent":1e-9,"int":1,"large":1e+21,"list":["a","b"],` +
				`"map":{"k":"\u003cv\u003e"},"null":null,"str":"val","text":"„quoted“ \"\n"}}`,
		},
		"attribute by hint": {
			record: testRecord{attributes: map[string]any{"host.name": "guarana", "http.status": 200, "loki.attribute.labels": "host.name"}},
			labels: `{exporter="OTLP", host_name="guarana"}`,
			line:   `{"attributes":{"http.status":200}}`,
		},
		"resource attribute by hint": {
			record: testRecord{resource: map[string]any{"host.name": "guarana", "region.az": "eu-west-1a", "loki.resource.labels": "host.name"}},
			labels: `{exporter="OTLP", host_name="guarana"}`,
			line:   `{"resources":{"region.az":"eu-west-1a"}}`,
		},
		"resource attribute by hint of the record": {
			record: testRecord{
				attributes: map[string]any{"loki.resource.labels": "host.name"},
				resource:   map[string]any{"host.name": "guarana", "pod.name": "x"},
			},
			labels: `{exporter="OTLP", host_name="guarana"}`,
			line:   `{"resources":{"pod.name":"x"}}`,
		},
		"the attribute of the record wins": {
			record: testRecord{
				attributes: map[string]any{"host.name": "record", "loki.attribute.labels": "host.name", "loki.resource.labels": "host.name"},
				resource:   map[string]any{"host.name": "resource"},
			},
			labels: `{exporter="OTLP", host_name="record"}`,
			line:   `{}`,
		},
		"hints with commas": {
			record: testRecord{attributes: map[string]any{"a": "1", "b": 2, "c": true, "loki.attribute.labels": "a, b,missing,"}},
			labels: `{a="1", b="2", exporter="OTLP"}`,
			line:   `{"attributes":{"c":true}}`,
		},
		"hints as lists": {
			record: testRecord{
				severity:   plog.SeverityNumberDebug4,
				attributes: map[string]any{"host.name": "guarana", "host.ip": "127.0.0.1", "loki.attribute.labels": []any{"host.name", "host.ip"}},
				resource: map[string]any{
					"service.name": "my-service", "service.namespace": "my-namespace",
					"loki.resource.labels": []any{"service.name", "service.namespace"},
				},
			},
			labels: `{exporter="OTLP", host_ip="127.0.0.1", host_name="guarana", job="my-namespace/my-service", level="DEBUG4", service_name="my-service", service_namespace="my-namespace"}`,
			line:   `{}`,
		},
		"nested attributes": {
			record: testRecord{attributes: map[string]any{
				"pod": map[string]any{"name": "p", "x.y": map[string]any{"z": 1}}, "loki.attribute.labels": "pod.name,pod.x.y.z",
			}},
			labels: `{exporter="OTLP", pod_name="p", pod_x_y_z="1"}`,
			line:   `{"attributes":{"pod":{"name":"p","x.y":{"z":1}}}}`,
		},
		"the label exporter by hint": {
			record: testRecord{attributes: map[string]any{"exporter": "overridden", "loki.attribute.labels": "exporter"}},
			labels: `{exporter="overridden"}`,
			line:   `{}`,
		},
		"job and instance": {
			record: testRecord{resource: map[string]any{"service.name": "cart", "service.namespace": "shop", "service.instance.id": "i-1"}},
			labels: `{exporter="OTLP", instance="i-1", job="shop/cart"}`,
			line:   `{"resources":{"service.instance.id":"i-1","service.name":"cart","service.namespace":"shop"}}`,
		},
		"job without a namespace": {
			record: testRecord{resource: map[string]any{"service.name": "cart"}},
			labels: `{exporter="OTLP", job="cart"}`,
			line:   `{"resources":{"service.name":"cart"}}`,
		},
		"no job for a namespace": {
			record: testRecord{resource: map[string]any{"service.namespace": "shop"}},
			labels: `{exporter="OTLP"}`,
			line:   `{"resources":{"service.namespace":"shop"}}`,
		},
		"some default labels": {
			config: func(c *Config) { c.DefaultLabelsEnabled = map[string]bool{"exporter": false, "job": true} },
			record: testRecord{resource: map[string]any{"service.name": "cart", "service.instance.id": "i-1"}},
			labels: `{instance="i-1", job="cart"}`,
			line:   `{"resources":{"service.instance.id":"i-1","service.name":"cart"}}`,
		},
		"level": {
			record: testRecord{severity: plog.SeverityNumberError2, text: "Error"},
			labels: `{exporter="OTLP", level="ERROR2"}`,
			line:   `{"severity":"Error"}`,
		},
		"level of its own": {
			record: testRecord{severity: plog.SeverityNumberDebug4, attributes: map[string]any{"level": "dummy"}},
			labels: `{exporter="OTLP", level="dummy"}`,
			line:   `{}`,
		},
		"level without a severity": {
			record: testRecord{attributes: map[string]any{"level": "dummy"}},
			labels: `{exporter="OTLP"}`,
			line:   `{"attributes":{"level":"dummy"}}`,
		},
		"level off": {
			config: func(c *Config) { c.DefaultLabelsEnabled["level"] = false },
			record: testRecord{severity: plog.SeverityNumberDebug, attributes: map[string]any{"level": "dummy"}},
			labels: `{exporter="OTLP"}`,
			line:   `{"attributes":{"level":"dummy"}}`,
		},
		"level with a hint": {
			record: testRecord{
				severity:   plog.SeverityNumberInfo,
				attributes: map[string]any{"host.name": "guarana", "loki.attribute.labels": "level, host.name", "level": "dummy"},
			},
			labels: `{exporter="OTLP", host_name="guarana", level="dummy"}`,
			line:   `{}`,
		},
		"names": {
			record: testRecord{attributes: map[string]any{
				"0a": "1", "_b": "2", "__c": "3", "d-é.ü": "4", "loki.attribute.labels": "0a,_b,__c,d-é.ü",
			}},
			labels: `{__c="3", d____="4", exporter="OTLP", key_0a="1", key_b="2"}`,
			line:   `{}`,
		},
		"quotes in labels": {
			record: testRecord{attributes: map[string]any{"a": "x\"y\\z\n", "loki.attribute.labels": "a"}},
			labels: `{a="x\"y\\z\n", exporter="OTLP"}`,
			line:   `{}`,
		},
		"logfmt": {
			record: testRecord{
				body: `msg="hello world"`, trace: true, text: "error",
				attributes: map[string]any{"attr1": "1", "loki.format": "logfmt"},
				resource:   map[string]any{"host.name": "something"},
				scope:      "example-logger-name", version: "v1",
			},
			labels: `{exporter="OTLP"}`,
			line: `msg="hello world" ` + idKeys + ` severity=error attribute_attr1=1 resource_host.name=something ` +
				`instrumentation_scope_name=example-logger-name instrumentation_scope_version=v1`,
		},
		"logfmt without a body": {
			record: testRecord{attributes: map[string]any{"host.name": "guarana", "http.status": 200, "loki.attribute.labels": "host.name", "loki.format": "logfmt"}},
			labels: `{exporter="OTLP", host_name="guarana"}`,
			line:   `attribute_http.status=200`,
		},
		"logfmt of words": {
			record: testRecord{body: "Example log", flags: 1, resource: map[string]any{"loki.format": "logfmt"}},
			labels: `{exporter="OTLP"}`,
			line:   `Example= log= flags=1`,
		},
		"logfmt of what is not logfmt": {
			record: testRecord{body: `=x "`, resource: map[string]any{"loki.format": "logfmt"}},
			labels: `{exporter="OTLP"}`,
			line:   `msg="=x \""`,
		},
		"logfmt of a map": {
			record: testRecord{body: map[string]any{"severity": "x"}, text: "error", resource: map[string]any{"loki.format": "logfmt"}},
			labels: `{exporter="OTLP"}`,
			line:   `severity=error`,
		},
		"logfmt of lists": {
			record: testRecord{
				body:       []any{"value", true, 123, []byte("abc")},
				attributes: map[string]any{"list": []any{"fooo", map[string]any{"slice": []any{1.5}}}, "loki.format": "logfmt"},
			},
			labels: `{exporter="OTLP"}`,
			line:   `body_0=value body_1=true body_2=123 body_3=abc attribute_list_0=fooo attribute_list_1_slice_0=1.5`,
		},
		"logfmt of a number": {
			record: testRecord{body: 1.1, resource: map[string]any{"loki.format": "logfmt"}},
			labels: `{exporter="OTLP"}`,
			line:   `msg=1.1`,
		},
		"raw": {
			record: testRecord{body: "Example log", trace: true, attributes: map[string]any{"a": 1}, resource: map[string]any{"loki.format": "raw"}},
			labels: `{exporter="OTLP"}`,
			line:   `Example log`,
		},
		"raw map": {
			record: testRecord{body: map[string]any{"k": "v"}, attributes: map[string]any{"loki.format": "raw"}},
			labels: `{exporter="OTLP"}`,
			line:   `{"k":"v"}`,
		},
		"the format of the resource wins": {
			record: testRecord{body: "x", attributes: map[string]any{"loki.format": "json"}, resource: map[string]any{"loki.format": "raw"}},
			labels: `{exporter="OTLP"}`,
			line:   `x`,
		},
		"tenant of the record": {
			record: testRecord{attributes: map[string]any{"loki.tenant": "tenant.id", "tenant.id": "1", "http.status": 200}},
			labels: `{exporter="OTLP"}`,
			line:   `{"attributes":{"http.status":200,"tenant.id":"1"}}`,
			tenant: "1",
		},
		"tenant of the resource": {
			record: testRecord{
				attributes: map[string]any{"loki.tenant": "tenant.id", "tenant.id": "11"},
				resource:   map[string]any{"loki.tenant": "tenant.id", "tenant.id": "1"},
			},
			labels: `{exporter="OTLP"}`,
			line:   `{"attributes":{"tenant.id":"11"},"resources":{"tenant.id":"1"}}`,
			tenant: "1",
		},
		"tenant that is not there": {
			record: testRecord{attributes: map[string]any{"loki.tenant": "tenant.id", "http.status": 200}},
			labels: `{exporter="OTLP"}`,
			line:   `{"attributes":{"http.status":200}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := testConfig()
			if test.config != nil {
				test.config(cfg)
			}
			c := convertLogs(t, cfg, logsOf(t, test.record))
			require.Len(t, c.tenants, 1)
			assert.Equal(t, test.tenant, c.tenants[0].tenant)
			require.Len(t, c.tenants[0].streams, 1)
			s := c.tenants[0].streams[0]
			assert.Equal(t, test.labels, s.labels)
			require.Len(t, s.entries, 1)
			assert.Equal(t, test.line, s.entries[0].Line)
			assert.Empty(t, s.entries[0].StructuredMetadata)
		})
	}
}

// TestTimestamps checks which time an entry has.
func TestTimestamps(t *testing.T) {
	c := convertLogs(t, testConfig(), logsOf(t,
		testRecord{timestamp: 1e18, observed: 2e18},
		testRecord{observed: 2e18},
		testRecord{},
	))
	var times []int64
	for _, e := range c.tenants[0].streams[0].entries {
		times = append(times, e.Timestamp.UnixNano())
	}
	assert.Equal(t, []int64{1e18, 2e18, 17e17}, times)
}
