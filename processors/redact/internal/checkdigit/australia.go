// SPDX-License-Identifier: Apache-2.0

package checkdigit

// AustraliaTFN reports whether s is a tax file number of nine digits: their sum, weighted 1, 4, 3, 7, 5, 8,
// 6, 9, 10, is a multiple of 11. Australian Taxation Office. Older numbers of eight digits are not
// recognised: for their weights there is no source that agrees with another.
func AustraliaTFN(s string) bool {
	return isNumber(s, 9) && weightedSum(s, 1, 4, 3, 7, 5, 8, 6, 9, 10)%11 == 0
}

// AustraliaMedicare reports whether s is the number of a Medicare card: ten digits, or eleven with that of
// the person on the card, the first from 2 to 6. The ninth is the sum of the first eight, weighted 1, 3, 7,
// 9 in turn, modulo 10; the tenth counts the cards issued. Services Australia; METEOR 270101.
func AustraliaMedicare(s string) bool {
	return (len(s) == 10 || len(s) == 11) && isDigits(s) && s[0] >= '2' && s[0] <= '6' &&
		weightedSum(s, 1, 3, 7, 9, 1, 3, 7, 9)%10 == digit(s[8])
}
