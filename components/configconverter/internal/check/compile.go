// SPDX-License-Identifier: Apache-2.0

package check

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	otelpipeline "go.opentelemetry.io/collector/pipeline"

	"github.com/faultline-otel/faultline/internal/catalog"
)

// maxFaults bounds how often one component is compiled to find all of its faults.
const maxFaults = 50

// doesNotCompile decodes, validates and creates each component that has a compiler, with upstream's own code.
// That stops at the first fault of a component. So the list element at fault, or the setting that cannot be
// decoded, is removed and the component compiled again, until nothing more is found.
func doesNotCompile(c *configuration, report report) {
	for _, section := range []string{extensions, processors, connectors, exporters} {
		for _, p := range c.parts(section) {
			if compiler, ok := compilers[section][p.typ]; ok {
				compiler.faults(p, c.uses(p), report)
			}
		}
	}
}

// uses returns the signals for which a component would be created, none if no pipeline uses it.
func (c *configuration) uses(p part) []use {
	if p.section == extensions {
		if slices.Contains(c.enabled, p.id) {
			return []use{{}}
		}
		return nil
	}
	var from, to []string
	for _, pl := range c.pipelines {
		if slices.Contains(pl.processors, p.id) || slices.Contains(pl.exporters, p.id) {
			from = append(from, pl.signal)
		}
		if slices.Contains(pl.receivers, p.id) {
			to = append(to, pl.signal)
		}
	}
	if p.section != connectors {
		to = []string{""}
	}
	var uses []use
	for _, f := range from {
		for _, t := range to {
			if u := (use{f, t}); !slices.Contains(uses, u) {
				uses = append(uses, u)
			}
		}
	}
	return uses
}

func (cmp compiler) faults(p part, uses []use, report report) {
	settings := newPrunable(p.settings)
	reported := map[string]bool{}
	for range maxFaults {
		err := cmp.compile(p.id, settings.tree, uses)
		if err == nil {
			return
		}
		var located [][]string
		for _, layers := range layersOf(err) {
			fault := strings.Join(layers, "")
			if settings.isAboutRemoved(fault) {
				continue // such as that a setting is missing which was of a wrong type
			}
			keyPath, message := locate(layers, settings.tree)
			message = p.withoutSecrets(message)
			if isOTTL(fault) && !isListedString(settings.tree, keyPath) {
				if blamed := cmp.blame(p.id, settings.tree, uses, fault); blamed != nil {
					keyPath = blamed
				}
			}
			text := strings.Join(p.path(settings.original(keyPath)...), "::") + message
			if !reported[text] {
				reported[text] = true
				found, write := remedy(message)
				report(found, write, p.path(settings.original(keyPath)...)...)
			}
			located = append(located, keyPath)
		}
		more := settings.cut(located)
		if _, undecoded := errors.AsType[*undecodedError](err); undecoded && !more {
			more = settings.remove(located)
		}
		if !more {
			return
		}
	}
}

func isOTTL(fault string) bool {
	return strings.Contains(fault, "OTTL") || strings.Contains(fault, "statement") || strings.Contains(fault, "condition")
}

// maxTrials bounds how many statements are left out, one after the other, to find which is at fault.
const maxTrials = 200

// blame finds the OTTL statement or condition without which a fault disappears. The error itself does not
// tell: upstream rewrites statements before it quotes them, and does not quote some at all.
func (cmp compiler) blame(id string, tree map[string]any, uses []use, fault string) (keyPath []string) {
	var candidates [][]string
	walk(tree, nil, func(keyPath []string, _ any) {
		if isListedString(tree, keyPath) {
			candidates = append(candidates, slices.Clone(keyPath))
		}
	})
	if len(candidates) > maxTrials {
		return nil
	}
	for _, candidate := range candidates {
		trial := newPrunable(tree)
		last := len(candidate) - 1
		index, _ := strconv.Atoi(candidate[last])
		list := asList(follow(trial.tree, candidate[:last]))
		trial.set(candidate[:last], slices.Delete(list, index, index+1))
		err := cmp.compile(id, trial.tree, uses)
		if err == nil || !slices.ContainsFunc(layersOf(err), func(layers []string) bool { return strings.Join(layers, "") == fault }) {
			return candidate
		}
	}
	return nil
}

