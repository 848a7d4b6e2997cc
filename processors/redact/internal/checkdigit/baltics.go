// SPDX-License-Identifier: Apache-2.0

package checkdigit

// EstoniaIsikukood reports whether s is a personal identification code: eleven digits, one from 1 to 8 for
// sex and century, a date of birth as YYMMDD, a serial number, and the check digit of [LithuaniaAsmensKodas].
// EVS 585:2007.
func EstoniaIsikukood(s string) bool {
	return isNumber(s, 11) && s[0] >= '1' && s[0] <= '8' &&
		isDate(balticYear(s), number(s[3:5]), number(s[5:7])) && balticCheck(s) == digit(s[10])
}

// LithuaniaAsmensKodas reports whether s is a personal code: eleven digits, one from 1 to 6 for sex and
// century, a date of birth as YYMMDD in which month or day is 00 if not known, a serial number, and a check
// digit. Codes that start with 9 have no date. The check digit is the sum of the others, weighted 1 to 9 and
// 1, modulo 11; if that is 10, weighted 3 to 9 and 1 to 3; if that is 10 again, 0. Gyventojų registro
// įstatymas; Valstybės įmonė Registrų centras.
func LithuaniaAsmensKodas(s string) bool {
	if !isNumber(s, 11) {
		return false
	}
	switch {
	case s[0] == '9':
	case s[0] >= '1' && s[0] <= '6':
		month, day := number(s[3:5]), number(s[5:7])
		if month > 12 || day > 31 || month != 0 && day != 0 && !isDate(balticYear(s), month, day) {
			return false
		}
	default:
		return false
	}
	return balticCheck(s) == digit(s[10])
}

// balticYear returns the year of birth: 1 and 2 stand for the 1800s, 3 and 4 for the 1900s, and so on.
func balticYear(s string) int {
	return 1800 + (digit(s[0])-1)/2*100 + number(s[1:3])
}

// balticCheck returns the check digit of ten digits.
func balticCheck(s string) int {
	r := weightedSum(s, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1) % 11
	if r == 10 {
		r = weightedSum(s, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3) % 11
	}
	return r % 10
}

// LatviaPersonasKods reports whether s is a personal code of eleven digits. Codes given until June 2017 have
// a date of birth as DDMMYY, the century (0 for the 1800s to 2 for the 2000s), a serial number, and a check
// digit: 1101 minus the sum of the others, weighted 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, modulo 11 and then modulo
// 10. Codes given since start with 32 to 39, and no check digit is published for them. Fizisko personu
// reģistra likums; Pilsonības un migrācijas lietu pārvalde.
func LatviaPersonasKods(s string) bool {
	if !isNumber(s, 11) {
		return false
	}
	if s[0] == '3' && s[1] >= '2' {
		return true
	}
	return s[6] <= '2' && isDate(1800+digit(s[6])*100+number(s[4:6]), number(s[2:4]), number(s[:2])) &&
		(1101-weightedSum(s, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2))%11%10 == digit(s[10])
}
