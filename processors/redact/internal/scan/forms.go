// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
	"unsafe"
)

// The form of a number is found by its trigger, one of its runs of digits: a run of at least four digits if it has
// one, else the first of three short runs with separators between. Where a possible trigger stands in the text, an
// index by the lengths of the runs tells which forms to try; at nearly all places of ordinary text there are none.

// element is a part of a form: size characters of a kind. The kinds are '9' for digits, 'A' for letters, 'X' for
// either, '_' for the separator, and 0 for the character in text.
type element struct {
	kind byte
	size int
	text string
}

// maxForm is the greatest number of digits and letters in a form.
const maxForm = 20

// form is a compiled form.
type form struct {
	row      int // index into numberKinds
	elements []element
	trigger  int  // index of the element that finds the form
	free     bool // needs no keyword
	lead     lead // what stands right in front of the trigger
	follow   byte // bit set of the classes that the byte behind the trigger may have
}

// The classes of form.follow.
const (
	followLetter = 1 << iota
	followDigit
	followOther // any other byte, or the end of the text
)

// followAt returns the class of the byte at index at.
func followAt(t string, at int) byte {
	switch {
	case at == len(t):
		return followOther
	case isLetter(t[at]):
		return followLetter
	case isASCIIDigit(t[at]):
		return followDigit
	}
	return followOther
}

// lead is what eight bytes, read as a word, have to be like, as far as the bits of mask go. It is necessary for a form and
// cheap to check.
type lead struct{ word, mask uint64 }

// leads returns form.lead: as much of the form in front of its trigger as has a fixed length and fits into a word.
func (f *form) leads() lead {
	var l lead
	at := 8
	for i := f.trigger - 1; i >= 0 && f.elements[i].kind != '_'; i-- {
		e := &f.elements[i]
		for n := max(len(e.text), e.size); n > 0 && at > 0; n-- {
			at--
			word, mask := e.bitsOf(n - 1)
			l.word |= uint64(word) << (8 * at)
			l.mask |= uint64(mask) << (8 * at)
		}
	}
	return l
}

// bitsOf returns what byte i of the element is like, as far as the bits of mask go.
func (e *element) bitsOf(i int) (bits, mask byte) {
	switch e.kind {
	case '9':
		return 0x30, 0xf0 // digits, and some punctuation
	case 'A':
		return 0x40, 0xc0 // letters, and some punctuation
	case 'X':
		return 0, 0x80
	}
	return e.text[i], 0xff
}

// follows returns form.follow: the classes that the byte behind the trigger may have.
func (f *form) follows() byte {
	if f.trigger+1 == len(f.elements) {
		return followOther
	}
	switch e := f.elements[f.trigger+1]; e.kind {
	case 'A':
		return followLetter
	case 'X':
		return followLetter | followDigit
	case 0:
		return followAt(e.text, 0)
	}
	return followOther
}

// maxRun is one more than the longest run of digits in a form, and stands for all longer runs.
const maxRun = 21

// otherScript takes the place of the length of the next run of digits where a bracket or a non-ASCII character
// follows.
const otherScript = maxRun

// cell has the forms of one place in the index: at most 64, because sets of them are sets of bits.
type cell struct {
	forms  []form
	free   uint64                  // the forms that need no keyword
	keyed  kinds                   // those of the others
	follow [followOther + 1]uint64 // the forms that may have a byte of this class behind the trigger
	led    uint64                  // the forms with something to check in lead
}

func (c *cell) add(f form) {
	bit := uint64(1) << len(c.forms)
	c.forms = append(c.forms, f)
	if f.free {
		c.free |= bit
	} else {
		c.keyed.add(f.row)
	}
	for class := range c.follow {
		if f.follow&byte(class) != 0 {
			c.follow[class] |= bit
		}
	}
	if f.lead.mask != 0 {
		c.led |= bit
	}
}

// mayStand returns the forms that what stands around the trigger suits: the class of the byte behind it, and the eight
// bytes before it. encoded is set if these end with an encoded slash, which form.lead does not know.
func (c *cell) mayStand(follow byte, before uint64, encoded bool) uint64 {
	set := c.follow[follow]
	if encoded {
		return set
	}
	for led := set & c.led; led != 0; led &= led - 1 {
		if l := &c.forms[bits.TrailingZeros64(led)].lead; before&l.mask != l.word {
			set &^= led & -led
		}
	}
	return set
}

