// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// Elixir prints a stack below the exception, innermost frame first, with the OTP application, place
// and function of each frame. If a process exited because of another exception, that one comes first,
// indented more:
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
// Reasons of exits, logs of one line and the OpenTelemetry SDK print the stack as a term:
//
//	[{shop_orders,total,1,[{file,"src/shop_orders.erl"},{line,7}]}]
const (
	beamHeader      = "** ("
	elixirAnonymous = "anonymous fn"
	erlangFunction  = "in function "
	erlangCaller    = "in call from "
	erlangOperator  = "in operator "
	erlangLine      = ", line "
	// beamMessageLines is the most lines of a message or of the arguments of a call.
	beamMessageLines = 64
	// erlangClauseLines is the most lines that erl_error may print for a missing function clause.
	erlangClauseLines = 24
)

func erlang() language {
	return language{
		name:   "erlang",
		sdks:   []string{"erlang", "elixir"},
		margin: letters + "0123456789*([{=<#\"",
		indent: letters + "*([{:",
		inline: inlineErlang,
		opens:  opensErlang,
		parse:  parseErlang,
		inApp:  inAppErlang,
	}
}

// inlineErlang is language.inline: it looks for a term, or for an error of Elixir's compiler.
func inlineErlang(text string, _ bool, around colons) bool {
	return hasErlangLocation(text[indentation(text):]) || around&placeColon != 0 && strings.IndexByte(text, '*') >= 0 && strings.Contains(text, beamHeader) && strings.Contains(text, ".ex")
}

// hasErlangLocation reports whether a line without its indentation has the place of a frame in a term.
func hasErlangLocation(rest string) bool {
	return strings.IndexByte(rest, '{') >= 0 && erlangLocation(rest) >= 0 || strings.HasPrefix(rest, "[file: ") || endsLagerPlace(rest)
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

// hasElixirPlace reports whether the name of an Elixir source in the line is followed by a colon.
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

// isErlangEntry reports whether a line without its indentation is a frame as erl_error prints it.
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
	if endsLagerPlace(rest) {
		return p.parseLager(rest, next)
	}
	if (pos > 0 || next < len(p.text)) && p.behindPrefix(line) {
		return false // the prefix has to be removed first
	}
	if endsErlangPlace(rest) {
		return p.parseErlangError(prev, pos)
	}
	return p.parseTerms(pos)
}

// parseErlangError reads the output of erl_error, in which the line at pos is the first with a place
// or a function.
func (p *Parser) parseErlangError(prev, pos int) bool {
	line, next := p.line(pos)
	indent := indentation(line)
	class, message, start := p.erlangException(prev, pos)
	e := p.raise(linkNone, 0)
	if !isErlangEntry(line[indent:]) {
		// The message itself names the function without a matching clause, and its place.
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

// readErlangEntries reads frames of erl_error from pos on, which must be indented by indent, or like
// the first one if indent is -1. It returns where they end and whether the last one was cut.
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

// erlangException looks for the exception in the line at pos and those above it. It returns its class
// and message, and where the message starts in the text.
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

// erlangClause reads the frame in "no function clause matching shop_orders:price({error,1})
// (src/shop_orders.erl, line 17)". The arguments may take several lines.
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

// erlangEntry reads a frame of erl_error, and reports whether its line is complete.
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

// erlangName returns the name of a function with its module at the start of s. whole reports whether
// the arity or arguments follow, so that the name is complete.
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

// erlangFunctionOf returns the function and the module of "shop_orders:total". A fun gets the name of
// the function that contains it: that of shop_orders:'-total/1-fun-0-' is "shop_orders:total".
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

// erlangOuter returns the function that contains a fun or a comprehension, which the compiler names
// like '-total/1-fun-0-'. Any other name is returned as it is.
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
