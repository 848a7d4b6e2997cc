// SPDX-License-Identifier: Apache-2.0

package configconverter

import (
	"bytes"
	"context"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/provider/envprovider"
	"go.uber.org/zap"
	"go.yaml.in/yaml/v3"

	"github.com/faultline-otel/faultline/components/fileprovider"
	"github.com/faultline-otel/faultline/internal/catalog"
)

// defaultBuild is the build of the default flavour.
func defaultBuild() catalog.Build {
	var modules []string
	for _, c := range catalog.All() {
		if c.Flavour == "default" {
			modules = append(modules, c.Module)
		}
	}
	return catalog.NewBuild("github.com/faultline-otel/faultline/cmd/otelcol-faultline", modules...)
}

// load does with a text what the collector does with a file c.yaml, up to the configurations of the components. Output
// is what `validate` writes.
func load(tb testing.TB, text string) (conf *confmap.Conf, output string, err error) {
	tb.Helper()
	var out bytes.Buffer
	c := &converter{logger: zap.NewNop(), build: defaultBuild(), validate: true, stdout: &out, stderr: &out}
	resolver, err := confmap.NewResolver(confmap.ResolverSettings{
		URIs:          []string{"text:c.yaml"},
		DefaultScheme: "env",
		ProviderFactories: []confmap.ProviderFactory{
			fileprovider.NewFactory(), envprovider.NewFactory(),
			confmap.NewProviderFactory(func(confmap.ProviderSettings) confmap.Provider { return textProvider(text) }),
		},
		ConverterFactories: []confmap.ConverterFactory{confmap.NewConverterFactory(func(confmap.ConverterSettings) confmap.Converter { return c })},
	})
	require.NoError(tb, err)
	conf, err = resolver.Resolve(tb.Context())
	output = out.String()
	require.NoError(tb, resolver.Shutdown(context.WithoutCancel(tb.Context())))
	return conf, output, err
}

// textProvider is the file provider with one file.
type textProvider string

func (text textProvider) Retrieve(context.Context, string, confmap.WatcherFunc) (*confmap.Retrieved, error) {
	return fileprovider.Load("c.yaml", []byte(text))
}

func (textProvider) Scheme() string                 { return "text" }
func (textProvider) Shutdown(context.Context) error { return nil }

// broken is a case of testdata/broken.yaml: a mistake in a configuration that is otherwise sound.
type broken struct {
	Mistake string
	// None says that Text is the whole; else it follows a sound configuration, into which the others go.
	None                                    bool
	Text                                    string
	Receivers, Exporters, Service, Pipeline map[string]any
	Want                                    []string
}

// linesBefore is how many lines are before the text of a case, so that this begins with line 12.
const linesBefore = 11

// document returns the configuration of a case.
func (b broken) document(tb testing.TB) string {
	tb.Helper()
	if b.None {
		return b.Text
	}
	flow := func(sound, changes map[string]any) string {
		maps.Copy(sound, changes)
		var node yaml.Node
		require.NoError(tb, node.Encode(sound))
		inline(&node)
		out, err := yaml.Marshal(&node)
		require.NoError(tb, err)
		return strings.Join(strings.Fields(string(out)), " ")
	}
	pipeline := map[string]any{"receivers": []any{"otlp"}, "exporters": []any{"debug"}}
	maps.Copy(pipeline, b.Pipeline)
	lines := make([]string, linesBefore)
	lines[0] = "receivers: " + flow(map[string]any{"otlp": map[string]any{"protocols": map[string]any{"grpc": nil}}}, b.Receivers)
	lines[3] = "exporters: " + flow(map[string]any{"debug": nil}, b.Exporters)
	lines[5] = "service: " + flow(map[string]any{"pipelines": map[string]any{"traces": pipeline}}, b.Service)
	return strings.Join(lines, "\n") + "\n" + b.Text
}

func inline(node *yaml.Node) {
	if node.Kind != yaml.ScalarNode {
		node.Style = yaml.FlowStyle
	}
	for _, child := range node.Content {
		inline(child)
	}
}

// casesOf reads a file of cases in testdata.
func casesOf[T any](tb testing.TB, file string) []T {
	tb.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", file))
	require.NoError(tb, err)
	var cases []T
	require.NoError(tb, yaml.Unmarshal(content, &cases))
	return cases
}

func TestBroken(t *testing.T) {
	cases := casesOf[broken](t, "broken.yaml")
	assert.GreaterOrEqual(t, len(cases), 40)
	_, output, err := load(t, broken{}.document(t))
	require.NoError(t, err, "what the cases are made of is sound")
	assert.NotContains(t, output, "error")
	for _, test := range cases {
		t.Run(test.Mistake, func(t *testing.T) {
			_, _, err := load(t, test.document(t))
			require.Error(t, err)
			for _, want := range test.Want {
				assert.Contains(t, err.Error(), want)
			}
		})
	}
}

// TestValuesOfVariables checks that a number from a variable is still a text where one is wanted, as it was without the converter.
func TestValuesOfVariables(t *testing.T) {
	t.Setenv("FAULTLINE_TEST_PASSWORD", "0190283")
	conf, _, err := load(t, `
receivers: {otlp: {protocols: {grpc: }}}
exporters: {logging: , otlp: {endpoint: "a.example.com:4317", insecure: true, auth: {authenticator: basicauth}}}
extensions: {basicauth: {client_auth: {username: u, password: "${env:FAULTLINE_TEST_PASSWORD}"}}}
service: {extensions: [basicauth], pipelines: {traces: {receivers: [otlp], exporters: [otlp, logging]}}}
`)
	require.NoError(t, err)
	var got struct {
		Extensions struct {
			BasicAuth struct {
				ClientAuth struct {
					Password string `mapstructure:"password"`
				} `mapstructure:"client_auth"`
			} `mapstructure:"basicauth"`
		} `mapstructure:"extensions"`
	}
	require.NoError(t, conf.Unmarshal(&got, confmap.WithIgnoreUnused()))
	assert.Equal(t, "0190283", got.Extensions.BasicAuth.ClientAuth.Password)
}

// TestBareVariablesStayText checks that $NAME means what it means to otelcol-contrib.
func TestBareVariablesStayText(t *testing.T) {
	t.Setenv("FAULTLINE_TEST_HOST", "tempo")
	conf, output, err := load(t, strings.Replace(advised, "debug: }", `debug: , otlp_grpc: {endpoint: "$FAULTLINE_TEST_HOST:4317", headers: {x-price: "$$5"}}}`, 1))
	require.NoError(t, err)
	assert.Equal(t, "$FAULTLINE_TEST_HOST:4317", conf.Get("exporters::otlp_grpc::endpoint"))
	assert.Equal(t, "$5", conf.Get("exporters::otlp_grpc::headers::x-price"))
	assert.Contains(t, output, "$FAULTLINE_TEST_HOST without braces is text, and not the value of the variable (since v0.104.0); write ${env:FAULTLINE_TEST_HOST} for the value, or $$FAULTLINE_TEST_HOST for the text [bare-variable]")
}
