// SPDX-License-Identifier: Apache-2.0

package checkdigit

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// check describes one function and what it promises.
type check struct {
	name string
	is   func(string) bool
	// valid are specimens that the issuer or its documentation has published, and numbers worked out by hand
	// from the rule; invalid are near misses.
	valid, invalid []string
	// generate makes a valid number.
	generate func(g generator) string
	// redraw are the places of the check characters, drawn again from the alphabet when the share of random
	// numbers that pass is measured. Negative places count from the end.
	redraw   []int
	alphabet string
	// share is that share; 0 for numbers without a check digit.
	share float64
	// finds reports whether a change of the digit at a place, from one value to another, can never go
	// unnoticed. It is nil if no such promise can be made.
	finds func(at int, from, to byte) bool
	// findsSwap does the same for two neighbouring digits that change places.
	findsSwap func(a, b byte) bool
}

// Promises of the usual schemes.
var (
	everyDigit = func(int, byte, byte) bool { return true }
	everySwap  = func(_, _ byte) bool { return true }
	luhnSwap   = func(a, b byte) bool { return min(a, b) != '0' || max(a, b) != '9' }
)

func checks() []check {
	return slices.Concat(algorithmChecks, paymentChecks, deviceChecks, americanChecks, asianChecks, europeanChecks, vatChecks)
}

func TestSpecimens(t *testing.T) {
	for _, c := range checks() {
		t.Run(c.name, func(t *testing.T) {
			require.NotEmpty(t, c.valid)
			for _, s := range c.valid {
				assert.True(t, c.is(s), s)
				if c.name != "GitHubToken" {
					assert.True(t, c.is(strings.ToLower(s)), "%s in lower case", s)
				}
				assert.False(t, c.is(s+"#"), "%s with a mark behind it", s)
				assert.False(t, c.is(" "+s), "%s with a space in front of it", s)
				for i := range s {
					assert.False(t, c.is(s[:i]+"\xff"+s[i+1:]), "%s with invalid UTF-8 at %d", s, i)
					assert.False(t, c.is(s[:i]+"٣"+s[i+1:]), "%s with an Arabic digit at %d", s, i)
					// What is next to digits and letters in ASCII.
					for _, mark := range []string{"/", ":", "@", "[", "`", "{"} {
						assert.False(t, c.is(s[:i]+mark+s[i+1:]), "%s with %s at %d", s, mark, i)
					}
				}
			}
			for _, s := range c.invalid {
				assert.False(t, c.is(s), s)
			}
		})
	}
}

func TestGeneratedNumbersAreAccepted(t *testing.T) {
	for _, c := range checks() {
		t.Run(c.name, func(t *testing.T) {
			g := newGenerator(1)
			for range 1000 {
				s := until(func() string { return c.generate(g) })
				require.True(t, c.is(s), s)
			}
		})
	}
}

// TestShareOfRandomNumbers redraws the check characters of valid numbers and compares how many pass with
// what the modulus says.
func TestShareOfRandomNumbers(t *testing.T) {
	const hits = 1000
	for _, c := range checks() {
		if c.share == 0 {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			g := newGenerator(2)
			letters := c.alphabet
			if letters == "" {
				letters = decimal
			}
			bases := make([][]byte, 500)
			for i := range bases {
				bases[i] = []byte(until(func() string { return c.generate(g) }))
			}
			n, passed := int(hits/c.share), 0
			for i := range n {
				b := slices.Clone(bases[i%len(bases)])
				for _, at := range c.redraw {
					if at < 0 {
						at += len(b)
					}
					b[at] = letters[g.IntN(len(letters))]
				}
				if c.is(string(b)) {
					passed++
				}
			}
			// Five standard deviations of a binomial distribution.
			assert.InDelta(t, hits, passed, 5*math.Sqrt(hits), "of %d", n)
		})
	}
}

func TestWrongDigitsAreFound(t *testing.T) {
	for _, c := range checks() {
		if c.finds == nil {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			g, changes := newGenerator(3), 0
			for range 200 {
				s := until(func() string { return c.generate(g) })
				for at := range len(s) {
					if !isDigit(s[at]) {
						continue
					}
					for to := byte('0'); to <= '9'; to++ {
						if to == s[at] || !c.finds(at, s[at], to) {
							continue
						}
						changed := s[:at] + string(to) + s[at+1:]
						require.False(t, c.is(changed), "%s changed to %s", s, changed)
						changes++
					}
				}
			}
			assert.Positive(t, changes)
		})
	}
}

