// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/faultline-otel/faultline/internal/metricspage"
	"github.com/faultline-otel/faultline/internal/stack"
)

// TestBackendsFaults stops each server under load and brings it back, has Loki answer 429 and Jaeger
// hang: the others get their data meanwhile, and nothing is missing at the end.
func TestBackendsFaults(t *testing.T) {
	whole := t // what outlasts a subtest is stopped at the end of the test
	b := newBackends(t, newLayout(t))
	prometheus, loki, jaeger := b.startServers(t)
	collector := run(t, b.gateway())
	newSender := func(service string) *sender {
		return &sender{url: "http://" + b.layout.OTLPHTTP, service: service}
	}

	type arrived func(*sender) func(context.Context) error
	outages := []struct {
		name    string
		process **stack.Process
		lacks   arrived
		others  []arrived
	}{
		{"Prometheus", &prometheus, b.requestsArrived, []arrived{b.spansArrived, b.logsArrived}},
		{"Loki", &loki, b.logsArrived, []arrived{b.spansArrived, b.requestsArrived}},
		{"Jaeger", &jaeger, b.spansArrived, []arrived{b.logsArrived, b.requestsArrived}},
	}
	for _, outage := range outages {
		t.Run(outage.name+" is down", func(t *testing.T) {
			s := newSender("without-" + strings.ToLower(outage.name))
			s.steady(t, 40, 50, 10, func() { require.NoError(t, (*outage.process).Stop(stopTimeout)) })
			for _, other := range outage.others {
				eventually(t, other(s))
			}
			*outage.process = run(whole, (*outage.process).Part)
			eventually(t, outage.lacks(s))
			report(s, outage.name+" was down")
		})
	}

	t.Run("Jaeger hangs", func(t *testing.T) {
		s := newSender("jaeger-hangs")
		s.steady(t, 40, 50, 10, func() { require.NoError(t, jaeger.Signal(syscall.SIGSTOP)) })
		eventually(t, b.logsArrived(s))
		eventually(t, b.requestsArrived(s))
		// Longer than the exporter waits for an answer.
		eventually(t, logged(collector, "DeadlineExceeded"))
		require.NoError(t, jaeger.Signal(syscall.SIGCONT))
		eventually(t, b.spansArrived(s))
		report(s, "Jaeger hung")
	})

	t.Run("Loki answers 429", func(t *testing.T) {
		require.NoError(t, loki.Stop(stopTimeout))
		loki = run(whole, b.loki("-distributor.ingestion-rate-limit-mb=0.25", "-distributor.ingestion-burst-size-mb=3"))
		s := newSender("loki-429")
		s.padding = strings.Repeat(" padding", 128)
		var refused float64
		eventually(t, func(ctx context.Context) error {
			for range 10 { // 2 MB, as fast as the machine can
				if err := errors.Join(s.sendSpans(ctx, 200), s.sendLogs(ctx, 200)); err != nil {
					return err
				}
			}
			page, err := metricspage.Get(ctx, "http://"+b.lokiAddress+"/metrics")
			if err != nil {
				return err
			}
			if refused = page.Sum("loki_discarded_samples_total", map[string]string{"reason": "rate_limited"}); refused == 0 {
				return errors.New("Loki has refused nothing yet")
			}
			return nil
		})
		eventually(t, b.spansArrived(s))
		eventually(t, b.logsArrived(s))
		report(s, fmt.Sprintf("Loki answered 429, first to %.0f records", refused))
	})
}

// logged returns an error while a part has not printed text.
func logged(process *stack.Process, text string) func(context.Context) error {
	return func(context.Context) error {
		printed, err := os.ReadFile(process.LogFile)
		if err != nil {
			return err
		}
		if !strings.Contains(string(printed), text) {
			return fmt.Errorf("%s has not logged %q", process.Name, text)
		}
		return nil
	}
}

func report(s *sender, fault string) {
	fmt.Printf("0 lost of %d spans and %d log records: %s\n", s.spans, s.logs, fault)
}

