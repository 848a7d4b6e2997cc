// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"math/bits"
	"strings"
	"unicode/utf8"
)

// Parser reads stack traces. It keeps its buffers between calls and must not be used by two
// goroutines at once.
type Parser struct {
	rules    *Rules
	maxBytes int

	text     string
	hints    Hints
	lang     Language
	gaps     []gap // parts of text that are not read, sorted and disjoint
	atLimit  bool  // the length of the text suggests that it was cut at a common limit
	overrun  bool  // the text is longer than maxBytes
	stripped bool  // a prefix was removed from each line of the text
	// readAhead is the budget, in bytes, for reading text that turns out not to belong to a grammar's
	// trace. It keeps the time linear if many lines look like the start of one.
	readAhead int
	// innermostLast is language.innermostLast for the text that is being read.
	innermostLast bool
	message       string // of the whole chain, if it is not that of one exception
	result        Result
	frames        []Frame     // of all exceptions, one after the other
	chain         []Exception // in the order of the text while parsing, then in that of Result.Chain
	ordered       []Exception // buffer for reordering chain
	beyond        Frame       // the frame that add has no room for
	scratch       []byte      // buffer of Fingerprint
}

// gap is a part of the text that is not read. It starts anywhere in a line and ends at the start of
// another.
type gap struct{ start, end int }

// NewParser returns a Parser that classifies frames by rules, or by the built-in rules alone if rules
// is nil. It reads at most maxBytes of a text, or all of it if maxBytes is 0: three quarters from its
// start and the rest from its end, because languages differ in where they print the innermost frame.
func NewParser(rules *Rules, maxBytes int) *Parser {
	return &Parser{rules: rules, maxBytes: maxBytes}
}

// Parse finds the first stack trace in text and reports whether there is one.
func (p *Parser) Parse(text string, hints Hints) (Result, bool) {
	if !hasLines(text) && !inline(text, hints.Freeform) {
		return Result{}, false
	}
	p.hints = hints
	p.atLimit = atUsualLimit(len(text))
	text = normalize(text)
	p.stripped = false
	p.setText(text)
	if p.find() {
		return p.finish(), true
	}
	// AWS Lambda indents the lines of Python with no-break spaces.
	const noBreak, within = "\u00a0", 4 << 10
	if strings.Contains(text[:min(len(text), within)], noBreak) {
		text = strings.ReplaceAll(text, noBreak, " ")
		p.setText(text)
		if p.find() {
			return p.finish(), true
		}
	}
	if stripped, ok := stripLinePrefix(text); ok {
		p.stripped = true
		p.setText(stripped)
		if p.find() {
			return p.finish(), true
		}
	}
	// One of several lines may contain a whole trace with escaped newlines.
	if hasEscapedNewline(text) {
		p.setText(unescape(onOwnLines(text)))
		if p.find() {
			return p.finish(), true
		}
	}
	return Result{}, false
}

// hasLines reports whether text has at least two lines, whether their newlines are escaped or not.
// Most traces do.
func hasLines(text string) bool {
	i := strings.IndexByte(text, '\n')
	return i >= 0 && i < len(text)-1 || hasEscapedNewline(text) || isListOfFrames(text)
}

// inline reports whether a text of one line may hold a trace. If it is not freeform, any text may.
func inline(text string, freeform bool) bool {
	if !freeform {
		return text != ""
	}
	for text != "" && (text[len(text)-1] == '\n' || text[len(text)-1] == '\r') {
		text = text[:len(text)-1]
	}
	text = stripEscapes(text)
	return text != "" && mayBeInline(text)
}

// find parses the first trace in the text and reports whether there is one. Languages that fit
// Hints.Language are tried before all others.
func (p *Parser) find() bool {
	prior := languagesOf(p.hints.Language)
	if prior == 0 {
		prior = allLanguages
	}
	return p.scan(prior) || prior != allLanguages && p.scan(allLanguages&^prior)
}

// scan looks for lines that may open a trace of one of the languages in want, parses the first trace
// it finds and reports whether there is one.
func (p *Parser) scan(want languageSet) bool {
	prev := -1
	for pos := 0; pos < len(p.text); {
		line, next := p.line(pos)
		for asked := askedAbout(line) & want; asked != 0; asked = asked.rest() {
			lang := asked.first()
			if l := &languages[lang]; l.opens(line) {
				p.reset(lang)
				if l.parse(p, prev, pos) {
					return true
				}
			}
		}
		prev, pos = pos, next
	}
	return false
}

// setText makes text the one to read.
func (p *Parser) setText(text string) {
	p.text, p.readAhead = text, readAheadOf(text)
	p.setGaps()
}

// readAheadOf returns Parser.readAhead at the start of a text.
func readAheadOf(text string) int { return 4*len(text) + 64<<10 }

