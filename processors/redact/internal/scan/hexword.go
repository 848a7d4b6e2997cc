// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"math/bits"
	"strings"
)

// A word of at least 16 lower-case hexadecimal digits, with a letter behind the first four, is the ID of a trace or a
// span, a digest or a commit: the digits in it are not numbers. A letter among the first four could be that of an IBAN.
const (
	shortestHexWord = 16
	maxHexReach     = 3 * blockSize // how far a word is read in each direction
)

// hexWord returns the end of the run of hexadecimal digits around byte i of block b, which is at index at of the text,
// and whether that run is such a word.
func (c *chunk) hexWord(t string, b, at, i int) (end int, isWord bool) {
	ahead, back := bitsFrom(c.hex[b], c.hex[b+1], i), bitsUpTo(c.hex[b-1], c.hex[b], i)
	n, p := bits.TrailingZeros64(^ahead), bits.LeadingZeros64(^back)
	if n == blockSize || p == blockSize {
		start, end := extend(t, at, -1), extend(t, at, 1)
		return end, mayBeHexWord(t, start, end) && strings.ContainsAny(t[start+4:end], "abcdef")
	}
	start, end := at+1-p, at+n
	if !mayBeHexWord(t, start, end) {
		return end, false
	}
	ahead &^= bitsFrom(c.digits[b], c.digits[b+1], i) | from64(n)
	back &^= bitsUpTo(c.digits[b-1], c.digits[b], i) | ^from64(blockSize-p)
	const letter = 0x40404040 // set in letters, not in digits
	return end, bits.OnesCount64(ahead)+bits.OnesCount64(back) > bits.OnesCount32(load32(t[start:])&letter)
}

// mayBeHexWord reports whether t[start:end] is long enough and stands alone.
func mayBeHexWord(t string, start, end int) bool {
	return end-start >= shortestHexWord &&
		(end == len(t) || !continuesWord[t[end]]) &&
		(start == 0 || !continuesWord[t[start-1]] && t[start-1] != '\\' && t[start-1] != '%')
}

// bitsFrom returns 64 bits of the masks of two blocks: from bit i of m on, continued with those of the block behind it.
func bitsFrom(m, behind uint64, i int) uint64 {
	return m>>(uint(i)%blockSize) | behind<<1<<(uint(blockSize-1-i)%blockSize)
}

// bitsUpTo returns 64 bits of the masks of two blocks: those up to bit i of m, which becomes the topmost one, and below
// them those of the block before.
func bitsUpTo(before, m uint64, i int) uint64 {
	return m<<(uint(blockSize-1-i)%blockSize) | before>>1>>(uint(i)%blockSize)
}

// extend returns where the run of hexadecimal digits around index at ends in the direction of step. It reads at most
// maxHexReach bytes.
func extend(t string, at, step int) int {
	for range maxHexReach {
		next := at
		if step < 0 {
			next--
		}
		if next < 0 || next == len(t) || !isLowerHex(t[next]) {
			break
		}
		at += step
	}
	return at
}

func isLowerHex(c byte) bool { return isASCIIDigit(c) || c-'a' <= 'f'-'a' }

// continuesWord has the bytes that are part of a word.
var continuesWord = func() (is [256]bool) {
	for c := range is {
		is[c] = isAlnum(byte(c)) || c == '_'
	}
	return is
}()
