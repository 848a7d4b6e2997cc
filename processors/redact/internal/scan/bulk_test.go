// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/faultline-otel/faultline/processors/redact/internal/checkdigit"
)

// bulkVariable is the environment variable that says how many of each kind of text are generated: "make test-bulk"
// sets it to a million.
const bulkVariable = "REDACT_BULK"

// bulk returns how many of each kind of text to generate.
func bulk(t *testing.T, usual int) int {
	t.Helper()
	text := os.Getenv(bulkVariable)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err, bulkVariable)
	return n
}

// least is the part of the numbers with check digits that must be found.
const least = 0.995

// TestNumbersAreFound generates numbers of each form of each kind, next to a keyword if it needs one.
func TestNumbersAreFound(t *testing.T) {
	count := bulk(t, 10_000)
	e := newEngine(t)
	for row := range numberKinds {
		kind := &numberKinds[row]
		if len(kind.forms)+len(kind.free) == 0 {
			continue
		}
		t.Run(fmt.Sprintf("%s %d", Detectors[kind.detector].Name, row), func(t *testing.T) {
			t.Parallel()
			s := e.Scanner()
			defer s.Release()
			forms := append(slices.Clone(kind.forms), kind.free...)
			found := 0
			for i, form := range forms {
				keyword := "the "
				if i < len(kind.forms) {
					keyword += kind.keywords[0] + " "
				}
				g := newNumberGenerator(t, form, kind.check, uint64(row))
				for n := range share(count, len(forms), i) {
					number := g.next()
					want := keyword + "[REDACTED:"
					out, _ := s.Value(keyword+number+" was given", Context{})
					if strings.HasPrefix(out, want) && strings.HasSuffix(out, "] was given") {
						found++
					} else if n < 3 {
						t.Logf("%q became %q", keyword+number, out)
					}
				}
			}
			assert.GreaterOrEqual(t, float64(found), least*float64(count), "of %d", count)
		})
	}
}

// share returns how many of count go to the i-th of so many parts.
func share(count, parts, i int) int {
	n := count / parts
	if i < count%parts {
		n++
	}
	return n
}

// numberGenerator makes numbers of a form that pass a check: from one that does, by changing a few of its
// characters until the next one does.
type numberGenerator struct {
	form    string
	check   func(string) bool
	r       *rand.Rand
	compact []byte // digits and letters alone
	kinds   []byte // of those, as the form has them
}

func newNumberGenerator(t *testing.T, form string, check func(string) bool, seed uint64) *numberGenerator {
	t.Helper()
	g := &numberGenerator{form: form, check: check, r: rand.New(rand.NewPCG(seed, 7))}
	for i := range len(form) {
		if c := form[i]; c == '9' || c == 'A' || c == 'X' {
			g.kinds = append(g.kinds, c)
			g.compact = append(g.compact, 0)
		}
	}
	for range 50_000_000 {
		for i := range g.compact {
			g.change(i)
		}
		if g.passes() {
			return g
		}
	}
	require.Failf(t, "no number", "of the form %s passes the check", form)
	return nil
}

// change puts another character of its kind at index i.
func (g *numberGenerator) change(i int) {
	switch {
	case g.kinds[i] == '9', g.kinds[i] == 'X' && g.r.IntN(2) == 0:
		g.compact[i] = '0' + byte(g.r.IntN(10))
	default:
		g.compact[i] = 'A' + byte(g.r.IntN(26))
	}
}

// passes does not copy the number: most of what is tried does not pass.
func (g *numberGenerator) passes() bool {
	return g.check == nil || g.check(unsafe.String(unsafe.SliceData(g.compact), len(g.compact)))
}

// separatorsInUse are put into forms that leave the separator open.
var separatorsInUse = []string{"-", " ", "."}

func (g *numberGenerator) next() string {
	before := bytes.Clone(g.compact)
	for {
		for range 2 + g.r.IntN(2) {
			g.change(g.r.IntN(len(g.compact)))
		}
		if g.passes() && !bytes.Equal(before, g.compact) {
			break
		}
		copy(g.compact, before)
	}
	var out strings.Builder
	n := 0
	separator := separatorsInUse[g.r.IntN(len(separatorsInUse))]
	for _, c := range g.form {
		switch c {
		case '9', 'A', 'X':
			out.WriteByte(g.compact[n])
			n++
		case '_':
			out.WriteString(separator)
		default:
			out.WriteRune(c)
		}
	}
	return out.String()
}

