// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// shop is the API gateway as far as the load generator can tell.
type shop struct {
	*httptest.Server
	mu       sync.Mutex
	requests []string // Method, path and body, in order of arrival.
	users    int
	orders   int
}

func newShop(t *testing.T) *shop {
	t.Helper()
	s := new(shop)
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

func (s *shop) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	s.requests = append(s.requests, r.Method+" "+r.URL.Path+" "+string(body))
	w.Header().Set("X-Trace-ID", fmt.Sprintf("%032x", len(s.requests)))
	id := 0
	var order struct {
		UserID   string `json:"user_id"`
		Product  string `json:"product"`
		Quantity int    `json:"quantity"`
	}
	switch {
	case r.Method == http.MethodPost && r.URL.Path == "/users":
		s.users++
		w.WriteHeader(http.StatusCreated)
		fmt.Fprintf(w, `{"id":%d}`, s.users)
	case r.Method == http.MethodPost && r.URL.Path == "/orders":
		err := json.Unmarshal(body, &order)
		_, idErr := fmt.Sscan(order.UserID, &id)
		switch {
		case err != nil || idErr != nil || id < 1 || id > s.users || order.Quantity < 1:
			http.Error(w, "no such user", http.StatusBadRequest)
		case order.Product == "fail_product":
			w.Header().Del("X-Trace-ID")
			w.WriteHeader(http.StatusInternalServerError)
			fmt.Fprintf(w, `{"error":"x","trace_id":"%032x"}`, len(s.requests))
		default:
			s.orders++
			w.WriteHeader(http.StatusCreated)
			fmt.Fprintf(w, `{"id":%d}`, s.orders)
		}
	default:
		known := s.users
		_, err := fmt.Sscanf(r.URL.Path, "/users/%d", &id)
		if err != nil {
			known = s.orders
			_, err = fmt.Sscanf(r.URL.Path, "/orders/%d", &id)
		}
		if err != nil || id < 1 || id > known {
			http.NotFound(w, r)
		}
	}
}

// execute runs the command and returns its standard output.
func execute(t *testing.T, arguments ...string) (stdout string, err error) {
	t.Helper()
	command := newCommand()
	command.SetArgs(arguments)
	var out bytes.Buffer
	command.SetOut(&out)
	command.SetErr(io.Discard)
	err = command.ExecuteContext(t.Context())
	return out.String(), err
}

func TestRun(t *testing.T) {
	shop := newShop(t)
	file := filepath.Join(t.TempDir(), "summary.json")
	stdout, err := execute(t, "--url", shop.URL+"/", "--requests", "400", "--rate", "100000",
		"--duration", "0", "--failures", "0.3", "--seed", "7", "--summary-json", file)
	require.NoError(t, err)

	text, err := os.ReadFile(file)
	require.NoError(t, err)
	var got summary
	require.NoError(t, json.Unmarshal(text, &got))
	assert.Len(t, shop.requests, 400)
	assert.Equal(t, 400, got.Requests)
	assert.Zero(t, got.Unreached)
	assert.Zero(t, got.Unexpected, "%s", stdout)
	assert.Equal(t, got.Failures.Wanted, got.Failures.Got)
	assert.InDelta(t, 60, got.Failures.Got, 40, "30 %% of 50 %% of 400")
	assert.Equal(t, shop.users, got.Kinds[createUser].Statuses[201])
	assert.Equal(t, shop.orders, got.Kinds[createOrder].Statuses[201])
	assert.Equal(t, got.Failures.Got, got.Kinds[failOrder].Statuses[500])
	sum := 0
	for _, of := range got.Kinds {
		sum += of.Requests
		assert.Positive(t, of.Latency.P50)
		assert.LessOrEqual(t, of.Latency.P50, of.Latency.P95)
		assert.LessOrEqual(t, of.Latency.P95, of.Latency.P99)
	}
	assert.Equal(t, 400, sum)
	require.Len(t, got.Failed, got.Failures.Got)
	for _, failed := range got.Failed {
		assert.Equal(t, failOrder, failed.Kind)
		number, err := strconv.ParseInt(failed.TraceID, 16, 64)
		require.NoError(t, err)
		assert.Contains(t, shop.requests[number-1], "fail_product")
	}

	for _, part := range []string{"400 requests to " + shop.URL, "create_order ", "500×", "seed 7"} {
		assert.Contains(t, stdout, part)
	}
}

