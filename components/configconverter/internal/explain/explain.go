// SPDX-License-Identifier: Apache-2.0

// Package explain finds what is malformed in a configuration: components that this build does not have,
// references that lead nowhere, lists in place of maps, invalid names. It finds all faults at once.
package explain

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/featuregate"

	"github.com/faultline-otel/faultline/internal/catalog"
	"github.com/faultline-otel/faultline/internal/finding"
	"github.com/faultline-otel/faultline/internal/nearest"
)

// RuleUnknownKey is the rule about keys that a component does not take.
const RuleUnknownKey = "unknown-key"

// Explain returns the faults of a merged configuration for a build.
func Explain(build catalog.Build, conf map[string]any) []finding.Finding {
	e := &explanation{build: build, conf: conf}
	if e.topLevel() {
		e.components()
		e.keys()
		e.endpoints()
		e.service()
		e.unused()
	}
	e.variables()
	return e.findings
}

type explanation struct {
	build    catalog.Build
	conf     map[string]any
	findings []finding.Finding
	// used are the components that pipelines and service::extensions name, as section and id.
	used map[[2]string]bool
}

func (e *explanation) fault(rule string, keyPath []string, found, write string) {
	e.findings = append(e.findings, finding.Finding{Severity: finding.Error, Rule: rule, KeyPath: keyPath, Found: found, Write: write})
}

func (e *explanation) warn(rule string, keyPath []string, found, write string) {
	e.findings = append(e.findings, finding.Finding{Severity: finding.Warning, Rule: rule, KeyPath: keyPath, Found: found, Write: write})
}

// sections are the keys of a configuration that hold components, with what one of these is called.
var sections = []struct{ key, kind string }{
	{"receivers", "receiver"}, {"processors", "processor"}, {"exporters", "exporter"}, {"connectors", "connector"}, {"extensions", "extension"},
}

var topLevelKeys = []string{"receivers", "processors", "exporters", "connectors", "extensions", "service"}

// topLevel checks the keys at the top. It returns false if there is nothing more to check.
func (e *explanation) topLevel() bool {
	if len(e.conf) == 0 {
		e.fault("empty-configuration", nil, "the configuration is empty", "write receivers, exporters and service::pipelines")
		return false
	}
	for _, key := range slices.Sorted(maps.Keys(e.conf)) {
		if slices.Contains(topLevelKeys, key) {
			continue
		}
		write := "the keys are " + strings.Join(topLevelKeys, ", ")
		switch near := nearest.Name(key, topLevelKeys); {
		case near != "":
			write = "write " + near
		case key == "pipelines" || key == "telemetry":
			write = "write it under service"
		}
		e.fault("unknown-section", []string{key}, "there is no section "+key, write)
	}
	for _, key := range topLevelKeys {
		e.mustBeMap([]string{key}, e.conf[key], "a map of "+key)
	}
	return true
}

// mustBeMap reports a value that is neither a map nor nothing, and returns the map.
func (e *explanation) mustBeMap(keyPath []string, value any, what string) map[string]any {
	switch v := value.(type) {
	case nil:
		return nil
	case map[string]any:
		return v
	case []any:
		write := "write key: value lines without the dash before them"
		if len(v) > 0 {
			if name, ok := v[0].(string); ok {
				write = "write " + name + ": on a line of its own, without the dash"
			}
		}
		e.fault("list-for-map", keyPath, fmt.Sprintf("a list, where %s is required", what), write)
	default:
		shown := show(v)
		if finding.IsSecret(keyPath[len(keyPath)-1]) {
			shown = finding.Hidden
		}
		e.fault("value-for-map", keyPath, fmt.Sprintf("the %s %s, where %s is required", kindOf(v), shown, what), "write key: value lines, further indented than "+keyPath[len(keyPath)-1]+", with a space after each colon")
	}
	return nil
}

func kindOf(value any) string {
	switch value.(type) {
	case string:
		return "string"
	case bool:
		return "boolean"
	case map[string]any:
		return "map"
	case []any:
		return "list"
	}
	return "number"
}

// maxShown is the longest value that is shown.
const maxShown = 40

func show(value any) string {
	text := fmt.Sprint(value)
	if len(text) > maxShown {
		text = text[:maxShown] + "…"
	}
	return strconv.Quote(text)
}

