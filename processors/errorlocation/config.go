// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"

	"github.com/faultline-otel/faultline/processors/errorlocation/internal/stacktrace"
)

// The values of on_conflict.
const (
	conflictReplace = "replace"
	conflictKeep    = "keep"
)

// The values of in_app::learn.
const (
	learnOff      = "off"
	learnFallback = "fallback"
	learnPrefer   = "prefer"
)

const (
	defaultMaxBytes = 256 << 10
	// minMaxBytes leaves room for the frames that matter: the first 3 KB and the last 1 KB.
	minMaxBytes = 4 << 10
)

// Config is the configuration of the processor. Its zero value is not valid; use the factory's
// default.
type Config struct {
	// OnConflict decides what happens to a log record or an exception event that already has code.*
	// attributes, which log libraries set to the line that called the logger: "replace" moves them
	// to error_location.call_site.*, "keep" leaves them in place and writes no location.
	OnConflict string `mapstructure:"on_conflict"`
	// InApp extends the built-in rules that tell the application's own code from libraries.
	InApp InAppConfig `mapstructure:"in_app"`
	// Explain writes error_location.reason, which names the rule that chose the frame.
	Explain bool `mapstructure:"explain"`
	// Fingerprint writes error.fingerprint, which is the same for all occurrences of an error.
	Fingerprint bool `mapstructure:"fingerprint"`
	// SourceLink writes code.url.
	SourceLink SourceLinkConfig `mapstructure:"source_link"`
	// ShortNames also writes the location of log records to the attributes file (without its
	// directory), line and function, and their stack trace to stack_trace.
	ShortNames bool `mapstructure:"short_names"`
	// DropStacktrace removes a stack trace once a location was found in it, and writes the
	// application's own frames to error_location.frames instead.
	DropStacktrace bool `mapstructure:"drop_stacktrace"`
	// MaxBytes is the most bytes of a stack trace that are read: three quarters from its start, the
	// rest from its end.
	MaxBytes int `mapstructure:"max_bytes"`

	_ struct{}
}

// InAppConfig tells the application's own code from libraries. Its globs match file paths and
// package names: see stacktrace.Pattern.
type InAppConfig struct {
	// Include names code that is the application's own although it looks like a library.
	Include []string `mapstructure:"include"`
	// Exclude names code that is never reported as the origin of an error, such as helpers that
	// create errors. It takes precedence over Include.
	Exclude []string `mapstructure:"exclude"`
	// Services has patterns for single services, by service.name. They take precedence over those
	// above.
	Services map[string]ServiceConfig `mapstructure:"services"`
	// Learn decides how the root directory or package of an application is used when a stack trace
	// reveals it: with "fallback" a frame below it is chosen if no other frame is the application's
	// own, with "prefer" it is chosen before all others, with "off" roots are not looked for.
	Learn string `mapstructure:"learn"`

	_ struct{}
}

// ServiceConfig has the patterns for one service.
type ServiceConfig struct {
	Include []string `mapstructure:"include"`
	Exclude []string `mapstructure:"exclude"`

	_ struct{}
}

var _ confmap.Validator = (*Config)(nil)

func createDefaultConfig() component.Config {
	return &Config{
		OnConflict:  conflictReplace,
		InApp:       InAppConfig{Learn: learnFallback},
		Fingerprint: true,
		SourceLink:  SourceLinkConfig{Enabled: true},
		MaxBytes:    defaultMaxBytes,
	}
}

// Validate returns all faults of the configuration joined, each with its key, its value and what to
// write instead.
func (c *Config) Validate() error {
	var errs []error
	if c.OnConflict != conflictReplace && c.OnConflict != conflictKeep {
		errs = append(errs, fmt.Errorf("on_conflict: %q is not known; write %q or %q", c.OnConflict, conflictReplace, conflictKeep))
	}
	if c.MaxBytes < minMaxBytes {
		errs = append(errs, fmt.Errorf("max_bytes: %d is too small; write %d or more, or leave it out for %d", c.MaxBytes, minMaxBytes, defaultMaxBytes))
	}
	switch c.InApp.Learn {
	case learnOff, learnFallback, learnPrefer:
	default:
		errs = append(errs, fmt.Errorf("in_app::learn: %q is not known; write %q, %q or %q", c.InApp.Learn, learnFallback, learnPrefer, learnOff))
	}
	_, err := c.InApp.rules()
	return errors.Join(append(errs, err, c.SourceLink.validate())...)
}

// inAppRules are the parsed patterns.
type inAppRules struct {
	all      *stacktrace.Rules            // for every service, nil if there are none
	services map[string]*stacktrace.Rules // for single services, by service.name
}

func (c *InAppConfig) rules() (inAppRules, error) {
	all, err := parseRules("in_app", c.Include, c.Exclude)
	errs := []error{err}
	rules := inAppRules{all: all, services: map[string]*stacktrace.Rules{}}
	for _, name := range slices.Sorted(maps.Keys(c.Services)) {
		key := "in_app::services::" + name
		service := c.Services[name]
		parsed, err := parseRules(key, service.Include, service.Exclude)
		switch {
		case err != nil:
		case name == "":
			err = errors.New("in_app::services: a name is empty; write the service.name of a service")
		case parsed == nil:
			err = fmt.Errorf("%s: has no patterns; write include or exclude, or leave the service out", key)
		}
		rules.services[name] = parsed
		errs = append(errs, err)
	}
	return rules, errors.Join(errs...)
}

// parseRules parses the globs below a configuration key. It returns nil if there are none.
func parseRules(key string, include, exclude []string) (*stacktrace.Rules, error) {
	included, includeErr := parsePatterns(key+"::include", include)
	excluded, excludeErr := parsePatterns(key+"::exclude", exclude)
	if err := errors.Join(includeErr, excludeErr); err != nil || len(included)+len(excluded) == 0 {
		return nil, err
	}
	return &stacktrace.Rules{Include: included, Exclude: excluded}, nil
}

func parsePatterns(key string, globs []string) ([]stacktrace.Pattern, error) {
	var parsed []stacktrace.Pattern
	var errs []error
	for i, glob := range globs {
		pattern, err := stacktrace.ParsePattern(glob)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s::%d: %w", key, i, err))
			continue
		}
		parsed = append(parsed, pattern)
	}
	return parsed, errors.Join(errs...)
}
