// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"slices"
	"strings"
)

// Some libraries print each frame in one line, below the message of each error of a chain, with the
// outermost error first. github.com/samber/oops prints the innermost frame first:
//
//	Oops: cannot place order
//	  --- at /srv/shop/orders.go:12 Orders.Total()
//	  --- at /srv/shop/main.go:8 main()
//
// and github.com/rotisserie/eris last:
//
//	cannot place order
//		main.main:/srv/shop/main.go:8
//		orders.(*Orders).Total:/srv/shop/orders.go:12
//
// github.com/go-chi/chi prints two lines per frame, marks the first one and puts a blank line
// behind it:
//
//	-> orders.(*Orders).Total
//	->   /srv/shop/orders.go:12
//
//	   main.main
//	     /srv/shop/main.go:8
const (
	goOops      = "--- at "
	goArrow     = " -> "
	maxGoBeside = 16 // lines without a frame between the frames of a chain
)

// goLineFrame reads a frame of one line. eris reports whether it is one of eris, rather than oops.
func goLineFrame(line string) (f Frame, eris, ok bool) {
	text := line[indentation(line):]
	if len(text) == len(line) {
		return Frame{}, false, false
	}
	if text, ok = strings.CutPrefix(text, goOops); ok {
		const extension = ".go:"
		i := strings.Index(text, extension)
		if i < 0 {
			return Frame{}, false, false
		}
		i += len(extension)
		place, function := text[:i+digits(text[i:])], text[i+digits(text[i:]):]
		f.File, f.Line, ok = splitPlace(place)
		f.Function = strings.TrimSuffix(strings.TrimPrefix(function, " "), "()")
		return f, false, ok
	}
	function, place, ok := strings.Cut(text, ":")
	pkg, named := goPackage(function)
	if !ok || !named || pkg == "" || !strings.HasSuffix(place[:max(0, strings.LastIndexByte(place, ':'))], ".go") {
		return Frame{}, false, false
	}
	f.File, f.Line, ok = splitPlace(place)
	f.Function = function
	return f, true, ok
}

// parseGoLines reads a chain of errors with frames of one line. The message of the first error is at
// prev, its first frame at pos.
func (p *Parser) parseGoLines(prev, pos int) bool {
	message, _ := p.line(prev)
	p.raise(linkNone, 0).Message = goLineMessage(message)
	frames, beside, cut := 0, 0, false
	for pos < len(p.text) && beside < maxGoBeside {
		line, next := p.line(pos)
		if line == "" {
			break
		}
		cut = p.cut(next)
		f, eris, ok := goLineFrame(line)
		switch {
		case ok && (!cut || !p.atLimit):
			p.innermostLast = eris
			f.partial = cut
			if strings.Contains(f.File, "/src/runtime/") {
				f.Package = "runtime"
			}
			p.add(&f)
			frames++
			beside = 0
		case !cut:
			beside++
			if e := p.current(); e.first < e.last {
				p.raise(linkCause, 0).Message = goLineMessage(line)
			}
		}
		pos = next
	}
	if e := p.current(); e.first == e.last && len(p.chain) > 1 {
		p.chain = p.chain[:len(p.chain)-1] // text behind the last error
	}
	if p.innermostLast {
		p.reverseFrames()
	}
	slices.Reverse(p.chain)
	p.current().reported = true
	p.message = p.goMessage()
	p.result.Truncated = cut && p.atLimit
	return frames > 1 || frames > 0 && (!p.hints.Freeform || !p.innermostLast)
}

// goLineMessage returns the message of an error without the titles that oops puts before it.
func goLineMessage(line string) string {
	line = strings.TrimSpace(line)
	for _, title := range [...]string{"Oops: ", "Thrown: "} {
		line = strings.TrimPrefix(line, title)
	}
	return line
}

// parseGoArrow reads a stack of chi below a panic. Its first frame begins at pos.
func (p *Parser) parseGoArrow(pos int) bool {
	above := p.text[max(0, pos-maxMessage):pos]
	if p.readAhead -= len(above); p.readAhead < 0 {
		return false
	}
	typ, message := goPanic(above)
	if typ == "" {
		return false
	}
	e := p.raise(linkNone, 0)
	e.Type, e.Message = typ, strings.TrimSpace(message)
	for pos < len(p.text) {
		function, next := p.line(pos)
		if function == "" {
			pos = next
			continue
		}
		if next == len(p.text) {
			break
		}
		place, after := p.line(next)
		var f Frame
		if !f.readGo(strings.TrimPrefix(function, goArrow), strings.TrimPrefix(place, goArrow)) {
			break
		}
		if f.partial = p.cut(after); f.partial && p.atLimit {
			break
		}
		p.add(&f)
		pos = after
	}
	found := e.first < e.last
	p.trimGo(true)
	p.result.Truncated = p.atLimit && p.cut(pos)
	return found
}