func TestTraceIDFromTheHeader(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Trace-ID", "from-the-header")
		http.Error(w, "no JSON", http.StatusServiceUnavailable)
	}))
	defer server.Close()
	s := settings{url: server.URL, rate: 1000, requests: 3, concurrency: 1}
	got := newLoad(s, newProgress(io.Discard, 1)).run(t.Context())
	require.NoError(t, got.err(), "it was reached")
	assert.Equal(t, 3, got.Unexpected)
	require.Len(t, got.Failed, 3)
	assert.Equal(t, failedRequest{Kind: createUser, Status: 503, TraceID: "from-the-header"}, got.Failed[0])
}

func TestNothingReached(t *testing.T) {
	const url = "http://127.0.0.1:0" // no server can listen at port 0
	_, err := execute(t, "--url", url, "--requests", "5", "--rate", "1000")
	assert.ErrorContains(t, err, "nothing at "+url+" could be reached: ")
}

// answers stands for services that take a time to answer each request.
type answers struct{ after time.Duration }

func (a answers) RoundTrip(*http.Request) (*http.Response, error) {
	time.Sleep(a.after)
	return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody}, nil
}

// sent returns how many requests a run sends on a clock of its own, which stands still while anything runs.
func sent(t *testing.T, s settings, after time.Duration) (requests int) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		load := newLoad(s, newProgress(io.Discard, s.planned()))
		load.client.Transport = answers{after}
		requests = load.run(t.Context()).Requests
	})
	return requests
}

// TestDurationEndsTheRun checks that a run ends although the services have not kept up with the rate.
func TestDurationEndsTheRun(t *testing.T) {
	s := settings{rate: 1000, duration: 50 * time.Millisecond, concurrency: 2}
	assert.Equal(t, 6, sent(t, s, 20*time.Millisecond), "3 rounds of 2, of 50 requests")
}

func TestRate(t *testing.T) {
	s := settings{rate: 100, duration: 100 * time.Millisecond, concurrency: 2}
	assert.Equal(t, 10, sent(t, s, time.Millisecond), "100 per second for 0.1 s")
}

func TestInterruptWaitsForAnswers(t *testing.T) {
	entered, release := make(chan struct{}), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(entered)
		<-release
		w.WriteHeader(http.StatusCreated)
	}))
	defer server.Close()
	ctx, interrupt := context.WithCancel(t.Context())
	finished := make(chan *summary)
	go func() {
		s := settings{url: server.URL, rate: 1000, requests: 100, concurrency: 1}
		finished <- newLoad(s, newProgress(io.Discard, 1)).run(ctx)
	}()
	<-entered
	interrupt()
	close(release)
	got := <-finished
	assert.Equal(t, 1, got.Requests)
	assert.Zero(t, got.Unexpected)
}

func TestFlags(t *testing.T) {
	_, err := execute(t, "--url", "nowhere", "--rate", "NaN", "--duration", "-1s", "--requests", "-1",
		"--failures", "2", "--concurrency", "0")
	require.EqualError(t, err, `--url: "nowhere" is not a URL such as http://127.0.0.1:8001
--rate: must be larger than 0, not NaN
--duration: must not be negative, not -1s
--requests: must not be negative, not -1
--failures: must be between 0 and 1, not 2
--concurrency: must be at least 1, not 0`)
	_, err = execute(t, "surplus")
	require.Error(t, err)
}

func TestPlanned(t *testing.T) {
	for _, tc := range []struct {
		s    settings
		want int
	}{
		{settings{rate: 20, duration: 30 * time.Second}, 600},
		{settings{rate: 20, requests: 50}, 50},
		{settings{rate: 20, duration: time.Second, requests: 50}, 20},
		{settings{rate: 20, duration: time.Minute, requests: 50}, 50},
		{settings{rate: 20}, math.MaxInt},
	} {
		assert.Equal(t, tc.want, tc.s.planned())
	}
}

