// SPDX-License-Identifier: Apache-2.0

package check

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// collector is one that runs: the URLs of its page for Prometheus and of its OTLP/HTTP listener, and
// what was set for it.
type collector struct {
	page, otlp string
	env        []string
}

// program is the path of bin/otelcol-faultline.
func program(t *testing.T) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join(root, "bin", "otelcol-faultline"))
	require.NoError(t, err)
	require.FileExists(t, path, "run `make build`")
	return path
}

// startCollector runs bin/otelcol-faultline with configurations of configs/ until the test ends.
func startCollector(t *testing.T, configs []string, env ...string) collector {
	t.Helper()
	addresses := freeAddresses(t, 5)
	_, port, err := net.SplitHostPort(addresses[4])
	require.NoError(t, err)
	var args []string
	for _, config := range configs {
		args = append(args, "--config", filepath.Join(root, "configs", config))
	}
	cmd := exec.Command(program(t), args...)
	env = append(env,
		"OTLP_GRPC_ENDPOINT="+addresses[0], "OTLP_HTTP_ENDPOINT="+addresses[1], "PROMETHEUS_LISTEN="+addresses[2],
		"HEALTH_ENDPOINT="+addresses[3], "TELEMETRY_LISTEN_PORT="+port, "STORAGE_DIR="+t.TempDir())
	cmd.Env = append(os.Environ(), env...)
	var log strings.Builder
	cmd.Stdout, cmd.Stderr = &log, &log
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		require.NoError(t, cmd.Process.Signal(os.Interrupt))
		stuck := time.AfterFunc(3*time.Minute, func() { _ = cmd.Process.Kill() })
		err := cmd.Wait()
		stuck.Stop()
		assert.NoError(t, err)
		if t.Failed() {
			t.Log(log.String())
		}
	})
	poll(t, func() error {
		response, err := http.Get("http://" + addresses[3])
		if err != nil {
			return err
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusOK {
			return errors.New(response.Status)
		}
		return nil
	})
	return collector{page: "http://" + addresses[2] + "/metrics", otlp: "http://" + addresses[1], env: env}
}

// validate lets the collector read the configurations with the variables and nothing else set.
func validate(t *testing.T, configs, env []string) {
	t.Helper()
	args := []string{"validate"}
	for _, config := range configs {
		args = append(args, "--config", config)
	}
	cmd := exec.CommandContext(t.Context(), program(t), args...)
	cmd.Dir, cmd.Env = t.TempDir(), env
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// freeAddresses are below the range from which systems take the ports of outgoing connections, so that none
// of those is taken before a collector listens there.
func freeAddresses(t *testing.T, n int) []string {
	t.Helper()
	const first, end = 20000, 32768
	var addresses []string
	for attempt := 0; len(addresses) < n; attempt++ {
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", first+rand.IntN(end-first)))
		if err != nil {
			require.Less(t, attempt, 100, err)
			continue
		}
		defer listener.Close()
		addresses = append(addresses, listener.Addr().String())
	}
	return addresses
}

// poll tries until check returns nil, for at most three minutes.
func poll(t *testing.T, check func() error) {
	t.Helper()
	deadline := time.Now().Add(3 * time.Minute)
	for {
		err := check()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			require.NoError(t, err)
		}
		time.Sleep(100 * time.Millisecond)
	}
}
