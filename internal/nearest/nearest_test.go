// SPDX-License-Identifier: Apache-2.0

package nearest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestName(t *testing.T) {
	names := []string{"batch", "debug", "filter", "memory_limiter", "otlp_grpc", "otlp_http", "redact"}
	for name, want := range map[string]string{
		"bacth":          "batch",          // two letters swapped
		"bath":           "batch",          // one left out
		"MemoryLimiter":  "memory_limiter", // another spelling
		"otlp-http":      "otlp_http",
		"debug_exporter": "debug",
		"otlp_htpt":      "otlp_http",
		"redaction":      "redact",
		"":               "",
		"a":              "",
		"transform":      "",
		"processor":      "",
	} {
		assert.Equal(t, want, Name(name, names), name)
	}
	assert.Equal(t, "cat", Name("bat", []string{"rat", "cat"}), "equally near")
	assert.Empty(t, Name("batch", nil))
	assert.Empty(t, Name(strings.Repeat("a", 1000), []string{strings.Repeat("a", 999)}), "too long to compare")
}
