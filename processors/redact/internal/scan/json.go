// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// In telemetry, JSON is often nested in a JSON string, with a backslash in front of each quote, at times
// several levels deep. The finders read it at any depth without parsing: the number of backslashes in
// front of a quote tells the depth that it belongs to.

// quote is a quotation mark that starts a string, at some depth of escaping.
type quote struct {
	mark byte
	// slashes is the number of backslashes before the mark: 0, 1, 3, 7, … by depth.
	slashes int
}

// size returns the number of bytes of the quote.
func (q quote) size() int { return q.slashes + 1 }

// quoteAt returns the quote that starts at index at.
func quoteAt(t string, at int) (quote, bool) {
	i := at
	for i < len(t) && t[i] == '\\' {
		i++
	}
	if i < len(t) && (t[i] == '"' || t[i] == '\'') {
		return quote{mark: t[i], slashes: i - at}, true
	}
	return quote{}, false
}

// quoteBefore returns the quote that ends at index end.
func quoteBefore(t string, from, end int) (quote, bool) {
	if end <= from || t[end-1] != '"' && t[end-1] != '\'' {
		return quote{}, false
	}
	return quote{mark: t[end-1], slashes: slashesBefore(t, from, end-1)}, true
}

func slashesBefore(t string, from, end int) int {
	n := 0
	for end-n > from && t[end-n-1] == '\\' {
		n++
	}
	return n
}

// closing returns the end of the string that q opens and whose content starts at index from: the index of
// the closing quote, or the end of the line or of the text if the string is cut off.
//
// At the depth at which a quote is written with k backslashes, a backslash of the content is written with
// 2(k+1). So the remainder of a run of backslashes modulo that number tells the closing quote from quotes in
// the content. A quote with fewer than k belongs to a string around this one.
func closing(t string, from int, q quote) int {
	if end, ok := closingQuote(t, from, q); ok {
		return end
	}
	if line := strings.IndexByte(t[from:], '\n'); line >= 0 {
		return from + line
	}
	return len(t)
}

// closingQuote returns the end of the string as closing does. ok is false if there is no closing quote.
func closingQuote(t string, from int, q quote) (end int, ok bool) {
	for i := from; ; i++ {
		next := strings.IndexByte(t[i:], q.mark)
		if next < 0 {
			return 0, false
		}
		i += next
		n := slashesBefore(t, from, i)
		if n < q.slashes {
			return i - n, true
		}
		if n%(2*q.size()) == q.slashes {
			return i - q.slashes, true
		}
	}
}

// jsonNumberQuote returns the quote that must be written around the replacement of the number
// t[start:end], to leave valid JSON: that of the key in front of it, or of the key in front of the
// list of numbers that it is in. It is empty if the number is not a JSON number.
func jsonNumberQuote(t string, start, end int) string {
	if end < len(t) && !isSpace(t[end]) && strings.IndexByte(",]}", t[end]) < 0 {
		return ""
	}
	from := max(0, start-maxListBefore)
	at := trimRight(t, from, start, " \t\r\n")
	if at > from && (t[at-1] == ',' || t[at-1] == '[') {
		at = trimRight(t, from, at, " \t\r\n,0123456789.-+eE")
		if at == from || t[at-1] != '[' {
			return ""
		}
		at = trimRight(t, from, at-1, " \t\r\n")
	}
	if at == from || t[at-1] != ':' {
		return ""
	}
	at = trimRight(t, from, at-1, " \t\r\n")
	q, ok := quoteBefore(t, from, at)
	if !ok || q.mark != '"' {
		return ""
	}
	return t[at-q.size() : at]
}

// maxListBefore bounds how many bytes back the start of a list of numbers is looked for.
const maxListBefore = 256
