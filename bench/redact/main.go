// SPDX-License-Identifier: Apache-2.0

// Command redact measures, in one run on the same data, the CPU time that the redaction processors
// add to a pipeline: upstream's `redaction` with ten usual patterns, and `redact` of this project.
//
// A pipeline is what a gateway does with a request: read OTLP from protobuf, process, write protobuf.
// The three variants take turns for many short rounds, so that a slow moment of the machine meets all
// of them; the medians are printed.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

func main() {
	rounds := flag.Int("rounds", 25, "rounds of each variant, of which the median counts")
	round := flag.Duration("round", 60*time.Millisecond, "least CPU time of a round")
	profiles := flag.String("profiles", "all", "profiles of redact, with a comma between them")
	wantLogs := flag.Float64("want-logs", 0, "fail when upstream costs less than this many times ours for logs; 0: never")
	wantSpans := flag.Float64("want-spans", 0, "the same for spans")
	flag.Parse()
	if err := run(*rounds, *round, strings.Split(*profiles, ","), *wantLogs, *wantSpans); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(rounds int, round time.Duration, profiles []string, wantLogs, wantSpans float64) error {
	runtime.GOMAXPROCS(1)
	fmt.Printf("redact with profiles %s, upstream redaction with %d patterns; 2%% of the records hold personal data\n\n",
		strings.Join(profiles, ", "), len(usualPatterns))
	var errs []error
	for _, c := range []struct {
		name  string
		build func(variant, []string) (pipeline, error)
		want  float64
	}{
		{"logs, 500 bytes", logsPipeline, wantLogs},
		{"spans, 12 attributes", tracesPipeline, wantSpans},
	} {
		ratio, err := compare(c.name, rounds, round, profiles, c.build)
		if err != nil {
			return err
		}
		if ratio < c.want {
			errs = append(errs, fmt.Errorf("%s: upstream adds %.1f times what redact adds, less than %.1f", c.name, ratio, c.want))
		}
	}
	return errors.Join(errs...)
}

// pipeline processes one encoded request of records items.
type pipeline struct {
	records int
	process func(context.Context) error
}

type variant int

const (
	bare variant = iota
	upstream
	ours
	variants
)

func compare(name string, rounds int, round time.Duration, profiles []string, build func(variant, []string) (pipeline, error)) (float64, error) {
	ctx := context.Background()
	var pipelines [variants]pipeline
	for v := range variants {
		p, err := build(v, profiles)
		if err != nil {
			return 0, err
		}
		pipelines[v] = p
	}
	var samples [variants][]float64
	for r := range rounds + 2 {
		for v := range variants {
			cost, err := measure(ctx, pipelines[v], round)
			if err != nil {
				return 0, err
			}
			if r >= 2 { // the first rounds warm up
				samples[v] = append(samples[v], cost)
			}
		}
	}
	var added [variants][]float64
	for r := range rounds {
		for v := range variants {
			added[v] = append(added[v], samples[v][r]-samples[bare][r])
		}
	}
	fmt.Printf("%s (CPU time per record)\n", name)
	fmt.Printf("  bare pipeline          %9.0f ns\n", median(samples[bare]))
	fmt.Printf("  with upstream adds     %9.0f ns\n", median(added[upstream]))
	fmt.Printf("  with redact adds       %9.0f ns\n", median(added[ours]))
	ratio := median(added[upstream]) / median(added[ours])
	fmt.Printf("  upstream / redact      %9.1f\n\n", ratio)
	return ratio, nil
}

// measure runs a pipeline for at least d of CPU time and returns nanoseconds per record.
func measure(ctx context.Context, p pipeline, d time.Duration) (float64, error) {
	runtime.GC()
	start := cpuTime()
	for n := 1; ; n++ {
		if err := p.process(ctx); err != nil {
			return 0, err
		}
		if used := cpuTime() - start; used >= d {
			return float64(used.Nanoseconds()) / float64(n*p.records), nil
		}
	}
}

func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
