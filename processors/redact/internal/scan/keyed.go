// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// Bounds of what is looked at around the sign, the colon or equals sign between a key and its value.
const (
	maxBlanks  = 8  // blanks on either side of the sign
	maxTextKey = 64 // bytes of a key
	maxProse   = 64 // bytes of a value that decide whether it looks like a secret
	maxCode    = 24 // bytes of a value that only counts if it is a code of a few digits
)

// textKey is a key found in text, in front of a sign.
type textKey struct {
	Context
	// quote is the quotation mark behind the key, with its backslashes, or empty.
	quote string
	// colon is set for key: value, and not for key=value.
	colon bool
}

// endsKey has the bytes that may stand between a key and the sign behind it: those of keys, blanks, and what closes a key
// that is quoted in any way. endsKeyOrColon also has the colon of :=.
var (
	endsKey        = bytesWhere(func(c byte) bool { return isKeyByte(c) || isBlank(c) || strings.IndexByte("\"']`;", c) >= 0 })
	endsKeyOrColon = bytesWhere(func(c byte) bool { return endsKey[c] || c == ':' })
)

// findKeyed checks for a secret in an assignment: key=value, key: value, key => value, and the same
// with quotes around the key, the value or both, escaped or not. at is the index of the sign.
func findKeyed(s *Scanner, at int) {
	short := s.shortKey(at)
	if known := s.shortKeys.get(short); known != nil {
		if known.isName {
			s.findPair(at)
		}
		return
	}
	isName := isNameKey(s.text, at)
	if isName {
		s.findPair(at)
	}
	if isPlain := s.findAssigned(at); isPlain {
		s.shortKeys.put(knownKey{short, isName})
	}
}

// findAssigned does the work of findKeyed for the value itself. It reports whether the key in front of the sign at index
// at is plain: that there is nothing to find behind it, whatever the sign and the text around it.
func (s *Scanner) findAssigned(at int) (isPlain bool) {
	t := s.text
	if start, plain := s.plainBefore(at); plain {
		if start > 0 && !endsParameterSign[t[start-1]] {
			return true
		}
		return t[at] == '=' && s.e.enabled[URLSecret] && !s.findQuerySecret(at)
	}
	key, value, ok := s.assignmentAt(at)
	if !ok {
		if t[at] == '=' && s.e.enabled[URLSecret] {
			s.findQuerySecret(at)
		}
		return false
	}
	s.findValue(key, at, value)
	return false
}

// plainBefore reports whether a key without a verdict stands right in front of the sign at index at, and where the
// key starts. It is a shortcut for the most frequent forms, key= and "key":, and returns false for all others.
func (s *Scanner) plainBefore(at int) (start int, plain bool) {
	t, end := s.text, at
	from := max(s.floor, at-maxTextKey)
	if at > from && t[at-1] == '"' {
		end--
		start = keyBytesBefore(t, from, end)
		return start, start < end && start > from && t[start-1] == '"' && s.isPlain(t[start:end], true)
	}
	start = keyBytesBefore(t, from, end)
	whole := start == from || t[start-1] != ' ' // no further words belong to the key
	if !whole && isKeyNumber(t, start, end) {
		return start, false
	}
	start = skipEscape(t, start)
	return start, start < end && s.isPlain(t[start:end], whole)
}

// assignmentAt returns the key before the sign at index at, and where the text after the sign starts. ok is false if
// there is no assignment, or the key has no verdict.
func (s *Scanner) assignmentAt(at int) (key textKey, after int, ok bool) {
	t := s.text
	end, after := at, at+1
	switch t[at] {
	case ':':
		// Neither a::b nor := nor a URL; the equals sign of := has its own call.
		if after < len(t) && (t[after] == ':' || t[after] == '=') || strings.HasPrefix(t[after:], "//") ||
			at > 0 && t[at-1] == ':' {
			return key, 0, false
		}
		key.colon = true
	case '=':
		// Neither a comparison nor the second sign of ==.
		if at > 0 && strings.IndexByte("=!<>~", t[at-1]) >= 0 {
			return key, 0, false
		}
		if at > 0 && t[at-1] == ':' {
			if end--; end == 0 || !endsKey[t[end-1]] {
				return key, 0, false
			}
		}
		for after < len(t) && (t[after] == '=' || t[after] == '>') {
			after++
		}
	}
	return s.keyBefore(key, end, after)
}

