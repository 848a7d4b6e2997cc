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

const (
	// maxBehind bounds the rest of a number behind its first digits, maxKeyBehind the words of the key, in bytes.
	maxBehind, maxKeyBehind = 24, 40
)

// kindsBehind returns the kinds that have a keyword in the key that is named behind the number around index at.
func (s *Scanner) kindsBehind(at int) kinds {
	t := s.text
	end := at
	for end < len(t) && end-at < maxBehind && (inNumber[t[end]] || t[end] == ' ' && end+1 < len(t) && isASCIIDigit(t[end+1])) {
		end++
	}
	for end < len(t) && end-at < maxBehind && strings.IndexByte("\"'\\`", t[end]) >= 0 {
		end++
	}
	if rest := t[end:]; !strings.HasPrefix(rest, " for ") && !strings.HasPrefix(rest, " is ") {
		return kinds{}
	}
	for _, c := range connectives {
		if strings.HasPrefix(t[end:], c) {
			key := t[end+len(c) : min(len(t), end+len(c)+maxKeyBehind)]
			key = strings.TrimLeft(key, "\"'\\`")
			if stop := strings.IndexAny(key, ",;:\"'\\`\n"); stop >= 0 {
				key = key[:stop]
			}
			return s.e.keywords.inKey(key, s.e.vocab.isAbout)
		}
	}
	return kinds{}
}

// inNumber has the bytes of which the rest of a number can be made up.
var inNumber = bytesWhere(func(c byte) bool { return isAlnum(c) || strings.IndexByte("-./()", c) >= 0 })
