// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/faultline-otel/faultline/internal/metricspage"
)

// Promise is one thing that the collector promises, and what was found.
type Promise struct {
	Text string
	Kept bool
	Seen string
}

func (p Promise) String() string {
	mark := "ok  "
	if !p.Kept {
		mark = "FAIL"
	}
	return fmt.Sprintf("%s  %s: %s", mark, p.Text, p.Seen)
}

// Verify waits, until ctx is done, for the collector to have decided about everything that was sent,
// and says which promises it kept. leaked are the values that must not be found.
func (w *Watch) Verify(ctx context.Context, load Load, leaked []string) ([]Promise, error) {
	ticker := time.NewTicker(200 * time.Millisecond)
	defer ticker.Stop()
	var last []Promise
	for {
		promises, err := w.check(ctx, load)
		if err == nil {
			last = promises
		}
		settled := err == nil && !slices.ContainsFunc(promises, func(p Promise) bool { return !p.Kept })
		if !settled {
			select {
			case <-ctx.Done():
				if last == nil {
					return nil, err
				}
			case <-ticker.C:
				continue
			}
		}
		return w.withLeaks(context.WithoutCancel(ctx), last, leaked)
	}
}

func (w *Watch) check(ctx context.Context, load Load) ([]Promise, error) {
	if err := w.Update(ctx); err != nil {
		return nil, err
	}
	calls, err := w.calls(ctx)
	if err != nil {
		return nil, err
	}
	ended, err := w.SpansEnded(ctx)
	if err != nil {
		return nil, err
	}
	return []Promise{w.everyError(load.Failed), w.share(load.Requests), unbiased(calls, ended), w.located()}, nil
}

func (w *Watch) everyError(failed []string) Promise {
	missing := 0
	for _, id := range failed {
		if !w.kept.Has(id) {
			missing++
		}
	}
	return Promise{
		Text: "every failed request is kept",
		Kept: missing == 0,
		Seen: fmt.Sprintf("%d of %d", len(failed)-missing, len(failed)),
	}
}

// share holds the number of sampled traces against what a sampler that keeps 1% leaves only once in more than
// five million runs. There is a decision for each request.
func (w *Watch) share(requests int) Promise {
	const share, rare = 0.01, 1e-7 // too few, and as often too many
	total := w.decided() - float64(w.kept.Errors())
	sampled := float64(w.kept.Sampled())
	return Promise{
		Text: "one in a hundred of the others is kept",
		Kept: w.decided() >= float64(requests) && chance(sampled, total, share) > rare,
		Seen: fmt.Sprintf("%.0f of %.0f, of %d requests in all", sampled, total, requests),
	}
}

// chance bounds the probability that of n draws, each with a probability, as many succeed or what is further
// from the mean on the same side: Chernoff's bound, by the relative entropy.
func chance(succeed, n, probability float64) float64 {
	if succeed > n {
		return 0
	}
	term := func(k, expected float64) float64 {
		if k == 0 {
			return 0
		}
		return k * math.Log(k/expected)
	}
	return math.Exp(-term(succeed, n*probability) - term(n-succeed, n*(1-probability)))
}

func unbiased(calls, ended map[string]float64) Promise {
	equal := len(ended) > 0
	var seen []string
	for _, service := range slices.Sorted(maps.Keys(ended)) {
		equal = equal && calls[service] == ended[service]
		seen = append(seen, fmt.Sprintf("%s %.0f of %.0f", service, calls[service], ended[service]))
	}
	return Promise{
		Text: "the RED metrics count every span",
		Kept: equal,
		Seen: strings.Join(seen, ", "),
	}
}

func (w *Watch) located() Promise {
	return Promise{
		Text: "every logged stack trace names the line that raised the error",
		Kept: w.kept.located == w.kept.stacks,
		Seen: fmt.Sprintf("%d of %d", w.kept.located, w.kept.stacks),
	}
}

func (w *Watch) withLeaks(ctx context.Context, promises []Promise, leaked []string) ([]Promise, error) {
	places, err := w.Find(ctx, leaked)
	if err != nil {
		return nil, err
	}
	seen := fmt.Sprintf("%d values looked for, none found", len(leaked))
	if len(places) > 0 {
		seen = "found in " + strings.Join(places, ", ")
	}
	return append(promises, Promise{
		Text: "nothing that the services leak comes out",
		Kept: len(places) == 0,
		Seen: seen,
	}), nil
}

// Find looks for values in everything that leaves the collector: the files that it writes, its
// metrics pages and its own log. It returns the places that hold one of them.
func (w *Watch) Find(ctx context.Context, values []string) ([]string, error) {
	var places []string
	look := func(place, text string) {
		if slices.ContainsFunc(values, func(v string) bool { return strings.Contains(text, v) }) {
			places = append(places, place)
		}
	}
	err := filepath.WalkDir(w.layout.Data, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		look(path, string(text))
		return err
	})
	if err != nil {
		return nil, err
	}
	log := w.layout.Collector("").LogFile
	text, err := os.ReadFile(log)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	look(log, string(text))
	for _, address := range []string{w.layout.Prometheus, w.layout.Telemetry} {
		page, err := metricspage.Get(ctx, "http://"+address+"/metrics")
		if err != nil {
			return nil, err
		}
		look(address+"/metrics", page.Text)
	}
	return places, nil
}
