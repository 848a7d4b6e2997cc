// SPDX-License-Identifier: Apache-2.0

package checkdigit

// BrazilCPF reports whether s is the number of a natural person in the taxpayer register: eleven digits that
// are not all the same, the last two check digits. Each is 11 minus the sum of the digits before it, weighted
// from 2 upwards from the right, modulo 11, and 0 where that is more than 9. Receita Federal.
func BrazilCPF(s string) bool {
	if !isNumber(s, 11) || isRepeated(s) {
		return false
	}
	return mod11Check(weightedSum(s, 10, 9, 8, 7, 6, 5, 4, 3, 2)) == digit(s[9]) &&
		mod11Check(weightedSum(s, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2)) == digit(s[10])
}

// BrazilCNPJ reports whether s is the number of a legal entity in the taxpayer register: twelve digits, or
// letters and digits since July 2026, and two check digits. The check digits are those of [BrazilCPF] with
// weights that start again at 2 after 9; a character counts as its upper-case ASCII code less 48. Receita
// Federal, Instrução Normativa RFB nº 2.229/2024.
func BrazilCNPJ(s string) bool {
	if !matches(s, "XXXXXXXXXXXX99") {
		return false
	}
	first, second, zeros := 0, 0, true
	for i := range 12 {
		v := int(upper(s[i]) - '0')
		zeros = zeros && v == 0
		// From the right: 2 to 9, then 2 again.
		first += v * ((11-i)%8 + 2)
		second += v * ((12-i)%8 + 2)
	}
	return !zeros && mod11Check(first) == digit(s[12]) && mod11Check(second+2*digit(s[12])) == digit(s[13])
}

func isRepeated(s string) bool {
	for i := range len(s) {
		if s[i] != s[0] {
			return false
		}
	}
	return true
}
