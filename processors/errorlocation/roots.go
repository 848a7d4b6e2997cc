// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"container/list"
	"slices"
	"sync"
)

// Bounds on what is remembered, because the names of services come from the telemetry.
const (
	maxServices        = 1024
	maxRootsPerService = 4
)

// roots remembers the root directory or package of the code of each service, as revealed by its
// stack traces. It is a cache of bounded size that drops the least recently used service.
type roots struct {
	mu       sync.Mutex
	services map[string]*list.Element // each with a *learned
	order    list.List                // most recently used first
}

// learned has the roots of one service.
type learned struct {
	service string
	roots   []string // replaced rather than changed: of hands it out
}

func newRoots() *roots { return &roots{services: map[string]*list.Element{}} }

// of returns the roots of a service. The caller must not change them.
func (r *roots) of(service string) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.services[service]
	if e == nil {
		return nil
	}
	r.order.MoveToFront(e)
	return e.Value.(*learned).roots
}

// learn adds a root of a service. Telemetry without a service.name may come from different
// applications, so nothing is learned from it.
func (r *roots) learn(service, root string) {
	if service == "" {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.services[service]
	if e == nil {
		if r.order.Len() == maxServices {
			last := r.order.Back()
			delete(r.services, last.Value.(*learned).service)
			r.order.Remove(last)
		}
		e = r.order.PushFront(&learned{service: service})
		r.services[service] = e
	}
	l := e.Value.(*learned)
	if len(l.roots) < maxRootsPerService && !slices.Contains(l.roots, root) {
		l.roots = append(slices.Clip(l.roots), root)
	}
}
