// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/faultline-otel/faultline/internal/metricspage"
	"github.com/faultline-otel/faultline/internal/otlpfile"
	"github.com/faultline-otel/faultline/internal/stack"
)

// Watch follows a collector that runs configs/standalone.yaml, and the services that send to it.
type Watch struct {
	layout stack.Layout
	traces *otlpfile.Follower
	logs   *otlpfile.Follower
	kept   *Kept
	own    *metricspage.Page // the collector's own metrics
}

// NewWatch watches the stack of a layout.
func NewWatch(layout stack.Layout) *Watch {
	return &Watch{
		layout: layout,
		traces: otlpfile.Follow(filepath.Join(layout.Data, "traces.json")),
		logs:   otlpfile.Follow(filepath.Join(layout.Data, "logs.json")),
		kept:   newKept(layout.Root),
	}
}

// Close closes the files.
func (w *Watch) Close() error {
	return errors.Join(w.traces.Close(), w.logs.Close())
}

// Update reads what is new. A metrics page that does not answer is an error; what the files held is
// taken in all the same.
func (w *Watch) Update(ctx context.Context) error {
	errFiles := errors.Join(w.traces.Next(w.kept.addTraces), w.logs.Next(w.kept.addLogs))
	own, err := metricspage.Get(ctx, "http://"+w.layout.Telemetry+"/metrics")
	if err == nil {
		w.own = own
	}
	return errors.Join(errFiles, err)
}

// Kept is what the collector wrote up to the last update.
func (w *Watch) Kept() *Kept { return w.kept }

// Report says in a few lines what the collector did so far.
func (w *Watch) Report(elapsed time.Duration) string {
	var b strings.Builder
	own := w.own
	if own == nil {
		return "no metrics from the collector yet\n"
	}
	fmt.Fprintf(&b, "%s  in: %s spans, %s logs", clock(elapsed),
		count(own.Sum("otelcol_receiver_accepted_spans", nil)),
		count(own.Sum("otelcol_receiver_accepted_log_records", nil)))
	fmt.Fprintf(&b, "   traces kept: %d with errors, %d sampled of %s without\n",
		w.kept.Errors(), w.kept.Sampled(), count(w.decided()-float64(w.kept.Errors())))
	fmt.Fprintf(&b, "       redacted: %s\n", redacted(own))
	if newest := w.kept.newest(3); len(newest) > 0 {
		b.WriteString("       newest errors:\n")
		for _, location := range newest {
			fmt.Fprintf(&b, "         %s\n", location)
		}
	}
	return b.String()
}

// decided is how many traces the sampler has decided about.
func (w *Watch) decided() float64 {
	return w.own.Sum("otelcol_processor_tail_sampling_global_count_traces_sampled", nil)
}

// redacted lists how many values were taken out, by detector.
func redacted(page *metricspage.Page) string {
	by := page.SumBy("otelcol_processor_redact_matches", "detector", nil)
	if len(by) == 0 {
		return "nothing"
	}
	parts := make([]string, 0, len(by))
	for _, detector := range slices.Sorted(maps.Keys(by)) {
		parts = append(parts, fmt.Sprintf("%s %s", detector, count(by[detector])))
	}
	return strings.Join(parts, ", ")
}

// calls are the RED call counts by service, from the page that Prometheus would scrape.
func (w *Watch) calls(ctx context.Context) (map[string]float64, error) {
	page, err := metricspage.Get(ctx, "http://"+w.layout.Prometheus+"/metrics")
	if err != nil {
		return nil, err
	}
	return page.SumBy("traces_span_metrics_calls_total", "service_name", nil), nil
}

// SpansEnded are the spans that the SDK of each service has ended.
func (w *Watch) SpansEnded(ctx context.Context) (map[string]float64, error) {
	ended := map[string]float64{}
	for service, address := range map[string]string{
		"api-gateway":   w.layout.APIGatewayDebug,
		"user-service":  w.layout.UserDebug,
		"order-service": w.layout.OrderDebug,
	} {
		var body struct {
			SpansEnded float64 `json:"spans_ended"`
		}
		if err := getJSON(ctx, "http://"+address+"/debug/telemetry", &body); err != nil {
			return nil, fmt.Errorf("%s: %w", service, err)
		}
		ended[service] = body.SpansEnded
	}
	return ended, nil
}

func getJSON(ctx context.Context, url string, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answered %s", url, resp.Status)
	}
	return json.Unmarshal(body, into)
}

func clock(d time.Duration) string {
	seconds := int(d.Seconds())
	return fmt.Sprintf("%02d:%02d", seconds/60, seconds%60)
}

// count writes a number with a comma between thousands.
func count(n float64) string {
	digits := fmt.Sprintf("%.0f", max(0, n))
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
