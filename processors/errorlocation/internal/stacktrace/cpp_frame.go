// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// cppEntry is a line with a frame.
type cppEntry struct {
	Frame
	number int  // of the frame, -1 if the form has none
	signal bool // the line marks where a signal was raised
	strong bool // the line can only be a frame
	whole  bool // the place is not cut, even at the end of the text
	closed bool // something follows the line number, so that its digits are complete
}

// read reads a line and returns the form of its frame, cppNone if it is not a frame.
func (f *cppEntry) read(line string) cppForm {
	const longest = 16 << 10
	*f = cppEntry{}
	i := indentation(line)
	if i == len(line) || len(line) > longest {
		return cppNone
	}
	rest := line[i:]
	form := cppNone
	ok := false
	switch c := rest[0]; {
	case c == '#':
		n := digits(rest[1:])
		f.number = frameNumber(rest[1 : 1+n])
		after := rest[1+n:]
		if n == 0 || n > 5 || after == "" || after[0] != ' ' {
			break
		}
		after = strings.TrimLeft(after, " ")
		switch {
		case strings.HasPrefix(after, `Source "`) || strings.HasPrefix(after, `Object "`):
			form, ok = cppBackward, true
			f.backward(after)
		case strings.HasPrefix(after, "pc ") && n == 2:
			form, ok = cppHash, f.android(after)
		default:
			form, ok = cppHash, f.hash(after, i)
		}
	case c == '*' || c == 'f':
		if _, after, found := strings.Cut(rest, "frame #"); found {
			n := digits(after)
			f.number = frameNumber(after[:n])
			form, ok = cppLLDB, f.lldb(after[n:])
		}
	case c == '@':
		f.number = -1
		form, ok = cppAt, f.at(strings.TrimLeft(rest[1:], " "))
	case c == '=':
		f.number = -1
		form, ok = cppValgrind, f.valgrind(rest)
	case isDigit(c):
		n := digits(rest)
		f.number = frameNumber(rest[:n])
		if after := rest[n:]; strings.HasPrefix(after, "# ") {
			form, ok = cppBoost, f.boost(strings.TrimLeft(after[2:], " "))
		} else if strings.HasPrefix(after, "> ") {
			form, ok = cppMSVC, f.msvc(after[2:])
		} else if i > 0 && strings.HasPrefix(after, "  ") {
			form, ok = cppBreakpad, f.breakpad(after[2:])
		}
	case i == 0 && rest[len(rest)-1] == ']':
		f.number = -1
		form, ok = cppGlibc, f.glibc(rest)
	}
	if !ok || len(f.Function) > maxName {
		return cppNone
	}
	if f.Function == "??" || f.Function == "(unknown)" || f.Function == "<unknown>" || f.Function == "<null>" {
		f.Function = ""
	}
	return form
}

// hash reads what follows the number in frames of the sanitizers, gdb, cpptrace and Chromium.
func (f *cppEntry) hash(s string, indent int) bool {
	if s == cppSignal {
		f.signal, f.strong, f.whole = true, true, true
		return true
	}
	address := strings.HasPrefix(s, "0x")
	if address {
		i := strings.IndexByte(s, ' ')
		if i < 0 {
			return true
		}
		s = s[i+1:]
		if !strings.HasPrefix(s, "in ") {
			// "#1 0x7fc022e45249  (/lib/x86_64-linux-gnu/libc.so.6+0x27249)"
			s = strings.TrimLeft(s, " ")
			if f.chromium(s) {
				return true
			}
			f.strong = strings.HasPrefix(s, "(/") || strings.HasPrefix(s, "(<")
			return f.module(s)
		}
		s = s[len("in "):]
	}
	// gdb puts a space before the arguments, and "at" or "from" before the place.
	if open := gdbArguments(s); open > 0 {
		name, tail := s[:open], s[open:]
		place, module := gdbPlace(tail)
		if place == "" && module == "" && !address && (indent > 0 || tail[len(tail)-1] != ')') {
			return false
		}
		if place != "" {
			if !f.readCPPPlace(place) {
				return address
			}
			f.strong = address || isCPPFile(f.File)
			f.whole = true
			f.closed = f.Column > 0
		}
		f.Package = module
		f.strong = f.strong || module != "" && address
		f.Function, _ = cppSymbol(name)
		return place != "" || module != "" || address
	}
	name, rest := cppSymbol(s)
	rest = strings.TrimLeft(rest, " ")
	f.Function = name
	if rest == "" {
		return address
	}
	if after, ok := strings.CutPrefix(rest, "at "); ok { // cpptrace
		if !f.readCPPPlace(after) {
			return address
		}
		f.strong, f.whole, f.closed = address, true, f.Column > 0
		return true
	}
	if rest[0] == '(' || rest[0] == '<' {
		ok := f.module(strings.TrimPrefix(rest, "<null> "))
		f.strong = ok && (address || strings.Contains(rest, "+0x"))
		return f.strong
	}
	place, module := rest, false
	if place[len(place)-1] == ')' {
		i := lastIndex(place, " (")
		if i > 0 && strings.HasPrefix(place[i:], " (BuildId:") {
			place = place[:i]
			i = lastIndex(place, " (")
		}
		if i > 0 && strings.Contains(place[i:], "+0x") {
			place, module = place[:i], true
		}
	}
	if !address && !module {
		return false
	}
	if f.readCPPPlace(place) {
		f.strong, f.whole, f.closed = true, true, module || f.Column > 0
		return true
	}
	return address
}

