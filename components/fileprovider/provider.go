// SPDX-License-Identifier: Apache-2.0

// Package fileprovider reads configurations from files, as the file provider of the collector does, and
// records the line of each key, so that faults in a configuration can be reported with their line.
//
// It also finds what would end the loading before the configuration converter sees the whole: repeated keys,
// and references to variables or files that cannot exist. It takes these out of what it returns and keeps them
// for the converter, which reports them together with all other faults.
package fileprovider

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"go.opentelemetry.io/collector/confmap"
	"go.yaml.in/yaml/v3"

	"github.com/faultline-otel/faultline/internal/confpos"
)

const schemeName = "file"

// NewFactory returns the factory of the provider for "file:path": a path is relative or absolute, in the form of the operating system.
func NewFactory() confmap.ProviderFactory {
	return confmap.NewProviderFactory(func(confmap.ProviderSettings) confmap.Provider { return provider{} })
}

type provider struct{}

// Retrieve reads the file of an URI such as "file:/etc/otelcol/config.yaml".
func (provider) Retrieve(_ context.Context, uri string, _ confmap.WatcherFunc) (*confmap.Retrieved, error) {
	name, ok := strings.CutPrefix(uri, schemeName+":")
	if !ok {
		return nil, fmt.Errorf("%q uri is not supported by %q provider", uri, schemeName)
	}
	content, err := os.ReadFile(filepath.Clean(name))
	if err != nil {
		return nil, fmt.Errorf("unable to read the file %v: %w", uri, err)
	}
	return Load(name, content)
}

// Load is Retrieve for content that has already been read.
func Load(name string, content []byte) (*confmap.Retrieved, error) {
	closed := confmap.WithRetrievedClose(func(context.Context) error {
		forget()
		return nil
	})
	var document yaml.Node
	if err := yaml.Unmarshal(content, &document); err != nil {
		if looksLikeConfiguration(content) {
			return nil, errors.Join(syntaxFaults(name, content, err)...)
		}
		return confmap.NewRetrievedFromYAML(content, closed) // a text, such as a password, which ${file:...} may name
	}
	if document.Kind != yaml.DocumentNode || document.Content[0].Kind != yaml.MappingNode {
		return confmap.NewRetrievedFromYAML(content, closed)
	}
	if err := confpos.Record(name, content); err != nil {
		return nil, err
	}
	found := repair(name, document.Content[0])
	if len(found) == 0 {
		return confmap.NewRetrievedFromYAML(content, closed)
	}
	keep(found)
	sound, err := yaml.Marshal(document.Content[0])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return confmap.NewRetrievedFromYAML(sound, closed)
}

// Scheme returns "file".
func (provider) Scheme() string { return schemeName }

// Shutdown does nothing: the provider watches no files.
func (provider) Shutdown(context.Context) error { return nil }
