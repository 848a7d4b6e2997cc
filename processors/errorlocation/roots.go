// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"container/list"
	"slices"
	"sync"
)

// Bounds on what is learned: services come and go.
const (
	maxServices        = 1024
	maxRootsPerService = 4
)

// roots remembers where the code of each service lies, as far as stack traces told. Of the services
// that have a root it remembers those that were seen last.
type roots struct {
	mu       sync.Mutex
	services map[string]*list.Element // of learned
	order    list.List                // the service that was used last is in front
}

type learned struct {
	service string
	roots   []string // never changed, only replaced
}

func newRoots() *roots { return &roots{services: map[string]*list.Element{}} }

// of returns the roots of a service, which must not be changed.
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

// learn adds a root of a service. Services without a name may be different applications and are
// not learned about.
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
