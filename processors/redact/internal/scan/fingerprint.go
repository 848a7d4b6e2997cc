// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"math"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// windowSize is the greatest number of bytes of a literal that vector instructions compare.
const windowSize = 4

// fingerprints holds the literals of an engine as tables that vector instructions can look bytes up in. A
// literal is looked for by its window: up to four of its bytes. Each window belongs to one of 32 buckets, which
// are the bits of four sets of eight. Two tables of sixteen bytes, one indexed by the lower half of a byte and one
// by its upper half, say in which buckets that byte may stand at a position of the window. A place in the text
// passes if one bucket accepts all four bytes there. No literal is missed, and few other places pass. The positions
// of a window that are beyond the end of its literal accept any byte.
//
// ASCII literals of a single byte have a table of their own, which is exact.
type fingerprints struct {
	sets [fingerprintSets][windowSize]struct{ low, high [16]byte }
	// single has, by the lower half of a byte, a bit for each upper half from 0 to 7.
	single [16]byte
	// class has the bits classDigit to classSeparator. No byte is a digit if no finder asks for digits.
	class struct{ low, high [16]byte }
}

const (
	fingerprintSets = 4
	maxBuckets      = fingerprintSets * 8

	classDigit     = 1 << 7
	classColon     = 1 << 6
	classLetter    = 1 << 5 // a to f
	classSeparator = 1 << 4
)

// nibbles is a set of bytes: all whose lower half is in low and whose upper half is in high.
type nibbles struct{ low, high uint16 }

var anyByte = nibbles{0xffff, 0xffff}

func (n nibbles) with(o nibbles) nibbles { return nibbles{n.low | o.low, n.high | o.high} }

// weight estimates which share of the bytes of a text is in the set.
func (n nibbles) weight() float64 {
	sum := 0.0
	for high := n.high; high != 0; high &= high - 1 {
		row := &nibbleWeights[bits.TrailingZeros16(high)]
		sum += row[0][n.low&0xff] + row[1][n.low>>8]
	}
	return sum
}

// nibbleWeights has sums of byteWeights, so that weight needs two additions for an upper half. The indexes are the
// upper half of the bytes, whether their lower halves are below 8 (0) or not (1), and the set of these lower halves.
var nibbleWeights = func() (sums [16][2][256]float64) {
	for high := range sums {
		for half := range 2 {
			for set := range 256 {
				for i := range 8 {
					sums[high][half][set] += byteWeights[high<<4|half<<3|i] * float64(set>>i&1)
				}
			}
		}
	}
	return sums
}()

// byteFrequency lists the bytes of text in logs and traces, the most frequent first. Bytes that are
// not listed are rarer.
const byteFrequency = ` etaoinsrlcdupmhg0/.-"1_f2b,y:v3=k54w6789xjETAOINSRLCDUPMHGFBYVKWXJQZ`

// byteWeights are rough frequencies of bytes, derived from their rank in byteFrequency.
var byteWeights = func() (w [256]float64) {
	for c := range w {
		w[c] = 0.0005
		if rank := strings.IndexByte(byteFrequency, byte(c)); rank >= 0 {
			w[c] = 0.25 / float64(rank+3)
		}
	}
	return w
}()

// fingerprint is, for each position of a window, the set of bytes that it accepts.
type fingerprint [windowSize]nibbles

func (f fingerprint) with(o fingerprint) fingerprint {
	for i := range f {
		f[i] = f[i].with(o[i])
	}
	return f
}

// weight estimates which share of the places of a text has the fingerprint.
func (f *fingerprint) weight() float64 {
	w := 1.0
	for i := range f {
		w *= f[i].weight()
	}
	return w
}

// fingerprint returns the window of the literal that starts at index from, which may be before or near its ends: there,
// any byte is accepted.
func (l *literal) fingerprint(from int) fingerprint {
	var f fingerprint
	for i := range f {
		f[i] = l.nibblesAt(from + i)
	}
	return f
}

// nibblesAt returns the bytes that match the literal at its index i: any byte if that is beyond its ends.
func (l *literal) nibblesAt(i int) nibbles {
	if i < 0 || i >= len(l.text) {
		return anyByte
	}
	c := l.text[i]
	n := nibbles{1 << (c & 15), 1 << (c >> 4)}
	if upper := c &^ 0x20; l.fold && isUpper(upper) {
		n.high |= 1 << (upper >> 4)
	}
	return n
}

// bestWindow returns where the window of a literal starts: at the up to four bytes that are the rarest in text. A window
// never starts with a digit, because digits are frequent and already cause events of their own.
func bestWindow(text string, fold bool) int {
	best, least := 0, math.Inf(1)
	for i := range len(text) {
		if isASCIIDigit(text[i]) {
			continue
		}
		weight := 1.0
		for _, c := range []byte(text[i:min(len(text), i+windowSize)]) {
			w := byteWeights[c]
			if upper := c &^ 0x20; fold && isUpper(upper) {
				w += byteWeights[upper]
			}
			weight *= w
		}
		if weight < least {
			best, least = i, weight
		}
	}
	return best
}

// newFingerprints puts each literal into one of the buckets. It sets the anchor of each literal in all to the first byte
// of its window. digits says whether a finder asks for digits.
func newFingerprints(all []literal, digits bool) *fingerprints {
	var f fingerprints
	prints := make([]fingerprint, len(all))
	for i := range all {
		all[i].anchor = bestWindow(all[i].text, all[i].fold)
		prints[i] = all[i].fingerprint(all[i].anchor)
	}
	for i, b := range buckets(prints, maxBuckets) {
		if c := all[i].text[0]; len(all[i].text) == 1 && c < utf8.RuneSelf {
			f.single[c&15] |= 1 << (c >> 4)
			if upper := c &^ 0x20; all[i].fold && isUpper(upper) {
				f.single[upper&15] |= 1 << (upper >> 4)
			}
			continue
		}
		set := &f.sets[b/8]
		for j, n := range prints[i] {
			for half := range 16 {
				set[j].low[half] |= byte(n.low>>half&1) << (b % 8)
				set[j].high[half] |= byte(n.high>>half&1) << (b % 8)
			}
		}
	}
	f.putClass(":", classColon)
	f.putClass("abcdef", classLetter)
	f.putClass(separatorBytes, classSeparator)
	if digits {
		f.putClass("0123456789", classDigit)
	}
	return &f
}

