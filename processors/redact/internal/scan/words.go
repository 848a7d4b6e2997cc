// SPDX-License-Identifier: Apache-2.0

package scan

import "unicode/utf8"

// Keys are read as words: "db.userPassword", "DB_USER_PASSWORD" and "db-user-password" are all
// "db user password". Any character that is not a letter or a digit separates words. A word also ends at
// a change from lower to upper case, in front of the last capital of a run if a small letter follows
// ("APIKey" is "api key"), and between letters and digits.

// nextWord returns the bounds of the first word of key from index from on. start equals end when
// there is none.
func nextWord(key string, from int) (start, end int) {
	for from < len(key) && wordClass[key[from]] == noWord {
		from++
	}
	if from == len(key) {
		return from, from
	}
	class := wordClass[key[from]]
	start, end = from, from+1
	for end < len(key) && wordClass[key[end]] == class {
		end++
	}
	if class != capital || end == len(key) || wordClass[key[end]] != small {
		return start, end
	}
	if end-start > 1 {
		return start, end - 1
	}
	for end < len(key) && wordClass[key[end]] == small {
		end++
	}
	return start, end
}

// The classes of the bytes of words.
const (
	noWord = iota
	digit
	capital
	small // also what is not ASCII
)

var wordClass = func() (of [256]uint8) {
	for c := range of {
		switch b := byte(c); {
		case isASCIIDigit(b):
			of[c] = digit
		case isUpper(b):
			of[c] = capital
		case isLower(b) || b >= utf8.RuneSelf:
			of[c] = small
		}
	}
	return of
}()

func isWordByte(c byte) bool { return wordClass[c] != noWord }
