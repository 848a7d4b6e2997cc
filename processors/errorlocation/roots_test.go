// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRoots(t *testing.T) {
	r := newRoots()
	assert.Empty(t, r.of("shop"))
	r.learn("shop", "/a/")
	before := r.of("shop")
	r.learn("shop", "/b/")
	r.learn("shop", "/a/")
	assert.Equal(t, []string{"/a/"}, before)
	assert.Equal(t, []string{"/a/", "/b/"}, r.of("shop"))
	for i := range 10 {
		r.learn("shop", strconv.Itoa(i))
	}
	assert.Len(t, r.of("shop"), maxRootsPerService)
	r.learn("", "/a/")
	assert.Empty(t, r.of(""))

	for i := range maxServices {
		r.learn(strconv.Itoa(i), "/a/")
		r.of("shop") // in use
	}
	assert.Len(t, r.services, maxServices)
	assert.Equal(t, maxServices, r.order.Len())
	assert.NotEmpty(t, r.of("shop"))
	assert.Empty(t, r.of("0"))
	assert.NotEmpty(t, r.of("1"))
}
