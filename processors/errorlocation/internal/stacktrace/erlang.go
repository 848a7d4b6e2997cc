// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// Elixir prints a stack below the exception, innermost frame first, with the OTP application, the place
// and the function of each; what a process that exited was told is nested, deeper and first:
//
//	** (exit) exited in: GenServer.call(#PID<0.98.0>, :total, 5000)
//	    ** (EXIT) an exception was raised:
//	        ** (ArithmeticError) bad argument in arithmetic expression
//	            (shop 0.1.0) lib/shop/orders.ex:10: Shop.Orders.total/1
//	    (elixir 1.14.0) lib/gen_server.ex:1038: GenServer.call/3
//
// Erlang's erl_error, which the shell, escript and crash reports use, prints
//
//	exception error: an error occurred when evaluating an arithmetic expression
//	  in function  shop_orders:total/1 (src/shop_orders.erl, line 7)
//	  in call from shop_server:handle_call/3 (src/shop_server.erl, line 10)
//
// Reasons of exits, single-line logs and the OpenTelemetry SDK have the stack as a term:
//
//	[{shop_orders,total,1,[{file,"src/shop_orders.erl"},{line,7}]}]
const (
	beamHeader      = "** ("
	elixirAnonymous = "anonymous fn"
	erlangFunction  = "in function "
	erlangCaller    = "in call from "
	erlangOperator  = "in operator "
	erlangLine      = ", line "
	// beamMessageLines is how many lines a message may have, or the arguments of a call.
	beamMessageLines = 64
	// erlangClauseLines is how many of them erl_error may take for a function that has no clause.
	erlangClauseLines = 24
)

func erlang() language {
	return language{
		name:   "erlang",
		sdks:   []string{"erlang", "elixir"},
		margin: letters + "0123456789*([{=<#",
		indent: letters + "*([{:",
		inline: inlineErlang,
		opens:  opensErlang,
		parse:  parseErlang,
		inApp:  inAppErlang,
	}
}

// inlineErlang looks for a term, or for an error of Elixir's compiler.
func inlineErlang(text string, _ bool, around colons) bool {
	return hasErlangLocation(text[indentation(text):]) || around&placeColon != 0 && strings.IndexByte(text, '*') >= 0 && strings.Contains(text, beamHeader) && strings.Contains(text, ".ex")
}

// hasErlangLocation reports whether a line, indentation aside, has the place of a frame in a term.
func hasErlangLocation(rest string) bool {
	return strings.IndexByte(rest, '{') >= 0 && erlangLocation(rest) >= 0 || strings.HasPrefix(rest, "[file: ")
}

func opensErlang(line string) bool {
	rest := line[indentation(line):]
	switch rest[0] {
	case '*':
		if strings.HasPrefix(rest, beamHeader) {
			return true
		}
	case '(':
		if _, _, ok := elixirApp(rest); ok {
			return true
		}
	case 'i':
		if isErlangEntry(rest) {
			return true
		}
	}
	switch rest[len(rest)-1] {
	case ')':
		if endsErlangPlace(rest) {
			return true
		}
	case ']':
		if strings.IndexByte(rest, '{') >= 0 && strings.Contains(rest, "[{") {
			return true // a stack without places
		}
	}
	return hasErlangLocation(rest) || len(rest) < len(line) && hasElixirPlace(rest)
}

// hasElixirPlace reports whether a colon follows the name of a source.
func hasElixirPlace(line string) bool {
	for at := 0; ; at++ {
		i := strings.IndexByte(line[at:], ':')
		if i < 0 {
			return false
		}
		at += i
		if file := line[:at]; strings.HasSuffix(file, ".ex") || strings.HasSuffix(file, ".exs") {
			return true
		}
	}
}

// isErlangEntry reports whether a line, indentation aside, is one of erl_error's.
func isErlangEntry(rest string) bool {
	return strings.HasPrefix(rest, erlangFunction) || strings.HasPrefix(rest, erlangCaller) || strings.HasPrefix(rest, erlangOperator)
}

