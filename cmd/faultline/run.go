// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/faultline-otel/faultline/internal/demo"
	"github.com/faultline-otel/faultline/internal/stack"
	"github.com/faultline-otel/faultline/services/planted"
)

const (
	readyTimeout  = 2 * time.Minute
	stopTimeout   = time.Minute
	settleTimeout = 2 * time.Minute // decision_wait, flush intervals and SDK batches, with room
	reportEvery   = 5 * time.Second
)

type runOptions struct {
	root      string
	rate      float64
	duration  time.Duration
	failures  float64
	seed      uint64
	leak      bool
	addresses stack.Addresses
}

func runCommand() *cobra.Command {
	options := runOptions{addresses: stack.DefaultAddresses()}
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Start the collector, the example services and load, and show what the collector does",
		Long: `Starts bin/otelcol-faultline with configs/standalone.yaml, the three example services and the load
generator of this clone, and shows every few seconds what the collector did. With --duration it stops
by itself and checks what the collector promises; Ctrl-C stops everything at any time.

It writes to data/ and run/ only, and empties at its start what the last run left there.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := options.validate(); err != nil {
				return err
			}
			return options.run(cmd.Context(), cmd.OutOrStdout())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&options.root, "root", ".", "folder of the clone")
	flags.Float64Var(&options.rate, "rate", 50, "requests per second")
	flags.DurationVar(&options.duration, "duration", 0, "how long to send load; 0: until Ctrl-C")
	flags.Float64Var(&options.failures, "failures", 0.05, "share of the orders that fail, 0 to 1")
	flags.Uint64Var(&options.seed, "seed", 1, "seed of the load: the same seed sends the same requests")
	flags.BoolVar(&options.leak, "leak", true, "have the services leak personal data, so that there is something to redact")
	return cmd
}

func (o *runOptions) validate() error {
	var errs []error
	if math.IsNaN(o.rate) || math.IsInf(o.rate, 0) || o.rate <= 0 {
		errs = append(errs, fmt.Errorf("--rate %v: must be more than 0 requests per second", o.rate))
	}
	if o.duration < 0 {
		errs = append(errs, fmt.Errorf("--duration %s: must not be negative; 0 runs until Ctrl-C", o.duration))
	}
	if math.IsNaN(o.failures) || o.failures < 0 || o.failures > 1 {
		errs = append(errs, fmt.Errorf("--failures %v: must be between 0 and 1", o.failures))
	}
	return errors.Join(errs...)
}

func (o *runOptions) run(ctx context.Context, out io.Writer) (err error) {
	layout, err := o.layout()
	if err != nil {
		return err
	}
	collector := layout.Collector("standalone.yaml")
	services := layout.Services()
	for i := range services {
		services[i].Env = append(services[i].Env, "FAULT_LEAK="+strconv.FormatBool(o.leak))
	}
	parts := append([]stack.Part{collector}, services...)
	if err := errors.Join(havePrograms(append(parts, layout.Loadgen())...), stack.CheckPorts(parts...)); err != nil {
		return err
	}
	if err := empty(layout.Data, "traces*.json", "logs*.json"); err != nil {
		return err
	}
	if err := empty(layout.Run, "log", "loadgen.json", "user-service", "order-service"); err != nil {
		return err
	}

	var running []*stack.Process
	defer func() { err = errors.Join(err, stopAll(running)) }()
	for _, part := range parts {
		process, err := start(ctx, part)
		if process != nil {
			running = append(running, process)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%-18s ready, log in %s\n", part.Name, relative(layout.Root, part.LogFile))
	}
	o.welcome(out, layout)

	load := layout.Loadgen(o.loadFlags(layout)...)
	loadgen, err := start(ctx, load)
	if loadgen != nil {
		running = append(running, loadgen)
	}
	if err != nil {
		return err
	}

	watch := demo.NewWatch(layout)
	defer func() { err = errors.Join(err, watch.Close()) }()
	if err := follow(ctx, out, watch, running, loadgen); err != nil {
		return err
	}
	if ctx.Err() != nil {
		fmt.Fprintln(out, "\nstopping")
		return nil
	}
	return o.finish(ctx, out, layout, watch)
}

func (o *runOptions) layout() (stack.Layout, error) {
	root, err := filepath.Abs(o.root)
	if err != nil {
		return stack.Layout{}, err
	}
	return stack.Layout{
		Root: root, Bin: filepath.Join(root, "bin"), Data: filepath.Join(root, "data"), Run: filepath.Join(root, "run"),
		Addresses: o.addresses,
	}, nil
}

func (o *runOptions) loadFlags(layout stack.Layout) []string {
	return []string{
		"--rate", strconv.FormatFloat(o.rate, 'g', -1, 64),
		"--duration", o.duration.String(),
		"--failures", strconv.FormatFloat(o.failures, 'g', -1, 64),
		"--seed", strconv.FormatUint(o.seed, 10),
		"--summary-json", summaryFile(layout),
	}
}

func summaryFile(layout stack.Layout) string { return filepath.Join(layout.Run, "loadgen.json") }

func (o *runOptions) welcome(out io.Writer, layout stack.Layout) {
	fmt.Fprintf(out, `
RED metrics     http://%[1]s/metrics   (traces_span_metrics_calls_total, ..._duration_seconds)
Collector's own http://%[2]s/metrics
Kept traces     data/traces.json     Logs  data/logs.json

Try it in another terminal:
  curl -X POST http://%[3]s/users  -H "Content-Type: application/json" -d '{"name": "Alice", "email": "alice@example.com"}'
  curl -X POST http://%[3]s/orders -H "Content-Type: application/json" -d '{"user_id": "1", "product": "laptop", "quantity": 1}'
  curl -X POST http://%[3]s/orders -H "Content-Type: application/json" -d '{"user_id": "1", "product": "fail_product", "quantity": 1}'
  curl http://%[3]s/orders/1

`, layout.Prometheus, layout.Telemetry, layout.APIGateway)
	until := "until Ctrl-C"
	if o.duration > 0 {
		until = "for " + o.duration.String()
	}
	fmt.Fprintf(out, "Sending %v requests per second %s; %.4g%% of the orders fail\n\n", o.rate, until, o.failures*100)
}

// follow reports until the load has ended, a part has failed or ctx is done.
func follow(ctx context.Context, out io.Writer, watch *demo.Watch, running []*stack.Process, loadgen *stack.Process) error {
	failed := make(chan *stack.Process, len(running))
	for _, process := range running {
		if process != loadgen {
			go func() {
				<-process.Done()
				failed <- process
			}()
		}
	}
	began := time.Now()
	ticker := time.NewTicker(reportEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case process := <-failed:
			return partFailed(process)
		case <-loadgen.Done():
			if loadgen.Err() != nil && ctx.Err() == nil {
				return partFailed(loadgen)
			}
			return nil
		case <-ticker.C:
			if err := watch.Update(ctx); err != nil {
				fmt.Fprintf(out, "the collector does not answer: %v\n", err)
				continue
			}
			fmt.Fprintln(out, watch.Report(time.Since(began)))
		}
	}
}

// finish waits until the collector has decided about everything, and prints what it promises and kept.
func (o *runOptions) finish(ctx context.Context, out io.Writer, layout stack.Layout, watch *demo.Watch) error {
	load, err := demo.ReadLoad(summaryFile(layout))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Load ended: %d requests, %d failed. Waiting for the last decisions of the sampler\n\n", load.Requests, len(load.Failed))

	var leaked []string
	if o.leak {
		leaked = planted.Values()
	}
	ctx, cancel := context.WithTimeout(ctx, settleTimeout)
	defer cancel()
	promises, err := watch.Verify(ctx, load, leaked)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, watch.Report(load.Took))
	broken := false
	for _, promise := range promises {
		fmt.Fprintln(out, promise)
		broken = broken || !promise.Kept
	}
	if broken {
		return errors.New("the collector did not keep all of its promises")
	}
	return nil
}

func havePrograms(parts ...stack.Part) error {
	var errs []error
	for _, part := range parts {
		if _, err := os.Stat(part.Command[0]); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w: run 'make build build-demo'", part.Name, err))
		}
	}
	return errors.Join(errs...)
}

// empty removes what an earlier run wrote in a folder, and nothing else.
func empty(dir string, patterns ...string) error {
	var errs []error
	for _, pattern := range patterns {
		matches, err := filepath.Glob(filepath.Join(dir, pattern))
		errs = append(errs, err)
		for _, match := range matches {
			errs = append(errs, os.RemoveAll(match))
		}
	}
	return errors.Join(errs...)
}

func start(ctx context.Context, part stack.Part) (*stack.Process, error) {
	process, err := stack.Start(part)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	if err := process.WaitReady(ctx); err != nil {
		return process, withLog(err, process)
	}
	return process, nil
}

func partFailed(process *stack.Process) error {
	err := process.Err()
	if err == nil {
		err = errors.New("exit status 0")
	}
	return withLog(fmt.Errorf("%s ended: %w", process.Name, err), process)
}

func withLog(err error, process *stack.Process) error {
	return fmt.Errorf("%w\nthe end of %s:\n%s", err, process.LogFile, process.LogTail(15))
}

// stopAll stops the last started first: the load, then the services, which flush to the collector,
// then the collector.
func stopAll(running []*stack.Process) error {
	var errs []error
	for _, process := range slices.Backward(running) {
		errs = append(errs, process.Stop(stopTimeout))
	}
	return errors.Join(errs...)
}

func relative(root, path string) string {
	if r, err := filepath.Rel(root, path); err == nil {
		return r
	}
	return path
}