// putClass puts bytes into a class. They must all have the same upper half, because each half is looked up on its own.
func (f *fingerprints) putClass(bytes string, class byte) {
	for _, c := range []byte(bytes) {
		f.class.low[c&15] |= class
		f.class.high[c>>4] |= class
	}
}

// separatorBytes are the separators of blockMasks.
const separatorBytes = " -."

// buckets distributes the windows over at most so many buckets and returns the bucket of each. Equal windows share one.
// While there are too many buckets, those two are united for which that lets the fewest additional places pass.
func buckets(prints []fingerprint, most int) []int {
	of := make([]int, len(prints))
	var all []fingerprint
	for i, print := range prints {
		if of[i] = slices.Index(all, print); of[i] < 0 {
			of[i] = len(all)
			all = append(all, print)
		}
	}
	weights := make([]float64, len(all))
	for i := range all {
		weights[i] = all[i].weight()
	}
	increase := func(i, j int) float64 {
		both := all[i].with(all[j])
		return both.weight() - weights[i] - weights[j]
	}
	// more[i][j], with j < i, is the share of places that pass in addition if buckets i and j are united.
	more := make([][]float64, len(all))
	for i := range all {
		more[i] = make([]float64, i)
		for j := range i {
			more[i][j] = increase(i, j)
		}
	}
	for len(all) > most {
		from, into := 1, 0
		for i := range more {
			for j := range more[i] {
				if more[i][j] < more[from][into] {
					from, into = i, j
				}
			}
		}
		all[into] = all[into].with(all[from])
		weights[into] = all[into].weight()
		last := len(all) - 1 // this bucket takes the place of the one that was merged away
		all[from], weights[from] = all[last], weights[last]
		all, more = all[:last], more[:last]
		for i, b := range of {
			switch b {
			case from:
				of[i] = into
			case last:
				of[i] = from
			}
		}
		for _, i := range [...]int{into, from} {
			for j := range all {
				switch {
				case j < i && i < last:
					more[i][j] = increase(i, j)
				case j > i:
					more[j][i] = increase(j, i)
				}
			}
		}
	}
	rearrange(prints, of, all, weights)
	return of
}

// rearrange moves windows to other buckets where that lets fewer places pass. of has the bucket of each window, all what
// each bucket accepts, and weights the weight of that. Uniting buckets two by two, as buckets does, cannot undo an early
// choice.
func rearrange(prints []fingerprint, of []int, all []fingerprint, weights []float64) {
	const rounds = 2 // further ones gain little
	for range rounds {
		for i, print := range prints {
			from := of[i]
			rest, alone := without(prints, of, i)
			if alone {
				continue
			}
			lighter := rest.weight()
			into, more := from, weights[from]-lighter
			for b := range all {
				if both := all[b].with(print); b != from {
					if added := both.weight() - weights[b]; added < more {
						into, more = b, added
					}
				}
			}
			if into == from {
				continue
			}
			for j := range prints {
				if of[j] == from && prints[j] == print {
					of[j] = into
				}
			}
			all[from], weights[from] = rest, lighter
			all[into] = all[into].with(print)
			weights[into] = all[into].weight()
		}
	}
}

// without returns what the bucket of a window accepts without that window, and whether it has no other.
func without(prints []fingerprint, of []int, window int) (rest fingerprint, alone bool) {
	alone = true
	for i, print := range prints {
		if of[i] == of[window] && print != prints[window] {
			rest, alone = rest.with(print), false
		}
	}
	return rest, alone
}

// classifyScalar does the same as classify with vector instructions. It is their specification: only tests run it.
func (f *fingerprints) classifyScalar(c *chunk, text string, from, n int) {
	blocks := (n + blockSize - 1) / blockSize
	for b := 1; b <= blocks; b++ {
		f.block(c, b, text, from+(b-1)*blockSize)
	}
	c.findEvents(blocks)
}

// block sets the masks of block b of the chunk from the bytes of text from index from on.
func (f *fingerprints) block(out *chunk, b int, text string, from int) {
	at := func(i int) byte {
		if i >= len(text) {
			return 0
		}
		return text[i]
	}
	out.digits[b], out.colons[b], out.hex[b], out.separators[b], out.anchors[b] = 0, 0, 0, 0, 0
	for i := range min(blockSize, len(text)-from) {
		c := text[from+i]
		class := f.class.low[c&15] & f.class.high[c>>4]
		if class&classDigit != 0 {
			out.digits[b] |= 1 << i
		}
		if class&classColon != 0 {
			out.colons[b] |= 1 << i
		}
		if class&(classDigit|classLetter) != 0 {
			out.hex[b] |= 1 << i
		}
		if class&classSeparator != 0 {
			out.separators[b] |= 1 << i
		}
		passes := c < 0x80 && f.single[c&15]>>(c>>4)&1 != 0
		for _, set := range f.sets {
			buckets := byte(0xff)
			for j := range set {
				c := at(from + i + j)
				buckets &= set[j].low[c&15] & set[j].high[c>>4]
			}
			passes = passes || buckets != 0
		}
		if passes {
			out.anchors[b] |= 1 << i
		}
	}
}
