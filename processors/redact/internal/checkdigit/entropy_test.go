// SPDX-License-Identifier: Apache-2.0

package checkdigit

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNormalizedEntropy(t *testing.T) {
	for _, c := range []struct {
		in   string
		want float64
	}{
		{"", 0},
		{"a", 0},
		{"aaaa", 0},
		{"0000000000", 0},
		// As random as two, ten and eight bytes can be.
		{"ab", 1},
		{"0123456789", 1},
		{"qwertzui", 1},
		// Every digit twice, in either case.
		{"0123456789abcdef0123456789abcdef", 1},
		{"0123456789ABCDEF0123456789ABCDEF", 1},
		// One bit of two, of log2(10) and of log2(26).
		{"0101", 0.5},
		{"0101010101", 0.301},
		{strings.Repeat("xy", 20), 0.213},
		// The alphabets of base 64, of printable ASCII and of all bytes.
		{base62 + "+/", 1},
		{base62 + "-_", 1},
		{base62 + "!\"#$%&'()*,.:;<>?@[\\]^`{|}~ +/-_=", 1},
		{"\x00\x01\x02\x03", 1},
	} {
		assert.InDelta(t, c.want, NormalizedEntropy(c.in), 0.001, "%q", c.in)
	}
}

// TestEntropyAlphabet has two rounds of all letters and digits and one more character, so that the length of
// the string does not bound its entropy: the fewer characters the alphabet has, the nearer it is to 1.
func TestEntropyAlphabet(t *testing.T) {
	for c := range 256 {
		s := strings.Repeat(base62+string([]byte{byte(c)}), 2)
		want := 64.0
		switch {
		case isDigit(byte(c)) || isLetter(byte(c)):
			continue
		case strings.IndexByte("+/-_=", byte(c)) >= 0:
		case c >= ' ' && c <= '~':
			want = 95
		default:
			want = 62 + 161
		}
		assert.InDelta(t, math.Log2(63)/math.Log2(min(want, float64(len(s)))), NormalizedEntropy(s), 1e-9, "%q", s)
	}
}

// TestEntropyOfWords compares text with random strings of the same length and alphabet.
func TestEntropyOfWords(t *testing.T) {
	const lower = "abcdefghijklmnopqrstuvwxyz"
	g := newGenerator(6)
	for _, c := range []struct{ text, alphabet string }{
		{"NobodyexpectstheSpanishInquisition", alphabet + lower},
		{"YOUR_API_KEY_GOES_HERE", alphabet + "_"},
		{"com.example.service.PaymentController", alphabet + lower + "."},
		{"the-quality-of-service-is-not-the-same", lower + "-"},
		{"xxxxxxxxxxxxxxxxxxxxxxxx", lower},
		{"2026112320261124202611252026", decimal},
	} {
		const rounds = 500
		below := 0
		for range rounds {
			var b strings.Builder
			for range len(c.text) {
				b.WriteString(g.one(c.alphabet))
			}
			if NormalizedEntropy(b.String()) < NormalizedEntropy(c.text) {
				below++
			}
		}
		assert.Less(t, below, rounds/20, c.text)
	}
}

func BenchmarkNormalizedEntropy(b *testing.B) {
	for _, s := range []string{"48b0ee9e953fdede2695ca96cd3c750e", strings.Repeat(base62+"+/", 64)} {
		b.Run(strconv.Itoa(len(s)), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				NormalizedEntropy(s)
			}
		})
	}
}
