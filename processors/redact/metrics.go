// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/ottl/contexts/ottldatapoint"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
)

// metrics redacts attributes. The name, description and unit of a metric are part of its identity and of
// the code that makes it; they are left as they are unless the configuration has metric_names.
func (w *walker) metrics(md pmetric.Metrics) {
	md.ResourceMetrics().RemoveIf(func(resource pmetric.ResourceMetrics) bool {
		var scopes group
		resource.ScopeMetrics().RemoveIf(func(scope pmetric.ScopeMetrics) bool {
			var metrics group
			scope.Metrics().RemoveIf(func(metric pmetric.Metric) bool {
				points := w.dataPoints(origin{resource, scope, metric})
				return metrics.add(w.shared(points, func() { w.metric(metric) }))
			})
			return scopes.add(w.shared(metrics, func() { w.scope(scope.Scope()) }))
		})
		return w.shared(scopes, func() { w.resource(resource.Resource()) }).drop
	})
}

// origin is where a data point is from.
type origin struct {
	resource pmetric.ResourceMetrics
	scope    pmetric.ScopeMetrics
	metric   pmetric.Metric
}

// dataPoints redacts the data points of a metric.
func (w *walker) dataPoints(of origin) (points group) {
	switch of.metric.Type() {
	case pmetric.MetricTypeGauge:
		of.metric.Gauge().DataPoints().RemoveIf(func(point pmetric.NumberDataPoint) bool {
			return points.add(dataPoint(w, of, point, point.Exemplars()))
		})
	case pmetric.MetricTypeSum:
		of.metric.Sum().DataPoints().RemoveIf(func(point pmetric.NumberDataPoint) bool {
			return points.add(dataPoint(w, of, point, point.Exemplars()))
		})
	case pmetric.MetricTypeHistogram:
		of.metric.Histogram().DataPoints().RemoveIf(func(point pmetric.HistogramDataPoint) bool {
			return points.add(dataPoint(w, of, point, point.Exemplars()))
		})
	case pmetric.MetricTypeExponentialHistogram:
		of.metric.ExponentialHistogram().DataPoints().RemoveIf(func(point pmetric.ExponentialHistogramDataPoint) bool {
			return points.add(dataPoint(w, of, point, point.Exemplars()))
		})
	case pmetric.MetricTypeSummary:
		of.metric.Summary().DataPoints().RemoveIf(func(point pmetric.SummaryDataPoint) bool {
			return points.add(dataPoint(w, of, point, noExemplars))
		})
	}
	return points
}

// noExemplars are those of a summary.
var noExemplars = pmetric.NewExemplarSlice()

func dataPoint[T interface{ Attributes() pcommon.Map }](w *walker, of origin, point T, exemplars pmetric.ExemplarSlice) outcome {
	if w.when != nil && !w.holdsForPoint(of, point) {
		return exempt
	}
	w.begin()
	w.attributes(fieldAttributes, point.Attributes())
	for _, exemplar := range exemplars.All() {
		w.attributes(fieldExemplar, exemplar.FilteredAttributes())
	}
	return w.end()
}

func (w *walker) holdsForPoint(of origin, point any) bool {
	record := ottldatapoint.NewTransformContext(of.resource, of.scope, of.metric, point)
	defer record.Close()
	return holds(w, w.when.point, record)
}

// metric redacts what a metric says of itself. The notes go to its metadata: an attribute more would make
// another time series of each point.
func (w *walker) metric(metric pmetric.Metric) {
	w.attributes(fieldMetadata, metric.Metadata())
	if w.metricNames {
		w.metricName(metric)
	}
	w.notes.write(metric.Metadata())
}

func (w *walker) metricName(metric pmetric.Metric) {
	if out, changed := w.text(fieldMetric, metric.Name()); changed {
		metric.SetName(out)
	}
	if out, changed := w.text(fieldMetric, metric.Description()); changed {
		metric.SetDescription(out)
	}
	if out, changed := w.text(fieldMetric, metric.Unit()); changed {
		metric.SetUnit(out)
	}
}
