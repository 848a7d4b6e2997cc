// SPDX-License-Identifier: Apache-2.0

package lokiexporter

import (
	"hash/maphash"
	"sync"
	"time"
)

// Bounds on what a limiter remembers of all tenants: hints in records invent tenants and labels as well as
// values. They are far above what a Loki that works has. A value takes some 40 bytes.
const (
	maxLimitedLabels = 10_000
	maxLimitedValues = 1_000_000
)

// limiter bounds the number of values that each label of a tenant has. A value that was seen holds its
// place until a whole window has passed without it, so that a flood of new values displaces none that
// are in use.
type limiter struct {
	max    int
	window time.Duration
	now    func() time.Time
	seed   maphash.Seed

	mu     sync.Mutex
	labels map[tenantLabel]*labelValues
	total  int       // values of all labels
	sweeps time.Time // when labels that are no longer used are looked for next
}

type tenantLabel struct{ tenant, label string }

// labelValues are the values of a label.
type labelValues struct {
	// seen says, by the hash of a value, whether it was seen in the current window. Two values with the
	// same hash count as one.
	seen map[uint64]bool
	ends time.Time // of the current window
}

func newLimiter(c CardinalityConfig, now func() time.Time) *limiter {
	return &limiter{
		max:    c.MaxValues,
		window: c.Window,
		now:    now,
		seed:   maphash.MakeSeed(),
		labels: map[tenantLabel]*labelValues{},
		sweeps: now().Add(c.Window),
	}
}

// allow reports whether a label may have a value.
func (l *limiter) allow(tenant, label, value string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	l.sweep(now)
	key := tenantLabel{tenant, label}
	values := l.labels[key]
	if values == nil {
		if len(l.labels) >= maxLimitedLabels {
			return false
		}
		values = &labelValues{seen: map[uint64]bool{}, ends: now.Add(l.window)}
		l.labels[key] = values
	}
	if !now.Before(values.ends) {
		l.roll(values, now)
	}
	hash := maphash.String(l.seed, value)
	inWindow, known := values.seen[hash]
	switch {
	case known && inWindow:
		return true
	case !known && (len(values.seen) >= l.max || l.total >= maxLimitedValues):
		return false
	case !known:
		l.total++
	}
	values.seen[hash] = true
	return true
}

// roll begins a window: values that the last one did not see lose their place.
func (l *limiter) roll(values *labelValues, now time.Time) {
	unused := l.unused(values, now)
	values.ends = now.Add(l.window)
	for hash, inWindow := range values.seen {
		if unused || !inWindow {
			delete(values.seen, hash)
			l.total--
		} else {
			values.seen[hash] = false
		}
	}
}

// unused reports whether none of the values was seen for a window or longer.
func (l *limiter) unused(values *labelValues, now time.Time) bool {
	return !now.Before(values.ends.Add(l.window))
}

// sweep forgets labels that are no longer used, once in a window.
func (l *limiter) sweep(now time.Time) {
	if now.Before(l.sweeps) {
		return
	}
	l.sweeps = now.Add(l.window)
	for key, values := range l.labels {
		if l.unused(values, now) {
			delete(l.labels, key)
			l.total -= len(values.seen)
		}
	}
}

// counts returns how many values each label has, of all tenants.
func (l *limiter) counts() map[string]int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(l.now())
	counts := map[string]int64{}
	for key, values := range l.labels {
		counts[key.label] += int64(len(values.seen))
	}
	return counts
}
