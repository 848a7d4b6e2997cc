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
		scopes := resource.ScopeMetrics()
		before, picked := scopes.Len(), scopes.Len() == 0
		scopes.RemoveIf(func(scope pmetric.ScopeMetrics) bool {
			drop, one := w.scopeMetrics(resource, scope)
			picked = picked || one
			return drop
		})
		if picked && w.shared(countPoints(scopes), func() { w.resource(resource.Resource()) }) {
			return true
		}
		return before > 0 && scopes.Len() == 0
	})
}

// scopeMetrics redacts the metrics of a scope. It reports whether to drop the scope, and whether a data
// point was redacted.
func (w *walker) scopeMetrics(resource pmetric.ResourceMetrics, scope pmetric.ScopeMetrics) (drop, picked bool) {
	metrics := scope.Metrics()
	before := metrics.Len()
	picked = before == 0
	metrics.RemoveIf(func(metric pmetric.Metric) bool {
		drop, one := w.metric(pointsOf{resource, scope, metric})
		picked = picked || one
		return drop
	})
	if picked && w.shared(countMetricPoints(metrics), func() { w.scope(scope.Scope()) }) {
		return true, picked
	}
	return before > 0 && metrics.Len() == 0, picked
}

func countPoints(scopes pmetric.ScopeMetricsSlice) int {
	n := 0
	for _, scope := range scopes.All() {
		n += countMetricPoints(scope.Metrics())
	}
	return n
}

func countMetricPoints(metrics pmetric.MetricSlice) int {
	n := 0
	for _, metric := range metrics.All() {
		n += pointsOf{metric: metric}.len()
	}
	return n
}

// pointsOf is a metric and where it is from.
type pointsOf struct {
	resource pmetric.ResourceMetrics
	scope    pmetric.ScopeMetrics
	metric   pmetric.Metric
}

func (p pointsOf) len() int {
	switch p.metric.Type() {
	case pmetric.MetricTypeGauge:
		return p.metric.Gauge().DataPoints().Len()
	case pmetric.MetricTypeSum:
		return p.metric.Sum().DataPoints().Len()
	case pmetric.MetricTypeHistogram:
		return p.metric.Histogram().DataPoints().Len()
	case pmetric.MetricTypeExponentialHistogram:
		return p.metric.ExponentialHistogram().DataPoints().Len()
	case pmetric.MetricTypeSummary:
		return p.metric.Summary().DataPoints().Len()
	}
	return 0
}

// metric redacts the data points of a metric, then what it says of itself. The notes go to its metadata: an
// attribute more would make another time series of each point.
func (w *walker) metric(p pointsOf) (drop, picked bool) {
	before := p.len()
	picked = before == 0
	switch metric := p.metric; metric.Type() {
	case pmetric.MetricTypeGauge:
		picked = dataPoints(w, p, metric.Gauge().DataPoints().RemoveIf) || picked
	case pmetric.MetricTypeSum:
		picked = dataPoints(w, p, metric.Sum().DataPoints().RemoveIf) || picked
	case pmetric.MetricTypeHistogram:
		picked = dataPoints(w, p, metric.Histogram().DataPoints().RemoveIf) || picked
	case pmetric.MetricTypeExponentialHistogram:
		picked = dataPoints(w, p, metric.ExponentialHistogram().DataPoints().RemoveIf) || picked
	case pmetric.MetricTypeSummary:
		picked = summaryPoints(w, p, metric.Summary().DataPoints()) || picked
	}
	if !picked {
		return false, false
	}
	w.begin()
	w.attributes(fieldMetadata, p.metric.Metadata())
	if w.metricNames {
		w.metricName(p.metric)
	}
	if w.dropsFailed(p.len()) {
		return true, true
	}
	w.notes.write(p.metric.Metadata())
	return before > 0 && p.len() == 0, true
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

// dataPoint is what the points of all metric types but summaries have in common.
type dataPoint interface {
	Attributes() pcommon.Map
	Exemplars() pmetric.ExemplarSlice
}

// dataPoints redacts the data points of a metric. It reports whether there was one to redact.
func dataPoints[T dataPoint](w *walker, p pointsOf, removeIf func(func(T) bool)) (picked bool) {
	removeIf(func(point T) bool {
		if w.when != nil && !w.holdsForPoint(p, point) {
			return false
		}
		picked = true
		w.begin()
		w.attributes(fieldAttributes, point.Attributes())
		for exemplars, i := point.Exemplars(), 0; i < exemplars.Len(); i++ {
			w.attributes(fieldExemplar, exemplars.At(i).FilteredAttributes())
		}
		return w.dropsFailed(1)
	})
	return picked
}

// summaryPoints is dataPoints for summaries, which have no exemplars.
func summaryPoints(w *walker, p pointsOf, points pmetric.SummaryDataPointSlice) (picked bool) {
	points.RemoveIf(func(point pmetric.SummaryDataPoint) bool {
		if w.when != nil && !w.holdsForPoint(p, point) {
			return false
		}
		picked = true
		w.begin()
		w.attributes(fieldAttributes, point.Attributes())
		return w.dropsFailed(1)
	})
	return picked
}

func (w *walker) holdsForPoint(p pointsOf, point any) bool {
	record := ottldatapoint.NewTransformContext(p.resource, p.scope, p.metric, point)
	defer record.Close()
	return holds(w, w.when.point, record)
}
