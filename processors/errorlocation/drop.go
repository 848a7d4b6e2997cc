// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/faultline-otel/faultline/processors/errorlocation/internal/stacktrace"
)

// maxKeptFrames is the most frames that are kept of a dropped stack trace.
const maxKeptFrames = 32

// dropStacktraces removes the fields for stack traces from a map and the maps inside it, down to
// maxDepth, and any field for an error whose text is exactly the trace that was read.
func dropStacktraces(parent field, m pcommon.Map, trace string, depth int) {
	m.RemoveIf(func(key string, v pcommon.Value) bool {
		f := fieldIn(parent, key)
		switch f {
		case fieldStacktrace, fieldVerbose, fieldStack:
			return true
		case fieldFrames:
			return v.Type() == pcommon.ValueTypeSlice
		case fieldException:
			if v.Type() == pcommon.ValueTypeStr && v.Str() == trace {
				return true
			}
		default:
		}
		if v.Type() == pcommon.ValueTypeMap && depth < maxDepth {
			dropStacktraces(f, v.Map(), trace, depth+1)
		}
		return false
	})
}

// putFrames writes the kept frames of a dropped stack trace, unless an earlier pass through the
// processor has written them.
func putFrames(attrs pcommon.Map, frames []stacktrace.Frame) {
	if len(frames) == 0 {
		return
	}
	if _, ok := attrs.Get(keyFrames); ok {
		return
	}
	list := attrs.PutEmptySlice(keyFrames)
	list.EnsureCapacity(len(frames))
	for _, f := range frames {
		list.AppendEmpty().SetStr(f.String())
	}
}
