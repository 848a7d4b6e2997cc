// SPDX-License-Identifier: Apache-2.0

// Package lineartime checks in tests that the time of an operation grows as the size of its input does, and not as the
// square of the size.
package lineartime

import (
	"math/rand/v2"
	"testing"
	"time"
)

const (
	// growth is how many times as large as a small input the large one is. As many small ones are compared with it: in
	// linear time both take equally long, so that a busy machine interrupts them equally often, and in quadratic time
	// the large one takes growth times as long.
	growth = 16
	// limit is how many times as long the large input may take: as far from linear as from quadratic time, because caches
	// that the large input does not fit into must not decide.
	limit = 4
	// rounds is how often both are measured before the result is above the limit.
	rounds = 101
)

// Assert fails the test if an operation takes more than four times as long for an input that is 16 times as large as
// size than for 16 inputs of that size. The function prepare makes an input and returns the operation on it; its own time
// does not count. What else the machine does makes single runs longer, on a busy machine most of them, so that the
// shortest of many may be mere luck. In linear time, the large input is the interrupted one in at most half of the rounds;
// it is enough that a quarter of them so far were within the limit. The description is part of the failure's text. It
// returns whether the test holds.
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
	order := rand.New(rand.NewPCG(1, 2))
	var small, large time.Duration
	within := 0
	for round := range rounds {
		// In any order: runs that kept step with the time slices of the system would all be interrupted at the same one.
		if order.IntN(2) == 0 {
			small, large = measure(size, growth), measure(growth*size, 1)
		} else {
			large, small = measure(growth*size, 1), measure(size, growth)
		}
		if large <= limit*small {
			within++
		}
		if 4*within > round {
			return true
		}
	}
	tb.Errorf("%s: an input of %d times the size took more than %d times as long as so many inputs in %d of %d rounds, in the last one %s instead of %s",
		description, growth, limit, rounds-within, rounds, large, small)
	return false
}
