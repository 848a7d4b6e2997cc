// SPDX-License-Identifier: Apache-2.0

package configconverter

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
	"go.yaml.in/yaml/v3"
)

// old is a case of testdata/migrate.yaml.
type old struct {
	Name        string
	Env         map[string]string
	Old, New    map[string]any
	Warn, Never []string
	// MissingFiles says that the configuration names files which are not there.
	MissingFiles bool `yaml:"missing_files"`
}

func TestMigrate(t *testing.T) {
	cases := casesOf[old](t, "migrate.yaml")
	assert.Greater(t, len(cases), 20)
	for _, test := range cases {
		t.Run(test.Name, func(t *testing.T) {
			for name, value := range test.Env {
				t.Setenv(name, value)
			}
			text, err := yaml.Marshal(test.Old)
			require.NoError(t, err)

			conf, output, err := load(t, string(text))
			if !test.MissingFiles {
				require.NoError(t, err)
				// Through Conf, for the same form of empty parts.
				assert.Equal(t, confmap.NewFromStringMap(test.New).ToStringMap(), conf.ToStringMap())
			}
			for _, want := range append(test.Warn, "c.yaml:", "write ") {
				assert.Contains(t, output, want)
			}
			for _, secret := range test.Never {
				assert.NotContains(t, output, secret)
			}

			t.Setenv(envMigrate, "off")
			asItWas, _, err := load(t, string(text))
			if err == nil && test.Env == nil {
				assert.NotEqual(t, conf.ToStringMap(), asItWas.ToStringMap(), "nothing is migrated")
			}

			// What it became is of today: nothing is left to migrate.
			t.Setenv(envMigrate, "")
			text, err = yaml.Marshal(escaped(test.New))
			require.NoError(t, err)
			again, output, err := load(t, string(text))
			if !test.MissingFiles {
				require.NoError(t, err)
				assert.Equal(t, conf.ToStringMap(), again.ToStringMap())
			}
			assert.NotContains(t, output, "removed-")
		})
	}
}

// escaped writes each $ twice.
func escaped(value any) any {
	switch v := value.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, inner := range v {
			out[key] = escaped(inner)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, inner := range v {
			out[i] = escaped(inner)
		}
		return out
	case string:
		return strings.ReplaceAll(v, "$", "$$")
	}
	return value
}
