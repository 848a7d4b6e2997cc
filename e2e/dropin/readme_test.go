// SPDX-License-Identifier: Apache-2.0

package dropin

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// An exception is a block of YAML in an upstream README that validate refuses, or that needs help.
type exception struct {
	Readme string // below the module's repository
	Block  int    // which of the README's blocks of YAML, from 1
	At     string // the key path that the block belongs under, when its keys do not tell
	Says   string // words of the answer
	Why    string
}

// TestUpstreamReadmes validates every configuration that the READMEs of the upstream parts show, at the versions
// of the manifest. A fragment is completed first. What does not pass is in testdata/readmes.yaml, with the reason.
func TestUpstreamReadmes(t *testing.T) {
	all := allParts(t)
	binary := program(t, faultline, "build")
	exceptions := readExceptions(t)
	shown := 0
	for _, owner := range all {
		if strings.HasPrefix(owner.module, "github.com/faultline-otel/") {
			continue // TestReadmeConfigs of package e2e has ours
		}
		for _, file := range readmes(t, owner.dir) {
			content, err := os.ReadFile(file)
			require.NoError(t, err)
			inside, err := filepath.Rel(owner.dir, file)
			require.NoError(t, err)
			readme := filepath.ToSlash(filepath.Join(repositoryPath(owner.module), inside))
			for i, block := range yamlBlocks(content) {
				shown++
				key := fmt.Sprintf("%s#%d", readme, i+1)
				expected := exceptions[key]
				delete(exceptions, key)
				t.Run(key, func(t *testing.T) {
					t.Parallel()
					checkBlock(t, all, owner, binary, block, expected)
				})
			}
		}
	}
	assert.Greater(t, shown, 200, "the READMEs of the modules")
	for key := range exceptions {
		t.Errorf("testdata/readmes.yaml lists %s, which does not exist", key)
	}
}

func checkBlock(t *testing.T, all []part, owner part, binary string, block []byte, expected exception) {
	t.Helper()
	config, err := fragment(all, owner, block, expected.At)
	answer := ""
	if err == nil {
		answer, err = validate(t.Context(), binary, config, t.TempDir())
	} else {
		answer = err.Error()
	}
	switch {
	case err == nil && expected.Why != "":
		t.Errorf("passes: take it from testdata/readmes.yaml (%s)", expected.Why)
	case err != nil && expected.Why == "":
		t.Errorf("is refused: %v\n%s\n--- block\n%s\n--- completed\n%s", err, answer, block, config)
	case err != nil:
		assert.Contains(t, answer, expected.Says, "%s", config)
	}
}

func readExceptions(t *testing.T) map[string]exception {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", "readmes.yaml"))
	require.NoError(t, err)
	var list []exception
	require.NoError(t, yaml.Unmarshal(content, &list))
	byKey := map[string]exception{}
	for _, e := range list {
		key := fmt.Sprintf("%s#%d", e.Readme, e.Block)
		assert.NotContains(t, byKey, key)
		assert.True(t, e.At != "" || e.Why != "", "%s: neither at nor why", key)
		assert.Equal(t, e.Why == "", e.Says == "", "%s: why and says belong together", key)
		byKey[key] = e
	}
	return byKey
}

// repositoryPath is what a module is called within its repository.
func repositoryPath(module string) string {
	module = strings.TrimPrefix(module, "github.com/open-telemetry/opentelemetry-collector-contrib/")
	return strings.TrimPrefix(module, "go.opentelemetry.io/collector/")
}

func readmes(t *testing.T, dir string) []string {
	t.Helper()
	var files []string
	require.NoError(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && entry.Name() == "testdata" {
			return fs.SkipDir
		}
		if entry.Name() == "README.md" {
			files = append(files, path)
		}
		return nil
	}))
	slices.Sort(files)
	return files
}

// yamlBlocks gives the fenced blocks of a Markdown text that are marked as YAML, less their indentation.
func yamlBlocks(markdown []byte) [][]byte {
	var blocks [][]byte
	var block *bytes.Buffer
	indent, fence := "", ""
	for line := range bytes.Lines(markdown) {
		text := strings.TrimRight(string(line), "\r\n")
		trimmed := strings.TrimLeft(text, " \t")
		switch {
		case fence == "" && strings.HasPrefix(trimmed, "```"):
			fence = trimmed[:len(trimmed)-len(strings.TrimLeft(trimmed, "`"))]
			indent = text[:len(text)-len(trimmed)]
			language, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(strings.TrimLeft(trimmed, "`"))), " ")
			if language == "yaml" || language == "yml" {
				block = &bytes.Buffer{}
			}
		case fence != "" && strings.TrimSpace(text) == fence:
			if block != nil {
				blocks = append(blocks, block.Bytes())
			}
			block, fence = nil, ""
		case block != nil:
			block.WriteString(strings.TrimPrefix(text, indent) + "\n")
		}
	}
	return blocks
}
