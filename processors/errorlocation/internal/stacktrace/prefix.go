// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// Limits of the search for a prefix. That of a container runtime is a name, a time or both.
const (
	maxPrefix     = 128 // bytes
	prefixSamples = 6   // lines that must share the prefix
	prefixedLines = 64  // lines of which one must open a trace behind the prefix
)

// stripLinePrefix removes what a container runtime, a supervisor or syslog has put before each line,
// such as "web-1  | " or "2026-11-23T04:46:14.123456789Z stderr F ", and the left side of a box that
// a logger drew around the lines. It reports whether it removed anything: there must be a line that
// may open a trace behind the prefix.
func stripLinePrefix(text string) (string, bool) {
	prefix, ok := linePrefix(text)
	if !ok {
		// The first line may come from the program that collected the others, as logcat's
		// "--------- beginning of crash" does.
		if _, rest, _ := strings.Cut(text, "\n"); hasLines(rest) {
			prefix, ok = linePrefix(rest)
		}
	}
	whole := prefix
	// The number of a frame ("0> ") can look like the end of a prefix.
	if ok && prefix[len(prefix)-1] == '>' && !opensBehind(text, prefix, prefixedLines) {
		prefix, ok = endAtSeparator(prefix[:len(prefix)-1])
	}
	if ok = ok && opensBehind(text, prefix, prefixedLines); !ok && whole != "" {
		// The lines themselves may start alike, so that the real prefix is shorter.
		prefix, ok = shortPrefix(whole)
		ok = ok && opensBehind(text, prefix, prefixSamples)
	}
	if ok {
		text = withoutPrefix(text, prefix)
	}
	prefix, inner := boxSide(text)
	if !inner {
		prefix, inner = tags(text)
	}
	if inner && opensBehind(text, prefix, prefixedLines) {
		return withoutPrefix(text, prefix), true
	}
	return text, ok
}

// withoutPrefix removes the prefix from each line that has it.
func withoutPrefix(text, prefix string) string {
	var b strings.Builder
	b.Grow(len(text))
	for len(text) > 0 {
		line := text
		if i := strings.IndexByte(text, '\n'); i >= 0 {
			line = text[:i+1]
		}
		text = text[len(line):]
		b.WriteString(line[prefixLen(line, prefix):])
	}
	return b.String()
}

// opensBehind reports whether one of the first lines of text may open a trace once the prefix, and
// the side of a box behind it, is removed.
func opensBehind(text, prefix string, lines int) bool {
	for range lines {
		line, rest, _ := strings.Cut(text, "\n")
		text = rest
		n := prefixLen(line, prefix)
		if n > 0 && mayOpen(line[n:]) {
			return true
		}
		if inside, boxed := strings.CutPrefix(line[n:], boxLeft); n > 0 && boxed && mayOpen(inside) {
			return true
		}
	}
	return false
}

// behindPrefix reports whether all lines of the text, and before, the start of one of them, have a
// prefix that is yet to be removed. A grammar that finds the start of a trace behind other words
// calls it to tell a prefix of all lines from the words of a logger, which stand before one.
func (p *Parser) behindPrefix(before string) bool {
	if p.stripped {
		return false
	}
	prefix, ok := linePrefix(p.text)
	return ok && prefixLen(before, prefix) > 0
}

// linePrefix returns the common start of the first lines of text up to its last separator. Numbers
// may differ, because those of a timestamp do.
func linePrefix(text string) (string, bool) {
	first, rest, more := strings.Cut(text, "\n")
	if !more || first == "" || indentation(first) > 0 {
		return "", false
	}
	prefix := first[:min(len(first), maxPrefix)]
	for sample := range prefixSamples {
		line, after, more := strings.Cut(rest, "\n")
		if !more && (line == "" || sample > 0) {
			break // the last line may have been cut
		}
		prefix = commonPrefix(prefix, line)
		if prefix == "" {
			return "", false
		}
		rest = after
	}
	return endAtSeparator(prefix)
}