// backed returns the forms that need no keyword, or one of the kinds that have one.
func (c *cell) backed(near kinds) uint64 {
	set := c.free
	if near.and(c.keyed) != (kinds{}) {
		for i := range c.forms {
			if near.has(c.forms[i].row) {
				set |= 1 << i
			}
		}
	}
	return set
}

// What stands in front of the run of digits that finds a form.
const (
	frontStart     = iota // the start of the form
	frontLetter           // a letter; in a form also an X
	frontSeparator        // a separator behind a digit
	frontBlank            // only in texts: a blank behind a digit, which is a separator or stands between two numbers
	frontOther
	numFronts

	maxFronts = 3 // length of the longest list in fronts
)

// fronts lists, by what stands in front of a run of digits in the text, the fronts of the forms to try, in this order.
// There may be several, because what stands there need not be part of the number.
var fronts = [numFronts][]int{
	frontStart:     {frontStart},
	frontLetter:    {frontStart, frontLetter},
	frontSeparator: {frontStart, frontSeparator, frontOther},
	frontBlank:     {frontStart, frontSeparator, frontOther},
	frontOther:     {frontStart, frontOther},
}

// frontsOfTriples is fronts for forms of short runs. Short runs are so frequent that no form is taken to start behind a
// separator, unless that is a blank.
var frontsOfTriples = func() [numFronts][]int {
	of := fronts
	of[frontSeparator] = []int{frontSeparator}
	return of
}()

// formIndex has the forms of enabled detectors. The indexes of runs are what stands in front of the trigger, the length
// of the trigger and that of the run of digits behind the separator that follows it (see form.next). The indexes of
// triples are the front and the lengths of the first three runs.
type formIndex struct {
	runs    [numFronts][maxRun + 1][maxRun + 1]*cell
	triples [numFronts][maxShort + 1][maxShort + 1][maxThird + 1]*cell
}

const (
	// maxShort is the length of the longest run of digits that is not a trigger by itself.
	maxShort = 3
	// maxThird stands for a third run of that length and for all longer ones.
	maxThird = 5
)

func newFormIndex(enabled [numDetectors]bool) *formIndex {
	x := &formIndex{} // by what precedes the trigger in the form
	for row := range numberKinds {
		kind := &numberKinds[row]
		if !enabled[kind.detector] {
			continue
		}
		for _, text := range kind.forms {
			x.add(text, row, false)
		}
		for _, text := range kind.free {
			x.add(text, row, true)
		}
	}
	return x.tried()
}

// tried returns the index to look texts up in: by what stands in the text. x is by what stands in the forms.
func (x *formIndex) tried() *formIndex {
	y, known := &formIndex{}, unions{}
	for front := range numFronts {
		for n := range y.runs[front] {
			for next := range y.runs[front][n] {
				var parts union
				for i, from := range fronts[front] {
					parts[2*i] = x.runs[from][n][next]
					if next > 0 {
						parts[2*i+1] = x.runs[from][n][0]
					}
				}
				y.runs[front][n][next] = known.of(parts)
			}
		}
		for left := range y.triples[front] {
			for right := range y.triples[front][left] {
				for third := range y.triples[front][left][right] {
					var parts union
					for i, from := range frontsOfTriples[front] {
						parts[i] = x.triples[from][left][right][third]
					}
					y.triples[front][left][right][third] = known.of(parts)
				}
			}
		}
	}
	return y
}

// union lists cells, some of them nil, whose forms are to be tried one after the other.
type union [2 * maxFronts]*cell

// unions has the merged cell of each union, because many places of the index share the same few unions.
type unions map[union]*cell

// of returns the cell with all forms of a union, or nil if there are none.
func (u unions) of(parts union) *cell {
	if c, ok := u[parts]; ok {
		return c
	}
	var all *cell
	for _, part := range parts {
		if part == nil {
			continue
		}
		for _, f := range part.forms {
			add(&all, f)
		}
	}
	u[parts] = all
	return all
}

