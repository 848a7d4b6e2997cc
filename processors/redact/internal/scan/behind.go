// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// Databases and validators name the key behind the value: Duplicate entry '07700900123' for key 'users.phone',
// "07700900123" is not a valid phone number.

// connectives stand between a value and the name of its key.
var connectives = [...]string{
	" for key ", " for column ", " for field ", " for attribute ", " for property ",
	" is not a valid ", " is not valid for ", " is an invalid ", " is invalid for ",
}

// maxKeyBehind bounds what is read behind a number, in bytes.
const maxKeyBehind = 64

// numberRow is what kindsNear knows about a row of numbers, or a single one.
type numberRow struct {
	end    int
	behind kinds // that have a keyword in the key behind the row
	kinds  kinds // also those in front of it
	floor  int   // that of the scanner when these were read
}

// kindsNear returns the kinds that have a keyword in front of the row of numbers around index at, or in the key that is
// named behind it. It may return more kinds than those that have a keyword near index at, but never less.
func (s *Scanner) kindsNear(at int) kinds {
	r, t := &s.row, s.text
	if at >= r.end {
		end := at
		for end < len(t) && (rowBytes[t[end]] || t[end] == ' ' && end+1 < len(t) && isASCIIDigit(t[end+1])) {
			end++
		}
		r.end, r.floor = end, -1
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

// inRow reports whether index at is in the row that was read last.
func (s *Scanner) inRow(at int) bool { return at < s.row.end && s.row.floor == s.floor }

// nearIsCheap reports whether kindsNear has little left to read in front of index at.
func (s *Scanner) nearIsCheap(at int) bool {
	return s.inRow(at) || at-s.nearby.wordsEnd < contextReach/4
}

// rowBytes are those that numbers and the separators between their digits consist of, apart from blanks.
var rowBytes = setOf("0123456789-.()/+")

// kindsBehind returns the kinds that have a keyword in the key that is named behind the number that ends at index end.
func (s *Scanner) kindsBehind(end int) kinds {
	if end >= len(s.text) || !beforeKeyBehind[s.text[end]] {
		return kinds{}
	}
	rest := s.text[end:min(len(s.text), end+maxKeyBehind)]
	for rest != "" && rest[0] != ' ' && beforeKeyBehind[rest[0]] {
		rest = rest[1:]
	}
	if !strings.HasPrefix(rest, " for ") && !strings.HasPrefix(rest, " is ") {
		return kinds{}
	}
	for _, c := range connectives {
		if key, ok := strings.CutPrefix(rest, c); ok {
			key = strings.TrimLeft(key, quoteMarks)
			if stop := strings.IndexAny(key, quoteMarks+",;:\n"); stop >= 0 {
				key = key[:stop]
			}
			return s.e.keywords.inKey(key, s.e.vocab.isAbout)
		}
	}
	return kinds{}
}

// beforeKeyBehind has the bytes that may stand behind a number whose key is named behind it.
var beforeKeyBehind = setOf(quoteMarks + " ")

// quoteMarks are the bytes of quotes at any depth of escaping, and of the quotes of SQL.
const quoteMarks = "\"'\\`"
