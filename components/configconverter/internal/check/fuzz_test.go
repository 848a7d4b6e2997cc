// SPDX-License-Identifier: Apache-2.0

package check

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"

	"github.com/faultline-otel/faultline/internal/confpos"
)

// FuzzCheck holds that whatever is written, Check ends without a panic, changes nothing of what it is
// given, and says in one line each what is wrong where, and what to do.
func FuzzCheck(f *testing.F) {
	for _, pattern := range []string{"testdata/broken/*.yaml", "testdata/rules/*/*.yaml", "../../../../configs/*.yaml"} {
		files, err := filepath.Glob(pattern)
		require.NoError(f, err)
		require.NotEmpty(f, files)
		for _, file := range files {
			content, err := os.ReadFile(file)
			require.NoError(f, err)
			f.Add(content)
		}
	}
	rules := map[string]bool{}
	for _, rule := range Rules() {
		rules[rule.ID] = true
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		retrieved, err := confmap.NewRetrievedFromYAML(content)
		if err != nil {
			return
		}
		conf, err := retrieved.AsConf()
		if err != nil {
			return
		}
		confpos.Reset()
		require.NoError(t, confpos.Record("fuzz.yaml", content))
		root := conf.ToStringMap()
		before := copyTree(root)
		for _, finding := range Check(root) {
			require.True(t, rules[finding.Rule])
			require.NotEmpty(t, finding.KeyPath)
			require.NotEmpty(t, finding.Found)
			require.NotEmpty(t, finding.Write)
			require.NotContains(t, finding.Found, "\n")
			require.NotContains(t, finding.Found, "cannot be loaded", "a part panics at its configuration")
		}
		require.Equal(t, before, any(root))
	})
}
