// SPDX-License-Identifier: Apache-2.0

// Package lineartime checks in tests that the time of an operation grows as the size of its input does, and not as the
// square of the size.
package lineartime

import (
	"slices"
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
	// rounds is how often both are measured before the result is above the limit. It is odd, so that there is a median.
	rounds = 51
)

// Assert fails the test if an operation takes more than four times as long for an input that is 16 times as large as
// size than for 16 inputs of that size. The function prepare makes an input and returns the operation on it; its own time
// does not count. What else the machine does makes single runs longer, on a busy machine most of them: what counts is
// the median, and the first round at which it holds. The description is part of the failure's text. It returns whether
// the test holds.
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
	var small, large []time.Duration
	for round := range rounds {
		// The small ones come first and last in turn: rounds must not keep step with the time slices of the system.
		if round%2 == 0 {
			small = append(small, measure(size, growth))
		}
		large = append(large, measure(growth*size, 1))
		if round%2 == 1 {
			small = append(small, measure(size, growth))
		}
		if median(large) <= limit*median(small) {
			return true
		}
	}
	return assert.LessOrEqual(tb, median(large), limit*median(small), "%s: time for an input of %d times the size, and for as many inputs", description, growth)
}

// median sorts the durations and returns the one in the middle.
func median(durations []time.Duration) time.Duration {
	slices.Sort(durations)
	return durations[len(durations)/2]
}
