// SPDX-License-Identifier: Apache-2.0

package scan

// Numbers often stand in rows, as in tables and access logs. All numbers of a row have the same words in front of them and
// behind them, so that keywords are looked for once.

// numberRow is what is known about a row of numbers, which may be a single one.
type numberRow struct {
	start, end int
	behind     kinds // that have a keyword in the key behind the row
	kinds      kinds // also those that have one in front of it
	floor      int   // that of the scanner when the words in front were read
}

// kindsNear returns the kinds that have a keyword in front of the row of numbers that index at is in, or in the key that is
// named behind it. A number in the row may have fewer, because it is further away, but not more.
func (s *Scanner) kindsNear(at int) kinds {
	r, t := &s.row, s.text
	if at < r.start || at >= r.end {
		end := at
		for end < len(t) && (rowBytes[t[end]] || t[end] == ' ' && end+1 < len(t) && isASCIIDigit(t[end+1])) {
			end++
		}
		r.start, r.end, r.floor = at, end, -1
		for end < min(len(t), r.end+maxForm) && isAlnum(t[end]) { // the last number may end with letters
			end++
		}
		r.behind = s.kindsBehind(end)
	}
	if r.floor != s.floor {
		r.kinds, r.floor = s.kindsAt(at).or(r.behind), s.floor
	}
	return r.kinds
}

// rowBytes are those that numbers and the separators between their digits consist of, apart from blanks. None of them ends a
// column, see headMark.
var rowBytes = setOf("0123456789-.()/+")

// nearIsCheap reports whether kindsNear has little left to read, because most words in front of index at were read before.
func (s *Scanner) nearIsCheap(at int) bool {
	const few = contextReach / 4
	return at-s.nearby.wordsEnd < few || at >= s.row.start && at < s.row.end && s.row.floor == s.floor
}
