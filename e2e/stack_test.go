// SPDX-License-Identifier: Apache-2.0

// Package e2e runs the collector that `make build` made, with the example services that send to it,
// and holds what arrives against what was sent.
package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/faultline-otel/faultline/internal/stack"
)

// How long to wait before the test fails: as long as a busy machine may take.
const (
	readyTimeout  = 3 * time.Minute
	stopTimeout   = 3 * time.Minute
	settleTimeout = 3 * time.Minute
)

// decisionWait is how long a sampler waits for the spans of a trace, where a test needs traces whole: longer
// than a service may be held up.
const decisionWait = 15 * time.Second

func TestMain(m *testing.M) {
	for _, program := range []string{"otelcol-faultline", "faultline", "api-gateway", "user-service", "order-service", "loadgen"} {
		if _, err := os.Stat(filepath.Join(root(), "bin", program)); err != nil {
			fmt.Fprintf(os.Stderr, "bin/%s is missing: run `make build build-demo`, or `make test`, which does\n", program)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

func root() string {
	dir, err := filepath.Abs("..")
	if err != nil {
		panic(err)
	}
	return dir
}

// newLayout gives a test ports and a data folder of its own.
func newLayout(t *testing.T) stack.Layout {
	t.Helper()
	addresses, err := stack.FreeAddresses()
	require.NoError(t, err)
	return stack.Layout{Root: root(), Bin: filepath.Join(root(), "bin"), Data: t.TempDir(), Run: t.TempDir(), Addresses: addresses}
}

// run starts a part, waits until it is ready, and stops it at the end of the test, when it must end
// with exit status 0. What it printed is shown when the test fails.
func run(t *testing.T, part stack.Part, env ...string) *stack.Process {
	t.Helper()
	part.Env = append(part.Env, env...)
	process, err := stack.Start(part)
	require.NoError(t, err)
	t.Cleanup(func() {
		assert.NoError(t, process.Stop(stopTimeout))
		if t.Failed() {
			t.Logf("the end of what %s printed:\n%s", part.Name, process.LogTail(40))
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), readyTimeout)
	defer cancel()
	require.NoError(t, process.WaitReady(ctx))
	return process
}

// eventually polls until check returns nil, and fails with its last error after settleTimeout.
func eventually(t *testing.T, check func(ctx context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), settleTimeout)
	defer cancel()
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	var last error
	for {
		err := check(ctx)
		if err == nil {
			return
		}
		// What was cut off by the end of ctx says less than what came before.
		if last == nil || ctx.Err() == nil {
			last = err
		}
		select {
		case <-ctx.Done():
			require.NoError(t, last)
			return
		case <-ticker.C:
		}
	}
}

// answered repeats a question until there is an answer to it, and returns that.
func answered[T any](t *testing.T, ask func(ctx context.Context) (T, error)) T {
	t.Helper()
	var answer T
	eventually(t, func(ctx context.Context) (err error) {
		answer, err = ask(ctx)
		return err
	})
	return answer
}
