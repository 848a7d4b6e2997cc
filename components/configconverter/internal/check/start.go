// SPDX-License-Identifier: Apache-2.0

package check

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// encodings are the built-in encodings of the Kafka receiver and exporter, by signal.
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

// protocols are the OTLP protocols over which the collector can send its own telemetry.
var protocols = []string{"grpc", "http/protobuf"}

// propagators are the ones that the collector's own traces support.
var propagators = []string{"tracecontext", "b3"}

func badTelemetry(c *configuration, report report) {
	telemetry := []string{"service", "telemetry"}
	at := func(keys ...string) []string { return append(slices.Clone(telemetry), keys...) }
	if encoding := asString(lookup(c.root, at("logs", "encoding")...)); encoding != "" && encoding != "json" && encoding != "console" {
		report(fmt.Sprintf("there is no log encoding %q", encoding), "write json or console", at("logs", "encoding")...)
	}
	for signal, key := range map[string]string{"logs": "processors", "metrics": "readers", "traces": "processors"} {
		settings := asMap(lookup(c.root, at(signal)...))
		if strings.EqualFold(asString(settings["level"]), "none") && signal != "logs" || settings[key] == nil {
			continue
		}
		walk(settings[key], at(signal, key), func(keyPath []string, value any) {
			last := len(keyPath) - 1
			switch text := asString(value); {
			case keyPath[last] == "protocol" && keyPath[last-1] == "otlp" && text != "" && !slices.Contains(protocols, text):
				report(fmt.Sprintf("there is no protocol %q", text), "write "+strings.Join(protocols, " or "), keyPath...)
			case keyPath[last] == "pull" && len(asMap(lookup(value, "exporter"))) == 0:
				report("this reader has no exporter", "write pull: {exporter: {prometheus: {host: localhost, port: 8888}}}", keyPath...)
			}
		})
		for i, propagator := range stringList(settings["propagators"]) {
			if !slices.Contains(propagators, propagator) {
				report(fmt.Sprintf("there is no propagator %q", propagator), "write "+strings.Join(propagators, " or "), at(signal, "propagators", strconv.Itoa(i))...)
			}
		}
	}
}

// httpExporters are the types of exporters whose URLs are checked here; other exporters check their own.
var httpExporters = []string{"otlphttp", "prometheusremotewrite", "zipkin"}

func badURL(c *configuration, report report) {
	for _, p := range c.running(exporters) {
		for _, key := range sortedKeys(p.settings) {
			text := asString(p.settings[key])
			isURL := key == "proxy_url" || slices.Contains(httpExporters, p.typ) && (key == "endpoint" || strings.HasSuffix(key, "_endpoint"))
			if !isURL || text == "" {
				continue
			}
			u, err := url.Parse(text)
			if i := strings.LastIndex(text, "@"); i >= 0 {
				text = text[i+1:] // what stands before may be a password
			}
			switch {
			case err != nil:
				report(fmt.Sprintf("%q is not a URL", text), "write one such as http://localhost:4318", p.path(key)...)
			case key != "proxy_url" && u.Scheme != "http" && u.Scheme != "https":
				report(fmt.Sprintf("%q has no scheme", text), "write http://"+text+" or https://"+text, p.path(key)...)
			}
		}
	}
	for _, p := range c.running(receivers) {
		if p.typ == "otlp" {
			badURLPaths(c, p, report)
		}
	}
}

// urlPaths are the settings for the paths of OTLP over HTTP, with their defaults.
var urlPaths = map[string]string{
	"logs_url_path":    "/v1/logs",
	"metrics_url_path": "/v1/metrics",
	"traces_url_path":  "/v1/traces",
}

// badURLPaths registers the paths with the standard library's server, which panics at those that it cannot serve.
func badURLPaths(c *configuration, p part, report report) {
	keys := []string{"protocols", "http"}
	mux := http.NewServeMux()
	if lookup(p.settings, keys...) == nil {
		return
	}
	for _, key := range sortedKeys(urlPaths) {
		signal, _, _ := strings.Cut(key, "_")
		if !slices.ContainsFunc(c.pipelines, func(pl pipeline) bool { return pl.signal == signal && slices.Contains(pl.receivers, p.id) }) {
			continue // the server takes the paths of its signals only
		}
		path := asString(lookup(p.settings, append(slices.Clone(keys), key)...))
		if path == "" {
			path = urlPaths[key]
		}
		if !strings.HasPrefix(path, "/") {
			path = "/" + path
		}
		if message := handle(mux, path); message != "" {
			report(message, "write a path of its own, such as "+urlPaths[key], p.path(append(slices.Clone(keys), key)...)...)
		}
	}
}

func handle(mux *http.ServeMux, path string) (message string) {
	defer func() {
		if r := recover(); r != nil {
			message = oneLine(fmt.Sprint(r))
		}
	}()
	mux.HandleFunc(path, http.NotFound)
	return ""
}
