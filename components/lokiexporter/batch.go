// SPDX-License-Identifier: Apache-2.0

package lokiexporter

import (
	"cmp"
	"slices"
	"sort"

	"github.com/grafana/loki/pkg/push"
	"go.opentelemetry.io/collector/pdata/plog"
)

// entryOverhead is about what the times, lengths and tags of an entry take in a request, in bytes.
const entryOverhead = 32

// request is what one call of the push API sends.
type request struct {
	tenant  string
	streams []push.Stream
	records []int // positions in the batch
	size    int   // approximate, in bytes
}

// requests divides streams into requests of at most maxBytes, if not a single entry is longer than that.
// The entries of a stream are sorted by time, which some configurations of Loki require.
func requests(tenants []*tenantStreams, maxBytes int) []*request {
	var all []*request
	for _, t := range tenants {
		current := &request{tenant: t.tenant}
		all = append(all, current)
		for _, s := range t.streams {
			s.sort()
			size := len(s.labels) + entryOverhead // of what is open of the stream
			start := 0
			for i := range s.entries {
				next := entrySize(&s.entries[i])
				if maxBytes > 0 && len(current.records)+i-start > 0 && current.size+size+next > maxBytes {
					current.add(s, start, i, size)
					current = &request{tenant: t.tenant}
					all = append(all, current)
					start, size = i, len(s.labels)+entryOverhead
				}
				size += next
			}
			current.add(s, start, len(s.entries), size)
		}
	}
	return all
}

// add adds the entries of a stream from start to end.
func (r *request) add(s *stream, start, end, size int) {
	if start == end {
		return
	}
	r.streams = append(r.streams, push.Stream{Labels: s.labels, Entries: s.entries[start:end]})
	r.records = append(r.records, s.records[start:end]...)
	r.size += size
}

func entrySize(e *push.Entry) int {
	size := len(e.Line) + entryOverhead
	for _, m := range e.StructuredMetadata {
		size += len(m.Name) + len(m.Value) + 8
	}
	return size
}

// sort puts the entries in the order of their times. Entries of one time stay in the order they came.
func (s *stream) sort() {
	byTime := func(a, b push.Entry) int { return cmp.Compare(a.Timestamp.UnixNano(), b.Timestamp.UnixNano()) }
	if !slices.IsSortedFunc(s.entries, byTime) {
		sort.Stable((*entriesByTime)(s))
	}
}

// entriesByTime sorts entries together with the positions of their records.
type entriesByTime stream

func (s *entriesByTime) Len() int { return len(s.entries) }

func (s *entriesByTime) Less(i, j int) bool {
	return s.entries[i].Timestamp.Before(s.entries[j].Timestamp)
}

func (s *entriesByTime) Swap(i, j int) {
	s.entries[i], s.entries[j] = s.entries[j], s.entries[i]
	s.records[i], s.records[j] = s.records[j], s.records[i]
}

// selectRecords returns a copy of the records at the given positions.
func selectRecords(logs plog.Logs, positions []int) plog.Logs {
	if len(positions) == logs.LogRecordCount() {
		return logs
	}
	selected := plog.NewLogs()
	wanted := make([]bool, logs.LogRecordCount())
	for _, p := range positions {
		wanted[p] = true
	}
	next := 0
	for _, rl := range logs.ResourceLogs().All() {
		var resource plog.ResourceLogs
		resourceFound := false
		for _, sl := range rl.ScopeLogs().All() {
			var scope plog.ScopeLogs
			scopeFound := false
			for _, log := range sl.LogRecords().All() {
				position := next
				next++
				if !wanted[position] {
					continue
				}
				if !resourceFound {
					resource = selected.ResourceLogs().AppendEmpty()
					rl.Resource().CopyTo(resource.Resource())
					resource.SetSchemaUrl(rl.SchemaUrl())
					resourceFound = true
				}
				if !scopeFound {
					scope = resource.ScopeLogs().AppendEmpty()
					sl.Scope().CopyTo(scope.Scope())
					scope.SetSchemaUrl(sl.SchemaUrl())
					scopeFound = true
				}
				log.CopyTo(scope.LogRecords().AppendEmpty())
			}
		}
	}
	return selected
}
