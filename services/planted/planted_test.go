// SPDX-License-Identifier: Apache-2.0

package planted

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAllAreDistinctAndReal(t *testing.T) {
	values := All()
	for i, a := range values {
		for j, b := range values {
			assert.False(t, i != j && strings.Contains(a.Text, b.Text), "%v contains %v", a, b)
		}
		if a.Kind == Card {
			assert.True(t, luhn(a.Text), "%s fails the Luhn check", a.Text)
		}
	}
}

func luhn(number string) bool {
	sum, digits := 0, 0
	for i := len(number) - 1; i >= 0; i-- {
		if number[i] < '0' || number[i] > '9' {
			continue
		}
		digit := int(number[i] - '0')
		if digits%2 == 1 {
			if digit *= 2; digit > 9 {
				digit -= 9
			}
		}
		sum += digit
		digits++
	}
	return sum%10 == 0 && digits >= 12
}

func TestValues(t *testing.T) {
	values := Values()
	assert.Len(t, values, len(All()))
	assert.Contains(t, values, SpanNameEmail)
}
