// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

var yamlBlock = regexp.MustCompile("(?ms)^```yaml\n(.*?)^```$")

// TestReadmeConfigs validates every configuration that a README shows. One that shows processors alone
// gets a pipeline of each signal around it.
func TestReadmeConfigs(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root(), "processors", "*", "README.md"))
	require.NoError(t, err)
	components, err := filepath.Glob(filepath.Join(root(), "components", "errorspansconnector", "README.md"))
	require.NoError(t, err)
	shown := 0
	for _, file := range append(append(files, components...), filepath.Join(root(), "README.md")) {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		for i, block := range yamlBlock.FindAllSubmatch(content, -1) {
			shown++
			name, err := filepath.Rel(root(), file)
			require.NoError(t, err)
			t.Run(fmt.Sprintf("%s, block %d", name, i+1), func(t *testing.T) {
				config := filepath.Join(t.TempDir(), "config.yaml")
				require.NoError(t, os.WriteFile(config, complete(t, block[1]), 0o600))
				out, err := collector(t, "validate", "--config", config)
				require.NoError(t, err, "%s\n%s", out, block[1])
			})
		}
	}
	require.Positive(t, shown)
}

func complete(t *testing.T, block []byte) []byte {
	t.Helper()
	var config map[string]any
	require.NoError(t, yaml.Unmarshal(block, &config))
	if _, whole := config["service"]; whole {
		return block
	}
	processors, ok := config["processors"].(map[string]any)
	require.True(t, ok, "neither a whole configuration nor processors:\n%s", block)
	var names []string
	for name := range processors {
		names = append(names, name)
	}
	slices.Sort(names)
	pipeline := map[string]any{"receivers": []string{"otlp"}, "processors": names, "exporters": []string{"debug"}}
	config["receivers"] = map[string]any{"otlp": map[string]any{"protocols": map[string]any{"grpc": nil}}}
	config["exporters"] = map[string]any{"debug": nil}
	config["service"] = map[string]any{"pipelines": map[string]any{"traces": pipeline, "logs": pipeline}}
	whole, err := yaml.Marshal(config)
	require.NoError(t, err)
	return whole
}
