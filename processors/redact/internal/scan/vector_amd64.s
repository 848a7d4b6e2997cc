// SPDX-License-Identifier: Apache-2.0

#include "go_asm.h"
#include "textflag.h"

DATA nibble<>+0(SB)/8, $0x0f0f0f0f0f0f0f0f
GLOBL nibble<>(SB), RODATA|NOPTR, $8

// A bit for each upper half of an ASCII byte.
DATA upper<>+0(SB)/8, $0x8040201008040201
DATA upper<>+8(SB)/8, $0x0000000000000000
GLOBL upper<>(SB), RODATA|NOPTR, $16

// HALVES splits the 32 bytes at off(SI) into their lower and upper halves.
#define HALVES(off, low, high) \
	VMOVDQU off(SI), low \
	VPSRLW  $4, low, high \
	VPAND   Y15, low, low \
	VPAND   Y15, high, high

// BOTH looks up the halves of bytes in two tables and returns the bits that both have.
#define BOTH(table, low, high, out) \
	VBROADCASTI128 table(DX), Y8 \
	VBROADCASTI128 table+16(DX), Y9 \
	VPSHUFB low, Y8, Y8 \
	VPSHUFB high, Y9, Y9 \
	VPAND   Y8, Y9, out

// SET looks up a window in one of the sets of buckets.
#define SET(table, out) \
	BOTH(table, Y0, Y1, out) \
	BOTH(table+32, Y2, Y3, Y10) \
	VPAND Y10, out, out \
	BOTH(table+64, Y4, Y5, Y10) \
	VPAND Y10, out, out \
	BOTH(table+96, Y6, Y7, Y10) \
	VPAND Y10, out, out

// CLASSIFY classifies the 32 bytes at off(SI).
//
//	Y15 0x0f in each byte   Y14 single   Y13 upper
#define CLASSIFY(off, digits, anchors, colons, letters, separators) \
	HALVES(off, Y0, Y1) \
	HALVES(off+1, Y2, Y3) \
	HALVES(off+2, Y4, Y5) \
	HALVES(off+3, Y6, Y7) \
	SET(fingerprints_sets, Y12) \
	SET(fingerprints_sets+128, Y11) \
	VPOR    Y11, Y12, Y12 \
	SET(fingerprints_sets+256, Y11) \
	VPOR    Y11, Y12, Y12 \
	SET(fingerprints_sets+384, Y11) \
	VPOR    Y11, Y12, Y12 \
	VPSHUFB Y0, Y14, Y8 \
	VPSHUFB Y1, Y13, Y9 \
	VPAND   Y8, Y9, Y8 \
	VPOR    Y8, Y12, Y12 \
	VPXOR   Y9, Y9, Y9 \
	VPCMPEQB Y9, Y12, Y12 \
	VPMOVMSKB Y12, anchors \
	NOTL    anchors \
	BOTH(fingerprints_class, Y0, Y1, Y10) \
	VPMOVMSKB Y10, digits \
	VPADDB  Y10, Y10, Y10 \
	VPMOVMSKB Y10, colons \
	VPADDB  Y10, Y10, Y10 \
	VPMOVMSKB Y10, letters \
	VPADDB  Y10, Y10, Y10 \
	VPMOVMSKB Y10, separators

// func classifyVector(f *fingerprints, text string, whole, tail int, c *chunk)
TEXT ·classifyVector(SB), NOSPLIT, $0-48
	MOVQ f+0(FP), DX
	MOVQ text_base+8(FP), SI
	MOVQ whole+24(FP), CX
	MOVQ c+40(FP), DI

	VPBROADCASTQ   nibble<>(SB), Y15
	VBROADCASTI128 fingerprints_single(DX), Y14
	VBROADCASTI128 upper<>(SB), Y13

	TESTQ CX, CX
	JZ    last

