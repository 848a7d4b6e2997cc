// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/ottl/contexts/ottllog"
	"go.opentelemetry.io/collector/pdata/plog"
)

func (w *walker) logs(ld plog.Logs) {
	ld.ResourceLogs().RemoveIf(func(resource plog.ResourceLogs) bool {
		scopes := resource.ScopeLogs()
		before, picked := scopes.Len(), scopes.Len() == 0
		scopes.RemoveIf(func(scope plog.ScopeLogs) bool {
			drop, one := w.scopeLogs(resource, scope)
			picked = picked || one
			return drop
		})
		if picked && w.shared(countLogRecords(scopes), func() { w.resource(resource.Resource()) }) {
			return true
		}
		return before > 0 && scopes.Len() == 0
	})
}

// scopeLogs redacts the log records of a scope. It reports whether to drop the scope, and whether a record
// was redacted.
func (w *walker) scopeLogs(resource plog.ResourceLogs, scope plog.ScopeLogs) (drop, picked bool) {
	records := scope.LogRecords()
	before := records.Len()
	picked = before == 0
	records.RemoveIf(func(record plog.LogRecord) bool {
		if w.when != nil && !w.holdsForLogRecord(resource, scope, record) {
			return false
		}
		picked = true
		w.begin()
		w.logRecord(record)
		if w.dropsFailed(1) {
			return true
		}
		w.notes.write(record.Attributes())
		return false
	})
	if picked && w.shared(records.Len(), func() { w.scope(scope.Scope()) }) {
		return true, picked
	}
	return before > 0 && records.Len() == 0, picked
}

func countLogRecords(scopes plog.ScopeLogsSlice) int {
	n := 0
	for _, scope := range scopes.All() {
		n += scope.LogRecords().Len()
	}
	return n
}

func (w *walker) holdsForLogRecord(resource plog.ResourceLogs, scope plog.ScopeLogs, log plog.LogRecord) bool {
	record := ottllog.NewTransformContext(resource, scope, log)
	defer record.Close()
	return holds(w, w.when.log, record)
}

func (w *walker) logRecord(record plog.LogRecord) {
	w.value(fieldBody, record.Body(), w.engine.EventBody(record.EventName()), 0)
	w.attributes(fieldAttributes, record.Attributes())
	if out, changed := w.text(fieldSeverityText, record.SeverityText()); changed {
		record.SetSeverityText(out)
	}
	if out, changed := w.text(fieldEventName, record.EventName()); changed {
		record.SetEventName(out)
	}
}
