// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/faultline-otel/faultline/internal/catalog"
)

// TestKeysOfAllComponents checks that the table has each component of the flavours, and each type that it names.
func TestKeysOfAllComponents(t *testing.T) {
	for _, c := range catalog.All() {
		if c.Flavour == "" {
			continue
		}
		for _, name := range []string{c.Type, c.Alias} {
			if name != "" {
				assert.Contains(t, keys().Components, c.Kind+" "+name, "run `make keys`")
			}
		}
	}
	scalars := []string{"bool", "int", "float", "text", "duration", "any"}
	for name, s := range keys().Types {
		for key, typ := range s.Keys {
			for _, prefix := range []string{"list ", "map "} {
				for strings.HasPrefix(typ, prefix) {
					typ = strings.TrimPrefix(typ, prefix)
				}
			}
			typ = strings.TrimPrefix(strings.TrimPrefix(typ, "list "), "map ")
			_, known := keys().Types[typ]
			assert.True(t, known || slices.Contains(scalars, typ), "%s::%s is %s", name, key, typ)
		}
	}
}

// TestOtherBuilds checks that a build which may have other components is given the benefit of the doubt.
func TestOtherBuilds(t *testing.T) {
	conf := map[string]any{
		"receivers": map[string]any{"ours": map[string]any{"a": 1}, "otlp": map[string]any{"new_key": 1}},
		"exporters": map[string]any{"debug": nil},
		"service": map[string]any{"pipelines": map[string]any{"traces": map[string]any{
			"receivers": []any{"ours", "otlp"}, "exporters": []any{"debug"},
		}}},
	}
	assert.Empty(t, Explain(catalog.NewBuild("example.com/otelcol"), conf))
	assert.NotEmpty(t, Explain(catalog.NewBuild("github.com/faultline-otel/faultline/cmd/otelcol-faultline"), conf))
}
