// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const parserDir = "processors/errorlocation/internal/stacktrace"

// result is the best of several runs of a benchmark.
type result struct {
	ns     float64
	allocs int
	bytes  float64 // of the text
}

func (r result) megabytesPerSecond() float64 { return r.bytes * 1e3 / r.ns }

// iterations are those of a round: 2 ms for a usual trace, and enough that starting the clock does not count.
const iterations = "1000x"

// goal is what the benchmarks whose name begins with prefix are to reach. A limit of 0 is none,
// maxAllocs of -1.
type goal struct {
	prefix    string
	maxNs     float64
	maxAllocs int
	minSpeed  float64 // MB/s
	maxBytes  float64 // of the texts that it is for
}

var goals = []goal{
	{prefix: "ParseNothing/200B", maxNs: 80, maxAllocs: 0},
	{prefix: "ParseNothing/1MB", maxNs: 2e6, maxAllocs: 0},
	{prefix: "ParseNothing/", maxAllocs: 0},
	{prefix: "ParseLong/", maxAllocs: -1, minSpeed: 500},
	{prefix: "Parse/", maxNs: 2500, maxAllocs: 2, maxBytes: 1536},
	{prefix: "ParseHinted/", maxNs: 2500, maxAllocs: 2, maxBytes: 1536},
}

var benchmarkLine = regexp.MustCompile(`^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns/op(?:\s+([\d.]+) MB/s)?\s+\d+ B/op\s+(\d+) allocs/op`)

// benchmarks are those of the parser, built once.
type benchmarks struct {
	dir, binary string
	count       int
	results     map[string]result
}

func newBenchmarks(root, temp string, count int) (*benchmarks, error) {
	b := &benchmarks{
		dir: filepath.Join(root, parserDir), binary: filepath.Join(temp, "stacktrace.test"),
		count: count, results: map[string]result{},
	}
	build := exec.Command("go", "test", "-c", "-o", b.binary, ".")
	build.Dir, build.Stderr = b.dir, os.Stderr
	if err := build.Run(); err != nil {
		return nil, fmt.Errorf("build the benchmarks in %s: %w", b.dir, err)
	}
	return b, nil
}

// run runs the benchmarks that match the pattern and keeps the best result of each. A round is so short
// that it may well pass without an interruption, and the best of many rounds is one that did.
func (b *benchmarks) run(pattern string) error {
	command := exec.Command(b.binary, "-test.run", "^$", "-test.bench", pattern, "-test.benchmem",
		"-test.benchtime", iterations, "-test.count", strconv.Itoa(b.count))
	command.Dir, command.Stderr = b.dir, os.Stderr
	output, err := command.Output()
	if err != nil {
		return fmt.Errorf("run the benchmarks in %s: %w\n%s", b.dir, err, output)
	}
	for lines := bufio.NewScanner(bytes.NewReader(output)); lines.Scan(); {
		m := benchmarkLine.FindStringSubmatch(lines.Text())
		if m == nil {
			continue
		}
		var r result
		r.ns, _ = strconv.ParseFloat(m[2], 64)
		speed, _ := strconv.ParseFloat(m[3], 64)
		r.bytes = speed * r.ns / 1e3
		r.allocs, _ = strconv.Atoi(m[4])
		best, ok := b.results[m[1]]
		if !ok || r.ns < best.ns {
			best.ns, best.bytes = r.ns, r.bytes
		}
		best.allocs = max(best.allocs, r.allocs)
		b.results[m[1]] = best
	}
	return nil
}

// measure runs all benchmarks, and again those that missed their goal, as long as that helps: a busy
// machine can spoil a measurement.
func (b *benchmarks) measure(attempts int) error {
	if err := b.run("^BenchmarkParse(Hinted|Long|Nothing)?$"); err != nil {
		return err
	}
	for range attempts {
		again := false
		for _, name := range slices.Sorted(maps.Keys(b.results)) {
			if goalOf(name).check(name, b.results[name]) == nil {
				continue
			}
			again = true
			parts := strings.Split("Benchmark"+name, "/")
			for i, part := range parts {
				parts[i] = "^" + regexp.QuoteMeta(part) + "$"
			}
			if err := b.run(strings.Join(parts, "/")); err != nil {
				return err
			}
		}
		if !again {
			break
		}
	}
	return nil
}

// goalOf returns the goal of a benchmark: the first that fits.
func goalOf(name string) goal {
	for _, g := range goals {
		if strings.HasPrefix(name, g.prefix) {
			return g
		}
	}
	return goal{maxAllocs: -1}
}

// report prints the results and returns the goals that were missed.
func (b *benchmarks) report() error {
	var missed []error
	reached := map[goal]bool{}
	fmt.Printf("%-46s %10s %10s %8s\n", "parser", "time", "MB/s", "allocs")
	for _, name := range slices.Sorted(maps.Keys(b.results)) {
		r, g := b.results[name], goalOf(name)
		fmt.Printf("%-46s %10s %10.0f %8d\n", name, duration(r.ns), r.megabytesPerSecond(), r.allocs)
		reached[g] = true
		missed = append(missed, g.check(name, r))
	}
	fmt.Println()
	for _, g := range goals {
		if !reached[g] {
			missed = append(missed, fmt.Errorf("no benchmark is named %s", g.prefix))
		}
	}
	return errors.Join(missed...)
}

func (g goal) check(name string, r result) error {
	if g.maxBytes > 0 && r.bytes > g.maxBytes {
		return nil
	}
	switch {
	case g.maxNs > 0 && r.ns > g.maxNs:
		return fmt.Errorf("%s takes %s, more than %s", name, duration(r.ns), duration(g.maxNs))
	case g.maxAllocs >= 0 && r.allocs > g.maxAllocs:
		return fmt.Errorf("%s allocates %d times, more than %d", name, r.allocs, g.maxAllocs)
	case r.megabytesPerSecond() < g.minSpeed:
		return fmt.Errorf("%s reads %.0f MB/s, less than %.0f", name, r.megabytesPerSecond(), g.minSpeed)
	}
	return nil
}

func duration(ns float64) string {
	switch {
	case ns < 1e3:
		return fmt.Sprintf("%.0f ns", ns)
	case ns < 1e6:
		return fmt.Sprintf("%.2f us", ns/1e3)
	}
	return fmt.Sprintf("%.2f ms", ns/1e6)
}
