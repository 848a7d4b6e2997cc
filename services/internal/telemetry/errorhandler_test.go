// SPDX-License-Identifier: Apache-2.0

package telemetry

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestErrorHandlerReportsNowAndThen(t *testing.T) {
	var out bytes.Buffer
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	handler := &errorHandler{out: &out, now: func() time.Time { return now }}

	handler.Handle(errors.New("first"))
	for range 99 {
		now = now.Add(errorInterval / 100)
		handler.Handle(errors.New("again"))
	}
	assert.Equal(t, "2026-01-02T03:04:05Z telemetry: first\n", out.String())

	out.Reset()
	now = now.Add(errorInterval)
	handler.Handle(errors.New("still"))
	assert.Equal(t, "2026-01-02T03:05:04Z telemetry: still (99 more since the last report)\n", out.String())
}
