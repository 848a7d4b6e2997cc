// SPDX-License-Identifier: Apache-2.0

package checkdigit

// JapanMyNumber reports whether s is an individual number (個人番号): twelve digits that are not all zero. The
// last is 11 minus the weighted sum of the others modulo 11, or 0 where that is 10 or 11. 平成26年総務省令第85号
// 第5条. One in ten numbers passes, and those that pass need not differ in one digit only.
func JapanMyNumber(s string) bool {
	return isNumber(s, 12) && mod11Check(weightedSum(s, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) == digit(s[11])
}

// JapanCorporateNumber reports whether s is a corporate number (法人番号): 13 digits. The first, 1 to 9, is 9
// minus the sum of the others modulo 9, where every second one from the right counts twice. 平成26年財務省令第70号
// 第2条. Corporate numbers are public: a scanner that looks for individual numbers keeps them.
func JapanCorporateNumber(s string) bool {
	return isNumber(s, 13) && digit(s[0]) == 9-weightedSum(s[1:], 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1)%9
}

// JapanDriverLicence returns whether s has the shape of a driver's licence number (運転免許証番号), twelve
// digits, and whether its eleventh digit is the check digit over the first ten: the last digit of 11 minus
// their weighted sum modulo 11. The police have not published the rule; licence holders have found it to
// hold, so a wrong check digit alone does not clear a number.
func JapanDriverLicence(s string) (shape, checksum bool) {
	if !isNumber(s, 12) {
		return false, false
	}
	return true, (11-weightedSum(s, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)%11)%10 == digit(s[10])
}

// JapanPensionNumber reports whether s has the shape of a basic pension number (基礎年金番号): ten digits. It has
// no published check digit.
func JapanPensionNumber(s string) bool { return isNumber(s, 10) }

// JapanResidenceCard reports whether s has the shape of the number of a residence card (在留カード): two
// letters, eight digits, two letters. It has no check digit. Immigration Services Agency.
func JapanResidenceCard(s string) bool { return matches(s, "AA99999999AA") }

// JapanPassport reports whether s has the shape of the number of a passport (旅券): two letters and seven
// digits. It has no check digit of its own. Ministry of Foreign Affairs.
func JapanPassport(s string) bool { return matches(s, "AA9999999") }
