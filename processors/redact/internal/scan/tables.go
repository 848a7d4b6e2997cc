// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

// In a table, the name of a value stands in the first row: in CSV, in Markdown, and as psql, mysql and others print the
// result of a query. A table can also have a column of names and one of their values.

// Bounds in bytes.
const (
	maxRuleIndent  = 8  // what stands in front of the first hyphens of the line below a header
	maxFirstColumn = 24 // the name of the first column of a text in CSV
)

// table is what the header of a table says about the cells of its columns.
type table struct {
	separator byte // between two cells; a blank stands for two or more
	columns   [64]Context
	n         int
	// name and value are the columns of names and of their values, or -1.
	name, value int
}

// findRuledTable checks for secrets in a table whose header is set off by a line of hyphens, the first of which are at
// index at.
func (s *Scanner) findRuledTable(at int) {
	t := s.text
	start := at
	for start > 0 && at-start < maxRuleIndent && strings.IndexByte("|+: ", t[start-1]) >= 0 {
		start--
	}
	if at < s.tableEnd || start == 0 || t[start-1] != '\n' {
		return
	}
	separator := byte('\n') // of a single column
	end := start
	for ; end < len(t) && t[end] != '\n'; end++ {
		switch t[end] {
		case '|', '+':
			separator = '|'
		case '-', ':', ' ', '\r':
		default:
			return
		}
	}
	if separator == '\n' && strings.Contains(strings.TrimSpace(t[start:end]), "  ") {
		separator = ' '
	}
	header := start - 1
	for header > s.floor && start-header < maxColumns && t[header-1] != '\n' {
		header--
	}
	x, ok := s.readHeader(header, start-1, separator)
	if !ok {
		return
	}
	for end < len(t) {
		start = end + 1
		if end = s.newline(start); start == end || separator == '|' && strings.IndexByte(t[start:end], '|') < 0 && t[start] != '+' {
			break
		}
		s.addRow(x, start, end)
	}
	s.tableEnd = end
}

// findCSV checks for secrets in a text that consists of comma-separated values (RFC 4180), or of values separated by
// semicolons or tabs. The first line must be a header.
func (s *Scanner) findCSV() {
	t := s.text
	at := 0
	if t[0] == '"' {
		at++
	}
	for at < len(t) && at < maxFirstColumn && isKeyByte(t[at]) {
		at++
	}
	if t[0] == '"' && at < len(t) && t[at] == '"' {
		at++
	}
	if at == 0 || at == len(t) || t[at] != ',' && t[at] != ';' && t[at] != '\t' {
		return
	}
	end := strings.IndexByte(t[:min(len(t), maxColumns)], '\n')
	if end < 0 {
		return
	}
	if x, ok := s.readHeader(0, end, t[at]); ok {
		s.addRows(x, end)
	}
}

// addRows adds the secrets in the rows of the table whose header ends at index end, and returns where the last row ends.
func (s *Scanner) addRows(x *table, end int) int {
	for end < len(s.text) {
		start := end + 1
		next := s.newline(min(start, len(s.text)))
		if !s.addRow(x, start, next) && start < next {
			return end
		}
		end = next
	}
	return end
}

// readHeader reads the names of the columns in t[start:end]. ok is false if one of them is no name, or if nothing can be
// found in the table.
func (s *Scanner) readHeader(start, end int, separator byte) (x *table, ok bool) {
	t := s.text
	x = &s.table
	x.separator, x.n, x.name, x.value = separator, 0, -1, -1
	start, end = x.trim(t, start, end)
	for at := start; at < end && x.n < len(x.columns); x.n++ {
		cell, next := s.cellAt(x, at, end)
		name := t[cell.start:cell.end]
		if name == "" || len(name) > maxTextKey || looksRandom(name) || strings.ContainsAny(name, ":=<>(){}[]") {
			return nil, false
		}
		c, isSecret := s.judgeName(cell.start, cell.end)
		switch x.columns[x.n] = c; {
		case isSecret:
			ok = true
		case endsWithWord(name, nameWords):
			x.name = x.n
		case endsWithWord(name, valueWords):
			x.value = x.n
		}
		at = next
	}
	return x, ok || x.name >= 0 && x.name < x.value
}

// trim returns the bounds of a row without the separators around it.
func (x *table) trim(t string, start, end int) (int, int) {
	if x.separator == '|' {
		for start < end && (t[start] == ' ' || t[start] == '|') {
			start++
		}
		end = trimRight(t, start, end, " \r|")
	}
	return start, end
}

// cellAt returns the cell at index at, in quotes or not, of a row that ends at index end, and where the next one starts.
func (s *Scanner) cellAt(x *table, at, end int) (cell item, next int) {
	t := s.text
	for at < end && t[at] == ' ' {
		at++
	}
	cell.start = at
	q, quoted := quoteAt(t, at)
	if quoted = quoted && x.separator != '|'; quoted {
		cell.start = min(at+q.size(), end)
		cell.end = min(s.closing(cell.start, q), end)
		at = cell.end
	}
	for at < end && !x.separates(t, at) {
		at += max(1, s.e.masks.at(t, at)) // which may contain a separator
	}
	at = min(at, end)
	if !quoted {
		cell.end = trimRight(t, cell.start, at, " \r")
	}
	return cell, at + 1
}

// separates reports whether a separator stands at index at.
func (x *table) separates(t string, at int) bool {
	return t[at] == x.separator && (x.separator != ' ' || at+1 < len(t) && t[at+1] == ' ')
}

// addRow adds those cells of the row t[start:end] that are secrets. In a column such as "token", which is not certain to
// hold secrets, and in a table without separators, a cell must look like one. It reports whether the row has as many cells
// as there are columns.
func (s *Scanner) addRow(x *table, start, end int) bool {
	var named Context
	start, end = x.trim(s.text, start, end)
	separator := string(x.separator)
	if x.separator == ' ' {
		separator = "  "
	}
	if strings.Count(s.text[start:end], separator) < x.n-1 {
		return false
	}
	for i, at := 0, start; at < end && i < x.n; i++ {
		cell, next := s.cellAt(x, at, end)
		c := x.columns[i]
		switch i {
		case x.name:
			named, _ = s.judgeName(cell.start, cell.end)
		case x.value:
			c = named
		}
		if v := s.text[cell.start:cell.end]; c.detector != None && (c.flags&certain != 0 && x.separator != '\n' || looksRandom(v) && !strings.Contains(v, " ")) {
			s.addMarkup(c, cell.start, cell.end)
		}
		at = next
	}
	return true
}
