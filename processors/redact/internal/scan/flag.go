// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// findFlag checks for a secret in an option of a command line, --key value. --key=value is an assignment. Two
// hyphens without a name may belong to the line below the header of a table.
func findFlag(s *Scanner, at int) {
	if next := at + len("--"); next < len(s.text) && strings.IndexByte("-|:+", s.text[next]) >= 0 {
		s.findRuledTable(at)
		return
	}
	s.addFlag(at, at+len("--"))
}

// startsOption has the bytes behind which an option may start.
var startsOption = bytesWhere(func(c byte) bool { return !isAlnum(c) && c != '-' })

// addFlag adds the value of the option at index at, whose name starts at index name.
func (s *Scanner) addFlag(at, name int) {
	t := s.text
	end := s.keyEndAt(name)
	if end-name > maxFlag || end == len(t) || strings.IndexByte(" \t\\\"'\n=", t[end]) < 0 {
		return
	}
	if isOneOf(t[name:end], []string{"value", "body"}) && (s.isCommand(secretSetters, at) || strings.Contains(t[end:min(len(t), end+commandReach)], "SecureString")) {
		s.addPlainOrQuoted(Context{detector: Secret}, skipBlanks(t, end+1))
		return
	}
	if s.addPairOption(name, end) {
		return
	}
	c, ok := s.judgeName(name, end)
	if !ok || t[end] == '=' {
		return
	}
	if next, ok := s.nextListItem(at, end); ok {
		if argument, ok := s.argumentAt(next); ok && t[argument.start] != '-' && (argument.after == len(t) || t[argument.after] == '\n') {
			s.addMarkup(c, argument.start, argument.end)
		}
		return
	}
	// In a list of arguments both have quotes: "--key", "value".
	value := end
	if q, ok := quoteAt(t, end); ok {
		value += q.size()
		if value == len(t) || t[value] != ',' {
			if value == len(t) || !isBlank(t[value]) {
				return
			}
		} else {
			value++
		}
	} else if !isBlank(t[end]) {
		return
	}
	value = skipBlanks(t, value)
	if value == len(t) || t[value] == '-' || t[value] == '=' {
		return
	}
	argument, _ := s.argumentAt(value)
	v := t[argument.start:argument.end]
	switch {
	case argument.quote != "" && argument.after < len(t) && t[argument.after] == ':': // the next key of an object
	case argument.quote == "" && (messageWords.has(v) || flagTypes.has(v) || isSource(v)):
	default:
		s.addMarkup(c, argument.start, argument.end)
	}
}

// secretSetters are the words of commands that store a secret, whose value is in the option --value or --body: gh secret
// set, az keyvault secret set, and aws ssm put-parameter for a parameter of the type SecureString.
var secretSetters = []string{"secret set ", "SecureString "}

// nextListItem returns where the next item of a YAML list starts if an item is the option between the indexes at and
// end, in quotes or not.
func (s *Scanner) nextListItem(at, end int) (next int, ok bool) {
	t := s.text
	if q, ok := quoteAt(t, end); ok {
		at, end = at-q.size(), end+q.size()
	}
	if end >= len(t) || t[end] != '\n' || at < len("- ") || t[at-len("- "):at] != "- " {
		return 0, false
	}
	next = skipBlanks(t, end+1)
	return next + len("- "), strings.HasPrefix(t[next:], "- ") && next+len("- ") < len(t)
}

// isSource reports whether v says where OpenSSL reads a password from, file:name, env:NAME or fd:number, in place of
// pass: and the password, or which of its secrets a build of Docker may read, id=name.
func isSource(v string) bool {
	return strings.HasPrefix(v, "id=") || strings.HasPrefix(v, "file:") || strings.HasPrefix(v, "env:") || strings.HasPrefix(v, "fd:")
}

// flagTypes are words that stand in place of a value where an option is described.
var flagTypes = wordsOf("string strings int uint bool file path name value stdin prompt option flag or and from in to via on for are when requires will")

// findSingleFlag is findFlag for options with one hyphen, -password x. at is the index of the blank in front.
func findSingleFlag(s *Scanner, at int) { s.addFlag(at, at+len(" -")) }
