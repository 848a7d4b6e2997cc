// SPDX-License-Identifier: Apache-2.0

package checkdigit

// ABA reports whether s is a routing transit number: nine digits that start with a Federal Reserve prefix
// (00-12, 21-32, 61-72 or 80) and, weighted 3, 7, 1 in turn, add up to a multiple of ten. American Bankers
// Association, Routing Number Policy.
func ABA(s string) bool {
	if !isNumber(s, 9) {
		return false
	}
	prefix := number(s[:2])
	return (prefix <= 12 || prefix >= 21 && prefix <= 32 || prefix >= 61 && prefix <= 72 || prefix == 80) &&
		weightedSum(s, 3, 7, 1, 3, 7, 1, 3, 7, 1)%10 == 0
}

// SSN reports whether s can be a social security number: nine digits, the area (first three) not 000, 666
// or 900 and more, the group (next two) not 00 and the serial number (last four) not 0000. It has no check
// digit. Social Security Administration, POMS RM 10201.035. Numbers used in advertisements are accepted.
func SSN(s string) bool {
	if !isNumber(s, 9) {
		return false
	}
	area := number(s[:3])
	return area != 0 && area != 666 && area < 900 && s[3:5] != "00" && s[5:] != "0000"
}

// ITIN reports whether s can be an individual taxpayer identification number: nine digits, the first a 9,
// the fourth and fifth in 50-65, 70-88, 90-92 or 94-99. It has no check digit. Internal Revenue Service,
// Internal Revenue Manual 3.21.263.
func ITIN(s string) bool {
	if !isNumber(s, 9) || s[0] != '9' {
		return false
	}
	group := number(s[3:5])
	return group >= 50 && group <= 65 || group >= 70 && group <= 88 || group >= 90 && group != 93
}

// NPI reports whether s is a national provider identifier: ten digits, the first 1 or 2, which pass [Luhn]
// with 80840 in front. 45 CFR 162.406; Centers for Medicare & Medicaid Services, Requirements for NPI and
// NPI Check Digit.
func NPI(s string) bool {
	// 80840 adds 24 to the sum, whatever follows.
	return isNumber(s, 10) && (s[0] == '1' || s[0] == '2') && (24+luhnSum(s, false))%10 == 0
}

// DEA reports whether s is a registration number of the Drug Enforcement Administration: a registrant
// type (a letter other than I, N, O, Q, V, W, Y, Z), a letter or 9, and seven digits. The sum of digits 1,
// 3 and 5 and twice the sum of digits 2, 4 and 6 ends in digit 7. DEA Diversion Control Division.
func DEA(s string) bool {
	if len(s) != 9 || !matches(s, "AX9999999") || !isNumber(s[2:], 7) || isDigit(s[1]) && s[1] != '9' {
		return false
	}
	switch upper(s[0]) {
	case 'I', 'N', 'O', 'Q', 'V', 'W', 'Y', 'Z':
		return false
	}
	return weightedSum(s[2:], 1, 2, 1, 2, 1, 2)%10 == digit(s[8])
}

// MBI reports whether s can be a Medicare beneficiary identifier: eleven characters C A AN N A AN N A A N N,
// where C is 1 to 9, N a digit and A a letter other than S, L, O, I, B, Z. It has no check digit. Centers
// for Medicare & Medicaid Services, Understanding the MBI Format.
func MBI(s string) bool {
	if !matches(s, "9AX9AX9AA99") || s[0] == '0' {
		return false
	}
	for i := range len(s) {
		switch upper(s[i]) {
		case 'S', 'L', 'O', 'I', 'B', 'Z':
			return false
		}
	}
	return true
}
