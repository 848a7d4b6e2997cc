// SPDX-License-Identifier: Apache-2.0

// Package migrate rewrites components and keys that were removed or renamed into what this version of the
// collector understands. Each change is reported as a warning that shows the old line, the new YAML and the
// version that made the change. What has no equivalent is an error that says what to use instead.
package migrate

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/faultline-otel/faultline/internal/catalog"
	"github.com/faultline-otel/faultline/internal/confpos"
	"github.com/faultline-otel/faultline/internal/finding"
)

// Migrate changes conf, the merged configuration, in place for a build, and returns what it changed and what it could not.
func Migrate(build catalog.Build, conf map[string]any) []finding.Finding {
	m := &migration{conf: conf}
	for _, step := range []func(*migration){
		topLevel,
		removedComponents,
		loggingExporter,
		jaegerExporter,
		jaegerThriftExporter,
		opencensusExporter,
		elasticExporter,
		sentryExporter,
		renamedTypes,
		queuedRetryProcessor,
		spanMetricsProcessor,
		opencensusReceiver,
		memoryBallastExtension,
		clientKeys,
		serverKeys,
		kafkaKeys,
		receiverKeys,
		processorKeys,
		exporterKeys,
		extensionKeys,
		telemetryAddress,
		unusedComponents(build),
	} {
		step(m)
	}
	return m.findings
}

// sections are the parts of a configuration that hold components.
var sections = []string{"receivers", "processors", "exporters", "connectors", "extensions"}

type migration struct {
	conf     map[string]any
	findings []finding.Finding
}

// changed reports that the value at a key path was rewritten: because says what happened to the old form, write shows the
// new one.
func (m *migration) changed(rule string, keyPath []string, because, write, since string) {
	m.findings = append(m.findings, finding.Finding{
		Severity: finding.Warning, Rule: rule, Position: position(keyPath), KeyPath: keyPath,
		Found: oldLine(keyPath) + because, Write: write, Since: since,
	})
}

// impossible reports what has no equivalent.
func (m *migration) impossible(rule string, keyPath []string, because, write, since string) {
	m.findings = append(m.findings, finding.Finding{
		Severity: finding.Error, Rule: rule, Position: position(keyPath), KeyPath: keyPath,
		Found: oldLine(keyPath) + because, Write: write, Since: since,
	})
}

func position(keyPath []string) confpos.Position {
	p, _ := confpos.Find(keyPath...)
	return p
}

// maxLine is the longest old line that is shown.
const maxLine = 80

// oldLine quotes the line of a key, unless it is long or may hold a secret.
func oldLine(keyPath []string) string {
	p, exact := confpos.Find(keyPath...)
	line := confpos.Line(p)
	if !exact || line == "" || len(line) > maxLine || finding.IsSecret(line) || strings.Contains(line, "@") {
		return ""
	}
	return fmt.Sprintf("%q: ", line)
}

// component is one entry of a section.
type component struct {
	section, id string
	config      map[string]any
}

func (c component) path(keys ...string) []string {
	return append([]string{c.section, c.id}, keys...)
}

// name is what follows the type in an id, "" when there is nothing.
func (c component) name() string {
	_, name, _ := catalog.SplitID(c.id)
	return name
}

// components returns those of a section whose type is one of the given, in order of their ids. A component with no
// configuration, or with one that is no map, has an empty one.
func (m *migration) components(section string, types ...string) []component {
	parts, _ := m.conf[section].(map[string]any)
	var found []component
	for _, id := range slices.Sorted(maps.Keys(parts)) {
		if !slices.Contains(types, catalog.TypeOf(id)) {
			continue
		}
		config, ok := parts[id].(map[string]any)
		if !ok {
			if parts[id] != nil {
				continue // not a map, which explain reports
			}
			config = map[string]any{}
		}
		found = append(found, component{section, id, config})
	}
	return found
}

