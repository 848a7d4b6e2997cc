// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// TestImageVersions holds the images of docker-compose.yml against the servers that `make e2e` tests with:
// they are of the same versions. Prometheus 3.11.0 is the module's v0.311.0, and Jaeger 2.13.0 was released
// from the sources of v1.76.0.
func TestImageVersions(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root(), "docker-compose.yml"))
	require.NoError(t, err)
	var file struct {
		Services map[string]struct{ Image string }
	}
	require.NoError(t, yaml.Unmarshal(text, &file))
	for server, pair := range map[string]struct{ module, image string }{
		"prometheus": {"github.com/prometheus/prometheus v0.311.0", "prom/prometheus:v3.11.0"},
		"loki":       {"github.com/grafana/loki/v3 v3.7.8", "grafana/loki:3.7.8"},
		"jaeger":     {"github.com/jaegertracing/jaeger v1.76.0", "jaegertracing/jaeger:2.13.0"},
	} {
		requires, err := os.ReadFile(filepath.Join(root(), "tools", "servers", server, "go.mod"))
		require.NoError(t, err)
		assert.Regexp(t, "(?m)^require "+regexp.QuoteMeta(pair.module)+"$", string(requires), "the image %s is of another version", pair.image)
		assert.Equal(t, pair.image, file.Services[server].Image)
	}
	for service, s := range file.Services {
		assert.Regexp(t, `^\S+:v?\d+\.\d+\.\d+$`, s.Image, "%s: an image with its version", service)
	}
}
