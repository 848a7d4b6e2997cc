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

// ChinaResidentIDOfAdult reports whether s is a ChinaResidentID that is told from other numbers of 18 digits by itself: its
// place has the form of a county's code (GB/T 2260) in a prefecture that there is or was, and its year of birth is from
// 1930 to 2020. One in a million random numbers of 18 digits passes.
func ChinaResidentIDOfAdult(s string) bool {
	if !ChinaResidentID(s) {
		return false
	}
	year, county := number(s[6:10]), number(s[4:6])
	return year >= 1930 && year <= 2020 && (county >= 1 && county <= 40 || county >= 81 && county <= 90) &&
		isChinaPrefecture(number(s[:2]), number(s[2:4]))
}

// chinaPrefectures has, by the code of a province, pairs of the first and the last code of its prefectures: cities from 01
// on, prefectures and leagues, of which many have become cities since, from 21 on, and 90 for counties without one.
var chinaPrefectures = map[int][]int{
	11: {1, 2}, 12: {1, 2}, 13: {1, 11, 21, 30}, 14: {1, 11, 21, 27}, 15: {1, 9, 21, 30},
	21: {1, 14}, 22: {1, 8, 21, 24}, 23: {1, 12, 21, 27},
	31: {1, 2}, 32: {1, 13}, 33: {1, 11, 21, 26}, 34: {1, 18, 21, 29}, 35: {1, 9, 21, 26}, 36: {1, 11, 21, 25}, 37: {1, 17, 20, 29},
	41: {1, 17, 21, 30, 90, 90}, 42: {1, 13, 21, 28, 90, 90}, 43: {1, 13, 21, 31}, 44: {1, 20, 21, 27, 51, 53}, 45: {1, 14, 21, 27}, 46: {1, 4, 90, 90},
	50: {1, 2}, 51: {1, 36}, 52: {1, 6, 21, 27}, 53: {1, 9, 21, 35}, 54: {1, 6, 21, 27},
	61: {1, 10, 21, 27}, 62: {1, 12, 21, 30}, 63: {1, 2, 21, 28}, 64: {1, 5, 21, 22}, 65: {1, 5, 21, 32, 40, 43, 90, 90},
}

func isChinaPrefecture(province, prefecture int) bool {
	bounds := chinaPrefectures[province]
	for i := 0; i < len(bounds); i += 2 {
		if prefecture >= bounds[i] && prefecture <= bounds[i+1] {
			return true
		}
	}
	return false
}
