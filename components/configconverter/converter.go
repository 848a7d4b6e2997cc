// SPDX-License-Identifier: Apache-2.0

package configconverter

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/confmap"
	"go.uber.org/zap"

	"github.com/faultline-otel/faultline/components/configconverter/internal/check"
	"github.com/faultline-otel/faultline/components/configconverter/internal/explain"
	"github.com/faultline-otel/faultline/components/configconverter/internal/migrate"
	"github.com/faultline-otel/faultline/components/fileprovider"
	"github.com/faultline-otel/faultline/internal/catalog"
	"github.com/faultline-otel/faultline/internal/confpos"
	"github.com/faultline-otel/faultline/internal/finding"
)

// Environment variables that control the converter.
const (
	// envMigrate: off leaves old components and keys as they are.
	envMigrate = "FAULTLINE_MIGRATE"
	// envCheck: strict turns all advice into errors, off leaves advice out, warn turns errors into warnings.
	envCheck = "FAULTLINE_CHECK"
	// envIgnore lists the rules, separated by commas, whose warnings are left out.
	envIgnore = "FAULTLINE_CHECK_IGNORE"
	// envFormat: json makes `validate` write one JSON object per line to standard output.
	envFormat = "FAULTLINE_CHECK_FORMAT"
)

// NewFactory returns the factory of the converter.
func NewFactory() confmap.ConverterFactory {
	return confmap.NewConverterFactory(func(set confmap.ConverterSettings) confmap.Converter {
		return &converter{logger: set.Logger, build: catalog.ThisBuild(), validate: slices.Contains(os.Args[1:], "validate"), stdout: os.Stdout, stderr: os.Stderr}
	})
}

type converter struct {
	logger *zap.Logger
	build  catalog.Build
	// validate is set if the command is `validate`, which discards the log, so that findings must be written elsewhere.
	validate       bool
	stdout, stderr io.Writer
}

// Convert migrates conf in place and returns all its faults as one error with a line for each. Warnings are logged, or
// written to standard error by `validate`.
func (c *converter) Convert(_ context.Context, conf *confmap.Conf) error {
	findings := fileprovider.Faults()
	before, after := conf.ToStringMap(), conf.ToStringMap()
	if os.Getenv(envMigrate) != "off" {
		findings = append(findings, migrate.Migrate(c.build, after)...)
		if err := apply(conf, before, after); err != nil {
			return fmt.Errorf("configuration could not be migrated: %w", err)
		}
	}
	certain := len(findings)
	findings = append(findings, explain.Explain(c.build, after)...)
	findings = append(findings, checked(after, findings)...)
	if os.Getenv(envCheck) == "warn" {
		// The way past a finding that is wrong: upstream's own validation still follows. What could not be read or
		// migrated stays an error, since it is not in what upstream gets.
		for i := range findings[certain:] {
			findings[certain+i].Severity = finding.Warning
		}
	}
	findings = slices.DeleteFunc(findings, ignored())
	finding.Locate(findings)
	c.report(findings)
	if err := finding.Err(findings); err != nil {
		return &faults{err}
	}
	return nil
}

// checked returns what check finds, as the environment variables ask for, without the faults that another step has found
// at the same key.
func checked(conf map[string]any, known []finding.Finding) []finding.Finding {
	off, strict := os.Getenv(envCheck) == "off", os.Getenv(envCheck) == "strict"
	isIgnored := ignored() // before strict makes errors of what is not ignored
	findings := slices.DeleteFunc(check.Check(withoutUnknownKeys(conf, known)), func(f finding.Finding) bool {
		isKnown := f.Severity == finding.Error && slices.ContainsFunc(known, func(k finding.Finding) bool {
			return k.Severity == finding.Error && slices.Equal(k.KeyPath, f.KeyPath)
		})
		return isKnown || isExpanded(f) || isIgnored(f) || off && f.Severity == finding.Warning
	})
	if strict {
		for i := range findings {
			findings[i].Severity = finding.Error
		}
	}
	return findings
}

// withoutUnknownKeys returns a configuration without the keys that a step has found to be unknown: a component with one
// cannot be decoded, so that its other faults would be told only when that key is corrected.
func withoutUnknownKeys(conf map[string]any, findings []finding.Finding) map[string]any {
	for _, f := range findings {
		if f.Rule == explain.RuleUnknownKey && f.Severity == finding.Error {
			conf, _ = without(conf, f.KeyPath).(map[string]any)
		}
	}
	return conf
}

