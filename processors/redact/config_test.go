// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/confmaptest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/faultline-otel/faultline/processors/redact/internal/metadata"
)

// loadConfig reads one processor of testdata/config.yaml as the collector does.
func loadConfig(t *testing.T, name string) (*Config, error) {
	t.Helper()
	conf, err := confmaptest.LoadConf(filepath.Join("testdata", "config.yaml"))
	require.NoError(t, err)
	id := component.NewIDWithName(metadata.Type, name)
	require.Contains(t, conf.ToStringMap(), id.String())
	sub, err := conf.Sub(id.String())
	require.NoError(t, err)
	cfg := NewFactory().CreateDefaultConfig().(*Config)
	return cfg, sub.Unmarshal(cfg)
}

func TestConfig(t *testing.T) {
	off, on := false, true
	for name, change := range map[string]func(*Config){
		"":         func(*Config) {},
		"profiles": func(c *Config) { c.Profiles = []string{"pci", "pii"} },
		"all": func(c *Config) {
			c.Profiles = []string{"all"}
			c.Mask = "<{detector}>"
			c.Detectors = map[string]DetectorConfig{"email": {Enabled: &off}}
			c.Keys = KeysConfig{Redact: []string{"customer_name", "iban"}, Keep: []string{"page_token"}}
		},
		"single_detector": func(c *Config) {
			c.Profiles = []string{}
			c.Detectors = map[string]DetectorConfig{"card": {Enabled: &on}}
		},
		"listed_keys_only": func(c *Config) {
			c.Profiles = []string{}
			c.Keys = KeysConfig{Redact: []string{"customer_name"}}
		},
		"actions": func(c *Config) {
			c.Action = "hash"
			c.Detectors = map[string]DetectorConfig{"email": {Action: "partial"}}
			c.Hash = HashConfig{
				Key: "0123456789abcdef0123456789abcdef", KeyID: "k2",
				Previous: []HashKeyConfig{{Key: "abcdef0123456789abcdef0123456789", KeyID: "k1"}},
			}
			c.Allow = []AllowConfig{{Suffix: "@example.org"}, {CIDR: "192.0.2.0/24"}}
			c.Custom = []CustomConfig{{Name: "employee_id", Pattern: `EMP-\d{6}`, Keywords: []string{"EMP-"}, Action: "drop"}}
			c.When = `resource.attributes["service.name"] == "checkout"`
			c.DryRun, c.MetricNames = true, true
			c.Summary, c.OnError = "debug", "drop"
		},
	} {
		t.Run(name, func(t *testing.T) {
			cfg, err := loadConfig(t, name)
			require.NoError(t, err)
			require.NoError(t, confmap.Validate(cfg))
			want := createDefaultConfig().(*Config)
			change(want)
			assert.Equal(t, want, cfg)
		})
	}
}

func TestConfigErrors(t *testing.T) {
	const (
		writeMask    = `write for example "[REDACTED:{detector}]"`
		writeKey     = `write for example "${env:REDACT_KEY}" and set that variable to the output of "openssl rand -hex 32"`
		knownActions = "mask, partial, hash, token, drop, tag"
	)
	knownProfiles := list(profileNames())
	knownDetectors := list(detectorNames())
	for name, want := range map[string]string{
		"unknown_profile": `profiles::1: unknown profile "pci-dss"; write one of ` + knownProfiles + "\n" +
			`profiles::3: unknown profile "gdpr"; write one of ` + knownProfiles,
		"unknown_detector": `detectors::emial: unknown detector "emial"; write "email", if that is what you mean` + "\n" +
			`detectors::key: unknown detector "key"; write one of ` + knownDetectors + "\n" +
			`detectors::phone_number_of_mars: unknown detector "phone_number_of_mars"; write one of ` + knownDetectors,
		"no_profiles":      "profiles: must not be empty; write one or more of " + list(profileNames()),
		"nothing_enabled":  "detectors: none is left enabled, so that nothing would be redacted; add a profile or remove the processor",
		"hash_without_key": "hash::key: is empty, or the environment variable that it is read from is not set; " + writeKey,
		"hash_keys": "hash::key: has 5 bytes, which are too few: at least 32 are needed; " + writeKey + "\n" +
			`hash::key_id: "too long an ID" is no ID; write 1 to 8 letters, digits, hyphens or underscores, such as "k1"` + "\n" +
			"hash::previous::0::key: is empty, or the environment variable that it is read from is not set; " + writeKey + "\n" +
			`hash::previous::2::key_id: "k0" is also the ID of hash::previous::1::key; write another one` + "\n" +
			"hash::previous: 3 keys are too many; write at most 2, and remove a key when what was hashed with it is no longer kept",
		"unknown_names": `action: unknown action "hsah"; write "hash", or another of ` + knownActions + "\n" +
			`detectors::email::action: unknown action "encrypt"; write one of ` + knownActions + "\n" +
			`custom::0::action: unknown action "droop"; write "drop", or another of ` + knownActions + "\n" +
			`summary: unknown level "verbose"; write one of silent, info, debug` + "\n" +
			`on_error: unknown reaction "pass"; write one of redact, drop`,
		"empty_mask":   "mask: must not be empty; " + writeMask,
		"matched_mask": `mask: "hidden@example.com" is itself taken for a match of the detector "email"; ` + writeMask,
		"all_faults": `profiles::0: unknown profile "secret"; write "secrets", or another of ` + knownProfiles + "\n" +
			`detectors::cards: unknown detector "cards"; write "card", if that is what you mean` + "\n" +
			`keys::redact::1: "" has no letters or digits; write a key or words of a key, such as "customer_name"` + "\n" +
			`keys::keep::0: "Token" is also in keys::redact::0; remove one of them` + "\n" +
			`mask: "{name}" contains a placeholder other than {detector}; ` + writeMask,
	} {
		t.Run(name, func(t *testing.T) {
			cfg, err := loadConfig(t, name)
			require.NoError(t, err)
			require.EqualError(t, confmap.Validate(cfg), want)
			_, err = NewFactory().CreateLogs(t.Context(), processortest.NewNopSettings(metadata.Type), cfg, consumertest.NewNop())
			assert.EqualError(t, err, want, "create")
		})
	}
}

// TestConfigUnknownKeys checks that a key that would do nothing is refused.
func TestConfigUnknownKeys(t *testing.T) {
	for name, want := range map[string]string{
		"unknown_key":          "'redact.Config' has invalid keys: rules",
		"unknown_detector_key": "'detectors[email]' has invalid keys: mask",
	} {
		_, err := loadConfig(t, name)
		require.Error(t, err)
		assert.Contains(t, err.Error(), want)
	}
}
