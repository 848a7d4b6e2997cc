// SPDX-License-Identifier: Apache-2.0

package check

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/faultline-otel/faultline/internal/catalog"
)

// configuration is a resolved configuration, taken apart for the rules.
type configuration struct {
	root      map[string]any
	pipelines []pipeline
	// enabled are the ids of service::extensions.
	enabled []string
}

// pipeline is one of service::pipelines.
type pipeline struct {
	id, signal                       string
	receivers, processors, exporters []string
}

// part is a component as it is configured.
type part struct {
	section, id, typ string
	settings         map[string]any
}

const (
	receivers  = "receivers"
	processors = "processors"
	exporters  = "exporters"
	connectors = "connectors"
	extensions = "extensions"
)

func newConfiguration(root map[string]any) *configuration {
	c := &configuration{root: root, enabled: stringList(lookup(root, "service", extensions))}
	pipelines := asMap(lookup(root, "service", "pipelines"))
	for _, id := range sortedKeys(pipelines) {
		settings := asMap(pipelines[id])
		c.pipelines = append(c.pipelines, pipeline{
			id:         id,
			signal:     typeOf(id),
			receivers:  stringList(settings[receivers]),
			processors: stringList(settings[processors]),
			exporters:  stringList(settings[exporters]),
		})
	}
	return c
}

// parts returns the components of a section, by id.
func (c *configuration) parts(section string) []part {
	settings := asMap(c.root[section])
	var parts []part
	for _, id := range sortedKeys(settings) {
		parts = append(parts, part{section: section, id: id, typ: typeOf(id), settings: asMap(settings[id])})
	}
	return parts
}

// part returns one component, and whether it is defined.
func (c *configuration) part(section, id string) (part, bool) {
	settings, ok := asMap(c.root[section])[id]
	return part{section: section, id: id, typ: typeOf(id), settings: asMap(settings)}, ok
}

// running returns the components of a section that a start would run: those of a pipeline or, of
// extensions, those enabled.
func (c *configuration) running(section string) []part {
	return slices.DeleteFunc(c.parts(section), func(p part) bool {
		if section == extensions {
			return !slices.Contains(c.enabled, p.id)
		}
		return !slices.ContainsFunc(c.pipelines, func(pl pipeline) bool {
			return slices.Contains(slices.Concat(pl.receivers, pl.processors, pl.exporters), p.id)
		})
	})
}

// isConnector reports whether an id among the receivers or exporters of a pipeline is a connector.
func (c *configuration) isConnector(id string) bool {
	_, ok := c.part(connectors, id)
	return ok
}

// path returns the key path of a setting of the component.
func (p part) path(keys ...string) []string {
	return append([]string{p.section, p.id}, keys...)
}

// path returns the key path of a setting of the pipeline.
func (p pipeline) path(keys ...string) []string {
	return append([]string{"service", "pipelines", p.id}, keys...)
}

// typeOf returns the type of an id such as "otlp_grpc/jaeger", without underscores, so that the
// spellings of before and after the change to snake case are one.
func typeOf(id string) string {
	typ := strings.ReplaceAll(catalog.TypeOf(id), "_", "")
	if typ == "otlpgrpc" {
		return "otlp"
	}
	return typ
}

// lookup returns the value at the end of a key path, nil if there is none.
func lookup(value any, keys ...string) any {
	for _, key := range keys {
		value = asMap(value)[key]
	}
	return value
}

func asMap(value any) map[string]any {
	m, _ := value.(map[string]any)
	return m
}

func asList(value any) []any {
	l, _ := value.([]any)
	return l
}

func asString(value any) string {
	switch value := value.(type) {
	case nil, map[string]any, []any:
		return ""
	case string:
		return value
	default:
		return fmt.Sprint(value)
	}
}

func stringList(value any) []string {
	var list []string
	for _, element := range asList(value) {
		list = append(list, asString(element))
	}
	return list
}

// isFalse reports whether a value is written and is false.
func isFalse(value any) bool {
	return strings.EqualFold(asString(value), "false")
}

func isTrue(value any) bool {
	return strings.EqualFold(asString(value), "true")
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	return slices.Sorted(maps.Keys(m))
}

// walk visits a value and all that is in it, maps in the order of their keys.
func walk(value any, keyPath []string, visit func(keyPath []string, value any)) {
	visit(keyPath, value)
	switch value := value.(type) {
	case map[string]any:
		for _, key := range sortedKeys(value) {
			walk(value[key], append(slices.Clip(keyPath), key), visit)
		}
	case []any:
		for i, element := range value {
			walk(element, append(slices.Clip(keyPath), strconv.Itoa(i)), visit)
		}
	}
}
