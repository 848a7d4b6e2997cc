// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"unsafe"

	"github.com/faultline-otel/faultline/processors/redact/internal/checkdigit"
)

// Lengths of international bank account numbers, ISO 13616.
const (
	minIBAN   = 15
	maxIBAN   = 34
	ibanGroup = 4
)

// findIBAN checks for an account number, compact or in groups of four, that has the run of digits at index at.
func findIBAN(s *Scanner, at int) {
	t := s.text
	if at == 0 || at < s.floor {
		return
	}
	if isAlnum(t[at-1]) {
		start := at
		for start > s.floor && at-start < maxIBAN && isAlnum(t[start-1]) {
			start--
		}
		s.addIBAN(min(skipEscape(t, start), at))
		return
	}
	if t[at-1] == '%' {
		at = skipEscape(t, at) // the first two digits of %203704 are not digits of the text
	}
	// The run may be in the first group or in a later one. Behind a group of digits alone, the call for that group
	// has looked already.
	for start := at; start >= s.floor+ibanGroup+1 && at-start < maxIBAN; {
		size := len(separatorBefore(t, start))
		if size == 0 {
			return
		}
		start -= size + ibanGroup
		if start < s.floor || !isAlnum(t[start]) || !isAlnum(t[start+1]) || !isAlnum(t[start+2]) || !isAlnum(t[start+3]) {
			return
		}
		if isLetter(t[start]) && isLetter(t[start+1]) && isASCIIDigit(t[start+2]) && isASCIIDigit(t[start+3]) {
			s.addIBAN(start)
			return
		}
		if allDigits(t[start : start+ibanGroup]) {
			return
		}
	}
}

// addIBAN adds the account number that starts at index start, if there is one.
func (s *Scanner) addIBAN(start int) {
	t := s.text
	if len(t)-start < minIBAN || !isLetter(t[start]) || !isLetter(t[start+1]) || !isASCIIDigit(t[start+2]) || !isASCIIDigit(t[start+3]) {
		return
	}
	var (
		number [maxIBAN]byte
		n      int
		sep    string
		small  bool // whether a letter is lower case
		length = checkdigit.IBANLength(t[start], t[start+1])
	)
	at := start
	for n < length && at < len(t) {
		c := t[at]
		if isAlnum(c) {
			small = small || isLower(c)
			number[n] = upper(c)
			n++
			at++
			continue
		}
		found := separatorAt(t, at)
		if found == "" || n%ibanGroup != 0 || sep != "" && sep != found || n > ibanGroup && sep == "" {
			break
		}
		sep = found
		at += len(found)
	}
	if n == 0 || n < length || !checkdigit.IBAN(unsafe.String(&number[0], n)) || !s.standsFree(start, at, false) ||
		small && s.kindsAt(start).and(s.e.ibanKinds) == (kinds{}) {
		return
	}
	s.add(span{start: start, end: at, detector: IBAN})
}
