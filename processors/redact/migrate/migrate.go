// SPDX-License-Identifier: Apache-2.0

package migrate

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"go.opentelemetry.io/collector/confmap"

	"github.com/faultline-otel/faultline/processors/redact/internal/scan"
)

// redaction is the part of the configuration of the redaction processor that is read.
type redaction struct {
	AllowAllKeys       bool           `mapstructure:"allow_all_keys"`
	AllowedKeys        []string       `mapstructure:"allowed_keys"`
	BlockedKeyPatterns []string       `mapstructure:"blocked_key_patterns"`
	BlockedValues      []string       `mapstructure:"blocked_values"`
	AllowedValues      []string       `mapstructure:"allowed_values"`
	IgnoredKeys        []string       `mapstructure:"ignored_keys"`
	IgnoredKeyPatterns []string       `mapstructure:"ignored_key_patterns"`
	HashFunction       string         `mapstructure:"hash_function"`
	HMACKey            string         `mapstructure:"hmac_key"`
	RedactAllTypes     bool           `mapstructure:"redact_all_types"`
	Summary            string         `mapstructure:"summary"`
	DBSanitizer        map[string]any `mapstructure:"db_sanitizer"`
	URLSanitizer       map[string]any `mapstructure:"url_sanitizer"`
}

// Result is a configuration of the redact processor and what there is to know about it.
type Result struct {
	// Config is what stands under the name of the processor.
	Config map[string]any
	// Replaced has, for each expression of blocked_values that detectors take the place of, their names.
	Replaced map[string][]string
	// Notes say what has no equal, and what is done in another way. Each starts with the option of the
	// redaction processor.
	Notes []string
}

// examples has a value for the detectors that people write expressions for.
var examples = []struct{ detector, value string }{
	{"card", "4111111111111111"},
	{"card", "4111-1111-1111-1111"},
	{"card", "5555555555554444"},
	{"card", "378282246310005"},
	{"email", "ann.smith@example.com"},
	{"ipv4", "203.0.113.77"},
	{"ipv6", "2001:db8:1:2:3:4:5:6"},
	{"ssn", "123-45-6789"},
	{"phone", "+14155552671"},
	{"iban", "DE89370400440532013000"},
	{"mac", "01:23:45:67:89:ab"},
	{"jwt", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlMTIz"},
	{"aws", "AKIAIOSFODNN7EXAMPLE"},
}

// ordinary are texts that an expression for one kind of value does not match.
var ordinary = []string{"checkout", "GET /orders/84213/items", "9f1c2d3e-4b5a-4c6d-8e7f-0a1b2c3d4e5f", "2025-11-23T06:00:00Z", "eu-west-1", "42"}

// FromRedaction converts what stands under the name of a redaction processor. The error joins the faults of
// that configuration: options that it does not have and expressions that do not compile.
func FromRedaction(block map[string]any) (Result, error) {
	var from redaction
	if err := confmap.NewFromStringMap(block).Unmarshal(&from); err != nil {
		return Result{}, fmt.Errorf("redaction: %w", err)
	}
	r := Result{Config: map[string]any{}, Replaced: map[string][]string{}}
	err := errors.Join(r.keys(&from), r.values(&from))
	if err != nil {
		return Result{}, err
	}
	r.hash(&from)
	switch from.Summary {
	case "silent", "info", "debug":
		r.Config["summary"] = from.Summary
	case "":
	default:
		r.note("summary: %q is no level; silent is used", from.Summary)
	}
	if from.RedactAllTypes {
		r.note("redact_all_types: integers and floating-point numbers are always looked at; booleans never are")
	}
	if len(from.DBSanitizer) > 0 {
		r.note("db_sanitizer: passwords in statements are redacted; other literals stay, let the instrumentation replace them by parameters")
	}
	if len(from.URLSanitizer) > 0 {
		r.note("url_sanitizer: passwords, tokens and signatures in URLs are redacted; paths are not shortened")
	}
	return r, nil
}

func (r *Result) note(format string, args ...any) {
	r.Notes = append(r.Notes, fmt.Sprintf(format, args...))
}

func (r *Result) keys(from *redaction) error {
	if !from.AllowAllKeys {
		r.note("allow_all_keys: attributes that are not in allowed_keys are not removed; use the filter or transform processor for that")
	} else if len(from.AllowedKeys) > 0 {
		r.note("allowed_keys: have no effect next to allow_all_keys")
	}
	if len(from.IgnoredKeys)+len(from.IgnoredKeyPatterns) > 0 {
		r.note("ignored_keys: values of all keys are looked at; name what must stay in allow")
	}
	var (
		errs   []error
		redact []string
	)
	for i, pattern := range from.BlockedKeyPatterns {
		if _, err := regexp.Compile(pattern); err != nil {
			errs = append(errs, fmt.Errorf("blocked_key_patterns::%d: %w", i, err))
			continue
		}
		word := keyWord(pattern)
		if word == "" {
			r.note("blocked_key_patterns: %q is more than the words of a key; list the keys in keys::redact", pattern)
			continue
		}
		if !slices.Contains(redact, word) {
			redact = append(redact, word)
		}
	}
	if len(redact) > 0 {
		r.Config["keys"] = map[string]any{"redact": redact}
		r.note("blocked_key_patterns: keys are compared by whole words, in any spelling and case")
	}
	return errors.Join(errs...)
}

// keyWord returns the words that an expression looks for in a key, or "".
func keyWord(pattern string) string {
	word := strings.TrimPrefix(pattern, "(?i)")
	word = strings.TrimSuffix(strings.TrimPrefix(word, "^"), "$")
	word = strings.TrimSuffix(strings.TrimPrefix(word, ".*"), ".*")
	word = strings.NewReplacer(`\.`, ".", "[_-]?", "_", "[-_]?", "_", "_?", "_").Replace(word)
	if strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-") != "" || strings.Trim(word, "_.-") == "" {
		return ""
	}
	return word
}

