// SPDX-License-Identifier: Apache-2.0

package checkdigit

import "strings"

// mexicoStates are the codes of the federal entities, DF for the capital and NE for births abroad.
const mexicoStates = "AS BC BS CC CL CM CS CH DF DG GT GR HG JC MC MN MS NT NL OC PL QT QR SP SL SR TC TS TL VZ YN ZS NE"

// mexicoStateLetters is mexicoStates as a set of second letters for each first letter.
var mexicoStateLetters = func() (letters [26]uint32) {
	for code := range strings.FieldsSeq(mexicoStates) {
		letters[code[0]-'A'] |= 1 << (code[1] - 'A')
	}
	return letters
}()

// MexicoCURP reports whether s is a population registry code: four letters of the names, the second a vowel
// or X, a date of birth, H, M or X for the sex, a federal entity, three consonants, a digit for births
// before 2000 or a letter, and a check digit. The characters count 0 to 9 and A to Z, where a place is left
// for Ñ after N; their sum, weighted 18 down to 2, and the check digit make a multiple of ten. Registro
// Nacional de Población e Identidad.
func MexicoCURP(s string) bool {
	if !matches(s, "AAAA999999AAAAAAX9") || !isVowelOrX(s[1]) {
		return false
	}
	switch upper(s[10]) {
	case 'H', 'M', 'X':
	default:
		return false
	}
	if mexicoStateLetters[upper(s[11])-'A']>>(upper(s[12])-'A')&1 == 0 {
		return false
	}
	for i := 13; i <= 15; i++ {
		if c := upper(s[i]); c != 'X' && isVowelOrX(c) {
			return false
		}
	}
	century := 1900
	if isLetter(s[16]) {
		century = 2000
	}
	if !isDate(century+number(s[4:6]), number(s[6:8]), number(s[8:10])) {
		return false
	}
	sum := digit(s[17])
	for i := range 17 {
		v := int(upper(s[i]) - '0')
		if isLetter(s[i]) {
			if v = int(upper(s[i])-'A') + 10; upper(s[i]) > 'N' {
				v++
			}
		}
		sum += (18 - i) * v
	}
	return sum%10 == 0
}

func isVowelOrX(c byte) bool {
	return strings.IndexByte("AEIOUX", upper(c)) >= 0
}
