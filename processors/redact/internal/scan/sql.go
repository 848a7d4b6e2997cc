// SPDX-License-Identifier: Apache-2.0

package scan

import "strings"

const (
	maxColumns    = 4096 // bytes of a list of columns
	maxSQLKeyword = 48   // bytes between a keyword and its literal
)

// findPasswordClause checks for the password in IDENTIFIED BY '…' and its variants. at is the index of the
// keyword.
func findPasswordClause(s *Scanner, at int) {
	t := s.text
	i := at + len("identified ")
	for range 3 { // IDENTIFIED [WITH plugin] {BY | AS} [PASSWORD] 'x'
		start := i
		for i < len(t) && i-at < maxSQLKeyword && isKeyByte(t[i]) {
			i++
		}
		word := t[start:i]
		i = skipBlanks(t, i)
		if isOneOf(word, []string{"by", "as"}) {
			if i+len("password ") < len(t) && hasPrefixFold(t[i:], "password ") {
				i = skipBlanks(t, i+len("password "))
			}
			if _, quoted := quoteAt(t, i); !quoted && i < len(t) && (t[at] == 'I' || hasDigit(t[i:s.bareEnd(i)])) {
				s.addMarkup(Context{detector: Password}, i, s.bareEnd(i)) // Oracle needs no quotes
				return
			}
			if s.addLiteral(i) {
				s.addReplaced(i)
			}
			return
		}
	}
}

// addReplaced adds the old password in IDENTIFIED BY "new" REPLACE "old" of Oracle. The new one is at index at.
func (s *Scanner) addReplaced(at int) {
	const replace = "replace "
	if password, ok := s.stringAt(at); ok {
		if next := skipBlanks(s.text, password.after); next+len(replace) < len(s.text) && hasPrefixFold(s.text[next:], replace) {
			s.addLiteral(skipBlanks(s.text, next+len(replace)))
		}
	}
}

// findPasswordLiteral checks for the password in PASSWORD '…' and PASSWORD('…'). at is the index of the
// keyword.
func findPasswordLiteral(s *Scanner, at int) {
	if wordStarts(s.text, at) {
		s.addLiteral(at + strings.IndexAny(s.text[at:], `'"`))
	}
}

// addLiteral adds the password in the SQL string literal that starts at index at. It reports whether there is one.
func (s *Scanner) addLiteral(at int) bool {
	if _, ok := quoteAt(s.text, at); !ok {
		return false
	}
	if literal := s.literalAt(at); literal.end < len(s.text) {
		s.addUnlessPlaceholder(Password, literal.start, literal.end)
	}
	return true
}

// literalEnd returns the index of the quote that closes a SQL string literal, in which a doubled quote stands for one
// quote of the content.
func (s *Scanner) literalEnd(from int, q quote) int {
	t := s.text
	for {
		end := s.closing(from, q)
		next := end + q.size()
		if q.mark != '\'' || next >= len(t) || !strings.HasPrefix(t[next:], t[end:next]) {
			return end
		}
		from = next + q.size()
	}
}

// findDirective checks for the password behind a name and a blank: in the Redis command CONFIG SET requirepass, and in
// the configuration files of Redis and OpenLDAP (masterauth, bindpw and rootpw). at is the index of the name.
func findDirective(s *Scanner, at int) {
	t := s.text
	after := s.keyEndAt(at)
	if q, ok := quoteAt(t, after); ok && after+q.size() <= len(t) {
		after += q.size()
	}
	start := skipBlanks(t, after)
	if start == after || start == len(t) || !wordStarts(t, at) {
		return
	}
	if password, ok := s.stringAt(start); ok {
		s.addMarkup(Context{detector: Password}, password.start, password.end)
		return
	}
	if end := s.bareEnd(skipScheme(t, start)); !messageWords.has(t[start:end]) {
		s.addMarkup(Context{detector: Password}, start, end)
	}
}

