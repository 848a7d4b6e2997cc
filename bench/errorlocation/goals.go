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
}

var benchmarkLine = regexp.MustCompile(`^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns/op(?:\s+([\d.]+) MB/s)?\s+\d+ B/op\s+(\d+) allocs/op`)

// runBenchmarks runs the parser's benchmarks and returns the results by name.
func runBenchmarks(root string, count int) (map[string]result, error) {
	command := exec.Command("go", "test", "-run", "^$", "-bench", "^BenchmarkParse(Long|Nothing)?$", "-benchmem",
		"-benchtime", "20ms", "-count", strconv.Itoa(count), ".")
	command.Dir = filepath.Join(root, parserDir)
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("run the benchmarks in %s: %w\n%s", command.Dir, err, output)
	}
	results := map[string]result{}
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
		best, ok := results[m[1]]
		if !ok || r.ns < best.ns {
			best.ns, best.bytes = r.ns, r.bytes
		}
		best.allocs = max(best.allocs, r.allocs)
		results[m[1]] = best
	}
	if len(results) == 0 {
		return nil, fmt.Errorf("no benchmark in %s printed a result", command.Dir)
	}
	return results, nil
}

// report prints the results and returns the goals that were missed.
func report(results map[string]result) error {
	var missed []error
	fmt.Printf("%-46s %10s %10s %8s\n", "parser", "time", "MB/s", "allocs")
	reached := make([]bool, len(goals))
	for _, name := range slices.Sorted(maps.Keys(results)) {
		r := results[name]
		fmt.Printf("%-46s %10s %10.0f %8d\n", name, duration(r.ns), r.megabytesPerSecond(), r.allocs)
		for i, g := range goals {
			if !strings.HasPrefix(name, g.prefix) {
				continue
			}
			reached[i] = true
			if err := g.check(name, r); err != nil {
				missed = append(missed, err)
			}
			break
		}
	}
	fmt.Println()
	for i, g := range goals {
		if !reached[i] {
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
