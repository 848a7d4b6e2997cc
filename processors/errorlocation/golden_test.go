// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/confmaptest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"
	"gopkg.in/yaml.v3"

	"github.com/faultline-otel/faultline/processors/errorlocation/internal/metadata"
)

var update = flag.Bool("update", false, "write expected.yaml of the golden tests")

// A golden case is a directory testdata/SIGNAL/CASE with input.yaml and expected.yaml, which are
// OTLP/JSON written as YAML, and config.yaml unless it uses the default configuration. Processing the
// output again must not change it: telemetry may pass the processor on an agent and on a gateway.

func TestGoldenTraces(t *testing.T) {
	golden(t, "traces", func(cfg *Config, input []byte) []byte {
		traces, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(input)
		require.NoError(t, err)
		output, err := (&ptrace.JSONMarshaler{}).MarshalTraces(consumeTraces(t, cfg, traces))
		require.NoError(t, err)
		return output
	})
}

func TestGoldenLogs(t *testing.T) {
	golden(t, "logs", func(cfg *Config, input []byte) []byte {
		logs, err := (&plog.JSONUnmarshaler{}).UnmarshalLogs(input)
		require.NoError(t, err)
		output, err := (&plog.JSONMarshaler{}).MarshalLogs(consumeLogs(t, cfg, logs))
		require.NoError(t, err)
		return output
	})
}

func golden(t *testing.T, signal string, process func(cfg *Config, input []byte) []byte) {
	t.Helper()
	cases, err := os.ReadDir(filepath.Join("testdata", signal))
	require.NoError(t, err)
	for _, entry := range cases {
		t.Run(entry.Name(), func(t *testing.T) {
			dir := filepath.Join("testdata", signal, entry.Name())
			cfg := loadConfig(t, filepath.Join(dir, "config.yaml"))
			got := process(cfg, readYAML(t, filepath.Join(dir, "input.yaml")))
			expected := filepath.Join(dir, "expected.yaml")
			if *update {
				writeYAML(t, expected, got)
			}
			want := readYAML(t, expected)
			assertSame(t, want, got)
			assertSame(t, want, process(cfg, got))
		})
	}
}

// assertSame compares two JSON texts and shows their difference as YAML.
func assertSame(t *testing.T, want, got []byte) {
	t.Helper()
	assert.Equal(t, toYAML(t, want), toYAML(t, got))
}

func loadConfig(tb testing.TB, path string) *Config {
	tb.Helper()
	cfg := createDefaultConfig().(*Config)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return cfg
	}
	conf, err := confmaptest.LoadConf(path)
	require.NoError(tb, err)
	require.NoError(tb, conf.Unmarshal(cfg, confmap.WithIgnoreUnused()))
	require.NoError(tb, cfg.Validate())
	return cfg
}

func readYAML(tb testing.TB, path string) []byte {
	tb.Helper()
	raw, err := os.ReadFile(path)
	require.NoError(tb, err)
	var value any
	require.NoError(tb, yaml.Unmarshal(raw, &value))
	out, err := json.Marshal(value)
	require.NoError(tb, err)
	return out
}

func toYAML(tb testing.TB, text []byte) string {
	tb.Helper()
	var value any
	require.NoError(tb, json.Unmarshal(text, &value))
	out, err := yaml.Marshal(value)
	require.NoError(tb, err)
	return string(out)
}

func writeYAML(tb testing.TB, path string, text []byte) {
	tb.Helper()
	require.NoError(tb, os.WriteFile(path, []byte(toYAML(tb, text)), 0o600))
}

// consumeTraces sends traces through a processor and returns what comes out.
func consumeTraces(tb testing.TB, cfg *Config, traces ptrace.Traces) ptrace.Traces {
	tb.Helper()
	sink := new(consumertest.TracesSink)
	p, err := NewFactory().CreateTraces(tb.Context(), processortest.NewNopSettings(metadata.Type), cfg, sink)
	require.NoError(tb, err)
	require.NoError(tb, p.ConsumeTraces(tb.Context(), traces))
	require.NoError(tb, p.Shutdown(tb.Context()))
	require.Len(tb, sink.AllTraces(), 1)
	return sink.AllTraces()[0]
}

// consumeLogs sends logs through a processor and returns what comes out.
func consumeLogs(tb testing.TB, cfg *Config, logs plog.Logs) plog.Logs {
	tb.Helper()
	sink := new(consumertest.LogsSink)
	p, err := NewFactory().CreateLogs(tb.Context(), processortest.NewNopSettings(metadata.Type), cfg, sink)
	require.NoError(tb, err)
	require.NoError(tb, p.ConsumeLogs(tb.Context(), logs))
	require.NoError(tb, p.Shutdown(tb.Context()))
	require.Len(tb, sink.AllLogs(), 1)
	return sink.AllLogs()[0]
}
