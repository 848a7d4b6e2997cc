// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"

	"github.com/faultline-otel/faultline/processors/redact/internal/scan"
)

// Config says what is redacted. The default finds everything that this processor knows.
type Config struct {
	// Profiles are the sets of detectors to run: secrets, pci, pii or all.
	Profiles []string `mapstructure:"profiles"`
	// Mask is the template of the text that replaces a match; {detector} stands for the detector's name.
	Mask string `mapstructure:"mask"`
	// Detectors switches single detectors, by name, on or off, whatever the profiles say.
	Detectors map[string]DetectorConfig `mapstructure:"detectors"`
	// Keys adds to the keys by which secrets are recognised.
	Keys KeysConfig `mapstructure:"keys"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// DetectorConfig is the configuration of one detector.
type DetectorConfig struct {
	// Enabled is nil if the profiles decide.
	Enabled *bool `mapstructure:"enabled"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// KeysConfig lists keys of attributes, maps and assignments in text. An entry stands for every key that
// contains its words one after the other, in any spelling: "customer name" for customerName and
// order.customer_name.
type KeysConfig struct {
	// Redact are the keys whose value is replaced whole.
	Redact []string `mapstructure:"redact"`
	// Keep are the keys that say nothing about their value, although a built-in rule would have it so.
	// Detectors still look into the value.
	Keep []string `mapstructure:"keep"`

	// prevent unkeyed literal initialization
	_ struct{}
}

var _ confmap.Validator = (*Config)(nil)

func createDefaultConfig() component.Config {
	return &Config{
		Profiles: []string{"secrets", "pci", "pii"},
		Mask:     scan.DefaultMask,
	}
}

// Validate reports everything that is wrong with the configuration.
func (c *Config) Validate() error {
	_, err := c.engine()
	return err
}

// engine compiles the configuration.
func (c *Config) engine() (*scan.Engine, error) {
	enabled, err := c.enabled()
	if c.Mask == "" {
		err = errors.Join(err, fmt.Errorf("mask: must not be empty; write for example %q", scan.DefaultMask))
	}
	engine, engineErr := scan.New(scan.Options{
		Detectors:  enabled,
		Mask:       c.Mask,
		RedactKeys: c.Keys.Redact,
		KeepKeys:   c.Keys.Keep,
	})
	if err := errors.Join(err, engineErr); err != nil {
		return nil, err
	}
	if len(enabled) == 0 && len(c.Keys.Redact) == 0 {
		return nil, errors.New("detectors: none is left enabled, so that nothing would be redacted; add a profile or remove the processor")
	}
	return engine, nil
}

// enabled returns the detectors that the profiles and the detectors' own settings leave on.
func (c *Config) enabled() ([]scan.ID, error) {
	var errs []error
	if len(c.Profiles) == 0 && len(c.Detectors) == 0 && len(c.Keys.Redact) == 0 {
		errs = append(errs, fmt.Errorf("profiles: must not be empty; write one or more of %s", list(profileNames())))
	}
	var chosen scan.Profile
	for i, name := range c.Profiles {
		profile, ok := scan.ProfileNames[name]
		if !ok {
			errs = append(errs, unknown(fmt.Sprintf("profiles::%d", i), "profile", name, profileNames()))
		}
		chosen |= profile
	}
	for _, name := range slices.Sorted(maps.Keys(c.Detectors)) {
		if !slices.Contains(detectorNames(), name) {
			errs = append(errs, unknown("detectors::"+name, "detector", name, detectorNames()))
		}
	}
	var enabled []scan.ID
	for id, detector := range scan.Detectors {
		on := detector.Profiles&chosen != 0
		if own := c.Detectors[detector.Name].Enabled; own != nil {
			on = *own
		}
		if on && detector.Profiles != 0 {
			enabled = append(enabled, scan.ID(id))
		}
	}
	return enabled, errors.Join(errs...)
}

// detectorNames returns the names of the detectors that can be switched on or off.
func detectorNames() []string {
	var names []string
	for _, d := range scan.Detectors {
		if d.Profiles != 0 {
			names = append(names, d.Name)
		}
	}
	slices.Sort(names)
	return names
}

func profileNames() []string { return slices.Sorted(maps.Keys(scan.ProfileNames)) }

// unknown returns the error for a name that is none of known.
func unknown(path, kind, name string, known []string) error {
	hint := ""
	if near := nearest(name, known); near != "" {
		hint = fmt.Sprintf("did you mean %q? ", near)
	}
	return fmt.Errorf("%s: unknown %s %q; %sknown are %s", path, kind, name, hint, list(known))
}

func list(names []string) string { return strings.Join(names, ", ") }

// nearest returns the name that takes the fewest edits to get from the given one, or "" if none is near.
func nearest(name string, known []string) string {
	best, bestEdits := "", len(name)/2+1
	for _, candidate := range known {
		if edits := distance(strings.ToLower(name), candidate); edits < bestEdits {
			best, bestEdits = candidate, edits
		}
	}
	return best
}

// distance returns the Levenshtein distance between a and b in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			substitution := diagonal
			if a[i] != b[j] {
				substitution++
			}
			diagonal = row[j+1]
			row[j+1] = min(substitution, diagonal+1, row[j]+1)
		}
	}
	return row[len(b)]
}
