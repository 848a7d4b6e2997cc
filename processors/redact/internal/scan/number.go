// SPDX-License-Identifier: Apache-2.0

package scan

import "strconv"

// shortestNumber is the smallest integer with as many digits as the shortest card number.
const shortestNumber = 100_000_000_000

// IsPlainInt reports whether there is nothing to find in an integer, which is true of nearly all: it has fewer digits
// than a card number, and its key says nothing about it.
func IsPlainInt(v int64, context Context) bool {
	return v < shortestNumber && v > -shortestNumber && context.detector == None && context.kinds == (kinds{})
}

// Int returns the replacement for an integer that must not be kept, and true: one whose key has a verdict, the number
// of a payment card, or a number of a kind that the key speaks for. Otherwise it returns false.
func (s *Scanner) Int(v int64, context Context) (string, bool) {
	s.matches = s.matches[:0]
	if v < 0 {
		v = -v // overflows for the smallest integer, which does no harm: it is not a card number
	}
	digits := strconv.AppendInt(s.digits[:0], v, 10)
	switch {
	case context.detector != None && context.accepts(string(digits)):
		return s.whole(context.detector, string(digits))
	case s.e.enabled[Card] && isCardNumber(digits, context.flags):
		return s.whole(Card, string(digits))
	case context.kinds != (kinds{}):
		if id := s.numberKind(digits, context); id != None {
			return s.whole(id, string(digits))
		}
	}
	return "", false
}

// Float is Int for a floating-point number, because JSON parsers turn card numbers into these.
func (s *Scanner) Float(v float64, context Context) (string, bool) {
	s.matches = s.matches[:0]
	const exact = 1 << 53 // above it, not every integer can be represented
	if whole := int64(v); v > -exact && v < exact && float64(whole) == v {
		return s.Int(whole, context)
	}
	if context.detector != None && context.flags&(code3to4|code3to8) == 0 {
		return s.whole(context.detector, strconv.FormatFloat(v, 'g', -1, 64))
	}
	return "", false
}

// whole returns the replacement for a whole value that is not scanned, and true, unless the allow list frees it or its
// detector only tags.
func (s *Scanner) whole(id ID, value string) (string, bool) {
	switch {
	case s.e.allow.frees(s.e, id, value):
		s.freed[id]++
		return "", false
	case s.e.actions[id] == ActionTag:
		s.matches = append(s.matches, Match{Detector: id, End: len(value)})
		return "", false
	}
	s.matches = append(s.matches, Match{Detector: id, End: len(value)})
	return s.replacement(id, value), true
}

// isCardNumber applies the rules for a compact card number to a number under a key with these flags.
func isCardNumber(digits []byte, key flags) bool {
	ok, wide := isCard(digits)
	switch {
	case !ok:
		return false
	case key&cardWord != 0:
		return true
	}
	return key&technicalWord == 0 && !wide && len(digits) < minKeyedCard
}
