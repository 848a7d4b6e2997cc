// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"strconv"
	"strings"
)

// A token is written as [EMAIL_1]: the detector and a number. Numbers are given in the order in which values
// are found. Until the next call of ResetTokens, equal values get equal numbers.

// MaxTokens is the number of different values that get a token between two resets. Any further value is
// replaced by the mask.
const MaxTokens = 1000

// maxTokenDigits is the number of digits in the largest number of a token.
const maxTokenDigits = 4

type tokenKey struct {
	detector ID
	value    string
}

// ResetTokens makes the numbers start at 1 again.
func (s *Scanner) ResetTokens() {
	if len(s.tokens) > 0 {
		clear(s.tokens)
		clear(s.numbers)
	}
}

func writeToken(s *Scanner, id ID, match string) string {
	key := tokenKey{id, s.e.canonical(id, match)}
	number, known := s.tokens[key]
	if !known {
		if len(s.tokens) == MaxTokens {
			return s.Mask(id)
		}
		if s.tokens == nil {
			s.tokens = map[tokenKey]int{}
			s.numbers = make([]int, len(s.e.detectors))
		}
		s.numbers[id]++
		number = s.numbers[id]
		key.value = strings.Clone(key.value) // the text may be in a buffer that is used again
		s.tokens[key] = number
	}
	return "[" + strings.ToUpper(s.e.detectors[id].Name) + "_" + strconv.Itoa(number) + "]"
}

// tokenAt returns the length of the token that t starts with, or 0.
func (m *masks) tokenAt(t string) int {
	i, line := 1, 0
	for i < len(t) && i <= maxName+1+maxTokenDigits && (isUpper(t[i]) || isASCIIDigit(t[i]) || t[i] == '_') {
		if t[i] == '_' {
			line = i
		}
		i++
	}
	if i == len(t) || t[i] != ']' || line == 0 || i-line > 1+maxTokenDigits || !allDigits(t[line+1:i]) || !m.names[t[1:line]] {
		return 0
	}
	return i + 1
}