block:
	PREFETCHT0 256(SI) // texts are short: the processor would not notice in time that they are read from end to end
	CLASSIFY(0, R8, R9, R10, R11, R12)
	MOVQ R12, chunk_separators+8(DI)
	CLASSIFY(32, AX, BX, R12, R13, R14)
	SHLQ $32, AX
	SHLQ $32, BX
	SHLQ $32, R12
	SHLQ $32, R13
	SHLQ $32, R14
	ORQ  AX, R8
	ORQ  BX, R9
	ORQ  R12, R10
	ORQ  R13, R11
	ORQ  R8, R11
	ORQ  R14, chunk_separators+8(DI)
	MOVQ R8, chunk_digits+8(DI)
	MOVQ R9, chunk_anchors+8(DI)
	MOVQ R10, chunk_colons+8(DI)
	MOVQ R11, chunk_hex+8(DI)
	ADDQ $64, SI
	ADDQ $8, DI
	DECQ CX
	JNZ  block

last:
	// The tail is one or two more blocks in another place.
	MOVQ tail+32(FP), CX
	MOVQ $0, tail+32(FP)
	MOVQ c+40(FP), SI
	LEAQ chunk_vector+vectorScratch_tail(SI), SI
	TESTQ CX, CX
	JNZ  block
	VZEROUPPER
	RET

// LEFT returns the bits of Y0 n places further up, and in front of them those of the blocks before, which are in Y1.
#define LEFT(n, out) \
	VPSLLQ $n, Y0, out \
	VPSRLQ $(64-n), Y1, Y15 \
	VPOR   Y15, out, out

// RIGHT returns the bits of blocks n places further down, and behind them those of the next blocks.
#define RIGHT(n, blocks, next, out) \
	VPSRLQ $n, blocks, out \
	VPSLLQ $(64-n), next, Y15 \
	VPOR   Y15, out, out

// eventsVector is blockEvents for four blocks at a time, which has the names and says what they are for.
//
//	Y0 digits   Y1 digits of the blocks before   Y2 digits of the next blocks
//	Y3 colons   Y4 separators                    Y5 separators of the next blocks
//
// func eventsVector(c *chunk, blocks int)
TEXT ·eventsVector(SB), NOSPLIT, $0-16
	MOVQ c+0(FP), DI
	MOVQ blocks+8(FP), CX

