// SPDX-License-Identifier: Apache-2.0

package migrate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/faultline-otel/faultline/internal/catalog"
	"github.com/faultline-otel/faultline/internal/confpos"
)

// queuedRetryProcessor removes queued_retry: exporters have a queue and retries of their own, both on by default.
func queuedRetryProcessor(m *migration) {
	for _, c := range m.components("processors", "queued_retry", "queued-retry") {
		queue := map[string]any{}
		for _, key := range []struct{ from, to string }{{"num_workers", "num_consumers"}, {"queue_size", "queue_size"}} {
			if value, ok := c.config[key.from]; ok {
				queue[key.to] = value
			}
		}
		instead := "delete it: exporters have sending_queue and retry_on_failure, both on by default"
		if len(queue) > 0 {
			instead += "; to keep the sizes, write " + render(map[string]any{"sending_queue": queue}) + " in the exporter"
		}
		m.drop(c)
		m.changed("removed-queued-retry", c.path(), "the processor queued_retry was removed", instead, "")
	}
}

// spanMetricsProcessor turns the processor spanmetrics into the connector. The processor counted the spans at its
// place and gave the metrics to an exporter directly; the same is made of a connector at the end of a pipeline
// that has the processors up to that place, and a pipeline from it to that exporter.
func spanMetricsProcessor(m *migration) {
	for _, c := range m.components("processors", "spanmetrics", "span_metrics") {
		users := m.using(c)
		exporter, _ := c.config["metrics_exporter"].(string)
		if exporter == "" {
			m.impossible("removed-spanmetrics", c.path(), "the processor spanmetrics was removed, and it has no metrics_exporter to send to",
				"write the connector span_metrics, name it as an exporter of the traces pipeline and as a receiver of a metrics pipeline", "")
			continue
		}
		delete(c.config, "metrics_exporter")
		if buckets, ok := c.config["latency_histogram_buckets"]; ok {
			delete(c.config, "latency_histogram_buckets")
			c.config["histogram"] = map[string]any{"explicit": map[string]any{"buckets": buckets}}
		}
		delete(c.config, "inherit_instrumentation_library_name")
		if _, ok := c.config["namespace"]; !ok {
			c.config["namespace"] = "" // the processor's names had no prefix
		}
		m.remove("processors", c.id)
		id := m.add("connectors", strings.TrimSuffix("span_metrics/"+c.name(), "/"), c.config)
		confpos.Moved(c.path(), []string{"connectors", id})
		for _, p := range users {
			divert(m, p, c, id)
		}
		if pipelines := m.pipelineMap(); len(users) > 0 {
			pipelines[freePipeline(pipelines, "metrics/spanmetrics")] = map[string]any{"receivers": []any{id}, "exporters": []any{exporter}}
		}
		m.changed("removed-spanmetrics", c.path(), "the processor spanmetrics was removed; its metrics are now named calls and duration",
			fmt.Sprintf("write it under connectors as %s, name it as an exporter of the traces pipeline, and add the pipeline metrics/spanmetrics: {receivers: [%s], exporters: [%s]}",
				render(map[string]any{id: c.config}), id, exporter), "")
	}
}

// divert takes the processor out of a pipeline and lets the connector see what came to it.
func divert(m *migration, p pipeline, c component, id string) {
	processors, _ := p.config["processors"].([]any)
	at := slices.IndexFunc(processors, func(ref any) bool { return refersTo(ref, c.id) })
	before, after := slices.Clone(processors[:at]), processors[at+1:]
	harmless := !slices.ContainsFunc(after, func(ref any) bool {
		text, _ := ref.(string)
		return !slices.Contains([]string{"batch", "memory_limiter"}, catalog.TypeOf(text))
	})
	p.config["processors"] = append(slices.Clone(before), after...)
	if harmless {
		exporters, _ := p.config["exporters"].([]any)
		p.config["exporters"] = append(slices.Clone(exporters), id)
		return
	}
	pipelines := m.pipelineMap()
	pipelines[freePipeline(pipelines, p.signal()+"/spanmetrics")] = map[string]any{
		"receivers": p.config["receivers"], "processors": before, "exporters": []any{id},
	}
}

