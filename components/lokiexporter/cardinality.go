// SPDX-License-Identifier: Apache-2.0

package lokiexporter

import (
	"sync"
	"time"
)

// limiter bounds the number of values that each label of a tenant has. A value that was seen holds its
// place until a whole window has passed without it, so that a flood of new values displaces none that
// are in use.
type limiter struct {
	max    int
	window time.Duration
	now    func() time.Time

	mu     sync.Mutex
	labels map[tenantLabel]*labelValues
	sweeps time.Time // when labels that are no longer used are looked for next
}

type tenantLabel struct{ tenant, label string }

// labelValues are the values of a label.
type labelValues struct {
	seen map[string]bool // whether the value was seen in the current window
	ends time.Time       // of the current window
}

func newLimiter(c CardinalityConfig, now func() time.Time) *limiter {
	return &limiter{
		max:    c.MaxValues,
		window: c.Window,
		now:    now,
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
		values = &labelValues{seen: map[string]bool{}, ends: now.Add(l.window)}
		l.labels[key] = values
	}
	if !now.Before(values.ends) {
		l.roll(values, now)
	}
	inWindow, known := values.seen[value]
	switch {
	case known && inWindow:
		return true
	case !known && len(values.seen) >= l.max:
		return false
	}
	values.seen[value] = true
	return true
}

// roll begins a window: values that the last one did not see lose their place.
func (l *limiter) roll(values *labelValues, now time.Time) {
	unused := l.unused(values, now)
	values.ends = now.Add(l.window)
	for value, inWindow := range values.seen {
		if unused || !inWindow {
			delete(values.seen, value)
		} else {
			values.seen[value] = false
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
