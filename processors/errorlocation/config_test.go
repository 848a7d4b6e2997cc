// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/confmaptest"
	"gopkg.in/yaml.v3"

	"github.com/faultline-otel/faultline/processors/errorlocation/internal/metadata"
)

func TestConfig(t *testing.T) {
	tests := map[string]struct {
		want    *Config
		wantErr string
	}{
		"": {want: &Config{OnConflict: "replace", InApp: InAppConfig{Learn: "fallback"}, Fingerprint: true, SourceLink: SourceLinkConfig{Enabled: true}, MaxBytes: 262144}},
		"all": {want: &Config{
			OnConflict: "keep",
			InApp: InAppConfig{
				Include: []string{"**/vendor/acme/**"},
				Exclude: []string{"example.com/shop/errs"},
				Services: map[string]ServiceConfig{
					"order-service": {Include: []string{"org.apache.**"}, Exclude: []string{"**/retry.py"}},
				},
				Learn: "prefer",
			},
			Explain: true,
			SourceLink: SourceLinkConfig{
				Template: "https://git.example.com/{path}?at={revision}#{line}",
				Paths:    []PathConfig{{Prefix: "/srv/shop/", Replace: "services/{service}/"}, {}},
			},
			ShortNames:     true,
			DropStacktrace: true,
			MaxBytes:       65536,
		}},
		"unknown_key":  {wantErr: "has invalid keys: in_apps"},
		"on_conflict":  {wantErr: `on_conflict: "merge" is not known; write "replace" or "keep"`},
		"max_bytes":    {wantErr: "max_bytes: 100 is too small; write 4096 or more, or leave it out for 262144"},
		"in_app_empty": {wantErr: `in_app::include::1: is empty; write a glob over file paths or package names, such as "**/internal/**"`},
		"learn":        {wantErr: `in_app::learn: "on" is not known; write "fallback", "prefer" or "off"`},
		"services": {wantErr: "in_app::services: a name is empty; write the service.name of a service\n" +
			"in_app::services::orders: has no patterns; write include or exclude, or leave the service out\n" +
			`in_app::services::users::exclude::0: " a" starts or ends with a space; write "a"`},
		"source_link": {wantErr: `source_link::template: "{repository}/{file}" has an unknown placeholder; write {repository}, {revision}, {path}, {line}` + "\n" +
			`source_link::paths::0::prefix: "/srv" does not end with '/'; write "/srv/"` + "\n" +
			`source_link::paths::0::replace: "src" does not end with '/'; write "src/"` + "\n" +
			`source_link::paths::1::replace: "/src/" is no path below the root of a repository; write one such as "services/"` + "\n" +
			`source_link::paths::2::replace: "{name}/" has an unknown placeholder; write {service} or a path`},
		"template_path": {wantErr: `source_link::template: "{repository}" has no {path}; write a link such as "{repository}/blob/{revision}/{path}#L{line}"`},
		"template_link": {wantErr: `source_link::template: "x/{path}" is no link; write one that starts with {repository} or https://`},
		"several": {wantErr: "on_conflict: \"\" is not known; write \"replace\" or \"keep\"\n" +
			"max_bytes: -1 is too small; write 4096 or more, or leave it out for 262144\n" +
			"in_app::include::0: \"{a,b}\" has braces, which globs do not know here; write one pattern for each alternative\n" +
			`in_app::exclude::0: "a\\b" has a backslash; write '/', which matches both`},
	}
	conf, err := confmaptest.LoadConf("testdata/config.yaml")
	require.NoError(t, err)
	require.Len(t, conf.ToStringMap(), len(tests), "each id in config.yaml has a case and each case an id")
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			sub, err := conf.Sub(component.NewIDWithName(metadata.Type, name).String())
			require.NoError(t, err)
			cfg := NewFactory().CreateDefaultConfig()
			err = sub.Unmarshal(cfg)
			if err == nil {
				err = confmap.Validate(cfg)
			}
			if tt.wantErr != "" {
				require.ErrorContains(t, err, tt.wantErr)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, tt.want, cfg)
		})
	}
}

// TestReadmeConfig loads the configurations of the README.
func TestReadmeConfig(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	blocks := strings.Split(string(readme), "```yaml\n")[1:]
	require.NotEmpty(t, blocks)
	for _, block := range blocks {
		text, _, _ := strings.Cut(block, "```")
		var raw map[string]any
		require.NoError(t, yaml.Unmarshal([]byte(text), &raw))
		processors, ok := raw["processors"].(map[string]any)
		require.True(t, ok, text)
		for id, values := range processors {
			if !strings.HasPrefix(id, metadata.Type.String()) {
				continue
			}
			cfg := NewFactory().CreateDefaultConfig()
			fields, _ := values.(map[string]any)
			require.NoError(t, confmap.NewFromStringMap(fields).Unmarshal(cfg), text)
			require.NoError(t, confmap.Validate(cfg), text)
		}
	}
}
