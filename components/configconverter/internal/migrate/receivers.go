// SPDX-License-Identifier: Apache-2.0

package migrate

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/faultline-otel/faultline/internal/confpos"
)

// opencensusReceiver turns the receiver opencensus, removed in v0.134.0, into OTLP on the same endpoint.
func opencensusReceiver(m *migration) {
	for _, c := range m.components("receivers", "opencensus") {
		moveKey(c.config, "cors_allowed_origins", "cors", "allowed_origins")
		delete(c.config, "cors") // was of its HTTP gateway
		grpc := c.config
		if _, ok := grpc["endpoint"]; !ok {
			grpc["endpoint"] = "localhost:55678"
		}
		config := map[string]any{"protocols": map[string]any{"grpc": grpc}}
		id := m.replace(c, "otlp", named(c), config)
		m.changed("removed-opencensus", c.path(), "the receiver opencensus was removed, and nothing understands its protocol any more: clients must send OTLP",
			write(id, config)+" and name it in the pipelines", "v0.134.0")
	}
}

// serverKeys moves old keys of the protocols that listen.
func serverKeys(m *migration) {
	for _, c := range m.components("receivers", "otlp", "jaeger") {
		protocols, _ := c.config["protocols"].(map[string]any)
		for name, value := range protocols {
			protocol, ok := value.(map[string]any)
			if !ok {
				continue
			}
			for _, key := range []string{"tls_settings", "tls_credentials"} {
				if moveKey(protocol, key, "tls") {
					m.changed("moved-tls", c.path("protocols", name, key), key+" is now tls", write("tls", protocol["tls"]), "")
				}
			}
			for _, key := range []struct{ from, to string }{{"cors_allowed_origins", "allowed_origins"}, {"cors_allowed_headers", "allowed_headers"}} {
				if moveKey(protocol, key.from, "cors", key.to) {
					m.changed("moved-key", c.path("protocols", name, key.from), key.from+" is under cors", write("cors", protocol["cors"]), "")
				}
			}
		}
	}
	for _, c := range m.components("receivers", "zipkin", "prometheus", "statsd", "fluent_forward", "fluentforward") {
		if moveKey(c.config, "tls_settings", "tls") {
			m.changed("moved-tls", c.path("tls_settings"), "tls_settings is now tls", write("tls", c.config["tls"]), "")
		}
	}
}

// kafkaKeys moves topic and encoding to the signals of the pipelines that use the component.
func kafkaKeys(m *migration) {
	for _, section := range []string{"receivers", "exporters"} {
		for _, c := range m.components(section, "kafka") {
			kafkaTopic(m, c)
			auth, _ := c.config["auth"].(map[string]any)
			if tls, ok := auth["tls"]; ok {
				delete(auth, "tls")
				if _, taken := c.config["tls"]; !taken {
					c.config["tls"] = tls
				}
				m.changed("moved-tls", c.path("auth", "tls"), "auth::tls is now tls", write("tls", tls), "v0.124.0")
			}
			if plain, ok := auth["plain_text"].(map[string]any); ok {
				delete(auth, "plain_text")
				plain["mechanism"] = "PLAIN"
				auth["sasl"] = plain
				m.changed("moved-key", c.path("auth", "plain_text"), "auth::plain_text is a mechanism of sasl", write("sasl", plain), "v0.123.0")
			}
		}
	}
}

func kafkaTopic(m *migration, c component) {
	for _, signal := range []string{"traces", "metrics", "logs", "profiles"} {
		own, _ := c.config[signal].(map[string]any)
		if topic, ok := own["topic"]; ok && c.section == "receivers" {
			delete(own, "topic")
			if _, taken := own["topics"]; !taken {
				own["topics"] = []any{topic}
			}
			m.changed("moved-key", c.path(signal, "topic"), "topic is now a list, topics", write("topics", own["topics"]), "")
		}
	}
	moved := map[string]any{}
	var old []string
	for _, key := range []string{"topic", "encoding"} {
		if value, ok := c.config[key]; ok {
			moved[key] = value
			delete(c.config, key)
			old = append(old, key)
		}
	}
	if len(old) == 0 {
		return
	}
	if topic, ok := moved["topic"]; ok && c.section == "receivers" {
		delete(moved, "topic")
		moved["topics"] = []any{topic}
	}
	signals := map[string]any{}
	for _, p := range m.using(c) {
		signals[p.signal()] = true
	}
	for signal := range signals {
		own := childMap(c.config, signal)
		for key, value := range moved {
			if _, taken := own[key]; !taken {
				own[key] = value
			}
		}
		signals[signal] = own
	}
	if len(signals) == 0 {
		signals = map[string]any{"traces": moved}
	}
	m.changed("moved-key", c.path(old[0]), "topic and encoding belong to a signal", "write "+render(signals), "v0.124.0")
}