func (x *formIndex) add(text string, row int, free bool) {
	f := form{row: row, elements: parseForm(text), free: free}
	f.trigger = f.triple()
	triple := f.trigger >= 0
	if !triple {
		f.trigger = f.run()
	}
	f.lead, f.follow = f.leads(), f.follows()
	if triple {
		left, right, third := f.elements[f.trigger].size, f.elements[f.trigger+2].size, f.elements[f.trigger+4].size
		cells := &x.triples[f.front()][left][right]
		add(&cells[min(third, maxThird)], f)
		if next := f.trigger + 5; next < len(f.elements) && f.elements[next].kind == 'X' { // which may be one more digit
			add(&cells[min(third+1, maxThird)], f)
		}
		return
	}
	add(&x.runs[f.front()][f.elements[f.trigger].size][f.next()], f)
}

func add(c **cell, f form) {
	if *c == nil {
		*c = &cell{}
	}
	(*c).add(f)
}

// front returns what stands in front of the trigger in the form.
func (f *form) front() int {
	if f.trigger == 0 {
		return frontStart
	}
	switch e := f.elements[f.trigger-1]; {
	case e.kind == 'A' || e.kind == 'X':
		return frontLetter
	case isSeparator(e) && f.trigger > 1 && f.elements[f.trigger-2].kind == '9':
		return frontSeparator
	}
	return frontOther
}

// frontOf returns what stands in front of index at of the text. What belongs to the last match does not count.
func (s *Scanner) frontOf(at int) int {
	from := min(s.floor, at)
	t := s.text[from:]
	at -= from
	if at == 0 {
		return frontStart
	}
	switch c := t[at-1]; {
	case isLetter(c):
		if encodedSlashBefore(t, at) {
			return frontSeparator
		}
		return frontLetter
	case c == '0' || c >= utf8.RuneSelf: // an encoded blank, perhaps, or one that is not ASCII
		if size := len(separatorBefore(t, at)); size > 0 && at > size && isASCIIDigit(t[at-size-1]) {
			return frontSeparator
		}
		return frontOther
	case c == '-' || c == '.' || c == ' ' || c == '+' || c == '/':
		switch {
		case at > 1 && isLetter(t[at-2]):
			return frontOther
		case c == ' ' && at > 1 && isASCIIDigit(t[at-2]):
			return frontBlank
		case at > 1 && isASCIIDigit(t[at-2]):
			return frontSeparator
		case at > 1 && t[at-2] == ')':
			return frontOther
		}
	case c == '(' || c == ')':
		return frontOther
	}
	return frontStart
}

// next returns the last index of the form in formIndex.runs: the length of the run of digits behind the separator that
// follows the trigger, or otherScript, or 0 if anything else follows.
func (f *form) next() int {
	rest := f.elements[f.trigger+1:]
	switch {
	case len(rest) > 1 && isSeparator(rest[0]) && rest[1].kind == '9':
		return rest[1].size
	case len(rest) > 0 && rest[0].kind == 0 && (rest[0].text[0] >= utf8.RuneSelf || rest[0].text == "("):
		return otherScript
	}
	return 0
}

// run returns the index of the first run of digits longer than maxShort, else of the first run of digits, else -1.
func (f *form) run() int {
	for i, e := range f.elements {
		if e.kind == '9' && e.size > maxShort {
			return i
		}
	}
	return slices.IndexFunc(f.elements, func(e element) bool { return e.kind == '9' })
}

// triple returns the index of the first of three runs of digits with separators between, if the first two have at most
// maxShort digits and no longer run stands in front of them. Otherwise it returns -1.
func (f *form) triple() int {
	for i := 0; i+4 < len(f.elements); i++ {
		e := f.elements[i:]
		if e[1].text == "/" {
			continue // a slash is no separator of chunk.triples, so findTriple is not called for it
		}
		if e[0].kind == '9' && e[0].size <= maxShort && isSeparator(e[1]) && e[2].kind == '9' && e[2].size <= maxShort && isSeparator(e[3]) && e[4].kind == '9' {
			return i
		}
		if e[0].kind == '9' && e[0].size > maxShort {
			return -1
		}
	}
	return -1
}

func isSeparator(e element) bool {
	return e.kind == '_' || e.kind == 0 && (e.text == " " || e.text == "-" || e.text == "." || e.text == "/" || e.text == "+")
}

func parseForm(text string) []element {
	var elements []element
	for _, r := range text {
		switch r {
		case '9', 'A', 'X', '_':
			if last := len(elements) - 1; last >= 0 && elements[last].kind == byte(r) && r != '_' {
				elements[last].size++
				continue
			}
			elements = append(elements, element{kind: byte(r), size: 1})
		default:
			elements = append(elements, element{text: string(r)})
		}
	}
	return elements
}

