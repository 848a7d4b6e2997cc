// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"slices"
	"strings"
)

// An exception of PHP, as Throwable's __toString prints it:
//
//	DomainException: no stock in /srv/shop/Orders.php:12
//	Stack trace:
//	#0 /srv/shop/Checkout.php(30): Shop\Orders->total(Array, 2)
//	#1 [internal function]: Shop\Checkout->run(Object(Shop\Order))
//	#2 /srv/shop/index.php(8): array_map(Array, Array)
//	#3 {main}
//
//	Next RuntimeException: checkout failed in /srv/shop/Checkout.php:34
//	Stack trace:
//	...
//	  thrown in /srv/shop/Checkout.php on line 34
//
// An entry has the place of a call and the function that was called there, so the function that
// contains a place is in the entry below: Shop\Orders->total in #0 contains Orders.php:12. Monolog,
// and with it Laravel, writes the outermost exception first:
//
//	... {"exception":"[object] (RuntimeException(code: 0): checkout failed at /srv/shop/Checkout.php:34)
//	[stacktrace]
//	#0 ...
//	[previous exception] [object] (DomainException(code: 0): no stock at /srv/shop/Orders.php:12)
//
// The console of Symfony has "Exception trace:" and entries "Shop\Orders->total() at FILE:LINE", and
// the OpenTelemetry SDK imitates Java, where each function is in the line of its own place:
//
//	DomainException: no stock
//		at Shop.Orders.total(Orders.php:12)
//		at {main}(index.php:8)
const (
	phpTrace     = "Stack trace:"
	phpNext      = "Next "
	phpMain      = "{main}"
	phpInternal  = "[internal function]"
	phpCalledAt  = " called at ["
	phpClosure   = "{closure"
	phpMonolog   = "[object] ("
	phpPrevious  = "[previous exception] " + phpMonolog
	phpStack     = "[stacktrace]"
	phpConsole   = "Exception trace:"
	phpSlim      = "Trace: "
	phpDrupal    = "(line "
	phpFatal     = "Fatal error: " // "PHP Fatal error:  " in logs
	phpParse     = "Parse error: " // as long as phpFatal
	phpOnLine    = " on line "
	phpCause     = "Caused by: "
	phpEval      = ") : eval()'d code"
	maxPHPHeader = 64 // lines of a message above its trace
	// maxPHPHandler is the most entries on top of the stack that an error handler which throws can have.
	maxPHPHandler = 4
)

func php() language {
	return language{
		name:   "php",
		sdks:   []string{"php"},
		margin: "S#[ETPNF",
		indent: "a",
		inline: inlinePHP,
		opens:  opensPHP,
		parse:  parsePHP,
		inApp:  inAppPHP,
		title:  phpTitle,
	}
}

func opensPHP(line string) bool {
	switch line[0] {
	case 'S':
		return strings.HasPrefix(line, phpTrace)
	case 'E':
		return strings.HasPrefix(line, phpConsole)
	case 'T':
		return strings.HasPrefix(line, phpSlim+"#0 ")
	case '[':
		return strings.HasPrefix(line, phpStack) || strings.Contains(line, phpMonolog) || opensPHPFatal(line)
	case 'P', 'N', 'F': // "PHP Fatal error", "NOTICE: PHP message: PHP Fatal error", "Fatal error"
		return opensPHPFatal(line)
	case '#':
		return (strings.HasPrefix(line, "#0 ") || strings.HasPrefix(line, "#1 ")) && (strings.Contains(line, "): ") || hasPHPCalledAt(line)) ||
			strings.HasPrefix(line, "#0 "+phpInternal)
	}
	return strings.HasPrefix(line, "\tat ") && isPHPFrame(line)
}

// opensPHPFatal reports whether a line has an error that is not an exception and so has no trace, such
// as a syntax error or exhausted memory: "PHP Fatal error:  MESSAGE in FILE on line LINE". Displayed
// rather than logged, it has no "PHP ".
func opensPHPFatal(line string) bool {
	n := len(line)
	for n > 0 && isDigit(line[n-1]) {
		n--
	}
	return n < len(line) && strings.HasSuffix(line[:n], phpOnLine) &&
		(strings.Contains(line, phpFatal) || strings.Contains(line, phpParse))
}

// inlinePHP is language.inline. A fatal error may have a prefix, so it is looked for in any line.
func inlinePHP(text string, asked bool, around colons) bool {
	return opensPHPFatal(text) || asked && around&placeColon != 0 && opensPHP(text) && strings.Contains(text, phpMonolog)
}

