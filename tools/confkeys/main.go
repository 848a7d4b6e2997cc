// SPDX-License-Identifier: Apache-2.0

//go:build confkeys

// This file takes the place of main.go of otelcol-faultline-contrib (see `make keys`) and writes, as JSON, which
// keys each of its components takes and of what type they are.
package main

import (
	"encoding"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/otelcol"
)

// table is what is written. A reference to a type is bool, int, float, text, duration, any, "list " or "map " and the type
// of the elements, or the name of one of Types.
type table struct {
	// Components are the types of configurations, by kind and type of component.
	Components map[string]string
	Types      map[string]*structure
}

// structure is the keys of a struct. Open says that it reads its configuration by code of its own, so that values may
// have other forms, and Loose that it takes keys that are not named here.
type structure struct {
	Open  bool              `json:",omitempty"`
	Loose bool              `json:",omitempty"`
	Keys  map[string]string `json:",omitempty"`
}

func main() {
	factories, err := components()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	t := &table{Components: map[string]string{}, Types: map[string]*structure{}}
	add(t, "receiver", factories.Receivers)
	add(t, "processor", factories.Processors)
	add(t, "exporter", factories.Exporters)
	add(t, "connector", factories.Connectors)
	add(t, "extension", factories.Extensions)
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(t); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// runInteractive is what main_others.go calls in the program that this one replaces.
func runInteractive(otelcol.CollectorSettings) error { return nil }

func add[F component.Factory](t *table, kind string, factories map[component.Type]F) {
	for name, factory := range factories {
		t.Components[kind+" "+name.String()] = t.reference(reflect.TypeOf(factory.CreateDefaultConfig()))
	}
}

var (
	unmarshaler     = reflect.TypeFor[confmap.Unmarshaler]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
	duration        = reflect.TypeFor[time.Duration]()
)

func (t *table) reference(typ reflect.Type) string {
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	if inner, ok := optional(typ); ok {
		return t.reference(inner)
	}
	switch {
	case typ == duration:
		return "duration"
	case reflect.PointerTo(typ).Implements(textUnmarshaler):
		if typ.Kind() == reflect.String || typ.Kind() == reflect.Struct {
			return "text"
		}
		return "any" // a number by a name, such as a level
	case strings.HasSuffix(typ.PkgPath(), "/configopaque") && typ.Kind() != reflect.String:
		return "any"
	}
	switch typ.Kind() {
	case reflect.Bool:
		return "bool"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return "int"
	case reflect.Float32, reflect.Float64:
		return "float"
	case reflect.String:
		return "text"
	case reflect.Slice, reflect.Array:
		if reflect.PointerTo(typ).Implements(unmarshaler) {
			return "any"
		}
		return "list " + t.reference(typ.Elem())
	case reflect.Map:
		if reflect.PointerTo(typ).Implements(unmarshaler) {
			return "any"
		}
		return "map " + t.reference(typ.Elem())
	case reflect.Struct:
		return t.structure(typ)
	}
	return "any"
}

// optional returns the T of a configoptional.Optional[T].
func optional(typ reflect.Type) (reflect.Type, bool) {
	if !strings.HasSuffix(typ.PkgPath(), "/configoptional") {
		return nil, false
	}
	get, ok := reflect.PointerTo(typ).MethodByName("Get")
	if !ok {
		return nil, false
	}
	return get.Type.Out(0).Elem(), true
}

func (t *table) structure(typ reflect.Type) string {
	name := strings.ReplaceAll(typ.PkgPath()+"."+typ.Name(), " ", "")
	if typ.Name() == "" {
		return "any"
	}
	if _, known := t.Types[name]; known {
		return name
	}
	s := &structure{Keys: map[string]string{}, Open: reflect.PointerTo(typ).Implements(unmarshaler)}
	t.Types[name] = s
	t.fields(s, typ)
	s.Loose = len(s.Keys) == 0 || s.Open && takes(typ, "no_such_key")
	return name
}

// takes reports whether a struct takes a key, by trying it.
func takes(typ reflect.Type, key string) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = true
		}
	}()
	err := confmap.NewFromStringMap(map[string]any{key: 1}).Unmarshal(reflect.New(typ).Interface())
	return err == nil || !strings.Contains(err.Error(), "invalid keys: "+key)
}

func (t *table) fields(s *structure, typ reflect.Type) {
	for i := range typ.NumField() {
		field := typ.Field(i)
		if !field.IsExported() && !field.Anonymous {
			continue
		}
		key, options, _ := strings.Cut(field.Tag.Get("mapstructure"), ",")
		switch {
		case key == "-":
			s.Open = s.Open || typ.Name() == ""
			continue
		case strings.Contains(options, "remain"):
			s.Open = true
			continue
		case strings.Contains(options, "squash"):
			inner := field.Type
			for inner.Kind() == reflect.Pointer {
				inner = inner.Elem()
			}
			if value, ok := optional(inner); ok {
				inner = value
			}
			if inner.Kind() != reflect.Struct {
				s.Open = true
				continue
			}
			s.Open = s.Open || reflect.PointerTo(inner).Implements(unmarshaler)
			t.fields(s, inner)
			continue
		case key == "":
			s.Open = true // read by other means than mapstructure
			continue
		}
		s.Keys[key] = t.reference(field.Type)
	}
}
