// SPDX-License-Identifier: Apache-2.0

package checkdigit

// UKNINO reports whether s can be a national insurance number: two letters, six digits, a letter from A to
// D. Neither letter of the prefix is D, F, I, Q, U or V, the second is not O, and BG, GB, KN, NK, NT, TN and
// ZZ are not used. It has no check digit. HM Revenue & Customs, National Insurance Manual NIM39110.
func UKNINO(s string) bool {
	if !matches(s, "AA999999A") || upper(s[8]) > 'D' {
		return false
	}
	prefix := [2]byte{upper(s[0]), upper(s[1])}
	switch string(prefix[:]) {
	case "BG", "GB", "KN", "NK", "NT", "TN", "ZZ":
		return false
	}
	return isNINOLetter(prefix[0]) && isNINOLetter(prefix[1]) && prefix[1] != 'O'
}

func isNINOLetter(c byte) bool {
	switch c {
	case 'D', 'F', 'I', 'Q', 'U', 'V':
		return false
	}
	return true
}

// UKNHS reports whether s is a number of the National Health Service of England, Wales or the Isle of Man, a
// CHI number of Scotland or an H&C number of Northern Ireland: ten digits, whose sum, weighted 10 down to 1,
// is a multiple of 11. NHS Data Dictionary, NHS Number.
func UKNHS(s string) bool {
	return isNumber(s, 10) && weightedSum(s, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)%11 == 0
}
