// SPDX-License-Identifier: Apache-2.0

package checkdigit

// polandCenturies are the centuries by the tens of the month: 20 is added to the month for each step.
var polandCenturies = [...]int{1900, 2000, 2100, 2200, 1800}

// PolandPESEL reports whether s is a PESEL number: eleven digits, a date of birth whose month tells the
// century, a serial number, and the digit that makes the sum, weighted 1, 3, 7, 9 in turn, a multiple of
// ten. Ustawa o ewidencji ludności, art. 15; Ministerstwo Cyfryzacji.
func PolandPESEL(s string) bool {
	if !isNumber(s, 11) {
		return false
	}
	month := number(s[2:4])
	return isDate(polandCenturies[month/20]+number(s[:2]), month%20, number(s[4:6])) &&
		weightedSum(s, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)%10 == 0
}
