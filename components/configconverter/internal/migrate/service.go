// SPDX-License-Identifier: Apache-2.0

package migrate

import (
	"fmt"
	"net"
	"strconv"
	"strings"
)

// topLevel removes keys beside the sections that once meant something, or that other tools write.
func topLevel(m *migration) {
	if _, ok := m.conf["file_format"]; ok {
		delete(m.conf, "file_format")
		m.changed("removed-key", []string{"file_format"}, "file_format belongs to the configuration of SDKs", "delete it", "")
	}
}

// telemetryAddress turns service::telemetry::metrics::address into a reader.
func telemetryAddress(m *migration) {
	service, _ := m.conf["service"].(map[string]any)
	telemetry, _ := service["telemetry"].(map[string]any)
	metrics, _ := telemetry["metrics"].(map[string]any)
	keyPath := []string{"service", "telemetry", "metrics", "address"}
	switch level := metrics["level"].(type) {
	case bool: // YAML 1.1 reads off and no as false; so do some tools that write configurations
		metrics["level"] = map[bool]string{true: "normal", false: "none"}[level]
		m.changed("renamed-value", []string{"service", "telemetry", "metrics", "level"}, fmt.Sprintf("%v is no level", level), write("level", metrics["level"]), "")
	case string:
		if lower := strings.ToLower(level); lower == "off" {
			metrics["level"] = "none"
			m.changed("renamed-value", []string{"service", "telemetry", "metrics", "level"}, "off is no level", "write level: none", "")
		}
	}
	address, ok := metrics["address"]
	if !ok {
		return
	}
	text, ok := address.(string)
	if port, isPort := address.(int); isPort {
		text, ok = ":"+strconv.Itoa(port), true
	}
	if ok && !strings.Contains(text, ":") {
		if _, err := strconv.Atoi(text); err == nil {
			text = ":" + text
		}
	}
	host, portText, err := net.SplitHostPort(text)
	port, portErr := strconv.Atoi(portText)
	if !ok || err != nil || portErr != nil {
		m.impossible("removed-telemetry-address", keyPath, fmt.Sprintf("address was removed, and %q is not host:port", fmt.Sprint(address)),
			`write readers: [{pull: {exporter: {prometheus: {host: localhost, port: 8888}}}}]`, "v0.123.0")
		return
	}
	delete(metrics, "address")
	if _, taken := metrics["readers"]; taken {
		m.changed("removed-telemetry-address", keyPath, "address was removed, and readers say where the metrics are", "delete it", "v0.123.0")
		return
	}
	if metrics["level"] == "none" {
		m.changed("removed-telemetry-address", keyPath, "address was removed, and level none has no metrics to serve", "delete it", "v0.123.0")
		return
	}
	if host == "" {
		host = "0.0.0.0"
	}
	metrics["readers"] = []any{map[string]any{"pull": map[string]any{"exporter": map[string]any{"prometheus": map[string]any{"host": host, "port": port}}}}}
	m.changed("removed-telemetry-address", keyPath, "address was removed", write("readers", metrics["readers"]), "v0.123.0")
}
