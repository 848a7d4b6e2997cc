// SPDX-License-Identifier: Apache-2.0

//go:build unix

package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/faultline-otel/faultline/internal/demo"
	"github.com/faultline-otel/faultline/internal/metricspage"
	"github.com/faultline-otel/faultline/services/planted"
)

// TestRedactReload changes the configuration of redact again and again while the services leak: at no
// moment may a value come out.
func TestRedactReload(t *testing.T) {
	layout := newLayout(t)
	shipped, err := os.ReadFile(filepath.Join(root(), "configs", "standalone.yaml"))
	require.NoError(t, err)
	require.Contains(t, string(shipped), "\n  redact: {}\n")
	config := filepath.Join(t.TempDir(), "config.yaml")
	write := func(redact string) {
		t.Helper()
		changed := strings.Replace(string(shipped), "\n  redact: {}\n", "\n  redact: "+redact+"\n", 1)
		require.NoError(t, os.WriteFile(config, []byte(changed), 0o600))
	}
	write("{}")

	part := layout.Collector("")
	part.Command = []string{part.Command[0], "--config", config}
	part.Env = append(part.Env, "DECISION_WAIT=1s", "SAMPLING_PERCENTAGE=100")
	collector := run(t, part)
	for _, service := range layout.Services() {
		run(t, service, "FAULT_LEAK=true")
	}
	stop := startLoad(t, layout, "--rate", "100", "--seed", "3")

	for i, redact := range []string{
		"{profiles: [all]}",
		`{mask: "<{detector} removed>"}`,
		"{keys: {redact: [event]}}",
		"{}",
	} {
		write(redact)
		require.NoError(t, collector.Signal(syscall.SIGHUP))
		// After a reload the counters begin anew: wait until the new pipelines have redacted something.
		eventually(t, func(ctx context.Context) error {
			reloads := strings.Count(collector.LogTail(1<<20), "Everything is ready")
			if reloads < i+2 {
				return fmt.Errorf("ready %d times, waiting for %d", reloads, i+2)
			}
			page, err := metricspage.Get(ctx, "http://"+layout.Telemetry+"/metrics")
			if err != nil {
				return err
			}
			if page.Sum("otelcol_processor_redact_matches", nil) == 0 {
				return fmt.Errorf("nothing redacted yet with %s", redact)
			}
			return nil
		})
	}
	stop()

	watch := demo.NewWatch(layout)
	t.Cleanup(func() { assert.NoError(t, watch.Close()) })
	eventually(t, func(ctx context.Context) error {
		if err := watch.Update(ctx); err != nil {
			return err
		}
		if watch.Kept().Sampled() == 0 {
			return errors.New("no trace kept yet")
		}
		return nil
	})
	places, err := watch.Find(t.Context(), planted.Values())
	require.NoError(t, err)
	assert.Empty(t, places, "places that hold a planted value")
}
