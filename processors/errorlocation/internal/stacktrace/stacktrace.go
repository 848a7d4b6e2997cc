// SPDX-License-Identifier: Apache-2.0

// Package stacktrace reads the text of a stack trace and says which line of the application's own
// code raised the error.
//
// A [Parser] finds a trace in a text, whatever surrounds it, reads its exceptions and frames with
// the grammar of its language (one file and one entry of the table in language.go per language)
// and chooses one frame: the first frame of the application's own code, walking outward from the
// point where the root cause was raised.
//
// The package scans bytes: no regular expressions, time linear in the text, memory bounded, and
// no panic on any input.
package stacktrace

import (
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// Bounds on what a Parser keeps of one text. Frames beyond them are read but not kept: the frames of
// an exception that matter are those nearest to where it was raised.
const (
	maxExceptions = 32
	maxFrames     = 128
	maxMessage    = 4 << 10 // bytes of Result.Message
	maxName       = 2 << 10 // bytes of a path or a function; anything longer is taken for neither
)

// Frame is one entry of a stack.
type Frame struct {
	// Function is the name without arguments, qualified as far as the text allows, in the form that
	// the semantic conventions define for code.function.name. Empty if unknown.
	Function string
	// Package names the package of the function: a part of Function, or what the text prints beside
	// it, such as a gem or an OTP application. Empty if the text does not tell.
	Package string
	// File is the path as printed in the text, empty if the frame has none.
	File string
	// Line counts from 1; it is 0 if, and only if, File is empty.
	Line int
	// Column counts from 1, 0 if unknown.
	Column int

	// partial marks a frame that ends where the text ends, so that its last part may be cut off.
	partial bool
	// owner says whose code the frame is, if the text itself tells.
	owner owner
	// foreign marks a frame that is not of the application's own code, as inferred from the other
	// frames of the trace.
	foreign bool
	// doubt grades how uncertain it is that a frame is the application's own although inApp says so:
	// 0 is certain, and greater values are less certain.
	doubt uint8
}

// owner says whose code a frame is.
type owner uint8

const (
	ownerUnknown  owner = iota
	ownerPackaged       // loaded from an archive, as libraries and some applications are
	ownerApp
	ownerLibrary
)

// Exception is one error of a chain.
type Exception struct {
	// Type and Message are as printed, empty if the text does not tell.
	Type    string
	Message string
	// Frames starts where the exception was raised and goes outward to the callers. Frames of what
	// recorded the error (a recover handler, a logger, the telemetry SDK) are left out where the
	// grammar can tell.
	Frames []Frame

	first, last int  // bounds of Frames in Parser.frames
	link        link // relation to the exception before it in the text
	full        bool // maxFrames is reached even without repetitions
	inApp       bool // if full: one of the kept frames is the application's own
	level       int  // depth in a tree of exceptions, in languages that have such trees
	reported    bool // Result.Type and Result.Message are those of this exception
}

// link is the relation of an exception to the one before it in the text.
type link uint8

const (
	linkNone    link = iota
	linkCause        // the one before caused it
	linkContext      // it was raised while the one before was being handled
	linkMember       // it starts a member of the enclosing group
)

// Reason says why a frame was chosen.
type Reason uint8

const (
	// ReasonNone: no frame was chosen, Result.Location is empty.
	ReasonNone Reason = iota
	// ReasonInApp: the first frame of the application's own code.
	ReasonInApp
	// ReasonInclude: the first frame of the application's own code, by a pattern of the Parser's
	// Rules.
	ReasonInclude
	// ReasonServiceInclude: the first frame of the application's own code, by a pattern of
	// Hints.Rules.
	ReasonServiceInclude
	// ReasonLearned: the first frame below a root of the application.
	ReasonLearned
	// ReasonNoInApp: no frame belongs to the application, so the first one with file and line.
	ReasonNoInApp
	// ReasonFunctionOnly: no frame belongs to the application and none has a file.
	ReasonFunctionOnly
)

// InApp reports whether the chosen frame is of the application's own code.
func (r Reason) InApp() bool { return r >= ReasonInApp && r <= ReasonLearned }

// Hints is what is known about a text from the telemetry around it. The zero value is valid.
type Hints struct {
	// Language is the value of telemetry.sdk.language. It decides which grammar is tried first;
	// the text decides which one fits.
	Language string
	// Type is the value of exception.type. It is the type of a text that starts with it if the
	// grammar itself finds none.
	Type string
	// Message is the value of exception.message. With it, lines of the message that look like frames
	// are not mistaken for frames.
	Message string
	// Rules are patterns for this text alone. They take precedence over those of the Parser.
	Rules *Rules
	// Roots are the values of Result.Root for other errors of the application. A frame below one of
	// them is chosen if no other frame is the application's own, or before all others with
	// PreferRoots.
	Roots       []string
	PreferRoots bool
	// Freeform says that the text is a log message, which often holds no trace. Lines that look like
	// frames then count only with further evidence of a trace.
	Freeform bool
}

// Result is what Parse found. Its strings may share memory with the text. Chain is valid until the
// next call of Parse.
type Result struct {
	Language Language
	// Type and Message are those of the exception that was reported, the outermost of the chain. A
	// message of more than 4 KiB is cut.
	Type    string
	Message string
	// Chain has the exceptions in the order in which they are searched for the location: the root
	// cause first, then the exceptions that wrap it.
	Chain []Exception
	// Location is the chosen frame.
	Location Frame
	Reason   Reason
	// Rule is the pattern or the root that chose the frame, empty if none did.
	Rule string
	// Root is the root of the application's code if the trace reveals it: the name of a package, or
	// a path that ends with '/'. Unless Hints.PreferRoots is set, it is empty if a frame is the
	// application's own by the other rules.
	Root string
	// Truncated says that the text ends, or was cut by the byte limit, inside the trace.
	Truncated bool
}

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
	p.text = text
	p.readAhead = 4*len(text) + 64<<10
	p.setGaps()
}

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

