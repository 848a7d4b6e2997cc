// SPDX-License-Identifier: Apache-2.0

#include "go_asm.h"
#include "textflag.h"

DATA nibble<>+0(SB)/8, $0x0f0f0f0f0f0f0f0f
GLOBL nibble<>(SB), RODATA|NOPTR, $8
DATA zero<>+0(SB)/8, $0x3030303030303030
GLOBL zero<>(SB), RODATA|NOPTR, $8
DATA nine<>+0(SB)/8, $0x0909090909090909
GLOBL nine<>(SB), RODATA|NOPTR, $8
DATA colon<>+0(SB)/8, $0x3a3a3a3a3a3a3a3a
GLOBL colon<>(SB), RODATA|NOPTR, $8

// A bit for each upper half of an ASCII byte.
DATA upper<>+0(SB)/8, $0x8040201008040201
DATA upper<>+8(SB)/8, $0x0000000000000000
GLOBL upper<>(SB), RODATA|NOPTR, $16

// HALF classifies the 32 bytes at off(SI).
//
//	Y15 0x0f in each byte       Y12, Y11 anchor, low and high   Y8 single
//	Y14, Y13 before             Y10, Y9 after                   Y7 upper
//	Y6 the before lookups of the 32 bytes in front; on return, of these
#define HALF(off, digits, anchors, colons) \
	VMOVDQU off(SI), Y0 \
	VPSRLW  $4, Y0, Y1 \
	VPAND   Y15, Y0, Y2 \
	VPAND   Y15, Y1, Y1 \
	VPSHUFB Y2, Y14, Y3 \
	VPSHUFB Y1, Y13, Y4 \
	VPAND   Y3, Y4, Y3 \
	VPERM2I128 $0x21, Y3, Y6, Y4 \
	VPALIGNR $15, Y4, Y3, Y4 \
	VMOVDQA Y3, Y6 \
	VPSHUFB Y2, Y12, Y3 \
	VPAND   Y3, Y4, Y4 \
	VPSHUFB Y1, Y11, Y3 \
	VPAND   Y3, Y4, Y4 \
	VPSHUFB Y2, Y8, Y5 \
	VPSHUFB Y1, Y7, Y3 \
	VPAND   Y3, Y5, Y5 \
	VMOVDQU off+1(SI), Y1 \
	VPAND   Y15, Y1, Y2 \
	VPSRLW  $4, Y1, Y1 \
	VPAND   Y15, Y1, Y1 \
	VPSHUFB Y2, Y10, Y2 \
	VPSHUFB Y1, Y9, Y1 \
	VPAND   Y2, Y4, Y4 \
	VPAND   Y1, Y4, Y4 \
	VPOR    Y5, Y4, Y4 \
	VPXOR   Y5, Y5, Y5 \
	VPCMPEQB Y5, Y4, Y4 \
	VPMOVMSKB Y4, anchors \
	NOTL    anchors \
	VPBROADCASTQ colon<>(SB), Y1 \
	VPCMPEQB Y1, Y0, Y1 \
	VPMOVMSKB Y1, colons \
	VPBROADCASTQ zero<>(SB), Y1 \
	VPSUBB  Y1, Y0, Y0 \
	VPBROADCASTQ nine<>(SB), Y1 \
	VPMINUB Y1, Y0, Y1 \
	VPCMPEQB Y1, Y0, Y0 \
	VPAND   fingerprints_digits(DX), Y0, Y0 \
	VPMOVMSKB Y0, digits

// func classifyVector(f *fingerprints, text string, whole int, s *vectorScratch, tail int, out *[64]blockMasks)
TEXT ·classifyVector(SB), NOSPLIT, $0-56
	MOVQ f+0(FP), DX
	MOVQ text_base+8(FP), SI
	MOVQ whole+24(FP), CX
	MOVQ s+32(FP), BX
	MOVQ tail+40(FP), R13
	MOVQ out+48(FP), DI

	VPBROADCASTQ   nibble<>(SB), Y15
	VMOVDQU        fingerprints_before(DX), Y14
	VMOVDQU        fingerprints_before+32(DX), Y13
	VMOVDQU        fingerprints_anchor(DX), Y12
	VMOVDQU        fingerprints_anchor+32(DX), Y11
	VMOVDQU        fingerprints_after(DX), Y10
	VMOVDQU        fingerprints_after+32(DX), Y9
	VMOVDQU        fingerprints_single(DX), Y8
	VBROADCASTI128 upper<>(SB), Y7
	VMOVDQU        vectorScratch_before(BX), Y6

	TESTQ CX, CX
	JZ    last

block:
	HALF(0, R8, R9, R10)
	HALF(32, AX, R11, R12)
	SHLQ $32, AX
	SHLQ $32, R11
	SHLQ $32, R12
	ORQ  AX, R8
	ORQ  R11, R9
	ORQ  R12, R10
	MOVQ R8, 0(DI)
	MOVQ R9, 8(DI)
	MOVQ R10, 16(DI)
	ADDQ $64, SI
	ADDQ $24, DI
	DECQ CX
	JNZ  block

last:
	// The tail is one more block in another place.
	MOVQ R13, CX
	LEAQ vectorScratch_tail(BX), SI
	XORQ R13, R13
	TESTQ CX, CX
	JNZ  block
	VZEROUPPER
	RET
