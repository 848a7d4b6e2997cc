// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// passwordTags are the fields of a logon message of the FIX protocol that hold a password: Password, NewPassword and
// their encrypted forms.
var passwordTags = []string{"554", "925", "1402", "1404"}

// fixSeparators are what stands between two fields: a control character, and what logs print for it. Of those that start
// alike, the longest comes first.
var fixSeparators = []string{"\x01", `\u0001`, `\x01`, `\001`, "^A", "<SOH>", "[SOH]", "␁", "|", ";", "^", " "}

// maxFIXField bounds a field, in bytes.
const maxFIXField = 512

// findFIX checks for the passwords in a message of the FIX protocol, a list of numbered fields: 8=FIX.4.4|35=A|554=x|. at
// is the index of the first field, which tells the version.
func findFIX(s *Scanner, at int) {
	t := s.text
	if !wordStarts(t, at) {
		return
	}
	start := at + len("8=FIX")
	for start < len(t) && (isAlnum(t[start]) || t[start] == '.') {
		start++
	}
	var separator string
	for _, sep := range fixSeparators {
		if separator == "" && strings.HasPrefix(t[start:], sep) {
			separator = sep
		}
	}
	for separator != "" && strings.HasPrefix(t[start:], separator) {
		start += len(separator)
		value := start + digitRun(t, start)
		tag := t[start:value]
		if tag == "" || tag == "8" || value == len(t) || t[value] != '=' {
			return // the end of the message, or the next one
		}
		value++
		field := t[value:min(len(t), value+maxFIXField)]
		field, _, _ = strings.Cut(field, separator)
		field, _, _ = strings.Cut(field, "\n")
		start = value + len(field)
		if isOneOf(tag, passwordTags) && value >= s.floor {
			s.addMarkup(Context{detector: Password}, value, start)
		}
	}
}
