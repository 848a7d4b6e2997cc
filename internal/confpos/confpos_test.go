// SPDX-License-Identifier: Apache-2.0

package confpos

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const base = `receivers:
  otlp:
    protocols: {grpc: {endpoint: "localhost:4317"}}
x-retry: &retry
  max: 30s
exporters:
  otlp_grpc:
    <<: *retry
    endpoint: ${HOST}:4317
    headers: *retry
  debug: ${file:debug.yaml}
service::telemetry:
  logs: {level: debug}
service:
  pipelines:
    traces:
      receivers: [otlp]
      exporters:
        - otlp_grpc
        - debug
`

func record(t *testing.T) {
	t.Helper()
	Reset()
	t.Cleanup(Reset)
	require.NoError(t, Record("a.yaml", []byte(base)))
	require.NoError(t, Record("b.yaml", []byte("exporters:\n  otlp_grpc:\n    endpoint: other:4317\n")))
	require.NoError(t, Record("debug.yaml", []byte("# the exporter\nverbosity: detailed\n")))
}

func TestFind(t *testing.T) {
	record(t)
	for _, test := range []struct {
		keyPath, position string
		exact             bool
	}{
		{"receivers::otlp", "a.yaml:2:3", true},
		{"receivers::otlp::protocols::grpc::endpoint", "a.yaml:3:24", true},
		{"receivers::otlp::protocols::http", "a.yaml:3:5", false},
		{"exporters::otlp_grpc::endpoint", "b.yaml:3:5", true},
		{"exporters::otlp_grpc::max", "a.yaml:5:3", true},
		{"exporters::otlp_grpc::headers::max", "a.yaml:5:3", true},
		{"exporters::debug::verbosity", "debug.yaml:2:1", true},
		{"service::telemetry::logs::level", "a.yaml:13:10", true},
		{"service::pipelines::traces::exporters::1", "a.yaml:20:11", true},
		{"service::pipelines::traces::exporters::2", "a.yaml:18:7", false},
		{"service::pipelines::traces::exporters::-1", "a.yaml:18:7", false},
		{"extensions::zpages", "b.yaml:1:1", false},
	} {
		position, exact := Find(strings.Split(test.keyPath, "::")...)
		assert.Equal(t, test.position, position.String(), test.keyPath)
		assert.Equal(t, test.exact, exact, test.keyPath)
	}
}

func TestRawAndLine(t *testing.T) {
	record(t)
	raw, ok := Raw("exporters", "debug")
	assert.True(t, ok)
	assert.Equal(t, "${file:debug.yaml}", raw)
	_, ok = Raw("exporters")
	assert.False(t, ok)
	assert.Equal(t, "- debug", Line(Position{"a.yaml", 20, 11}))
	assert.Empty(t, Line(Position{"a.yaml", 900, 1}))
	assert.Empty(t, Line(Position{}))
}

func TestScalars(t *testing.T) {
	record(t)
	found := Scalars("${HOST}")
	require.Len(t, found, 1)
	assert.Equal(t, Scalar{Position{"a.yaml", 9, 15}, []string{"exporters", "otlp_grpc", "endpoint"}, "${HOST}:4317"}, found[0])
}

func TestNothingRecorded(t *testing.T) {
	Reset()
	position, exact := Find("exporters")
	assert.False(t, exact)
	assert.Empty(t, position.String())
	require.Error(t, Record("bad.yaml", []byte("a: [")))
	require.NoError(t, Record("empty.yaml", nil))
	Reset()
}

func TestMoved(t *testing.T) {
	record(t)
	Moved([]string{"exporters", "otlp_grpc"}, []string{"exporters", "otlp_grpc/new"})
	position, exact := Find("exporters", "otlp_grpc/new", "endpoint")
	assert.True(t, exact)
	assert.Equal(t, "b.yaml:3:5", position.String())
}
