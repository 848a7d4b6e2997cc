// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/faultline-otel/faultline/processors/redact/internal/scan"
)

func (w *walker) logs(ld plog.Logs) {
	for _, resource := range ld.ResourceLogs().All() {
		w.resource(resource.Resource())
		for _, scope := range resource.ScopeLogs().All() {
			w.scope(scope.Scope())
			for _, record := range scope.LogRecords().All() {
				w.logRecord(record)
			}
		}
	}
}

func (w *walker) logRecord(record plog.LogRecord) {
	w.value(fieldBody, record.Body(), scan.Context{}, 0)
	w.attributes(fieldAttributes, record.Attributes())
	if out, changed := w.text(fieldSeverityText, record.SeverityText()); changed {
		record.SetSeverityText(out)
	}
	if out, changed := w.text(fieldEventName, record.EventName()); changed {
		record.SetEventName(out)
	}
}
