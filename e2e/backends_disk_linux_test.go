// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestBackendsDiskFull fills the disk on which the queues are: the sender is told that its data was not
// taken, the collector says why and runs on, and all that it did take arrives once there is room again.
func TestBackendsDiskFull(t *testing.T) {
	layout := newLayout(t)
	disk := filepath.Join(layout.Data, "storage")
	require.NoError(t, os.Mkdir(disk, 0o700))
	require.NoError(t, syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=4m"), "a small disk is mounted, which needs root")
	t.Cleanup(func() { assert.NoError(t, syscall.Unmount(disk, 0)) })

	b := newBackends(t, layout)
	collector := run(t, b.gateway())
	s := &sender{url: "http://" + layout.OTLPHTTP, service: "disk-full", padding: strings.Repeat(" padding", 128)}
	var refused error
	for refused == nil && s.logs < 20000 {
		refused = s.sendLogs(t.Context(), 100)
	}
	require.ErrorIs(t, refused, errRefused)
	eventually(t, logged(collector, "no space left on device"))
	ctx, cancel := context.WithTimeout(t.Context(), readyTimeout)
	defer cancel()
	require.NoError(t, collector.WaitReady(ctx))

	require.NoError(t, syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT, "size=64m"))
	run(t, b.loki())
	eventually(t, b.logsArrived(s))
	require.NoError(t, s.sendLogs(t.Context(), 100))
	eventually(t, b.logsArrived(s))
	report(s, "disk of the queues was full, "+refused.Error())
}