// setGaps determines the parts of the text that grammars do not see: what exceeds the byte limit,
// all but a few rounds of a repetition, and, because a line of a message may look like a frame, a
// message of several lines that Hints.Message tells.
func (p *Parser) setGaps() {
	p.gaps = p.gaps[:0]
	limit := gap{len(p.text), len(p.text)}
	p.overrun = p.maxBytes > 0 && len(p.text) > p.maxBytes
	if p.overrun {
		limit.start = p.maxBytes / 4 * 3
		limit.end = len(p.text) - p.maxBytes/4
		if i := strings.IndexByte(p.text[limit.end:], '\n'); i >= 0 {
			limit.end += i + 1
		} else {
			limit.end = len(p.text)
		}
	}
	// A message of one line stands in the line of its exception, so it is never taken for a frame.
	msg := strings.Trim(normalize(p.hints.Message), " \t\n")
	if strings.IndexByte(msg, '\n') >= 0 {
		for pos := 0; pos < limit.start && len(p.gaps) < maxExceptions; {
			i := strings.Index(p.text[pos:limit.start], msg)
			if i < 0 {
				break
			}
			start, end := pos+i, pos+i+len(msg)
			pos = end
			if rest := p.text[end:]; strings.HasPrefix(rest, " in ") || strings.HasPrefix(rest, " at ") {
				end = strings.LastIndexByte(p.text[:end], '\n') // PHP appends the place to the last line
			}
			if !startsMessage(p.text, start) || end < len(p.text) && p.text[end] != '\n' {
				continue
			}
			p.gaps = append(p.gaps, gap{start, min(end+1, len(p.text))})
		}
	}
	if p.overrun {
		p.gaps = append(p.gaps, limit)
	}
	if limit.start > repetitionStep {
		p.gapRepetitions(limit.start)
	}
}

// line returns the line at pos without its newline, and the offset of the next line to read, which
// is len(p.text) if there is none.
func (p *Parser) line(pos int) (line string, next int) {
	if i := strings.IndexByte(p.text[pos:], '\n'); i >= 0 {
		line, next = p.text[pos:pos+i], pos+i+1
	} else {
		line, next = p.text[pos:], len(p.text)
	}
	if len(p.gaps) > 0 {
		next = p.behindGaps(next)
	}
	return line, next
}

// behindGaps returns pos or, if pos lies in a gap, the end of the gap and of those adjacent to it.
func (p *Parser) behindGaps(pos int) int {
	lo, hi := 0, len(p.gaps)
	for lo < hi { // binary search for the first gap that ends behind pos
		if mid := (lo + hi) / 2; p.gaps[mid].end <= pos {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	for ; lo < len(p.gaps) && p.gaps[lo].start <= pos; lo++ {
		pos = p.gaps[lo].end
	}
	return pos
}

// lineBefore returns the start of the line before the one at pos, gaps aside, or -1 if there is none.
func (p *Parser) lineBefore(pos int) int {
	if pos <= 0 {
		return -1
	}
	start := strings.LastIndexByte(p.text[:pos-1], '\n') + 1
	for _, g := range p.gaps {
		if g.start <= start && start < g.end {
			start = strings.LastIndexByte(p.text[:g.start], '\n') + 1
		}
	}
	return start
}

// cut reports whether the line that ends at next is the last one and has no newline, so that it may
// have been cut.
func (p *Parser) cut(next int) bool {
	return next == len(p.text) && (next == 0 || p.text[next-1] != '\n')
}

// messageAt returns the message that starts at pos in the text: all of its lines if Hints.Message
// tells them, otherwise the rest of the line.
func (p *Parser) messageAt(pos int) string {
	for _, g := range p.gaps {
		if g.start == pos {
			return strings.TrimRight(p.text[g.start:g.end], "\n")
		}
	}
	line := p.text[pos:]
	if i := strings.IndexByte(line, '\n'); i >= 0 {
		line = line[:i]
	}
	return line
}

// finish makes a Result of the exceptions that a grammar has collected.
func (p *Parser) finish() Result {
	r := &p.result
	for i := range p.chain {
		e := &p.chain[i]
		e.Frames = p.frames[e.first:e.last:e.last]
		if e.reported || len(p.chain) == 1 {
			r.Type, r.Message = e.Type, e.Message
		}
	}
	r.Chain = p.chain
	r.Truncated = r.Truncated || p.overrun
	if p.message != "" {
		r.Message = p.message
	}
	if r.Type == "" {
		r.Type = p.typeAhead()
	}
	r.Message = clip(r.Message)
	p.choose()
	if title := languages[p.lang].title; title != nil {
		r.Location.Function = title(r.Location.Function)
	}
	return *r
}

// typeAhead returns Hints.Type if the text starts with it.
func (p *Parser) typeAhead() string {
	if rest, ok := strings.CutPrefix(p.text, p.hints.Type); ok && rest != "" && (rest[0] == ':' || rest[0] == '\n') {
		return p.hints.Type
	}
	return ""
}

// atUsualLimit reports whether a text of n bytes was probably cut at a common limit: a power of two
// from 256 to 1 MiB, or one less, and up to three bytes less if the cut respects UTF-8.
func atUsualLimit(n int) bool {
	const least, most = 256, 1 << 20
	limit := 1 << bits.Len(uint(max(n, 1)-1)) // the least power of two that is not less
	return limit >= least && limit <= most && n >= limit-4
}

// clip cuts a message to at most maxMessage bytes, without splitting a character.
func clip(message string) string {
	if len(message) <= maxMessage {
		return message
	}
	end := maxMessage
	for end > 0 && !utf8.RuneStart(message[end]) {
		end--
	}
	return message[:end]
}

// lastIndex is strings.LastIndex for short strings: without the rolling hash that the latter computes,
// it is faster on them. substr must not be empty.
func lastIndex(s, substr string) int {
	for i := len(s) - len(substr); i >= 0; i-- {
		if s[i] == substr[0] && s[i:i+len(substr)] == substr {
			return i
		}
	}
	return -1
}