// endsErlangPlace reports whether a line ends like "(src/shop.erl, line 7)".
func endsErlangPlace(line string) bool {
	if line[len(line)-1] != ')' {
		return false
	}
	i := len(line) - 1
	for i > 0 && isDigit(line[i-1]) {
		i--
	}
	return strings.HasSuffix(line[:i], erlangLine)
}

// erlangLocation returns where the place of a frame in a term starts, in Erlang's or in Elixir's
// notation, or -1.
func erlangLocation(line string) int {
	for at := 0; ; {
		i := strings.Index(line[at:], "file")
		if i < 0 {
			return -1
		}
		i += at
		at = i + len("file")
		if i > 0 && at < len(line) && (line[i-1] == '{' && line[at] == ',' || line[i-1] == '[' && line[at] == ':') {
			return i
		}
	}
}

func parseErlang(p *Parser, prev, pos int) bool {
	line, next := p.line(pos)
	rest := line[indentation(line):]
	if strings.HasPrefix(rest, beamHeader) {
		return p.parseElixir(pos)
	}
	if _, ok := elixirFrame(line, false); ok {
		return p.parseElixir(p.elixirHeader(prev, pos))
	}
	if isErlangEntry(rest) {
		return p.parseErlangError(prev, pos)
	}
	if (pos > 0 || next < len(p.text)) && p.behindPrefix(line) {
		return false // it is to be taken off first
	}
	if endsErlangPlace(rest) {
		return p.parseErlangError(prev, pos)
	}
	return p.parseTerms(pos)
}

// parseErlangError reads what erl_error prints, of which the line at pos is the first with a place or a
// function.
func (p *Parser) parseErlangError(prev, pos int) bool {
	line, next := p.line(pos)
	indent := indentation(line)
	class, message, start := p.erlangException(prev, pos)
	e := p.raise(linkNone, 0)
	if !isErlangEntry(line[indent:]) {
		// The exception itself names the function of whose clauses none matches, and its place.
		if class == "" {
			return false
		}
		f, ok := erlangClause(p.text[start : pos+len(line)])
		if !ok {
			return false
		}
		p.add(&f)
		message, _, _ = strings.Cut(message, " matching")
		pos, indent = next, -1
	}
	e.Type, e.Message = class, message
	end, cut := p.readErlangEntries(pos, indent)
	placed := false
	for i := range p.frames {
		placed = placed || p.frames[i].File != ""
	}
	p.result.Truncated = cut || p.atLimit && p.cut(end)
	return placed || class != "" && len(p.frames) > 0
}

// readErlangEntries reads lines of erl_error from pos on, which are indented as deep as the first one,
// and returns where they end and whether the last one was cut.
func (p *Parser) readErlangEntries(pos, indent int) (end int, cut bool) {
	for skipped := 0; pos < len(p.text); {
		line, next := p.line(pos)
		depth := indentation(line)
		rest := line[depth:]
		ends := p.cut(next)
		switch {
		case isErlangEntry(rest) && (indent < 0 || depth == indent):
			f, whole := erlangEntry(rest)
			if ends && !whole {
				return pos, true
			}
			p.add(&f)
			indent, skipped = depth, 0
		case rest != "" && depth > indent && skipped < beamMessageLines:
			skipped++ // the arguments of the call
		default:
			return pos, ends && strings.HasPrefix(erlangCaller, rest)
		}
		pos = next
	}
	return pos, false
}

// erlangException returns the class and the message of the exception above the line at pos, and where its
// message starts.
func (p *Parser) erlangException(prev, pos int) (class, message string, start int) {
	for range erlangClauseLines {
		line, _ := p.line(pos)
		if _, rest, ok := strings.Cut(line, "exception "); ok {
			class, message, ok := strings.Cut(rest, ": ")
			if ok && (class == "error" || class == "exit" || class == "throw") {
				return class, strings.TrimRight(message, " "), pos + len(line) - len(message)
			}
		}
		if prev < 0 {
			break
		}
		pos, prev = prev, p.lineBefore(prev)
	}
	return "", "", 0
}