// findNumber looks for numbers whose form has its trigger in the run of digits at index at.
func findNumber(s *Scanner, at int) {
	t := s.text
	n := digitRun(t, at)
	if after := skipEscape(t, at); after > at {
		at, n = after, digitRun(t, after)
	}
	if at < s.floor || at+n < len(t) && isASCIIDigit(t[at+n]) { // longer than in any form
		return
	}
	if at > 0 && isASCIIDigit(t[at-1]) && skipEscape(t, at-1) < at {
		s.findScattered(at)
		return
	}
	next, front := nextRun(t, at+n), s.frontOf(at)
	if front == frontLetter && isLongWord(t, at) {
		return
	}
	if s.tryForms(s.e.forms.runs[front][n][next], at) {
		return
	}
	if n == len("1985") {
		s.findNamedDate(at)
	}
	// findTriple is not called for separators of more than one byte.
	if at > 0 && (t[at-1] >= utf8.RuneSelf || t[at-1] == '0') {
		s.findTriplesBefore(at, n)
	}
	// An area code may stand in front of a short number, whose own run of digits is too short to call this.
	short := n >= 5 && (front == frontBlank || front == frontSeparator && t[at-1] != '.')
	if n >= minPhone || short || at > 0 && (t[at-1] == ')' || t[at-1] == '(') || next > 0 && next != otherScript && (n != 4 || next != 2 || t[at] == '0') {
		s.findKeyedPhone(at)
	}
}

// findScattered looks for the forms that scattered finds by their last digit, which is at index at.
func (s *Scanner) findScattered(at int) {
	for _, back := range [...]int{8, 10, 12} {
		if start := at - back; start >= s.floor && isASCIIDigit(s.text[start]) {
			n := digitRun(s.text, start)
			if n <= maxScattered && s.tryForms(s.e.forms.runs[frontLetter][n][0], start) {
				return
			}
		}
	}
}

// maxScattered is the length of the longest first run of digits in a form that scattered finds.
const maxScattered = 2

// isLongWord reports whether more letters and digits stand right in front of index at than a form can have.
func isLongWord(t string, at int) bool {
	const escape = 6 // length of an escape such as \u0020, which may seem to be the beginning of the word
	for n := range maxForm + escape {
		if at-n == 0 || !alnumBytes[t[at-n-1]] {
			return false
		}
	}
	return true
}

// nextRun returns what stands behind a run of digits that ends at index at, as form.next does: the length of the run of
// digits behind the separator there, otherScript, or 0.
func nextRun(t string, at int) int {
	if at >= len(t) {
		return 0
	}
	if size := len(separatorAt(t, at)); size > 0 {
		return digitRun(t, at+size)
	}
	switch {
	case t[at] == '/':
		return digitRun(t, at+1)
	case t[at] == '%' && at+2 < len(t) && encodedSlashBefore(t, at+len("%2F")):
		return digitRun(t, at+len("%2F"))
	case t[at] >= utf8.RuneSelf || t[at] == '(':
		return otherScript
	}
	return 0
}

// maxRunsOfForm bounds the number of runs of digits in a form.
const maxRunsOfForm = 6

// findTriplesBefore looks for the forms of short runs whose third or a later run is that of n digits at index at.
func (s *Scanner) findTriplesBefore(at, n int) {
	first, second, third := n, 0, 0
	for end, runs := at, 1; runs < maxRunsOfForm; runs++ {
		size := len(separatorBefore(s.text, end))
		if size < 2 {
			return
		}
		run := 0
		for end -= size; run <= maxShort && end > s.floor && isASCIIDigit(s.text[end-1]); end-- {
			run++
		}
		if run == 0 || run > maxShort {
			return
		}
		first, second, third = run, first, second
		if third > 0 && s.tryForms(s.e.forms.triples[s.frontOf(end)][first][second][min(third, maxThird)], end) {
			return
		}
	}
}

