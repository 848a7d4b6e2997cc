// SPDX-License-Identifier: Apache-2.0

#include "go_asm.h"
#include "textflag.h"

// The macros ASCII and ANY look up 64 bytes of text in a table of 256 bytes, the first 64 of which are also in the register
// first. VPERMI2B looks up the lower seven bits of a byte.

// ASCII is for bytes that are all ASCII, and so have their entries in the first half of the table.
#define ASCII(first, table, text, out) \
	VMOVDQA64 text, out \
	VPERMI2B  table+64(DX), first, out

// ANY is for any bytes.
#define ANY(first, table, text, out) \
	ASCII(first, table, text, out) \
	VMOVDQA64 text, Z5 \
	VMOVDQU64 table+128(DX), Z4 \
	VPERMI2B  table+192(DX), Z4, Z5 \
	VPMOVB2M  text, K5 \
	VMOVDQU8  Z5, K5, out

// SET looks up a window in one of the sets of buckets, and adds the buckets that accept it to Z10.
#define SET(LOOKUP, first0, first1, first2, first3, table) \
	LOOKUP(first0, table, Z0, Z6) \
	LOOKUP(first1, table+256, Z1, Z7) \
	LOOKUP(first2, table+512, Z2, Z8) \
	LOOKUP(first3, table+768, Z3, Z9) \
	VPTERNLOGQ $0x80, Z6, Z7, Z8 /* Z8 &= Z7 & Z6 */ \
	VPTERNLOGQ $0xf8, Z8, Z9, Z10 /* Z10 |= Z9 & Z8 */

// CLASSIFY writes the masks of the block whose bytes are in Z0. Z1 to Z3 have the bytes one to three places further.
#define CLASSIFY(LOOKUP) \
	LOOKUP(Z15, byteTables_class, Z0, Z11) \
	VPANDQ   Z11, Z12, Z10 \
	SET(LOOKUP, Z16, Z17, Z18, Z19, byteTables_sets) \
	SET(LOOKUP, Z20, Z21, Z22, Z23, byteTables_sets+1024) \
	SET(LOOKUP, Z24, Z25, Z26, Z27, byteTables_sets+2048) \
	SET(LOOKUP, Z28, Z29, Z30, Z31, byteTables_sets+3072) \
	VPTESTMB Z10, Z10, K5 \
	KMOVQ    K5, chunk_anchors+8(DI) \
	VPMOVB2M Z11, K5 \
	KMOVQ    K5, chunk_digits+8(DI) \
	VPADDB   Z11, Z11, Z11 \
	VPMOVB2M Z11, K6 \
	KMOVQ    K6, chunk_colons+8(DI) \
	VPADDB   Z11, Z11, Z11 \
	VPMOVB2M Z11, K6 \
	KORQ     K5, K6, K6 \
	KMOVQ    K6, chunk_hex+8(DI) \
	VPADDB   Z11, Z11, Z11 \
	VPMOVB2M Z11, K6 \
	KMOVQ    K6, chunk_separators+8(DI)

// MASK sets a mask to as many ones as R10 says, at most 64, and decrements R10 down to zero.
#define MASK(mask) \
	BZHIQ R10, R8, R11 \
	KMOVQ R11, mask \
	SUBQ  $1, R10 \
	ADCQ  $0, R10

// func classify512(t *byteTables, text string, blocks int, c *chunk)
TEXT ·classify512(SB), NOSPLIT, $0-40
	MOVQ t+0(FP), DX
	MOVQ text_base+8(FP), SI
	MOVQ text_len+16(FP), R9
	MOVQ blocks+24(FP), CX
	MOVQ c+32(FP), DI

	// The registers hold the first quarter of each table. To load more than one other quarter for each lookup would
	// take longer than the lookup.
	VMOVDQU64    byteTables_class(DX), Z15
	VMOVDQU64    byteTables_sets(DX), Z16
	VMOVDQU64    byteTables_sets+256(DX), Z17
	VMOVDQU64    byteTables_sets+512(DX), Z18
	VMOVDQU64    byteTables_sets+768(DX), Z19
	VMOVDQU64    byteTables_sets+1024(DX), Z20
	VMOVDQU64    byteTables_sets+1280(DX), Z21
	VMOVDQU64    byteTables_sets+1536(DX), Z22
	VMOVDQU64    byteTables_sets+1792(DX), Z23
	VMOVDQU64    byteTables_sets+2048(DX), Z24
	VMOVDQU64    byteTables_sets+2304(DX), Z25
	VMOVDQU64    byteTables_sets+2560(DX), Z26
	VMOVDQU64    byteTables_sets+2816(DX), Z27
	VMOVDQU64    byteTables_sets+3072(DX), Z28
	VMOVDQU64    byteTables_sets+3328(DX), Z29
	VMOVDQU64    byteTables_sets+3584(DX), Z30
	VMOVDQU64    byteTables_sets+3840(DX), Z31
	MOVL         $const_classSingle, AX
	VPBROADCASTB AX, Z12

	// K1 to K4 are the bytes of the text in Z0 to Z3.
	MOVQ   $-1, R8
	KXNORQ K1, K1, K1
	KXNORQ K2, K2, K2
	KXNORQ K3, K3, K3
	KXNORQ K4, K4, K4

block:
	CMPQ R9, $(64+3)
	JLT  end

load:
	PREFETCHT0 256(SI) // see classifyVector
	VMOVDQU8.Z (SI), K1, Z0
	VMOVDQU8.Z 1(SI), K2, Z1
	VMOVDQU8.Z 2(SI), K3, Z2
	VMOVDQU8.Z 3(SI), K4, Z3
	VPORQ      Z0, Z3, Z6
	VPMOVB2M   Z6, K5
	KORTESTQ   K5, K5
	JNZ        any
	CLASSIFY(ASCII)

next:
	ADDQ $64, SI
	SUBQ $64, R9
	ADDQ $8, DI
	DECQ CX
	JNZ  block
	VZEROUPPER
	RET

any:
	CLASSIFY(ANY)
	JMP next

end:
	// The text ends in this block or in the windows that start in it. Masked bytes are not read.
	MOVQ R9, R10
	MASK(K1)
	MASK(K2)
	MASK(K3)
	MASK(K4)
	JMP load