// add puts a component into a section and returns its id: the one that is given or, if that exists, the same with "migrated"
// at its end.
func (m *migration) add(section, id string, config map[string]any) string {
	parts := childMap(m.conf, section)
	for {
		if _, taken := parts[id]; !taken {
			break
		}
		if !strings.Contains(id, "/") {
			id += "/migrated"
		} else {
			id += "-migrated"
		}
	}
	parts[id] = config
	return id
}

func (m *migration) remove(section, id string) {
	if parts, ok := m.conf[section].(map[string]any); ok {
		delete(parts, id)
	}
}

// replace replaces c by a component of another type, in its section and in all pipelines, and returns the id of that.
func (m *migration) replace(c component, newType, name string, config map[string]any) string {
	m.remove(c.section, c.id)
	id := newType
	if name != "" {
		id += "/" + name
	}
	id = m.add(c.section, id, config)
	confpos.Moved(c.path(), []string{c.section, id})
	m.eachReference(c.section, func(list []any) []any {
		for i := range list {
			if refersTo(list[i], c.id) {
				list[i] = id
			}
		}
		return list
	})
	return id
}

// drop removes a component from its section and from all pipelines.
func (m *migration) drop(c component) {
	m.remove(c.section, c.id)
	m.eachReference(c.section, func(list []any) []any {
		return slices.DeleteFunc(list, func(ref any) bool { return refersTo(ref, c.id) })
	})
}

// refersTo compares ids as the collector does: without the space around type and name.
func refersTo(ref any, id string) bool {
	text, ok := ref.(string)
	return ok && catalog.NormalID(text) == catalog.NormalID(id)
}

// eachReference calls edit for every list that names components of a section, and stores what it returns.
func (m *migration) eachReference(section string, edit func([]any) []any) {
	service, _ := m.conf["service"].(map[string]any)
	if section == "extensions" {
		if list, ok := service["extensions"].([]any); ok {
			service["extensions"] = edit(list)
		}
		return
	}
	for _, p := range m.pipelines() {
		if list, ok := p.config[section].([]any); ok {
			p.config[section] = edit(list)
		}
	}
}

// pipeline is one of service::pipelines.
type pipeline struct {
	id     string
	config map[string]any
}

func (p pipeline) signal() string { return catalog.TypeOf(p.id) }

// pipelineMap returns service::pipelines, nil when that is not a map.
func (m *migration) pipelineMap() map[string]any {
	service, _ := m.conf["service"].(map[string]any)
	all, _ := service["pipelines"].(map[string]any)
	return all
}

// pipelines returns those that are maps, in order of their ids.
func (m *migration) pipelines() []pipeline {
	all := m.pipelineMap()
	var found []pipeline
	for _, id := range slices.Sorted(maps.Keys(all)) {
		if config, ok := all[id].(map[string]any); ok {
			found = append(found, pipeline{id, config})
		}
	}
	return found
}

// using returns the pipelines that name a component.
func (m *migration) using(c component) []pipeline {
	return slices.DeleteFunc(m.pipelines(), func(p pipeline) bool {
		list, _ := p.config[c.section].([]any)
		return !slices.ContainsFunc(list, func(ref any) bool { return refersTo(ref, c.id) })
	})
}

// moveKey moves a value within a component to the end of a path, unless something is there already.
func moveKey(config map[string]any, from string, to ...string) bool {
	value, ok := config[from]
	if !ok {
		return false
	}
	target := config
	for _, key := range to[:len(to)-1] {
		if _, ok := target[key].(map[string]any); !ok && target[key] != nil {
			return false
		}
		target = childMap(target, key)
	}
	delete(config, from)
	if _, taken := target[to[len(to)-1]]; !taken {
		target[to[len(to)-1]] = value
	}
	return true
}

// childMap returns the map at a key, which it makes if there is none.
func childMap(config map[string]any, key string) map[string]any {
	child, ok := config[key].(map[string]any)
	if !ok {
		child = map[string]any{}
		config[key] = child
	}
	return child
}