// findTriple looks for the forms of short runs that have the separator at index at between their first two runs.
func findTriple(s *Scanner, at int) {
	t := s.text
	left, right, third := 0, 0, 0
	for left <= maxShort && at-left > s.floor && isASCIIDigit(t[at-left-1]) {
		if left > 0 && at-left > 2 && t[at-left-3] == '%' && escapeLength(t[at-left-3:]) > 0 {
			break // the digits are those of %22
		}
		left++
	}
	for right <= maxShort && at+1+right < len(t) && isASCIIDigit(t[at+1+right]) {
		right++
	}
	if left == 0 || left > maxShort || right == 0 || right > maxShort {
		return
	}
	next := at + 1 + right + 1
	for third < maxThird && next+third < len(t) && isASCIIDigit(t[next+third]) {
		third++
	}
	if third == 0 || isAlnum(t[next-1]) {
		return
	}
	start := at - left
	front := s.frontOf(start)
	if t[at] == ' ' && front == frontBlank && s.kindsNear(start) == (kinds{}) {
		return // what needs no keyword is not looked for inside of a row, see inColumns
	}
	if _, end, ok := octetsAt(t, start); ok && numberEnds(t, end) {
		return // an IPv4 address looks like no other number
	}
	if s.tryForms(s.e.forms.triples[front][left][right][third], start) {
		return
	}
	if front != frontSeparator {
		s.findKeyedPhone(start)
	}
}

// tryForms adds a match of the first form of the cell that fits with its trigger at index at. It reports whether there
// is one.
func (s *Scanner) tryForms(c *cell, at int) bool {
	if c == nil {
		return false
	}
	end := at + c.forms[0].elements[c.forms[0].trigger].size
	candidates := c.mayStand(followAt(s.text, min(end, len(s.text))), wordAround(s.text, at-8), encodedSlashBefore(s.text, at))
	// Check digits leave so few numbers that it is cheaper to look for the keywords of those only, unless the words in front
	// are read already, or many forms would have to be tried.
	const many = 4
	if candidates&^c.free != 0 && (s.nearIsCheap(at) || bits.OnesCount64(candidates) > many) {
		candidates &= c.backed(s.kindsNear(at))
	}
	for ; candidates != 0; candidates &= candidates - 1 {
		if s.tryForm(&c.forms[bits.TrailingZeros64(candidates)], at) {
			return true
		}
	}
	return false
}

// tryForm adds a match if the form fits with its trigger at index at. It reports whether it does.
func (s *Scanner) tryForm(f *form, at int) bool {
	start, sep, ok := f.start(s.text, at)
	if !ok || start < s.floor || !wordStarts(s.text, start) {
		return false
	}
	kind := &numberKinds[f.row]
	number, end, ok := s.compactForm(f, start, sep)
	// Keywords are looked for last, when few numbers are left.
	if !ok || !s.standsFree(start, end, kind.weak) || kind.check != nil && !kind.check(number) || !s.backs(f, at, end) {
		return false
	}
	if f.free && (isOneDigit(number) || inColumns(s.text, start, end)) {
		return false // a placeholder, such as 999-99-9999, or several numbers in a table
	}
	s.add(span{start: start, end: end, detector: kind.detector, quote: jsonNumberQuote(s.text, start, end)})
	return true
}

// isOneDigit reports whether a number is a single digit repeated.
func isOneDigit(number string) bool {
	return strings.Count(number, number[:1]) == len(number)
}

// backs reports whether the form needs no keyword, or has one in front of index at or behind index end.
func (s *Scanner) backs(f *form, at, end int) bool {
	if f.free {
		return true
	}
	near := s.kindsAt(at).or(s.kindsBehind(end))
	return near.has(f.row)
}

// start matches the part of the form in front of its trigger, which is at index at. It returns where the form starts,
// and the separator that it has there, or "".
func (f *form) start(t string, at int) (start int, sep string, ok bool) {
	for i := f.trigger - 1; i >= 0; i-- {
		e := &f.elements[i]
		switch e.kind {
		case '_':
			found := separatorBefore(t, at)
			if found == "" || sep != "" && sep != found {
				return 0, "", false
			}
			sep = found
			at -= len(found)
		case 0:
			switch {
			case at > 0 && t[at-1] == e.text[len(e.text)-1] && strings.HasSuffix(t[:at], e.text):
				at -= len(e.text)
			case e.text == "/" && encodedSlashBefore(t, at):
				at -= len("%2F")
			default:
				return 0, "", false
			}
		default:
			for range e.size {
				if at == 0 || !e.accepts(t[at-1]) {
					return 0, "", false
				}
				at--
			}
		}
	}
	return at, sep, true
}

func (e *element) accepts(c byte) bool {
	switch e.kind {
	case '9':
		return isASCIIDigit(c)
	case 'A':
		return isLetter(c)
	}
	return isAlnum(c)
}

