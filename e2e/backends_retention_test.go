// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/faultline-otel/faultline/internal/stack"
)

// TestBackendsRetention lets Loki remove lines that are older than deploy/loki/loki.yaml keeps their level.
func TestBackendsRetention(t *testing.T) {
	const day = 24 * time.Hour
	kept := []struct {
		label, level string
		days         int
	}{
		{"level", "DEBUG", 7},
		{"level", "INFO", 30},
		{"level", "INFO2", 30},
		{"level", "WARN", 180},
		{"level", "ERROR", 365},
		{"level", "ERROR2", 365},
		{"level", "FATAL", 365},
		{"severity_text", "debug", 7},
		{"severity_text", "Information", 30},
		{"severity_text", "warning", 180},
		{"severity_text", "error", 365},
	}
	b := newBackends(t, newLayout(t))
	history := []string{"-validation.reject-old-samples=false", "-ingester.flush-on-shutdown=true", "-compactor.compaction-interval=1h"}
	loki := run(t, b.loki(history...))

	lines := map[string]time.Time{}
	var young, all []string
	for _, k := range kept {
		// Retention goes by chunks, so that each line has one of its own.
		for name, age := range map[string]time.Duration{
			"young " + k.level: time.Duration(k.days)*day - 6*time.Hour,
			"old " + k.level:   time.Duration(k.days)*day + 6*time.Hour,
		} {
			lines[name] = time.Now().Add(-age)
			require.NoError(t, b.push(t.Context(), map[string]string{"service": name, k.label: k.level}, lines[name], name))
			all = append(all, name)
			if strings.HasPrefix(name, "young") {
				young = append(young, name)
			}
		}
	}
	// Stopped, it writes what it holds.
	require.NoError(t, loki.Stop(stopTimeout))
	loki = run(t, b.loki(history...))
	b.wantLines(t, lines, all)
	b.stopStored(t, loki)

	loki = run(t, b.loki("-compactor.compaction-interval=1s"))
	eventually(t, b.retentionApplied)
	b.stopStored(t, loki)
	run(t, b.loki(history...))
	b.wantLines(t, lines, young)
}

// stopStored stops Loki, and leaves of its data what it has stored, which is all by then. What it remembers
// beside, it would forget within minutes while it runs.
func (b *backends) stopStored(t *testing.T, loki *stack.Process) {
	t.Helper()
	require.NoError(t, loki.Stop(stopTimeout))
	for _, folder := range []string{"wal", "tsdb-shipper-active", "tsdb-shipper-cache"} {
		require.NoError(t, os.RemoveAll(filepath.Join(b.data, "loki", folder)))
	}
}

// retentionApplied returns an error until Loki has looked for lines that are too old.
func (b *backends) retentionApplied(ctx context.Context) error {
	const metric = "loki_compactor_apply_retention_last_successful_run_timestamp_seconds"
	page, err := ask(ctx, "http://"+b.lokiAddress+"/metrics", nil)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(page)) {
		if value, found := strings.CutPrefix(strings.TrimSpace(line), metric+" "); found && value != "0" {
			return nil
		}
	}
	return errors.New("retention was not applied yet")
}

// wantLines waits until Loki has, of these lines and their times, those wanted and no other.
func (b *backends) wantLines(t *testing.T, lines map[string]time.Time, want []string) {
	t.Helper()
	slices.Sort(want)
	eventually(t, func(ctx context.Context) error {
		var got []string
		for _, at := range lines {
			var answer vector
			err := askJSON(ctx, "http://"+b.lokiAddress+"/loki/api/v1/query_range", url.Values{
				"query": {`{service=~".+"}`},
				"start": {strconv.FormatInt(at.Add(-time.Second).UnixNano(), 10)}, "end": {strconv.FormatInt(at.Add(time.Second).UnixNano(), 10)},
			}, &answer)
			if err != nil {
				return err
			}
			for _, stream := range answer.Data.Result {
				for _, value := range stream.Values {
					got = append(got, value[1])
				}
			}
		}
		slices.Sort(got)
		got = slices.Compact(got) // lines of one age are found together
		return wanted("lines", strings.Join(want, ", "), strings.Join(got, ", "))
	})
}

// push sends one line by Loki's push API.
func (b *backends) push(ctx context.Context, labels map[string]string, at time.Time, line string) error {
	body, err := json.Marshal(map[string]any{"streams": []any{
		map[string]any{"stream": labels, "values": [][2]string{{strconv.FormatInt(at.UnixNano(), 10), line}}},
	}})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+b.lokiAddress+"/loki/api/v1/push", bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return wanted("status of the push", http.StatusNoContent, resp.StatusCode)
}
