// SPDX-License-Identifier: Apache-2.0

package lokiexporter

import (
	"encoding/binary"
	"slices"
	"strings"
	"time"

	"github.com/grafana/loki/pkg/push"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
)

// Loki's default limits on the structured metadata of an entry: its size in bytes, and the number of
// names.
// https://grafana.com/docs/loki/latest/configure/#limits_config
const (
	maxMetadataBytes = 64 << 10
	maxMetadataNames = 128
)

// rules are a compiled configuration.
type rules struct {
	labels        labelRules
	metadata      []configuredLabel // by name
	line          lineFormat
	maxLabels     int // 0 for any number
	maxLabelValue int // bytes, 0 for any length
	overflow      string
}

// stream is a stream of one batch.
type stream struct {
	labels  string
	entries []push.Entry
	// records are the positions in the batch of the records that the entries were made of.
	records []int
}

// route is where records with the same labels go.
type route struct {
	stream *stream
	// promoted are the keys of the attributes that the labels stand for.
	promoted []string
	// overflows are the names of the labels that have the overflow value.
	overflows []string
}

// tenantStreams are the streams of a tenant.
type tenantStreams struct {
	tenant   string
	streams  []*stream // in the order of their first records
	routes   map[string]*route
	byLabels map[string]*stream
}

// overflow is a label of a record that has the overflow value.
type overflow struct {
	label    string
	position int
}

// converter makes streams of one batch.
type converter struct {
	*rules
	limiter *limiter // nil if labels may have any number of values
	now     func() time.Time
	writer  lineWriter

	tenants []*tenantStreams // in the order of their first records
	byName  map[string]*tenantStreams
	// What the records met with, by their positions in the batch.
	invalid   []int // their tenant cannot be one
	cut       []int // their line was cut
	overflows []overflow

	base, labelsOf labelSet // scratch
	key            []byte   // scratch
}

// convert makes streams of logs.
func (c *converter) convert(logs plog.Logs) {
	c.writer.lineFormat = &c.line
	position := 0
	for index, rl := range logs.ResourceLogs().All() {
		rec := record{resource: rl.Resource().Attributes()}
		c.base = c.labels.resourceLabels(c.base[:0], rec.resource)
		for _, sl := range rl.ScopeLogs().All() {
			rec.scope = sl.Scope()
			for _, rec.log = range sl.LogRecords().All() {
				c.record(rec, index, position)
				position++
			}
		}
	}
}

// record adds the entry of a record to its stream.
func (c *converter) record(rec record, index, position int) {
	tenant, ok := tenantOf(rec)
	if !ok {
		c.invalid = append(c.invalid, position)
		return
	}
	r := c.route(c.tenant(tenant), rec)
	for _, label := range r.overflows {
		c.overflows = append(c.overflows, overflow{label, position})
	}
	line, wasCut := c.writer.line(rec, index, r.promoted)
	if wasCut {
		c.cut = append(c.cut, position)
	}
	r.stream.entries = append(r.stream.entries, push.Entry{
		Timestamp:          c.timestamp(rec.log),
		Line:               line,
		StructuredMetadata: c.structuredMetadata(rec),
	})
	r.stream.records = append(r.stream.records, position)
}

// tenant returns the streams of a tenant.
func (c *converter) tenant(name string) *tenantStreams {
	if t, ok := c.byName[name]; ok {
		return t
	}
	if c.byName == nil {
		c.byName = map[string]*tenantStreams{}
	}
	t := &tenantStreams{tenant: name, routes: map[string]*route{}, byLabels: map[string]*stream{}}
	c.byName[name] = t
	c.tenants = append(c.tenants, t)
	return t
}

// route returns where a record goes.
func (c *converter) route(t *tenantStreams, rec record) *route {
	c.labelsOf = c.labels.recordLabels(append(c.labelsOf[:0], c.base...), rec)
	// The key tells apart what the name of the stream does not: of which attributes the labels are.
	c.key = c.key[:0]
	for _, l := range c.labelsOf {
		for _, s := range [...]string{l.name, l.promoted, l.value} {
			c.key = binary.AppendUvarint(c.key, uint64(len(s)))
			c.key = append(c.key, s...)
		}
	}
	if r, ok := t.routes[string(c.key)]; ok {
		return r
	}
	r := c.newRoute(t, c.labelsOf)
	t.routes[string(c.key)] = r
	return r
}