// findValues checks for the literals of columns whose name has a verdict, in INSERT INTO t (columns) VALUES
// (literals). at is the index of the keyword. Parameters are kept.
func findValues(s *Scanner, at int) {
	t := s.text
	end := at
	for end > s.floor && at-end < maxBlanks && isSpace(t[end-1]) {
		end--
	}
	open := skipSpaces(t, at+len("values"))
	if at < s.valuesEnd || end <= s.floor || t[end-1] != ')' || open == len(t) || t[open] != '(' {
		return
	}
	s.addColumns(end-1, open)
}

// findKeyDetail is findValues for the detail of a violated constraint in PostgreSQL: Key (id, token)=(7, x) already
// exists. at is the index of the first word.
func findKeyDetail(s *Scanner, at int) {
	near := s.text[at:min(len(s.text), at+maxPair)]
	if end := strings.Index(near, ")=("); end > 0 && at >= s.valuesEnd {
		s.addColumns(at+end, at+end+len(")="))
	}
}

// addColumns adds the literals in the lists of values that start at index open, by the names of the columns in front of
// index end.
func (s *Scanner) addColumns(end, open int) {
	t := s.text
	start := end
	for start > s.floor && end-start < maxColumns && t[start-1] != '(' && t[start-1] != ')' {
		start--
	}
	if start == s.floor || t[start-1] != '(' {
		return
	}
	var columns [64]Context
	n, any := 0, false
	for from := start; from <= end && n < len(columns); n++ {
		to := from + strings.IndexByte(t[from:end]+",", ',')
		columns[n], _ = s.judgeName(from, to)
		any = any || columns[n].detector != None
		from = to + 1
	}
	if any {
		s.valuesEnd = s.addTuples(open, columns[:n])
		s.addArguments(open, s.valuesEnd, columns[:n])
	}
}

// addArguments adds the values that are logged behind a statement whose list of values, t[open:end], has parameters alone:
// VALUES (?, ?); args=('bob', 'x').
func (s *Scanner) addArguments(open, end int, columns []Context) {
	t := s.text
	if values := t[open:end]; strings.ContainsAny(values, `'"`) || !strings.ContainsAny(values, "?$%:@") {
		return
	}
	for at := end; at < min(len(t), end+maxSQLKeyword); at++ {
		if t[at] != '(' && t[at] != '[' {
			continue
		}
		if _, _, ok := openQuote(t, at+1); ok || at+1 < len(t) && isASCIIDigit(t[at+1]) {
			s.valuesEnd = s.addTuples(at, columns)
			return
		}
	}
}

// addTuples adds literals of the lists of values, each in parentheses, that start at index at: those whose column has
// a detector. It returns where the lists end.
func (s *Scanner) addTuples(at int, columns []Context) int {
	t := s.text
	for column, depth := 0, 0; at < len(t); {
		if n := s.e.masks.at(t, at); n > 0 {
			at += n // which may contain a comma
			continue
		}
		switch c := t[at]; {
		case c == '(' || c == '[': // as in lists of arguments
			if depth++; depth == 1 {
				column = 0
			}
			at++
		case (c == ')' || c == ']') && depth > 0:
			depth--
			at++
		case c == ',' && depth <= 1:
			column++
			at++
		case c == ',' || isSpace(c):
			at++
		case depth == 0 || c == ';':
			return at
		case strings.HasPrefix(t[at:], "%("):
			// A named parameter of Python's database API, %(name)s.
			name := strings.IndexByte(t[at:min(len(t), at+maxTextKey)], ')')
			at = min(len(t), at+max(name, len("%"))+len(")s"))
		default:
			value := s.literalAt(at)
			if column >= 0 && column < len(columns) && columns[column].detector != None && (value.quote != "" || depth == 1) {
				s.addColumn(columns[column], value)
			}
			at = value.after
		}
	}
	return at
}

// literalAt reads the literal, or other word, at index at.
func (s *Scanner) literalAt(at int) item {
	t := s.text
	if q, start, ok := openQuote(t, at); ok {
		end := s.literalEnd(start, q)
		return item{start, end, min(end+q.size(), len(t)), t[start-q.size() : start]}
	}
	end := at + 1
	for end < len(t) && strings.IndexByte(",();]", t[end]) < 0 && !isSpace(t[end]) {
		end++
	}
	return item{at, end, end, ""}
}

