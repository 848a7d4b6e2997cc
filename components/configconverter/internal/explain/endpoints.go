// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"maps"
	"slices"

	"github.com/faultline-otel/faultline/internal/catalog"
)

// endpointKeys are the keys of which an exporter needs one, by its type.
var endpointKeys = map[string][]string{
	"otlp":      {"endpoint"},
	"otlp_grpc": {"endpoint"},
	"otlphttp":  {"endpoint", "traces_endpoint", "metrics_endpoint", "logs_endpoint", "profiles_endpoint"},
	"otlp_http": {"endpoint", "traces_endpoint", "metrics_endpoint", "logs_endpoint", "profiles_endpoint"},
}

// endpoints reports exporters of OTLP that do not say where to.
func (e *explanation) endpoints() {
	exporters, _ := e.conf["exporters"].(map[string]any)
	for _, id := range slices.Sorted(maps.Keys(exporters)) {
		name := catalog.TypeOf(id)
		config, isMap := exporters[id].(map[string]any)
		keys := endpointKeys[name]
		if len(keys) == 0 || !isMap && exporters[id] != nil {
			continue
		}
		if slices.ContainsFunc(keys, func(key string) bool { return config[key] != nil && config[key] != "" }) {
			continue
		}
		port := "4317"
		if len(keys) > 1 {
			port = "4318, with http:// or https:// before it"
		}
		e.fault("no-endpoint", []string{"exporters", id}, "the exporter "+id+" has no endpoint", "write endpoint: host:"+port)
	}
}
