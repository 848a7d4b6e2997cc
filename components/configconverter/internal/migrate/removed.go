// SPDX-License-Identifier: Apache-2.0

package migrate

import "github.com/faultline-otel/faultline/internal/catalog"

// removed are components that were removed and have no equal that could be made from their configuration.
var removed = []struct {
	section string
	types   []string
	use     string
}{
	{"exporters", []string{"dynatrace"}, "otlp_http with endpoint: https://<environment>.live.dynatrace.com/api/v2/otlp and headers: {Authorization: \"Api-Token ...\"}"},
	{"exporters", []string{"newrelic"}, "otlp_http with endpoint: https://otlp.nr-data.net and headers: {api-key: ...}"},
	{"exporters", []string{"honeycomb"}, "otlp_grpc with endpoint: api.honeycomb.io:443 and headers: {x-honeycomb-team: ...}"},
	{"exporters", []string{"lightstep"}, "otlp_grpc with endpoint: ingest.lightstep.com:443 and headers: {lightstep-access-token: ...}"},
	{"exporters", []string{"uptrace"}, "otlp_grpc with endpoint: api.uptrace.dev:4317 and headers: {uptrace-dsn: ...}"},
	{"exporters", []string{"instana"}, "otlp_grpc to the OTLP endpoint of an Instana agent or backend"},
	{"exporters", []string{"skywalking"}, "otlp_grpc to the OTLP receiver of SkyWalking's OAP, port 11800"},
	{"exporters", []string{"tanzuobservability"}, "otlp_grpc to a Wavefront proxy, port 4317"},
	{"exporters", []string{"sapm"}, "otlp_http with traces_endpoint: https://ingest.<realm>.signalfx.com/v2/trace/otlp and headers: {X-SF-Token: ...}"},
	{"exporters", []string{"f5cloud", "humio", "parquet", "logicmonitor_legacy"}, "otlp_http to the OTLP endpoint of the vendor, or file"},
	{"exporters", []string{"awsprometheusremotewrite"}, "prometheus_remote_write with auth: {authenticator: sigv4auth}, which needs the extension sigv4auth"},
	{"receivers", []string{"prometheus_exec"}, "prometheus, with the exporter started by what starts the collector"},
	{"receivers", []string{"smartagent"}, "the receiver of the service that it monitored, or host_metrics"},
	{"processors", []string{"routing"}, "the connector routing, which is in otelcol-contrib, or a pipeline with a filter processor for each route"},
	{"processors", []string{"servicegraph", "service_graph"}, "the connector service_graph, which is in otelcol-contrib"},
	{"processors", []string{"datadog"}, "the connector datadog, which is in otelcol-contrib"},
	{"processors", []string{"logstransform"}, "operators of the receiver file_log, or the processor transform"},
}

// removedComponents reports what was removed without an equal.
func removedComponents(m *migration) {
	for _, r := range removed {
		for _, c := range m.components(r.section, r.types...) {
			kind := r.section[:len(r.section)-1]
			m.impossible("removed-component", c.path(), "the "+kind+" "+catalog.TypeOf(c.id)+" was removed", "use "+r.use, "")
		}
	}
}

// renamed are types that were renamed and have no alias any more.
var renamed = []struct{ section, from, to string }{
	{"exporters", "stackdriver", "googlecloud"},
	{"exporters", "kinesis", "awskinesis"},
	{"processors", "k8s_tagger", "k8s_attributes"},
	{"processors", "experimental_metricsgeneration", "metricsgeneration"},
}

// renamedTypes gives components the name that their type has today.
func renamedTypes(m *migration) {
	for _, r := range renamed {
		for _, c := range m.components(r.section, r.from) {
			id := m.replace(c, r.to, c.name(), c.config)
			m.changed("renamed-type", c.path(), r.from+" is now "+r.to, "write "+id+" here and in the pipelines", "")
		}
	}
}
