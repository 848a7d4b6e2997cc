// SPDX-License-Identifier: Apache-2.0

package migrate

import (
	"fmt"
	"maps"
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/faultline-otel/faultline/internal/catalog"
)

// loggingExporter turns the exporter logging, removed in v0.111.0, into debug.
func loggingExporter(m *migration) {
	for _, c := range m.components("exporters", "logging") {
		// logging was at verbosity normal when nothing was said, debug is at basic.
		verbosity := "normal"
		for _, key := range []string{"loglevel", "logLevel", "log_level"} {
			if level, ok := c.config[key]; ok {
				delete(c.config, key)
				verbosity = verbosityOf(fmt.Sprint(level))
			}
		}
		if _, ok := c.config["verbosity"]; !ok {
			c.config["verbosity"] = verbosity
		}
		id := m.replace(c, "debug", freeName(m, "debug", c.name(), "logging"), c.config)
		m.changed("removed-logging", c.path(), "the exporter logging was removed", write(id, c.config)+" and name it in the pipelines", "v0.111.0")
	}
}

func verbosityOf(level string) string {
	switch strings.ToLower(level) {
	case "debug":
		return "detailed"
	case "info", "":
		return "normal"
	}
	return "basic"
}

// freeName is the name that a component keeps, or another where a component of the new type has it already.
func freeName(m *migration, newType, name, other string) string {
	id := newType
	if name != "" {
		id += "/" + name
	}
	exporters, _ := m.conf["exporters"].(map[string]any)
	if _, taken := exporters[id]; !taken {
		return name
	}
	return strings.TrimSuffix(other+"-"+name, "-")
}

// named is a name that says where a component comes from: "jaeger", and "jaeger-2" of jaeger/2.
func named(c component) string {
	return strings.TrimSuffix(catalog.TypeOf(c.id)+"-"+c.name(), "-")
}

// toOTLP replaces an exporter of an old protocol, on oldPort, by one of OTLP, on newPort.
func (m *migration) toOTLP(c component, typ, oldPort, newPort, rule, found, since string) {
	oldTLS(c.config)
	note := otlpEndpoint(c.config, oldPort, newPort)
	id := m.replace(c, typ, named(c), c.config)
	m.changed(rule, c.path(), found+note, write(id, c.config)+" and name it in the pipelines", since)
}

// jaegerExporter turns the exporter jaeger, removed in v0.86.0, into OTLP, which Jaeger takes itself since v1.35.
func jaegerExporter(m *migration) {
	for _, c := range m.components("exporters", "jaeger") {
		m.toOTLP(c, "otlp_grpc", "14250", "4317", "removed-jaeger", "the exporter jaeger was removed; Jaeger takes OTLP on port 4317", "v0.86.0")
	}
}

// jaegerThriftExporter turns jaeger_thrift into OTLP by HTTP.
func jaegerThriftExporter(m *migration) {
	for _, c := range m.components("exporters", "jaeger_thrift") {
		delete(c.config, "url")
		if endpoint, ok := c.config["endpoint"].(string); ok {
			c.config["endpoint"] = strings.TrimSuffix(strings.TrimSuffix(endpoint, "/"), "/api/traces")
		}
		m.toOTLP(c, "otlp_http", "14268", "4318", "removed-jaeger", "the exporter jaeger_thrift was removed; Jaeger takes OTLP by HTTP on port 4318", "")
	}
}

// opencensusExporter turns the exporter opencensus, removed in v0.134.0, into OTLP.
func opencensusExporter(m *migration) {
	for _, c := range m.components("exporters", "opencensus") {
		delete(c.config, "num_workers")
		m.toOTLP(c, "otlp_grpc", "55678", "4317", "removed-opencensus", "the exporter opencensus was removed; the receiving side must take OTLP", "v0.134.0")
	}
}

// otlpEndpoint changes the port of the old protocol to that of OTLP. A port that is neither is kept, which the note says.
func otlpEndpoint(config map[string]any, oldPort, newPort string) (note string) {
	endpoint, ok := config["endpoint"].(string)
	if !ok {
		return ""
	}
	if head, found := strings.CutSuffix(endpoint, ":"+oldPort); found {
		config["endpoint"] = head + ":" + newPort
		return ""
	}
	rest := endpoint
	if _, after, found := strings.Cut(endpoint, "://"); found {
		rest = strings.TrimPrefix(after, "/")
	}
	if _, port, err := net.SplitHostPort(rest); err != nil || port != newPort {
		return fmt.Sprintf("; the port of %q is not the usual %s and was kept: make sure that OTLP is served there", endpoint, oldPort)
	}
	return ""
}

