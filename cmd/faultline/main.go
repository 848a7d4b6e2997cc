// SPDX-License-Identifier: Apache-2.0

// Command faultline is what stands beside the collector: `faultline run` starts it together with the
// example services and shows what it does.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	root := &cobra.Command{
		Use:           "faultline",
		Short:         "Commands around the collector otelcol-faultline",
		SilenceUsage:  true,
		SilenceErrors: false,
	}
	root.AddCommand(runCommand())
	if err := root.ExecuteContext(ctx); err != nil {
		stop()
		os.Exit(1) //nolint:gocritic // stop was called
	}
}
