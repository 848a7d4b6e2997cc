// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// configFiles are the configurations of configs/, relative to it.
func configFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	dir := filepath.Join(root(), "configs")
	require.NoError(t, filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".yaml" {
			return err
		}
		file, err := filepath.Rel(dir, path)
		files = append(files, file)
		return err
	}))
	require.NotEmpty(t, files)
	return files
}

// under lists the configurations that a file is laid over.
func under(file string) []string {
	switch name := filepath.Base(file); {
	case filepath.Dir(file) == ".":
		return nil
	case name == "basic.yaml" || name == "bearer.yaml":
		return []string{strings.TrimSuffix(filepath.Dir(file), ".d") + ".yaml", filepath.Join(filepath.Dir(file), "tls.yaml")}
	default:
		return []string{strings.TrimSuffix(filepath.Dir(file), ".d") + ".yaml"}
	}
}

// validate lets the collector read a configuration of configs/ with what it is laid over, and with
// variables that have no default.
func validate(t *testing.T, file, text string) {
	t.Helper()
	dir := filepath.Join(root(), "configs")
	args := []string{"validate"}
	for _, base := range under(file) {
		args = append(args, "--config", filepath.Join(dir, base))
	}
	changed := filepath.Join(t.TempDir(), "config.yaml")
	require.NoError(t, os.WriteFile(changed, []byte(text), 0o600))
	cmd := exec.CommandContext(t.Context(), filepath.Join(root(), "bin", "otelcol-faultline"), append(args, "--config", changed)...)
	cmd.Dir = t.TempDir()
	cmd.Env = append(newSecrets(t).env("gateway"), "K8S_NODE_NAME=node-1", "HOST_ROOT=/", "KAFKA_USERNAME=faultline", "KAFKA_PASSWORD=open sesame")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
}

func readConfig(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root(), "configs", file))
	require.NoError(t, err)
	return string(text)
}

func TestConfigsAreValid(t *testing.T) {
	for _, file := range configFiles(t) {
		t.Run(file, func(t *testing.T) {
			validate(t, file, readConfig(t, file))
		})
	}
}

var (
	block  = regexp.MustCompile(`(?ms)^ *# -- (\w+)[^\n]*\n(.*?)^ *# -- end\n`)
	static = regexp.MustCompile(`(?m)^ *static:\n.*hostnames:.*\n`)
)

// TestConfigBlocksAreValid takes the comment signs off each block that stands between "-- NAME" and "-- end".
func TestConfigBlocksAreValid(t *testing.T) {
	found := 0
	for _, file := range configFiles(t) {
		text := readConfig(t, file)
		for _, match := range block.FindAllStringSubmatchIndex(text, -1) {
			found++
			t.Run(fmt.Sprintf("%s/%s", file, text[match[2]:match[3]]), func(t *testing.T) {
				changed := text[:match[0]] + strings.ReplaceAll(text[match[4]:match[5]], "# ", "") + text[match[1]:]
				if strings.Contains(text[match[0]:match[1]], "in place of static") {
					changed = static.ReplaceAllString(changed, "")
				}
				validate(t, file, changed)
			})
		}
	}
	assert.Equal(t, 4, found)
}

// TestDocumentedBackendsAreValid lays what docs/deploy.md shows over the gateway.
func TestDocumentedBackendsAreValid(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root(), "docs", "deploy.md"))
	require.NoError(t, err)
	blocks := yamlBlock.FindAllSubmatch(text, -1)
	require.Len(t, blocks, 1)
	validate(t, "gateway.d/backends.yaml", string(blocks[0][1]))
}

var variable = regexp.MustCompile(`\$\{env:(\w+)(?::-([^}]*))?\}`)

// TestVariablesAreDocumented compares the table of docs/deploy.md with the variables that configurations name.
func TestVariablesAreDocumented(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root(), "docs", "deploy.md"))
	require.NoError(t, err)
	documented := map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([A-Z0-9_]+)` \\|([^|]*)\\|").FindAllStringSubmatch(string(text), -1) {
		documented[row[1]] = row[2]
	}
	named := map[string]bool{}
	for _, file := range configFiles(t) {
		for _, match := range variable.FindAllStringSubmatch(readConfig(t, file), -1) {
			if match[1] == "NAME" { // the files say so of all variables
				continue
			}
			named[match[1]] = true
			if match[2] != "" {
				assert.Contains(t, documented[match[1]], "`"+match[2]+"`", "default of %s in %s", match[1], file)
			}
		}
	}
	assert.Equal(t, slices.Sorted(maps.Keys(named)), slices.Sorted(maps.Keys(documented)))
}
