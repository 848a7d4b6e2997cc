// Package orders is the application's own code below main.
package orders

import (
	"errors"
	"strconv"
)

// ErrSoldOut is an error with a fixed message.
var ErrSoldOut = errors.New("sold out")

// Order is an order.
type Order struct {
	Prices []int
	Next   *Order
}

// Total panics on an order without prices.
//
//go:noinline
func (o *Order) Total(i int) int {
	return o.Prices[i] // want(method, http_handler, goroutine, deferred, repanic, repanic_new, recovered, recovered_closure, panic_in_handler, all_goroutines, system_traceback, trimpath, zap_recovered, pkg_errors_recovered, go_errors_recovered, otel_end, testing_panic) example.com/shop/orders.(*Order).Total
}

// Owner panics on a nil order.
//
//go:noinline
func (o *Order) Owner() *Order {
	return o.Next.Next // want(nil_pointer) example.com/shop/orders.(*Order).Owner
}

// Parse panics in the standard library's strconv for its own sake.
func Parse(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err) // want(panic_error) example.com/shop/orders.Parse
	}
	return n
}

// Cache has type parameters.
type Cache[K comparable, V any] struct{ items map[K]V }

// Put panics on a cache without a map.
//
//go:noinline
func (c *Cache[K, V]) Put(key K, value V) {
	c.items[key] = value // want(generic_method) example.com/shop/orders.(*Cache[...]).Put
}

// Map calls f.
//
//go:noinline
func Map[T, U any](in []T, f func(T) U) []U {
	out := make([]U, 0, len(in))
	for _, v := range in {
		out = append(out, f(v))
	}
	return out
}

// First panics on an empty slice.
//
//go:noinline
func First[T any](in []T) T {
	return in[0] // want(generic_function) example.com/shop/orders.First[...]
}
