// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/faultline-otel/faultline/processors/redact/internal/metadata"
	"github.com/faultline-otel/faultline/processors/redact/internal/scan"
)

// field is the part of a record that a text is in.
type field int

const (
	fieldResource field = iota
	fieldScope
	fieldAttributes
	fieldSpanName
	fieldTraceState
	fieldStatusMessage
	fieldEvent
	fieldLink
	fieldBody
	fieldSeverityText
	fieldEventName
	fieldExemplar
	fieldMetadata
	fieldDictionary
	fieldPayload

	numFields = iota
)

// fieldNames are the values of the field attribute of the matches metric.
var fieldNames = [numFields]string{
	fieldResource:      "resource",
	fieldScope:         "scope",
	fieldAttributes:    "attributes",
	fieldSpanName:      "span_name",
	fieldTraceState:    "trace_state",
	fieldStatusMessage: "status_message",
	fieldEvent:         "event",
	fieldLink:          "link",
	fieldBody:          "body",
	fieldSeverityText:  "severity_text",
	fieldEventName:     "event_name",
	fieldExemplar:      "exemplar",
	fieldMetadata:      "metadata",
	fieldDictionary:    "dictionary",
	fieldPayload:       "payload",
}

// actionMask is the value of the action attribute for a match that was replaced by the mask.
const actionMask = "mask"

// tally counts what was done to a batch.
type tally struct {
	matches [numFields][len(scan.Detectors)]int64
	bytes   int64
	errors  int64
}

// telemetry holds the processor's own metrics, with their attributes made up once.
type telemetry struct {
	builder *metadata.TelemetryBuilder
	signal  metric.MeasurementOption
	matches [numFields][len(scan.Detectors)]metric.MeasurementOption
}

func newTelemetry(set component.TelemetrySettings, signal string) (*telemetry, error) {
	builder, err := metadata.NewTelemetryBuilder(set)
	if err != nil {
		return nil, err
	}
	t := &telemetry{
		builder: builder,
		signal:  metric.WithAttributeSet(attribute.NewSet(attribute.String("signal", signal))),
	}
	for f, fieldName := range fieldNames {
		for id, detector := range scan.Detectors {
			t.matches[f][id] = metric.WithAttributeSet(attribute.NewSet(
				attribute.String("detector", detector.Name),
				attribute.String("signal", signal),
				attribute.String("field", fieldName),
				attribute.String("action", actionMask),
			))
		}
	}
	return t, nil
}

func (t *telemetry) shutdown() { t.builder.Shutdown() }

// add counts a batch.
func (t *telemetry) add(ctx context.Context, counts *tally) {
	if counts.bytes > 0 {
		t.builder.ProcessorRedactScannedBytes.Add(ctx, counts.bytes, t.signal)
	}
	if counts.errors > 0 {
		t.builder.ProcessorRedactErrors.Add(ctx, counts.errors, t.signal)
	}
	for f := range counts.matches {
		for id, n := range counts.matches[f] {
			if n > 0 {
				t.builder.ProcessorRedactMatches.Add(ctx, n, t.matches[f][id])
			}
		}
	}
}