// Deep recursion repeats the same lines.
const (
	repetitionStep   = 4 << 10 // bytes between the offsets at which repetitions are looked for
	repetitionPeriod = 2 << 10 // most bytes of the lines that are repeated
	repetitionsKept  = 3       // rounds that are read
)

// gapRepetitions adds gaps for lines that are repeated over and over in the text before limit. Their
// frames are known after the first rounds, and comparing bytes is faster than reading them again.
func (p *Parser) gapRepetitions(limit int) {
	text := p.text[:limit]
	others := len(p.gaps)
	for pos := repetitionStep; pos < limit; {
		start := pos + strings.IndexByte(text[pos:], '\n')
		if start < pos {
			break
		}
		start++
		first, last := repetition(text, start)
		if last-first < repetitionStep {
			pos = start - 1 + repetitionStep
			continue
		}
		if !slices.ContainsFunc(p.gaps[:others], func(g gap) bool { return g.start < last && first < g.end }) {
			p.gaps = append(p.gaps, gap{first, last})
		}
		pos = last + repetitionStep
	}
	slices.SortFunc(p.gaps, func(a, b gap) int { return a.start - b.start })
}

// repetition looks for a repetition of lines around start, the offset of a line. It returns the
// bounds of its further rounds, behind the repetitionsKept that are to be read, or 0, 0 if there is
// no repetition.
func repetition(text string, start int) (first, last int) {
	end := strings.IndexByte(text[start:], '\n')
	if end < 0 {
		return 0, 0
	}
	line := text[start-1 : start+end+1] // with both newlines
	const attempts = 4                  // the line may occur more than once in each round
	period := 0
	for range attempts {
		window := text[start+period : min(len(text), start+period+repetitionPeriod)]
		i := strings.Index(window, line)
		if i < 0 {
			return 0, 0
		}
		period += i + 1
		ahead := sameAhead(text[start:], text[start+period:]) / period * period
		if ahead == 0 {
			continue
		}
		first, last = start, start+ahead
		for first >= period && text[first-period:first] == text[first:first+period] {
			first -= period
		}
		return min(last, first+(repetitionsKept-1)*period), last
	}
	return 0, 0
}

