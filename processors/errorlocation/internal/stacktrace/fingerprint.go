// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// fingerprintVersion is the first part of a fingerprint. It must change with any change to the
// algorithm, so that fingerprints of different versions are never equal.
const fingerprintVersion = "1:"

const (
	fingerprintFrames  = 5
	fingerprintBytes   = 16  // of the hash
	fingerprintMessage = 512 // bytes of the message
)

// Fingerprint returns a value that is the same for each occurrence of the error that the last call
// of Parse has found: "1:" and 32 hexadecimal digits, which are the first 16 bytes of the SHA-256 of
// these lines, each with a newline:
//
//   - the type of the root cause as printed in the text;
//   - up to five frames of the application's own code, from the raise outward, each as function,
//     a space, and the name of the file without its directory. They are from the first exception of
//     the chain that has any. A function that occurs again counts once, so that the depth of a
//     recursion does not matter. If no exception has such frames, its first five frames of any kind
//     are used.
//
// Names lose what compilers and runtimes number differently each time: see appendName. If there is
// no frame at all, the second part is the message without what varies in it (see appendMessage), and
// typ and message are used if the text has no type or message.
func (p *Parser) Fingerprint(typ, message string) string {
	b := p.scratch[:0]
	root := ""
	for i := range p.chain {
		if root = p.chain[i].Type; root != "" {
			break
		}
	}
	b = append(appendName(b, root), '\n')
	head := len(b)
	b = p.appendFrames(b)
	if len(b) == head {
		if root == "" {
			root = typ
		}
		if p.result.Message != "" {
			message = p.result.Message
		}
		b = appendError(b[:0], root, message)
	}
	p.scratch = b
	return sum(b)
}

// Fingerprint returns the fingerprint of an error without a stack trace, from its type and from its
// message without what varies in it.
func Fingerprint(typ, message string) string { return sum(appendError(nil, typ, message)) }

// sum returns the fingerprint whose hashed lines are b.
func sum(b []byte) string {
	hash := sha256.Sum256(b)
	var out [len(fingerprintVersion) + 2*fingerprintBytes]byte
	copy(out[:], fingerprintVersion)
	hex.Encode(out[len(fingerprintVersion):], hash[:fingerprintBytes])
	return string(out[:])
}

// appendError appends the lines for an error without frames.
func appendError(b []byte, typ, message string) []byte {
	b = append(appendName(b, typ), '\n')
	return append(appendMessage(b, message), '\n')
}

// appendFrames appends the frames of the first exception that has frames of the application, or else
// of the first that has any frames.
func (p *Parser) appendFrames(b []byte) []byte {
	head := len(b)
	for _, library := range [...]bool{false, true} {
		for i := range p.chain {
			b = p.appendFramesOf(b, p.chain[i].Frames, library)
			if len(b) > head {
				return b
			}
		}
	}
	return b
}

// appendFramesOf appends up to fingerprintFrames different frames, those of libraries too if library
// is set.
func (p *Parser) appendFramesOf(b []byte, frames []Frame, library bool) []byte {
	var starts [fingerprintFrames + 1]int
	n := 0
	starts[0] = len(b)
	for i := range frames {
		f := &frames[i]
		if f.partial || f.Function == "" && f.File == "" || !library && !p.inApp(f) {
			continue
		}
		start := starts[n]
		b = append(appendName(b, f.Function), ' ')
		b = append(appendFile(b, f.File), '\n')
		known := false
		for k := range n {
			known = known || bytes.Equal(b[starts[k]:starts[k+1]], b[start:])
		}
		if known {
			b = b[:start]
			continue
		}
		n++
		starts[n] = len(b)
		if n == fingerprintFrames {
			break
		}
	}
	return b
}

