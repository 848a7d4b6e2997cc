// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configopaque"
	"go.opentelemetry.io/collector/confmap"

	"github.com/faultline-otel/faultline/internal/nearest"
	"github.com/faultline-otel/faultline/processors/redact/internal/scan"
)

// Config says what is redacted. The default finds everything that this processor knows.
type Config struct {
	// Profiles are the sets of detectors to run, by name: see the README for the list.
	Profiles []string `mapstructure:"profiles"`
	// Mask is the template of the text that replaces a match; {detector} stands for the detector's name.
	Mask string `mapstructure:"mask"`
	// Detectors switches single detectors, by name, on or off, whatever the profiles say.
	Detectors map[string]DetectorConfig `mapstructure:"detectors"`
	// Keys adds to the keys by which secrets are recognised.
	Keys KeysConfig `mapstructure:"keys"`
	// Action is what is done with a match: mask, partial, hash, token, drop or tag.
	Action string `mapstructure:"action"`
	// Hash has the keys for the action hash.
	Hash HashConfig `mapstructure:"hash"`
	// Allow lists the matches that stay as they are.
	Allow []AllowConfig `mapstructure:"allow"`
	// Custom lists further detectors.
	Custom []CustomConfig `mapstructure:"custom"`
	// When is an OTTL condition on the record; the others are left alone. Empty means all records.
	When string `mapstructure:"when"`
	// DryRun counts and tags what is found and changes nothing else.
	DryRun bool `mapstructure:"dry_run"`
	// Summary says what is noted in a record of what was redacted in it: silent, info or debug.
	Summary string `mapstructure:"summary"`
	// OnError is what is done with a record if a value in it cannot be scanned: redact that value or drop
	// the record.
	OnError string `mapstructure:"on_error"`
	// MetricNames redacts the names, descriptions and units of metrics, too.
	MetricNames bool `mapstructure:"metric_names"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// DetectorConfig is the configuration of one detector.
type DetectorConfig struct {
	// Enabled is nil if the profiles decide.
	Enabled *bool `mapstructure:"enabled"`
	// Action is what is done with a match of this detector. Empty means that of the configuration.
	Action string `mapstructure:"action"`

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

// HashConfig has the keys with which values are hashed.
type HashConfig struct {
	// Key is the secret key, at least 32 bytes, and KeyID what stands for it in hashes.
	Key   configopaque.String `mapstructure:"key"`
	KeyID string              `mapstructure:"key_id"`
	// Previous are keys that were used before. Values are hashed with them, too, so that a search for a hash
	// from before finds what comes after.
	Previous []HashKeyConfig `mapstructure:"previous"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// HashKeyConfig is a key that was used before.
type HashKeyConfig struct {
	Key   configopaque.String `mapstructure:"key"`
	KeyID string              `mapstructure:"key_id"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// AllowConfig frees matches by one of its fields. See the README for what each of them compares.
type AllowConfig struct {
	Value  string `mapstructure:"value"`
	Prefix string `mapstructure:"prefix"`
	Suffix string `mapstructure:"suffix"`
	CIDR   string `mapstructure:"cidr"`
	Regex  string `mapstructure:"regex"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// CustomConfig is a detector by regular expression.
type CustomConfig struct {
	// Name stands for the detector in masks and metrics.
	Name string `mapstructure:"name"`
	// Pattern is a regular expression in the syntax of RE2.
	Pattern string `mapstructure:"pattern"`
	// Keywords are texts of which one must stand in a text for the pattern to be tried. If there are none,
	// they are taken from the pattern.
	Keywords []string `mapstructure:"keywords"`
	// Action is what is done with a match. Empty means that of the configuration.
	Action string `mapstructure:"action"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// The values of summary and on_error.
const (
	summarySilent = "silent"
	summaryInfo   = "info"
	summaryDebug  = "debug"
	onErrorRedact = "redact"
	onErrorDrop   = "drop"
)

var _ confmap.Validator = (*Config)(nil)

func createDefaultConfig() component.Config {
	return &Config{
		Profiles: []string{"secrets", "pci", "pii"},
		Mask:     scan.DefaultMask,
		Action:   scan.ActionMask.String(),
		Hash:     HashConfig{KeyID: "k1"},
		Summary:  summarySilent,
		OnError:  onErrorRedact,
	}
}

// Validate reports everything that is wrong with the configuration.
func (c *Config) Validate() error {
	_, err := c.compile()
	return err
}

// options are a compiled configuration.
type options struct {
	engine      *scan.Engine
	when        *condition // nil if all records are redacted
	summary     string
	dryRun      bool
	dropOnError bool
	metricNames bool
	// tags, drops and tokens tell whether there are detectors with these actions.
	tags, drops, tokens bool
	left                []bool // by detector: whether its matches stay as they are
}

// compile compiles the configuration. The error joins all that is wrong with it.
func (c *Config) compile() (*options, error) {
	var errs []error
	note := func(err error) {
		if err != nil {
			errs = append(errs, err)
		}
	}
	enabled, err := c.enabled()
	note(err)
	settings, err := c.actions(enabled)
	note(err)
	keys, err := c.Hash.keys(settings.hashes)
	note(err)
	if c.Mask == "" {
		note(fmt.Errorf("mask: must not be empty; write for example %q", scan.DefaultMask))
	}
	note(oneOf("summary", "level", c.Summary, summarySilent, summaryInfo, summaryDebug))
	note(oneOf("on_error", "reaction", c.OnError, onErrorRedact, onErrorDrop))
	o := &options{
		summary:     c.Summary,
		dryRun:      c.DryRun,
		dropOnError: c.OnError == onErrorDrop,
		metricNames: c.MetricNames,
	}
	if c.When != "" {
		o.when, err = compileCondition(c.When)
		note(err)
	}
	o.engine, err = scan.New(scan.Options{
		Detectors:  enabled,
		Mask:       c.Mask,
		RedactKeys: c.Keys.Redact,
		KeepKeys:   c.Keys.Keep,
		Action:     settings.all,
		Actions:    settings.own,
		HashKeys:   keys,
		Allow:      c.allowRules(),
		Custom:     settings.custom,
	})
	note(err)
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	if len(enabled) == 0 && len(c.Keys.Redact) == 0 && len(c.Custom) == 0 {
		return nil, errors.New("detectors: none is left enabled, so that nothing would be redacted; add a profile or remove the processor")
	}
	for id := range o.engine.Detectors() {
		o.left = append(o.left, o.dryRun || o.engine.Action(scan.ID(id)) == scan.ActionTag)
	}
	o.tags = o.engine.Has(scan.ActionTag)
	o.drops = o.engine.Has(scan.ActionDrop)
	o.tokens = o.engine.Has(scan.ActionToken)
	return o, nil
}

// actionSettings are the actions of a configuration.
type actionSettings struct {
	all    scan.Action
	own    map[scan.ID]scan.Action
	custom []scan.CustomRule
	hashes bool // whether a detector that is enabled has the action hash
}

func (c *Config) actions(enabled []scan.ID) (actionSettings, error) {
	settings := actionSettings{own: map[scan.ID]scan.Action{}}
	var errs []error
	read := func(path, name string) (scan.Action, bool) {
		i := slices.Index(scan.ActionNames[:], name)
		if i < 0 {
			errs = append(errs, unknown(path, "action", name, scan.ActionNames[:]))
			return scan.ActionMask, false
		}
		return scan.Action(i), true
	}
	settings.all, _ = read("action", c.Action)
	for id, detector := range scan.Detectors {
		if name := c.Detectors[detector.Name].Action; name != "" {
			if action, ok := read("detectors::"+detector.Name+"::action", name); ok {
				settings.own[scan.ID(id)] = action
			}
		}
	}
	uses := func(action scan.Action) { settings.hashes = settings.hashes || action == scan.ActionHash }
	for _, id := range enabled {
		if action, own := settings.own[id]; own {
			uses(action)
		} else {
			uses(settings.all)
		}
	}
	if len(c.Keys.Redact) > 0 {
		uses(settings.all)
	}
	for i, rule := range c.Custom {
		compiled := scan.CustomRule{Name: rule.Name, Pattern: rule.Pattern, Keywords: rule.Keywords}
		action := settings.all
		if rule.Action != "" {
			action, _ = read(fmt.Sprintf("custom::%d::action", i), rule.Action)
			compiled.Action = &action
		}
		uses(action)
		settings.custom = append(settings.custom, compiled)
	}
	return settings, errors.Join(errs...)
}

// keys checks the keys. used is set if a detector needs one.
func (h *HashConfig) keys(used bool) ([]scan.HashKey, error) {
	if h.Key == "" && len(h.Previous) == 0 && !used {
		return nil, nil
	}
	all := append([]HashKeyConfig{{Key: h.Key, KeyID: h.KeyID}}, h.Previous...)
	var (
		keys []scan.HashKey
		errs []error
		path = "hash"
		ids  = map[string]string{}
	)
	for i, key := range all {
		if i > 0 {
			path = fmt.Sprintf("hash::previous::%d", i-1)
		}
		const hint = `write for example "${env:REDACT_KEY}" and set that variable to the output of "openssl rand -hex 32"`
		switch n := len(key.Key); {
		case n == 0:
			errs = append(errs, fmt.Errorf("%s::key: is empty, or the environment variable that it is read from is not set; %s", path, hint))
		case n < scan.MinHashKey:
			errs = append(errs, fmt.Errorf("%s::key: has %d bytes, which are too few: at least %d are needed; %s", path, n, scan.MinHashKey, hint))
		}
		if !scan.IsKeyID(key.KeyID) {
			errs = append(errs, fmt.Errorf("%s::key_id: %q is no ID; write 1 to %d letters, digits, hyphens or underscores, such as \"k1\"", path, key.KeyID, scan.MaxKeyID))
		} else if other := ids[key.KeyID]; other != "" {
			errs = append(errs, fmt.Errorf("%s::key_id: %q is also the ID of %s::key; write another one", path, key.KeyID, other))
		}
		ids[key.KeyID] = path
		keys = append(keys, scan.HashKey{ID: key.KeyID, Key: []byte(key.Key)})
	}
	if len(all) > scan.MaxHashKeys {
		errs = append(errs, fmt.Errorf("hash::previous: %d keys are too many; write at most %d, and remove a key when what was hashed with it is no longer kept", len(h.Previous), scan.MaxHashKeys-1))
	}
	return keys, errors.Join(errs...)
}

func (c *Config) allowRules() []scan.AllowRule {
	var rules []scan.AllowRule
	for _, a := range c.Allow {
		rules = append(rules, scan.AllowRule{Value: a.Value, Prefix: a.Prefix, Suffix: a.Suffix, CIDR: a.CIDR, Regex: a.Regex})
	}
	return rules
}

// oneOf checks that the value of an option is one of those known.
func oneOf(path, kind, value string, known ...string) error {
	if slices.Contains(known, value) {
		return nil
	}
	return unknown(path, kind, value, known)
}

// enabled returns the detectors that the profiles and the detectors' own settings leave on.
func (c *Config) enabled() ([]scan.ID, error) {
	var errs []error
	if len(c.Profiles) == 0 && len(c.Detectors) == 0 && len(c.Keys.Redact) == 0 && len(c.Custom) == 0 {
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

// mostListed is how many names an error lists behind the one that was probably meant: not all 130 detectors.
const mostListed = 20

// unknown returns the error for a name that is none of known.
func unknown(path, kind, name string, known []string) error {
	write := "one of " + list(known)
	if near := nearest.Name(name, known); near != "" && len(known) > mostListed {
		write = fmt.Sprintf("%q, if that is what you mean", near)
	} else if near != "" {
		write = fmt.Sprintf("%q, or another of %s", near, list(known))
	}
	return fmt.Errorf("%s: unknown %s %q; write %s", path, kind, name, write)
}

func list(names []string) string { return strings.Join(names, ", ") }
