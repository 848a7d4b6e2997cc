// SPDX-License-Identifier: Apache-2.0

package checkdigit

// IndonesiaNIK reports whether s has the shape of a population identification number: 16 digits, six for
// the district, none of its three parts 00, a date of birth without century as DDMMYY with 40 added to a
// woman's day, and a serial number other than 0000. It has no check digit. Direktorat Jenderal Kependudukan
// dan Pencatatan Sipil.
func IndonesiaNIK(s string) bool {
	if !isNumber(s, 16) || s[0] == '0' || s[2:4] == "00" || s[4:6] == "00" || s[12:] == "0000" {
		return false
	}
	day := number(s[6:8])
	if day > 40 {
		day -= 40
	}
	return isShortDate(number(s[10:12]), number(s[8:10]), day)
}