// newRoute brings labels within the limits. Of a label that was left out, cut or replaced, the
// attribute stays in the line.
func (c *converter) newRoute(t *tenantStreams, labels labelSet) *route {
	r := &route{}
	labels.sort()
	for len(labels) > c.maxLabels && c.maxLabels > 0 {
		last := lastHinted(labels)
		if last < 0 {
			break
		}
		labels = slices.Delete(labels, last, last+1)
	}
	for i := range labels {
		l := &labels[i]
		l.value = strings.ToValidUTF8(l.value, "\uFFFD")
		switch {
		case c.maxLabelValue > 0 && len(l.value) > c.maxLabelValue:
			l.value = cut(l.value, c.maxLabelValue)
			l.promoted = ""
		case l.promoted != "":
			r.promoted = append(r.promoted, l.promoted)
		}
		if c.limiter != nil && l.value != "" && !c.limiter.allow(t.tenant, l.name, l.value) {
			r.overflows = append(r.overflows, l.name)
			l.value = c.overflow
			r.promoted = slices.DeleteFunc(r.promoted, func(key string) bool { return key == l.promoted })
		}
	}
	if !slices.ContainsFunc(labels, func(l label) bool { return l.value != "" }) {
		// Loki refuses streams without a label, and an empty one is none.
		labels.set(label{name: labelExporter, value: exporterName})
		labels.sort()
	}
	name := string(labels.append(nil))
	r.stream = t.byLabels[name]
	if r.stream == nil {
		r.stream = &stream{labels: name}
		t.byLabels[name] = r.stream
		t.streams = append(t.streams, r.stream)
	}
	return r
}

// lastHinted returns the index of the last label that an attribute asked for, or -1.
func lastHinted(labels labelSet) int {
	for i, l := range slices.Backward(labels) {
		if l.hinted {
			return i
		}
	}
	return -1
}

// timestamp returns when a record was made, or else when it was first seen.
func (c *converter) timestamp(log plog.LogRecord) time.Time {
	switch {
	case log.Timestamp() != 0:
		return log.Timestamp().AsTime()
	case log.ObservedTimestamp() != 0:
		return log.ObservedTimestamp().AsTime()
	}
	return c.now()
}

// structuredMetadata returns the structured metadata of a record. It stays within Loki's limits: a value
// that does not fit is cut, and those after it are left out.
func (c *converter) structuredMetadata(rec record) push.LabelsAdapter {
	if len(c.metadata) == 0 {
		return nil
	}
	pairs := make(push.LabelsAdapter, 0, len(c.metadata))
	left := maxMetadataBytes
	for _, m := range c.metadata {
		value, ok := m.ref.text(rec)
		if !ok || value == "" {
			continue
		}
		left -= len(m.name)
		if left < len(cutMarker) {
			break
		}
		value = cut(value, left)
		left -= len(value)
		pairs = append(pairs, push.LabelAdapter{Name: m.name, Value: value})
	}
	return pairs
}

// tenantOf returns the tenant that a hint names the attribute of, or "" if there is none. It is not ok
// if Loki has no tenants of that name.
func tenantOf(rec record) (tenant string, ok bool) {
	hint, found := rec.resource.Get(hintTenant)
	if !found {
		if hint, found = rec.log.Attributes().Get(hintTenant); !found {
			return "", true
		}
	}
	value, found := rec.resource.Get(hint.AsString())
	if !found {
		if value, found = rec.log.Attributes().Get(hint.AsString()); !found {
			return "", true
		}
	}
	if value.Type() == pcommon.ValueTypeEmpty {
		return "", true
	}
	tenant = value.AsString()
	return tenant, validTenant(tenant)
}

// validTenant reports whether Loki takes a name for a tenant.
// https://grafana.com/docs/loki/latest/operations/multi-tenancy/
func validTenant(name string) bool {
	if len(name) > 150 || name == "." || name == ".." {
		return false
	}
	for i := range len(name) {
		c := name[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && !strings.ContainsRune("!-_.*'()", rune(c)) {
			return false
		}
	}
	return true
}
