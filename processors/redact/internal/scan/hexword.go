// SPDX-License-Identifier: Apache-2.0

package scan

import "math/bits"

// Bounds of the words of hexadecimal digits in which no numbers are looked for. A word that goes on for more blocks
// than maxHexBlocks in one direction is none of them.
const (
	shortestHexWord = 16
	maxHexBlocks    = 2
)

// hexWordEnd returns the end of the word of at least 16 hexadecimal digits in lower case, with a letter behind the
// fourth, that byte i of block b is in: an identifier of a trace or span, a digest, a commit. If it is in none, its
// own index is returned. from is the index of the first of the blocks in the text.
func hexWordEnd(t string, from int, blocks []blockMasks, b, i int) int {
	at := from + b*blockSize + i
	end := at + bits.TrailingZeros64(^(blocks[b].hex >> i))
	if i > 0 {
		end = min(end, at-i+blockSize) // shifting has put zeros behind the block
	}
	if end-at < 8 && end < at-i+blockSize {
		return at // a number or a short word, or the end of a long one
	}
	for next := b + 1; end == from+next*blockSize && next < len(blocks); next++ {
		if next > b+maxHexBlocks {
			return at
		}
		end += bits.TrailingZeros64(^blocks[next].hex)
	}
	if end == from+len(blocks)*blockSize {
		end = extend(t, end, 1)
	}
	start := at - bits.LeadingZeros64(^(blocks[b].hex << (blockSize - i)))
	if i == 0 {
		start = at
	}
	for last := b - 1; start == from+(last+1)*blockSize && last >= 0; last-- {
		if last < b-maxHexBlocks {
			return at
		}
		start -= bits.LeadingZeros64(^blocks[last].hex)
	}
	if start == from {
		start = extend(t, start, -1)
	}
	if end-start < shortestHexWord || end < len(t) && continuesWord(t[end]) || start > 0 && (continuesWord(t[start-1]) || t[start-1] == '\\' || t[start-1] == '%') {
		return at
	}
	// An IBAN has its letters in front.
	for i := start + 4; i < end; i++ {
		if isLower(t[i]) {
			return end
		}
	}
	return at
}

// extend returns where the hexadecimal digits end that go on from index at beyond the blocks, in the direction of
// step. No more are read than a word may have.
func extend(t string, at, step int) int {
	for range maxHexBlocks * blockSize {
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

func continuesWord(c byte) bool { return isAlnum(c) || c == '_' }
