// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"slices"
	"strings"
)

// location reads a report of eyre: "Location:" with a place on the same or the next line, and perhaps
// frames below headings.
func (r *rustReader) location(prev, pos int) bool {
	line, next := r.line(pos)
	place := strings.TrimLeft(line[len("Location:"):], " ")
	last := next
	if place == "" {
		if next == len(r.text) {
			return false
		}
		place, last = r.line(next)
		place = strings.TrimLeft(place, " ")
	}
	f, ok := placeWithColumn(place)
	if !ok || !strings.HasSuffix(f.File, ".rs") {
		return false
	}
	if r.cut(last) {
		f.partial = f.Column == 0
		r.cutOff = r.atLimit
	}
	r.place, r.placed, r.introduced = f, true, true
	e := r.current()
	if prev >= 0 {
		above, _ := r.line(prev)
		if message, ok := strings.CutPrefix(above, "Message:"); ok {
			e.Type, e.Message = "panic", strings.TrimSpace(message)
			r.panics = true
		} else {
			e.Message = r.messageAbove(pos)
		}
	}
	if inAppRust(&r.place) {
		r.add(&r.place)
	}
	// The sections follow.
	end, blank := last, false
	for pos = last; pos < len(r.text); {
		line, next := r.line(pos)
		switch {
		case strings.TrimLeft(line, " ") == "":
			blank = true
		case isRustSection(line), rustIntroduces(line):
			if e := r.current(); strings.Contains(line, "BACKTRACE") || strings.Contains(line, "acktrace") {
				e.last = min(e.last, e.first+1)
				if !r.hasPlaceFrame() {
					e.last = e.first
				}
				r.frames = r.frames[:e.last]
			}
			spans := strings.Contains(line, "SPANTRACE")
			end = r.readFrames(next)
			if e := r.current(); spans && r.hasPlaceFrame() {
				// Spans name the instrumented functions, which need not include the one that failed.
				e.last = e.first + 1
				r.frames = r.frames[:e.last]
			}
			pos = end
			continue
		case blank:
			r.finishRust(end)
			return true
		}
		pos = next
	}
	r.finishRust(max(end, last))
	return true
}

// hasPlaceFrame reports whether the first frame is the place that the text names outside of the
// frames.
func (r *rustReader) hasPlaceFrame() bool { return r.placed && inAppRust(&r.place) }

// messageAbove returns the message of an error from the text above pos, which may have the list of
// its causes behind it.
func (r *rustReader) messageAbove(pos int) string {
	const window = 4 << 10
	above := r.text[max(0, pos-window):pos]
	if i := lastIndex(above, "Error: "); i >= 0 && (i == 0 || above[i-1] == '\n' || !r.hints.Freeform) {
		above = above[i+len("Error: "):]
	} else if r.hints.Freeform || pos > window {
		return ""
	}
	for _, end := range [...]string{"\n\nCaused by:", "\n\nStack backtrace:", "\nCaused by:", "\nStack backtrace:", "\nstack backtrace:", "\n\nLocation:", "\n\n"} {
		above, _, _ = strings.Cut(above, end)
	}
	above = strings.Trim(above, " \n")
	// color-eyre numbers the messages.
	if rest, ok := strings.CutPrefix(above, "0: "); ok {
		above, _, _ = strings.Cut(rest, "\n")
	}
	return above
}

// debug reads the Debug form of a backtrace, whose first frame is on the line at pos.
func (r *rustReader) debug(pos int) bool {
	frames := 0
	for pos < len(r.text) {
		line, next := r.line(pos)
		i := strings.Index(line, rustDebug)
		if i < 0 {
			break
		}
		for ; i >= 0; i = strings.Index(line, rustDebug) {
			line = line[i+len(rustDebug):]
			symbol, rest, ok := strings.Cut(line, `"`)
			if !ok {
				break
			}
			line = rest
			f := rustSymbol(symbol)
			if rest, ok := strings.CutPrefix(rest, `, file: "`); ok {
				file, rest, ok := strings.Cut(rest, `", line: `)
				n := digits(rest)
				switch {
				case !ok || n == 0:
				case n == len(rest) && r.cut(next):
					r.cutOff = true
				case strings.Contains(file, rustDebug) || len(file) > maxName:
				default:
					f.Line = number(rest[:n])
					if f.Line > 0 {
						f.File = strings.TrimPrefix(file, `\\?\`)
					}
				}
			}
			r.addRust(f)
			frames++
		}
		if frames == 0 {
			return false
		}
		pos = next
	}
	r.finishRust(pos)
	return true
}

// tree reads a report of error-stack, whose first place is on the line at pos.
func (r *rustReader) tree(prev, pos int) bool {
	e := r.current()
	first, _ := r.line(pos)
	if _, place, _ := strings.Cut(first, rustTreeAt); !rustSource(place) {
		return false
	}
	if prev >= 0 {
		above, _ := r.line(prev)
		e.Message = strings.TrimPrefix(above, "Error: ")
	}
	e.reported = true
	blank := false
	for pos < len(r.text) {
		line, next := r.line(pos)
		rest := strings.TrimLeft(line, " \t")
		switch {
		case rest == "":
			blank = true
		case blank && rest[0] != 0xe2:
			pos = len(r.text)
			continue
		case strings.Contains(rest, "─▶ "):
			_, message, _ := strings.Cut(rest, "─▶ ")
			e = r.raise(linkCause, 0)
			e.Message = message
		case strings.Contains(rest, rustTreeAt):
			_, place, _ := strings.Cut(rest, rustTreeAt)
			f, ok := placeWithColumn(place)
			if ok && r.cut(next) && f.Column == 0 {
				f.partial = true
			}
			if ok {
				r.add(&f)
			}
		case strings.Contains(rest, "━━━"):
			pos = len(r.text)
			continue
		}
		r.cutOff = r.atLimit && r.cut(next)
		pos = next
	}
	r.result.Truncated = r.cutOff
	slices.Reverse(r.chain)
	return true
}
