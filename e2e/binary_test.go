// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

func collector(t *testing.T, args ...string) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), filepath.Join(root(), "bin", "otelcol-faultline"), args...)
	cmd.Dir = root()
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func TestVersion(t *testing.T) {
	out, err := collector(t, "--version")
	require.NoError(t, err, out)
	assert.Regexp(t, `^otelcol-faultline version \d+\.\d+\.\d+\+[0-9a-f]{12}\n$`, out)
}

func TestComponents(t *testing.T) {
	out, err := collector(t, "components")
	require.NoError(t, err, out)
	var list struct {
		Receivers, Processors, Exporters, Connectors, Extensions []struct{ Name string }
		Providers                                                []struct{ Scheme string }
	}
	require.NoError(t, yaml.Unmarshal([]byte(out), &list))

	names := func(components []struct{ Name string }) []string {
		var all []string
		for _, c := range components {
			all = append(all, c.Name)
		}
		return all
	}
	assert.Subset(t, names(list.Receivers), []string{"otlp", "prometheus", "file_log", "host_metrics", "kafka"})
	assert.Subset(t, names(list.Processors), []string{"redact", "error_location", "tail_sampling", "memory_limiter", "k8s_attributes", "resource_detection", "transform"})
	assert.Subset(t, names(list.Exporters), []string{"otlp_grpc", "otlp_http", "prometheus", "load_balancing", "file"})
	assert.Subset(t, names(list.Connectors), []string{"span_metrics", "forward"})
	assert.Subset(t, names(list.Extensions), []string{"health_check", "file_storage"})
	var schemes []string
	for _, p := range list.Providers {
		schemes = append(schemes, p.Scheme)
	}
	slices.Sort(schemes)
	assert.Equal(t, []string{"env", "file", "http", "https", "yaml"}, schemes)
}

func TestValidateRefuses(t *testing.T) {
	config := filepath.Join(t.TempDir(), "config.yaml")
	require.NoError(t, os.WriteFile(config, []byte(`
receivers: {otlp: {protocols: {grpc: {endpoint: 127.0.0.1:0}}}}
processors: {redact: {profiles: [pcy]}}
exporters: {debug: {}}
service: {pipelines: {logs: {receivers: [otlp], processors: [redact], exporters: [debug]}}}
`), 0o600))
	out, err := collector(t, "validate", "--config", config)
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit)
	assert.Equal(t, 1, exit.ExitCode())
	assert.Contains(t, out, "processors::redact")
	assert.Contains(t, out, `"pcy"`)
	assert.Contains(t, out, `"pci"`)
}

// TestAlias checks that a configuration with the spelling errorlocation works too.
func TestAlias(t *testing.T) {
	config := filepath.Join(t.TempDir(), "config.yaml")
	require.NoError(t, os.WriteFile(config, []byte(`
receivers: {otlp: {protocols: {grpc: {endpoint: 127.0.0.1:0}}}}
processors: {errorlocation: {}}
exporters: {debug: {}}
service: {pipelines: {traces: {receivers: [otlp], processors: [errorlocation], exporters: [debug]}}}
`), 0o600))
	out, err := collector(t, "validate", "--config", config)
	require.NoError(t, err, out)
}
