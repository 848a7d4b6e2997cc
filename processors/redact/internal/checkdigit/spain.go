// SPDX-License-Identifier: Apache-2.0

package checkdigit

// spainLetters are the check letters by remainder modulo 23.
const spainLetters = "TRWAGMYFPDXBNJZSQVHLCKE"

// SpainDNI reports whether s is the number of a national identity document: eight digits and the letter that
// their value modulo 23 selects. Real Decreto 1553/2005; Ministerio del Interior.
func SpainDNI(s string) bool {
	return len(s) == 9 && isNumber(s[:8], 8) && upper(s[8]) == spainLetters[number(s[:8])%23]
}

// SpainNIE reports whether s is an identity number of a foreigner: X, Y or Z, seven digits and the letter of
// [SpainDNI], for which X, Y and Z count as 0, 1 and 2. Ministerio del Interior, Orden INT/2058/2008.
func SpainNIE(s string) bool {
	if !matches(s, "A9999999A") || !isNumber(s[1:8], 7) {
		return false
	}
	prefix := int(upper(s[0])) - 'X'
	return prefix >= 0 && prefix <= 2 && upper(s[8]) == spainLetters[(prefix*10_000_000+number(s[1:8]))%23]
}

// SpainCIF reports whether s is a tax number of a legal entity: a letter for its kind (A to H, J, N, P to S,
// U, V, W), seven digits, and a control character. That is the check digit of [Luhn], or the letter that it
// selects in JABCDEFGHI; which of the two is used depends on the kind and on where the entity is seated, and
// both are accepted for all. Agencia Tributaria, Orden EHA/451/2008.
func SpainCIF(s string) bool {
	if !matches(s, "A9999999X") || !isNumber(s[1:8], 7) {
		return false
	}
	switch upper(s[0]) {
	case 'I', 'K', 'L', 'M', 'O', 'T', 'X', 'Y', 'Z':
		return false
	}
	check := (10 - luhnSum(s[1:8], true)%10) % 10
	c := upper(s[8])
	return c == byte('0'+check) || c == "JABCDEFGHI"[check]
}
