// SPDX-License-Identifier: Apache-2.0

package check

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/provider/envprovider"
	"go.opentelemetry.io/collector/confmap/provider/fileprovider"

	"github.com/faultline-otel/faultline/internal/confpos"
	"github.com/faultline-otel/faultline/internal/finding"
)

// load resolves a configuration of one or more files as the collector does, and has their positions recorded.
func load(tb testing.TB, files ...string) map[string]any {
	tb.Helper()
	tb.Cleanup(confpos.Reset)
	confpos.Reset()
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(tb, err)
		require.NoError(tb, confpos.Record(file, content))
	}
	resolver, err := confmap.NewResolver(confmap.ResolverSettings{
		URIs:              files,
		ProviderFactories: []confmap.ProviderFactory{fileprovider.NewFactory(), envprovider.NewFactory()},
		DefaultScheme:     "env",
	})
	require.NoError(tb, err)
	conf, err := resolver.Resolve(tb.Context())
	require.NoError(tb, err)
	return conf.ToStringMap()
}

func lines(findings []finding.Finding) []string {
	var all []string
	for _, f := range findings {
		all = append(all, f.String())
	}
	return all
}

func TestOurConfigurationsHaveNoFindings(t *testing.T) {
	root := "../../../../configs/"
	t.Setenv("STORAGE_DIR", t.TempDir())
	t.Setenv("DATA_DIR", t.TempDir())
	for _, files := range [][]string{
		{root + "standalone.yaml"},
		{root + "gateway.yaml"},
		{root + "gateway.yaml", root + "gateway.d/loki-otlp.yaml"},
		{root + "gateway.yaml", root + "gateway.d/kafka.yaml"},
		{root + "agent.yaml"},
		{root + "agent.yaml", root + "agent.d/docker.yaml"},
		{root + "agent.yaml", root + "agent.d/kafka.yaml"},
		{root + "agent.yaml", root + "agent.d/kubernetes.yaml"},
	} {
		assert.Empty(t, lines(Check(load(t, files...))), files)
	}
	all, err := filepath.Glob(root + "*.yaml")
	require.NoError(t, err)
	assert.Len(t, all, 3, "a new configuration is to be named here")
}

// Each file of testdata/broken passes the validate of upstream and fails when upstream starts. Its head says
// which rule finds the mistake, at which key, and words of the answer.
func TestBrokenAtStartIsFound(t *testing.T) {
	files, err := filepath.Glob("testdata/broken/*.yaml")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 25)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			want := head(t, file)
			findings := Check(load(t, file))
			var found []finding.Finding
			for _, f := range findings {
				if f.Severity == finding.Error {
					found = append(found, f)
				}
			}
			require.Len(t, found, 1, "%q", lines(findings))
			assert.Equal(t, want["rule"], found[0].Rule)
			assert.Equal(t, want["key"], strings.Join(found[0].KeyPath, "::"), found[0].String())
			for word := range strings.SplitSeq(want["words"], "|") {
				assert.Contains(t, found[0].String(), word)
			}
			assert.Positive(t, found[0].Position.Line, "no line")
			assert.NotEmpty(t, found[0].Write)
		})
	}
}

func head(t *testing.T, file string) map[string]string {
	t.Helper()
	content, err := os.Open(file)
	require.NoError(t, err)
	defer content.Close()
	values := map[string]string{}
	for scanner := bufio.NewScanner(content); scanner.Scan(); {
		comment, ok := strings.CutPrefix(scanner.Text(), "# ")
		if !ok {
			break
		}
		key, value, _ := strings.Cut(comment, ": ")
		values[key] = value
	}
	return values
}

func BenchmarkCheckGateway(b *testing.B) {
	conf := load(b, "../../../../configs/gateway.yaml")
	b.ReportAllocs()
	for b.Loop() {
		Check(conf)
	}
}