four:
	VMOVDQU chunk_digits+8(DI), Y0
	VPTEST  Y0, Y0
	JZ      none
	VMOVDQU chunk_digits(DI), Y1
	VMOVDQU chunk_digits+16(DI), Y2
	VMOVDQU chunk_colons+8(DI), Y3
	VMOVDQU chunk_separators+8(DI), Y4
	VMOVDQU chunk_separators+16(DI), Y5

	// Y6 before   Y7 after   Y8 after, twice
	LEFT(1, Y6)
	RIGHT(1, Y0, Y2, Y7)
	RIGHT(2, Y0, Y2, Y8)
	VPAND Y7, Y8, Y8

	// clock
	LEFT(2, Y9)
	VPAND    Y6, Y9, Y9
	VPAND    Y8, Y9, Y9
	VPAND    Y3, Y9, Y9
	VPCMPEQQ Y14, Y14, Y14
	VPSLLQ   $61, Y14, Y10
	VPSRLQ   $3, Y9, Y11
	VPOR     Y11, Y10, Y10
	VPSLLQ   $58, Y14, Y11
	VPSRLQ   $6, Y9, Y12
	VPOR     Y12, Y11, Y11
	VPAND    Y10, Y11, Y11
	VPANDN   Y9, Y11, Y9
	VPANDN   chunk_anchors+8(DI), Y9, Y9
	VMOVDQU  Y9, chunk_anchors+8(DI)

	// runs of digits
	RIGHT(3, Y0, Y2, Y9)
	VPAND  Y9, Y8, Y8
	VPAND  Y0, Y8, Y8
	VPANDN Y8, Y6, Y8

	// scattered: Y10 what fiscale and compact have in common   Y13 compact   Y12 hyphens
	LEFT(4, Y9)
	LEFT(6, Y10)
	LEFT(7, Y11)
	VPANDN Y11, Y10, Y10
	VPAND  Y9, Y10, Y10
	LEFT(9, Y12)
	VPANDN Y10, Y12, Y13
	LEFT(10, Y14)
	VPAND  Y14, Y13, Y13
	VPANDN Y12, Y9, Y12
	VPANDN Y12, Y11, Y12
	LEFT(8, Y11)
	VPANDN Y12, Y11, Y12
	LEFT(11, Y14)
	VPANDN Y12, Y14, Y12
	LEFT(12, Y14)
	VPAND  Y14, Y12, Y12
	LEFT(5, Y9)
	VPAND  Y9, Y12, Y12
	VPOR   Y12, Y13, Y13
	LEFT(2, Y14)
	VPANDN Y13, Y14, Y13
	VPAND  Y14, Y10, Y10
	VPAND  Y9, Y10, Y10
	VPAND  Y11, Y10, Y10
	VPOR   Y10, Y13, Y13
	LEFT(3, Y14)
	VPANDN Y13, Y14, Y13

	// numbers
	VPAND   Y0, Y13, Y13
	VPAND   Y6, Y13, Y13
	VPSRLQ  $1, Y0, Y14
	VPANDN  Y13, Y14, Y13
	VPSLLQ  $6, Y3, Y14
	VPANDN  Y13, Y14, Y13
	VPOR    Y13, Y8, Y8
	VMOVDQU Y8, chunk_numbers+8(DI)

	// Y6 between   Y7 ahead
	VPANDN Y6, Y0, Y6
	VPAND  Y7, Y6, Y6
	VPANDN Y6, Y3, Y6
	VPSLLQ $1, Y2, Y7
	VPSRLQ $63, Y0, Y9
	VPOR   Y9, Y7, Y7
	VPANDN Y7, Y2, Y7
	VPOR   Y5, Y7, Y7

	// triples
	RIGHT(2, Y6, Y7, Y9)
	RIGHT(3, Y6, Y7, Y10)
	RIGHT(4, Y6, Y7, Y11)
	VPOR    Y9, Y10, Y10
	VPOR    Y10, Y11, Y11
	VPAND   Y6, Y11, Y11
	VPAND   Y4, Y11, Y11
	VMOVDQU Y11, chunk_triples+8(DI)

	// twos
	RIGHT(3, Y4, Y5, Y9)
	RIGHT(6, Y4, Y5, Y10)
	VPAND Y9, Y10, Y9

	// fours
	RIGHT(5, Y4, Y5, Y10)
	VPCMPEQQ Y14, Y14, Y14
	VPSLLQ   $1, Y0, Y11
	VPOR     Y0, Y11, Y11
	VPSLLQ   $2, Y11, Y12
	VPOR     Y11, Y12, Y12
	VPSLLQ   $1, Y12, Y12
	VPSRLQ   $60, Y14, Y13
	VPOR     Y13, Y12, Y12
	VPAND    Y12, Y10, Y10
	VPSRLQ   $1, Y0, Y11
	VPOR     Y0, Y11, Y11
	VPSRLQ   $2, Y11, Y12
	VPOR     Y11, Y12, Y12
	VPSRLQ   $1, Y12, Y12
	VPSLLQ   $60, Y14, Y13
	VPOR     Y13, Y12, Y12
	VPAND    Y12, Y10, Y10

	// addresses, not in blocks without digits
	VPOR     Y9, Y10, Y10
	VPAND    Y4, Y10, Y10
	VPXOR    Y11, Y11, Y11
	VPCMPEQQ Y0, Y11, Y11
	VPANDN   Y10, Y11, Y10
	VMOVDQU  Y10, chunk_addresses+8(DI)

next:
	ADDQ $32, DI
	SUBQ $4, CX
	JG   four
	VZEROUPPER
	RET

none:
	// Y0 is zero.
	VMOVDQU Y0, chunk_numbers+8(DI)
	VMOVDQU Y0, chunk_triples+8(DI)
	VMOVDQU Y0, chunk_addresses+8(DI)
	JMP     next
