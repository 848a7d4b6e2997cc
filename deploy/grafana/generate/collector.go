// SPDX-License-Identifier: Apache-2.0

package main

// collector is about the collectors themselves.
func collector() dashboard {
	const chosen = `{instance=~"$instance"}`
	rate := func(metric string) string {
		return "sum(rate(" + metric + chosen + "[$__rate_interval])) or vector(0)"
	}
	rateBy := func(labels, metric, where string) string {
		return "sum by (" + labels + `) (rate(` + metric + `{instance=~"$instance"` + where + "}[$__rate_interval]))"
	}
	newIn := func(metric, labels string) string {
		return "sum by (" + labels + ") (increase(" + metric + chosen + "[$__range]))"
	}

	return dashboard{
		uid: "faultline-collector", title: "Collector health", description: "What the collectors receive, hold, send, sample, redact and lose.",
		variables: []object{choice("instance", "instance", "otelcol_process_uptime")},
		rows: []row{
			{title: "Now", height: 4, panels: []panel{
				number("Collectors up", "Of those that Prometheus scrapes.", "short", query{expr: `sum(up{job="otelcol-faultline"})`}),
				number("Spans", "Received per second.", "short", query{expr: rate("otelcol_receiver_accepted_spans")}),
				number("Log records", "Received per second.", "short", query{expr: rate("otelcol_receiver_accepted_log_records")}),
				number("Lost or cut off", "Spans and traces in the time range, as the ledger counts them.", "short",
					query{expr: `sum(increase(faultline_lost_total{reason!="refused"}[$__range]))`}),
				number("Refused", "Spans, log records and data points in the time range; their senders still have them.", "short",
					query{expr: `sum(increase(faultline_lost_total{reason="refused"}[$__range])) + sum(increase(faultline_refused_total[$__range]))`}),
				number("Fullest queue", "Share of its capacity that is in use.", "percentunit",
					query{expr: "max(otelcol_exporter_queue_size" + chosen + " / otelcol_exporter_queue_capacity" + chosen + ")"}),
			}},
			{title: "In and out", height: 8, panels: []panel{
				graph("Received", "What receivers have accepted, per second.", "short",
					query{expr: rate("otelcol_receiver_accepted_spans"), legend: "spans"},
					query{expr: rate("otelcol_receiver_accepted_log_records"), legend: "log records"},
					query{expr: rate("otelcol_receiver_accepted_metric_points"), legend: "data points"}),
				graph("Refusals", "What receivers have refused, per second; the senders keep it.", "short",
					query{expr: rateBy("unit", "faultline_lost_total", `, reason="refused"`), legend: "{{unit}}"},
					query{expr: rateBy("unit", "faultline_refused_total", ""), legend: "{{unit}}"}),
				graph("Sent", "What backends have accepted, per second.", "short",
					query{expr: rateBy("exporter", "otelcol_exporter_sent_spans", ""), legend: "spans, {{exporter}}"},
					query{expr: rateBy("exporter", "otelcol_exporter_sent_log_records", ""), legend: "log records, {{exporter}}"},
					query{expr: rateBy("exporter", "otelcol_exporter_sent_metric_points", ""), legend: "data points, {{exporter}}"}),
			}},
			{title: "Queues", height: 8, panels: []panel{
				graph("Queue", "Share of the capacity that is in use. There is an alert from a fifth on.", "percentunit",
					query{expr: "sum by (exporter) (otelcol_exporter_queue_size" + chosen + ") / sum by (exporter) (otelcol_exporter_queue_capacity" + chosen + ")", legend: "{{exporter}}"}),
				graph("Waiting", "Spans and log records in the queues on disk.", "short",
					query{expr: "sum by (exporter) (otelcol_exporter_queue_size" + chosen + ")", legend: "{{exporter}}"}),
				graph("Requests in flight", "Requests that the backends have not answered yet.", "short",
					query{expr: "sum by (exporter) (otelcol_exporter_in_flight_requests" + chosen + ")", legend: "{{exporter}}"}),
			}},
			{title: "Sampling", height: 8, panels: []panel{
				graph("Traces kept and dropped", "Decisions of the sampler, per second.", "short",
					query{expr: rateBy("decision", "otelcol_processor_tail_sampling_global_count_traces_sampled", ""), legend: "{{decision}}"}),
				graph("Kept by reason", "Which policies kept a trace, per second; several can apply.", "short",
					query{expr: rateBy("policy", "otelcol_processor_tail_sampling_count_traces_sampled", `, sampled="true"`), legend: "{{policy}}"}),
				graph("Error spans", "Passed on before the sampler, per second: all of them.", "short",
					query{expr: rate("otelcol_connector_error_spans_kept"), legend: "kept"},
					query{expr: rate("otelcol_connector_error_spans_refused"), legend: "refused, still with their senders"}),
				graph("Undecided", "Traces that the sampler holds. Beyond num_traces the oldest are evicted.", "short",
					query{expr: "sum by (instance) (otelcol_processor_tail_sampling_sampling_traces_on_memory" + chosen + ")", legend: "{{instance}}"}),
			}},
			{title: "The ledger of what is lost", height: 8, panels: []panel{
				bars("Ledger", "In the time range, by reason. docs/ledger.md explains each.", "short",
					query{expr: newIn("faultline_lost_total", "reason, unit"), legend: "{{unit}}: {{reason}}"}),
				graph("Losses", "The same, per second.", "short",
					query{expr: rateBy("reason, unit", "faultline_lost_total", ""), legend: "{{unit}}: {{reason}}"}),
				graph("Log records that Loki rejected", "Per second; they are not sent again.", "short",
					query{expr: rateBy("instance", "faultline_lost_log_records_total", ""), legend: "{{instance}}"}),
			}},
			{title: "Redaction and error locations", height: 9, panels: []panel{
				graph("Redactions by detector", "Matches per second.", "short",
					query{expr: rateBy("detector", "otelcol_processor_redact_matches", ""), legend: "{{detector}}"}),
				graph("Redactions by field", "Where the matches were, per second.", "short",
					query{expr: rateBy("signal, field", "otelcol_processor_redact_matches", ""), legend: "{{signal}} {{field}}"}),
				graph("Redaction errors", "Values that could not be scanned, per second: replaced whole, or their record dropped.", "short",
					query{expr: rateBy("instance", "faultline_redaction_errors_total", ""), legend: "{{instance}}"}),
				graph("Stack traces", "Located by error_location, by language, and those in which it found no line; per second.", "short",
					query{expr: rateBy("language", "otelcol_processor_error_location_parsed", ""), legend: "{{language}}"},
					query{expr: rate("otelcol_processor_error_location_unparsed"), legend: "without a location"}),
			}},
			{title: "Cardinality", height: 8, panels: []panel{
				graph("Series", "On the pages that Prometheus scrapes.", "short",
					query{expr: `sum by (job) (scrape_samples_scraped)`, legend: "{{job}}"}),
				bars("Series of a service", "span_metrics counts 2000 series separately, and all others in one.", "short",
					query{expr: `count by (service) (traces_span_metrics_calls_total)`, legend: "{{service}}"}),
				graph("Calls beyond the limit", "Per second, counted in the one series for everything beyond the limit.", "short",
					query{expr: `sum by (service) (rate(traces_span_metrics_calls_total{otel_metric_overflow="true"}[$__rate_interval])) or sum by (service) (0 * rate(traces_span_metrics_calls_total[$__rate_interval]))`, legend: "{{service}}"}),
				bars("Values of Loki's labels", "Each value makes separate streams.", "short",
					query{expr: "max by (label) (otelcol_exporter_loki_label_values" + chosen + ")", legend: "{{label}}"}),
			}},
			{title: "Processes", height: 8, panels: []panel{
				graph("Memory", "Resident memory. memory_limiter refuses data above its limit.", "bytes",
					query{expr: "otelcol_process_memory_rss" + chosen, legend: "{{instance}}"}),
				graph("CPU", "Cores.", "short",
					query{expr: rateBy("instance", "otelcol_process_cpu_seconds", ""), legend: "{{instance}}"}),
				graph("Time of redaction", "Seconds of one core, per second.", "short",
					query{expr: rateBy("signal", "otelcol_processor_redact_duration_sum", ""), legend: "{{signal}}"}),
				graph("Up since", "A step down is a restart.", "s",
					query{expr: "otelcol_process_uptime" + chosen, legend: "{{instance}}"}),
			}},
		},
	}
}