// appendName appends the name of a function or a type without the parts that differ between builds
// or runs: numbers of closures, of anonymous classes and of proxies, addresses, and hashes.
func appendName(b []byte, name string) []byte {
	for i := 0; i < len(name); {
		c := name[i]
		switch {
		case !isAlnum(c):
			b = append(b, c)
			i++
			switch {
			case c == '$' && strings.HasPrefix(name[i:], "$Lambda"):
				// Java: "$$Lambda$14/0x00007f", "$$Lambda/1528902577".
				b = append(b, "$Lambda"...)
				i += len("$Lambda")
				for i < len(name) && (isHex(name[i]) || name[i] == '$' || name[i] == '/' || name[i] == 'x') {
					i++
				}
			case c == '@' && strings.HasPrefix(name[i:], "anonymous"):
				// PHP: "class@anonymous", then a NUL and the path and line of the class.
				b = append(b, "anonymous"...)
				if end := strings.Index(name[i:], "::"); end >= 0 {
					i += end
				} else {
					i = len(name)
				}
			case c == ':' && i < len(name) && name[i] == '/' && bytes.HasSuffix(b, []byte("{closure:")):
				// PHP: "{closure:/srv/shop/index.php:12}".
				if end := strings.IndexByte(name[i:], '}'); end >= 0 {
					i += strings.LastIndexByte(name[i:i+end], '/') + 1
				}
			}
		default:
			end, numbered := i, false
			for end < len(name) && isAlnum(name[end]) {
				numbered = numbered || isDigit(name[end])
				end++
			}
			if numbered || i > 0 && name[i-1] == '$' {
				b = appendWord(b, name[i:end])
			} else {
				b = append(b, name[i:end]...)
			}
			i = end
		}
	}
	return b
}

// appendWord appends a word of a name without the numbers of closures and the like. Hashes and
// addresses are left out altogether.
func appendWord(b []byte, word string) []byte {
	n := len(b)
	before := byte(0)
	if n > 0 {
		before = b[n-1]
	}
	switch {
	case isAddress(word), isHash(word):
		return b
	case len(word) == 17 && word[0] == 'h' && isHash(word[1:]) && bytes.HasSuffix(b, []byte("::")):
		return b[:n-2] // Rust: "shop::total::h0123456789abcdef"
	case bytes.HasSuffix(b, []byte("CGLIB$$")), bytes.HasSuffix(b, []byte("HibernateProxy$")), bytes.HasSuffix(b, []byte("ByteBuddy$")):
		return b
	}
	for i := 0; i < len(word); {
		run := digits(word[i:])
		if run == 0 {
			b = append(b, word[i])
			i++
			continue
		}
		if i == 0 && !isNumbered(b, n, before) || i > 0 && !endsGenerated(word[:i]) {
			b = append(b, word[i:i+run]...)
		}
		i += run
	}
	return b
}

// isNumbered reports whether a number behind b[:n], which ends with before, is a compiler's counter.
// Behind a slash it is an arity in Erlang, or a version. Behind one underscore it is usually the
// programmer's; behind two it is a counter, as in "fn__149" (Clojure) and "b__1_0" (C#).
func isNumbered(b []byte, n int, before byte) bool {
	switch before {
	case '/':
		return false
	case '_':
		for n > 0 && b[n-1] == '_' {
			n--
		}
		return len(b)-n >= 2
	}
	return true
}

// endsGenerated reports whether a word ends with one that compilers and runtimes number.
func endsGenerated(word string) bool {
	for _, generated := range [...]string{
		"func", "gowrap", "deferwrap", "range", // Go
		"Proxy", "Accessor", "Lambda", "lambda", // Java
		"closure", "DisplayClass", // Groovy, C#
	} {
		if strings.HasSuffix(word, generated) {
			return true
		}
	}
	return false
}

// isAddress reports whether a word is a hexadecimal number with the prefix "0x".
func isAddress(word string) bool {
	return len(word) > 2 && word[0] == '0' && (word[1] == 'x' || word[1] == 'X') && hexLen(word[2:]) == len(word)-2
}