// addColumn adds a literal, unless it is a parameter, the name of a function, or a placeholder.
func (s *Scanner) addColumn(c Context, value item) {
	t := s.text
	if value.quote == "" && (strings.IndexByte(":@$?%", t[value.start]) >= 0 || isOneOf(t[value.start:value.end], []string{"default"}) ||
		value.end < len(t) && t[value.end] == '(') {
		return
	}
	s.addMarkup(Context{detector: c.detector}, value.start, value.end)
}

// findComparison checks for literals that are compared with a column whose name has a verdict: password LIKE 'x',
// token IN ('x', 'y'). at is the index of the operator.
func findComparison(s *Scanner, at int) {
	t := s.text
	end := trimRight(t, s.floor, at, " \"`]")
	start := s.keyBytesBefore(end)
	if start == end {
		return
	}
	c, ok := s.judgeName(start, end)
	if !ok && end-start > len("not") && hasPrefixFold(t[end-len("not"):], "not") {
		return
	}
	value := at + strings.IndexAny(t[at:], "('")
	if !ok || value < at {
		return
	}
	list := t[value] == '('
	if list {
		value = skipBlanks(t, value+1)
	}
	for value < len(t) && t[value] == '\'' {
		literal := s.literalAt(value)
		s.addMarkup(Context{detector: c.detector}, literal.start, literal.end)
		next := skipBlanks(t, literal.after)
		if !list || next >= len(t) || t[next] != ',' {
			return
		}
		value = skipBlanks(t, next+1)
	}
}

// findSetPassword checks for the literal in SET PASSWORD FOR user = 'x'. at is the index of SET.
func findSetPassword(s *Scanner, at int) {
	near := s.text[at:min(len(s.text), at+maxColumns/16)]
	if sign := strings.IndexByte(near, '='); sign > 0 {
		s.addLiteral(skipBlanks(s.text, at+sign+1))
	}
}

// isColumnOrParameter reports whether the bare value t[start:end] of an assignment in SQL is a parameter, or the
// name of a column.
func (s *Scanner) isColumnOrParameter(start, end int) bool {
	t := s.text
	if t[start-1] != ' ' {
		return false
	}
	name := strings.TrimLeft(t[start:end], ":@")
	for i := range len(name) {
		if !isKeyByte(name[i]) {
			return false
		}
	}
	before := t[max(0, start-maxSQLClause):start]
	if !strings.Contains(before, "WHERE ") && !strings.Contains(before, "where ") && !strings.Contains(before, " SET ") && !strings.Contains(before, " set ") {
		return false
	}
	if len(name) < end-start {
		return true
	}
	return s.e.vocab.mayDecide(name)
}

// findLoginProcedure checks for the password among the arguments of the procedures of SQL Server that add a login:
// sp_addlogin 'login', 'x'. at is the index of the procedure.
func findLoginProcedure(s *Scanner, at int) {
	var place int
	rest, ok := strings.CutPrefix(s.text[at:], "sp_addlogin")
	if ok {
		place = 2
	} else if rest, ok = strings.CutPrefix(s.text[at:], "sp_addlinkedsrvlogin"); ok {
		place = 5 // behind server, useself, local login and remote login
	}
	if !ok || rest == "" || !isBlank(rest[0]) {
		return
	}
	at = skipBlanks(s.text, len(s.text)-len(rest))
	for n := 1; at < len(s.text); n++ {
		value := s.literalAt(at)
		if n == place {
			if value.quote != "" {
				s.addColumn(Context{detector: Password}, value)
			}
			return
		}
		if at = skipBlanks(s.text, value.after); at == len(s.text) || s.text[at] != ',' {
			return
		}
		at = skipBlanks(s.text, at+1)
	}
}

// maxSQLClause bounds how many bytes in front of a value are searched for the start of its clause.
const maxSQLClause = 128
