// SPDX-License-Identifier: Apache-2.0

// Package catalog knows the components of otelcol-contrib and of Faultline by their types, and which of
// them the running binary has.
package catalog

import (
	_ "embed"
	"runtime/debug"
	"strings"
	"sync"

	"github.com/faultline-otel/faultline/internal/nearest"
)

// Component is a kind of component that a configuration can name.
type Component struct {
	// Kind is receiver, processor, exporter, connector or extension.
	Kind string
	// Type is what ids begin with, Alias the type of older versions that is still understood, or "".
	Type, Alias string
	// Signals are those that it supports, of connectors pairs such as "traces_to_metrics"; empty when that is not known.
	Signals []string
	// Flavour is the smallest one of Faultline that has it: "default", "contrib" or "".
	Flavour string
	// Module is the path of its Go module.
	Module string
}

//go:embed components.txt
var table string

// All returns all components.
var All = sync.OnceValue(func() []Component {
	var all []Component
	for line := range strings.Lines(table) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(strings.TrimSpace(line), " ")
		if len(columns) != 6 {
			continue
		}
		c := Component{Kind: columns[0], Type: columns[1], Module: columns[5]}
		if columns[2] != "-" {
			c.Alias = columns[2]
		}
		if columns[3] != "-" {
			c.Signals = strings.Split(columns[3], ",")
		}
		if columns[4] != "-" {
			c.Flavour = columns[4]
		}
		all = append(all, c)
	}
	return all
})

// Lookup returns the component of a kind by its type or alias.
func Lookup(kind, name string) (Component, bool) {
	for _, c := range All() {
		if c.Kind == kind && (c.Type == name || c.Alias == name && name != "") {
			return c, true
		}
	}
	return Component{}, false
}

// Build is the set of modules of a binary.
type Build struct {
	modules map[string]bool
	// Faultline says that the binary is one of Faultline's own. Another may have components that the catalog does not know.
	Faultline bool
}

// ThisBuild is what the running binary was built of.
var ThisBuild = sync.OnceValue(func() Build {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return Build{}
	}
	modules := []string{info.Main.Path}
	for _, module := range info.Deps {
		modules = append(modules, module.Path)
	}
	return NewBuild(info.Path, modules...)
})

// NewBuild returns the build of a program, by the path of its package and those of its modules.
func NewBuild(program string, modules ...string) Build {
	b := Build{modules: map[string]bool{}, Faultline: strings.HasPrefix(program, faultline+"/cmd/otelcol-")}
	for _, module := range modules {
		b.modules[module] = true
	}
	return b
}

const faultline = "github.com/faultline-otel/faultline"

// Has reports whether the build holds a component.
func (b Build) Has(c Component) bool { return b.modules[c.Module] }

// Nearest returns the type of a component of a kind that the build has and whose name is nearest to a name, or "".
func (b Build) Nearest(kind, name string) string {
	var types []string
	for _, c := range All() {
		if c.Kind == kind && b.Has(c) {
			types = append(types, c.Type)
			if c.Alias != "" {
				types = append(types, c.Alias)
			}
		}
	}
	found := nearest.Name(name, types)
	if c, ok := Lookup(kind, found); ok {
		return c.Type
	}
	return found
}
