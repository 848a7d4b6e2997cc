// SPDX-License-Identifier: Apache-2.0

package lokiexporter

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	"gopkg.in/yaml.v3"
)

// loadConfig loads a configuration over the default one.
func loadConfig(t *testing.T, conf *confmap.Conf) (*Config, error) {
	t.Helper()
	cfg := NewFactory().CreateDefaultConfig().(*Config)
	if err := conf.Unmarshal(cfg); err != nil {
		return nil, err
	}
	return cfg, confmap.Validate(cfg)
}

func parseYAML(t *testing.T, text []byte) *confmap.Conf {
	t.Helper()
	var raw map[string]any
	require.NoError(t, yaml.Unmarshal(text, &raw))
	return confmap.NewFromStringMap(raw)
}

// TestUpstreamConfig checks that configurations for upstream's exporter load as they are.
func TestUpstreamConfig(t *testing.T) {
	text, err := os.ReadFile("testdata/upstream.yaml")
	require.NoError(t, err)
	all := parseYAML(t, text)
	load := func(id string) *Config {
		sub, err := all.Sub(id)
		require.NoError(t, err)
		cfg, err := loadConfig(t, sub)
		require.NoError(t, err, id)
		return cfg
	}
	for id := range all.ToStringMap() {
		load(id)
	}

	cfg := load("loki")
	assert.Equal(t, 30*time.Second, cfg.ClientConfig.Timeout)
	assert.Equal(t, 512<<10, cfg.ClientConfig.WriteBufferSize)
	assert.True(t, cfg.QueueConfig.HasValue())
	assert.True(t, cfg.RetryConfig.Enabled)

	cfg = load("loki/all")
	assert.Equal(t, "https://loki.example.com:3100/loki/api/v1/push", cfg.ClientConfig.Endpoint)
	assert.Equal(t, "ca.pem", cfg.ClientConfig.TLS.CAFile)
	assert.Equal(t, component.MustNewIDWithName("basicauth", "loki"), cfg.ClientConfig.Auth.Get().AuthenticatorID)
	assert.Equal(t, 10*time.Second, cfg.ClientConfig.Timeout)
	tenant, _ := cfg.ClientConfig.Headers.Get("X-Scope-OrgID")
	assert.Equal(t, "acme", string(tenant))
	assert.Equal(t, 250, cfg.ClientConfig.MaxConnsPerHost)
	assert.True(t, cfg.ClientConfig.Cookies.HasValue())
	queue := cfg.QueueConfig.Get()
	assert.Equal(t, 2, queue.NumConsumers)
	assert.EqualValues(t, 10, queue.QueueSize)
	assert.Equal(t, component.MustNewID("file_storage"), *queue.StorageID)
	assert.EqualValues(t, 1000, queue.Batch.Get().MaxSize)
	assert.Equal(t, 10*time.Minute, cfg.RetryConfig.MaxElapsedTime)
	r, err := cfg.compile()
	require.NoError(t, err)
	assert.Equal(t, labelRules{job: true, instance: true, configured: []configuredLabel{}}, r.labels)

	cfg = load("loki/without_queue")
	assert.False(t, cfg.QueueConfig.HasValue())
	assert.False(t, cfg.RetryConfig.Enabled)
	assert.False(t, cfg.ClientConfig.Cookies.HasValue())

	r, err = load("loki/host").compile()
	require.NoError(t, err)
	assert.Equal(t, labelRules{job: true, instance: true, level: true, configured: []configuredLabel{}}, r.labels)
}

