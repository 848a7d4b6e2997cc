// SPDX-License-Identifier: Apache-2.0

package explain

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/faultline-otel/faultline/internal/catalog"
	"github.com/faultline-otel/faultline/internal/confpos"
	"github.com/faultline-otel/faultline/internal/finding"
	"github.com/faultline-otel/faultline/internal/nearest"
)

// keysTable is written by tools/confkeys from the components themselves.
//
//go:embed keys.json
var keysTable []byte

// structure is the keys of a part of a configuration, each with the type of its value: bool, int, float, text,
// duration, any, "list " or "map " and the type of the elements, or the name of a structure.
type structure struct {
	// Open says that the part is read by code of its own, so that values may have other forms, and Loose that it may
	// take other keys.
	Open, Loose bool
	Keys        map[string]string
}

var keys = sync.OnceValue(func() (table struct {
	Components map[string]string
	Types      map[string]structure
},
) {
	if err := json.Unmarshal(keysTable, &table); err != nil {
		panic(err) // the file is part of the program, and a test reads it
	}
	return table
})

// keys reports keys that a component does not take, and values of a wrong type. Another build may have components of
// other versions.
func (e *explanation) keys() {
	if !e.build.Faultline {
		return
	}
	for _, section := range sections {
		parts, _ := e.conf[section.key].(map[string]any)
		for _, id := range slices.Sorted(maps.Keys(parts)) {
			name := catalog.TypeOf(id)
			c, ok := catalog.Lookup(section.kind, name)
			config, isMap := parts[id].(map[string]any)
			if !ok || !isMap || !e.build.Has(c) {
				continue
			}
			if typ, ok := keys().Components[section.kind+" "+name]; ok {
				e.value([]string{section.key, id}, typ, config, trust{}, 0)
			}
		}
	}
}

// maxDepth is how deep a configuration is searched.
const maxDepth = 30

// trust says how far the table can be relied on for a value, as the structures around it decide.
type trust struct {
	// open is for parts whose values may have other forms, loose for those that may take other keys, where only what looks
	// like a slip is named.
	open, loose bool
}

// value compares a value with its type.
func (e *explanation) value(keyPath []string, typ string, value any, around trust, depth int) {
	if value == nil || typ == "any" || depth > maxDepth {
		return
	}
	if s, ok := keys().Types[typ]; ok {
		e.structure(keyPath, s, value, around, depth)
		return
	}
	if element, ok := strings.CutPrefix(typ, "list "); ok {
		e.list(keyPath, element, value, around, depth)
		return
	}
	if element, ok := strings.CutPrefix(typ, "map "); ok {
		entries, isMap := value.(map[string]any)
		if !isMap && !around.open {
			e.mustBeMap(keyPath, value, "a map")
		}
		for _, key := range slices.Sorted(maps.Keys(entries)) {
			e.value(append(slices.Clone(keyPath), key), element, entries[key], around, depth+1)
		}
		return
	}
	if !around.loose {
		e.scalar(keyPath, typ, value, around.open)
	}
}

func (e *explanation) structure(keyPath []string, s structure, value any, around trust, depth int) {
	values, ok := value.(map[string]any)
	if !ok {
		if !around.open && !s.Open {
			e.mustBeMap(keyPath, value, "a map")
		}
		return
	}
	around = trust{open: around.open || s.Open, loose: around.loose || s.Loose}
	known := slices.Sorted(maps.Keys(s.Keys))
	for _, key := range slices.Sorted(maps.Keys(values)) {
		path := append(slices.Clone(keyPath), key)
		if typ, ok := s.Keys[key]; ok {
			e.value(path, typ, values[key], around, depth+1)
			continue
		}
		if key == "enabled" {
			continue // optional parts take it behind a feature gate
		}
		near := nearest.Name(key, known)
		switch {
		case near != "" && around.loose:
			e.warn(RuleUnknownKey, path, fmt.Sprintf("there seems to be no key %s here", key), "write "+near+", if that is what you mean")
		case near != "":
			e.fault(RuleUnknownKey, path, fmt.Sprintf("there is no key %s here", key), "write "+near)
		case !around.loose:
			e.fault(RuleUnknownKey, path, fmt.Sprintf("there is no key %s here", key), "the keys are "+list(known))
		}
	}
}

