// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/ottl/contexts/ottllog"
	"go.opentelemetry.io/collector/pdata/plog"
)

func (w *walker) logs(ld plog.Logs) {
	ld.ResourceLogs().RemoveIf(func(resource plog.ResourceLogs) bool {
		var scopes group
		resource.ScopeLogs().RemoveIf(func(scope plog.ScopeLogs) bool {
			var records group
			scope.LogRecords().RemoveIf(func(record plog.LogRecord) bool {
				if w.when != nil && !w.holdsForLogRecord(resource, scope, record) {
					return records.add(exempt)
				}
				return records.add(w.logRecord(record))
			})
			return scopes.add(w.shared(records, func() { w.scope(scope.Scope()) }))
		})
		return w.shared(scopes, func() { w.resource(resource.Resource()) }).drop
	})
}

func (w *walker) holdsForLogRecord(resource plog.ResourceLogs, scope plog.ScopeLogs, log plog.LogRecord) bool {
	record := ottllog.NewTransformContext(resource, scope, log)
	defer record.Close()
	return holds(w, w.when.log, record)
}

func (w *walker) logRecord(record plog.LogRecord) outcome {
	w.begin()
	w.value(fieldBody, record.Body(), w.engine.EventBody(record.EventName()), 0)
	w.attributes(fieldAttributes, record.Attributes())
	if out, changed := w.text(fieldSeverityText, record.SeverityText()); changed {
		record.SetSeverityText(out)
	}
	if out, changed := w.text(fieldEventName, record.EventName()); changed {
		record.SetEventName(out)
	}
	w.notes.write(record.Attributes())
	return w.end()
}
