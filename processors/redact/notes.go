// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"slices"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/faultline-otel/faultline/processors/redact/internal/scan"
)

// The attributes that tell in a record what was found in it. None of them holds a value.
const (
	// attributeFound lists the detectors whose matches were left as they are, by action tag or in a dry run.
	attributeFound = "redact.found"
	// attributeDetectors lists the detectors whose matches were replaced, attributeCount says how many there
	// were, and attributeFields where.
	attributeDetectors = "redact.detectors"
	attributeCount     = "redact.count"
	attributeFields    = "redact.fields"
)

// notes collect what is to be noted in a record.
type notes struct {
	on, summary, debug bool

	replaced, found, fields []string
	count                   int64
	attribute               string // the name of the attribute that the walker is at, for fields
	left                    []bool // by detector: whether its matches stay; shared
	names                   []scan.Detector
}

func newNotes(o *options) notes {
	n := notes{
		summary: o.summary != summarySilent && !o.dryRun,
		debug:   o.summary == summaryDebug && !o.dryRun,
		names:   o.engine.Detectors(),
		left:    o.left,
	}
	n.on = n.summary || o.tags || o.dryRun
	return n
}

func (n *notes) add(f field, matches []scan.Match) {
	for _, m := range matches {
		name := n.names[m.Detector].Name
		if n.left[m.Detector] {
			n.found = addName(n.found, name)
			continue
		}
		n.count++
		n.replaced = addName(n.replaced, name)
		if n.debug {
			where := fieldNames[f]
			if n.attribute != "" {
				where += "." + n.attribute
			}
			n.fields = addName(n.fields, where)
		}
	}
}

func addName(names []string, name string) []string {
	if slices.Contains(names, name) {
		return names
	}
	return append(names, name)
}

// forget discards the notes: they have been written, or belong to something that is not a record.
func (n *notes) forget() {
	n.replaced, n.found, n.fields, n.count = n.replaced[:0], n.found[:0], n.fields[:0], 0
}

// write adds the notes to a record. What an earlier collector wrote there is kept, nothing is listed twice.
func (n *notes) write(to pcommon.Map) {
	if !n.on {
		return
	}
	union(to, attributeFound, n.found)
	if n.summary && n.count > 0 {
		union(to, attributeDetectors, n.replaced)
		before := int64(0)
		if v, ok := to.Get(attributeCount); ok && v.Type() == pcommon.ValueTypeInt {
			before = v.Int()
		}
		to.PutInt(attributeCount, before+n.count)
		union(to, attributeFields, n.fields)
	}
	n.forget()
}

// union adds names to the list under a key.
func union(to pcommon.Map, key string, names []string) {
	if len(names) == 0 {
		return
	}
	if v, ok := to.Get(key); ok && v.Type() == pcommon.ValueTypeSlice {
		for _, element := range v.Slice().All() {
			names = addName(names, element.AsString())
		}
	}
	slices.Sort(names)
	list := to.PutEmptySlice(key)
	list.EnsureCapacity(len(names))
	for _, name := range names {
		list.AppendEmpty().SetStr(name)
	}
}
