// SPDX-License-Identifier: Apache-2.0

// Command loadgen sends a mixed load to the example shop: it creates users and
// orders, some of which fail, and reads them back. The same seed asks for the
// same requests.
package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/faultline-otel/faultline/services/internal/httpservice"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // A second signal ends the program at once.
	if err := newCommand().ExecuteContext(ctx); err != nil {
		fmt.Fprintf(os.Stderr, "loadgen: %v\n", err)
		os.Exit(1)
	}
}

// settings are the flags.
type settings struct {
	url         string
	rate        float64
	duration    time.Duration
	requests    int
	failures    float64
	seed        uint64
	concurrency int
	summaryJSON string
}

func newCommand() *cobra.Command {
	var s settings
	command := &cobra.Command{
		Use:           "loadgen",
		Short:         "Send a mixed load to the example shop",
		Args:          cobra.NoArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := s.validate(); err != nil {
				return err
			}
			progress := newProgress(command.ErrOrStderr(), s.planned())
			result := newLoad(s, progress).run(command.Context())
			progress.finish()
			err := result.print(command.OutOrStdout())
			if s.summaryJSON != "" {
				err = errors.Join(err, result.writeJSON(s.summaryJSON))
			}
			return errors.Join(err, result.err())
		},
	}
	flags := command.Flags()
	flags.StringVar(&s.url, "url", "http://127.0.0.1:8080", "address of the API gateway")
	flags.Float64Var(&s.rate, "rate", 20, "requests per second")
	flags.DurationVar(&s.duration, "duration", 30*time.Second, "how long to send; 0 until interrupted")
	flags.IntVar(&s.requests, "requests", 0, "how many requests to send; 0 for no limit")
	flags.Float64Var(&s.failures, "failures", 0.05, "share of the orders that fail, from 0 to 1")
	flags.Uint64Var(&s.seed, "seed", 1, "seed of the sequence of requests")
	flags.IntVar(&s.concurrency, "concurrency", 8, "most requests at the same time")
	flags.StringVar(&s.summaryJSON, "summary-json", "", "file to write the summary to as JSON")
	return command
}

// validate returns all that is wrong with s.
func (s *settings) validate() error {
	var errs []error
	if _, err := httpservice.ParseURL("--url", s.url); err != nil {
		errs = append(errs, err)
	}
	if math.IsNaN(s.rate) || s.rate <= 0 || math.IsInf(s.rate, 0) {
		errs = append(errs, fmt.Errorf("--rate: must be larger than 0, not %v", s.rate))
	}
	if s.duration < 0 {
		errs = append(errs, fmt.Errorf("--duration: must not be negative, not %v", s.duration))
	}
	if s.requests < 0 {
		errs = append(errs, fmt.Errorf("--requests: must not be negative, not %d", s.requests))
	}
	if math.IsNaN(s.failures) || s.failures < 0 || s.failures > 1 {
		errs = append(errs, fmt.Errorf("--failures: must be between 0 and 1, not %v", s.failures))
	}
	if s.concurrency < 1 {
		errs = append(errs, fmt.Errorf("--concurrency: must be at least 1, not %d", s.concurrency))
	}
	return errors.Join(errs...)
}

// planned returns how many requests there will be when the services keep up;
// math.MaxInt when only an interrupt ends the run.
func (s *settings) planned() int {
	planned := math.MaxInt
	if s.duration > 0 {
		planned = int(math.Ceil(s.rate * s.duration.Seconds()))
	}
	if s.requests > 0 {
		planned = min(planned, s.requests)
	}
	return planned
}