// isHash reports whether a word consists of eight or more hexadecimal digits and at least one of them
// is decimal, because a name can consist of the letters alone.
func isHash(word string) bool {
	return len(word) >= 8 && hexLen(word) == len(word) && strings.ContainsAny(word, "0123456789")
}

// hexLen returns the number of hexadecimal digits at the start of s.
func hexLen(s string) int {
	i := 0
	for i < len(s) && isHex(s[i]) {
		i++
	}
	return i
}

func isHex(c byte) bool { return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' }

func isAlnum(c byte) bool {
	return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// appendFile appends the name of a file without its directory, and without the hash that a bundler
// puts into the names of scripts: "main.3f2a1b9c.js", "index-BxK9d2aQ.js".
func appendFile(b []byte, path string) []byte {
	if i := strings.IndexAny(path, "?#"); i >= 0 && strings.Contains(path[:i], "://") {
		path = path[:i]
	}
	for i := len(path) - 1; i >= 0; i-- {
		if isSlash(path[i]) {
			path = path[i+1:]
			break
		}
	}
	ext := strings.LastIndexByte(path, '.')
	if ext < 0 || path[ext:] != ".js" && path[ext:] != ".mjs" && path[ext:] != ".cjs" {
		return append(b, path...)
	}
	start := 0
	for i := 0; i <= ext; i++ {
		if i < ext && path[i] != '.' && path[i] != '-' {
			continue
		}
		if part := path[start:i]; !isChunk(part, start > 0) {
			b = append(b, part...)
		}
		b = append(b, path[i])
		start = i + 1
	}
	return append(b, path[start:]...)
}

// isChunk reports whether a part of a script's name is a number or a hash. The hashes of Vite have
// eight letters and digits of any kind, and stand behind another part.
func isChunk(part string, behind bool) bool {
	if digits(part) == len(part) || isHash(part) {
		return true
	}
	return behind && len(part) == 8 && strings.ContainsAny(part, "abcdefghijklmnopqrstuvwxyz") &&
		strings.ContainsAny(part, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
}

// appendMessage appends the first fingerprintMessage bytes of a message. Quoted text, and words with
// a digit or an "@", such as numbers, dates, addresses and identifiers, are replaced by "#", as are
// lists of those.
func appendMessage(b []byte, message string) []byte {
	message = message[:min(len(message), fingerprintMessage)]
	hole := func() {
		for n := len(b); n > 0 && (b[n-1] == ' ' || b[n-1] == ',' || b[n-1] == '#'); n-- {
			if b[n-1] == '#' {
				b = b[:n]
				return
			}
		}
		b = append(b, '#')
	}
	for i := 0; i < len(message); {
		c := message[i]
		switch {
		case (c == '"' || c == '\'' || c == '`') && (i == 0 || !isAlnum(message[i-1])):
			end := closingQuote(message, i)
			if end < 0 {
				b = append(b, c)
				i++
				continue
			}
			hole()
			i = end
		case isSpace(c):
			if n := len(b); n > 0 && b[n-1] != ' ' {
				b = append(b, ' ')
			}
			i++
		case isAlnum(c):
			end := i
			for end < len(message) && (isAlnum(message[end]) || strings.IndexByte("_-.:/@+%", message[end]) >= 0) {
				end++
			}
			word := strings.TrimRight(message[i:end], ".:-")
			if strings.ContainsAny(word, "0123456789@") || len(word) >= 8 && hexLen(word) == len(word) {
				hole()
			} else {
				b = append(b, word...)
			}
			i += len(word)
		default:
			b = append(b, c)
			i++
		}
	}
	return bytes.TrimRight(b, " ")
}

// closingQuote returns the offset behind the quote that closes the one at i, or -1. An apostrophe
// inside a word does not count.
func closingQuote(s string, i int) int {
	for end := i + 1; end < len(s); end++ {
		if s[end] == s[i] && (end+1 == len(s) || !isAlnum(s[end+1])) {
			return end + 1
		}
	}
	return -1
}

func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }
