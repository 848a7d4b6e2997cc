// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/faultline-otel/faultline/internal/catalog"
	"github.com/faultline-otel/faultline/internal/nearest"
)

var (
	serviceKeys   = []string{"extensions", "pipelines", "telemetry"}
	telemetryKeys = []string{"logs", "metrics", "traces", "resource"}
	pipelineKeys  = []string{"receivers", "processors", "exporters"}
	signals       = []string{"traces", "metrics", "logs", "profiles"}
)

func (e *explanation) service() {
	e.used = map[[2]string]bool{}
	value, ok := e.conf["service"]
	if !ok || value == nil {
		if gateEnabled(noPipelinesGate) {
			return
		}
		e.fault("no-service", []string{"service"}, "there is no section service, and so no pipeline", "write service: {pipelines: {traces: {receivers: [...], exporters: [...]}}}")
		return
	}
	service, ok := value.(map[string]any)
	if !ok {
		return
	}
	e.knownKeys([]string{"service"}, service, serviceKeys)
	for i, ref := range e.references([]string{"service", "extensions"}, service["extensions"]) {
		e.reference([]string{"service", "extensions", strconv.Itoa(i)}, ref, "extension", "extensions")
	}
	telemetry := e.mustBeMap([]string{"service", "telemetry"}, service["telemetry"], "a map of logs, metrics, traces and resource")
	e.knownKeys([]string{"service", "telemetry"}, telemetry, telemetryKeys)
	for _, key := range telemetryKeys {
		e.mustBeMap([]string{"service", "telemetry", key}, telemetry[key], "a map")
	}
	e.pipelines(service)
	e.connectors()
}

// knownKeys reports keys that are none of those that there are.
func (e *explanation) knownKeys(keyPath []string, values map[string]any, known []string) {
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if slices.Contains(known, key) {
			continue
		}
		write := "the keys are " + strings.Join(known, ", ")
		if near := nearest.Name(key, known); near != "" {
			write = "write " + near
		}
		e.fault(RuleUnknownKey, append(slices.Clone(keyPath), key), fmt.Sprintf("there is no key %s here", key), write)
	}
}

func (e *explanation) pipelines(service map[string]any) {
	keyPath := []string{"service", "pipelines"}
	pipelines := e.mustBeMap(keyPath, service["pipelines"], "a map of pipelines")
	if len(pipelines) == 0 {
		if gateEnabled(noPipelinesGate) || service["pipelines"] != nil && pipelines == nil {
			return
		}
		e.fault("no-pipeline", keyPath, "there is no pipeline", "write pipelines: {traces: {receivers: [...], exporters: [...]}}")
		return
	}
	for _, id := range slices.Sorted(maps.Keys(pipelines)) {
		keyPath := []string{"service", "pipelines", id}
		signal, name, named := catalog.SplitID(id)
		switch {
		case !slices.Contains(signals, signal):
			write := "write one of " + strings.Join(signals, ", ") + ", with a name after a slash when there are several"
			if near := nearest.Name(signal, signals); near != "" {
				write = "write " + near
			}
			e.fault("unknown-signal", keyPath, show(signal)+" is not a signal", write)
		case named && name == "":
			e.fault("invalid-id", keyPath, show(id)+" has no name after the slash", "write "+signal+" or "+signal+"/name")
		case signal == "profiles" && !gateEnabled(profilesGate):
			e.fault("profiles-gate", keyPath, "pipelines of profiles are behind a feature gate", "start with --feature-gates="+profilesGate)
		}
		pipeline, ok := pipelines[id].(map[string]any)
		if !ok {
			if e.mustBeMap(keyPath, pipelines[id], "a map of receivers, processors and exporters"); pipelines[id] == nil {
				pipeline = map[string]any{}
			} else {
				continue
			}
		}
		e.pipeline(keyPath, signal, pipeline)
	}
}

func (e *explanation) pipeline(keyPath []string, signal string, pipeline map[string]any) {
	e.knownKeys(keyPath, pipeline, pipelineKeys)
	for _, section := range sections[:3] {
		path := append(slices.Clone(keyPath), section.key)
		references := e.references(path, pipeline[section.key])
		if section.key != "processors" && len(references) == 0 && isEmpty(pipeline[section.key]) {
			e.fault("empty-pipeline", path, "the pipeline has no "+section.key, "write "+section.key+": ["+e.someID(section.key)+"]")
		}
		seen := map[string]bool{}
		for i, ref := range references {
			at := append(slices.Clone(path), strconv.Itoa(i))
			e.reference(at, ref, section.kind, section.key)
			if seen[catalog.NormalID(ref)] {
				e.fault("duplicate-reference", at, ref+" is listed twice", "delete one of the two")
			}
			seen[catalog.NormalID(ref)] = true
			e.supports(at, section.key, section.kind, ref, signal)
		}
	}
}

func isEmpty(value any) bool {
	list, ok := value.([]any)
	return value == nil || ok && len(list) == 0
}

