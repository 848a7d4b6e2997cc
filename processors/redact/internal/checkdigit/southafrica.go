// SPDX-License-Identifier: Apache-2.0

package checkdigit

// SouthAfricaID reports whether s is an identity number: 13 digits, a date of birth without century, four
// digits for sex and order, 0 to 2 for the status (citizen, permanent resident, refugee), a digit that once
// had a meaning, and the check digit of [Luhn]. Department of Home Affairs.
func SouthAfricaID(s string) bool {
	return isNumber(s, 13) && isYYMMDD(s) && s[10] <= '2' && Luhn(s)
}
