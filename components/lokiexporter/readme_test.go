// SPDX-License-Identifier: Apache-2.0

package lokiexporter

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestReadme checks that the configurations in README.md work as pasted, that the second one has every
// option of this exporter's own with its default value or an example, and that the tables name all
// options, fields and hints.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	readme := string(text)
	blocks := strings.Split(readme, "```yaml\n")[1:]
	require.Len(t, blocks, 2)
	var configs []*Config
	for _, block := range blocks {
		block, _, _ = strings.Cut(block, "```")
		sub, err := parseYAML(t, []byte(block)).Sub("exporters::loki")
		require.NoError(t, err)
		cfg, err := loadConfig(t, sub)
		require.NoError(t, err)
		configs = append(configs, cfg)
	}
	def := createDefaultConfig().(*Config)
	assert.Equal(t, def.Limits, configs[1].Limits)
	assert.Equal(t, def.Cardinality, configs[1].Cardinality)

	for _, block := range []struct {
		prefix string
		config any
	}{
		{"line::", LineConfig{}}, {"limits::", LimitsConfig{}}, {"cardinality::", CardinalityConfig{}},
	} {
		for field := range reflect.TypeOf(block.config).Fields() {
			if key := field.Tag.Get("mapstructure"); key != "" {
				assert.Contains(t, readme, "| `"+block.prefix+key+"` |")
			}
		}
	}
	for field := range reflect.TypeFor[Config]().Fields() {
		key, _, _ := strings.Cut(field.Tag.Get("mapstructure"), ",")
		assert.Contains(t, readme, "`"+key)
	}
	for name := range fieldNames {
		assert.Contains(t, readme, "`"+name+"`")
	}
	for _, hint := range []string{hintAttributeLabels, hintResourceLabels, hintFormat, hintTenant} {
		assert.Contains(t, readme, "| `"+hint+"` |")
	}
	assert.Contains(t, readme, "`"+cutMarker+"`")

	// What the text says of the second configuration.
	c := convertLogs(t, configs[1], logsOf(t, testRecord{
		body: "paid", trace: true,
		resource: map[string]any{"service.name": "order-service"}, attributes: map[string]any{"user_id": "123"},
	}))
	s := c.tenants[0].streams[0]
	assert.Equal(t, `{job="order-service", service="order-service"}`, s.labels)
	assertLine(t, `{"message":"paid trace_id=01020304000000000000000000000000","user_id":"123"}`, s.entries[0].Line)
}
