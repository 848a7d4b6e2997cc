// SPDX-License-Identifier: Apache-2.0

package configconverter

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"reflect"
	"slices"
	"strings"

	"go.opentelemetry.io/collector/confmap"
	"go.uber.org/zap"

	"github.com/faultline-otel/faultline/components/configconverter/catalog"
	"github.com/faultline-otel/faultline/components/configconverter/check"
	"github.com/faultline-otel/faultline/components/configconverter/explain"
	"github.com/faultline-otel/faultline/components/configconverter/finding"
	"github.com/faultline-otel/faultline/components/configconverter/migrate"
	"github.com/faultline-otel/faultline/components/fileprovider"
	"github.com/faultline-otel/faultline/internal/confpos"
)

// Environment variables that steer the converter.
const (
	// envMigrate set to off leaves old parts and keys as they are.
	envMigrate = "FAULTLINE_MIGRATE"
	// envCheck set to strict makes errors of all advice, set to off leaves advice out.
	envCheck = "FAULTLINE_CHECK"
	// envIgnore lists the rules, with commas between them, whose warnings are left out.
	envIgnore = "FAULTLINE_CHECK_IGNORE"
	// envFormat set to json makes `validate` write one JSON object a line to standard output.
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
	// validate says that the command is `validate`, which drops what is logged, so that findings have to be written.
	validate       bool
	stdout, stderr io.Writer
}

// Convert migrates conf in place, and returns all its faults as one error, a line each. The rest is logged, or
// written by `validate`.
func (c *converter) Convert(_ context.Context, conf *confmap.Conf) error {
	findings := fileprovider.Faults()
	before, after := conf.ToStringMap(), conf.ToStringMap()
	if os.Getenv(envMigrate) != "off" {
		findings = append(findings, migrate.Migrate(c.build, after)...)
		if err := apply(conf, before, after); err != nil {
			return fmt.Errorf("configuration could not be migrated: %w", err)
		}
	}
	findings = append(findings, explain.Explain(c.build, after)...)
	findings = slices.DeleteFunc(findings, ignored())
	findings = append(findings, checked(after, findings)...)
	finding.Locate(findings)
	c.report(findings)
	if err := finding.Err(findings); err != nil {
		return &faults{err}
	}
	return nil
}

// checked is what check finds, by the wish of the environment, less what is known by another name already.
func checked(conf map[string]any, known []finding.Finding) []finding.Finding {
	off, strict := os.Getenv(envCheck) == "off", os.Getenv(envCheck) == "strict"
	isIgnored := ignored()
	findings := slices.DeleteFunc(check.Check(conf), func(f finding.Finding) bool {
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

// isExpanded says whether a finding is that a value has the wrong type, and the value came from ${...}: of these the
// collector also has the text, which check has not.
func isExpanded(f finding.Finding) bool {
	raw, ok := confpos.Raw(f.KeyPath...)
	return ok && strings.Contains(raw, "${") && strings.Contains(f.Found, "unconvertible type")
}

// ignored says which warnings the environment silences.
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

// faults puts each fault on a line of its own, below what the collector writes before it.
type faults struct{ err error }

func (f *faults) Error() string { return "the configuration has faults:\n" + f.err.Error() }

func (f *faults) Unwrap() error { return f.err }

// apply brings conf from before to after, and touches nothing else: values that came from ${...} have two forms, of which
// only conf knows both.
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

// difference returns what to delete and then to merge.
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

// reachable says whether conf holds the entries of a map one by one, and not as the value of one ${...}.
func reachable(conf *confmap.Conf, keyPath []string, entries map[string]any) bool {
	for key := range entries {
		if !conf.IsSet(strings.Join(append(slices.Clone(keyPath), key), confmap.KeyDelimiter)) {
			return false
		}
	}
	return true
}
