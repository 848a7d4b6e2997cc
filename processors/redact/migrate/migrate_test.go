// SPDX-License-Identifier: Apache-2.0

package migrate_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"

	"github.com/faultline-otel/faultline/processors/redact"
	"github.com/faultline-otel/faultline/processors/redact/migrate"
)

func TestFromRedaction(t *testing.T) {
	const key = "0123456789abcdef0123456789abcdef"
	result, err := migrate.FromRedaction(map[string]any{
		"allow_all_keys":       false,
		"allowed_keys":         []any{"description"},
		"ignored_keys":         []any{"safe"},
		"blocked_key_patterns": []any{".*token.*", "^(?:a|b)$", "(?i)api[_-]?key"},
		"blocked_values": []any{
			"4[0-9]{12}(?:[0-9]{3})?", "(5[1-5][0-9]{14})", `[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}`,
			`EMP-\d{6}`, `\d{7}`, ".*",
		},
		"allowed_values":   []any{".+@example.org"},
		"hash_function":    "hmac-sha256",
		"hmac_key":         key,
		"redact_all_types": true,
		"summary":          "info",
		"db_sanitizer":     map[string]any{"sanitize_sql": true},
		"url_sanitizer":    map[string]any{"enabled": true},
	})
	require.NoError(t, err)
	assert.Equal(t, map[string]any{
		"action":  "hash",
		"hash":    map[string]any{"key": key},
		"summary": "info",
		"keys":    map[string]any{"redact": []string{"token", "api_key"}},
		"allow":   []any{map[string]any{"regex": ".+@example.org"}},
		"custom":  []any{map[string]any{"name": "blocked_value_4", "pattern": `EMP-\d{6}`}},
	}, result.Config)
	assert.Equal(t, map[string][]string{
		"4[0-9]{12}(?:[0-9]{3})?":                        {"card"},
		"(5[1-5][0-9]{14})":                              {"card"},
		`[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}`: {"email"},
	}, result.Replaced)
	var options []string
	for _, note := range result.Notes {
		option, _, _ := strings.Cut(note, ":")
		options = append(options, option)
		assert.NotContains(t, note, key)
	}
	assert.Equal(t, []string{
		"allow_all_keys", "ignored_keys", "blocked_key_patterns", "blocked_key_patterns", "blocked_values", "blocked_values",
		"allowed_values", "hash_function", "redact_all_types", "db_sanitizer", "url_sanitizer",
	}, options)

	cfg := redact.NewFactory().CreateDefaultConfig()
	require.NoError(t, confmap.NewFromStringMap(result.Config).Unmarshal(cfg))
	require.NoError(t, confmap.Validate(cfg))
}

func TestUnkeyedHash(t *testing.T) {
	for _, function := range []string{"md5", "sha1", "sha3", "hmac-sha256"} {
		result, err := migrate.FromRedaction(map[string]any{"allow_all_keys": true, "hash_function": function, "hmac_key": "short"})
		require.NoError(t, err)
		assert.Empty(t, result.Config)
		assert.Len(t, result.Notes, 1)
	}
}

// TestVariableKey checks that a key is kept which is read from the environment, however short its name is.
func TestVariableKey(t *testing.T) {
	result, err := migrate.FromRedaction(map[string]any{"allow_all_keys": true, "hash_function": "hmac-sha256", "hmac_key": "${env:HMAC_KEY}"})
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"action": "hash", "hash": map[string]any{"key": "${env:HMAC_KEY}"}}, result.Config)
}

func TestFromRedactionErrors(t *testing.T) {
	_, err := migrate.FromRedaction(map[string]any{"blocked_values": []any{"("}, "blocked_key_patterns": []any{"["}, "allowed_values": []any{")"}})
	require.ErrorContains(t, err, "blocked_key_patterns::0: ")
	require.ErrorContains(t, err, "blocked_values::0: ")
	require.ErrorContains(t, err, "allowed_values::0: ")
	_, err = migrate.FromRedaction(map[string]any{"unknown": 1})
	require.ErrorContains(t, err, "unknown")
}
