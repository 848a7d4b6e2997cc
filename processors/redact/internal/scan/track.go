// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// Bounds, in characters, of what a magnetic stripe holds besides the card number, ISO/IEC 7813.
const (
	minTrackData = 7 // expiry date and service code
	maxTrackData = 24
	maxTrackName = 26
	// maxTrack1 is the length of track 1 without its first two characters, "%B".
	maxTrack1 = 77
)

// findTrack checks for the content of a magnetic stripe whose card number is the run of digits at index at:
// number, "=" or "D", expiry date, service code and discretionary data on track 2; number, "^", name, "^" and
// the same data on track 1. What stands behind the number is as sensitive as the number.
func findTrack(s *Scanner, at int) {
	t := s.text
	n := digitRun(t, at)
	if n < minCard || n > maxCard || at < s.floor {
		return
	}
	end := at + n
	if end == len(t) || strings.IndexByte("=D^", t[end]) < 0 {
		return
	}
	var digits [maxCard]byte
	copy(digits[:], t[at:end])
	if ok, _ := isCard(digits[:n]); !ok || at > 0 && isAlnum(t[at-1]) && t[at-1] != 'B' {
		return
	}
	data, most := end+1, maxTrackData
	if t[end] == '^' {
		name := strings.IndexByte(t[data:min(len(t), data+maxTrackName+1)], '^')
		if name < 0 {
			return
		}
		data += name + 1
		most = maxTrack1 - (data - at)
	}
	end = data
	for end < len(t) && end-data <= most && isASCIIDigit(t[end]) {
		end++
	}
	digitsEnd := end
	for end < len(t) && t[data-1] == 'D' && t[end] == 'F' && end-data <= most { // fills up the last byte
		end++
	}
	if size := digitsEnd - data; size < minTrackData || size > most || !wordEnds(t, end) {
		return
	}
	if month := decimal(t[data+2 : data+4]); month < 1 || month > 12 {
		return
	}
	s.add(span{start: at, end: end, detector: Track})
}