// elasticExporter turns the exporter elastic into OTLP, which Elastic's APM Server takes itself.
func elasticExporter(m *migration) {
	for _, c := range m.components("exporters", "elastic") {
		oldTLS(c.config)
		moveKey(c.config, "apm_server_url", "endpoint")
		for _, auth := range []struct{ key, scheme string }{{"secret_token", "Bearer "}, {"api_key", "ApiKey "}} {
			if value, ok := c.config[auth.key].(string); ok {
				c.config["headers"] = map[string]any{"Authorization": auth.scheme + value}
			}
			delete(c.config, auth.key)
		}
		id := m.replace(c, "otlp_http", named(c), c.config)
		m.changed("removed-elastic", c.path(), "the exporter elastic was removed; APM Server takes OTLP",
			write(id, c.config)+" and name it in the pipelines", "")
	}
}

// sentryExporter turns an exporter sentry with a DSN into OTLP to the project of that DSN. Without one, the exporter is of today:
// it finds the project by the names of services.
func sentryExporter(m *migration) {
	for _, c := range m.components("exporters", "sentry") {
		text, ok := c.config["dsn"].(string)
		if !ok {
			continue
		}
		dsn, err := url.Parse(text)
		project := ""
		if err == nil {
			project = strings.Trim(dsn.Path, "/")
		}
		if err != nil || dsn.Host == "" || dsn.User.Username() == "" || project == "" || strings.Contains(project, "/") {
			m.impossible("removed-sentry-dsn", c.path("dsn"), "dsn was removed, and this is not of the form https://key@host/project",
				"write url: https://sentry.io, org_slug: your organisation, and auth_token: ${env:SENTRY_AUTH_TOKEN}", "")
			continue
		}
		base := dsn.Scheme + "://" + dsn.Host + "/api/" + project + "/integration/otlp/v1/"
		config := map[string]any{
			"traces_endpoint": base + "traces", "logs_endpoint": base + "logs",
			"headers": map[string]any{"x-sentry-auth": "sentry sentry_key=" + dsn.User.Username()},
		}
		note := ""
		for _, key := range slices.Sorted(maps.Keys(c.config)) {
			switch key {
			case "dsn":
			case "insecure_skip_verify":
				config["tls"] = map[string]any{key: c.config[key]}
			case "environment":
				note = "; environment is now the resource attribute deployment.environment.name, for the processor resource to set"
			default:
				config[key] = c.config[key]
			}
		}
		id := m.replace(c, "otlp_http", named(c), config)
		m.changed("removed-sentry-dsn", c.path(), "the exporter sentry has no dsn any more; Sentry takes OTLP"+note,
			write(id, config)+" and name it in the pipelines", "")
	}
}

// oldTLS moves the keys of TLS that were at the top of a client's configuration, in early versions, under tls.
func oldTLS(config map[string]any) (moved []string) {
	for _, key := range []struct{ from, to string }{
		{"insecure", "insecure"},
		{"insecure_skip_verify", "insecure_skip_verify"},
		{"ca_file", "ca_file"},
		{"cert_file", "cert_file"},
		{"key_file", "key_file"},
		{"cert_pem_file", "ca_file"},
		{"server_name_override", "server_name_override"},
		{"min_version", "min_version"},
		{"max_version", "max_version"},
	} {
		if moveKey(config, key.from, "tls", key.to) {
			moved = append(moved, key.from)
		}
	}
	return moved
}

// clientKeys moves old keys of the exporters that send by gRPC or HTTP.
func clientKeys(m *migration) {
	for _, c := range m.components("exporters", "otlp", "otlp_grpc", "otlphttp", "otlp_http", "zipkin", "prometheusremotewrite", "prometheus_remote_write", "loki") {
		for _, key := range oldTLS(c.config) {
			m.changed("moved-tls", c.path(key), "keys of TLS are under tls", write("tls", c.config["tls"]), "")
		}
		for _, key := range []string{"tls_settings", "tls_setting"} {
			if moveKey(c.config, key, "tls") {
				m.changed("moved-tls", c.path(key), key+" is now tls", write("tls", c.config["tls"]), "")
			}
		}
		bearerRPC(m, c)
		for _, key := range []string{"num_workers", "reconnection_delay"} {
			if _, ok := c.config[key]; ok {
				delete(c.config, key)
				m.changed("removed-key", c.path(key), key+" was removed", "delete the line: sending_queue::num_consumers and retry_on_failure have taken its place", "")
			}
		}
	}
}

