// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"context"
	"time"

	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/faultline-otel/faultline/processors/errorlocation/internal/metadata"
	"github.com/faultline-otel/faultline/processors/errorlocation/internal/stacktrace"
)

// counts is what a batch adds to the processor's own metrics.
type counts struct {
	duration   time.Duration
	unparsed   int64
	byLanguage [stacktrace.NumLanguages]struct{ parsed, noInApp, truncated int64 }
}

// located counts a stack trace in which a location was found.
func (c *counts) located(r stacktrace.Result) {
	n := &c.byLanguage[r.Language]
	n.parsed++
	if !r.Reason.InApp() {
		n.noInApp++
	}
	if r.Truncated {
		n.truncated++
	}
}

// telemetry has the processor's own metrics, with their attribute sets built in advance.
type telemetry struct {
	builder    *metadata.TelemetryBuilder
	signal     metric.MeasurementOption
	byLanguage [stacktrace.NumLanguages]struct{ parsed, language metric.MeasurementOption }
}

func newTelemetry(set processor.Settings, signal string) (*telemetry, error) {
	builder, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	signalAttr := attribute.String("signal", signal)
	t := &telemetry{builder: builder, signal: metric.WithAttributeSet(attribute.NewSet(signalAttr))}
	for _, l := range stacktrace.Languages() {
		languageAttr := attribute.String("language", l.String())
		t.byLanguage[l].parsed = metric.WithAttributeSet(attribute.NewSet(languageAttr, signalAttr))
		t.byLanguage[l].language = metric.WithAttributeSet(attribute.NewSet(languageAttr))
	}
	return t, nil
}

// add adds the counts of a batch to the metrics and resets them.
func (t *telemetry) add(ctx context.Context, c *counts) {
	t.builder.ProcessorErrorLocationDuration.Add(ctx, c.duration.Seconds(), t.signal)
	if c.unparsed > 0 {
		t.builder.ProcessorErrorLocationUnparsed.Add(ctx, c.unparsed, t.signal)
	}
	for l, n := range c.byLanguage {
		if n.parsed > 0 {
			t.builder.ProcessorErrorLocationParsed.Add(ctx, n.parsed, t.byLanguage[l].parsed)
		}
		if n.noInApp > 0 {
			t.builder.ProcessorErrorLocationNoInApp.Add(ctx, n.noInApp, t.byLanguage[l].language)
		}
		if n.truncated > 0 {
			t.builder.ProcessorErrorLocationTruncated.Add(ctx, n.truncated, t.byLanguage[l].language)
		}
	}
	*c = counts{}
}
