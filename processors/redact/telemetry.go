// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"context"
	"sync/atomic"
	"time"

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
	fieldMetric
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
	fieldMetric:        "metric",
	fieldDictionary:    "dictionary",
	fieldPayload:       "payload",
}

// actionDryRun is the value of the action attribute for a match of a processor that changes nothing.
const actionDryRun = "dry_run"

// tally counts what was done to a batch.
type tally struct {
	matches [numFields][]int64 // by detector
	matched bool               // whether there is anything in matches
	bytes   int64
	errors  int64
	// conditions counts the records for which the condition could not be evaluated, dropped those that
	// were removed.
	conditions int64
	dropped    int64
	allowed    []int64 // by detector, or nil
	started    time.Time
}

func newTally(detectors int) tally {
	var t tally
	counts := make([]int64, numFields*detectors)
	for f := range t.matches {
		t.matches[f] = counts[f*detectors : (f+1)*detectors]
	}
	return t
}

// reset makes all counts zero.
func (t *tally) reset() {
	if t.matched {
		for f := range t.matches {
			clear(t.matches[f])
		}
	}
	*t = tally{matches: t.matches}
}

// telemetry holds the processor's own metrics, with their attributes made up once.
type telemetry struct {
	builder    *metadata.TelemetryBuilder
	signalName string
	signal     metric.MeasurementOption
	detectors  []scan.Detector
	actions    []string
	matches    [numFields][]atomic.Pointer[metric.MeasurementOption]
	allowed    []metric.MeasurementOption
}

func newTelemetry(set component.TelemetrySettings, signal string, engine *scan.Engine, dryRun bool) (*telemetry, error) {
	builder, err := metadata.NewTelemetryBuilder(set)
	if err != nil {
		return nil, err
	}
	t := &telemetry{
		builder:    builder,
		signalName: signal,
		signal:     metric.WithAttributeSet(attribute.NewSet(attribute.String("signal", signal))),
		detectors:  engine.Detectors(),
	}
	for f := range t.matches {
		t.matches[f] = make([]atomic.Pointer[metric.MeasurementOption], len(t.detectors))
	}
	for id, detector := range t.detectors {
		action := engine.Action(scan.ID(id)).String()
		if dryRun {
			action = actionDryRun
		}
		t.actions = append(t.actions, action)
		t.allowed = append(t.allowed, metric.WithAttributeSet(attribute.NewSet(
			attribute.String("detector", detector.Name),
			attribute.String("signal", signal),
		)))
	}
	return t, nil
}

func (t *telemetry) shutdown() { t.builder.Shutdown() }

// match returns the attributes of a match. They are made when they are first needed: most never are.
func (t *telemetry) match(f field, id int) metric.MeasurementOption {
	slot := &t.matches[f][id]
	if option := slot.Load(); option != nil {
		return *option
	}
	attributes := metric.WithAttributeSet(attribute.NewSet(
		attribute.String("detector", t.detectors[id].Name),
		attribute.String("signal", t.signalName),
		attribute.String("field", fieldNames[f]),
		attribute.String("action", t.actions[id]),
	))
	slot.Store(&attributes)
	return attributes
}

// add counts a batch.
func (t *telemetry) add(ctx context.Context, counts *tally) {
	t.builder.ProcessorRedactDuration.Record(ctx, time.Since(counts.started).Seconds(), t.signal)
	if counts.bytes > 0 {
		t.builder.ProcessorRedactScannedBytes.Add(ctx, counts.bytes, t.signal)
	}
	if counts.errors > 0 {
		t.builder.ProcessorRedactErrors.Add(ctx, counts.errors, t.signal)
	}
	if counts.conditions > 0 {
		t.builder.ProcessorRedactConditionErrors.Add(ctx, counts.conditions, t.signal)
	}
	if counts.dropped > 0 {
		t.builder.ProcessorRedactDropped.Add(ctx, counts.dropped, t.signal)
	}
	for id, n := range counts.allowed {
		if n > 0 {
			t.builder.ProcessorRedactAllowed.Add(ctx, n, t.allowed[id])
		}
	}
	if !counts.matched {
		return
	}
	for f := range counts.matches {
		for id, n := range counts.matches[f] {
			if n > 0 {
				t.builder.ProcessorRedactMatches.Add(ctx, n, t.match(field(f), id))
			}
		}
	}
}
