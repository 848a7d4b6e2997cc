// SPDX-License-Identifier: Apache-2.0

package checkdigit

// verhoeffProduct is the multiplication table of the dihedral group of order ten.
var verhoeffProduct = [10][10]uint8{
	{0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
	{1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
	{2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
	{3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
	{4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
	{5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
	{6, 5, 9, 8, 7, 1, 0, 4, 3, 2},
	{7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
	{8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
	{9, 8, 7, 6, 5, 4, 3, 2, 1, 0},
}

// verhoeffPermutation has Verhoeff's permutation applied as many times as the row's index says.
var verhoeffPermutation = [8][10]uint8{
	{0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
	{1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
	{5, 8, 0, 3, 7, 9, 6, 1, 4, 2},
	{8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
	{9, 4, 5, 3, 1, 2, 6, 8, 7, 0},
	{4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
	{2, 7, 9, 3, 8, 0, 6, 4, 1, 5},
	{7, 0, 4, 6, 9, 1, 3, 2, 5, 8},
}

// Verhoeff reports whether digits, two or more ASCII digits that are not all zero, end in the check digit
// of J. Verhoeff, Error Detecting Decimal Codes, Mathematical Centre Tracts 29, 1969. It finds every wrong
// digit and every exchange of two neighbours.
func Verhoeff(digits string) bool {
	if len(digits) < 2 || !isNumber(digits, len(digits)) {
		return false
	}
	c := uint8(0)
	for i := range len(digits) {
		d := digit(digits[len(digits)-1-i])
		c = verhoeffProduct[c][verhoeffPermutation[i%8][d]]
	}
	return c == 0
}
