// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// normalize undoes what loggers and transports do to a text: it removes terminal colours and carriage
// returns, and unescapes newlines. A text that has none of these is returned as it is.
func normalize(text string) string {
	if strings.IndexByte(text, 0x1b) >= 0 {
		text = stripEscapes(text)
	}
	if strings.IndexByte(text, '\r') >= 0 {
		text = strings.ReplaceAll(text, "\r\n", "\n")
	}
	if isListOfFrames(text) {
		text = strings.ReplaceAll(text, `","`, "\n")
	}
	// A trace has several lines. A text of one line with "\n" spelled out was escaped, at most twice:
	// once by a logger and once by what wrapped the output of the logger.
	for range 2 {
		if i := strings.IndexByte(text, '\n'); i >= 0 && i < len(text)-1 || !hasEscapedNewline(text) {
			break
		}
		text = unescape(onOwnLines(text))
	}
	return text
}

// onOwnLines separates the quoted value that contains the first escaped newline from what a logger
// wrote around it, by a newline before and after it:
//
//	level=error msg="request failed" stack="main.total\n\t/srv/shop/orders.go:12" order=17
func onOwnLines(text string) string {
	newline := strings.Index(text, `\n`)
	if newline <= 0 || text[newline-1] == '\\' { // escaped twice
		return text
	}
	start := strings.LastIndexByte(text[:newline], '\n') + 1
	open := newline
	for open == newline || text[open-1] == '\\' {
		if open = start + strings.LastIndexByte(text[start:open], '"'); open <= start {
			return text
		}
	}
	if before := strings.TrimRight(text[start:open], " "); !strings.HasSuffix(before, "=") && !strings.HasSuffix(before, ":") {
		return text
	}
	value := text[open+1:]
	end := quotedLen(value)
	if end == len(value) { // cut
		return text[:open+1] + "\n" + value
	}
	return text[:open+1] + "\n" + value[:end] + "\n" + value[end:]
}

// hasEscapedNewline reports whether text has the escape sequence "\n".
func hasEscapedNewline(text string) bool {
	return strings.IndexByte(text, '\\') >= 0 && strings.Contains(text, `\n`)
}

// isListOfFrames reports whether text is one line with the lines of a trace as a JSON list, as AWS
// Lambda logs the errors that its Node.js runtime catches.
func isListOfFrames(text string) bool {
	const end = 16 // bytes: the closing brackets, perhaps with control sequences around them
	tail := text[max(0, len(text)-end):]
	return strings.IndexByte(tail, '}') > 0 && strings.Contains(tail, "]}") && strings.Contains(text, `","    at `) && strings.IndexByte(text, '\n') < 0
}

// stripEscapes removes terminal control sequences (ECMA-48): CSI sequences such as colours, and
// OSC sequences such as links.
func stripEscapes(text string) string {
	if strings.IndexByte(text, 0x1b) < 0 {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for {
		i := strings.IndexByte(text, 0x1b)
		if i < 0 {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(text[:i])
		text = text[i:]
		text = text[escapeLen(text):]
	}
}

// escapeLen returns the length of the control sequence with which text starts, 1 if the sequence is
// malformed or does not end.
func escapeLen(text string) int {
	const longest = 256
	if len(text) < 2 {
		return 1
	}
	end := min(len(text), longest)
	switch text[1] {
	case '[':
		for i := 2; i < end; i++ {
			if c := text[i]; c >= 0x40 && c <= 0x7e {
				return i + 1
			} else if c < 0x20 || c > 0x7e {
				return 1
			}
		}
	case ']':
		for i := 2; i < end; i++ {
			switch text[i] {
			case 0x07:
				return i + 1
			case 0x1b:
				if i+1 < len(text) && text[i+1] == '\\' {
					return i + 2
				}
				return 1
			}
		}
	}
	return 1
}

// unescape undoes the escape sequences of a JSON string (RFC 8259, section 7) and "\x1b", with which
// Go quotes the start of a colour; colours and carriage returns are then removed. All other sequences
// stay as they are.
func unescape(text string) string {
	i := strings.IndexByte(text, '\\')
	if i < 0 {
		return text
	}
	b := make([]byte, 0, len(text))
	for ; i >= 0; i = strings.IndexByte(text, '\\') {
		b = append(b, text[:i]...)
		text = text[i:]
		n := 2
		switch {
		case len(text) < 2:
			n = 1
			b = append(b, '\\')
		case text[1] == 'n':
			b = append(b, '\n')
		case text[1] == 't':
			b = append(b, '\t')
		case text[1] == 'r':
			b = append(b, '\r')
		case text[1] == 'b':
			b = append(b, '\b')
		case text[1] == 'f':
			b = append(b, '\f')
		case text[1] == '"' || text[1] == '\\' || text[1] == '/':
			b = append(b, text[1])
		case strings.HasPrefix(text, `\x1b`):
			n = 4
			b = append(b, 0x1b)
		case text[1] == 'u':
			var r rune
			if r, n = unescapeRune(text); n > 0 {
				b = utf8.AppendRune(b, r)
			} else {
				n = 2
				b = append(b, text[:n]...)
			}
		default:
			b = append(b, text[:2]...)
		}
		text = text[n:]
	}
	b = append(b, text...)
	out := string(b)
	if strings.IndexByte(out, 0x1b) >= 0 {
		out = stripEscapes(out)
	}
	return strings.ReplaceAll(out, "\r\n", "\n")
}

// unescapeRune reads the \uXXXX with which text starts, or the two of a surrogate pair. It also
// returns the number of bytes it has read, 0 if text starts with no such sequence.
func unescapeRune(text string) (rune, int) {
	r, ok := hex4(text)
	if !ok {
		return 0, 0
	}
	if !utf16.IsSurrogate(r) {
		return r, 6
	}
	if low, ok := hex4(text[6:]); ok {
		if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
			return pair, 12
		}
	}
	return utf8.RuneError, 6
}

// hex4 returns the code unit of the \uXXXX with which text starts.
func hex4(text string) (rune, bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	var r rune
	for _, c := range []byte(text[2:6]) {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}
