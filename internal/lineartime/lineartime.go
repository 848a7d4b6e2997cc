// SPDX-License-Identifier: Apache-2.0

// Package lineartime checks in tests that the time of an operation grows as the size of its input does, and not as the
// square of the size.
package lineartime

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

const (
	// growth is how many times as large as a small input the large one is. As many small ones are compared with it: in
	// linear time both take equally long, so that a busy machine interrupts them equally often, and in quadratic time
	// the large one takes growth times as long.
	growth = 16
	// limit is how many times as long the large input may take: as far from linear as from quadratic time, because caches
	// that the large input does not fit into must not decide.
	limit = 4

	// For a result above the limit, which another run may show to be chance.
	patience = 10 * time.Second
	attempts = 10 // however long they take
)

// Assert fails the test if an operation takes more than four times as long for an input that is 16 times as large as
// size than for 16 inputs of that size. The function prepare makes an input and returns the operation on it; its own time
// does not count. What else the machine does makes a run longer and never shorter: the shortest runs count. The
// description is part of the failure's text. It returns whether the test holds.
func Assert(tb testing.TB, size int, prepare func(size int) (operation func()), description string) bool {
	tb.Helper()
	measure := func(size, times int) time.Duration {
		operations := make([]func(), times)
		for i := range operations {
			operations[i] = prepare(size)
		}
		start := time.Now()
		for _, operation := range operations {
			operation()
		}
		return time.Since(start)
	}
	measure(growth*size, 1) // fills caches and makes the heap as large as it will be
	small, large := measure(size, growth), measure(growth*size, 1)
	start := time.Now()
	for attempt := 0; large > limit*small && (attempt < attempts || time.Since(start) < patience); attempt++ {
		small, large = min(small, measure(size, growth)), min(large, measure(growth*size, 1))
	}
	return assert.LessOrEqual(tb, large, limit*small, "%s: time for an input of %d times the size, and for as many inputs", description, growth)
}