// compactForm matches the form at index start. sep is the separator to expect, or "" for any. It returns the digits and
// letters, in upper case, and where the form ends. The number is valid until the next call.
func (s *Scanner) compactForm(f *form, start int, sep string) (number string, end int, ok bool) {
	t, at := s.text, start
	n := 0
	for i := range f.elements {
		e := &f.elements[i]
		switch e.kind {
		case '_':
			found := separatorAt(t, at)
			if found == "" || sep != "" && sep != found {
				return "", 0, false
			}
			sep = found
			at += len(found)
		case 0:
			switch {
			case at < len(t) && t[at] == e.text[0] && strings.HasPrefix(t[at:], e.text):
				at += len(e.text)
			case e.text == "/" && at+2 < len(t) && encodedSlashBefore(t, at+len("%2F")):
				at += len("%2F")
			default:
				return "", 0, false
			}
		default:
			for range e.size {
				if at == len(t) || n == len(s.compact) || !e.accepts(t[at]) {
					return "", 0, false
				}
				s.compact[n] = upper(t[at])
				at++
				n++
			}
		}
	}
	return unsafe.String(&s.compact[0], n), at, true
}

// encodedSlashBefore reports whether a percent-encoded slash ends at index end.
func encodedSlashBefore(t string, end int) bool {
	return end > 2 && t[end-1]|0x20 == 'f' && t[end-2] == '2' && t[end-3] == '%'
}

// standsFree reports whether t[start:end] is not part of a longer word, number or identifier. weak is that of the kind.
func (s *Scanner) standsFree(start, end int, weak bool) bool {
	t := s.text
	if !wordStarts(t, start) || !numberEnds(t, end) || afterDecimalPoint(t, start) || inIdentifier(t, start) {
		return false
	}
	if !weak {
		return true
	}
	return (start < 2 || t[start-1] != '-' || !isAlnum(t[start-2])) && (end+1 >= len(t) || t[end] != '-' || !isAlnum(t[end+1]))
}

// separatorBefore returns the separator between digit groups that ends at index end, or "".
func separatorBefore(t string, end int) string {
	if end == 0 {
		return ""
	}
	switch c := t[end-1]; {
	case c == ' ' || c == '-' || c == '.' || c == '+':
		return t[end-1 : end]
	case c == '0':
		if strings.HasSuffix(t[:end], "%20") {
			return "%20"
		}
	case endsSeparator[c]:
		for _, sep := range separators {
			if len(sep) > 1 && strings.HasSuffix(t[:end], sep) {
				return sep
			}
		}
	}
	return ""
}

// endsSeparator has the last bytes of the separators that are not ASCII.
var endsSeparator = func() (ends [256]bool) {
	for _, sep := range separators {
		if c := sep[len(sep)-1]; c >= utf8.RuneSelf {
			ends[c] = true
		}
	}
	return ends
}()

func upper(c byte) byte {
	if c-'a' <= 'z'-'a' {
		return c &^ 0x20
	}
	return c
}

// numberKind returns the detector of an integer under a key that speaks for kinds of numbers, or None. Because an
// integer has no leading zeros, up to two of them are restored where a form needs them.
func (s *Scanner) numberKind(digits []byte, context Context) ID {
	for row := range numberKinds {
		kind := &numberKinds[row]
		if !context.kinds.has(row) || !s.e.enabled[kind.detector] {
			continue
		}
		if kind.detector == Phone && kind.check == nil && len(digits) >= minPhone && len(digits) <= maxPhone {
			return Phone
		}
		for _, text := range kind.forms {
			lost := len(text) - len(digits)
			if strings.Trim(text, "9") != "" || lost < 0 || lost > 2 || kind.weak && lost > 0 {
				continue
			}
			n := copy(s.compact[:], "00"[:lost])
			n += copy(s.compact[n:], digits)
			if kind.check == nil || kind.check(unsafe.String(&s.compact[0], n)) {
				return kind.detector
			}
		}
	}
	return None
}

// kindsOf returns the rows of numberKinds that belong to a detector.
func kindsOf(id ID) (set kinds) {
	for row := range numberKinds {
		if numberKinds[row].detector == id {
			set.add(row)
		}
	}
	return set
}

// formIDs returns the detectors of numberKinds, some of them several times.
func formIDs() (ids []ID) {
	for row := range numberKinds {
		ids = append(ids, numberKinds[row].detector)
	}
	return ids
}
