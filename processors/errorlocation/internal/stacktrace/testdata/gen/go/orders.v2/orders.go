// Package orders has a dot in its import path.
package orders

// Cancel panics.
//
//go:noinline
func Cancel(id int) {
	panic("order " + string(rune('0'+id)) + " cannot be cancelled") // want(dotted_package) example.com/shop/orders.v2.Cancel
}