// maxListed is how many keys are listed.
const maxListed = 20

func list(names []string) string {
	if len(names) > maxListed {
		return strings.Join(names[:maxListed], ", ") + " and " + strconv.Itoa(len(names)-maxListed) + " more"
	}
	return strings.Join(names, ", ")
}

func (e *explanation) list(keyPath []string, element string, value any, around trust, depth int) {
	elements, ok := value.([]any)
	if ok {
		for i := range elements {
			e.value(append(slices.Clone(keyPath), strconv.Itoa(i)), element, elements[i], around, depth+1)
		}
		return
	}
	if _, isText := value.(string); around.open || isText && element == "text" {
		return // the collector divides a text at its commas
	}
	write := fmt.Sprintf("write %s: [%v]", keyPath[len(keyPath)-1], value)
	if _, isMap := value.(map[string]any); isMap {
		write = "write a dash before each element"
	}
	e.fault("value-for-list", keyPath, fmt.Sprintf("a %s, where a list is required", kindOf(value)), write)
}

// scalar compares a value that has no parts. An open part may take durations that are numbers.
func (e *explanation) scalar(keyPath []string, typ string, value any, open bool) {
	key := keyPath[len(keyPath)-1]
	switch value.(type) {
	case map[string]any, []any:
		e.fault("no-scalar", keyPath, fmt.Sprintf("a %s, where a %s is required", kindOf(value), scalarName(typ)), "write "+key+": "+example(typ))
		return
	}
	text, isText := value.(string)
	_, isBool := value.(bool)
	shown := show(value)
	raw, written := confpos.Raw(keyPath...)
	isVariable := strings.Contains(raw, "${") // which the collector also has as a text
	if finding.IsSecret(key) {
		shown, raw = finding.Hidden, finding.Hidden
	}
	switch typ {
	case "bool":
		if !isBool {
			e.fault("wrong-type", keyPath, fmt.Sprintf("the %s %s, where true or false is required", kindOf(value), shown), "write "+key+": true or "+key+": false, without quotation marks")
		}
	case "int", "float":
		if isText || isBool {
			write := "write a number"
			if _, err := strconv.ParseFloat(text, 64); err == nil {
				write = "write " + key + ": " + text + ", without quotation marks"
			}
			e.fault("wrong-type", keyPath, fmt.Sprintf("the %s %s, where a number is required", kindOf(value), shown), write)
		}
	case "text":
		if !isText && written && !isVariable {
			write := fmt.Sprintf("write %s: %q", key, raw)
			if key == "endpoint" { // a number can only be the port
				write = "write host and port, such as endpoint: localhost:" + raw
			}
			e.fault("wrong-type", keyPath, fmt.Sprintf("the %s %s, where a string is required", kindOf(value), shown), write)
		}
	case "duration":
		switch {
		case isBool:
			e.fault("wrong-type", keyPath, fmt.Sprintf("the boolean %s, where a duration is required", shown), "write "+key+": 30s")
		case !isText && !open && tiny(value):
			e.warn("duration-without-unit", keyPath, fmt.Sprintf("%v without a unit is %v nanoseconds", value, value), fmt.Sprintf("write %s: %vs, if seconds are meant", key, value))
		case isText:
			if _, err := time.ParseDuration(text); err != nil {
				e.fault("wrong-type", keyPath, shown+" is not a duration", "write a number with a unit (ms, s, m, h), such as "+key+": 30s")
			}
		}
	}
}

// tiny reports whether a duration without a unit is less than a millisecond, which nobody means.
func tiny(value any) bool {
	switch v := value.(type) {
	case int:
		return v > 0 && v < int(time.Millisecond)
	case float64:
		return v > 0 && v < float64(time.Millisecond)
	}
	return false
}

func scalarName(typ string) string {
	switch typ {
	case "bool":
		return "boolean"
	case "int", "float":
		return "number"
	case "text":
		return "string"
	}
	return typ
}

func example(typ string) string {
	switch typ {
	case "bool":
		return "true"
	case "int", "float":
		return "1"
	case "duration":
		return "30s"
	}
	return "a text"
}
