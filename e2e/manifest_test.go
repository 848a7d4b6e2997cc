// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

type manifestPart struct{ GoMod, Import, Path string }

func readManifest(t *testing.T, name string) map[string][]manifestPart {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root(), name))
	require.NoError(t, err)
	var parts struct {
		Receivers, Processors, Exporters, Connectors, Extensions, Providers, Converters []manifestPart
	}
	require.NoError(t, yaml.Unmarshal(content, &parts))
	return map[string][]manifestPart{
		"receivers": parts.Receivers, "processors": parts.Processors, "exporters": parts.Exporters, "connectors": parts.Connectors,
		"extensions": parts.Extensions, "providers": parts.Providers, "converters": parts.Converters,
	}
}

// TestContribHoldsDefault checks that whoever changes to the contrib flavour loses nothing.
func TestContribHoldsDefault(t *testing.T) {
	contrib := readManifest(t, "builder-config-contrib.yaml")
	total := 0
	for section, parts := range readManifest(t, "builder-config.yaml") {
		total += len(parts)
		for _, part := range parts {
			assert.Contains(t, contrib[section], part, "builder-config-contrib.yaml, %s", section)
		}
	}
	assert.Greater(t, total, 50)
}
