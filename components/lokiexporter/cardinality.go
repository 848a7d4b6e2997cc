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
	// changed is told how the number of values of a label changes. It may be nil.
	changed func(label string, by int)

	mu     sync.Mutex
	labels map[tenantLabel]*labelValues
}

type tenantLabel struct{ tenant, label string }

// labelValues are the values of a label.
type labelValues struct {
	seen map[string]bool // whether the value was seen in the current window
	ends time.Time       // of the current window
}

// allow tells whether a label may have a value.
func (l *limiter) allow(tenant, label, value string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	key := tenantLabel{tenant, label}
	values := l.labels[key]
	if values == nil {
		if l.labels == nil {
			l.labels = map[tenantLabel]*labelValues{}
		}
		values = &labelValues{seen: map[string]bool{}, ends: now.Add(l.window)}
		l.labels[key] = values
	}
	if !now.Before(values.ends) {
		l.roll(label, values, now)
	}
	if inWindow, known := values.seen[value]; known {
		if !inWindow {
			values.seen[value] = true
		}
		return true
	}
	if len(values.seen) >= l.max {
		return false
	}
	values.seen[value] = true
	l.report(label, 1)
	return true
}

// roll begins a window: values that the last one did not see lose their place.
func (l *limiter) roll(label string, values *labelValues, now time.Time) {
	// After a pause of a window or more, none was seen in the last one.
	paused := !now.Before(values.ends.Add(l.window))
	values.ends = now.Add(l.window)
	before := len(values.seen)
	for value, inWindow := range values.seen {
		if paused || !inWindow {
			delete(values.seen, value)
		} else {
			values.seen[value] = false
		}
	}
	l.report(label, len(values.seen)-before)
}

func (l *limiter) report(label string, by int) {
	if l.changed != nil && by != 0 {
		l.changed(label, by)
	}
}