// TestPushURL checks that an endpoint without a path gets that of the push API, and that any other stays as it is.
func TestPushURL(t *testing.T) {
	for endpoint, want := range map[string]string{
		"http://loki:3100":                      "http://loki:3100/loki/api/v1/push",
		"http://loki:3100/":                     "http://loki:3100/loki/api/v1/push",
		"https://user:secret@loki.example.com":  "https://user:secret@loki.example.com/loki/api/v1/push",
		"http://loki:3100/loki/api/v1/push":     "http://loki:3100/loki/api/v1/push",
		"http://loki:3100/api/prom/push":        "http://loki:3100/api/prom/push",
		"https://proxy.example.com/a%2Fb/?c=d%": "https://proxy.example.com/a%2Fb/?c=d%",
	} {
		got, err := pushURL(endpoint)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
}

// TestConfigErrors checks that each fault is found and its error says what to write.
func TestConfigErrors(t *testing.T) {
	fields := "write attribute.<key>, resource.<key> or one of attribute.*, body, event_name, flags, level, observed_timestamp, " +
		"resource.*, scope.name, scope.version, severity_number, severity_text, span_id, timestamp, trace_id"
	for name, test := range map[string]struct {
		yaml string
		want string
	}{
		"no endpoint": {
			"endpoint: ''",
			"endpoint: must not be empty; write the URL of Loki's push API, for example http://localhost:3100/loki/api/v1/push",
		},
		"endpoint that is none": {
			`endpoint: "http://user:secret@[::1"`,
			"endpoint: is not a URL; write for example http://localhost:3100/loki/api/v1/push",
		},
		"endpoint without a scheme": {
			"endpoint: loki:3100/loki/api/v1/push",
			`endpoint: "loki:3100/loki/api/v1/push" is not the URL of an HTTP server; write for example http://localhost:3100/loki/api/v1/push`,
		},
		"endpoint for OTLP": {
			"endpoint: http://user:secret@loki:3100/otlp",
			`endpoint: "http://user:xxxxx@loki:3100/otlp" is Loki's OTLP endpoint, which the exporter otlp_http sends to; write here for example http://localhost:3100/loki/api/v1/push`,
		},
		"label of nothing": {
			"labels: {service: service.name}",
			`labels::service: unknown field "service.name"; ` + fields,
		},
		"label with a bad name": {
			"labels: {service.name: resource.service.name}",
			`labels::service.name: is not a valid name; write "service_name"`,
		},
		"label of Loki's": {
			"labels: {__service__: resource.service.name}",
			`labels::__service__: names that begin with __ are Loki's own; write "service__"`,
		},
		"label of every record": {
			"labels: {trace_id: trace_id}",
			`labels::trace_id: "trace_id" would make a stream of almost every record; write it under structured_metadata`,
		},
		"too many labels": {
			"labels: {a: level, b: level}\nlimits: {labels: 5}",
			"labels: there are 2, with the default labels 6, and limits::labels is 5; take some out, or raise the limit here and max_label_names_per_series in Loki",
		},
		"field without a name": {
			"line: {fields: {'': body}}",
			`line::fields: the name of "body" is empty; write the name that it has in the line`,
		},
		"structured metadata of nothing": {
			"structured_metadata: {code.file: attribute.}",
			"structured_metadata::code.file: is not a valid name; write \"code_file\"\nstructured_metadata::code.file: unknown field \"attribute.\"; " + fields,
		},
		"format": {
			"line: {format: text}",
			`line::format: unknown format "text"; write json, logfmt or raw`,
		},
		"template without an end": {
			`line: {template: "{body"}`,
			`line::template: "{body": there is a { without a }; write {{ for a brace`,
		},
		"template without a beginning": {
			`line: {template: "body}"}`,
			`line::template: "body}": there is a } without a {; write }} for a brace`,
		},
		"template of nothing": {
			`line: {template: "{message}"}`,
			`line::template: "{message}": {message}: unknown field "message"; ` + fields,
		},
		"template and fields": {
			`line: {template: "{body}", fields: {message: body}}`,
			"line::template: there are line::fields, too; write one of them",
		},
		"fields of raw lines": {
			`line: {format: raw, fields: {message: body}}`,
			"line::fields: the format raw has no fields; write json or logfmt",
		},
		"field of nothing": {
			`line: {fields: {message: "{message}"}}`,
			`line::fields::message: {message}: unknown field "message"; ` + fields,
		},
		"limits": {
			"limits: {line_bytes: 10, label_value_bytes: -1, request_bytes: 1000}",
			"limits::line_bytes: 10 is too small; write 256 or more, or 0 for no limit\n" +
				"limits::label_value_bytes: -1 is too small; write 16 or more, or 0 for no limit\n" +
				"limits::request_bytes: 1000 is too small; write 65536 or more, or 0 for no limit",
		},
		"cardinality": {
			"cardinality: {window: 1ms, overflow_value: ''}",
			"cardinality::window: 1ms is too short; write 1s or more\n" +
				"cardinality::overflow_value: must not be empty, since Loki takes an empty label for none; write for example __overflow__",
		},
		"negative cardinality": {
			"cardinality: {max_values: -1}",
			"cardinality::max_values: -1 is negative; write a number of values, or 0 for no limit",
		},
		"long overflow value": {
			"cardinality: {overflow_value: a_long_overflow_value}\nlimits: {label_value_bytes: 16}",
			"cardinality::overflow_value: has 21 bytes; write at most 16, which is limits::label_value_bytes",
		},
	} {
		t.Run(name, func(t *testing.T) {
			conf := parseYAML(t, []byte("endpoint: http://localhost:3100/loki/api/v1/push\n"))
			require.NoError(t, conf.Merge(parseYAML(t, []byte(test.yaml))))
			_, err := loadConfig(t, conf)
			require.EqualError(t, err, test.want)
		})
	}
}