// receiverKeys removes or moves keys of single receivers.
func receiverKeys(m *migration) {
	for _, c := range m.components("receivers", "jaeger") {
		if _, ok := c.config["remote_sampling"]; ok {
			delete(c.config, "remote_sampling")
			m.changed("removed-key", c.path("remote_sampling"), "remote_sampling was removed from the receiver: clients that ask it for their sampling get no answer",
				"delete it, and let Jaeger serve the strategies", "v0.84.0")
		}
		protocols, _ := c.config["protocols"].(map[string]any)
		if _, ok := protocols["thrift_tchannel"]; ok {
			delete(protocols, "thrift_tchannel")
			m.changed("removed-key", c.path("protocols", "thrift_tchannel"), "Jaeger's TChannel protocol was removed", "delete it", "")
		}
	}
	for _, c := range m.components("receivers", "prometheus") {
		for _, key := range []string{"buffer_period", "buffer_count", "use_start_time_metric", "start_time_metric_regex", "report_extra_scrape_metrics"} {
			if _, ok := c.config[key]; !ok {
				continue
			}
			delete(c.config, key)
			instead := "delete it"
			switch key {
			case "use_start_time_metric", "start_time_metric_regex":
				instead = "delete it, and add the processor metric_start_time with strategy: start_time_metric"
			case "report_extra_scrape_metrics":
				instead = "delete it, and write extra_scrape_metrics: true under config::global"
			}
			m.changed("removed-key", c.path(key), key+" was removed", instead, "")
		}
		labelsAsText(m, c, "config", "global", "external_labels")
		scrapes, _ := c.config["config"].(map[string]any)
		jobs, _ := scrapes["scrape_configs"].([]any)
		for i, job := range jobs {
			static, _ := at(job, "static_configs").([]any)
			for j, group := range static {
				labels, ok := at(group, "labels").(map[string]any)
				if !ok {
					continue
				}
				textLabels(m, labels, c.path("config", "scrape_configs", strconv.Itoa(i), "static_configs", strconv.Itoa(j), "labels"))
			}
		}
	}
	for _, c := range m.components("receivers", "hostmetrics", "host_metrics") {
		scrapers, ok := c.config["scrapers"].([]any)
		if !ok {
			continue
		}
		named := map[string]any{}
		for _, scraper := range scrapers {
			if name, ok := scraper.(string); ok {
				named[name] = nil
			}
		}
		if len(named) == len(scrapers) {
			c.config["scrapers"] = named
			m.changed("list-for-map", c.path("scrapers"), "scrapers is a map, not a list", write("scrapers", named), "")
		}
	}
}

func at(value any, key string) any {
	m, _ := value.(map[string]any)
	return m[key]
}

// textLabels makes text of the numbers and booleans among labels, as versions before strict types did.
func textLabels(m *migration, labels map[string]any, keyPath []string) {
	for name, value := range labels {
		switch value.(type) {
		case int, int64, uint64, float64, bool:
			path := append(slices.Clone(keyPath), name)
			text := scalarText(path, value)
			labels[name] = text
			m.changed("label-not-text", path, fmt.Sprintf("a label is text, and %v is not", value), fmt.Sprintf("write %s: %q", name, text), "")
		}
	}
}

// scalarText is the text of a value that is not text: as it was written or, when it came from a variable, as that has it.
func scalarText(keyPath []string, value any) string {
	raw, ok := confpos.Raw(keyPath...)
	if !ok {
		return fmt.Sprint(value)
	}
	if name, found := strings.CutPrefix(raw, "${"); found {
		name = strings.TrimSuffix(strings.TrimPrefix(name, "env:"), "}")
		if env, set := os.LookupEnv(name); set {
			return env
		}
		return fmt.Sprint(value)
	}
	return raw
}
