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
	for from < len(key) && !isWordByte(key[from]) {
		from++
	}
	start, end = from, from
	if start == len(key) {
		return start, end
	}
	switch c := key[start]; {
	case isASCIIDigit(c):
		for end < len(key) && isASCIIDigit(key[end]) {
			end++
		}
		return start, end
	case isUpper(c):
		for end < len(key) && isUpper(key[end]) {
			end++
		}
		if end == len(key) || !isSmall(key[end]) {
			return start, end
		}
		if end-start > 1 {
			return start, end - 1
		}
	}
	for end < len(key) && isSmall(key[end]) {
		end++
	}
	return start, end
}

func isWordByte(c byte) bool { return isAlnum(c) || c >= utf8.RuneSelf }

func isSmall(c byte) bool { return isLower(c) || c >= utf8.RuneSelf }
