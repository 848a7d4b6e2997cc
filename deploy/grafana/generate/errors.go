// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net/url"
	"regexp"
)

// errorLocations is about the lines of code that raise errors, as error_location wrote them on logs.
func errorLocations() dashboard {
	const (
		// The fields of the lines that configs/gateway.yaml has Loki keep.
		located = `{service=~"$service"} |= "\"file\":" | json file="file", line="line", function="function", error_type="error_type"` +
			", fingerprint=`attributes[\"error.fingerprint\"]`, code_url=`attributes[\"code.url\"]`, message=\"message\", error=\"error\" | file!=\"\""
		place = "service, file, line, function"
		kind  = "service, fingerprint, error_type, file, line, function, code_url"
	)
	count := func(labels, window string) string {
		return "sum by (" + labels + ") (count_over_time(" + located + " [" + window + "]))"
	}

	overrides := []object{
		rename("Value #A", "errors", "short"),
		rename("fingerprint", "fingerprint", "string",
			object{"title": "Traces with this error", "url": explore("jaeger",
				`{"refId":"A","queryType":"search","service":"${__data.fields.service}","tags":"error.fingerprint=\"${__value.raw}\""}`)},
			object{"title": "Logs with this error", "url": explore("loki",
				`{"refId":"A","queryType":"range","expr":"{service=\"${__data.fields.service}\"} |= \"${__value.raw}\""}`)}),
		rename("code_url", "source", "string", object{"title": "Open the line of code", "url": "${__value.raw}", "targetBlank": true}),
	}
	errors := func(title, description, expr string) panel {
		p := table(title, description, "errors", query{expr: expr, logs: true})
		p.overrides = overrides
		p.transforms = []object{{"id": "labelsToFields", "options": object{"mode": "columns"}}, {"id": "merge", "options": object{}}, hide("Time")}
		return p
	}

	return dashboard{
		uid: "faultline-errors", title: "Errors by code location", description: "Which line of code raised which error, from the logs.",
		variables: []object{choice("service", "service", "http_requests_total")},
		rows: []row{
			{title: "Now", height: 4, panels: []panel{
				number("Errors", "Logged errors with a location in the time range.", "short",
					query{expr: "sum(count_over_time(" + located + " [$__range]))", logs: true, instant: true}),
				number("Kinds", "Their number of different fingerprints.", "short",
					query{expr: "count(" + count("fingerprint", "$__range") + ")", logs: true, instant: true}),
				number("Places", "Their number of different lines of code.", "short",
					query{expr: "count(" + count("file, line", "$__range") + ")", logs: true, instant: true}),
				number("Error spans", "Sent to Jaeger per second: all of them.", "short",
					query{expr: "sum(rate(otelcol_connector_error_spans_kept[$__rate_interval]))"}),
			}},
			{title: "Over time", height: 9, panels: []panel{
				graph("By code location", "Logged errors of each line of code.", "short",
					query{expr: count(place, "$__auto"), legend: "{{service}} {{file}}:{{line}} {{function}}", logs: true}),
				graph("By fingerprint", "Errors of the same kind, on any host and in any release.", "short",
					query{expr: count("service, error_type, fingerprint", "$__auto"), legend: "{{service}} {{error_type}} {{fingerprint}}", logs: true}),
			}},
			{title: "Kinds", height: 9, panels: []panel{
				errors("All errors", "In the time range, most frequent first. The fingerprint leads to traces and logs.", "topk(50, "+count(kind, "$__range")+")"),
			}},
			{title: "New", height: 7, panels: []panel{
				errors("New errors", "In the last hour, and not in the day before it.",
					count(kind, "1h")+" unless on (service, fingerprint) "+
						"sum by (service, fingerprint) (count_over_time("+located+" [24h] offset 1h))"),
			}},
			{title: "Logs", height: 12, panels: []panel{
				lines("Latest errors", "Open a line for its trace and its source.",
					located+` | line_format "{{.file}}:{{.line}} {{.function}}: {{.message}}: {{.error}}"`),
			}},
		},
	}
}

// explore is the address of Grafana's Explore with one query for a data source.
func explore(uid, query string) string {
	panes := `{"a":{"datasource":"` + uid + `","queries":[` + query + `],"range":{"from":"now-1h","to":"now"}}}`
	return "/explore?schemaVersion=1&panes=" + variable.ReplaceAllString(url.PathEscape(panes), "$${$1}")
}

// variable is one of Grafana's, ${__value.raw}, as it is after escaping, which Grafana would not replace.
var variable = regexp.MustCompile(`(?i)(?:\$|%24)%7B([\w.]+)%7D`)
