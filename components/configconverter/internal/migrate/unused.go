// SPDX-License-Identifier: Apache-2.0

package migrate

import (
	"maps"
	"slices"

	"github.com/faultline-otel/faultline/internal/catalog"
)

// unusedComponents removes components that this build does not have and that nothing uses: they would do nothing
// in any collector, so they need not keep this one from starting.
func unusedComponents(build catalog.Build) func(*migration) {
	return func(m *migration) {
		if !build.Faultline {
			return
		}
		for _, section := range sections {
			kind := section[:len(section)-1]
			parts, _ := m.conf[section].(map[string]any)
			for _, id := range slices.Sorted(maps.Keys(parts)) {
				if c, ok := catalog.Lookup(kind, catalog.TypeOf(id)); ok && build.Has(c) || !sound(id) || m.named(section, id) {
					continue
				}
				m.remove(section, id)
				m.changed("unused-unknown-component", []string{section, id},
					"this build has no "+kind+" "+catalog.TypeOf(id)+"; nothing uses it, so it was left out", "delete it", "")
			}
		}
	}
}

// sound reports whether an id is well formed. If it is not, explain reports it.
func sound(id string) bool {
	typ, name, named := catalog.SplitID(id)
	return catalog.IsType(typ) && (!named || name != "")
}

// named reports whether a pipeline or service::extensions names a component.
func (m *migration) named(section, id string) bool {
	lists := []string{section}
	if section == "connectors" {
		lists = []string{"receivers", "exporters"}
	}
	found := false
	for _, list := range lists {
		m.eachReference(list, func(refs []any) []any {
			found = found || slices.ContainsFunc(refs, func(ref any) bool { return refersTo(ref, id) })
			return refs
		})
	}
	return found
}
