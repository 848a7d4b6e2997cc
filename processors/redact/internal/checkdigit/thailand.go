// SPDX-License-Identifier: Apache-2.0

package checkdigit

// ThailandID reports whether s is an identification number of a person: 13 digits, the first from 1 to 8.
// The last is the last digit of 11 minus the sum of the others, weighted 13 down to 2, modulo 11.
// Department of Provincial Administration.
func ThailandID(s string) bool {
	return isNumber(s, 13) && s[0] >= '1' && s[0] <= '8' &&
		(11-weightedSum(s, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2)%11)%10 == digit(s[12])
}
