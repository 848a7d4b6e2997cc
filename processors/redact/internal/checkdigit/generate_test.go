// SPDX-License-Identifier: Apache-2.0

package checkdigit

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
)

const (
	decimal  = "0123456789"
	alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	// base36 gives the value of a digit or an upper-case letter by its index.
	base36 = decimal + alphabet
)

// generator makes random identifiers by the rules of those who issue them. It computes check characters
// forwards, where the functions under test verify them, and shares no code with them.
type generator struct{ *rand.Rand }

func newGenerator(seed uint64) generator {
	return generator{rand.New(rand.NewPCG(seed, 0))}
}

// one returns a random character of an alphabet.
func (g generator) one(of string) string { return string(of[g.IntN(len(of))]) }

// choose returns one of several texts.
func (g generator) choose(of ...string) string { return of[g.IntN(len(of))] }

// fill replaces every 9 by a digit, every 8 by a digit other than 0, every A by a letter and every X by
// either.
func (g generator) fill(pattern string) string {
	var b strings.Builder
	for _, c := range pattern {
		switch c {
		case '9':
			b.WriteString(g.one(decimal))
		case '8':
			b.WriteString(g.one(decimal[1:]))
		case 'A':
			b.WriteString(g.one(alphabet))
		case 'X':
			b.WriteString(g.one(base36))
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// date is a day that exists in every year.
type date struct{ year, month, day int }

func (g generator) date(from, to int) date {
	return date{from + g.IntN(to-from+1), 1 + g.IntN(12), 1 + g.IntN(28)}
}

func (d date) yymmdd() string { return fmt.Sprintf("%02d%02d%02d", d.year%100, d.month, d.day) }

func (d date) ddmmyy() string { return fmt.Sprintf("%02d%02d%02d", d.day, d.month, d.year%100) }

// until repeats next until it has an identifier: many rules leave out those without a check digit.
func until(next func() string) string {
	for {
		if s := next(); s != "" {
			return s
		}
	}
}

// weigh adds up the digits of s, each multiplied with the base-36 digit of weights at its place.
func weigh(s, weights string) int {
	sum := 0
	for i, c := range s {
		sum += strings.IndexRune(base36, c) * strings.IndexByte(base36, weights[i])
	}
	return sum
}

// checkDigit appends n as one digit, or returns nothing if it has two.
func checkDigit(s string, n int) string {
	if n > 9 {
		return ""
	}
	return s + string(decimal[n])
}

// withLuhn appends the Luhn check digit.
func withLuhn(s string) string {
	doubled := [...]int{0, 2, 4, 6, 8, 1, 3, 5, 7, 9}
	sum := 0
	for i, c := range s {
		if n := int(c - '0'); (len(s)-i)%2 == 1 {
			sum += doubled[n]
		} else {
			sum += n
		}
	}
	return s + string(decimal[(100*len(s)-sum)%10])
}

// withISO7064 appends the check digit of MOD 11,10 as the standard's recursive formula states it.
func withISO7064(s string) string {
	p := 10
	for _, c := range s {
		m := (p + int(c-'0')) % 10
		if m == 0 {
			m = 10
		}
		p = (2 * m) % 11
	}
	return s + string(decimal[(11-p)%10])
}

// withVerhoeff appends the check digit of Verhoeff's scheme, with the group and the permutation computed
// instead of looked up.
func withVerhoeff(s string) string {
	product := func(a, b int) int {
		switch {
		case a < 5 && b < 5:
			return (a + b) % 5
		case a < 5:
			return (a+b-5)%5 + 5
		case b < 5:
			return (a-5-b+5)%5 + 5
		}
		return (a - b + 5) % 5
	}
	permute := func(n, times int) int {
		for range times % 8 {
			n = [...]int{1, 5, 7, 6, 2, 8, 3, 0, 9, 4}[n]
		}
		return n
	}
	for _, check := range decimal {
		c := 0
		for i, d := range reverse(s + string(check)) {
			c = product(c, permute(int(d-'0'), i))
		}
		if c == 0 {
			return s + string(check)
		}
	}
	panic("no check digit")
}

func reverse(s string) string {
	b := []byte(s)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}

// modulo returns the remainder of a decimal number of any length in which letters stand for 10 to 35.
func modulo(s string, m int64) int {
	var b strings.Builder
	for _, c := range strings.ToUpper(s) {
		fmt.Fprint(&b, strings.IndexRune(base36, c))
	}
	n, ok := new(big.Int).SetString(b.String(), 10)
	if !ok {
		panic("no number: " + s)
	}
	return int(n.Mod(n, big.NewInt(m)).Int64())
}
