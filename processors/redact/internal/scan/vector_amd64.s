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
#define CLASSIFY(off, digits, anchors, colons, letters, joints) \
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
	VPMOVMSKB Y10, joints

// func classifyVector(f *fingerprints, text string, whole int, s *vectorScratch, tail int, out *[64]blockMasks)
TEXT ·classifyVector(SB), NOSPLIT, $0-56
	MOVQ f+0(FP), DX
	MOVQ text_base+8(FP), SI
	MOVQ whole+24(FP), CX
	MOVQ out+48(FP), DI

	VPBROADCASTQ   nibble<>(SB), Y15
	VBROADCASTI128 fingerprints_single(DX), Y14
	VBROADCASTI128 upper<>(SB), Y13

	TESTQ CX, CX
	JZ    last

block:
	PREFETCHT0 256(SI) // texts are short: the processor would not notice in time that they are read from end to end
	CLASSIFY(0, R8, R9, R10, R11, R12)
	MOVQ R12, blockMasks_joints(DI)
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
	ORQ  R14, blockMasks_joints(DI)
	MOVQ R8, blockMasks_digits(DI)
	MOVQ R9, blockMasks_anchors(DI)
	MOVQ R10, blockMasks_colons(DI)
	MOVQ R11, blockMasks_hex(DI)
	ADDQ $64, SI
	ADDQ $blockMasks__size, DI
	DECQ CX
	JNZ  block

last:
	// The tail is one or two more blocks in another place.
	MOVQ tail+40(FP), CX
	MOVQ $0, tail+40(FP)
	MOVQ s+32(FP), SI
	LEAQ vectorScratch_tail(SI), SI
	TESTQ CX, CX
	JNZ  block
	VZEROUPPER
	RET
