// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"iter"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
)

// metrics redacts attributes. The name, description and unit of a metric are part of its identity and of
// the code that makes it; they are left as they are.
func (w *walker) metrics(md pmetric.Metrics) {
	for _, resource := range md.ResourceMetrics().All() {
		w.resource(resource.Resource())
		for _, scope := range resource.ScopeMetrics().All() {
			w.scope(scope.Scope())
			for _, metric := range scope.Metrics().All() {
				w.metric(metric)
			}
		}
	}
}

func (w *walker) metric(metric pmetric.Metric) {
	w.attributes(fieldMetadata, metric.Metadata())
	switch metric.Type() {
	case pmetric.MetricTypeGauge:
		dataPoints(w, metric.Gauge().DataPoints().All())
	case pmetric.MetricTypeSum:
		dataPoints(w, metric.Sum().DataPoints().All())
	case pmetric.MetricTypeHistogram:
		dataPoints(w, metric.Histogram().DataPoints().All())
	case pmetric.MetricTypeExponentialHistogram:
		dataPoints(w, metric.ExponentialHistogram().DataPoints().All())
	case pmetric.MetricTypeSummary:
		for _, point := range metric.Summary().DataPoints().All() {
			w.attributes(fieldAttributes, point.Attributes())
		}
	}
}

// dataPoint is what the points of all metric types but summaries have in common.
type dataPoint interface {
	Attributes() pcommon.Map
	Exemplars() pmetric.ExemplarSlice
}

func dataPoints[T dataPoint](w *walker, points iter.Seq2[int, T]) {
	for _, point := range points {
		w.attributes(fieldAttributes, point.Attributes())
		for _, exemplar := range point.Exemplars().All() {
			w.attributes(fieldExemplar, exemplar.FilteredAttributes())
		}
	}
}