// erlangClause reads "no function clause matching shop_orders:price({error,1}) (src/shop_orders.erl, line
// 17)", where the arguments can take several lines.
func erlangClause(s string) (Frame, bool) {
	_, rest, ok := strings.Cut(s, " matching")
	rest = strings.TrimLeft(rest, " \n")
	if !ok || rest == "" {
		return Frame{}, false
	}
	var f Frame
	i := strings.LastIndexByte(rest, '(')
	if f.File, f.Line, ok = erlangPlace(rest[i+1:]); !ok {
		return f, false
	}
	name, ok := erlangName(rest)
	f.Function, f.Package = erlangFunctionOf(name)
	return f, ok
}

// erlangPlace reads "src/shop_orders.erl, line 17)".
func erlangPlace(s string) (file string, line int, ok bool) {
	file, rest, ok := strings.Cut(s, erlangLine)
	n := digits(rest)
	line = number(rest[:n])
	return file, line, ok && file != "" && len(file) <= maxName && line > 0 && strings.HasPrefix(rest[n:], ")")
}

// erlangEntry reads one line of erl_error, and reports whether it is whole.
func erlangEntry(s string) (f Frame, whole bool) {
	operator := strings.HasPrefix(s, erlangOperator)
	for _, words := range [...]string{erlangFunction, erlangCaller, erlangOperator} {
		s = strings.TrimPrefix(s, words)
	}
	s = strings.TrimLeft(s, " ")
	name, whole := erlangName(s)
	if operator {
		f.Function, f.Package = name, "erlang"
		return f, whole
	}
	f.Function, f.Package = erlangFunctionOf(name)
	if i := lastIndex(s, " ("); i >= 0 {
		var ok bool
		if f.File, f.Line, ok = erlangPlace(s[i+2:]); !ok {
			f.File, f.Line = "", 0
		}
		whole = whole && (ok || strings.TrimRight(s, " ") != s)
	} else if !strings.HasSuffix(s, " ") {
		whole = false // the place can be missing
	}
	return f, whole
}

// erlangName returns the name, with the module, at the start of s, without arity or arguments, and
// whether they are there.
func erlangName(s string) (name string, whole bool) {
	end := 0
	for end < len(s) && s[end] != '(' && s[end] != ' ' {
		if s[end] == '\'' {
			i := strings.IndexByte(s[end+1:], '\'')
			if i < 0 {
				return s, false
			}
			end += i + 1
		}
		end++
	}
	name = s[:end]
	if end < len(s) && s[end] == '(' {
		return name, name != ""
	}
	if i := strings.LastIndexByte(name, '/'); i > 0 && i+1 < len(name) && digits(name[i+1:]) == len(name)-i-1 {
		return name[:i], true
	}
	return name, false
}

// erlangFunctionOf returns the function and the module of "shop_orders:total"; a fun is named after the
// function that has it, as in shop_orders:'-total/1-fun-0-'.
func erlangFunctionOf(name string) (function, module string) {
	module, function, ok := strings.Cut(name, ":")
	if !ok {
		return name, "erlang"
	}
	outer := erlangOuter(function)
	module = strings.Trim(module, "'")
	if alias, ok := strings.CutPrefix(module, "Elixir."); ok {
		return alias + "." + outer, alias
	}
	if len(outer) == len(function) {
		return name, module
	}
	return module + ":" + outer, module
}

// erlangOuter returns the function that has the fun, the comprehension or the like which the compiler
// called '-total/1-fun-0-', or name itself.
func erlangOuter(name string) string {
	bare := strings.Trim(name, `'"`)
	inner, ok := strings.CutPrefix(bare, "-")
	if !ok {
		return name
	}
	inner = strings.TrimPrefix(inner, "fun.")
	if outer, _, ok := strings.Cut(inner, "/"); ok && outer != "" {
		return outer
	}
	return name
}
