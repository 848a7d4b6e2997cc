// SPDX-License-Identifier: Apache-2.0

package fileprovider

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/confmaptest"
	upstream "go.opentelemetry.io/collector/confmap/provider/fileprovider"

	"github.com/faultline-otel/faultline/internal/confpos"
)

// TestEqualsUpstream checks that what is sound is returned as by the provider of the collector.
func TestEqualsUpstream(t *testing.T) {
	t.Cleanup(forget)
	ours, theirs := NewFactory().Create(confmap.ProviderSettings{}), upstream.NewFactory().Create(confmap.ProviderSettings{})
	require.NoError(t, confmaptest.ValidateProviderScheme(ours))
	for name, content := range map[string]string{
		"map":      "a: {b: [1, two, ${env:X}, $${1}]}\n",
		"empty":    "",
		"null":     "null",
		"text":     "a password: with [ in it",
		"list":     "[1, 2]",
		"number":   "0123",
		"comments": "# nothing\n",
		"merge":    "x: &x {a: 1}\ny: {<<: *x, b: 2}\n",
	} {
		t.Run(name, func(t *testing.T) {
			uri := "file:" + filepath.Join(t.TempDir(), "c.yaml")
			require.NoError(t, os.WriteFile(uri[5:], []byte(content), 0o600))
			got, gotErr := ours.Retrieve(t.Context(), uri, nil)
			want, wantErr := theirs.Retrieve(t.Context(), uri, nil)
			require.NoError(t, gotErr)
			require.NoError(t, wantErr)
			gotRaw, _ := got.AsRaw()
			wantRaw, _ := want.AsRaw()
			assert.Equal(t, wantRaw, gotRaw)
			gotText, gotErr := got.AsString()
			wantText, wantErr := want.AsString()
			assert.Equal(t, wantText, gotText)
			assert.Equal(t, wantErr, gotErr)
			require.NoError(t, got.Close(t.Context()))
		})
	}
	_, gotErr := ours.Retrieve(t.Context(), "file:absent.yaml", nil)
	_, wantErr := theirs.Retrieve(t.Context(), "file:absent.yaml", nil)
	require.EqualError(t, gotErr, wantErr.Error())
	_, err := ours.Retrieve(t.Context(), "env:X", nil)
	require.Error(t, err)
}

func TestRepairs(t *testing.T) {
	t.Cleanup(forget)
	got, err := Load("c.yaml", []byte(strings.TrimSpace(`
receivers:
  otlp: {endpoint: "${1}", name: "${env:1X}", key: "${file:/no/such}", kept: "$${1} ${env:OK}"}
exporters: {debug: {a: 1}}
exporters:
  debug: {b: 2}
`)))
	require.NoError(t, err)
	conf, err := got.AsConf()
	require.NoError(t, err)
	assert.Equal(t, map[string]any{
		"receivers": map[string]any{"otlp": map[string]any{
			"endpoint": "$${1}", "name": "$${env:1X}", "key": "$${file:/no/such}", "kept": "$${1} ${env:OK}",
		}},
		"exporters": map[string]any{"debug": map[string]any{"a": 1}},
	}, conf.ToStringMap())

	var lines []string
	for _, f := range Faults() {
		lines = append(lines, string(f.Severity)+" "+f.Position.String()+" "+f.Rule)
	}
	assert.Equal(t, []string{
		"warning c.yaml:2:20 escaped-group", "error c.yaml:2:34 variable-name", "error c.yaml:2:52 missing-file", "error c.yaml:4:1 duplicate-key",
	}, lines)
	require.NoError(t, got.Close(t.Context()))
	assert.Empty(t, Faults())
	_, known := confpos.Find("receivers")
	assert.False(t, known)
}

func TestSyntax(t *testing.T) {
	const notYAML = "this is not valid YAML, at or just after "
	for content, want := range map[string]string{
		"receivers:\n\totlp:\n\t\tprotocols:\n":         "c.yaml:2:1: the line begins with a tab",
		"receivers:\n  otlp: [\nexporters: {}\n":        `c.yaml:1:1: ` + notYAML + `"receivers:": did not find expected ',' or ']'; close the list`,
		"service:\n  a: b: c\n":                         `c.yaml:2:3: ` + notYAML + `"a: b: c": mapping values`,
		"receivers:\n  otlp:\n exporters:\n":            `c.yaml:2:3: ` + notYAML + `"otlp:": did not find expected key`,
		"service:\n  password: 'abc\n  token: 'x' y'\n": `c.yaml:1:1: ` + notYAML + `"service:": did not find expected key`,
		// What may be a secret is not shown.
		"service:\n  a: 1\n  token hunter2\n":                     `c.yaml:3:3: ` + notYAML + `"...": could not find expected ':'`,
		"service:\n  \"password: hunter2\n":                       `c.yaml:2:3: ` + notYAML + `"\"password": found unexpected end of stream`,
		"service:\n  a: 1\n  " + strings.Repeat("é", 40) + " x\n": `c.yaml:3:3: ` + notYAML + `"` + strings.Repeat("é", 30) + `": could not`,
	} {
		_, err := Load("c.yaml", []byte(content))
		require.ErrorContains(t, err, want)
		assert.NotContains(t, err.Error(), "'x' y'")
		assert.NotContains(t, err.Error(), "hunter2")
	}
	forget()
}
