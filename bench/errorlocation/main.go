// SPDX-License-Identifier: Apache-2.0

// Command errorlocation measures what error_location costs and fails when a goal is missed.
//
// The first part runs the benchmarks of the parser in many short rounds and holds the best of each to its
// goal: the machine may be slow for a moment, the code is not fast by chance.
//
// The second part compares with the stack trace parser of upstream's awsxrayexporter, which is
// reachable only through the exporter: it is the CPU time that a span with an exception costs more
// than the same span without, in each of the two components. The exporter sends to a local server.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
)

func main() {
	count := flag.Int("count", 100, "rounds of each benchmark, of which the best counts")
	attempts := flag.Int("attempts", 4, "further attempts to reach a goal that was missed")
	rounds := flag.Int("rounds", 15, "rounds of the comparison, of which the median counts; 0: leave it out")
	root := flag.String("root", "..", "directory of the module github.com/faultline-otel/faultline")
	flag.Parse()
	if err := run(*root, *count, *rounds, *attempts); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(root string, count, rounds, attempts int) error {
	temp, err := os.MkdirTemp("", "errorlocation")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(temp) }()
	parser, err := newBenchmarks(root, temp, count)
	if err != nil {
		return err
	}
	if err := parser.measure(attempts); err != nil {
		return err
	}
	missed := parser.report()
	if rounds > 0 {
		if err := compare(root, rounds); err != nil {
			return errors.Join(missed, err)
		}
	}
	return missed
}
