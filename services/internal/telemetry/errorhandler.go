// SPDX-License-Identifier: Apache-2.0

package telemetry

import (
	"fmt"
	"io"
	"sync"
	"time"

	"go.opentelemetry.io/otel"
)

// errorInterval is the least time between two reports of the SDK's errors.
const errorInterval = 30 * time.Second

// errorHandler writes an error of the SDK now and then. While the collector is
// away each batch fails, and one line tells as much as a thousand. It does not
// use the logger, which would make a record to be sent out of each failure to
// send.
type errorHandler struct {
	out io.Writer
	now func() time.Time

	mu         sync.Mutex
	next       time.Time
	suppressed int
}

func newErrorHandler(out io.Writer) otel.ErrorHandler {
	return &errorHandler{out: out, now: time.Now}
}

// Handle reports err unless another was reported less than errorInterval ago.
func (h *errorHandler) Handle(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := h.now()
	if now.Before(h.next) {
		h.suppressed++
		return
	}
	fmt.Fprintf(h.out, "%s telemetry: %v", now.UTC().Format(time.RFC3339), err)
	if h.suppressed > 0 {
		fmt.Fprintf(h.out, " (%d more since the last report)", h.suppressed)
	}
	fmt.Fprintln(h.out)
	h.next, h.suppressed = now.Add(errorInterval), 0
}
