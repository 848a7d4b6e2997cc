// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// maxUserName bounds the name of a user in a path, in bytes.
const maxUserName = 64

// findUserPath checks for the name of a user in the path of a home directory: /home/name/, /Users/name/ or
// C:\Users\name\. The literal starts at index at.
func findUserPath(s *Scanner, at int) {
	t := s.text
	start := at + len("/home/")
	closing := "/"
	switch t[at] {
	case ':':
		closing = `\`
		start = at + len(`:\Users\`)
		if t[at+2] == '\\' {
			closing = `\\`
			start = at + len(`:\\Users\\`)
		}
		if at == 0 || !isLetter(t[at-1]) || !wordStarts(t, at-1) {
			return
		}
	case '/':
		if t[at+1] == 'U' {
			start++
		}
		if at > s.floor && (isAlnum(t[at-1]) || strings.IndexByte("._-~}", t[at-1]) >= 0) || s.afterMethod(at) {
			return
		}
	}
	size := strings.Index(t[start:min(len(t), start+maxUserName+2)], closing)
	if size <= 0 {
		return
	}
	name := t[start : start+size]
	if strings.ContainsAny(name, " \t\r\n\"'<>|?*:,;{}[]()$%") || allDigits(name) || isOneOf(name, sharedFolders) || s.e.placeholderAt(t, start) {
		return
	}
	s.add(span{start: start, end: start + size, detector: UserPath})
}

// sharedFolders are folders next to the home directories of users that do not belong to a person.
var sharedFolders = strings.Fields("shared public default all root")

// afterMethod reports whether an HTTP method, or a scheme and a host, stands in front of index at.
func (s *Scanner) afterMethod(at int) bool {
	before := strings.TrimRight(s.text[s.horizon(at):at], " \"'")
	from := len(before)
	for from > 0 && isUpper(before[from-1]) {
		from--
	}
	return isOneOf(before[from:], httpMethods)
}

var httpMethods = strings.Fields("get head post put patch delete options connect trace")
