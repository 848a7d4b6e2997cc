// SPDX-License-Identifier: Apache-2.0

package lokiexporter

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// Attributes that say how their record is sent. They are never sent themselves.
const (
	hintAttributeLabels = "loki.attribute.labels"
	hintResourceLabels  = "loki.resource.labels"
	hintTenant          = "loki.tenant"
	hintFormat          = "loki.format"
)

// The labels that a record has without configuration.
const (
	labelExporter = "exporter"
	labelJob      = "job"
	labelInstance = "instance"
	labelLevel    = "level"
)

// exporterName is the value of the label exporter.
const exporterName = "OTLP"

// maxHinted is how many names of a hint are read. Loki takes 15 labels by default.
const maxHinted = 100

// maxLabelName is the longest name of a label that Loki takes by default, in bytes.
const maxLabelName = 1024

// Attributes of a resource that the default labels are made of.
// https://opentelemetry.io/docs/specs/semconv/resource/#service
const (
	attributeServiceName       = "service.name"
	attributeServiceNamespace  = "service.namespace"
	attributeServiceInstanceID = "service.instance.id"
)

func isHint(key string) bool {
	return strings.HasPrefix(key, "loki.") &&
		(key == hintAttributeLabels || key == hintResourceLabels || key == hintTenant || key == hintFormat)
}

// label is a label of a stream.
type label struct {
	name  string
	value string
	// promoted is the key of the attributes that the label stands for, which are left out of the line. It
	// is empty for the labels of the configuration, which leave lines alone.
	promoted string
	// hinted tells that an attribute asked for the label.
	hinted bool
}

// labelSet are the labels of a stream.
type labelSet []label

// set adds a label, or replaces the one with its name. Labels with an empty value are as good as none
// for Loki.
func (s *labelSet) set(l label) {
	for i := range *s {
		if (*s)[i].name == l.name {
			(*s)[i] = l
			return
		}
	}
	*s = append(*s, l)
}

// labelRules are how labels are made of records.
type labelRules struct {
	exporter, job, instance, level bool // which default labels there are
	configured                     []configuredLabel
}

// configuredLabel is a label by configuration.
type configuredLabel struct {
	name string
	ref  reference
}

// resourceLabels adds the labels that all records of a resource have.
func (r *labelRules) resourceLabels(s labelSet, resource pcommon.Map) labelSet {
	if r.exporter {
		s.set(label{name: labelExporter, value: exporterName, promoted: labelExporter})
	}
	if r.job {
		if name, ok := resource.Get(attributeServiceName); ok {
			job := name.AsString()
			if namespace, ok := resource.Get(attributeServiceNamespace); ok {
				job = namespace.AsString() + "/" + job
			}
			s.set(label{name: labelJob, value: job, promoted: labelJob})
		}
	}
	if r.instance {
		if id, ok := resource.Get(attributeServiceInstanceID); ok {
			s.set(label{name: labelInstance, value: id.AsString(), promoted: labelInstance})
		}
	}
	if hint, ok := resource.Get(hintResourceLabels); ok {
		s.hinted(hint, resource)
	}
	return s
}

// recordLabels adds the labels of a record to those of its resource.
func (r *labelRules) recordLabels(s labelSet, rec record) labelSet {
	attributes := rec.log.Attributes()
	if hint, ok := attributes.Get(hintResourceLabels); ok {
		s.hinted(hint, rec.resource)
	}
	if hint, ok := attributes.Get(hintAttributeLabels); ok {
		s.hinted(hint, attributes)
	}
	if r.level {
		if value := level(rec.log.SeverityNumber()); value != "" {
			if own, ok := attributes.Get(labelLevel); ok {
				value = own.AsString()
			}
			s.set(label{name: labelLevel, value: value, promoted: labelLevel})
		}
	}
	for _, c := range r.configured {
		if value, ok := c.ref.text(rec); ok {
			s.set(label{name: c.name, value: value})
		}
	}
	return s
}

// hinted adds the attributes that a hint names: a list, or a text with commas. A hint may come from
// anywhere, so that what is read of it is bounded.
func (s *labelSet) hinted(hint pcommon.Value, attributes pcommon.Map) {
	left := maxHinted
	add := func(key string) (more bool) {
		key = strings.TrimSpace(key)
		if key != "" && len(key) <= maxLabelName {
			if value, ok := lookup(attributes, key); ok {
				s.set(label{name: labelName(key), value: value.AsString(), promoted: key, hinted: true})
			}
		}
		left--
		return left > 0
	}
	switch hint.Type() {
	case pcommon.ValueTypeSlice:
		for _, key := range hint.Slice().All() {
			if !add(key.AsString()) {
				return
			}
		}
	case pcommon.ValueTypeStr:
		for key := range strings.SplitSeq(hint.Str(), ",") {
			if !add(key) {
				return
			}
		}
	default:
		add(hint.AsString())
	}
}

// labelName makes the name of a label of the key of an attribute: letters, digits and underscores, and
// no digit or single underscore in front.
// https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels
func labelName(key string) string {
	valid := true
	for i := range len(key) {
		if !isLabelByte(key[i]) {
			valid = false
			break
		}
	}
	name := key
	if !valid {
		name = strings.Map(func(r rune) rune {
			if r < 0x80 && isLabelByte(byte(r)) {
				return r
			}
			return '_'
		}, key)
	}
	switch {
	case name[0] >= '0' && name[0] <= '9':
		name = "key_" + name
	case name[0] == '_' && !strings.HasPrefix(name, "__"):
		name = "key" + name
	}
	return name[:min(len(name), maxLabelName)]
}

func isLabelByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}

// sort puts the labels in the order of their names.
func (s labelSet) sort() {
	slices.SortFunc(s, func(a, b label) int { return cmp.Compare(a.name, b.name) })
}

// append appends the labels, which must be sorted, as Loki takes them: {a="x", b="y"}.
func (s labelSet) append(buf []byte) []byte {
	buf = append(buf, '{')
	for i, l := range s {
		if i > 0 {
			buf = append(buf, ", "...)
		}
		buf = append(buf, l.name...)
		buf = append(buf, '=')
		buf = strconv.AppendQuote(buf, l.value)
	}
	return append(buf, '}')
}
