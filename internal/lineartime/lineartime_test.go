// SPDX-License-Identifier: Apache-2.0

package lineartime

import (
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

// disturbed returns a time that is up to four times as long as it would be on an idle machine, half of the times.
func disturbed(r *rand.Rand, d time.Duration) time.Duration {
	if r.IntN(2) == 0 {
		return d
	}
	return time.Duration(float64(d) * (1 + 3*r.Float64()))
}

func TestAssert(t *testing.T) {
	for name, test := range map[string]struct {
		cost  func(size int) int // in microseconds
		holds bool
	}{
		"linear":                     {func(size int) int { return 100 * size }, true},
		"linear, caches too small":   {func(size int) int { return 100 * size * (1 + size/600) }, true},
		"linear, nothing to measure": {func(int) int { return 0 }, true},
		"quadratic":                  {func(size int) int { return size * size }, false},
		"soon quadratic":             {func(size int) int { return 50*size + size*size }, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var spy testing.T
				r := rand.New(rand.NewPCG(1, 2))
				holds := Assert(&spy, 100, func(size int) func() {
					return func() { time.Sleep(disturbed(r, time.Duration(test.cost(size))*time.Microsecond)) }
				}, name)
				assert.Equal(t, test.holds, holds)
				assert.Equal(t, !test.holds, spy.Failed())
			})
		})
	}
}