// tags returns the words in brackets with which the second line starts, if the first line has them
// too, behind other words: Rails puts its tags before each line of its own messages, but level and
// time only before the first.
func tags(text string) (string, bool) {
	first, rest, _ := strings.Cut(text, "\n")
	end := 0
	for next := 0; next < len(rest) && rest[next] == '['; {
		n := strings.IndexByte(rest[next:], ']') + 1
		if n == 0 || !strings.Contains(first, rest[:next+n]) {
			break
		}
		end = next + n
		next = end + min(1, len(rest)-end)
	}
	return rest[:end], end > 0
}

// boxLeft precedes each line inside a box.
const boxLeft = "│ "

// boxSide returns the left side of a box and reports whether there is one around the lines, as the
// PrettyPrinter of Dart's package logger draws it.
func boxSide(text string) (string, bool) {
	return boxLeft[:len(boxLeft)-1], strings.HasPrefix(text, "┌")
}

// endAtSeparator returns prefix up to its last separator, and whether it has one.
func endAtSeparator(prefix string) (string, bool) {
	for i := len(prefix) - 1; i > 0; i-- {
		switch prefix[i] {
		case '|', ':', ']', '>', ')':
			return prefix[:i+1], true
		case 'Z': // a time, as kubectl logs --timestamps prints it
			if isDigit(prefix[i-1]) {
				return prefix[:i+1], true
			}
		case '-': // the last field of RFC 5424, section 6, if it is empty
			if prefix[i-1] == ' ' && strings.Contains(prefix[:i], ">1 ") {
				return prefix[:i+1], true
			}
		case 'F', 'P': // the tag of the CRI log format: full or partial line
			if strings.HasSuffix(prefix[:i], "stdout ") || strings.HasSuffix(prefix[:i], "stderr ") {
				return prefix[:i+1], true
			}
		}
	}
	return podAndContainer(prefix)
}

// podAndContainer returns the names of a pod and its container if prefix starts with them, as stern
// puts them before each line. Both are DNS labels (RFC 1123), and the name of a pod has hyphens.
func podAndContainer(prefix string) (string, bool) {
	pod, rest, _ := strings.Cut(prefix, " ")
	container, _, ok := strings.Cut(rest, " ")
	if !ok || strings.IndexByte(pod, '-') < 0 || !isLabel(pod) || !isLabel(container) {
		return "", false
	}
	return prefix[:len(pod)+1+len(container)], true
}

// isLabel reports whether name consists of the characters of a DNS label.
func isLabel(name string) bool {
	for i := range len(name) {
		if c := name[i]; c != '-' && !isDigit(c) && (c < 'a' || c > 'z') {
			return false
		}
	}
	return name != ""
}

// shortPrefix cuts prefix behind the first separator of Compose, CRI, journald or RFC 5424 that is
// not its end, or behind the names that stern prints. It reports whether there is one.
func shortPrefix(prefix string) (string, bool) {
	for _, separator := range [...]string{" |", "stderr F", "stdout F", "]:", " - -"} {
		if i := strings.Index(prefix, separator); i > 0 && i+len(separator) < len(prefix) {
			return prefix[:i+len(separator)], true
		}
	}
	return podAndContainer(prefix)
}

// commonPrefix returns the common start of a and line, as it stands in a. All numbers count as equal.
func commonPrefix(a, line string) string {
	if strings.HasPrefix(line, a) {
		return a
	}
	i, j := 0, 0
	for i < len(a) && j < len(line) {
		switch {
		case isDigit(a[i]) && isDigit(line[j]):
			i, j = i+digits(a[i:]), j+digits(line[j:])
		case a[i] == line[j]:
			i, j = i+1, j+1
		default:
			return a[:i]
		}
	}
	return a[:i]
}

// prefixLen returns the number of bytes that prefix, with other numbers perhaps, and one space after
// it take up in line, 0 if the line does not start with it.
func prefixLen(line, prefix string) int {
	i, j := 0, 0
	if strings.HasPrefix(line, prefix) {
		i, j = len(prefix), len(prefix)
	}
	for i < len(prefix) {
		switch {
		case j == len(line):
			return 0
		case isDigit(prefix[i]) && isDigit(line[j]):
			i, j = i+digits(prefix[i:]), j+digits(line[j:])
		case prefix[i] == line[j]:
			i, j = i+1, j+1
		default:
			return 0
		}
	}
	if j < len(line) && line[j] == ' ' {
		j++
	}
	return j
}
