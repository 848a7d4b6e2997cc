// SPDX-License-Identifier: Apache-2.0

package scan

// timestampEnd returns the end of the RFC 3339 timestamp, such as 2025-11-23T06:00:00.123Z, that starts at index
// at, or at if there is none. Most log lines have a timestamp. Recognising it as a whole spares the finders its six
// numbers.
func timestampEnd(t string, at int) int {
	const shortest = len("2025-11-23T06:00:00")
	if len(t)-at < shortest || t[at+4] != '-' || !isDateTime(t[at:at+shortest]) {
		return at
	}
	if at > 0 && !startsToken[t[at-1]] {
		return at
	}
	end := at + shortest
	if end+1 < len(t) && t[end] == '.' && isASCIIDigit(t[end+1]) {
		end += 1 + digitRun(t, end+1)
	}
	switch {
	case end == len(t):
	case t[end] == 'Z':
		end++
	case t[end] != '+' && t[end] != '-':
	case len(t)-end >= len("+09:00") && t[end+3] == ':' &&
		isASCIIDigit(t[end+1]) && isASCIIDigit(t[end+2]) && isASCIIDigit(t[end+4]) && isASCIIDigit(t[end+5]):
		end += len("+09:00")
	case len(t)-end >= len("+0900") && t[end+1] <= '1' && digitRun(t, end+1) == len("0900"):
		end += len("+0900") // ISO 8601, basic format
	}
	if end < len(t) && !endsToken[t[end]] {
		return at
	}
	return end
}

// startsToken has the bytes that may stand in front of a timestamp: white space, quotes, opening brackets and signs of
// assignment. endsToken has those that may stand behind it.
var (
	startsToken = setOf(" \t\n\r\"'[({=,|:>")
	endsToken   = setOf(" \t\n\r\"'[({=,|])};<")
)

func setOf(bytes string) (is [256]bool) {
	for _, c := range []byte(bytes) {
		is[c] = true
	}
	return is
}

// isDateTime reports whether 19 bytes have the form of 2025-11-23T06:00:00.
func isDateTime(t string) bool {
	const topmost = 0x8080808080808080
	_ = t[18]
	a, b, c := load64(t)^yearAndMonth.bytes, load64(t[8:])^dayAndHour.bytes, load64(t[11:])^timeOfDay.bytes
	return (a|(a+yearAndMonth.over)|b|(b+dayAndHour.over)|c|(c+timeOfDay.over))&topmost == 0
}

// The first and the last eight bytes of a date and time, and those between.
var (
	yearAndMonth = newPicture("0000-00-")
	dayAndHour   = newPicture("00T00:00")
	timeOfDay    = newPicture("00:00:00")
)

// picture is a pattern of eight bytes, some of which may be any digit, that is compared as one word.
type picture struct {
	bytes uint64
	// over is added to the difference between a text and bytes. It sets the topmost bit of each byte that does not
	// match.
	over uint64
}

// newPicture returns the picture of a text in which 0 stands for any digit.
func newPicture(text string) picture {
	p := picture{bytes: load64(text)}
	for i := range len(text) {
		most := uint64(0)
		if text[i] == '0' {
			most = '0' ^ '9'
		}
		p.over |= (0x7f - most) << (8 * i)
	}
	return p
}

// findBirthTime checks whether the RFC 3339 timestamp at index at is a time of birth. Recent years are skipped without
// reading the words in front, because they are nearly always the time of an event.
func (s *Scanner) findBirthTime(at int) {
	if s.text[at] == '2' && s.text[at+2] > '1' { // 2020 or later
		return
	}
	if year := s.text[at : at+4]; year < "1900" || year > "2012" || !s.e.enabled[DateOfBirth] || at < s.floor {
		return
	}
	if s.kindsAt(at).and(kindsOf(DateOfBirth)) != (kinds{}) {
		s.add(span{start: at, end: at + len("2006-01-02"), detector: DateOfBirth})
	}
}
