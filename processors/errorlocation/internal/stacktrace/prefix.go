// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// Limits of the search for a prefix: a container runtime's is a name, a time or both.
const (
	maxPrefix     = 128
	prefixSamples = 6  // lines that must share it
	prefixedLines = 64 // lines among which one must open a trace behind it
)

// stripLinePrefix removes what a container runtime, a supervisor or syslog put before each line,
// such as "web-1  | " or "2026-11-23T04:46:14.123456789Z stderr F ", and a box that a logger drew
// around them. It reports whether the lines have such a prefix and behind it one that may open a trace.
func stripLinePrefix(text string) (string, bool) {
	prefix, ok := linePrefix(text)
	if !ok {
		// The first line may be of what collects the others: "--------- beginning of crash".
		if _, rest, _ := strings.Cut(text, "\n"); hasLines(rest) {
			prefix, ok = linePrefix(rest)
		}
	}
	whole := prefix
	// The number of a frame can look like the end of a prefix: "0> ".
	if ok && prefix[len(prefix)-1] == '>' && !opensBehind(text, prefix, prefixedLines) {
		prefix, ok = endAtSeparator(prefix[:len(prefix)-1])
	}
	if ok = ok && opensBehind(text, prefix, prefixedLines); !ok && whole != "" {
		// The lines themselves may start alike: what was put before them then is shorter.
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

// opensBehind reports whether one of the first lines of text may open a trace once the prefix is off.
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

// behindPrefix reports whether a line that starts with before has, and all lines have, a prefix that
// is still to be taken off. A grammar asks this if it finds the first line of a trace behind other
// words, as loggers write them.
func (p *Parser) behindPrefix(before string) bool {
	if p.stripped {
		return false
	}
	prefix, ok := linePrefix(p.text)
	return ok && prefixLen(before, prefix) > 0
}

// linePrefix returns what the first lines of text start with in common, up to its last separator.
// Numbers may differ, because a time does.
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

// tags returns the brackets with which the second line starts, if the first has them behind other words:
// Rails puts its tags before each line of a message that it wrote itself, and level and time only
// before the first.
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

// boxLeft is what stands before each line inside a box.
const boxLeft = "│ "

// boxSide returns the left side of the box that a logger drew around the lines, if it did: PrettyPrinter
// of the package logger does, for Dart.
func boxSide(text string) (string, bool) {
	return boxLeft[:len(boxLeft)-1], strings.HasPrefix(text, "┌")
}

// endAtSeparator returns prefix up to its last separator, and whether it has one.
func endAtSeparator(prefix string) (string, bool) {
	for i := len(prefix) - 1; i > 0; i-- {
		switch prefix[i] {
		case '|', ':', ']', '>', ')':
			return prefix[:i+1], true
		case 'Z': // a time, as kubectl logs --timestamps puts it
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

// podAndContainer returns the names of a pod and of its container, which stern puts before each line,
// if prefix starts with them. Both are labels of DNS (RFC 1123); that of a pod has hyphens.
func podAndContainer(prefix string) (string, bool) {
	pod, rest, _ := strings.Cut(prefix, " ")
	container, _, ok := strings.Cut(rest, " ")
	if !ok || strings.IndexByte(pod, '-') < 0 || !isLabel(pod) || !isLabel(container) {
		return "", false
	}
	return prefix[:len(pod)+1+len(container)], true
}

func isLabel(name string) bool {
	for i := range len(name) {
		if c := name[i]; c != '-' && !isDigit(c) && (c < 'a' || c > 'z') {
			return false
		}
	}
	return name != ""
}

// shortPrefix cuts prefix behind the separator of Compose, CRI, journald or RFC 5424, or what stern puts, if it goes on
// behind it.
func shortPrefix(prefix string) (string, bool) {
	for _, separator := range [...]string{" |", "stderr F", "stdout F", "]:", " - -"} {
		if i := strings.Index(prefix, separator); i > 0 && i+len(separator) < len(prefix) {
			return prefix[:i+len(separator)], true
		}
	}
	return podAndContainer(prefix)
}

// commonPrefix returns the start of a that line has too, where any number equals any other.
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

// prefixLen returns the number of bytes that prefix, and one space after it, take up in line, 0 if
// the line does not start with it.
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
