// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
	"time"
)

// summary is what a run did. Its exported fields are the summary as JSON.
type summary struct {
	URL      string  `json:"url"`
	Seed     uint64  `json:"seed"`
	Seconds  float64 `json:"duration_seconds"`
	Requests int     `json:"requests"`
	Rate     float64 `json:"requests_per_second"`
	// Unreached counts the requests without an answer, Unexpected those with
	// another status than the kind of request gets when all is well.
	Unreached  int                   `json:"unreached"`
	Unexpected int                   `json:"unexpected"`
	Failures   failureCounts         `json:"failures"`
	Latency    percentiles           `json:"latency_ms"`
	Kinds      map[kind]*kindSummary `json:"kinds"`
	Failed     []failedRequest       `json:"failed"` // The first maxKept of them.

	mu          sync.Mutex
	lastErr     error
	failedCount int
	latencies   sample
}

// maxKept is how many latencies of a kind, failed requests and ids are kept, so
// that a run without an end does not need more and more memory.
const maxKept = 100_000

// failureCounts compares the orders that were to fail with those that did.
type failureCounts struct {
	Wanted int `json:"wanted"`
	Got    int `json:"got"`
}

// percentiles are latencies in milliseconds.
type percentiles struct {
	P50 float64 `json:"p50"`
	P95 float64 `json:"p95"`
	P99 float64 `json:"p99"`
}

type kindSummary struct {
	Requests  int         `json:"requests"`
	Statuses  map[int]int `json:"statuses"` // By HTTP status.
	Latency   percentiles `json:"latency_ms"`
	latencies sample
}

// sample keeps latencies: all of them up to maxKept, and beyond that a random
// choice in which each has the same chance to be (algorithm R of Vitter, Random
// Sampling with a Reservoir, 1985).
type sample struct {
	seen int
	kept []time.Duration
}

func (s *sample) add(latency time.Duration) {
	s.seen++
	if len(s.kept) < maxKept {
		s.kept = append(s.kept, latency)
	} else if i := rand.IntN(s.seen); i < maxKept {
		s.kept[i] = latency
	}
}

// failedRequest is a request that was answered with a status of 500 or above.
type failedRequest struct {
	Kind    kind   `json:"kind"`
	Status  int    `json:"status"`
	TraceID string `json:"trace_id"`
}

func newSummary(s settings) *summary {
	return &summary{
		URL:    s.url,
		Seed:   s.seed,
		Kinds:  map[kind]*kindSummary{},
		Failed: []failedRequest{}, // An empty list in JSON, not null.
	}
}

// add counts a request and returns the counts so far.
func (s *summary) add(k kind, got answer) counts {
	s.mu.Lock()
	defer s.mu.Unlock()
	of := s.Kinds[k]
	if of == nil {
		of = &kindSummary{Statuses: map[int]int{}}
		s.Kinds[k] = of
	}
	s.Requests++
	of.Requests++
	if k == failOrder {
		s.Failures.Wanted++
	}
	if got.status == 0 {
		s.Unreached++
		s.lastErr = got.err
	} else {
		of.Statuses[got.status]++
		of.latencies.add(got.latency)
		s.latencies.add(got.latency)
		if got.status != k.wantedStatus() {
			s.Unexpected++
		} else if k == failOrder {
			s.Failures.Got++
		}
	}
	if got.status >= 500 {
		s.failedCount++
		if len(s.Failed) < maxKept {
			s.Failed = append(s.Failed, failedRequest{Kind: k, Status: got.status, TraceID: got.traceID})
		}
	}
	return counts{requests: s.Requests, failed: s.failedCount, unreached: s.Unreached}
}

// finish computes what needs all requests.
func (s *summary) finish(took time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Seconds = took.Seconds()
	s.Rate = float64(s.Requests) / took.Seconds()
	for _, of := range s.Kinds {
		of.Latency = percentilesOf(of.latencies.kept)
	}
	s.Latency = percentilesOf(s.latencies.kept)
}

// percentilesOf sorts latencies.
func percentilesOf(latencies []time.Duration) percentiles {
	if len(latencies) == 0 {
		return percentiles{}
	}
	slices.Sort(latencies)
	// The nearest rank: the least value that so many percent do not exceed.
	at := func(percent int) float64 {
		rank := (percent*len(latencies) + 99) / 100
		return float64(latencies[rank-1].Microseconds()) / 1000
	}
	return percentiles{P50: at(50), P95: at(95), P99: at(99)}
}

// err returns an error when no request was answered at all.
func (s *summary) err() error {
	switch {
	case s.Requests == 0:
		return fmt.Errorf("no request was sent to %s", s.URL)
	case s.Unreached == s.Requests:
		return fmt.Errorf("nothing at %s could be reached: %w", s.URL, s.lastErr)
	default:
		return nil
	}
}

// print writes the summary for people.
func (s *summary) print(out io.Writer) error {
	fmt.Fprintf(out, "%d requests to %s in %.1f s (%.1f per second), seed %d\n\n",
		s.Requests, s.URL, s.Seconds, s.Rate, s.Seed)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "KIND\tREQUESTS\tSTATUSES\tP50 MS\tP95 MS\tP99 MS")
	row := func(name string, requests int, statuses string, latency percentiles) {
		fmt.Fprintf(table, "%s\t%d\t%s\t%.1f\t%.1f\t%.1f\n", name, requests, statuses, latency.P50, latency.P95, latency.P99)
	}
	for _, k := range kinds {
		if of := s.Kinds[k]; of != nil {
			row(string(k), of.Requests, statusText(of.Statuses), of.Latency)
		}
	}
	row("all", s.Requests, "", s.Latency)
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print the summary: %w", err)
	}
	fmt.Fprintf(out, "\nfailing orders: %d wanted, %d got; unexpected answers: %d; without an answer: %d\n",
		s.Failures.Wanted, s.Failures.Got, s.Unexpected, s.Unreached)
	return nil
}

// statusText returns text such as "201×7 500×1".
func statusText(statuses map[int]int) string {
	var parts []string
	for _, status := range slices.Sorted(maps.Keys(statuses)) {
		parts = append(parts, fmt.Sprintf("%d×%d", status, statuses[status]))
	}
	return strings.Join(parts, " ")
}

// writeJSON writes the summary to a file.
func (s *summary) writeJSON(file string) error {
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return fmt.Errorf("--summary-json: %w", err)
	}
	if err := os.WriteFile(file, append(text, '\n'), 0o644); err != nil {
		return fmt.Errorf("--summary-json: %w", err)
	}
	return nil
}
