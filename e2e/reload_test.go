// SPDX-License-Identifier: Apache-2.0

//go:build unix

package e2e

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/faultline-otel/faultline/internal/metricspage"
)

const reloadConfig = `
receivers: {otlp: {protocols: {grpc: {endpoint: "${OTLP_GRPC_ENDPOINT}"}}}}
exporters: {nop: {}}
extensions: {health_check: {endpoint: "${env:HEALTH_ENDPOINT}"}}
service:
  extensions: [health_check]
  pipelines: {traces: {receivers: [otlp], exporters: [nop]}}
  telemetry:
    metrics:
      readers:
        - pull:
            exporter:
              prometheus:
                host: 127.0.0.1
                port: %s
`

// TestReload changes the configuration file of a running collector and sends SIGHUP.
func TestReload(t *testing.T) {
	layout := newLayout(t)
	config := filepath.Join(t.TempDir(), "config.yaml")
	write := func(port string) {
		require.NoError(t, os.WriteFile(config, fmt.Appendf(nil, reloadConfig, port), 0o600))
	}
	write("${env:TELEMETRY_LISTEN_PORT}")

	part := layout.Collector("")
	part.Command = []string{part.Command[0], "--config", config}
	process := run(t, part)
	_, err := metricspage.Get(t.Context(), "http://"+layout.Telemetry+"/metrics")
	require.NoError(t, err)

	_, port, err := net.SplitHostPort(layout.Prometheus)
	require.NoError(t, err)
	write(port)
	// A signal is lost that comes before the collector listens, which it does a moment after it is ready.
	received := logged(process, "Received signal from OS")
	eventually(t, func(ctx context.Context) error {
		return errors.Join(process.Signal(syscall.SIGHUP), received(ctx))
	})
	eventually(t, func(ctx context.Context) error {
		_, err := metricspage.Get(ctx, "http://"+layout.Prometheus+"/metrics")
		return err
	})
	_, err = metricspage.Get(t.Context(), "http://"+layout.Telemetry+"/metrics")
	require.Error(t, err, "the old listener is closed")
	require.NoError(t, process.Signal(syscall.SIGHUP), "the collector still runs")
}
