// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"math/rand/v2"
)

// kind is what a request does.
type kind string

const (
	createUser  kind = "create_user"
	createOrder kind = "create_order"
	failOrder   kind = "fail_order" // An order that the order service fails to pay.
	getUser     kind = "get_user"
	getOrder    kind = "get_order"
)

// kinds are all kinds in the order of the summary.
var kinds = []kind{createUser, createOrder, failOrder, getUser, getOrder}

// wantedStatus returns the status that the services answer with.
func (k kind) wantedStatus() int {
	switch k {
	case createUser, createOrder:
		return 201
	case failOrder:
		return 500
	default:
		return 200
	}
}

// The shares of the kinds. Orders are the rest, some of them failing.
const (
	createUserShare = 0.10
	getUserShare    = 0.15
	getOrderShare   = 0.25
)

var products = []string{"book", "headphones", "keyboard", "laptop", "phone"}

// operation is one planned request.
type operation struct {
	number   int
	kind     kind
	product  string
	quantity int
	// which chooses among the users or orders that exist by then, from 0 up to
	// but without 1.
	which float64
}

// plan is an endless sequence of operations that a seed determines.
type plan struct {
	random   *rand.Rand
	failures float64
	made     int
}

func newPlan(seed uint64, failures float64) *plan {
	return &plan{random: rand.New(rand.NewPCG(seed, 0)), failures: failures}
}

// next draws the same number of values for each operation, so that the share of
// failures does not change what else is asked for.
func (p *plan) next() operation {
	p.made++
	share, fails := p.random.Float64(), p.random.Float64() < p.failures
	op := operation{
		number:   p.made,
		product:  products[p.random.IntN(len(products))],
		quantity: 1 + p.random.IntN(3),
		which:    p.random.Float64(),
	}
	switch {
	case share < createUserShare:
		op.kind = createUser
	case share < createUserShare+getUserShare:
		op.kind = getUser
	case share < createUserShare+getUserShare+getOrderShare:
		op.kind = getOrder
	case fails:
		op.kind, op.product = failOrder, "fail_product"
	default:
		op.kind = createOrder
	}
	return op
}

// userBody returns the body that creates the user of op.
func (op operation) userBody() string {
	return fmt.Sprintf(`{"name":"User %d","email":"user%d@example.com"}`, op.number, op.number)
}

// orderBody returns the body of the order of op by a user.
func (op operation) orderBody(user int64) string {
	return fmt.Sprintf(`{"user_id":"%d","product":%q,"quantity":%d}`, user, op.product, op.quantity)
}
