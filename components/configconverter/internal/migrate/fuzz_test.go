// SPDX-License-Identifier: Apache-2.0

package migrate_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/faultline-otel/faultline/components/configconverter/internal/explain"
	"github.com/faultline-otel/faultline/components/configconverter/internal/migrate"
	"github.com/faultline-otel/faultline/components/fileprovider"
	"github.com/faultline-otel/faultline/internal/catalog"
	"github.com/faultline-otel/faultline/internal/finding"
)

// FuzzConvert gives any text to the provider, and what it loads to migrate and explain: no panic, no hang, the same from
// the same text, and each finding with words.
func FuzzConvert(f *testing.F) {
	for _, name := range []string{"migrate.yaml", "broken.yaml"} {
		content, err := os.ReadFile(filepath.Join("..", "..", "testdata", name))
		require.NoError(f, err)
		var cases []map[string]any
		require.NoError(f, yaml.Unmarshal(content, &cases))
		for _, test := range cases {
			for _, key := range []string{"old", "text"} {
				text, isText := test[key].(string)
				if !isText {
					out, err := yaml.Marshal(test[key])
					require.NoError(f, err)
					text = string(out)
				}
				f.Add(text)
			}
		}
	}
	f.Add("a: &a [*a]\n")
	f.Add("service: &a {pipelines: *a}\nexporters: {<<: *a}\n")
	f.Add("x: &x {<<: *x}\nservice: *x\n")
	build := catalog.NewBuild("github.com/faultline-otel/faultline/cmd/otelcol-faultline", "go.opentelemetry.io/collector/receiver/otlpreceiver")
	f.Fuzz(func(t *testing.T, text string) {
		retrieved, err := fileprovider.Load("c.yaml", []byte(text))
		if err != nil {
			return
		}
		defer func() { require.NoError(t, retrieved.Close(t.Context())) }()
		conf, err := retrieved.AsConf()
		if err != nil {
			return
		}
		values := conf.ToStringMap()
		findings := migrate.Migrate(build, values)
		findings = append(findings, explain.Explain(build, values)...)
		finding.Locate(findings)
		for _, found := range findings {
			if found.Found == "" || found.Rule == "" || strings.ContainsRune(found.Rule, ' ') {
				t.Fatalf("a finding without words: %+v", found)
			}
		}
		once := conf.ToStringMap()
		migrate.Migrate(build, once)
		if !reflect.DeepEqual(once, values) {
			t.Fatalf("migrated to\n%v\nand to\n%v", values, once)
		}
	})
}
