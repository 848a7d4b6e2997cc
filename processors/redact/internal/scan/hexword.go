// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"math/bits"
	"strings"
)

// A word of at least 16 hexadecimal digits in lower case, with a letter behind the fourth, is an identifier of a trace
// or span, a digest or a commit: there are no numbers in it. An IBAN has its letters in front.
const (
	shortestHexWord = 16
	maxHexReach     = 3 * blockSize // how far one is read in one direction
)

// hexWord returns the end of the run of hexadecimal digits that byte i of block b, at index at of the text, is in, and
// whether that is such a word.
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

// bitsFrom returns the bits from bit i of a block on, and then those of the block behind it.
func bitsFrom(m, behind uint64, i int) uint64 {
	return m>>(uint(i)%blockSize) | behind<<1<<(uint(blockSize-1-i)%blockSize)
}

// bitsUpTo returns the bits up to bit i of a block, which becomes the topmost, and under them those of the block before.
func bitsUpTo(before, m uint64, i int) uint64 {
	return m<<(uint(blockSize-1-i)%blockSize) | before>>1>>(uint(i)%blockSize)
}

// extend returns where the hexadecimal digits around index at end in the direction of step. No more are read than a
// word may have.
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
