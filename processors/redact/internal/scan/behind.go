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
