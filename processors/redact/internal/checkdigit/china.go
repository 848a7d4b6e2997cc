// SPDX-License-Identifier: Apache-2.0

package checkdigit

// ChinaResidentID reports whether s is a citizen identification number: six digits for the place, eight for
// the date of birth from 1900 on, three for the order, and the ISO/IEC 7064 MOD 11-2 check character, a
// digit or X. The number starts with the code of a province (GB/T 2260), or with 9 on the permanent
// residence cards for foreigners since 2023. GB 11643-1999.
func ChinaResidentID(s string) bool {
	if len(s) != 18 || !isDigits(s[:17]) || !isChinaPlace(number(s[:2])) {
		return false
	}
	year := number(s[6:10])
	return year >= 1900 && year < 2100 && isDate(year, number(s[10:12]), number(s[12:14])) &&
		upper(s[17]) == "10X98765432"[mod11Pure(s[:17])]
}

// isChinaPlace reports whether the first two digits are those of a province, or start with 9.
func isChinaPlace(code int) bool {
	switch code / 10 {
	case 1, 6:
		return code%10 >= 1 && code%10 <= 5
	case 2:
		return code%10 >= 1 && code%10 <= 3
	case 3:
		return code%10 >= 1 && code%10 <= 7
	case 4:
		return code%10 >= 1 && code%10 <= 6
	case 5:
		return code%10 <= 4
	case 7:
		return code == 71
	case 8:
		return code >= 81 && code <= 83
	}
	return code/10 == 9
}
