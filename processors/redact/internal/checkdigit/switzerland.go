// SPDX-License-Identifier: Apache-2.0

package checkdigit

// SwitzerlandAHV reports whether s is a social security number (AHV, AVS): 13 digits that start with 756 and
// end in the check digit of EAN-13, for which every second digit counts three times. Zentrale
// Ausgleichsstelle; GS1 General Specifications section 7.9.
func SwitzerlandAHV(s string) bool {
	return isNumber(s, 13) && s[:3] == "756" && weightedSum(s, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1)%10 == 0
}