func TestSwappedDigitsAreFound(t *testing.T) {
	for _, c := range checks() {
		if c.findsSwap == nil {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			g, swaps := newGenerator(4), 0
			for range 500 {
				s := until(func() string { return c.generate(g) })
				for at := range len(s) - 1 {
					a, b := s[at], s[at+1]
					if !isDigit(a) || !isDigit(b) || a == b || !c.findsSwap(a, b) {
						continue
					}
					swapped := s[:at] + string(b) + string(a) + s[at+2:]
					require.False(t, c.is(swapped), "%s changed to %s", s, swapped)
					swaps++
				}
			}
			assert.Positive(t, swaps)
		})
	}
}

// TestZeros makes sure that placeholders are no identifiers. The bare Luhn algorithm has nothing against
// them.
func TestZeros(t *testing.T) {
	for _, c := range checks() {
		if c.name == "Luhn" {
			continue
		}
		for n := range 40 {
			assert.False(t, c.is(strings.Repeat("0", n)), "%s: %d zeros", c.name, n)
		}
	}
}

func TestNoAllocation(t *testing.T) {
	for _, c := range checks() {
		inputs := slices.Concat(c.valid, c.invalid, []string{"", strings.Repeat("9", 100), "\xff\xfe"})
		assert.Zero(t, testing.AllocsPerRun(10, func() {
			for _, s := range inputs {
				c.is(s)
			}
		}), c.name)
	}
	assert.Zero(t, testing.AllocsPerRun(10, func() {
		_, _ = Mod97("DE89370400440532013000")
		_, _ = CardIssuer("4111111111111111")
		_, _ = CardIssuerWide("5612345678901234")
		_ = NormalizedEntropy(base62)
	}))
}

// FuzzChecks gives any text to every function: none may panic, and none may accept what is not ASCII or
// longer than the longest identifier.
func FuzzChecks(f *testing.F) {
	all := checks()
	for _, c := range all {
		for _, s := range c.valid {
			f.Add(s)
			f.Add(s[:len(s)-1] + "\x80")
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		ascii := !strings.ContainsFunc(s, func(r rune) bool { return r > '~' || r < '!' })
		for _, c := range all {
			ok := c.is(s)
			if ok && !ascii {
				t.Errorf("%s accepts %q", c.name, s)
			}
			if ok && len(s) > 40 && c.name != "Luhn" && c.name != "Verhoeff" {
				t.Errorf("%s accepts %q, which is too long", c.name, s)
			}
			if ok != c.is(strings.ToUpper(s)) && ascii && c.name != "GitHubToken" {
				t.Errorf("%s tells %q from its upper case", c.name, s)
			}
		}
		if r, ok := Mod97(s); ok != (s != "" && !strings.ContainsFunc(s, isNoAlnum)) || r < 0 || r > 96 {
			t.Errorf("Mod97(%q) = %d, %v", s, r, ok)
		}
		issuer, ok := CardIssuer(s)
		wideIssuer, wide := CardIssuerWide(s)
		if ok != (issuer != "") || wide != (wideIssuer != "") || ok && wide {
			t.Errorf("%q is of %q and of %q", s, issuer, wideIssuer)
		}
		if ok && !MayBeCard(s[0], s[1]) {
			t.Errorf("%q is of %q, whose numbers do not start so", s, issuer)
		}
		if e := NormalizedEntropy(s); !(e >= 0 && e <= 1) {
			t.Errorf("entropy of %q is %v", s, e)
		}
	})
}

func isNoAlnum(r rune) bool {
	return !strings.ContainsRune(base36+strings.ToLower(alphabet), r)
}

func BenchmarkChecks(b *testing.B) {
	for _, c := range checks() {
		b.Run(c.name, func(b *testing.B) {
			s := c.valid[0]
			b.ReportAllocs()
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				c.is(s)
			}
		})
	}
}
