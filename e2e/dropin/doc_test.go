// SPDX-License-Identifier: Apache-2.0

package dropin

import (
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

const (
	beginGenerated = "<!-- begin generated -->\n"
	endGenerated   = "<!-- end generated -->\n"
	contribModule  = "github.com/open-telemetry/opentelemetry-collector-contrib/"
	coreVersion    = "v0.161.0"
	coreStable     = "v1.67.0"
)

// TestDoc holds the lists of docs/drop-in.md against the manifests and the list of what otelcol-contrib has.
func TestDoc(t *testing.T) {
	file := filepath.Join(root(), "docs", "drop-in.md")
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	before, rest, found := strings.Cut(string(content), beginGenerated)
	require.True(t, found)
	_, after, found := strings.Cut(rest, endGenerated)
	require.True(t, found)
	want := before + beginGenerated + lists(t) + endGenerated + after
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(want), 0o600))
		return
	}
	require.Equal(t, want, string(content), "docs/drop-in.md is stale: run `make generate` and commit the result")
}

// lists writes a table for each kind of part, and what stands at an older version.
func lists(t *testing.T) string {
	t.Helper()
	upstream := readUpstream(t)
	byDefault, inContrib := readManifest(t, "builder-config.yaml"), readManifest(t, "builder-config-contrib.yaml")
	var text strings.Builder
	older := map[string][]string{}
	for _, kind := range append(slices.Clone(kinds), "providers") {
		modules := upstream[kind]
		types := map[string]string{}
		for typ, module := range modules {
			types[module] = typ
		}
		var both, contribOnly, neither, ours []string
		held := map[string]bool{}
		for _, entry := range inContrib[kind] {
			module, version, _ := strings.Cut(entry.GoMod, " ")
			inDefault := slices.Contains(byDefault[kind], entry)
			if entry.Import != "" {
				// One that stands in the place of upstream's is a part that otelcol-contrib has.
				module = inThePlaceOf(entry, types)
				if module == "" {
					ours = append(ours, ourType(t, entry))
					continue
				}
			} else if version != coreVersion && version != coreStable {
				older[version] = append(older[version], kind+"::"+types[module])
			}
			typ, known := types[module]
			require.True(t, known, "testdata/otelcol-contrib.yaml has no %s", module)
			held[typ] = true
			if inDefault {
				both = append(both, typ)
			} else {
				contribOnly = append(contribOnly, typ)
			}
		}
		for typ := range modules {
			if !held[typ] {
				neither = append(neither, typ)
			}
		}
		fmt.Fprintf(&text, "### %s\n\n| where | %d of otelcol-contrib's %d |\n|---|---|\n",
			strings.ToUpper(kind[:1])+kind[1:], len(held), len(modules))
		row(&text, "both flavours", both)
		row(&text, "contrib flavour only", contribOnly)
		row(&text, "neither", neither)
		row(&text, "Faultline alone", ours)
		text.WriteString("\n")
	}
	fmt.Fprintf(&text, "### Older than core %s\n\n| version | parts |\n|---|---|\n", coreVersion)
	for _, version := range slices.Backward(slices.Sorted(maps.Keys(older))) {
		row(&text, version, older[version])
	}
	return text.String()
}

func row(text *strings.Builder, where string, types []string) {
	if len(types) == 0 {
		return
	}
	slices.Sort(types)
	fmt.Fprintf(text, "| %s | `%s` |\n", where, strings.Join(types, "`, `"))
}

// inThePlaceOf gives the module of the upstream part that has the name of a package of ours, or "".
func inThePlaceOf(entry manifestPart, types map[string]string) string {
	for module := range types {
		if path.Base(module) == path.Base(entry.Import) {
			return module
		}
	}
	return ""
}

// ourType reads the type of a part of this repository.
func ourType(t *testing.T, entry manifestPart) string {
	t.Helper()
	_, dir, _ := strings.Cut(entry.Import, "github.com/faultline-otel/faultline/")
	content, err := os.ReadFile(filepath.Join(root(), filepath.FromSlash(dir), "metadata.yaml"))
	require.NoError(t, err)
	var metadata struct{ Type string }
	require.NoError(t, yaml.Unmarshal(content, &metadata))
	return metadata.Type
}

// readUpstream gives the module of each part of otelcol-contrib, by kind and type.
func readUpstream(t *testing.T) map[string]map[string]string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", "otelcol-contrib.yaml"))
	require.NoError(t, err)
	var upstream map[string]map[string]string
	require.NoError(t, yaml.Unmarshal(content, &upstream))
	for _, parts := range upstream {
		for typ, module := range parts {
			if !strings.HasPrefix(module, "go.opentelemetry.io/") {
				parts[typ] = contribModule + module
			}
		}
	}
	return upstream
}

type manifestPart struct{ GoMod, Import string }

// readManifest gives the parts of a manifest by kind.
func readManifest(t *testing.T, name string) map[string][]manifestPart {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root(), name))
	require.NoError(t, err)
	var sections map[string]yaml.Node
	require.NoError(t, yaml.Unmarshal(content, &sections))
	manifest := map[string][]manifestPart{}
	for _, kind := range append(slices.Clone(kinds), "providers") {
		section := sections[kind]
		var parts []manifestPart
		require.NoError(t, section.Decode(&parts))
		manifest[kind] = parts
	}
	return manifest
}
