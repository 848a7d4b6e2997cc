// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"errors"
	"fmt"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"

	"github.com/faultline-otel/faultline/processors/errorlocation/internal/stacktrace"
)

// The values of on_conflict.
const (
	conflictReplace = "replace"
	conflictKeep    = "keep"
)

const (
	defaultMaxBytes = 256 << 10
	// minMaxBytes leaves room for the frames that matter: the first 3 KB and the last 1 KB.
	minMaxBytes = 4 << 10
)

// Config is the configuration of the processor. Its zero value is not valid; use the factory's
// default.
type Config struct {
	// OnConflict says what to do with a log record or an exception event that has code.* attributes
	// of its own, which log libraries set to the line that called the logger: "replace" moves them
	// to error_location.call_site.*, "keep" leaves them and writes no location.
	OnConflict string `mapstructure:"on_conflict"`
	// InApp adds to the built-in knowledge of what the application's own code is.
	InApp InAppConfig `mapstructure:"in_app"`
	// MaxBytes is how much of a stack trace is read: three quarters from its start, the rest from
	// its end.
	MaxBytes int `mapstructure:"max_bytes"`

	_ struct{}
}

// InAppConfig has globs over file paths and package names: see stacktrace.Pattern.
type InAppConfig struct {
	// Include names code that is the application's own although it looks like a library.
	Include []string `mapstructure:"include"`
	// Exclude names code that never answers where an error came from, such as helpers that make
	// errors. It comes before Include.
	Exclude []string `mapstructure:"exclude"`

	_ struct{}
}

var _ confmap.Validator = (*Config)(nil)

func createDefaultConfig() component.Config {
	return &Config{OnConflict: conflictReplace, MaxBytes: defaultMaxBytes}
}

// Validate reports all faults of the configuration, each with its key, its value and what to write.
func (c *Config) Validate() error {
	var errs []error
	if c.OnConflict != conflictReplace && c.OnConflict != conflictKeep {
		errs = append(errs, fmt.Errorf("on_conflict: %q is not known: write %q or %q", c.OnConflict, conflictReplace, conflictKeep))
	}
	if c.MaxBytes < minMaxBytes {
		errs = append(errs, fmt.Errorf("max_bytes: %d is too small: write %d or more, or leave it out for %d", c.MaxBytes, minMaxBytes, defaultMaxBytes))
	}
	_, err := c.InApp.rules()
	return errors.Join(append(errs, err)...)
}

// rules returns the patterns, nil if there are none.
func (c *InAppConfig) rules() (*stacktrace.Rules, error) {
	include, includeErr := patterns("include", c.Include)
	exclude, excludeErr := patterns("exclude", c.Exclude)
	if err := errors.Join(includeErr, excludeErr); err != nil {
		return nil, err
	}
	if len(include)+len(exclude) == 0 {
		return nil, nil
	}
	return &stacktrace.Rules{Include: include, Exclude: exclude}, nil
}

func patterns(key string, globs []string) ([]stacktrace.Pattern, error) {
	var parsed []stacktrace.Pattern
	var errs []error
	for i, glob := range globs {
		pattern, err := stacktrace.ParsePattern(glob)
		if err != nil {
			errs = append(errs, fmt.Errorf("in_app::%s::%d: %w", key, i, err))
			continue
		}
		parsed = append(parsed, pattern)
	}
	return parsed, errors.Join(errs...)
}
