// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/faultline-otel/faultline/internal/stack"
)

// backends are the real Prometheus, Loki and Jaeger that `make servers` builds, with the configurations
// of deploy/, behind a collector that runs configs/gateway.yaml.
type backends struct {
	layout stack.Layout
	data   string // folder of the servers' data, which outlasts their restarts

	prometheusAddress                                      string
	lokiAddress, lokiGRPC                                  string
	jaegerOTLP, jaegerQuery, jaegerQueryGRPC, jaegerHealth string
}

func newBackends(t *testing.T, layout stack.Layout) *backends {
	t.Helper()
	for _, server := range []string{"prometheus", "loki", "jaeger"} {
		_, err := os.Stat(filepath.Join(root(), ".servers", server))
		require.NoError(t, err, "run `make servers`, or `make e2e`, which does")
	}
	b := &backends{layout: layout, data: t.TempDir()}
	freeAddresses(t, &b.prometheusAddress, &b.lokiAddress, &b.lokiGRPC,
		&b.jaegerOTLP, &b.jaegerQuery, &b.jaegerQueryGRPC, &b.jaegerHealth)
	t.Cleanup(func() {
		if t.Failed() {
			keepLogs(t, layout)
		}
	})
	return b
}

// keepLogs copies what all parts printed to run/e2e of the clone.
func keepLogs(t *testing.T, layout stack.Layout) {
	t.Helper()
	kept := filepath.Join(root(), "run", "e2e", t.Name())
	require.NoError(t, os.RemoveAll(kept))
	require.NoError(t, os.CopyFS(kept, os.DirFS(filepath.Join(layout.Run, "log"))))
	t.Logf("the logs of all parts are in %s", kept)
}

func freeAddresses(t *testing.T, addresses ...*string) {
	t.Helper()
	require.NoError(t, stack.FreePorts(addresses...))
}

func port(address string) string {
	_, port, _ := net.SplitHostPort(address)
	return port
}

// prometheus is the server with deploy/prometheus, the collector's addresses in place of the names that
// it has in the compose stack, and further rule files.
func (b *backends) prometheus(t *testing.T, rules ...string) stack.Part {
	t.Helper()
	return b.prometheusOf(t, []stack.Layout{b.layout}, rules...)
}

// prometheusOf is the same for several collectors.
func (b *backends) prometheusOf(t *testing.T, collectors []stack.Layout, rules ...string) stack.Part {
	t.Helper()
	var pages, telemetry []string
	for _, collector := range collectors {
		pages = append(pages, collector.Prometheus)
		telemetry = append(telemetry, collector.Telemetry)
	}
	text, err := os.ReadFile(filepath.Join(root(), "deploy", "prometheus", "prometheus.yml"))
	require.NoError(t, err)
	config := strings.NewReplacer(
		"otelcol-faultline:8889", strings.Join(pages, `", "`),
		"otelcol-faultline:8888", strings.Join(telemetry, `", "`),
	).Replace(string(text))
	require.NotEqual(t, string(text), config)
	const ruleFiles = `rule_files: ["*.rules.yaml"]`
	require.Contains(t, config, ruleFiles)
	rules = append(rules, filepath.Join(root(), "deploy", "prometheus", "ledger.rules.yaml"))
	config = strings.Replace(config, ruleFiles, "rule_files: ["+strings.Join(rules, ", ")+"]", 1)
	file := filepath.Join(b.layout.Run, "prometheus.yml")
	require.NoError(t, os.WriteFile(file, []byte(config), 0o600))
	return b.part("prometheus", "http://"+b.prometheusAddress+"/-/ready", nil,
		"--config.file", file, "--storage.tsdb.path", filepath.Join(b.data, "prometheus"),
		"--web.listen-address", b.prometheusAddress, "--enable-feature", "exemplar-storage",
		"--web.enable-otlp-receiver", "--web.enable-remote-write-receiver", "--log.level", "warn")
}

func (b *backends) loki(flags ...string) stack.Part {
	env := []string{
		"LOKI_LISTEN_HOST=127.0.0.1", "LOKI_PORT=" + port(b.lokiAddress), "LOKI_GRPC_PORT=" + port(b.lokiGRPC),
		"LOKI_DATA=" + filepath.Join(b.data, "loki"),
	}
	return b.part("loki", "http://"+b.lokiAddress+"/ready", env,
		append([]string{"-config.file=" + filepath.Join(root(), "deploy", "loki", "loki.yaml"), "-config.expand-env=true"}, flags...)...)
}

func (b *backends) jaeger() stack.Part {
	env := []string{
		"JAEGER_DATA=" + filepath.Join(b.data, "jaeger"), "PROMETHEUS_URL=http://" + b.prometheusAddress,
		"JAEGER_UI_CONFIG=" + filepath.Join(root(), "deploy", "jaeger", "ui.json"),
		"JAEGER_OTLP_LISTEN=" + b.jaegerOTLP, "JAEGER_HEALTH_LISTEN=" + b.jaegerHealth,
		"JAEGER_QUERY_LISTEN=" + b.jaegerQuery, "JAEGER_QUERY_GRPC_LISTEN=" + b.jaegerQueryGRPC,
	}
	return b.part("jaeger", "http://"+b.jaegerHealth+"/status", env,
		"--config", filepath.Join(root(), "deploy", "jaeger", "jaeger.yaml"))
}

func (b *backends) part(name, ready string, env []string, args ...string) stack.Part {
	return stack.Part{
		Name:    name,
		Command: append([]string{filepath.Join(root(), ".servers", name)}, args...),
		Dir:     b.data,
		Env:     env,
		Ready:   ready,
		LogFile: filepath.Join(b.layout.Run, "log", name+".log"),
	}
}

// gateway is the collector in front of the servers.
func (b *backends) gateway(overlays ...string) stack.Part {
	part := b.layout.Collector(append([]string{"gateway.yaml"}, overlays...)...)
	part.Env = append(part.Env, "JAEGER_ENDPOINT="+b.jaegerOTLP, "LOKI_ENDPOINT=http://"+b.lokiAddress, "DECISION_WAIT="+decisionWait.String())
	return part
}

// startServers starts all three.
func (b *backends) startServers(t *testing.T, rules ...string) (prometheus, loki, jaeger *stack.Process) {
	t.Helper()
	return run(t, b.prometheus(t, rules...)), run(t, b.loki()), run(t, b.jaeger())
}

// wanted returns an error while got differs from want.
func wanted[T comparable](what string, want, got T) error {
	if want != got {
		return fmt.Errorf("%s: %v, want %v", what, got, want)
	}
	return nil
}
