// SPDX-License-Identifier: Apache-2.0

package checkdigit

// FinlandHetu reports whether s is a personal identity code: a date of birth as DDMMYY, the sign of the
// century, a number from 002 to 999 (from 900 on for temporary codes), and a check character that the nine
// digits modulo 31 select. The signs are + for the 1800s, - and U to Y for the 1900s, A to F for the 2000s;
// the sign is a part of the code and has to be kept in its compact form. Valtioneuvoston asetus
// väestötietojärjestelmästä (128/2010), as in force since 2023; Digital and Population Data Services Agency.
func FinlandHetu(s string) bool {
	if len(s) != 11 || !isDigits(s[:6]) || !isDigits(s[7:10]) {
		return false
	}
	var century int
	switch upper(s[6]) {
	case '+':
		century = 1800
	case '-', 'U', 'V', 'W', 'X', 'Y':
		century = 1900
	case 'A', 'B', 'C', 'D', 'E', 'F':
		century = 2000
	default:
		return false
	}
	individual := number(s[7:10])
	return individual >= 2 && isDate(century+number(s[4:6]), number(s[2:4]), number(s[:2])) &&
		upper(s[10]) == "0123456789ABCDEFHJKLMNPRSTUVWXY"[(number(s[:6])*1000+individual)%31]
}
