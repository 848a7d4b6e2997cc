// SPDX-License-Identifier: Apache-2.0

package scan

// timestampDigits has the places of the digits of a date and time.
const timestampDigits = 0b110_110_110_110_110_1111

// timestampEnd returns the end of the date and time of RFC 3339, such as 2025-11-23T06:00:00.123Z, that starts
// at index at, which is byte i of the block, or at if there is none. Most lines of logs have one, its six numbers could each be the start of
// many things, and as a whole it is none of them.
func (m *blockMasks) timestampEnd(t string, at, i int) int {
	const shortest = len("2025-11-23T06:00:00")
	if len(t)-at < shortest || t[at+4] != '-' || t[at+7] != '-' || t[at+10] != 'T' || t[at+13] != ':' || t[at+16] != ':' {
		return at
	}
	if at > 0 && !startsToken(t[at-1]) {
		return at
	}
	if have := m.digits >> i; have&timestampDigits != timestampDigits&(^uint64(0)>>i) {
		return at
	}
	for n := blockSize - i; n < shortest; n++ { // what stands in the next block
		if timestampDigits>>n&1 != 0 && !isASCIIDigit(t[at+n]) {
			return at
		}
	}
	end := at + shortest
	if end+1 < len(t) && t[end] == '.' && isASCIIDigit(t[end+1]) {
		end += 1 + digitRun(t, end+1)
	}
	if end < len(t) && t[end] == 'Z' {
		end++
	} else if len(t)-end >= len("+09:00") && (t[end] == '+' || t[end] == '-') && t[end+3] == ':' &&
		isASCIIDigit(t[end+1]) && isASCIIDigit(t[end+2]) && isASCIIDigit(t[end+4]) && isASCIIDigit(t[end+5]) {
		end += len("+09:00")
	}
	if end < len(t) && !startsToken(t[end]) && t[end] != ']' && t[end] != ')' && t[end] != '}' && t[end] != ';' {
		return at
	}
	return end
}

// startsToken reports the bytes that stand in front of a time: blanks, quotes, brackets and what assigns.
func startsToken(c byte) bool {
	switch c {
	case ' ', '\t', '\n', '\r', '"', '\'', '[', '(', '{', '=', ',', '|':
		return true
	}
	return false
}

// findBirthTime checks whether the date and time of RFC 3339 at index at is that of a birth. Those of a log are
// younger than nearly all births, for which the words in front are not read.
func (s *Scanner) findBirthTime(at int) {
	if s.text[at] == '2' && s.text[at+2] > '1' { // most times are of today
		return
	}
	if year := s.text[at : at+4]; year < "1900" || year > "2012" || !s.e.enabled[DateOfBirth] || at < s.floor {
		return
	}
	if s.kindsAt(at).and(kindsOf(DateOfBirth)) != (kinds{}) {
		s.add(span{start: at, end: at + len("2006-01-02"), detector: DateOfBirth})
	}
}
