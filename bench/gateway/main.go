// SPDX-License-Identifier: Apache-2.0

// Command gateway measures the built collector with the configurations of configs/: the CPU time of the
// gateway against that of the same pipelines without error_location and redact, the agent at a fixed rate,
// and the figures of docs/sizing.md.
//
// All collectors run for the whole time and get the load in turn, for many short rounds, so that a slow
// moment of the machine meets all of them. The least of the rounds counts: what disturbs adds.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

func main() {
	var b bench
	root := flag.String("root", "..", "folder of the repository, with bin/ and configs/")
	agent := flag.String("agent", "", "configuration of the agent; empty: configs/agent.yaml")
	flag.IntVar(&b.rate, "rate", 10_000, "spans or log records a second")
	flag.IntVar(&b.rounds, "rounds", 6, "rounds of each collector")
	flag.DurationVar(&b.round, "round", 2*time.Second, "length of a round")
	wantRatio := flag.Float64("want-ratio", 0, "fail when the gateway costs more than this many times the same of upstream parts; 0: never")
	wantCPU := flag.Float64("want-agent-cpu", 0, "fail when the agent uses more than this share of a core; 0: never")
	wantMemory := flag.Float64("want-agent-mib", 0, "fail when the agent uses more memory than this; 0: never")
	only := flag.String("only", "", "cost, agent or sizing; empty: all")
	flag.Parse()
	if err := run(&b, *root, *agent, *only, *wantRatio, *wantCPU, *wantMemory); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(b *bench, root, agent, only string, wantRatio, wantCPU, wantMemory float64) error {
	ctx := context.Background()
	root, err := filepath.Abs(root)
	if err != nil {
		return err
	}
	if agent == "" {
		agent = filepath.Join(root, "configs", "agent.yaml")
	}
	b.root = root
	if b.folder, err = os.MkdirTemp("", "bench-gateway"); err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(b.folder) }()
	if b.sink, err = startSink(); err != nil {
		return err
	}
	defer b.sink.stop()

	var errs []error
	if only == "" || only == "cost" {
		ratio, err := b.cost(ctx)
		errs = append(errs, err)
		if wantRatio > 0 && ratio > wantRatio {
			errs = append(errs, fmt.Errorf("the gateway costs %.2f times what upstream parts alone cost, more than %.2f", ratio, wantRatio))
		}
	}
	if only == "" || only == "agent" {
		cpu, memory, err := b.agent(ctx, agent)
		errs = append(errs, err)
		if wantCPU > 0 && cpu > wantCPU {
			errs = append(errs, fmt.Errorf("the agent uses %.0f%% of a core, more than %.0f%%", cpu*100, wantCPU*100))
		}
		if wantMemory > 0 && memory > wantMemory {
			errs = append(errs, fmt.Errorf("the agent uses %.0f MiB, more than %.0f", memory, wantMemory))
		}
	}
	if only == "" || only == "sizing" {
		errs = append(errs, b.sizing(ctx))
	}
	return errors.Join(errs...)
}
