// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/faultline-otel/faultline/internal/metricspage"
	"github.com/faultline-otel/faultline/internal/stack"
)

// collector is a running collector.
type collector struct {
	process *stack.Process
	layout  stack.Layout
	conn    *grpc.ClientConn
}

// start runs the collector with configurations of which later ones win, in front of the sink.
func (b *bench) start(ctx context.Context, name string, env []string, configs ...string) (*collector, error) {
	addresses, err := stack.FreeAddresses()
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(b.folder, name)
	layout := stack.Layout{Root: b.root, Bin: filepath.Join(b.root, "bin"), Data: folder, Run: folder, Addresses: addresses}
	part := layout.Collector()
	part.Name = name
	for _, config := range configs {
		part.Command = append(part.Command, "--config", config)
	}
	part.Env = append(part.Env, "JAEGER_ENDPOINT="+b.sink.grpcAddress, "LOKI_ENDPOINT="+b.sink.httpURL,
		"GATEWAY_HOSTS="+b.sink.grpcAddress, "LOG_FILES="+filepath.Join(folder, "none", "*.log"))
	part.Env = append(part.Env, env...)
	process, err := stack.Start(part)
	if err != nil {
		return nil, err
	}
	c := &collector{process: process, layout: layout}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if err := process.WaitReady(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("%w\n%s", err, process.LogTail(20)), process.Kill())
	}
	c.conn, err = grpc.NewClient(layout.OTLPGRPC, grpc.WithTransportCredentials(insecure.NewCredentials()))
	return c, err
}

func (c *collector) stop() {
	_ = c.conn.Close()
	_ = c.process.Kill() // nobody needs what it holds
}

// use is what a collector has used until now.
type use struct {
	cpu    float64 // seconds
	memory float64 // MiB, resident
}

func (c *collector) page(ctx context.Context) (*metricspage.Page, error) {
	return metricspage.Get(ctx, "http://"+c.layout.Telemetry+"/metrics")
}

func (c *collector) used(ctx context.Context) (use, error) {
	page, err := c.page(ctx)
	if err != nil {
		return use{}, err
	}
	return use{
		cpu:    page.Sum("otelcol_process_cpu_seconds", nil),
		memory: page.Sum("otelcol_process_memory_rss", nil) / (1 << 20),
	}, nil
}

// drained waits until the sampler and the queues are empty.
func (c *collector) drained(ctx context.Context) error {
	return c.until(ctx, func(page *metricspage.Page) bool {
		return page.Sum("otelcol_processor_tail_sampling_sampling_traces_on_memory", nil) == 0 &&
			page.Sum("otelcol_exporter_queue_size", nil) == 0
	})
}

// until waits until the collector's own metrics are as wanted, a minute at the most.
func (c *collector) until(ctx context.Context, wanted func(*metricspage.Page) bool) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		page, err := c.page(ctx)
		if err != nil {
			return err
		}
		if wanted(page) {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
}
