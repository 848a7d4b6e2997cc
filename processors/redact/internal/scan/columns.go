// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// In a table, CSV or Markdown, the keyword of a number stands in the first lines, at the head of its column: "id,ssn" above
// "7,536221234". For secrets, see tables.go.

const (
	maxHeads = 32
	// maxHead bounds the line with the heads, and maxRow the others, in bytes. maxTitle bounds the number of lines in front
	// of the heads.
	maxHead, maxRow, maxTitle = 512, 1024, 2
	// maxHeadWords bounds the words of a head, because commas also separate parts of sentences.
	maxHeadWords = 4
)

// columns is what the scanner knows about the columns of the table that the text may be.
type columns struct {
	read  bool // whether the first lines were read
	mark  byte // between two columns, or 0 if the text is no table
	heads [maxHeads]kinds
	count int // of columns
	row   row
}

// row is the place in the table that was asked for last.
type row struct {
	at, column int
	quoted     bool // whether at is inside of quotes
	end        int  // of the line
	fits       bool // whether it has as many columns as there are heads
}

// read reads on up to index at.
func (r *row) read(t string, at int, mark byte) {
	for i := r.at; i < at; i++ {
		switch c := t[i]; {
		case c == '"':
			r.quoted = !r.quoted
		case c == mark && !r.quoted:
			r.column++
		}
	}
	r.at = at
}

// columnKinds returns the kinds that have a keyword at the head of the column that index at is in.
func (s *Scanner) columnKinds(at int) kinds {
	b := &s.columns
	if !b.read {
		s.readHeads()
	}
	if b.mark == 0 {
		return kinds{}
	}
	if at >= b.row.end {
		b.row = b.rowAround(s.text, at)
	}
	if !b.row.fits {
		return kinds{}
	}
	if at >= b.row.at {
		b.row.read(s.text, at, b.mark)
	} else if b.row.at-at > maxPhoneText || strings.ContainsAny(s.text[at:b.row.at], string(rune(b.mark))+"\n") {
		return kinds{} // in front of the place that was asked for last, and in another column
	}
	return b.heads[b.row.column]
}

// rowAround returns the row that index at is in, at its start.
func (b *columns) rowAround(t string, at int) row {
	start := max(0, at-maxRow)
	newline := strings.LastIndexByte(t[start:at], '\n')
	start += newline + 1
	end := min(len(t), at+maxRow)
	if n := strings.IndexByte(t[at:end], '\n'); n >= 0 {
		end = at + n
	}
	r := row{at: start}
	r.read(t, end, b.mark)
	return row{at: start, end: max(end, at+1), fits: newline >= 0 && r.column+1 == b.count && !r.quoted}
}

// readHeads looks for the heads of a table in the first lines of the text.
func (s *Scanner) readHeads() {
	s.columns.read, s.columns.mark, s.columns.row = true, 0, row{}
	rest := s.text
	for range maxTitle + 1 {
		end := strings.IndexByte(rest[:min(len(rest), maxHead)], '\n')
		if end < 0 || s.readHead(rest[:end]) {
			return
		}
		rest = rest[end+1:]
	}
}

// readHead reports whether a line has the heads of a table: it is made up of names with the same mark between them, and one
// of the names is a keyword.
func (s *Scanner) readHead(line string) bool {
	b, mark := &s.columns, headMark(line)
	if mark == 0 {
		return false
	}
	b.count = 0
	var all kinds
	for head := range strings.SplitSeq(line, string(rune(mark))) {
		if b.count == maxHeads || strings.Count(strings.TrimSpace(head), " ") >= maxHeadWords {
			return false
		}
		b.heads[b.count] = s.e.keywords.inKey(head, s.e.vocab.isAbout)
		all = all.or(b.heads[b.count])
		b.count++
	}
	if all == (kinds{}) {
		return false
	}
	b.mark = mark
	return true
}

// headMark returns the mark between the names in a line with the heads of a table, or 0 if it is something else.
func headMark(line string) (mark byte) {
	for i := range len(line) {
		switch c := line[i]; c {
		case ',', ';', '\t', '|':
			if mark != 0 && mark != c || c == ',' && i+1 < len(line) && line[i+1] == ' ' {
				return 0 // a comma and a blank stand in a sentence
			}
			mark = c
		case ' ', '"', '\'', '\r':
		default:
			if !isKeyByte(c) {
				return 0
			}
		}
	}
	return mark
}
