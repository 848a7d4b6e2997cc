// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestAfter puts every byte in front of the literals of finders that ask for certain ones there, and compares what is
// found with what is found if they are called behind any byte.
func TestAfter(t *testing.T) {
	asking, free := newEngine(t), newEngine(t)
	var texts []string
	stand := func(all []literal) {
		for i := range all {
			if l := &all[i]; *l.after != anyFront && *l.after != startsOption { // options have no other check
				l.after = &anyFront
				texts = append(texts, l.text)
			}
		}
	}
	for c := range free.literals.single {
		stand(free.literals.single[c])
	}
	for _, group := range free.literals.groups {
		stand(group)
	}
	assert.NotEmpty(t, texts)
	s, all := asking.Scanner(), free.Scanner()
	defer s.Release()
	defer all.Release()
	for _, literal := range texts {
		for c := range 256 {
			for _, before := range []string{"password", "the password", "x", "2001:db8", "?sig", ""} {
				for _, behind := range []string{"password hunter22", "a1b2c3d4e5f6g7h8 ", `"hunter22"`, "bob:hunter22@example.com/", "example.com", "2600:1f18::1 ", ""} {
					text := before + string([]byte{byte(c)}) + literal + behind
					want, _ := all.Value(text, Context{})
					got, _ := s.Value(text, Context{})
					assert.Equal(t, want, got)
				}
			}
		}
	}
}
