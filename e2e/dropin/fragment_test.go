// SPDX-License-Identifier: Apache-2.0

package dropin

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// stubs are the least that parts need which fragments name and do not configure.
var stubs = map[string]map[string]string{
	"receivers": {
		"otlp":       "protocols: {grpc: {endpoint: 'localhost:0'}}",
		"prometheus": "config: {scrape_configs: [{job_name: stub}]}",
		"file_log":   "include: [/var/log/*.log]",
		"filelog":    "include: [/var/log/*.log]",
	},
	"exporters": {
		"otlp":                    "endpoint: localhost:4317",
		"otlp_grpc":               "endpoint: localhost:4317",
		"otlphttp":                "endpoint: http://localhost:4318",
		"otlp_http":               "endpoint: http://localhost:4318",
		"prometheus":              "endpoint: localhost:8889",
		"prometheusremotewrite":   "endpoint: http://localhost:9009/api/v1/push",
		"prometheus_remote_write": "endpoint: http://localhost:9009/api/v1/push",
		"file":                    "path: ./stub.json",
		"zipkin":                  "endpoint: http://localhost:9411/api/v2/spans",
	},
	"processors": {
		"memory_limiter": "{check_interval: 1s, limit_mib: 512}",
		"resource":       "attributes: [{key: stub, value: stub, action: insert}]",
		"attributes":     "actions: [{key: stub, value: stub, action: insert}]",
	},
}

const (
	stubReceiver = "otlp/stub"
	stubExporter = "nop/stub"
)

// leftOut are lines of dots, which stand for something that a README leaves out.
var leftOut = regexp.MustCompile(`(?m)^[ \t]*\.+[ \t]*$`)

// placeholders are the names that stand for any part of a kind.
var placeholders = map[string]map[string]string{
	"receivers":  {"foo": "otlp", "bar": "otlp"},
	"processors": {"foo": "batch", "bar": "batch"},
	"exporters":  {"foo": "nop", "bar": "nop"},
}

func placeholder(kind, id string) string {
	typ, name, named := strings.Cut(id, "/")
	stands, ok := placeholders[kind][typ]
	switch {
	case !ok:
		return id
	case named:
		return stands + "/" + typ + "_" + name
	default:
		return stands + "/" + typ
	}
}

var errNotConfiguration = errors.New("not a configuration of a collector")

// fragment turns what a README shows into documents that are whole configurations: one for each document of the block.
// at is the key path under which the block belongs; when it is empty, it is found by the block's keys.
func fragment(all []part, owner part, block []byte, at string) ([]byte, error) {
	var content any
	if err := yaml.Unmarshal(leftOut.ReplaceAll(block, nil), &content); err != nil {
		return nil, err
	}
	config, err := place(owner, content, at)
	if err != nil {
		return nil, err
	}
	w := whole{all: all, config: config}
	if err := w.complete(); err != nil {
		return nil, err
	}
	return yaml.Marshal(w.config)
}

// place finds the section that content belongs to.
func place(owner part, content any, at string) (map[string]any, error) {
	if at != "" {
		for _, key := range slices.Backward(strings.Split(at, "::")) {
			if key == "[]" {
				content = []any{content}
			} else {
				content = map[string]any{key: content}
			}
		}
		return content.(map[string]any), nil
	}
	keys, ok := content.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("a %T, whose place no key tells", content)
	}
	if _, kubernetes := keys["apiVersion"]; kubernetes {
		return nil, errNotConfiguration
	}
	own := true
	for key := range keys {
		if key == "service" || slices.Contains(kinds, key) {
			return keys, nil
		}
		typ, _, _ := strings.Cut(key, "/")
		own = own && owner.is(typ)
	}
	if own {
		return map[string]any{owner.kind: keys}, nil
	}
	return map[string]any{owner.kind: map[string]any{owner.name: keys}}, nil
}

// A whole is a configuration under completion.
type whole struct {
	all    []part
	config map[string]any
}

// complete adds what the service section names and the configuration does not define, and a pipeline of
// each signal for what is defined and in no pipeline.
func (w *whole) complete() error {
	for kind := range placeholders {
		section, err := w.section(kind)
		if err != nil {
			return err
		}
		for _, id := range slices.Sorted(maps.Keys(section)) {
			if stands := placeholder(kind, id); stands != id {
				section[stands] = section[id]
				delete(section, id)
			}
		}
	}
	service, err := w.section("service")
	if err != nil {
		return err
	}
	pipelines, ok := service["pipelines"].(map[string]any)
	if !ok {
		pipelines = map[string]any{}
		service["pipelines"] = pipelines
	}
	used := map[string]bool{}
	for _, id := range slices.Sorted(maps.Keys(pipelines)) {
		if err := w.completePipeline(pipelines, id, used); err != nil {
			return err
		}
	}
	enabled, _ := service["extensions"].([]any)
	for _, id := range enabled {
		if err := w.define("extensions", fmt.Sprint(id)); err != nil {
			return err
		}
	}
	extensions, err := w.section("extensions")
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(extensions)) {
		if !slices.Contains(enabled, any(id)) {
			enabled = append(enabled, id)
		}
	}
	if len(enabled) > 0 {
		service["extensions"] = enabled
	}
	for _, kind := range kinds[:4] {
		if err := w.use(kind, pipelines, used); err != nil {
			return err
		}
	}
	if len(pipelines) == 0 {
		pipelines["traces/stub"] = w.pipeline(stubReceiver, "", stubExporter)
	}
	return w.fillEmpty()
}

