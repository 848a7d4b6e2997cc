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
	for name, want := range map[string]*Config{
		"":         {Profiles: []string{"secrets", "pci", "pii"}, Mask: "[REDACTED:{detector}]"},
		"profiles": {Profiles: []string{"pci", "pii"}, Mask: "[REDACTED:{detector}]"},
		"all": {
			Profiles:  []string{"all"},
			Mask:      "<{detector}>",
			Detectors: map[string]DetectorConfig{"email": {Enabled: &off}},
			Keys:      KeysConfig{Redact: []string{"customer_name", "iban"}, Keep: []string{"page_token"}},
		},
		"single_detector": {
			Profiles:  []string{},
			Mask:      "[REDACTED:{detector}]",
			Detectors: map[string]DetectorConfig{"card": {Enabled: &on}},
		},
		"listed_keys_only": {
			Profiles: []string{},
			Mask:     "[REDACTED:{detector}]",
			Keys:     KeysConfig{Redact: []string{"customer_name"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			cfg, err := loadConfig(t, name)
			require.NoError(t, err)
			require.NoError(t, confmap.Validate(cfg))
			assert.Equal(t, want, cfg)
		})
	}
}

func TestConfigErrors(t *testing.T) {
	const (
		knownProfiles  = "known are all, pci, pii, secrets"
		knownDetectors = "known are bearer, card, cvv, email, password, secret"
		writeMask      = `write for example "[REDACTED:{detector}]"`
	)
	for name, want := range map[string]string{
		"unknown_profile": `profiles::1: unknown profile "pci-dss"; ` + knownProfiles + "\n" +
			`profiles::3: unknown profile "gdpr"; ` + knownProfiles,
		"unknown_detector": `detectors::emial: unknown detector "emial"; did you mean "email"? ` + knownDetectors + "\n" +
			`detectors::key: unknown detector "key"; ` + knownDetectors + "\n" +
			`detectors::phone_number_of_mars: unknown detector "phone_number_of_mars"; ` + knownDetectors,
		"no_profiles":     "profiles: must not be empty; write one or more of all, pci, pii, secrets",
		"nothing_enabled": "detectors: none is left enabled, so that nothing would be redacted; add a profile or remove the processor",
		"empty_mask":      "mask: must not be empty; " + writeMask,
		"matched_mask":    `mask: "hidden@example.com" is itself taken for a match of the detector "email"; ` + writeMask,
		"all_faults": `profiles::0: unknown profile "secret"; did you mean "secrets"? ` + knownProfiles + "\n" +
			`detectors::cards: unknown detector "cards"; did you mean "card"? ` + knownDetectors + "\n" +
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
		"unknown_detector_key": "'detectors[email]' has invalid keys: action",
	} {
		_, err := loadConfig(t, name)
		require.Error(t, err)
		assert.Contains(t, err.Error(), want)
	}
}
