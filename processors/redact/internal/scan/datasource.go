// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// findDataSource checks for the password in a data source name of Go's MySQL driver, user:password@tcp(host), and
// in one of Oracle, user/password@host, whose user starts behind the literal. at is the index of the literal.
func findDataSource(s *Scanner, at int) {
	t := s.text
	if t[at] == '@' {
		start, colon := at, -1
		for start > s.floor && at-start < commandReach && !endsDataSource[t[start-1]] {
			start--
			if t[start] == ':' {
				colon = start
			}
		}
		if mask := s.maskEndIn(start, at-1); colon >= start && colon < mask {
			n := strings.IndexByte(t[mask:at], ':') // a colon in a mask is not a separator
			if n < 0 {
				return
			}
			colon = mask + n
		}
		if colon > start {
			s.addUnlessPlaceholder(Password, colon+1, at)
		}
		return
	}
	s.addOraclePassword(at + len("thin:"))
}

// endsDataSource has the bytes that delimit a data source name at its start.
var endsDataSource = bytesWhere(func(c byte) bool { return isSpace(c) || strings.IndexByte("\"'`=", c) >= 0 })

// findOracleLogin checks for the password in sqlplus user/password@host. at is the index of the command.
func findOracleLogin(s *Scanner, at int) {
	user := at + len("sqlplus ")
	for n := 0; n < 3 && user+2 < len(s.text) && s.text[user] == '-' && s.text[user+2] == ' '; n++ { // options
		user = skipBlanks(s.text, user+2)
	}
	s.addOraclePassword(user)
}

// addOraclePassword adds the password in user/password@host, which starts at index user.
func (s *Scanner) addOraclePassword(user int) {
	t := s.text
	slash := user
	for slash < len(t) && slash-user < maxTextKey && isKeyByte(t[slash]) {
		slash++
	}
	if slash == user || slash >= len(t) || t[slash] != '/' {
		return
	}
	end := slash + 1
	for end < len(t) && end-slash < maxTextKey && t[end] != '@' && !isSpace(t[end]) && t[end] != '"' {
		end++
	}
	if end < len(t) && t[end] == '@' && end > slash+1 {
		s.addMarkup(Context{detector: Password}, slash+1, end)
	}
}

// findPasswordFile checks for the password in a line of the password file of PostgreSQL,
// host:port:database:user:password. at is the index of the port with its colons, or of another field.
func findPasswordFile(s *Scanner, at int) {
	t := s.text
	start := lineStart(t, max(s.floor, at-commandReach), at)
	if start > 0 && t[start-1] != '\n' {
		return
	}
	const fields = 4 // in front of the password
	password := start
	for n := 0; n < fields; password++ {
		if password >= len(t) || isSpace(t[password]) || password-start > 2*commandReach {
			return
		}
		if t[password] == ':' {
			n++
		}
	}
	end := password
	for end < len(t) && !isSpace(t[end]) && end-password < commandReach {
		end++
	}
	if password > at && (end == len(t) || t[end] == '\n' || t[end] == '\r') {
		s.addMarkup(Context{detector: Password}, password, end)
	}
}
