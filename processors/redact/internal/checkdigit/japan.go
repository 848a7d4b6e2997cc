// SPDX-License-Identifier: Apache-2.0

package checkdigit

// JapanMyNumber reports whether s is an individual number (個人番号): twelve digits that are not all zero. The
// last is 11 minus the weighted sum of the others modulo 11, or 0 where that is 10 or 11. 平成26年総務省令第85号
// 第5条. One in ten numbers passes, and those that pass need not differ in one digit only.
func JapanMyNumber(s string) bool {
	return isNumber(s, 12) && mod11Check(weightedSum(s, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) == digit(s[11])
}

// JapanPensionNumber reports whether s has the shape of a basic pension number (基礎年金番号): ten digits. It has
// no published check digit.
func JapanPensionNumber(s string) bool { return isNumber(s, 10) }

// JapanResidenceCard reports whether s has the shape of the number of a residence card (在留カード): two
// letters, eight digits, two letters. It has no check digit. Immigration Services Agency.
func JapanResidenceCard(s string) bool { return matches(s, "AA99999999AA") }