// components checks the ids and types of the components.
func (e *explanation) components() {
	for _, section := range sections {
		parts, _ := e.conf[section.key].(map[string]any)
		seen := map[string]string{}
		for _, id := range slices.Sorted(maps.Keys(parts)) {
			keyPath := []string{section.key, id}
			if !e.validID(keyPath, id) {
				continue
			}
			if other, twice := seen[catalog.NormalID(id)]; twice {
				e.fault("duplicate-id", keyPath, fmt.Sprintf("%s is the same as %s", id, other), "give it another name after the slash")
			}
			seen[catalog.NormalID(id)] = id
			kind := catalog.TypeOf(id)
			e.knownType(section.key, section.kind, keyPath, kind)
			e.mustBeMap(keyPath, parts[id], "a map with the configuration of "+id)
		}
	}
	connectors, _ := e.conf["connectors"].(map[string]any)
	for _, id := range slices.Sorted(maps.Keys(connectors)) {
		for _, section := range []string{"receivers", "exporters"} {
			if e.defined(section, id) {
				e.fault("ambiguous-id", []string{"connectors", id}, fmt.Sprintf("%s is the id of a connector and also one of %s", id, section), "write "+id+"/connector here and in the pipelines")
			}
		}
	}
}

func (e *explanation) validID(keyPath []string, id string) bool {
	kind, name, named := catalog.SplitID(id)
	switch {
	case !catalog.IsType(kind):
		e.fault("invalid-id", keyPath, show(kind)+" is not a type of component", "write type or type/name: a type has letters, digits and _")
	case named && name == "":
		e.fault("invalid-id", keyPath, show(id)+" has no name after the slash", "write "+kind+" or "+kind+"/name")
	default:
		return true
	}
	return false
}

// besides is what to do about a component that neither flavour has: no version of it is known to build with this core.
const besides = "leave that part to an otelcol-contrib, connected by OTLP"

// knownType reports a type that this build does not have: misspelt, of another section, in otelcol-contrib only, or unknown.
func (e *explanation) knownType(section, kind string, keyPath []string, name string) {
	c, known := catalog.Lookup(kind, name)
	if known && e.build.Has(c) || !e.build.Faultline {
		return
	}
	for _, other := range sections {
		if other.kind == kind || known {
			continue
		}
		if c, ok := catalog.Lookup(other.kind, name); ok && e.build.Has(c) {
			e.fault("wrong-section", keyPath, fmt.Sprintf("%s is %s, and no %s", name, article(other.kind), kind), "write it under "+other.key)
			return
		}
	}
	near := e.build.Nearest(kind, name)
	suggestion := "`components` lists the " + section + " of this build"
	if near != "" {
		suggestion = "write " + near + ", if that is what you mean"
	}
	if known {
		where := "otelcol-contrib has it, this build does not"
		switch {
		case c.Flavour == "contrib":
			where = "otelcol-faultline-contrib has it, this build does not"
			suggestion = "use otelcol-faultline-contrib"
		case near == "":
			suggestion = "take it out, or " + besides
		default:
			suggestion = "take it out, " + besides + ", or " + suggestion
		}
		e.fault("missing-component", keyPath, fmt.Sprintf("unknown %s %s: %s", kind, name, where), suggestion)
		return
	}
	e.fault("unknown-component", keyPath, fmt.Sprintf("unknown %s %s: neither this build nor otelcol-contrib has it", kind, name), suggestion)
}

func article(kind string) string {
	if kind == "exporter" || kind == "extension" {
		return "an " + kind
	}
	return "a " + kind
}

// defined reports whether a section has a component. Ids are compared as the collector does it.
func (e *explanation) defined(section, id string) bool {
	parts, _ := e.conf[section].(map[string]any)
	if _, ok := parts[id]; ok {
		return true
	}
	for other := range parts {
		if catalog.NormalID(other) == catalog.NormalID(id) {
			return true
		}
	}
	return false
}

// unused reports components that nothing refers to: the collector does not start them.
func (e *explanation) unused() {
	for _, section := range sections {
		parts, _ := e.conf[section.key].(map[string]any)
		for _, id := range slices.Sorted(maps.Keys(parts)) {
			if !e.used[[2]string{section.key, catalog.NormalID(id)}] {
				where := "a pipeline"
				if section.key == "extensions" {
					where = "service::extensions"
				}
				e.warn("unused-component", []string{section.key, id}, fmt.Sprintf("the %s %s is not used", section.kind, id), "name it in "+where+", or delete it")
			}
		}
	}
}

// Feature gates of the collector.
const (
	// profilesGate is the one without which a pipeline of profiles is refused.
	profilesGate = "service.profilesSupport"
	// noPipelinesGate allows a configuration of extensions alone.
	noPipelinesGate = "service.AllowNoPipelines"
)

func gateEnabled(id string) bool {
	enabled := false
	featuregate.GlobalRegistry().VisitAll(func(gate *featuregate.Gate) {
		if gate.ID() == id {
			enabled = gate.IsEnabled()
		}
	})
	return enabled
}