// bearerRPC turns per_rpc_auth, of the first versions, into a header.
func bearerRPC(m *migration, c component) {
	auth, ok := c.config["per_rpc_auth"].(map[string]any)
	if !ok {
		return
	}
	token, ok := auth["bearer_token"].(string)
	if !ok || auth["type"] != "bearer" {
		return
	}
	delete(c.config, "per_rpc_auth")
	childMap(c.config, "headers")["Authorization"] = "Bearer " + token
	m.changed("removed-key", c.path("per_rpc_auth"), "per_rpc_auth was removed", `write headers: {Authorization: "Bearer ..."}`, "")
}

// exporterKeys removes or moves keys of single exporters.
func exporterKeys(m *migration) {
	for _, c := range m.components("exporters", "googlecloud", "googlemanagedprometheus") {
		if _, ok := c.config["retry_on_failure"]; ok {
			delete(c.config, "retry_on_failure")
			m.changed("removed-key", c.path("retry_on_failure"), "retry_on_failure was removed: the client library retries by itself", "delete it", "v0.84.0")
		}
	}
	for _, c := range m.components("exporters", "prometheusremotewrite", "prometheus_remote_write") {
		labelsAsText(m, c, "external_labels")
	}
	for _, c := range m.components("exporters", "prometheus") {
		labelsAsText(m, c, "const_labels")
	}
	for _, c := range m.components("exporters", "loki") {
		lokiTenant(m, c)
		lokiFormat(m, c)
		lokiLabels(m, c)
	}
}

// labelsAsText is textLabels for the labels at a path of a component.
func labelsAsText(m *migration, c component, keyPath ...string) {
	labels := c.config
	for _, key := range keyPath {
		labels, _ = labels[key].(map[string]any)
	}
	textLabels(m, labels, c.path(keyPath...))
}

// lokiTenant turns a static tenant, of early versions of the exporter loki, into the header of today.
func lokiTenant(m *migration, c component) {
	for _, key := range []string{"tenant_id", "tenant"} {
		tenant := c.config[key]
		if block, ok := tenant.(map[string]any); ok {
			tenant = block["value"]
			if block["source"] != "static" {
				tenant = nil
			}
		}
		text, ok := tenant.(string)
		if !ok {
			continue
		}
		childMap(c.config, "headers")["X-Scope-OrgID"] = text
		delete(c.config, key)
		m.changed("removed-key", c.path(key), key+" was removed", `write headers: {X-Scope-OrgID: "`+text+`"}`, "")
	}
}

// lokiFormat moves the format of lines under line.
func lokiFormat(m *migration, c component) {
	format, ok := c.config["format"].(string)
	if !ok {
		return
	}
	delete(c.config, "format")
	if format == "body" {
		format = "raw"
	}
	line := childMap(c.config, "line")
	line["format"] = format
	m.changed("moved-key", c.path("format"), "format moved", write("line", line), "")
}

// lokiLabels turns the labels that early versions of the exporter loki took from attributes and resources into those of today.
func lokiLabels(m *migration, c component) {
	labels, _ := c.config["labels"].(map[string]any)
	fields := map[string]any{}
	old := false
	for _, source := range []struct{ key, field string }{{"attributes", "attribute."}, {"resource", "resource."}, {"record", ""}} {
		names, ok := labels[source.key].(map[string]any)
		if !ok {
			continue
		}
		old = true
		for attribute, label := range names {
			text, _ := label.(string)
			if text == "" {
				text = labelName(attribute)
			}
			field := source.field + attribute
			if source.field == "" {
				if field = recordFields[attribute]; field == "" {
					continue
				}
			}
			fields[text] = field
		}
	}
	if old {
		c.config["labels"] = fields
		m.changed("moved-key", c.path("labels"), "labels are written by their name, with the field that is the value; trace and span ids cannot be labels",
			write("labels", fields), "")
	}
}

// recordFields are the fields of a record that can be labels, by their old names. Trace and span ids would make a stream of each value.
var recordFields = map[string]string{"severity": "severity_text", "severityN": "severity_number"}

// labelName is the name of a label for an attribute, as the exporter made it.
func labelName(attribute string) string {
	return strings.Map(func(r rune) rune {
		if r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '_'
	}, attribute)
}