// chromium reads "shop::total(int) [../../shop/orders.cc:12:10]".
func (f *cppEntry) chromium(s string) bool {
	i := lastIndex(s, " [")
	if i <= 0 || s[len(s)-1] != ']' || !f.readCPPPlace(s[i+2:len(s)-1]) {
		return false
	}
	f.Function, _ = cppSymbol(s[:i])
	f.strong, f.whole, f.closed = true, true, true
	return true
}

// gdbArguments returns the offset of the space before the arguments in "name (a=1) at file:12", or
// -1 if they follow the name directly, as the sanitizers print them.
func gdbArguments(s string) int {
	depth := 0
	for i := range len(s) {
		if !cppMarks[s[i]] {
			continue
		}
		switch s[i] {
		case '<', '{', '[':
			depth++
		case '>':
			if i > 0 && s[i-1] != '-' {
				depth--
			}
		case '}', ']':
			depth--
		case '(':
			if strings.HasPrefix(s[i:], "(anonymous namespace)") {
				continue
			}
			if depth > 0 {
				continue
			}
			if i > 1 && s[i-1] == ' ' && !strings.HasPrefix(s[i:], "(/") && !strings.HasPrefix(s[i:], "(<") && !hasOffset(s[i:]) {
				return i - 1
			}
			if strings.HasSuffix(s[:i], "operator") {
				continue
			}
			// "f<int>(int)::{lambda()#1}::operator() (this=...)"
			j := closing(s, i)
			if j < 0 {
				return -1
			}
			k := strings.Index(s[j:], " (")
			if k < 0 || strings.IndexByte(s[j:j+k], '/') >= 0 {
				return -1
			}
			if tail := s[j+k:]; strings.Contains(tail, ") at ") || strings.Contains(tail, ") from ") || tail == " ()" {
				return j + k
			}
			return -1
		}
	}
	return -1
}

// hasOffset reports whether s has the offset of an instruction, such as "main+0x1d".
func hasOffset(s string) bool {
	return strings.IndexByte(s, '+') >= 0 && strings.Contains(s, "+0x")
}

// gdbPlace returns what follows the arguments: the place or, if there is none, the library.
func gdbPlace(tail string) (place, module string) {
	for {
		i := strings.IndexByte(tail, ')')
		if i < 0 {
			return place, module
		}
		tail = tail[i+1:]
		if after, ok := strings.CutPrefix(tail, " at "); ok {
			place, module = after, ""
		} else if after, ok := strings.CutPrefix(tail, " from "); ok && place == "" {
			module = after
		}
	}
}

