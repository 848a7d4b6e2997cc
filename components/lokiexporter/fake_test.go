// SPDX-License-Identifier: Apache-2.0

package lokiexporter

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/golang/snappy"
	"github.com/grafana/loki/pkg/push"
	"github.com/stretchr/testify/assert"
)

// received is a request that the fake got.
type received struct {
	tenant  string
	header  http.Header
	path    string
	streams []push.Stream
}

// lines returns the lines of a request.
func (r received) lines() []string {
	var lines []string
	for _, s := range r.streams {
		for _, e := range s.Entries {
			lines = append(lines, e.Line)
		}
	}
	return lines
}

// fakeLoki is a server that takes requests as Loki's push API does.
type fakeLoki struct {
	*httptest.Server
	// answer writes the answer to a request, if it is not a success, and reports whether it did.
	answer func(w http.ResponseWriter, r received) bool

	mu       sync.Mutex
	requests []received
	took     []string // lines
}

func newFakeLoki(t *testing.T, answer func(w http.ResponseWriter, r received) bool) *fakeLoki {
	t.Helper()
	f := &fakeLoki{answer: answer}
	f.Server = httptest.NewServer(f.handler(t))
	t.Cleanup(f.Close)
	return f
}

func (f *fakeLoki) handler(t *testing.T) http.Handler {
	t.Helper()
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		compressed, err := io.ReadAll(req.Body)
		assert.NoError(t, err)
		body, err := snappy.Decode(nil, compressed)
		assert.NoError(t, err)
		var message push.PushRequest
		assert.NoError(t, message.Unmarshal(body))
		r := received{
			tenant: req.Header.Get(headerTenant), header: req.Header, path: req.Method + " " + req.URL.Path, streams: message.Streams,
		}
		f.mu.Lock()
		defer f.mu.Unlock()
		f.requests = append(f.requests, r)
		if f.answer != nil && f.answer(w, r) {
			return
		}
		f.took = append(f.took, r.lines()...)
		w.WriteHeader(http.StatusNoContent)
	})
}

// got returns the requests so far.
func (f *fakeLoki) got() []received {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]received(nil), f.requests...)
}

// lines returns the lines that were taken so far.
func (f *fakeLoki) lines() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]string(nil), f.took...)
}

// refuse returns an answer with a status and a body.
func refuse(status int, body string) func(http.ResponseWriter, received) bool {
	return func(w http.ResponseWriter, _ received) bool {
		http.Error(w, body, status)
		return true
	}
}