func TestPlanIsDeterminedBySeed(t *testing.T) {
	sequence := func(seed uint64, failures float64) []operation {
		plan := newPlan(seed, failures)
		operations := make([]operation, 1000)
		for i := range operations {
			operations[i] = plan.next()
		}
		return operations
	}
	once, again := sequence(1, 0.2), sequence(1, 0.2)
	assert.Equal(t, once, again)
	assert.NotEqual(t, sequence(1, 0.2), sequence(2, 0.2))

	count, without := map[kind]int{}, sequence(1, 0)
	for i, op := range sequence(1, 0.2) {
		count[op.kind]++
		if op.kind != failOrder {
			assert.Equal(t, without[i], op, "failures change nothing else")
		}
	}
	assert.InDelta(t, 100, count[createUser], 50)
	assert.InDelta(t, 400, count[createOrder], 80)
	assert.InDelta(t, 100, count[failOrder], 50)
	assert.InDelta(t, 150, count[getUser], 60)
	assert.InDelta(t, 250, count[getOrder], 70)

	for _, op := range sequence(1, 1) {
		assert.NotEqual(t, createOrder, op.kind)
	}
}

func TestPercentiles(t *testing.T) {
	var latencies []time.Duration
	for i := 100; i >= 1; i-- {
		latencies = append(latencies, time.Duration(i)*time.Millisecond)
	}
	assert.Equal(t, percentiles{P50: 50, P95: 95, P99: 99}, percentilesOf(latencies))
	assert.Equal(t, percentiles{P50: 1.5, P95: 1.5, P99: 1.5}, percentilesOf([]time.Duration{1500 * time.Microsecond}))
	assert.Zero(t, percentilesOf(nil))
}

// TestEndlessRun checks that what is kept of a run is bounded, and what is counted is not.
func TestEndlessRun(t *testing.T) {
	s := newSummary(settings{})
	var known ids
	const requests = 2*maxKept + 1
	var last counts
	for n := range requests {
		// Latencies grow, so that their median shows whether all had the same chance to be kept.
		last = s.add(getUser, answer{status: 503, latency: time.Duration(n) * time.Microsecond})
		known.add(int64(n + 1))
	}
	assert.Equal(t, counts{requests: requests, failed: requests}, last)
	assert.Len(t, s.Failed, maxKept)
	assert.Len(t, known.known, maxKept)
	assert.Len(t, s.latencies.kept, maxKept)
	assert.Len(t, s.Kinds[getUser].latencies.kept, maxKept)
	s.finish(time.Second)
	assert.InDelta(t, requests/2000.0, s.Latency.P50, requests/2000.0/20, "in milliseconds, within 5%")
}

func TestLines(t *testing.T) {
	var out bytes.Buffer
	now := time.Unix(0, 0)
	progress := newLines(&out, 600, func() time.Time { return now })
	for i := range 300 {
		now = now.Add(50 * time.Millisecond)
		progress.add(counts{requests: i + 1, failed: i / 100, unreached: 0})
	}
	progress.finish()
	assert.Equal(t, "5 s: 100 of 600 requests, 0 failed, 0 without an answer\n"+
		"10 s: 200 of 600 requests, 1 failed, 0 without an answer\n"+
		"15 s: 300 of 600 requests, 2 failed, 0 without an answer\n", out.String())

	out.Reset()
	progress = newLines(&out, math.MaxInt, func() time.Time { return now })
	now = now.Add(lineInterval)
	progress.add(counts{requests: 7})
	assert.Equal(t, "5 s: 7 requests, 0 failed, 0 without an answer\n", out.String())
}

func TestBar(t *testing.T) {
	// A pseudo-terminal is more than is needed: newProgress is asked for a
	// writer that is none, and the bar is made by hand.
	assert.IsType(t, &lines{}, newProgress(io.Discard, 3))
	var out bytes.Buffer
	progress := newBar(&out, 3)
	progress.add(counts{requests: 1})
	progress.add(counts{requests: 2})
	progress.finish()
	assert.True(t, strings.HasSuffix(out.String(), "\n"))
	assert.Contains(t, out.String(), "requests")
}
