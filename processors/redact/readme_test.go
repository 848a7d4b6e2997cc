// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
	"gopkg.in/yaml.v3"

	"github.com/faultline-otel/faultline/processors/redact/internal/scan"
)

// TestReadme checks that the configurations in README.md work as pasted, and that its tables name every
// detector, field and metric.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	blocks := strings.Split(string(readme), "```yaml\n")[1:]
	require.Len(t, blocks, 3)
	for _, block := range blocks {
		text, _, _ := strings.Cut(block, "```")
		var raw map[string]any
		require.NoError(t, yaml.Unmarshal([]byte(text), &raw))
		sub, err := confmap.NewFromStringMap(raw).Sub("processors::redact")
		require.NoError(t, err)
		cfg := createDefaultConfig().(*Config)
		require.NoError(t, sub.Unmarshal(cfg))
		require.NoError(t, confmap.Validate(cfg))
	}
	for _, d := range scan.Detectors[1:] {
		var profiles []string
		for _, name := range profileNames() {
			if name != "all" && d.Profiles&scan.ProfileNames[name] != 0 {
				profiles = append(profiles, name)
			}
		}
		row := fmt.Sprintf("| `%s` | %s |", d.Name, strings.Join(profiles, ", "))
		assert.Contains(t, string(readme), strings.ReplaceAll(row, "|  |", "| |"))
	}
	for _, name := range fieldNames {
		assert.Contains(t, string(readme), "`"+name+"`")
	}
	generated, err := os.ReadFile("documentation.md")
	require.NoError(t, err)
	metric := regexp.MustCompile(`otelcol_processor_redact_\w+`)
	assert.ElementsMatch(t, metric.FindAllString(string(generated), -1), metric.FindAllString(string(readme), -1))
}