func (r *Result) values(from *redaction) error {
	var (
		errs   []error
		custom []any
		allow  []any
	)
	on := map[string]bool{}
	for i, pattern := range from.BlockedValues {
		re, err := regexp.Compile(pattern)
		if err != nil {
			errs = append(errs, fmt.Errorf("blocked_values::%d: %w", i, err))
			continue
		}
		if found := builtIn(re); len(found) > 0 {
			r.Replaced[pattern] = found
			for _, name := range found {
				on[name] = true
			}
			continue
		}
		rule := map[string]any{"name": fmt.Sprintf("blocked_value_%d", i+1), "pattern": pattern}
		if _, err := scan.New(scan.Options{Custom: []scan.CustomRule{{Name: "rule", Pattern: pattern}}}); err != nil {
			r.note("blocked_values: %q becomes no rule: it needs keywords, texts that stand in every value to look at, or matches an empty text; write it under custom", pattern)
			continue
		}
		custom = append(custom, rule)
	}
	for i, pattern := range from.AllowedValues {
		if _, err := regexp.Compile(pattern); err != nil {
			errs = append(errs, fmt.Errorf("allowed_values::%d: %w", i, err))
			continue
		}
		allow = append(allow, map[string]any{"regex": pattern})
	}
	if len(custom) > 0 {
		r.Config["custom"] = custom
	}
	if len(allow) > 0 {
		r.Config["allow"] = allow
		r.note("allowed_values: an expression must describe all of a match, and frees that match, not the whole value")
	}
	detectors := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(on)) {
		if !inDefault(name) {
			detectors[name] = map[string]any{"enabled": true}
		}
	}
	if len(detectors) > 0 {
		r.Config["detectors"] = detectors
	}
	return errors.Join(errs...)
}

// builtIn returns the detectors whose examples an expression matches from the first to the last byte, or
// nil if it matches ordinary text, too.
func builtIn(re *regexp.Regexp) []string {
	if slices.ContainsFunc(ordinary, re.MatchString) {
		return nil
	}
	var found []string
	for _, example := range examples {
		known := slices.ContainsFunc(scan.Detectors[:], func(d scan.Detector) bool { return d.Name == example.detector })
		if at := re.FindStringIndex(example.value); known && at != nil && at[0] == 0 && at[1] == len(example.value) && !slices.Contains(found, example.detector) {
			found = append(found, example.detector)
		}
	}
	return found
}

// inDefault reports whether a detector runs with the default profiles.
func inDefault(name string) bool {
	return slices.ContainsFunc(scan.Detectors[:], func(d scan.Detector) bool {
		return d.Name == name && d.Profiles&(scan.Secrets|scan.PCI|scan.PII) != 0
	})
}

func (r *Result) hash(from *redaction) {
	function := strings.ToLower(from.HashFunction)
	switch function {
	case "":
		return
	case "hmac-sha256", "hmac-sha512":
	default:
		r.note("hash_function: %s has no key, so that its values can be found by trying; they are masked. Set action to hash and hash::key for keyed hashes", function)
		return
	}
	// What a variable stands for is checked when the collector loads it.
	if len(from.HMACKey) < scan.MinHashKey && !strings.Contains(from.HMACKey, "${") {
		r.note("hmac_key: has fewer than %d bytes; values are masked until action is hash and hash::key is set", scan.MinHashKey)
		return
	}
	r.Config["action"] = "hash"
	r.Config["hash"] = map[string]any{"key": from.HMACKey}
	r.note("hash_function: hashes are HMAC-SHA-256 over the detector's name and the match; they differ from those of the redaction processor")
}
