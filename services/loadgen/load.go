// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/faultline-otel/faultline/services/internal/httpservice"
)

const (
	// requestTimeout bounds one request.
	requestTimeout = 30 * time.Second

	// maxAnswer is the most that is read of an answer, in bytes.
	maxAnswer = 1 << 20
)

// load is one run.
type load struct {
	settings
	client   *http.Client
	progress progress
	users    ids
	orders   ids
	summary  *summary
}

func newLoad(s settings, p progress) *load {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = s.concurrency
	return &load{
		settings: s,
		client:   &http.Client{Transport: transport, Timeout: requestTimeout},
		progress: p,
		summary:  newSummary(s),
	}
}

// run sends requests until the duration or the number of requests is reached
// or ctx ends. It waits for the answers to all that it sent.
func (l *load) run(ctx context.Context) *summary {
	defer l.client.CloseIdleConnections()
	start := time.Now()
	sending := ctx
	if l.duration > 0 {
		var cancel context.CancelFunc
		sending, cancel = context.WithTimeout(ctx, l.duration)
		defer cancel()
	}

	operations := make(chan operation)
	var workers sync.WaitGroup
	for range l.concurrency {
		workers.Go(func() {
			for op := range operations {
				// Not with ctx: a request that was sent is to be answered.
				l.do(context.WithoutCancel(ctx), op)
			}
		})
	}
	l.send(sending, start, operations)
	close(operations)
	workers.Wait()
	l.summary.finish(time.Since(start))
	return l.summary
}

// send gives out operations at the rate, as long as workers take them.
func (l *load) send(ctx context.Context, start time.Time, operations chan<- operation) {
	plan := newPlan(l.seed, l.failures)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for n := range l.planned() {
		timer.Reset(time.Until(start.Add(time.Duration(float64(n) / l.rate * float64(time.Second)))))
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		if ctx.Err() != nil {
			return // select takes any of two that are ready
		}
		select {
		case <-ctx.Done():
			return
		case operations <- plan.next():
		}
	}
}

// do sends the request of op and notes the answer. What there is nothing to
// read or to order by yet is created instead.
func (l *load) do(ctx context.Context, op operation) {
	user, hasUser := l.users.pick(op.which)
	order, hasOrder := l.orders.pick(op.which)
	if op.kind == getOrder && !hasOrder {
		op.kind = createOrder
	}
	if op.kind != createUser && op.kind != getOrder && !hasUser {
		op.kind = createUser
	}

	var got answer
	switch op.kind {
	case createUser:
		got = l.request(ctx, http.MethodPost, "/users", op.userBody())
		l.users.add(got.id)
	case createOrder, failOrder:
		got = l.request(ctx, http.MethodPost, "/orders", op.orderBody(user))
		l.orders.add(got.id)
	case getUser:
		got = l.request(ctx, http.MethodGet, fmt.Sprintf("/users/%d", user), "")
	case getOrder:
		got = l.request(ctx, http.MethodGet, fmt.Sprintf("/orders/%d", order), "")
	}
	l.progress.add(l.summary.add(op.kind, got))
}

// answer is what came back for a request.
type answer struct {
	status  int // 0 when nothing came back.
	err     error
	latency time.Duration
	id      int64 // Of what was created, else 0.
	traceID string
}

func (l *load) request(ctx context.Context, method, path, body string) answer {
	request, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(l.url, "/")+path, strings.NewReader(body))
	if err != nil {
		return answer{err: err}
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	start := time.Now()
	response, err := l.client.Do(request)
	if err != nil {
		return answer{err: err, latency: time.Since(start)}
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return answer{err: err, latency: time.Since(start)}
	}
	got := answer{
		status:  response.StatusCode,
		latency: time.Since(start),
		traceID: response.Header.Get(httpservice.TraceHeader),
	}
	var fields struct {
		ID      int64  `json:"id"`
		TraceID string `json:"trace_id"`
	}
	if json.Unmarshal(text, &fields) == nil {
		got.traceID = cmp.Or(fields.TraceID, got.traceID)
		if response.StatusCode == http.StatusCreated {
			got.id = fields.ID
		}
	}
	return got
}

// ids are the ids of what was created so far, the first maxKept of them.
type ids struct {
	mu    sync.Mutex
	known []int64
}

// add notes id, unless it is 0.
func (i *ids) add(id int64) {
	if id == 0 {
		return
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if len(i.known) < maxKept {
		i.known = append(i.known, id)
	}
}

// pick returns the id at the given share of the list.
func (i *ids) pick(which float64) (id int64, ok bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if len(i.known) == 0 {
		return 0, false
	}
	return i.known[int(which*float64(len(i.known)))], true
}
