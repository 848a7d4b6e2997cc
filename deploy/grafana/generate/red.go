// SPDX-License-Identifier: Apache-2.0

package main

// red is about rate, errors and duration of the services, which are counted from all spans.
func red() dashboard {
	const (
		requests = `http_requests_total{service=~"$service"}`
		failed   = `http_requests_total{service=~"$service", status=~"5.."}`
		seconds  = `http_request_duration_seconds_bucket{service=~"$service"}`
		spans    = `traces_span_metrics_duration_milliseconds_bucket{service=~"$service", span_kind="SPAN_KIND_SERVER"}`
		kept     = `traces_span_metrics_kept_duration_milliseconds_bucket{service=~"$service", span_kind="SPAN_KIND_SERVER"}`
		window   = `[$__rate_interval]`
	)
	// A service that never failed has no series with 5xx, and an error rate of 0.
	ratio := func(labels string) string {
		by := "sum by (" + labels + ") "
		return "(" + by + "(rate(" + failed + window + ")) or " + by + "(0 * rate(" + requests + window + "))) / " +
			by + "(rate(" + requests + window + "))"
	}
	quantile := func(q, labels, buckets string) string {
		return "histogram_quantile(" + q + ", sum by (" + labels + ") (rate(" + buckets + window + ")))"
	}
	// The unbiased quantiles, and the exemplars of what was kept: each leads to a trace that is there.
	withExemplars := func(p panel) panel {
		p.queries = append(p.queries, query{expr: quantile("0.95", "le", kept), exemplars: true})
		return p
	}

	byService := row{title: "By service", height: 9, panels: []panel{
		graph("Rate", "Answered requests per second.", "reqps",
			query{expr: "sum by (service) (rate(" + requests + window + "))", legend: "{{service}}"}),
		graph("Errors", "Share of the requests that were answered with 5xx. There is an alert from 5% on.", "percentunit",
			query{expr: ratio("service"), legend: "{{service}}"}),
		withExemplars(graph("Duration", "Of all requests. The dots are traces that were kept: click one to open it.", "ms",
			query{expr: quantile("0.5", "le", spans), legend: "p50"},
			query{expr: quantile("0.95", "le", spans), legend: "p95"},
			query{expr: quantile("0.99", "le", spans), legend: "p99"})),
	}}

	worst := table("Endpoints", "The current rate, errors and duration of each endpoint.", "requests",
		query{expr: "sum by (service, method, endpoint) (rate(" + requests + window + "))"},
		query{expr: ratio("service, method, endpoint")},
		query{expr: quantile("0.95", "le, service, method, endpoint", seconds)})
	worst.transforms = append(worst.transforms, hide("Time"))
	worst.overrides = []object{
		rename("Value #A", "requests", "reqps"),
		rename("Value #B", "errors", "percentunit"),
		rename("Value #C", "p95", "s"),
		rename("service", "service", "string", object{
			"title": "Failed traces of ${__value.raw}", "url": explore("jaeger", `{"refId":"A","queryType":"search","service":"${__value.raw}","tags":"error=true"}`),
		}),
	}

	heatmap := panel{
		title: "Durations", description: "How many requests took how long.", kind: "heatmap", unit: "s",
		queries: []query{{expr: "sum by (le) (increase(" + seconds + window + "))", legend: "{{le}}", heatmap: true}},
		options: object{"calculate": false, "yAxis": object{"unit": "s"}, "color": object{"mode": "scheme", "scheme": "Oranges", "steps": 64}},
	}

	return dashboard{
		uid: "faultline-red", title: "RED", description: "Rate, errors and duration of the services, counted from all spans before sampling.",
		variables: []object{choice("service", "service", "http_requests_total")},
		rows: []row{
			{title: "Now", height: 4, panels: []panel{
				number("Requests", "Per second, of all chosen services.", "reqps", query{expr: "sum(rate(" + requests + window + "))"}),
				number("Error rate", "Share of the requests that were answered with 5xx.", "percentunit",
					query{expr: "(sum(rate(" + failed + window + ")) or vector(0)) / sum(rate(" + requests + window + "))"}),
				number("p95", "95 of 100 requests are faster.", "s", query{expr: quantile("0.95", "le", seconds)}),
				number("In flight", "Requests that are being answered.", "short", query{expr: `sum(http_requests_active{service=~"$service"})`}),
			}},
			byService,
			{title: "By endpoint", height: 9, panels: []panel{
				graph("Rate of endpoints", "Answered requests per second.", "reqps",
					query{expr: "sum by (service, method, endpoint) (rate(" + requests + window + "))", legend: "{{service}} {{method}} {{endpoint}}"}),
				graph("Errors of endpoints", "Share of the requests that were answered with 5xx.", "percentunit",
					query{expr: ratio("service, method, endpoint"), legend: "{{service}} {{method}} {{endpoint}}"}),
				graph("Duration of endpoints", "95 of 100 requests are faster.", "s",
					query{expr: quantile("0.95", "le, service, method, endpoint", seconds), legend: "{{service}} {{method}} {{endpoint}}"}),
			}},
			{title: "Details", height: 10, panels: []panel{worst, heatmap}},
			{title: "Logs", height: 10, panels: []panel{
				lines("Errors in the logs", "Open a line for its trace.", `{service=~"$service", level="ERROR"}`),
			}},
		},
	}
}