// closing returns the offset of the parenthesis that closes the one at open, or -1.
func closing(s string, open int) int {
	depth := 0
	for i := open; i < len(s); i++ {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// module reads "(/srv/shop/shop+0x1f2e4)".
func (f *cppEntry) module(s string) bool {
	s = strings.TrimPrefix(s, "(")
	if strings.HasPrefix(s, "<unknown module>") {
		f.whole = true
		return true
	}
	i := lastIndex(s, "+0x")
	if j := strings.IndexByte(s, ')'); j < 0 {
		f.whole = false
		return i > 0
	} else if i > j {
		i = lastIndex(s[:j], "+0x")
	}
	if i <= 0 {
		return false
	}
	f.Package, f.whole = s[:i], true
	return true
}

// android reads "pc 0000000000012345  /data/app/lib/libshop.so (shop::total(int)+25)".
func (f *cppEntry) android(s string) bool {
	s = strings.TrimPrefix(s, "pc ")
	i := strings.IndexByte(s, ' ')
	if i < 8 {
		return false
	}
	module, symbol, ok := strings.Cut(strings.TrimLeft(s[i:], " "), " (")
	f.Package, f.strong, f.whole = module, true, true
	if ok && !strings.HasPrefix(symbol, "BuildId") {
		f.Function, _ = cppSymbol(symbol)
		f.Function, _, _ = strings.Cut(f.Function, "+")
		f.Function = strings.TrimSuffix(f.Function, ")")
	}
	return true
}

// backward reads `Source "/srv/shop/orders.cpp", line 12, in total [0x55d0]`.
func (f *cppEntry) backward(s string) {
	f.strong = true
	source := s[0] == 'S'
	file, rest, ok := strings.Cut(s[len(`Source "`):], `", `)
	if !ok {
		return
	}
	_, function, named := strings.Cut(rest, ", in ")
	if i := lastIndex(function, " [0x"); i >= 0 {
		function = function[:i]
		f.whole, f.closed = true, true
	} else if !named {
		return
	}
	if !source {
		f.Package = file
	} else if after, ok := strings.CutPrefix(rest, "line "); ok {
		if n := number(after[:digits(after)]); n > 0 && named {
			f.File, f.Line = file, n
			f.whole, f.closed = true, true
		}
	}
	if function != "" && f.whole {
		f.Function, _ = cppSymbol(function)
	}
}

// lldb reads ": 0x0000000100003f20 shop`shop::total(n=3) at orders.cpp:12:10".
func (f *cppEntry) lldb(s string) bool {
	rest, ok := strings.CutPrefix(s, ": 0x")
	if !ok {
		return false
	}
	f.strong = true
	_, rest, _ = strings.Cut(rest, " ")
	module, rest, ok := strings.Cut(rest, "`")
	if !ok {
		return true
	}
	symbol, place, placed := rest, "", false
	if i := lastIndex(rest, " at "); i >= 0 {
		symbol, place, placed = rest[:i], rest[i+len(" at "):], true
	}
	if placed {
		if f.readCPPPlace(place) {
			f.whole, f.closed = true, f.Column > 0
		}
	}
	symbol, _, _ = strings.Cut(symbol, " + ")
	f.Package = module
	f.Function, _ = cppSymbol(symbol)
	return true
}

// boost reads "shop::total(int) at /srv/shop/orders.cpp:12" or "main in ./shop".
func (f *cppEntry) boost(s string) bool {
	if i := lastIndex(s, " at "); i > 0 || strings.HasPrefix(s, "at ") {
		name, place := "", strings.TrimPrefix(s, "at ")
		if i > 0 {
			name, place = strings.TrimRight(s[:i], " "), s[i+len(" at "):]
		}
		if name != "" && !strings.HasPrefix(name, "0x") {
			f.Function, _ = cppSymbol(name)
		}
		place, _, module := strings.Cut(place, " [0x")
		if f.readCPPPlace(place) {
			f.strong, f.whole, f.closed = true, true, module
		}
		return true
	}
	if i := lastIndex(s, " in "); i > 0 {
		f.Package = s[i+len(" in "):]
		s = s[:i]
		f.strong = strings.ContainsRune(f.Package, '/')
	}
	if strings.HasPrefix(s, "0x") {
		return true
	}
	f.Function, _ = cppSymbol(s)
	return f.Function != ""
}

// msvc reads `C:\shop\orders.cpp(12): shop!shop::total+0x1D` or "shop!main+0x1D".
func (f *cppEntry) msvc(s string) bool {
	module, symbol, ok := strings.Cut(s, "!")
	if !ok {
		return false
	}
	if i := lastIndex(module, "): "); i > 0 {
		place, ok := parenPlace(module[:i+1])
		if !ok {
			return false
		}
		f.Frame = place
		module = module[i+3:]
	}
	symbol, _, whole := strings.Cut(symbol, "+0x")
	f.Package = module
	f.Function, _ = cppSymbol(symbol)
	f.strong, f.whole, f.closed = whole, whole, true
	return true
}

// breakpad reads "shop!shop::total(int) [orders.cpp : 12 + 0x5]".
func (f *cppEntry) breakpad(s string) bool {
	module, symbol, ok := strings.Cut(s, "!")
	if !ok || strings.IndexByte(module, ' ') >= 0 {
		return false
	}
	f.Package = module
	if i := lastIndex(symbol, " ["); i > 0 {
		place := symbol[i+2:]
		symbol = symbol[:i]
		for _, sep := range [...]string{" : ", " @ ", ":"} {
			j := lastIndex(place, sep)
			if j <= 0 {
				continue
			}
			file, rest := place[:j], place[j+len(sep):]
			n := digits(rest)
			if n > 0 && n < len(rest) {
				if line := number(rest[:n]); line > 0 {
					f.File, f.Line = file, line
					f.strong, f.whole, f.closed = true, true, true
				}
			}
			break
		}
	} else {
		f.strong = strings.Contains(symbol, " + 0x")
	}
	symbol, _, _ = strings.Cut(symbol, " + 0x")
	f.Function, _ = cppSymbol(symbol)
	return f.Function != ""
}

// valgrind reads "==4711==    by 0x109189: shop::total(int) (orders.cpp:12)".
func (f *cppEntry) valgrind(s string) bool {
	rest, ok := strings.CutPrefix(s, "==")
	if ok {
		_, rest, ok = strings.Cut(rest, "==")
	}
	if !ok {
		return false
	}
	rest = strings.TrimLeft(rest, " ")
	if !strings.HasPrefix(rest, "at 0x") && !strings.HasPrefix(rest, "by 0x") {
		return false
	}
	_, rest, ok = strings.Cut(rest, ": ")
	if !ok {
		return false
	}
	f.strong = true
	if i := lastIndex(rest, " ("); i > 0 && rest[len(rest)-1] == ')' {
		place := rest[i+2 : len(rest)-1]
		rest = rest[:i]
		f.whole, f.closed = true, true
		if module, ok := strings.CutPrefix(place, "in "); ok {
			f.Package = module
		} else {
			f.readCPPPlace(place)
		}
	}
	if rest != "???" {
		f.Function, _ = cppSymbol(rest)
	}
	return true
}

// at reads "0x55d0c8b6f1b5         48  shop::total()" or "000000000041c4e5 shop::total(int)".
func (f *cppEntry) at(s string) bool {
	address, rest, ok := strings.Cut(s, " ")
	hex := strings.TrimPrefix(address, "0x")
	if !ok || len(hex) < 6 || !isLowerHex(hex) {
		return false
	}
	rest = strings.TrimLeft(rest, " ")
	if n := digits(rest); n > 0 && n < len(rest) && rest[n] == ' ' {
		rest = strings.TrimLeft(rest[n:], " ")
	}
	rest = strings.TrimPrefix(rest, "(unknown)  ")
	f.strong, f.whole, f.closed = len(hex) < len(address) || len(hex) == 16, true, true
	f.Function, _ = cppSymbol(rest)
	return true
}

// glibc reads "./shop(_ZN4shop5totalEi+0x1d) [0x563a1f595e67]".
func (f *cppEntry) glibc(s string) bool {
	i := lastIndex(s, "[0x")
	if i <= 0 || !isLowerHex(s[i+3:len(s)-1]) {
		return false
	}
	s = strings.TrimSuffix(s[:i], " ")
	open := strings.LastIndexByte(s, '(')
	if s == "" || s[len(s)-1] != ')' || open <= 0 {
		return false
	}
	symbol, _, ok := strings.Cut(s[open+1:len(s)-1], "+0x")
	if !ok && symbol != "" || strings.IndexByte(s[:open], ' ') >= 0 {
		return false
	}
	f.Package, f.Function = s[:open], symbol
	f.strong, f.whole, f.closed = true, true, true
	return true
}