// TestCardsAreFound generates card numbers of every issuer, in every grouping.
func TestCardsAreFound(t *testing.T) {
	count := bulk(t, 50_000)
	e := newEngine(t)
	for issuer, c := range cardNumbers {
		t.Run(c.issuer+" "+c.number, func(t *testing.T) {
			t.Parallel()
			s := e.Scanner()
			defer s.Release()
			r := rand.New(rand.NewPCG(uint64(issuer), 4))
			digits := []byte(c.number)
			for range share(count, len(cardNumbers), issuer) {
				for i := 4; i < len(digits)-1; i++ {
					digits[i] = '0' + byte(r.IntN(10))
				}
				for d := range byte(10) {
					if digits[len(digits)-1] = '0' + d; checkdigit.Luhn(string(digits)) {
						break
					}
				}
				number := string(digits)
				if grouped := groupCard(number, separators[r.IntN(len(separators))]); grouped != "" {
					out, _ := s.Value("pan "+grouped+", ok", Context{})
					require.Equal(t, "pan [REDACTED:card], ok", out, grouped)
				}
				out, _ := s.Value(number, Context{})
				require.Equal(t, "[REDACTED:card]", out, number)
			}
		})
	}
}

// groupCard returns a card number in the groups that it is printed in, or "" if there are none for its length.
func groupCard(number, separator string) string {
	for _, groups := range cardGroups {
		var parts []string
		rest := number
		for _, n := range groups {
			if n > len(rest) {
				break
			}
			parts, rest = append(parts, rest[:n]), rest[n:]
		}
		if rest == "" && len(parts) == len(groups) {
			return strings.Join(parts, separator)
		}
	}
	return ""
}

// TestIBANsAreFound generates bank account numbers, compact and in groups of four.
func TestIBANsAreFound(t *testing.T) {
	samples := strings.Fields(`DE89370400440532013000 GB29NWBK60161331926819 FR1420041010050500013M02606 NL91ABNA0417164300 ES9121000418450200051332
		IT60X0542811101000000123456 BE68539007547034 CH9300762011623852957 AT611904300234573201 SE4550000000058398257466 NO9386011117947
		PL61109010140000071219812874 PT50000201231234567890154 IE29AIBK93115212345678 DK5000400440116243 FI2112345600000785 CZ6508000000192000145399
		HU42117730161111101800000000 GR1601101250000000012300695 RO49AAAA1B31007593840000 BG80BNBG96611020345678 HR1210010051863000160 TR330006100519786457841326
		SA0380000000608010167519 AE070331234567890123456 LU280019400644750000 MT84MALT011000012345MTLCAST001S LV80BANK0000435195001 LT121000011101001000 EE382200221020145685`)
	count := bulk(t, 50_000)
	s := newEngine(t).Scanner()
	defer s.Release()
	r := rand.New(rand.NewPCG(8, 9))
	found := 0
	for n := range count {
		number := []byte(samples[n%len(samples)])
		for i := 4; i < len(number); i++ {
			if isASCIIDigit(number[i]) {
				number[i] = '0' + byte(r.IntN(10))
			}
		}
		for check := 2; check <= 98; check++ {
			copy(number[2:], fmt.Sprintf("%02d", check))
			if checkdigit.IBAN(string(number)) {
				break
			}
		}
		text := string(number)
		if n%2 == 1 {
			text = strings.Join(slices.Collect(func(yield func(string) bool) {
				for part := range slices.Chunk(number, ibanGroup) {
					if !yield(string(part)) {
						return
					}
				}
			}), " ")
		}
		if out, _ := s.Value("transfer to "+text+" done", Context{}); out == "transfer to [REDACTED:iban] done" {
			found++
		} else if n-found < 20 {
			t.Logf("%q became %q", text, out)
		}
	}
	assert.GreaterOrEqual(t, float64(found), least*float64(count))
}
