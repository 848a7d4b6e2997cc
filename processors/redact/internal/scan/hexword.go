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
// and whether that run is such a word. If the run is part of a UUID, the end is that of the UUID.
func (c *chunk) hexWord(t string, b, at, i int) (end int, isWord bool) {
	ahead, back := bitsFrom(c.hex[b], c.hex[b+1], i), bitsUpTo(c.hex[b-1], c.hex[b], i)
	n, p := bits.TrailingZeros64(^ahead), bits.LeadingZeros64(^back)
	if n == blockSize || p == blockSize {
		start, end := extend(t, at, -1), extend(t, at, 1)
		return end, mayBeHexWord(t, start, end) && strings.ContainsAny(t[start+4:end], "abcdef")
	}
	start, end := at+1-p, at+n
	if end-start < shortestHexWord {
		if uuid := uuidEnd(t, start, end); uuid > 0 {
			return uuid, true
		}
	}
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

// uuidEnd returns the end of the UUID that has the hexadecimal digits t[start:end] as one of its groups, or 0 if there is
// none.
func uuidEnd(t string, start, end int) int {
	var groups []int // where such a group may be in a UUID
	switch end - start {
	case 8:
		groups = uuidGroups[:1]
	case 4:
		groups = uuidGroups[1:4]
	case 12:
		groups = uuidGroups[4:]
	}
	for _, n := range groups {
		if standsUUID(t, start-n) {
			return start - n + uuidLength
		}
	}
	return 0
}

// uuidGroups has the index of each group of a UUID. RFC 9562, section 4.
var uuidGroups = [...]int{0, 9, 14, 19, 24}

const uuidLength = len("00000000-0000-0000-0000-000000000000")

// standsUUID reports whether a UUID stands at index at, which may be outside of the text, as a word of its own. It must have
// a letter: numbers in groups may look like one.
func standsUUID(t string, at int) bool {
	end := at + uuidLength
	return at >= 0 && end <= len(t) && isUUID(t[at:]) && strings.ContainsAny(t[at:end], "abcdef") &&
		(at == 0 || !isAlnum(t[at-1])) && (end == len(t) || !isAlnum(t[end]))
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
var continuesWord = bytesWhere(func(c byte) bool { return isAlnum(c) || c == '_' })