// someID names a component that could be meant.
func (e *explanation) someID(section string) string {
	parts, _ := e.conf[section].(map[string]any)
	for _, id := range slices.Sorted(maps.Keys(parts)) {
		return id
	}
	if section == "receivers" {
		return "otlp"
	}
	return "debug"
}

// references returns a list of ids; a map or a text in its place is a fault.
func (e *explanation) references(keyPath []string, value any) []string {
	switch v := value.(type) {
	case nil:
	case []any:
		var ids []string
		for i, element := range v {
			id, ok := element.(string)
			if !ok {
				write := "write the id of a component"
				if m, isMap := element.(map[string]any); isMap && len(m) == 1 {
					write = "write " + slices.Collect(maps.Keys(m))[0] + ", without a colon: what configures it is written in the section of that name"
				}
				e.fault("no-reference", append(slices.Clone(keyPath), strconv.Itoa(i)), fmt.Sprintf("a %s, where the id of a component is required", kindOf(element)), write)
				id = ""
			}
			ids = append(ids, id)
		}
		return ids
	case map[string]any:
		e.fault("map-for-list", keyPath, "a map, where a list of ids is required", "write "+keyPath[len(keyPath)-1]+": ["+strings.Join(slices.Sorted(maps.Keys(v)), ", ")+"]")
	case string:
		// The collector takes one text as a list of one.
		return []string{v}
	default:
		e.fault("value-for-list", keyPath, fmt.Sprintf("the %s %s, where a list of ids is required", kindOf(v), show(v)), "write "+keyPath[len(keyPath)-1]+": ["+e.someID(keyPath[len(keyPath)-1])+"]")
	}
	return nil
}

// reference reports an id that leads to no component, and notes the one that it leads to.
func (e *explanation) reference(keyPath []string, id, kind, section string) {
	if id == "" {
		return
	}
	found := false
	for _, s := range []string{section, "connectors"} {
		if (s == section || section == "receivers" || section == "exporters") && e.defined(s, id) {
			e.used[[2]string{s, catalog.NormalID(id)}] = true
			found = true
		}
	}
	if found {
		return
	}
	var ids []string
	for _, s := range []string{section, "connectors"} {
		if s == section || section == "receivers" || section == "exporters" {
			parts, _ := e.conf[s].(map[string]any)
			ids = append(ids, slices.Collect(maps.Keys(parts))...)
		}
	}
	write := "write " + id + ": under " + section + ", or take it out here; was it meant for a second --config?"
	if near := nearest.Name(id, ids); near != "" {
		write = "write " + near
	}
	for _, other := range sections {
		if other.key != section && e.defined(other.key, id) && (other.key != "connectors" || section == "processors") {
			write = "it is one of " + other.key + ": write it there"
		}
	}
	e.fault("undefined-reference", keyPath, fmt.Sprintf("the %s %s is not defined", kind, id), write)
}

// supports reports a component in a pipeline of a signal that it does not have.
func (e *explanation) supports(keyPath []string, section, kind, id, signal string) {
	if id == "" || !slices.Contains(signals, signal) || !e.defined(section, id) {
		return
	}
	name := catalog.TypeOf(id)
	c, ok := catalog.Lookup(kind, name)
	if !ok || !e.build.Has(c) || len(c.Signals) == 0 || slices.Contains(c.Signals, signal) {
		return
	}
	e.fault("wrong-signal", keyPath, fmt.Sprintf("the %s %s does not take %s", kind, id, signal), "it takes "+strings.Join(c.Signals, ", ")+": name it in a pipeline of these")
}

// connectors reports connectors that are at one end only: each is an exporter of one pipeline and a receiver of another.
func (e *explanation) connectors() {
	connectors, _ := e.conf["connectors"].(map[string]any)
	service, _ := e.conf["service"].(map[string]any)
	pipelines, _ := service["pipelines"].(map[string]any)
	for _, id := range slices.Sorted(maps.Keys(connectors)) {
		in, out := "", ""
		for _, p := range slices.Sorted(maps.Keys(pipelines)) {
			pipeline, _ := pipelines[p].(map[string]any)
			if names(pipeline["exporters"], id) {
				in = p
			}
			if names(pipeline["receivers"], id) {
				out = p
			}
		}
		keyPath := []string{"connectors", id}
		switch {
		case in != "" && out == "":
			e.fault("half-connector", keyPath, fmt.Sprintf("the connector %s is an exporter of %s, and a receiver of no pipeline", id, in), "name it under receivers of a pipeline, too")
		case in == "" && out != "":
			e.fault("half-connector", keyPath, fmt.Sprintf("the connector %s is a receiver of %s, and an exporter of no pipeline", id, out), "name it under exporters of a pipeline, too")
		}
	}
}

func names(list any, id string) bool {
	if text, ok := list.(string); ok {
		return catalog.NormalID(text) == catalog.NormalID(id)
	}
	ids, _ := list.([]any)
	return slices.ContainsFunc(ids, func(ref any) bool {
		text, ok := ref.(string)
		return ok && catalog.NormalID(text) == catalog.NormalID(id)
	})
}