// isListedString reports whether a key path leads to a string in a list.
func isListedString(tree map[string]any, keyPath []string) bool {
	if len(keyPath) < 2 {
		return false
	}
	_, inList := follow(tree, keyPath[:len(keyPath)-1]).([]any)
	_, isString := follow(tree, keyPath).(string)
	return inList && isString
}

// compile returns the error with which upstream's code refuses the settings of a component, if it does.
func (cmp compiler) compile(id string, settings map[string]any, uses []use) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("cannot be loaded: %v", r)
		}
	}()
	cfg := cmp.CreateDefaultConfig()
	if err := confmap.NewFromStringMap(copyTree(settings).(map[string]any)).Unmarshal(cfg); err != nil {
		return &undecodedError{err}
	}
	if err := confmap.Validate(cfg); err != nil {
		return err
	}
	_, name, _ := catalog.SplitID(id)
	var componentID component.ID
	if componentID.UnmarshalText([]byte(cmp.Type().String()+"/"+name)) != nil {
		componentID = component.NewID(cmp.Type())
	}
	for _, u := range uses {
		if err := cmp.createOnce(componentID, cfg, u); err != nil {
			return err
		}
	}
	return nil
}

func (cmp compiler) createOnce(id component.ID, cfg component.Config, u use) error {
	ctx := context.Background()
	sampling, isSampler := cfg.(*tailsamplingprocessor.Config)
	if isSampler {
		// To compile the policies, neither the memory that these settings reserve nor a running storage is needed.
		sampling.DecisionCache = tailsamplingprocessor.DecisionCacheConfig{}
		sampling.DecisionWait, sampling.ExpectedNewTracesPerSec, sampling.NumShards = time.Second, 0, 1
		sampling.TailStorageID = nil
	}
	created, err := cmp.create(ctx, id, cfg, u)
	if errors.Is(err, errUnsupported) || errors.Is(err, otelpipeline.ErrSignalNotSupported) || errors.Is(err, fs.ErrNotExist) {
		return nil // a wrong signal and files that are missing have rules of their own
	}
	if err != nil {
		return err
	}
	if isSampler {
		// It compiles its policies when it starts, and does nothing else then: it has no spans.
		err = created.Start(ctx, noExtensions{})
	}
	return errors.Join(err, created.Shutdown(ctx))
}

// undecodedError says that settings have a wrong form or type, so that nothing else of them was looked at.
type undecodedError struct{ error }

func (e *undecodedError) Unwrap() error { return e.error }

// remedies say what to write instead, by words in upstream's message.
var remedies = []struct{ message, write string }{
	{"unknown sampling policy type", "write one of always_sample, and, boolean_attribute, bytes_limiting, composite, drop, latency, not, numeric_attribute, ottl_condition, probabilistic, rate_limiting, span_count, status_code, string_attribute, trace_flags, trace_state"},
	{"status code", "write OK, ERROR or UNSET, in capitals"},
	{"duplicate policy name", "give each policy a name of its own"},
	{"duplicate dimension name", "remove it: each dimension once, and service.name, span.name, span.kind, status.code and collector.instance.id are always there"},
	{"error parsing regexp", "write a regular expression in the syntax of RE2, with $$ for each $"},
	{"OTTL", "correct it: the paths and functions are those of its context in OTTL"},
	{"statement", "correct it: the paths and functions are those of its context in OTTL"},
	{"condition", "correct it: the paths and functions are those of its context in OTTL"},
	{"resolver", "write one of resolver::static, dns, k8s and aws_cloud_map"},
	{"routing_key", "write traceID, service, or another key that the README of load_balancing lists for this signal"},
	{"has invalid keys", "remove it, or correct its name"},
	{"unconvertible type", "write a value of that type"},
	{"time: ", "write a number with a unit (ms, s, m, h), such as 30s"},
	{"directory must exist", "create it, or write create_directory: true"},
}

// remedy divides a message into what was found and what to write instead. Our own components say both;
// for upstream's, the latter is looked up.
func remedy(message string) (found, write string) {
	if at := strings.LastIndex(message, "; write "); at >= 0 {
		return message[:at], message[at+len("; "):]
	}
	for _, r := range remedies {
		if strings.Contains(message, r.message) {
			return message, r.write
		}
	}
	return message, "correct or remove it"
}
