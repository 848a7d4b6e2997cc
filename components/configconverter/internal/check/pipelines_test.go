// SPDX-License-Identifier: Apache-2.0

package check

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWhereAnExporterSendsTo(t *testing.T) {
	for _, c := range []struct {
		id       string
		settings map[string]any
		target   string
	}{
		{"otlp_grpc", map[string]any{"endpoint": "localhost:4317"}, ""},
		{"otlp_grpc", map[string]any{"endpoint": "127.0.0.2:4317"}, ""},
		{"otlp_grpc", map[string]any{"endpoint": "[::1]:4317"}, ""},
		{"otlp_grpc", map[string]any{"endpoint": "http://0.0.0.0:4317"}, ""},
		{"otlp_grpc", map[string]any{"endpoint": "unix:///run/otel.sock"}, ""},
		{"otlp_grpc/jaeger", map[string]any{"endpoint": "jaeger:4317"}, "jaeger"},
		{"otlp_grpc", map[string]any{"endpoint": "dns:///jaeger.example.com:4317"}, "jaeger.example.com"},
		{"otlp_http", map[string]any{"endpoint": "http://localhost:4318", "logs_endpoint": "https://logs.example.com/v1/logs"}, "logs.example.com"},
		{"kafka", map[string]any{"brokers": []any{"localhost:9092", "10.0.0.1:9092"}}, "10.0.0.1"},
		{"load_balancing", map[string]any{"resolver": map[string]any{"dns": map[string]any{"hostname": "tier.example.com"}}}, "tier.example.com"},
		{"load_balancing", map[string]any{"resolver": map[string]any{"static": map[string]any{"hostnames": []any{"localhost:4317"}}}}, ""},
		{"awskinesis", nil, "awskinesis"},
		{"debug", nil, ""},
		{"file", map[string]any{"path": "out.json"}, ""},
		{"prometheus", map[string]any{"endpoint": "0.0.0.0:8889"}, ""},
	} {
		conf := newConfiguration(map[string]any{"exporters": map[string]any{c.id: c.settings}})
		target, outside := conf.outside(c.id)
		assert.Equal(t, c.target != "", outside, "%s %v", c.id, c.settings)
		if outside {
			assert.Equal(t, c.target, target)
		}
	}
}

func TestPasswordsAreNotShown(t *testing.T) {
	conf := map[string]any{
		"exporters": map[string]any{"otlp_http": map[string]any{"endpoint": "user:hunter2@example.com:4318"}},
		"service":   map[string]any{"pipelines": map[string]any{"traces": map[string]any{"exporters": []any{"otlp_http"}}}},
	}
	findings := lines(Check(conf))
	assert.Contains(t, findings, `exporters::otlp_http::endpoint: "example.com:4318" has no scheme; write http://example.com:4318 or https://example.com:4318 [bad-url]`)

	p := part{settings: map[string]any{"client_auth": map[string]any{"username": "user", "password": "hunter2"}}}
	assert.Equal(t, `"user": "[secret]" is none`, p.withoutSecrets(`"user": "hunter2" is none`))
}
