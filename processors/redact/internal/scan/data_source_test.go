// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestDataSourceBehindMask has masks in front of the place where a data source name ends: the colon in one of them is
// no sign between a user and a password.
func TestDataSourceBehindMask(t *testing.T) {
	s := newEngine(t).Scanner()
	defer s.Release()
	for in, want := range map[string]string{
		"[REDACTED:card]x@tcp(db)":       "[REDACTED:card]x@tcp(db)",
		"[REDACTED:card]:x1y2z3@tcp(db)": "[REDACTED:card]:[REDACTED:password]@tcp(db)",
		"user:x1y2z3@tcp(db)":            "user:[REDACTED:password]@tcp(db)",
	} {
		out, _ := s.Value(in, Context{})
		assert.Equal(t, want, out)
	}
}
