// SPDX-License-Identifier: Apache-2.0

package catalog

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// TestEqualsManifests checks that the table has each part of the manifests, as a part of the smaller flavour that has it, and no other.
func TestEqualsManifests(t *testing.T) {
	want := map[string]string{}
	for _, flavour := range []string{"contrib", "default"} {
		name := map[string]string{"default": "builder-config.yaml", "contrib": "builder-config-contrib.yaml"}[flavour]
		content, err := os.ReadFile("../../" + name)
		require.NoError(t, err)
		var manifest map[string]any
		require.NoError(t, yaml.Unmarshal(content, &manifest))
		for _, section := range []string{"receivers", "processors", "exporters", "connectors", "extensions"} {
			for _, part := range manifest[section].([]any) {
				module, _, _ := strings.Cut(part.(map[string]any)["gomod"].(string), " ")
				want[module] = flavour
			}
		}
	}
	got := map[string]string{}
	for _, c := range All() {
		if c.Flavour != "" {
			got[c.Module] = c.Flavour
		}
	}
	assert.Equal(t, want, got)
	assert.Greater(t, len(got), 80)
	assert.Greater(t, len(All()), 220)
}

func TestEachTypeOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range All() {
		for _, name := range []string{c.Type, c.Alias} {
			if name != "" {
				assert.False(t, seen[c.Kind+" "+name], "%s %s is there twice", c.Kind, name)
				seen[c.Kind+" "+name] = true
			}
		}
		assert.Contains(t, []string{"receiver", "processor", "exporter", "connector", "extension"}, c.Kind)
	}
}

func TestNearest(t *testing.T) {
	build := NewBuild(faultline+"/cmd/otelcol-faultline", modules("default")...)
	for _, test := range []struct{ kind, name, want string }{
		{"exporter", "otlpgrpc", "otlp_grpc"},
		{"exporter", "otlp-http", "otlp_http"},
		{"exporter", "prometheus_remotewrite", "prometheus_remote_write"},
		{"receiver", "hostmetric", "host_metrics"},
		{"receiver", "filelogs", "file_log"},
		{"processor", "memorylimiter", "memory_limiter"},
		{"processor", "tailsampling", "tail_sampling"},
		{"processor", "bacth", "batch"},
		{"extension", "healthcheck", "health_check"},
		{"exporter", "debug_exporter", "debug"},
		{"receiver", "somethingelse", ""},
		{"receiver", "mysql", ""},
	} {
		assert.Equal(t, test.want, build.Nearest(test.kind, test.name), test.name)
	}
}

func modules(flavours ...string) []string {
	var found []string
	for _, c := range All() {
		for _, flavour := range flavours {
			if c.Flavour == flavour {
				found = append(found, c.Module)
			}
		}
	}
	return found
}

func TestThisBuild(t *testing.T) {
	assert.False(t, ThisBuild().Faultline, "a test is no collector")
	assert.True(t, NewBuild(faultline+"/cmd/otelcol-faultline-contrib").Faultline)
}
