// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"time"

	"google.golang.org/grpc"

	"github.com/faultline-otel/faultline/internal/metricspage"
)

type bench struct {
	root   string // of the repository
	folder string // of what the collectors write
	sink   *sink
	rate   int
	rounds int
	round  time.Duration
	next   int // number of the next request
}

func (b *bench) items() int { return int(float64(b.rate) * b.round.Seconds()) }

func (b *bench) gatewayConfig() string { return filepath.Join(b.root, "configs", "gateway.yaml") }

// perThousand sends a round and returns the CPU seconds per thousand items until nothing is under way.
func (b *bench) perThousand(ctx context.Context, c *collector, send export, options ...grpc.CallOption) (float64, error) {
	before, err := c.used(ctx)
	if err != nil {
		return 0, err
	}
	if err := b.send(ctx, c, send, b.items(), options...); err != nil {
		return 0, err
	}
	if err := c.drained(ctx); err != nil {
		return 0, err
	}
	after, err := c.used(ctx)
	return (after.cpu - before.cpu) / float64(b.items()) * 1000, err
}

// cost prints what the gateway costs, and returns its CPU time over that of upstream parts alone.
func (b *bench) cost(ctx context.Context) (float64, error) {
	const upstream, bare, whole = 0, 1, 2
	names := []string{upstream: "upstream", bare: "bare", whole: "whole"}
	gateways := make([]*collector, len(names))
	for i, name := range names {
		configs := []string{b.gatewayConfig()}
		if i != whole {
			configs = append(configs, filepath.Join(b.root, "bench", "gateway", name+".yaml"))
		}
		gateway, err := b.start(ctx, name, []string{"DECISION_WAIT=1s"}, configs...)
		if err != nil {
			return 0, err
		}
		defer gateway.stop()
		gateways[i] = gateway
	}

	fmt.Printf("Gateway: CPU time per thousand, at %d/s in rounds of %s, the least of %d rounds; an error with its stack trace in %d traces or log records\n",
		b.rate, b.round, b.rounds, failingShare)
	fmt.Println("  upstream: the pipelines of upstream parts, without error_location and redact (bench/gateway/upstream.yaml)")
	fmt.Println("  bare:     configs/gateway.yaml without the two (bench/gateway/bare.yaml)")
	fmt.Println("  whole:    configs/gateway.yaml")
	fmt.Printf("%-22s %9s %9s %9s   %s   %s\n", "", "upstream", "bare", "whole", "whole/upstream", "whole/bare")
	line := func(name string, cost []float64) {
		fmt.Printf("%-22s %6.1f ms %6.1f ms %6.1f ms   %14.2f   %10.2f\n", name,
			cost[upstream]*1000, cost[bare]*1000, cost[whole]*1000, cost[whole]/cost[upstream], cost[whole]/cost[bare])
	}
	sum := make([]float64, len(names))
	for _, signal := range []struct {
		name string
		send export
	}{{"spans, 11 attributes", exportSpans}, {"log records", exportLogs}} {
		least := make([]float64, len(names))
		for round := range b.rounds + 1 {
			for i, gateway := range gateways {
				cost, err := b.perThousand(ctx, gateway, signal.send, compressed())
				if err != nil {
					return 0, err
				}
				if round == 1 || round > 1 && cost < least[i] { // the first warms up
					least[i] = cost
				}
			}
		}
		line(signal.name, least)
		for i := range sum {
			sum[i] += least[i]
		}
	}
	line("as many of both", sum)
	fmt.Println()
	return sum[whole] / sum[upstream], nil
}

// agent prints what an agent uses at the rate, and returns the share of a core and the most memory in MiB.
func (b *bench) agent(ctx context.Context, config string) (cpu, memory float64, err error) {
	// As deploy/ starts it.
	agent, err := b.start(ctx, "agent", []string{"GOGC=50"}, config)
	if err != nil {
		return 0, 0, err
	}
	defer agent.stop()
	shares := make([]float64, 0, b.rounds)
	for round := range b.rounds + 1 {
		cost, err := b.perThousand(ctx, agent, exportSpans)
		if err != nil {
			return 0, 0, err
		}
		if round > 0 {
			shares = append(shares, cost*float64(b.rate)/1000)
		}
		now, err := agent.used(ctx)
		if err != nil {
			return 0, 0, err
		}
		memory = max(memory, now.memory)
	}
	cpu = slices.Min(shares)
	fmt.Printf("Agent at %d spans/s: %.0f%% of a core (least of %d rounds of %s), %.0f MiB\n\n", b.rate, cpu*100, b.rounds, b.round, memory)
	return cpu, memory, nil
}

// sizing prints the figures of docs/sizing.md.
func (b *bench) sizing(ctx context.Context) error {
	fmt.Println("Sizing")
	if err := b.memoryPerTrace(ctx); err != nil {
		return err
	}
	return b.queueBytes(ctx)
}

// memoryPerTrace holds traces in the sampler and compares the heap.
func (b *bench) memoryPerTrace(ctx context.Context) error {
	gateway, err := b.start(ctx, "held", []string{"DECISION_WAIT=1h", "NUM_TRACES=1000000", "MEMORY_LIMIT_MIB=4000"}, b.gatewayConfig())
	if err != nil {
		return err
	}
	defer gateway.stop()
	if err := b.send(ctx, gateway, exportSpans, b.items()); err != nil { // what is there once
		return err
	}
	before, err := gateway.used(ctx)
	if err != nil {
		return err
	}
	items := 8 * b.items()
	if err := b.send(ctx, gateway, exportSpans, items); err != nil {
		return err
	}
	after, err := gateway.used(ctx)
	if err != nil {
		return err
	}
	traces := float64(items) / spansPerTrace
	fmt.Printf("memory per trace held, of %d spans: %.1f KiB (%.0f MiB for %.0f)\n",
		spansPerTrace, (after.memory-before.memory)*1024/traces, after.memory-before.memory, traces)
	return nil
}

// queueBytes fills the queues of a gateway whose backends are down.
func (b *bench) queueBytes(ctx context.Context) error {
	gateway, err := b.start(ctx, "queued", []string{"DECISION_WAIT=1s", "JAEGER_ENDPOINT=127.0.0.1:1", "LOKI_ENDPOINT=http://127.0.0.1:1", "SAMPLING_PERCENTAGE=100"},
		b.gatewayConfig())
	if err != nil {
		return err
	}
	defer gateway.stop()
	for _, signal := range []struct {
		name, exporter string
		send           export
	}{{"span", "otlp_grpc/jaeger", exportSpans}, {"log record", "loki", exportLogs}} {
		before, err := diskBytes(filepath.Join(gateway.layout.Data, "storage"))
		if err != nil {
			return err
		}
		if err := b.send(ctx, gateway, signal.send, b.items()); err != nil {
			return err
		}
		err = gateway.until(ctx, func(page *metricspage.Page) bool {
			return page.Sum("otelcol_exporter_queue_size", map[string]string{"exporter": signal.exporter}) >= float64(b.items())*0.99
		})
		if err != nil {
			return err
		}
		after, err := diskBytes(filepath.Join(gateway.layout.Data, "storage"))
		if err != nil {
			return err
		}
		fmt.Printf("queue on disk: %.0f bytes per %s\n", float64(after-before)/float64(b.items()), signal.name)
	}
	return nil
}

// diskBytes is the size of all files under a folder.
func diskBytes(folder string) (int64, error) {
	var sum int64
	err := filepath.WalkDir(folder, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		sum += info.Size()
		return nil
	})
	return sum, err
}
