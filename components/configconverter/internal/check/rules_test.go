// SPDX-License-Identifier: Apache-2.0

package check

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each rule has a folder with a configuration in which it fires, at the keys that its head lists, and one
// that is like it and in which it does not.
func TestRules(t *testing.T) {
	outside := inContainer
	t.Cleanup(func() { inContainer = outside })
	inContainer = func() bool { return true }

	for _, rule := range Rules() {
		t.Run(rule.ID, func(t *testing.T) {
			folder := filepath.Join("testdata", "rules", rule.ID)
			fires := filepath.Join(folder, "fires.yaml")
			want := keysInHead(t, fires)
			require.NotEmpty(t, want)
			assert.Equal(t, want, keysOf(t, rule, fires))
			assert.Empty(t, keysOf(t, rule, filepath.Join(folder, "silent.yaml")))
		})
	}
	folders, err := os.ReadDir("testdata/rules")
	require.NoError(t, err)
	assert.Len(t, folders, len(Rules()))
}

func TestUnreachableListenerIsForContainers(t *testing.T) {
	outside := inContainer
	t.Cleanup(func() { inContainer = outside })
	inContainer = func() bool { return false }
	for _, f := range Check(load(t, "testdata/rules/unreachable-listener/fires.yaml")) {
		assert.NotEqual(t, "unreachable-listener", f.Rule)
	}
}

// keysOf returns the keys at which a rule fires, sorted.
func keysOf(t *testing.T, rule Rule, file string) []string {
	t.Helper()
	keys := []string{}
	for _, f := range Check(load(t, file)) {
		if f.Rule == rule.ID {
			assert.Equal(t, rule.Severity, f.Severity)
			assert.NotEmpty(t, f.Write, f.String())
			keys = append(keys, strings.Join(f.KeyPath, "::"))
			t.Log(f)
		}
	}
	slices.Sort(keys)
	return keys
}

func keysInHead(t *testing.T, file string) []string {
	t.Helper()
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	var keys []string
	for _, match := range regexp.MustCompile(`(?m)^# key: (.*)$`).FindAllStringSubmatch(string(content), -1) {
		keys = append(keys, match[1])
	}
	return keys
}
