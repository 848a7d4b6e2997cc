// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// lineInterval is the time between two lines of progress.
const lineInterval = 5 * time.Second

// counts are how far a run is.
type counts struct {
	requests  int
	failed    int // Answered with a status of 500 or above.
	unreached int
}

// progress shows how far a run is. It is safe for concurrent use.
type progress interface {
	add(counts)
	finish()
}

// newProgress returns a bar when out is a terminal, else lines.
func newProgress(out io.Writer, planned int) progress {
	if file, ok := out.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return newBar(out, planned)
	}
	return newLines(out, planned, time.Now)
}

// bar is a progress bar.
type bar struct {
	*progressbar.ProgressBar
	out io.Writer
}

func newBar(out io.Writer, planned int) bar {
	if planned == math.MaxInt {
		planned = -1 // A spinner.
	}
	return bar{out: out, ProgressBar: progressbar.NewOptions(planned,
		progressbar.OptionSetWriter(out),
		progressbar.OptionSetDescription("requests"),
		progressbar.OptionShowCount(),
		progressbar.OptionShowIts(),
		progressbar.OptionSetItsString("requests"),
		progressbar.OptionFullWidth(),
		progressbar.OptionThrottle(100*time.Millisecond),
	)}
}

func (b bar) add(counts) {
	_ = b.Add(1) // Errors of the terminal are no reason to stop.
}

func (b bar) finish() {
	_ = b.Exit() // Not Finish, which would fill a bar that was stopped early.
	fmt.Fprintln(b.out)
}

// lines writes a line every few seconds, for logs.
type lines struct {
	out     io.Writer
	planned int
	now     func() time.Time
	start   time.Time

	mu   sync.Mutex
	last time.Time
}

func newLines(out io.Writer, planned int, now func() time.Time) *lines {
	start := now()
	return &lines{out: out, planned: planned, now: now, start: start, last: start}
}

func (l *lines) add(c counts) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if now.Sub(l.last) < lineInterval {
		return
	}
	l.last = now
	of := ""
	if l.planned < math.MaxInt {
		of = fmt.Sprintf(" of %d", l.planned)
	}
	fmt.Fprintf(l.out, "%.0f s: %d%s requests, %d failed, %d without an answer\n",
		now.Sub(l.start).Seconds(), c.requests, of, c.failed, c.unreached)
}

func (l *lines) finish() {}
