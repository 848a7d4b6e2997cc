// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// In a table, CSV or Markdown, the keyword of a number stands in the first lines, at the head of its column: "id,ssn" above
// "7,536221234".

const (
	maxHeads = 32
	// maxHead bounds the line with the heads, and maxRow the others, in bytes. maxTitle bounds the number of lines in front
	// of the heads.
	maxHead, maxRow, maxTitle = 512, 1024, 2
	// maxHeadWords bounds the words of a head, because commas also separate parts of sentences.
	maxHeadWords = 4
)

// table is what the scanner knows about the table that the text may be.
type table struct {
	read  bool // whether the first lines were read
	mark  byte // between two columns, or 0 if the text is no table
	heads [maxHeads]kinds
	count int // of columns
	row   row
}

// row is the place in the table that was asked for last.
type row struct {
	at, column int
	end        int // of the line, or 0 if it has another number of columns than the first one
}

func (b *table) reset() { b.read, b.mark, b.row = false, 0, row{} }

// columnKinds returns the kinds that have a keyword at the head of the column that index at is in.
func (s *Scanner) columnKinds(at int) kinds {
	b := &s.table
	if !b.read {
		s.readHeads()
	}
	if b.mark == 0 || at < b.row.at {
		return kinds{}
	}
	if at >= b.row.end {
		b.row = b.rowAround(s.text, at)
	}
	if at > b.row.end {
		return kinds{}
	}
	b.row.column += strings.Count(s.text[b.row.at:at], string(rune(b.mark)))
	b.row.at = at
	return b.heads[b.row.column]
}

// rowAround returns the row that index at is in, at its start.
func (b *table) rowAround(t string, at int) row {
	from := max(0, at-maxRow)
	start := strings.LastIndexByte(t[from:at], '\n')
	if start < 0 {
		return row{}
	}
	start += from + 1
	end := min(len(t), start+maxRow)
	if n := strings.IndexByte(t[start:end], '\n'); n >= 0 {
		end = start + n
	}
	if strings.Count(t[start:end], string(rune(b.mark)))+1 != b.count {
		return row{at: start}
	}
	return row{at: start, end: end}
}

// readHeads looks for the heads of a table in the first lines of the text.
func (s *Scanner) readHeads() {
	s.table.read = true
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
	b, mark := &s.table, headMark(line)
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
			if mark == 0 {
				mark = c
			} else if mark != c {
				return 0
			}
		case ' ', '"', '\'', '\r':
		default:
			if !isKeyByte(c) {
				return 0
			}
		}
	}
	return mark
}
