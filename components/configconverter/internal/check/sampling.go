// SPDX-License-Identifier: Apache-2.0

package check

import (
	"fmt"
	"slices"
	"strconv"
)

// samplers are the processors behind which spans are a sample.
var samplers = []string{"tailsampling", "probabilisticsampler"}

// counters are the connectors that make metrics of spans.
var counters = []string{"spanmetrics", "signaltometrics", "count", "servicegraph", "datadog", "exceptions"}

// sampled reports whether what a pipeline exports is a sample.
func (c *configuration) sampled(p pipeline) bool {
	return slices.ContainsFunc(c.upstream(p), func(q pipeline) bool {
		_, ok := q.has(samplers...)
		return ok && q.signal == "traces"
	})
}

func spanMetricsAfterSampling(c *configuration, report report) {
	for _, p := range c.pipelines {
		if p.signal != "traces" || !c.sampled(p) {
			continue
		}
		for i, id := range p.exporters {
			if c.isConnector(id) && slices.Contains(counters, typeOf(id)) && !c.countsAll(typeOf(id)) {
				report(id+" counts the spans that the sampler kept",
					"name it among the exporters of a pipeline before the sampler, and let a forward connector lead from that pipeline to the sampler",
					p.path(exporters, strconv.Itoa(i))...)
			}
		}
	}
}

// countsAll reports whether a connector of this type has the spans before they are sampled.
func (c *configuration) countsAll(typ string) bool {
	return slices.ContainsFunc(c.pipelines, func(p pipeline) bool {
		return p.signal == "traces" && !c.sampled(p) &&
			slices.ContainsFunc(p.exporters, func(id string) bool { return c.isConnector(id) && typeOf(id) == typ })
	})
}

func spanMetricsUnlimited(c *configuration, report report) {
	c.spanMetricsWithout("aggregation_cardinality_limit", func(p part, key string) {
		report(p.id+" does not limit the number of series", "write aggregation_cardinality_limit: 2000", p.path(key)...)
	})
}

func spanMetricsNeverExpire(c *configuration, report report) {
	c.spanMetricsWithout("metrics_expiration", func(p part, key string) {
		report(p.id+" keeps series for ever", "write metrics_expiration: 1h", p.path(key)...)
	})
}

// spanMetricsWithout visits the span_metrics connectors in use that leave a setting at its default of 0.
func (c *configuration) spanMetricsWithout(key string, visit func(p part, key string)) {
	for _, p := range c.running(connectors) {
		if p.typ == "spanmetrics" && isZero(p.settings[key]) {
			visit(p, key)
		}
	}
}

func isZero(value any) bool {
	text := asString(value)
	return text == "" || text == "0" || text == "0s"
}

func samplingWithoutCache(c *configuration, report report) {
	for _, p := range c.running(processors) {
		if p.typ != "tailsampling" {
			continue
		}
		if cache := asMap(p.settings["decision_cache"]); isZero(cache["sampled_cache_size"]) || isZero(cache["non_sampled_cache_size"]) {
			report(p.id+" does not remember its decisions",
				"write decision_cache: {sampled_cache_size: 100000, non_sampled_cache_size: 400000}, each well above num_traces", p.path("decision_cache")...)
		}
	}
}

func samplingWithoutBalancing(c *configuration, report report) {
	if c.balancesTraces() {
		return
	}
	for _, p := range c.pipelines {
		sampler, ok := p.has("tailsampling")
		if !ok {
			continue
		}
		if from, ok := c.receivesFromOthers(p); ok {
			report(fmt.Sprintf("%s decides on traces that %s receives from other hosts", p.processors[sampler], from),
				"with more than one collector, send to this tier by load_balancing with routing_key: traceID; with one, silence this rule",
				p.path(processors, strconv.Itoa(sampler))...)
		}
	}
}

// balancesTraces reports whether this configuration sends each trace to one collector.
func (c *configuration) balancesTraces() bool {
	return slices.ContainsFunc(c.running(exporters), func(p part) bool {
		key := asString(p.settings["routing_key"])
		return p.typ == "loadbalancing" && (key == "" || key == "traceID")
	})
}

// receivesFromOthers returns the listener that brings spans of other hosts into a pipeline.
func (c *configuration) receivesFromOthers(p pipeline) (name string, ok bool) {
	var sources []string
	for _, q := range c.upstream(p) {
		sources = append(sources, c.sources(q)...)
	}
	for _, l := range c.listeners() {
		if host, _, ok := l.split(); ok && l.part.section == receivers && slices.Contains(sources, l.part.id) && !isLoopback(host) {
			return l.name(), true
		}
	}
	return "", false
}
