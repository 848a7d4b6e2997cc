// SPDX-License-Identifier: Apache-2.0

package scan

// timestampEnd returns the end of the timestamp to which the digits at index at belong, or at if there is none. Most log
// lines have a timestamp. Recognising it as a whole spares the finders its six numbers. There are four kinds:
//
//	2025-11-23T06:00:00.123Z      RFC 3339, also with a blank, a comma and slashes, from the year on
//	23/Nov/2025:06:00:00 +0000    access logs, from the year on
//	I1123 06:00:00.123456         klog, from the month on
//	06:00:00.123456               the fraction of a second, whatever the date in front looks like
func timestampEnd(t string, at int) int {
	if at > 0 {
		switch c := t[at-1]; {
		case c == '/':
			return accessTimeEnd(t, at)
		case c == '.' || c == ',':
			return fractionEnd(t, at)
		case c == 'I' || c == 'W' || c == 'E' || c == 'F':
			return klogTimeEnd(t, at)
		case !startsToken[c]:
			return at
		}
	}
	const shortest = len("2025-11-23T06:00:00")
	if len(t)-at < shortest || !isDateTime(t[at:at+shortest]) {
		return at
	}
	end := at + shortest
	if end+1 < len(t) && (t[end] == '.' && isASCIIDigit(t[end+1]) || t[end] == ',' && digitRun(t, end+1) == len("123")) {
		end += 1 + digitRun(t, end+1)
	}
	end += zoneLength(t[end:])
	if end < len(t) && !endsToken[t[end]] {
		return at
	}
	return end
}

// accessTimeEnd is timestampEnd for the year of an access log.
func accessTimeEnd(t string, at int) int {
	const length = len("2025:06:00:00 +0000")
	if len(t)-at < length || t[at+4] != ':' || !timeOfDay.fits(t[at+5:]) || t[at+13] != ' ' || zoneLength(t[at+14:]) == 0 {
		return at
	}
	return at + length
}

// klogTimeEnd is timestampEnd for the month and day of klog, behind the letter of the severity.
func klogTimeEnd(t string, at int) int {
	const length = len("1123 06:00:00.123456")
	if len(t)-at < length || at > 1 && !startsToken[t[at-2]] || t[at+4] != ' ' || !timeOfDay.fits(t[at+5:]) || t[at+13] != '.' || digitRun(t, at+14) != 6 {
		return at
	}
	return at + length
}

// fractionEnd is timestampEnd for the fraction of a second.
func fractionEnd(t string, at int) int {
	const (
		clock   = len("06:00:00.")
		longest = len("123456789")
	)
	n := digitRun(t, at)
	if at < clock || n > longest || !timeOfDay.fits(t[at-clock:]) || at > clock && isAlnum(t[at-clock-1]) && t[at-clock-1] != 'T' {
		return at
	}
	return at + n
}

// zoneLength returns the length of the time zone at the start of t: Z, +09:00 or +0900; or else 0.
func zoneLength(t string) int {
	switch {
	case t == "":
		return 0
	case t[0] == 'Z':
		return len("Z")
	case t[0] != '+' && t[0] != '-':
		return 0
	case len(t) >= len("+09:00") && t[3] == ':' && isASCIIDigit(t[1]) && isASCIIDigit(t[2]) && isASCIIDigit(t[4]) && isASCIIDigit(t[5]):
		return len("+09:00")
	case len(t) >= len("+0900") && t[1] <= '1' && digitRun(t, 1) == len("0900"):
		return len("+0900") // ISO 8601, basic format
	}
	return 0
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

// isDateTime reports whether 19 bytes have the form of 2025-11-23T06:00:00. A blank may stand for the T, except at midnight,
// which is how databases print a date alone; with a blank, slashes may stand for the hyphens.
func isDateTime(t string) bool {
	if !timeOfDay.fits(t[11:]) || !isASCIIDigit(t[8]) || !isASCIIDigit(t[9]) {
		return false
	}
	switch t[10] {
	case 'T':
		return yearAndMonth.fits(t)
	case ' ':
		return (yearAndMonth.fits(t) || withSlashes.fits(t)) && t[11:] != "00:00:00"
	}
	return false
}

var (
	yearAndMonth = newPicture("0000-00-")
	withSlashes  = newPicture("0000/00/")
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

// fits reports whether a text starts with the picture. The text must have at least eight bytes.
func (p *picture) fits(t string) bool {
	const topmost = 0x8080808080808080
	differ := load64(t) ^ p.bytes
	return (differ|(differ+p.over))&topmost == 0
}

// findBirthTime checks whether the timestamp at index at is a time of birth. Recent years are skipped without reading the
// words in front, because they are nearly always the time of an event.
func (s *Scanner) findBirthTime(at int) {
	const recent = "2020"
	if len(s.text)-at < len("2006-01-02") || s.text[at:] > recent || s.text[at:] < "1900" || s.text[at+4] != s.text[at+7] || !s.e.enabled[DateOfBirth] || at < s.floor {
		return
	}
	if s.kindsAt(at).and(kindsOf(DateOfBirth)) != (kinds{}) {
		s.add(span{start: at, end: at + len("2006-01-02"), detector: DateOfBirth})
	}
}
