// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

func redactOf(t *testing.T, configuration string) (string, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config.yaml")
	require.NoError(t, os.WriteFile(file, []byte(configuration), 0o600))
	var out strings.Builder
	cmd := redactionCommand()
	cmd.SetArgs([]string{file})
	cmd.SetOut(&out)
	cmd.SilenceUsage, cmd.SilenceErrors = true, true
	err := cmd.ExecuteContext(t.Context())
	return out.String(), err
}

func TestRedaction(t *testing.T) {
	text, err := redactOf(t, `
receivers: {otlp: {}}
processors:
  batch:
  redaction:
    allow_all_keys: true
    blocked_values: ["4[0-9]{12}(?:[0-9]{3})?", 'EMP-\d{6}']
    summary: debug
  redaction/keys:
    allow_all_keys: true
    blocked_key_patterns: [".*token.*"]
  redaction / none: {allow_all_keys: true}
`)
	require.NoError(t, err)
	var parsed map[string]any
	require.NoError(t, yaml.Unmarshal([]byte(text), &parsed))
	assert.Equal(t, map[string]any{"processors": map[string]any{
		"redact": map[string]any{
			"custom":  []any{map[string]any{"name": "blocked_value_2", "pattern": `EMP-\d{6}`}},
			"summary": "debug",
		},
		"redact/keys": map[string]any{"keys": map[string]any{"redact": []any{"token"}}},
		"redact/none": map[string]any{},
	}}, parsed)
	assert.Contains(t, text, "# In place of redaction/keys.\n  # blocked_key_patterns: keys are compared by whole words")
	assert.Contains(t, text, `# blocked_values: "4[0-9]{12}(?:[0-9]{3})?" is left out, since this detector finds the same: card`)
}

func TestRedactionErrors(t *testing.T) {
	for name, test := range map[string]struct{ configuration, want string }{
		"none":         {"processors: {batch: {}}", "config.yaml: there is no redaction processor under processors"},
		"no YAML":      {"processors: [", "config.yaml: yaml: "},
		"all at once":  {"processors: {redaction/a: {unknown: 1}, redaction/b: {blocked_values: ['(']}}", "processors::redaction/b: blocked_values::0: "},
		"unknown keys": {"processors: {redaction/a: {unknown: 1}, redaction/b: {blocked_values: ['(']}}", "processors::redaction/a: redaction: "},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := redactOf(t, test.configuration)
			require.ErrorContains(t, err, test.want)
			assert.Empty(t, text)
		})
	}
	require.ErrorIs(t, func() error {
		cmd := redactionCommand()
		cmd.SetArgs([]string{filepath.Join(t.TempDir(), "absent.yaml")})
		cmd.SilenceUsage, cmd.SilenceErrors = true, true
		return cmd.ExecuteContext(t.Context())
	}(), os.ErrNotExist)
}
