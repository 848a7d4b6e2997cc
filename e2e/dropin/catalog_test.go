// SPDX-License-Identifier: Apache-2.0

package dropin

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/faultline-otel/faultline/internal/catalog"
)

// TestCatalog holds what the configuration converter knows of otelcol-contrib against upstream's list.
func TestCatalog(t *testing.T) {
	known := map[string]map[string]string{}
	for _, kind := range kinds {
		known[kind] = map[string]string{}
	}
	for _, c := range catalog.All() {
		if !strings.HasPrefix(c.Module, "github.com/faultline-otel/") {
			known[c.Kind+"s"][c.Type] = c.Module
		}
	}
	upstream := readUpstream(t)
	for _, kind := range kinds {
		assert.Equal(t, upstream[kind], known[kind], kind)
	}
}