// without returns a value without what is at the end of a key path through its maps and lists. The value itself is not
// changed.
func without(value any, keyPath []string) any {
	switch v := value.(type) {
	case map[string]any:
		changed := maps.Clone(v)
		if inner, found := v[keyPath[0]]; found && len(keyPath) > 1 {
			changed[keyPath[0]] = without(inner, keyPath[1:])
		} else {
			delete(changed, keyPath[0])
		}
		return changed
	case []any:
		if i, err := strconv.Atoi(keyPath[0]); err == nil && i >= 0 && i < len(v) && len(keyPath) > 1 {
			changed := slices.Clone(v)
			changed[i] = without(v[i], keyPath[1:])
			return changed
		}
	}
	return value
}

// isExpanded reports whether a finding is about the type of a value that came from ${...}. For these the collector also
// has the original text, which check does not have, so that it may be mistaken.
func isExpanded(f finding.Finding) bool {
	raw, ok := confpos.Raw(f.KeyPath...)
	return ok && strings.Contains(raw, "${") && strings.Contains(f.Found, "unconvertible type")
}

// ignored returns a function that reports whether the environment silences a warning.
func ignored() func(finding.Finding) bool {
	rules := strings.FieldsFunc(os.Getenv(envIgnore), func(r rune) bool { return r == ',' || r == ' ' })
	return func(f finding.Finding) bool {
		return f.Severity == finding.Warning && slices.Contains(rules, f.Rule)
	}
}

// report logs the warnings; with `validate` it writes them to standard error or, as JSON and with the errors, to standard output.
func (c *converter) report(findings []finding.Finding) {
	for _, f := range findings {
		switch {
		case c.validate && os.Getenv(envFormat) == "json":
			if line, err := json.Marshal(f); err == nil {
				fmt.Fprintf(c.stdout, "%s\n", line)
			}
		case f.Severity == finding.Error: // is in the error that Convert returns
		case c.validate:
			fmt.Fprintf(c.stderr, "%s: %s\n", f.Severity, f)
		default:
			c.logger.Warn("Configuration: "+f.Found, zap.String("rule", f.Rule), zap.Stringer("position", f.Position),
				zap.String("key", strings.Join(f.KeyPath, confmap.KeyDelimiter)), zap.String("write", f.Write), zap.String("since", f.Since))
		}
	}
}

// faults puts each fault on a separate line, below the text that the collector puts before it.
type faults struct{ err error }

func (f *faults) Error() string { return "the configuration has faults:\n" + f.err.Error() }

func (f *faults) Unwrap() error { return f.err }

// apply makes in conf the changes that lead from before to after, and touches nothing else: values that came from ${...}
// have two forms, and only conf has both.
func apply(conf *confmap.Conf, before, after map[string]any) error {
	changes, deleted := difference(conf, nil, before, after)
	for _, key := range deleted {
		conf.Delete(key)
	}
	if len(changes) == 0 {
		return nil
	}
	return conf.Merge(confmap.NewFromStringMap(changes))
}

// difference returns the keys to delete from conf, and what to merge into it afterwards.
func difference(conf *confmap.Conf, keyPath []string, before, after map[string]any) (changes map[string]any, deleted []string) {
	changes = map[string]any{}
	for key, old := range before {
		path := append(slices.Clone(keyPath), key)
		value, kept := after[key]
		if kept && reflect.DeepEqual(old, value) {
			continue
		}
		oldMap, wasMap := old.(map[string]any)
		newMap, isMap := value.(map[string]any)
		if wasMap && isMap && len(oldMap) > 0 && reachable(conf, path, oldMap) {
			inner, gone := difference(conf, path, oldMap, newMap)
			deleted = append(deleted, gone...)
			if len(inner) > 0 {
				changes[key] = inner
			}
			continue
		}
		deleted = append(deleted, strings.Join(path, confmap.KeyDelimiter))
		if kept {
			changes[key] = value
		}
	}
	for key, value := range after {
		if _, was := before[key]; !was {
			changes[key] = value
		}
	}
	return changes, deleted
}

// reachable reports whether conf holds the entries of a map one by one, and not as the value of one ${...}.
func reachable(conf *confmap.Conf, keyPath []string, entries map[string]any) bool {
	for key := range entries {
		if !conf.IsSet(strings.Join(append(slices.Clone(keyPath), key), confmap.KeyDelimiter)) {
			return false
		}
	}
	return true
}
