// SPDX-License-Identifier: Apache-2.0

package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// encodings are those that the Kafka parts have built in, by signal.
var encodings = map[string]map[string][]string{
	receivers: {
		"traces":   {"otlp_proto", "otlp_json", "jaeger_proto", "jaeger_json", "zipkin_proto", "zipkin_json", "zipkin_thrift"},
		"metrics":  {"otlp_proto", "otlp_json"},
		"logs":     {"otlp_proto", "otlp_json", "raw", "json", "azure_resource_logs", "text"},
		"profiles": {"otlp_proto", "otlp_json"},
	},
	exporters: {
		"traces":   {"otlp_proto", "otlp_json", "zipkin_proto", "zipkin_json", "jaeger_proto", "jaeger_json"},
		"metrics":  {"otlp_proto", "otlp_json"},
		"logs":     {"otlp_proto", "otlp_json", "raw"},
		"profiles": {"otlp_proto", "otlp_json"},
	},
}

func unknownEncoding(c *configuration, report report) {
	for _, section := range []string{receivers, exporters} {
		for _, p := range c.running(section) {
			if p.typ != "kafka" {
				continue
			}
			for _, signal := range sortedKeys(encodings[section]) {
				known, encoding := encodings[section][signal], asString(lookup(p.settings, signal, "encoding"))
				isText := section == receivers && signal == "logs" && strings.HasPrefix(encoding, "text_")
				if encoding == "" || isText || slices.Contains(known, encoding) || slices.Contains(c.enabled, encoding) {
					continue
				}
				report(fmt.Sprintf("there is no encoding %q of %s", encoding, signal),
					"write one of "+strings.Join(known, ", ")+", or an extension that service::extensions lists", p.path(signal, "encoding")...)
			}
		}
	}
}

func onePerProcess(c *configuration, report report) {
	first := ""
	for _, id := range c.enabled {
		switch {
		case typeOf(id) != "pprof":
		case first == "":
			first = id
		default:
			report(fmt.Sprintf("%q is a second pprof beside %q", id, first), "remove one of them from service::extensions",
				"service", extensions, strconv.Itoa(slices.Index(c.enabled, id)))
		}
	}
}

func badTelemetry(c *configuration, report report) {
	keyPath := []string{"service", "telemetry", "logs", "encoding"}
	if encoding := asString(lookup(c.root, keyPath...)); encoding != "" && encoding != "json" && encoding != "console" {
		report(fmt.Sprintf("there is no log encoding %q", encoding), "write json or console", keyPath...)
	}
}
