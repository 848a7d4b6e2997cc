// SPDX-License-Identifier: Apache-2.0

package catalog

import (
	"regexp"
	"strings"
)

// SplitID divides the id of a component or pipeline, such as "otlp_grpc/jaeger", into type and name as the collector
// does: without the space around them. Named reports whether there is a slash.
func SplitID(id string) (typ, name string, named bool) {
	typ, name, named = strings.Cut(id, "/")
	return strings.TrimSpace(typ), strings.TrimSpace(name), named
}

// TypeOf returns the type in an id.
func TypeOf(id string) string {
	typ, _, _ := SplitID(id)
	return typ
}

// NormalID returns the id without the space that the collector leaves out: two ids are one if these are equal.
func NormalID(id string) string {
	typ, name, named := SplitID(id)
	if !named {
		return typ
	}
	return typ + "/" + name
}

var typeName = regexp.MustCompile(`^[a-zA-Z][0-9a-zA-Z_]{0,62}$`)

// IsType reports whether the collector takes name as the type in an id.
func IsType(name string) bool { return typeName.MatchString(name) }