// keyBefore reads the key in front of index end, where blanks may stand between. key has the fields that are known
// already. It returns after as it is, for assignmentAt.
func (s *Scanner) keyBefore(key textKey, end, after int) (textKey, int, bool) {
	t := s.text
	for n := 0; n < maxBlanks && end > s.floor && isBlank(t[end-1]); n++ {
		end--
	}
	blanks := false // whether the key may contain blanks, because it is in quotes
	if q, ok := quoteBefore(t, s.floor, end); ok {
		key.quote = t[end-q.size() : end]
		end -= q.size()
		if key.quote == `"` && end > s.floor && t[end-1] == '"' { // doubled, as CSV has it
			key.quote = doubledQuote
			end--
		}
		blanks = true
	} else if end > s.floor && t[end-1] == ']' {
		end--
		if end > s.floor && t[end-1] == '[' { // password[]=x, an element of a list in a form
			end--
		}
		if q, ok := quoteBefore(t, s.floor, end); ok {
			end -= q.size()
		}
	} else if n := entityBefore(t, s.floor, end); n > 0 {
		key.quote = t[end-n : end]
		end -= n
		blanks = true
	} else if end > s.floor && t[end-1] == '`' {
		end--
	}
	from := max(s.floor, end-maxTextKey)
	start := keyBytesBefore(t, from, end)
	last := min(skipEscape(t, start), end)
	hasNumber := !blanks && last > from && t[last-1] == ' ' && isKeyNumber(t, last, end)
	if hasNumber {
		last = keyBytesBefore(t, from, last-1)
	}
	if !blanks && (last == end || s.isPlain(t[last:end], false)) {
		return key, 0, false
	}
	for words := 0; start > from; start-- {
		if isKeyByte(t[start-1]) {
			continue
		}
		if t[start-1] != ' ' || words == 2 || start == end || start-1 == from || !isKeyByte(t[start-2]) {
			break
		}
		words++
	}
	first := min(skipEscape(t, start), end)
	if blanks {
		last = first
	}
	last = max(last, first)
	if first == end || blanks && s.isPlain(t[first:end], true) || key.quote == "" && isFileName(t[first:end]) || strings.HasSuffix(t[:first], "checksum/") {
		return key, 0, false
	}
	key.Context = s.judge(t[first:end], last-first)
	if key.detector == None {
		return key, 0, false
	}
	if hasNumber {
		if key.flags&notCount != 0 {
			key.flags &^= certain // "Pass 1: Checking inodes"
		}
	}
	if strings.IndexByte(t[last:end], '_') >= 0 {
		key.flags |= joined
	}
	if mask := s.maskEndIn(first, end+len(key.quote)); mask > first {
		// The words of a mask do not belong to the key.
		if mask >= end {
			return key, 0, false
		}
		key.Context = s.judge(t[mask:end], max(last, mask)-mask)
		if strings.IndexByte(t[max(last, mask):end], '_') >= 0 {
			key.flags |= joined
		}
	}
	return key, after, key.detector != None
}

// isKeyNumber reports whether the last word of a key, t[start:end], is a digit that tells it from others with the same
// name: "Unseal Key 1: x".
func isKeyNumber(t string, start, end int) bool { return end-start == 1 && isASCIIDigit(t[start]) }

// isFileName reports whether a key ends like the name of a source or data file, as in the stack frame
// "app/password.py:31".
func isFileName(key string) bool {
	dot := strings.LastIndexByte(key, '.')
	return dot > 0 && fileExtensions.has(key[dot+1:])
}

var fileExtensions = wordsOf(`go py js ts jsx tsx mjs cjs vue svelte java kt kts scala groovy clj cs vb fs
	rb php pl lua rs c cc cpp cxx h hpp m mm swift dart ex exs erl hs ml sh sql html css scss md txt log json yaml
	yml xml toml ini cfg conf tf proto`)

// maskEndIn returns the end of the last replacement that ends behind index from and not behind index to+1, or an index
// up to from if there is none.
func (s *Scanner) maskEndIn(from, to int) int {
	wide := max(s.floor, from-s.e.masks.longest)
	return s.lastMaskEnd(wide, min(to+1, len(s.text)))
}
