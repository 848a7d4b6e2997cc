// SPDX-License-Identifier: Apache-2.0

package stack

import (
	"net"
	"path/filepath"
)

// Addresses are the listeners of the collector and the example services, as host:port.
type Addresses struct {
	OTLPGRPC, OTLPHTTP, Prometheus, Health, Telemetry string
	APIGateway, UserService, OrderService             string
	APIGatewayDebug, UserDebug, OrderDebug            string
}

// DefaultAddresses are the ports that the documentation names.
func DefaultAddresses() Addresses {
	return Addresses{
		OTLPGRPC: "127.0.0.1:4317", OTLPHTTP: "127.0.0.1:4318",
		Prometheus: "127.0.0.1:8889", Health: "127.0.0.1:13133", Telemetry: "127.0.0.1:8888",
		APIGateway: "127.0.0.1:8080", UserService: "127.0.0.1:8001", OrderService: "127.0.0.1:8002",
		APIGatewayDebug: "127.0.0.1:18080", UserDebug: "127.0.0.1:18001", OrderDebug: "127.0.0.1:18002",
	}
}

// FreeAddresses are free ports of 127.0.0.1, for tests that run side by side.
func FreeAddresses() (Addresses, error) {
	var a Addresses
	err := FreePorts(
		&a.OTLPGRPC, &a.OTLPHTTP, &a.Prometheus, &a.Health, &a.Telemetry,
		&a.APIGateway, &a.UserService, &a.OrderService,
		&a.APIGatewayDebug, &a.UserDebug, &a.OrderDebug,
	)
	return a, err
}

// Layout says where the programs and their data are.
type Layout struct {
	Root string // of the clone
	Bin  string // folder of the programs
	Data string // folder of what the collector exports
	Run  string // folder of what the programs print, and of the services' databases
	Addresses
}

// Collector is the collector with configurations of configs/, of which later ones win.
func (l Layout) Collector(configs ...string) Part {
	_, telemetryPort, _ := net.SplitHostPort(l.Telemetry)
	command := []string{filepath.Join(l.Bin, "otelcol-faultline")}
	for _, config := range configs {
		command = append(command, "--config", filepath.Join(l.Root, "configs", config))
	}
	return Part{
		Name:    "otelcol-faultline",
		Command: command,
		Dir:     l.Root,
		Env: []string{
			"OTLP_GRPC_ENDPOINT=" + l.OTLPGRPC, "OTLP_HTTP_ENDPOINT=" + l.OTLPHTTP,
			"PROMETHEUS_LISTEN=" + l.Prometheus, "HEALTH_ENDPOINT=" + l.Health,
			"TELEMETRY_LISTEN_PORT=" + telemetryPort, "DATA_DIR=" + l.Data,
			"STORAGE_DIR=" + filepath.Join(l.Data, "storage"),
		},
		Listens: []string{l.OTLPGRPC, l.OTLPHTTP, l.Prometheus, l.Health, l.Telemetry},
		Ready:   "http://" + l.Health,
		LogFile: l.log("otelcol-faultline"),
	}
}

// Services are the three example services, in the order in which they start.
func (l Layout) Services() []Part {
	return []Part{
		l.service("user-service", l.UserService, l.UserDebug),
		l.service("order-service", l.OrderService, l.OrderDebug),
		l.service("api-gateway", l.APIGateway, l.APIGatewayDebug),
	}
}

func (l Layout) service(name, address, debug string) Part {
	return Part{
		Name:    name,
		Command: []string{filepath.Join(l.Bin, name)},
		Dir:     l.Root,
		Env: []string{
			"LISTEN_ADDRESS=" + address, "DEBUG_ADDRESS=" + debug,
			"USER_SERVICE_URL=http://" + l.UserService, "ORDER_SERVICE_URL=http://" + l.OrderService,
			"DATA_DIR=" + filepath.Join(l.Run, name),
			"OTEL_EXPORTER_OTLP_ENDPOINT=http://" + l.OTLPGRPC,
		},
		Listens: []string{address, debug},
		Ready:   "http://" + address + "/healthz",
		LogFile: l.log(name),
	}
}

// Loadgen is the load generator; args are its flags beside the URL.
func (l Layout) Loadgen(args ...string) Part {
	return Part{
		Name:    "loadgen",
		Command: append([]string{filepath.Join(l.Bin, "loadgen"), "--url", "http://" + l.APIGateway}, args...),
		Dir:     l.Root,
		LogFile: l.log("loadgen"),
	}
}

func (l Layout) log(name string) string {
	return filepath.Join(l.Run, "log", name+".log")
}
