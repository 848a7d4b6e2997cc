// SPDX-License-Identifier: Apache-2.0

// Command faultline has what goes with the collector: `faultline run` starts it together with the example
// services and shows what it does, `faultline redaction` turns the configuration of upstream's redaction
// processor into one of redact.
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
		Use:          "faultline",
		Short:        "Commands around the collector otelcol-faultline",
		SilenceUsage: true,
	}
	root.AddCommand(runCommand(), redactionCommand())
	if err := root.ExecuteContext(ctx); err != nil {
		stop()
		os.Exit(1) //nolint:gocritic // stop was called
	}
}
