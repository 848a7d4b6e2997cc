// SPDX-License-Identifier: Apache-2.0

// Package correlation carries the correlation id of a request: the id that a
// caller may choose, that every log record of the request holds in each
// service, and that the caller finds again in the response.
//
// It stands beside the trace id because it survives where a trace does not:
// in a support ticket, in a batch of several traces, in a system without
// tracing.
package correlation

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
)

// Header is the HTTP header that carries the id in requests and responses.
const Header = "X-Correlation-ID"

// maxLength bounds an id from outside, because it is copied to every record.
const maxLength = 128

type contextKey struct{}

// NewContext returns a copy of ctx that carries id.
func NewContext(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, contextKey{}, id)
}

// FromContext returns the id that ctx carries, or "" when it carries none.
func FromContext(ctx context.Context) string {
	id, _ := ctx.Value(contextKey{}).(string)
	return id
}

// FromRequest returns the caller's id, or a new one when the request has none
// or one that is not fit to be logged: longer than 128 bytes, or with other
// characters than ASCII letters, digits, '.', '_', '-'.
func FromRequest(r *http.Request) string {
	if id := r.Header.Get(Header); valid(id) {
		return id
	}
	return New()
}

// New returns a random UUID, version 4 of RFC 9562.
func New() string {
	var b [16]byte
	rand.Read(b[:])         // Never fails, see crypto/rand.
	b[6] = b[6]&0x0f | 0x40 // Version 4.
	b[8] = b[8]&0x3f | 0x80 // Variant of RFC 9562.
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

func valid(id string) bool {
	if id == "" || len(id) > maxLength {
		return false
	}
	for i := range len(id) {
		switch c := id[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '.', c == '_', c == '-':
		default:
			return false
		}
	}
	return true
}