func freePipeline(pipelines map[string]any, id string) string {
	for {
		if _, taken := pipelines[id]; !taken {
			return id
		}
		id += "-migrated"
	}
}

// processorKeys removes, moves or adds keys of single processors.
func processorKeys(m *migration) {
	for _, c := range m.components("processors", "memory_limiter") {
		parts, ok := m.conf["processors"].(map[string]any)
		if !ok {
			continue
		}
		for _, key := range []string{"ballast_size_mib", "ballast_size_percentage"} {
			if _, ok := c.config[key]; ok {
				delete(c.config, key)
				m.changed("removed-key", c.path(key), key+" was removed with the ballast", "delete it", "")
			}
		}
		if _, ok := c.config["check_interval"]; !ok && len(c.config) > 0 {
			c.config["check_interval"] = "1s"
			parts[c.id] = c.config
			m.changed("added-key", c.path(), "memory_limiter needs check_interval", "write check_interval: 1s", "")
		}
	}
	for _, c := range m.components("processors", "transform") {
		transformStatements(m, c)
	}
	for _, c := range m.components("processors", "filter") {
		for _, key := range []string{"spans", "logs", "metrics"} {
			lowerKeys(m, c.path(key), c.config[key], 0)
		}
	}
	for _, c := range m.components("processors", "batch") {
		for _, key := range []string{"num_workers", "num_tickers", "tick_time", "remove_after_ticks"} {
			if _, ok := c.config[key]; ok {
				delete(c.config, key)
				m.changed("removed-key", c.path(key), key+" was removed", "delete it: timeout and send_batch_size decide", "")
			}
		}
	}
	for _, c := range m.components("processors", "resourcedetection", "resource_detection") {
		detectors, _ := c.config["detectors"].([]any)
		var now []any
		renamed, hasGCP := false, false
		for _, detector := range detectors {
			name, _ := detector.(string) // what is no text is for the component to refuse
			if name == "gce" || name == "gke" {
				detector, name, renamed = "gcp", "gcp", true
			}
			if name == "gcp" && hasGCP {
				continue
			}
			hasGCP = hasGCP || name == "gcp"
			now = append(now, detector)
		}
		if renamed {
			c.config["detectors"] = now
			m.changed("renamed-value", c.path("detectors"), "the detectors gce and gke are now one, gcp", write("detectors", now), "")
		}
	}
}

// transformStatements turns the first form of the processor transform into that of today.
func transformStatements(m *migration, c component) {
	for _, signal := range []struct{ from, to, context string }{
		{"traces", "trace_statements", "span"}, {"metrics", "metric_statements", "datapoint"}, {"logs", "log_statements", "log"},
	} {
		block, ok := c.config[signal.from].(map[string]any)
		if !ok {
			continue
		}
		statements, ok := block["statements"].([]any)
		if !ok {
			statements, ok = block["queries"].([]any)
		}
		if _, taken := c.config[signal.to]; !ok || taken {
			continue
		}
		delete(c.config, signal.from)
		c.config[signal.to] = []any{map[string]any{"context": signal.context, "statements": statements}}
		m.changed("moved-key", c.path(signal.from), signal.from+"::statements is now "+signal.to, write(signal.to, c.config[signal.to]), "")
	}
}

// maxDepth is how deep a configuration is searched.
const maxDepth = 20

// lowerKeys turns Key and Value, which versions that did not mind case took, into key and value.
func lowerKeys(m *migration, keyPath []string, value any, depth int) {
	if depth > maxDepth {
		return
	}
	switch v := value.(type) {
	case map[string]any:
		for _, key := range []string{"Key", "Value"} {
			if moveKey(v, key, strings.ToLower(key)) {
				m.changed("renamed-key", append(slices.Clone(keyPath), key), "keys are in lower case", write(strings.ToLower(key), v[strings.ToLower(key)]), "")
			}
		}
		for key, inner := range v {
			lowerKeys(m, append(slices.Clone(keyPath), key), inner, depth+1)
		}
	case []any:
		for i, inner := range v {
			lowerKeys(m, append(slices.Clone(keyPath), strconv.Itoa(i)), inner, depth+1)
		}
	}
}
