// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// addList adds the strings of the list at index at, or all of its content if it does not start with a string.
func (s *Scanner) addList(key textKey, t string, at int) {
	at = skipBlanks(t, at+1)
	if at == len(t) || t[at] == '{' || s.e.placeholderAt(t, at) {
		return
	}
	value, ok := s.stringAt(at)
	if !ok {
		// The beginning decides whether the key accepts the value, so the rest is not read in vain.
		near := t[:min(len(t), at+maxDecisive+1)]
		if key.accepts(near[at:s.lineEndIn(near, at)]) {
			s.addBare(key, at, min(s.lineEnd(at), len(t)))
		}
	}
	for ok {
		s.addQuoted(key, value.start, min(value.end, len(t)))
		if at = skipBlanks(t, value.after); at >= len(t) || t[at] != ',' {
			return
		}
		value, ok = s.stringAt(skipBlanks(t, at+1))
	}
}

// addObject adds strings of the JSON object at index at. Under a key that is certain, all of them count, except for
// those whose own key says that they only describe a secret. Under any other key, such as "token", a string counts only
// if its own key is one of valueWords and it looks random. Strings whose own key has a verdict, and objects inside of the
// object, are left to their own keys.
func (s *Scanner) addObject(key textKey, t string, at int) {
	if key.quote == "" {
		return
	}
	for at = skipSpaces(t, at+1); at < len(t) && t[at] != '}'; {
		name, ok := s.itemAt(at)
		if !ok || name.quote != key.quote || name.after >= len(t) || t[name.after] != ':' {
			return
		}
		value, ok := s.itemAt(skipBlanks(t, name.after+1))
		if !ok {
			return
		}
		if inner := s.judge(t[name.start:name.end], 0); value.quote != "" && inner.detector == None && inner.flags&aboutWord == 0 &&
			(key.flags&certain != 0 || endsWithWord(t[name.start:name.end], valueWords) && looksRandom(t[value.start:value.end])) {
			s.addQuoted(key, value.start, value.end)
		}
		at = skipSpaces(t, value.after)
		if at >= len(t) || t[at] != ',' {
			return
		}
		at = skipSpaces(t, at+1)
	}
}

// addBraced adds the value in braces of an ODBC connection string, which may contain semicolons.
func (s *Scanner) addBraced(key textKey, t string, at int) {
	near := t[:min(len(t), at+maxTextKey)]
	end := strings.IndexByte(near[at:], '}')
	for end > 0 && at+end+2 < len(near) && near[at+end+1] == '}' { // a doubled brace belongs to the content
		next := strings.IndexByte(near[at+end+2:], '}')
		if next < 0 {
			break
		}
		end += 2 + next
	}
	if end > 1 && !strings.ContainsAny(t[at:at+end], "=:\"\n") && !isName(t[at+1:at+end]) {
		s.addBare(key, at+1, at+end)
	}
}

// addSequence adds the items of the YAML block sequence that starts behind the line feed at index at: lines that begin
// with a hyphen and are no keys.
func (s *Scanner) addSequence(key textKey, at int) {
	t := s.text
	for at < len(t) && t[at] == '\n' {
		item := skipBlanks(t, at+1)
		if !strings.HasPrefix(t[item:], "- ") {
			return
		}
		argument, ok := s.argumentAt(skipBlanks(t, item+len("-")))
		if at = argument.after; !ok || at < len(t) && t[at] != '\n' || strings.IndexByte(t[item:at], ':') >= 0 {
			return
		}
		s.addQuoted(key, argument.start, argument.end)
	}
}

// heredoc returns the bounds of the lines of the here-document whose operator, << or <<-, is at index at: those up to a line
// with the word behind the operator, or all others.
func (s *Scanner) heredoc(at int) (start, end int, ok bool) {
	t := s.text
	word := at + len("<<")
	if word < len(t) && (t[word] == '-' || t[word] == '~') {
		word++
	}
	after := word
	for after < len(t) && after-word < maxCode && (isUpper(t[after]) || t[after] == '_') {
		after++
	}
	if after == word || after == len(t) || t[after] != '\n' {
		return 0, 0, false
	}
	start, end = after+1, after
	for end < len(t) {
		line := end + 1
		end = s.newline(min(line, len(t)))
		if strings.TrimSpace(t[min(line, end):end]) == t[word:after] {
			return start, max(start, line-1), true
		}
	}
	return min(start, end), end, true
}

// addBlock adds the lines of the YAML block scalar at index at, or the first one if the value has to be a single line. It
// reports whether there is a block.
func (s *Scanner) addBlock(key textKey, t string, at int) bool {
	if at < s.blockEnd && key.flags&random != 0 {
		return true // inside of a block that did not look random
	}
	start, end, ok := yamlBlock(t, at, key.flags&oneLine != 0)
	if !ok {
		return false
	}
	s.addQuoted(key, start, end)
	if key.flags&random != 0 {
		s.blockEnd = end
	}
	return true
}

// yamlBlock returns the bounds of the lines of a YAML block scalar, whose indicator | or > stands at index at. They
// are the lines behind it that are indented at least as much as the first one; with oneLine set, only that one.
func yamlBlock(t string, at int, oneLine bool) (start, end int, ok bool) {
	if t[at] != '|' && t[at] != '>' {
		return 0, 0, false
	}
	at++
	if at < len(t) && (t[at] == '-' || t[at] == '+') {
		at++
	}
	if at == len(t) || t[at] != '\n' {
		return 0, 0, false
	}
	start = skipBlanks(t, at+1)
	indent := t[at:start]
	for end = at; indent != "\n" && strings.HasPrefix(t[end:], indent); {
		if line := strings.IndexByte(t[end+1:], '\n'); line >= 0 {
			end += 1 + line
		} else {
			end = len(t)
		}
		if oneLine {
			break
		}
	}
	return start, end, start < end
}
