// SPDX-License-Identifier: Apache-2.0

package checkdigit

// MalaysiaNRIC reports whether s has the shape of an identity card number: twelve digits, a date of birth
// without century, a code for the place of birth that is in use, and four more digits. It has no check
// digit. Jabatan Pendaftaran Negara.
func MalaysiaNRIC(s string) bool {
	if !isNumber(s, 12) || !isYYMMDD(s) {
		return false
	}
	switch place := number(s[6:8]); {
	case place == 0, place >= 17 && place <= 20, place == 69, place == 70, place == 73,
		place == 80, place == 81, place >= 94 && place <= 97:
		return false
	}
	return true
}