// TestBackendsFullQueue fills the queues of a collector while its backends are down, kills it, and
// starts it again: what fitted into the queues arrives, and what did not was refused and counted.
func TestBackendsFullQueue(t *testing.T) {
	const room = 2000
	b := newBackends(t, newLayout(t))
	part := b.gateway()
	for _, exporter := range []string{"loki", "otlp_grpc/jaeger_errors"} {
		part.Command = append(part.Command, fmt.Sprintf("--set=exporters::%s::sending_queue::queue_size=%d", exporter, room))
	}
	killed, err := stack.Start(part)
	require.NoError(t, err)
	require.NoError(t, killed.WaitReady(t.Context()))
	s := &sender{url: "http://" + b.layout.OTLPHTTP, service: "full-queue"}
	for range room / 100 {
		require.NoError(t, s.sendSpans(t.Context(), 100))
		require.NoError(t, s.sendLogs(t.Context(), 100))
	}
	eventually(t, func(ctx context.Context) error {
		page, err := metricspage.Get(ctx, "http://"+b.layout.Telemetry+"/metrics")
		if err != nil {
			return err
		}
		queued := page.SumBy("otelcol_exporter_queue_size", "exporter", nil)
		return errors.Join(
			wanted("log records in the queue", float64(room), queued["loki"]),
			wanted("spans in the queue", float64(room), queued["otlp_grpc/jaeger_errors"]))
	})
	require.ErrorIs(t, s.sendLogs(t.Context(), 100), errRefused, "the sender is told, and can send again")

	over := &sender{url: s.url, service: "over-the-queue"}
	require.ErrorIs(t, over.sendSpans(t.Context(), 100), errRefused, "the sender is told, and can send again")
	page, err := metricspage.Get(t.Context(), "http://"+b.layout.Telemetry+"/metrics")
	require.NoError(t, err)
	require.NoError(t, wanted("error spans refused", 100.0, page.Sum("otelcol_connector_error_spans_refused", nil)))
	require.NoError(t, killed.Kill())

	run(t, b.loki())
	run(t, b.jaeger())
	run(t, part)
	eventually(t, b.spansArrived(s))
	eventually(t, b.logsArrived(s))
	report(s, "collector killed with full queues and started again")
}

// TestBackendsRestart restarts the collector under load: the requests that Prometheus has counted before
// and after are all that were sent.
func TestBackendsRestart(t *testing.T) {
	b := newBackends(t, newLayout(t))
	run(t, b.prometheus(t))
	part := patient(b.gateway())
	collector := run(t, part)
	s := &sender{url: "http://" + b.layout.OTLPHTTP, service: "restart"}
	send := func(batches int) {
		for range batches {
			eventually(t, func(ctx context.Context) error { return s.sendSpans(ctx, 17) })
		}
	}
	send(100)
	require.NoError(t, collector.Stop(stopTimeout))
	run(t, part)
	send(50)
	eventually(t, func(ctx context.Context) error {
		counted, err := b.counted(ctx, `http_requests_total{service="restart"}[1h]`)
		if err != nil {
			return err
		}
		return wanted("requests counted", float64(s.spans), counted)
	})
	report(s, "collector restarted; Prometheus has counted each span")
}

// patient gives Prometheus the time of several scrapes for the last counts of a gateway that stops, because one
// may fail on a busy machine.
func patient(gateway stack.Part) stack.Part {
	gateway.Command = append(gateway.Command, "--set=processors::linger::duration=30s")
	return gateway
}

// TestBackendsUpstreamLoki loads a configuration with the loki exporter of otelcol-contrib v0.130.0.
func TestBackendsUpstreamLoki(t *testing.T) {
	b := newBackends(t, newLayout(t))
	run(t, b.loki())
	part := b.gateway()
	part.Command = []string{part.Command[0], "--config", root() + "/e2e/testdata/contrib-v0.130-loki.yaml"}
	run(t, part)
	s := &sender{url: "http://" + b.layout.OTLPHTTP, service: "upstream"}
	require.NoError(t, s.sendLogs(t.Context(), 500))
	eventually(t, func(ctx context.Context) error {
		found, err := b.logQL(ctx, `{service_name="upstream",deployment_environment="test",event="test",job="upstream",level="ERROR"} | logfmt | traceID=~".+1" | number=~"[0-9]+"`)
		if err != nil {
			return err
		}
		return wanted("lines", s.logs, len(found))
	})
}

// TestBackendsLokiByOTLP sends logs to Loki's own OTLP endpoint.
func TestBackendsLokiByOTLP(t *testing.T) {
	b := newBackends(t, newLayout(t))
	run(t, b.loki())
	run(t, b.gateway("gateway.d/loki-otlp.yaml"))
	s := &sender{url: "http://" + b.layout.OTLPHTTP, service: "by-otlp"}
	require.NoError(t, s.sendLogs(t.Context(), 500))
	eventually(t, func(ctx context.Context) error {
		found, err := b.logQL(ctx, `{service_name="by-otlp"} |= "record" | trace_id="00000000000000000000000000000001" | event="test"`)
		if err != nil {
			return err
		}
		return wanted("lines", s.logs, len(found))
	})
}