// startsMessage reports whether a message can start at offset i: at the start of a line or after
// the name of an exception.
func startsMessage(text string, i int) bool {
	return i == 0 || text[i-1] == '\n' || strings.HasSuffix(text[:i], ": ") || strings.HasSuffix(text[:i], ") ")
}

// sameAhead returns the length of the common prefix of a and b.
func sameAhead(a, b string) int {
	const chunk = 512
	n, most := 0, min(len(a), len(b))
	for n+chunk <= most && a[n:n+chunk] == b[n:n+chunk] {
		n += chunk
	}
	for n < most && a[n] == b[n] {
		n++
	}
	return n
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

// reset prepares for a trace of the language.
func (p *Parser) reset(lang Language) {
	p.lang = lang
	p.innermostLast = languages[lang].innermostLast
	p.frames = p.frames[:0]
	p.chain = p.chain[:0]
	p.message = ""
	p.result = Result{Language: lang}
}

// raise starts an exception, to which the frames added from now on belong, and returns it. If there
// are maxExceptions already, it replaces the last one.
func (p *Parser) raise(l link, level int) *Exception {
	e := Exception{first: len(p.frames), last: len(p.frames), link: l, level: level}
	if len(p.chain) == maxExceptions {
		last := &p.chain[maxExceptions-1]
		p.frames = p.frames[:last.first]
		e.first, e.last = last.first, last.first
		*last = e
		return last
	}
	p.chain = append(p.chain, e)
	return p.current()
}

// current returns the exception that was started last.
func (p *Parser) current() *Exception { return &p.chain[len(p.chain)-1] }

// add appends a copy of a frame to the current exception.
func (p *Parser) add(f *Frame) {
	e := p.current()
	if e.last-e.first == maxFrames {
		p.beyond = *f // a local copy would escape to the heap for each frame
		if !p.makeRoom(e, &p.beyond) {
			return
		}
	}
	p.frames = append(p.frames, *f)
	e.last++
}

// makeRoom reports whether there is room for f in an exception that has maxFrames frames. It drops
// repetitions first, so that the frames that led to a recursion are kept however deep it is. Beyond
// that, the frames nearest to the raise are kept. If none of them is the application's own, the first
// one that is replaces the last frame.
func (p *Parser) makeRoom(e *Exception, f *Frame) bool {
	kept := p.frames[e.first:e.last]
	if !e.full {
		n := p.dropRepetitions(kept)
		e.last = e.first + n
		p.frames = p.frames[:e.last]
		if n <= maxFrames/2 {
			return true
		}
		kept = kept[:n]
		// Do not try again for each of the frames to come.
		e.full, e.inApp = true, p.anyInApp(kept)
		if n < maxFrames {
			return true
		}
	}
	if p.innermostLast {
		copy(kept, kept[maxFrames/2:])
		e.last -= maxFrames / 2
		p.frames = p.frames[:e.last]
		return true
	}
	if !e.inApp && p.inApp(f) {
		kept[maxFrames-1] = *f
		e.inApp = true
	}
	return false
}

// reverseFrames reverses the frames of each exception, for texts with the innermost frame last.
func (p *Parser) reverseFrames() {
	for i := range p.chain {
		slices.Reverse(p.frames[p.chain[i].first:p.chain[i].last])
	}
}

// dropRepetitions removes frames that recursion repeats: those equal to one of the few before them,
// seen from the raise. It returns the number of frames that are left.
func (p *Parser) dropRepetitions(frames []Frame) int {
	const longestCycle = 8
	if p.innermostLast {
		slices.Reverse(frames)
	}
	n := 0
	for i := range frames {
		if !repeats(frames[max(0, n-longestCycle):n], &frames[i]) {
			frames[n] = frames[i]
			n++
		}
	}
	if p.innermostLast {
		slices.Reverse(frames[:n])
	}
	return n
}

// repeats reports whether f is the same call as one of the frames.
func repeats(frames []Frame, f *Frame) bool {
	for i := range frames {
		if g := &frames[i]; g.Line == f.Line && g.Function == f.Function && g.File == f.File {
			return true
		}
	}
	return false
}

// dropFrames removes the frames of the current exception.
func (p *Parser) dropFrames() {
	e := p.current()
	p.frames = p.frames[:e.first]
	e.last = e.first
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