// phpReader is the state of parsePHP.
type phpReader struct {
	*Parser
	from    Frame // the place of the exception
	place   Frame // the place whose function the next entry has, if it has a file
	entries int   // number of entries of the exception
	escaped bool  // backslashes are doubled
	ended   bool  // the last entry of the exception was read
	cutOff  bool  // the text ends inside the trace
	// calledAt says that entries end with their places, in which case there is no entry "{main}".
	calledAt bool
}

func parsePHP(p *Parser, prev, pos int) bool {
	line, next := p.line(pos)
	r := phpReader{Parser: p}
	switch line[0] {
	case '\t':
		return r.javaLike(prev, pos)
	case 'E':
		return r.console(prev, next)
	case 'P', 'N', 'F':
		return r.fatal(line, next)
	case '#':
		if line[1] == '1' && !strings.Contains(line, phpCalledAt) {
			if !r.drupal(prev) {
				return false
			}
		} else {
			r.above(prev, pos)
		}
		next = pos
	case 'T':
		r.slim(prev)
		next = pos + len(phpSlim)
	case '[':
		r.escaped = true
		if !strings.HasPrefix(line, phpStack) {
			if opensPHPFatal(line) {
				return r.fatal(line, next)
			}
			return r.places(pos)
		}
		if prev < 0 || !r.monolog(prev) {
			return false
		}
	default:
		if prev < 0 || !r.thrown(p.phpHeader(prev), pos-1) {
			return false
		}
	}
	outermostFirst := line[0] == '['
	end := r.read(next)
	if r.entries == 0 && (r.from.File == "" || end < len(p.text) && !r.cutOff) {
		return false
	}
	r.flush()
	if outermostFirst {
		p.chain[0].reported = true
		slices.Reverse(p.chain)
	} else {
		p.current().reported = true
	}
	p.result.Truncated = r.cutOff || !r.ended && (!r.calledAt && end == len(p.text) || p.atLimit && p.cut(end))
	return true
}

// fatal reads an error of a single line, which ends at next, and reports whether there is one.
func (r *phpReader) fatal(line string, next int) bool {
	i := max(strings.Index(line, phpFatal), strings.Index(line, phpParse))
	if i < 0 || r.atLimit && r.cut(next) || strings.HasPrefix(r.text[next:], phpTrace) {
		return false // digits may be missing; an error with a trace is read from its trace
	}
	message, file, number, ok := phpPlace(line[i+len(phpFatal):])
	if !ok || !strings.HasSuffix(line[:i], "PHP ") && !isPHPFile(file) {
		return false // other programs print errors like this too
	}
	e := r.raise(linkNone, 0)
	e.Type = line[i : i+len(phpFatal)-len(": ")]
	e.Message, e.reported = strings.TrimPrefix(message, " "), true
	r.add(&Frame{File: file, Line: number, partial: r.cut(next)})
	return true
}

// begin sets the place of the current exception.
func (r *phpReader) begin(file string, line int) {
	r.from = Frame{File: file, Line: line}
	r.place = r.from
	r.entries, r.ended = 0, false
}

// read reads the entries from pos on and the exceptions that follow, and returns where they end.
func (r *phpReader) read(pos int) int {
	for pos < len(r.text) {
		line, next := r.line(pos)
		switch {
		case strings.HasPrefix(line, "#") && !r.ended:
			if strings.HasPrefix(line, "#0 ") && r.entries > 0 || !r.entry(line, r.cut(next)) {
				return pos
			}
			r.entries++
		case line == "" && r.entries > 0, line == phpStack, strings.HasPrefix(line, phpTrace) && r.entries == 0:
		case strings.HasPrefix(line, phpNext) && r.ended:
			place, ok := r.nextTrace(pos)
			if !ok || !r.thrown(pos, place-1) {
				r.cutOff = place == len(r.text)
				return pos
			}
			next = place
		case strings.HasPrefix(line, phpPrevious):
			r.flush()
			place, ok := r.nextTrace(pos)
			if !ok || !r.object(r.text[pos:place-1]) {
				r.cutOff = place == len(r.text)
				return pos
			}
			next = place
		default:
			return pos
		}
		pos = next
	}
	return pos
}

// nextTrace returns the start of the line that introduces the entries of the exception whose header
// starts at pos, or the end of the text.
func (r *phpReader) nextTrace(pos int) (int, bool) {
	for pos < len(r.text) {
		line, next := r.line(pos)
		if line == phpStack || strings.HasPrefix(line, phpTrace) {
			return pos, true
		}
		if strings.HasPrefix(line, "#") {
			break
		}
		pos = next
	}
	return len(r.text), false
}
