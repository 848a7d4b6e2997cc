// SPDX-License-Identifier: Apache-2.0

// Package dropin holds otelcol-faultline to what otelcol-contrib takes: configurations in the shapes that
// SREs have, those that the upstream READMEs show, and the same output for the same input.
package dropin

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

var update = flag.Bool("update", false, "write the generated part of docs/drop-in.md")

const faultline = "bin/otelcol-faultline"

func root() string {
	dir, err := filepath.Abs("../..")
	if err != nil {
		panic(err)
	}
	return dir
}

// program gives the path of a file that make built.
func program(t *testing.T, name, target string) string {
	t.Helper()
	path := filepath.Join(root(), name)
	_, err := os.Stat(path)
	require.NoError(t, err, "run `make %s`, or `make test`, which does", target)
	return path
}

// environment is what configurations take from outside: the Downward API of Kubernetes for the most part.
func environment() []string {
	return append(os.Environ(),
		"K8S_NODE_NAME=node-1", "K8S_NODE_IP=10.0.0.1", "KUBE_NODE_NAME=node-1", "HOST_NAME=host-1", "HOSTNAME=host-1",
		"KUBERNETES_SERVICE_HOST=127.0.0.1", "KUBERNETES_SERVICE_PORT=1", "FEATURE_ON=true", "REDACTION_SECRET_KEY=0123456789abcdef0123456789abcdef",
		"AWS_EC2_METADATA_DISABLED=true")
}

// validate gives what the collector answers to a configuration, and an error when it refuses it.
func validate(ctx context.Context, binary string, config []byte, dir string) (string, error) {
	file := filepath.Join(dir, "config.yaml")
	if err := os.WriteFile(file, config, 0o600); err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, binary, "validate", "--config", file)
	cmd.Dir = dir
	cmd.Env = environment()
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// kinds are the sections of a configuration that hold components, in the order of the documentation.
var kinds = []string{"receivers", "processors", "exporters", "connectors", "extensions"}

// A part is a component of the build.
type part struct {
	kind, name, module string
	aliases            []string    // earlier names that still work
	dir                string      // of its source
	signals            []string    // of pipelines that may hold it; not for connectors and extensions
	pairs              [][2]string // of signals that a connector takes and gives
}

func (p part) is(typ string) bool { return p.name == typ || slices.Contains(p.aliases, typ) }

// parts are all components of the default build, by what its binary says of itself.
var parts = sync.OnceValues(func() ([]part, error) {
	cmd := exec.Command(filepath.Join(root(), faultline), "components")
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s components: %w", faultline, err)
	}
	var list map[string]yaml.Node
	if err := yaml.Unmarshal(out, &list); err != nil {
		return nil, err
	}
	dirs, err := moduleDirs()
	if err != nil {
		return nil, err
	}
	var all []part
	for _, kind := range kinds {
		var entries []struct {
			Name, Module string
			Stability    any
		}
		section := list[kind]
		if err := section.Decode(&entries); err != nil {
			return nil, fmt.Errorf("%s: %w", kind, err)
		}
		for _, entry := range entries {
			module, _, _ := strings.Cut(entry.Module, " ")
			p := part{kind: kind, name: entry.Name, module: module, dir: dirs[module]}
			stability, _ := entry.Stability.(map[string]any)
			for signal, level := range stability {
				if level == "Undefined" || level == "Unmaintained" {
					continue
				}
				if from, to, pair := strings.Cut(signal, "-to-"); pair {
					p.pairs = append(p.pairs, [2]string{from, to})
				} else if signal != "extension" {
					p.signals = append(p.signals, signal)
				}
			}
			slices.Sort(p.signals)
			slices.SortFunc(p.pairs, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
			if p.aliases, err = aliases(p.dir); err != nil {
				return nil, err
			}
			all = append(all, p)
		}
	}
	return all, nil
})

func allParts(t *testing.T) []part {
	t.Helper()
	program(t, faultline, "build")
	all, err := parts()
	require.NoError(t, err)
	require.Greater(t, len(all), 50)
	return all
}

// find gives the part of a kind that goes by a type, or nil.
func find(all []part, kind, typ string) *part {
	for i := range all {
		if all[i].kind == kind && all[i].is(typ) {
			return &all[i]
		}
	}
	return nil
}

// moduleDirs gives the folder of each module that the manifest names.
func moduleDirs() (map[string]string, error) {
	cmd := exec.Command("go", "list", "-m", "-f", "{{if not .Indirect}}{{.Path}} {{.Dir}}{{end}}", "all")
	cmd.Dir = filepath.Join(root(), "cmd", "otelcol-faultline")
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list -m: %w", err)
	}
	dirs := map[string]string{}
	for line := range strings.Lines(string(out)) {
		if module, dir, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			dirs[module] = dir
		}
	}
	return dirs, nil
}

// aliases reads the earlier names of a component from its metadata.
func aliases(dir string) ([]string, error) {
	content, err := os.ReadFile(filepath.Join(dir, "metadata.yaml"))
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var metadata struct {
		DeprecatedType string `yaml:"deprecated_type"`
	}
	if err := yaml.Unmarshal(content, &metadata); err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	if metadata.DeprecatedType == "" {
		return nil, nil
	}
	return []string{metadata.DeprecatedType}, nil
}
