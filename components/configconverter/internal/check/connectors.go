// SPDX-License-Identifier: Apache-2.0

package check

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/faultline-otel/faultline/internal/catalog"
	"github.com/faultline-otel/faultline/internal/nearest"
)

// undefinedPipeline examines the pipelines that error_spans names. No other connector of this collector chooses among
// those behind it.
func undefinedPipeline(c *configuration, report report) {
	for _, p := range c.running(connectors) {
		if p.typ != "errorspans" {
			continue
		}
		var behind []string
		for _, pl := range c.pipelines {
			if slices.ContainsFunc(pl.receivers, p.is) {
				behind = append(behind, catalog.NormalID(pl.id))
			}
		}
		for _, key := range []string{"errors", "others", "all"} {
			for i, id := range stringList(p.settings[key]) {
				if slices.Contains(behind, catalog.NormalID(id)) {
					continue
				}
				write := fmt.Sprintf("name %s under the receivers of service::pipelines::%s", p.id, id)
				if near := nearest.Name(id, behind); near != "" {
					write = "write " + near
				}
				report(fmt.Sprintf("there is no pipeline %q that receives from %s", id, p.id), write, p.path(key, strconv.Itoa(i))...)
			}
		}
	}
}

// is reports whether an id is that of the component.
func (p part) is(id string) bool { return catalog.NormalID(id) == catalog.NormalID(p.id) }
