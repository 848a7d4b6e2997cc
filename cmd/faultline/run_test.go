// SPDX-License-Identifier: Apache-2.0

package main

import (
	"io"
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/faultline-otel/faultline/internal/stack"
)

func runWith(t *testing.T, args ...string) error {
	t.Helper()
	cmd := runCommand()
	cmd.SetArgs(args)
	cmd.SetOut(io.Discard)
	cmd.SetErr(io.Discard)
	cmd.SilenceUsage = true
	return cmd.ExecuteContext(t.Context())
}

func TestFlags(t *testing.T) {
	err := runWith(t, "--rate", "0", "--duration", "-1s", "--failures", "2")
	require.EqualError(t, err, `--rate 0: must be more than 0 requests per second
--duration -1s: must not be negative; 0 runs until Ctrl-C
--failures 2: must be between 0 and 1`)
	require.ErrorContains(t, runWith(t, "--rate", "NaN"), "--rate NaN: ")
	require.ErrorContains(t, runWith(t, "--failures", "NaN"), "--failures NaN: ")
}

func TestProgramsAreMissing(t *testing.T) {
	err := runWith(t, "--root", t.TempDir())
	require.ErrorIs(t, err, os.ErrNotExist)
	for _, program := range []string{"otelcol-faultline", "api-gateway", "user-service", "order-service", "loadgen"} {
		require.ErrorContains(t, err, program+": stat ")
	}
	require.ErrorContains(t, err, "run 'make build build-demo'")
}

// A port in use is named with who needs it, before anything is started or removed.
func TestPortInUse(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	address := taken.Addr().String()

	root := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(root, "bin"), 0o700))
	require.NoError(t, os.MkdirAll(filepath.Join(root, "data"), 0o700))
	for _, program := range []string{"otelcol-faultline", "api-gateway", "user-service", "order-service", "loadgen"} {
		require.NoError(t, os.WriteFile(filepath.Join(root, "bin", program), nil, 0o600))
	}
	kept := filepath.Join(root, "data", "traces.json")
	require.NoError(t, os.WriteFile(kept, []byte("{}\n"), 0o600))

	options := runOptions{root: root, addresses: stack.Addresses{OTLPGRPC: address}}
	require.ErrorContains(t, options.run(t.Context(), io.Discard), "otelcol-faultline needs "+address)
	assert.FileExists(t, kept)
}

func TestEmpty(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"traces.json", "traces-2026.json", "mine.json"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), nil, 0o600))
	}
	require.NoError(t, empty(dir, "traces*.json", "absent"))
	assert.NoFileExists(t, filepath.Join(dir, "traces.json"))
	assert.NoFileExists(t, filepath.Join(dir, "traces-2026.json"))
	assert.FileExists(t, filepath.Join(dir, "mine.json"))
}