func (w *whole) section(name string) (map[string]any, error) {
	switch section := w.config[name].(type) {
	case map[string]any:
		return section, nil
	case nil:
		empty := map[string]any{}
		w.config[name] = empty
		return empty, nil
	default:
		return nil, fmt.Errorf("%s is a %T", name, section)
	}
}

func (w *whole) completePipeline(pipelines map[string]any, id string, used map[string]bool) error {
	pipeline, ok := pipelines[id].(map[string]any)
	if !ok {
		pipeline = map[string]any{}
		pipelines[id] = pipeline
	}
	for _, kind := range kinds[:3] {
		var kept []any
		named, _ := pipeline[kind].([]any)
		for _, name := range named {
			id := fmt.Sprint(name)
			if id == "..." || id == "<nil>" {
				continue // something the README leaves out
			}
			id = placeholder(kind, id)
			kept = append(kept, id)
			defined := kind
			if kind != "processors" && w.isConnector(id) {
				defined = "connectors"
			}
			used[defined+" "+id] = true
			if err := w.define(defined, id); err != nil {
				return err
			}
		}
		switch {
		case len(kept) > 0:
			pipeline[kind] = kept
		case kind == "receivers":
			pipeline[kind] = []any{w.stub(stubReceiver)}
		case kind == "exporters":
			pipeline[kind] = []any{w.stub(stubExporter)}
		default:
			delete(pipeline, kind)
		}
	}
	return nil
}

func (w *whole) isConnector(id string) bool {
	connectors, _ := w.config["connectors"].(map[string]any)
	if _, defined := connectors[id]; defined {
		return true
	}
	typ, _, _ := strings.Cut(id, "/")
	return find(w.all, "connectors", typ) != nil && find(w.all, "exporters", typ) == nil && find(w.all, "receivers", typ) == nil
}

// define adds a part of which only the id is known.
func (w *whole) define(kind, id string) error {
	section, err := w.section(kind)
	if err != nil {
		return err
	}
	if _, defined := section[id]; !defined {
		section[id] = nil
	}
	return nil
}

func (w *whole) stub(id string) string {
	kind := "receivers"
	if id == stubExporter {
		kind = "exporters"
	}
	section, _ := w.section(kind)
	section[id] = nil
	return id
}

func (w *whole) pipeline(receiver, processor, exporter string) map[string]any {
	if receiver == stubReceiver {
		w.stub(receiver)
	}
	if exporter == stubExporter {
		w.stub(exporter)
	}
	pipeline := map[string]any{"receivers": []any{receiver}, "exporters": []any{exporter}}
	if processor != "" {
		pipeline["processors"] = []any{processor}
	}
	return pipeline
}

// use gives each part of a kind that is in no pipeline one of each signal that it takes.
func (w *whole) use(kind string, pipelines map[string]any, used map[string]bool) error {
	section, err := w.section(kind)
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(section)) {
		typ, _, _ := strings.Cut(id, "/")
		p := find(w.all, kind, typ)
		if p == nil || used[kind+" "+id] || id == stubReceiver || id == stubExporter {
			continue // validate says what it thinks of a part that the build has not
		}
		name := strings.ReplaceAll(id, "/", "_")
		for _, signal := range p.signals {
			key := fmt.Sprintf("%s/%s_%s", signal, kind, name)
			switch kind {
			case "receivers":
				pipelines[key] = w.pipeline(id, "", stubExporter)
			case "processors":
				pipelines[key] = w.pipeline(stubReceiver, id, stubExporter)
			case "exporters":
				pipelines[key] = w.pipeline(stubReceiver, "", id)
			}
		}
		for _, pair := range p.pairs {
			pipelines[fmt.Sprintf("%s/to_%s", pair[0], name)] = w.pipeline(stubReceiver, "", id)
			pipelines[fmt.Sprintf("%s/from_%s", pair[1], name)] = w.pipeline(id, "", stubExporter)
		}
	}
	return nil
}

// fillEndpoints gives exporters an endpoint whose example is about something else.
func (w *whole) fillEndpoints() error {
	exporters, err := w.section("exporters")
	if err != nil {
		return err
	}
	for id, config := range exporters {
		settings, ok := config.(map[string]any)
		if !ok || strings.Contains(strings.Join(slices.Collect(maps.Keys(settings)), " "), "endpoint") {
			continue
		}
		typ, _, _ := strings.Cut(id, "/")
		if endpoint, ok := strings.CutPrefix(stubs["exporters"][typ], "endpoint: "); ok {
			settings["endpoint"] = endpoint
		}
	}
	return nil
}

// fillEmpty gives parts without a configuration the least that they need.
func (w *whole) fillEmpty() error {
	for kind, types := range stubs {
		section, err := w.section(kind)
		if err != nil {
			return err
		}
		for id, config := range section {
			typ, _, _ := strings.Cut(id, "/")
			if least, known := types[typ]; known && config == nil {
				var content any
				if err := yaml.Unmarshal([]byte(least), &content); err != nil {
					return fmt.Errorf("stub of %s: %w", id, err)
				}
				section[id] = content
			}
		}
	}
	if err := w.fillEndpoints(); err != nil {
		return err
	}
	for _, kind := range kinds {
		if section, ok := w.config[kind].(map[string]any); ok && len(section) == 0 {
			delete(w.config, kind)
		}
	}
	return nil
}
