// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/faultline-otel/faultline/internal/catalog"
)

// TestValidateOldConfigurations gives the collector configurations of past versions as they are.
func TestValidateOldConfigurations(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(root(), "components", "configconverter", "testdata", "migrate.yaml"))
	require.NoError(t, err)
	var cases []struct {
		Name         string
		Old          map[string]any
		MissingFiles bool `yaml:"missing_files"`
	}
	require.NoError(t, yaml.Unmarshal(content, &cases))
	require.NotEmpty(t, cases)
	for _, test := range cases {
		if test.MissingFiles {
			continue
		}
		text, err := yaml.Marshal(test.Old)
		require.NoError(t, err)
		config := filepath.Join(t.TempDir(), "config.yaml")
		require.NoError(t, os.WriteFile(config, text, 0o600))
		out, err := collector(t, "validate", "--config", config)
		require.NoError(t, err, "%s:\n%s\n%s", test.Name, text, out)
		assert.Contains(t, out, "warning: "+config+":", test.Name)
	}
}

const faulty = `receivers: {otlp: {protocols: {grpc: }}}
exporters: {debug: {verbosit: detailed}}
service: {pipelines: {traces: {receivers: [otpl], exporters: [debug]}}}
`

// TestValidateSaysAllFaults checks that `validate` and a start refuse a configuration with the same answer, which has all faults.
func TestValidateSaysAllFaults(t *testing.T) {
	config := filepath.Join(t.TempDir(), "config.yaml")
	require.NoError(t, os.WriteFile(config, []byte(faulty), 0o600))
	for _, args := range [][]string{{"validate", "--config", config}, {"--config", config}} {
		out, err := collector(t, args...)
		var exit *exec.ExitError
		require.ErrorAs(t, err, &exit)
		assert.Equal(t, 1, exit.ExitCode())
		assert.Contains(t, out, config+":2:21: exporters::debug::verbosit: there is no key verbosit here; write verbosity")
		assert.Contains(t, out, config+":3:44: service::pipelines::traces::receivers::0: the receiver otpl is not defined; write otlp")
	}
}

// TestValidateJSON reads what `validate` writes for other programs.
func TestValidateJSON(t *testing.T) {
	t.Setenv("FAULTLINE_CHECK_FORMAT", "json")
	config := filepath.Join(t.TempDir(), "config.yaml")
	require.NoError(t, os.WriteFile(config, []byte(faulty), 0o600))
	cmd := exec.CommandContext(t.Context(), filepath.Join(root(), "bin", "otelcol-faultline"), "validate", "--config", config)
	out, err := cmd.Output()
	require.Error(t, err)
	rules := map[string]string{}
	for line := range strings.Lines(string(out)) {
		var found struct{ Severity, Rule, File, Key, Found, Write string }
		require.NoError(t, json.Unmarshal([]byte(line), &found), line)
		rules[found.Rule] = found.Severity
		if found.File != "" {
			assert.Equal(t, config, found.File)
		}
	}
	assert.Equal(t, "error", rules["unknown-key"])
	assert.Equal(t, "error", rules["undefined-reference"])
	assert.Equal(t, "warning", rules["memory-limiter-missing"])
}

// TestCatalog compares what the converter knows of the default flavour with what that says of itself.
func TestCatalog(t *testing.T) {
	out, err := collector(t, "components")
	require.NoError(t, err, out)
	var sections map[string]any
	require.NoError(t, yaml.Unmarshal([]byte(out), &sections))
	got := map[string]string{}
	for _, kind := range []string{"receiver", "processor", "exporter", "connector", "extension"} {
		for _, part := range sections[kind+"s"].([]any) {
			entry := part.(map[string]any)
			module, _, _ := strings.Cut(entry["module"].(string), " ")
			got[kind+" "+entry["name"].(string)] = module
		}
	}
	want := map[string]string{}
	for _, c := range catalog.All() {
		if c.Flavour == "default" {
			want[c.Kind+" "+c.Type] = c.Module
		}
	}
	assert.Equal(t, want, got)
}
