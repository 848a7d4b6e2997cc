// SPDX-License-Identifier: Apache-2.0

package checkdigit

import "strings"

// vatAustria checks U and eight digits, of which the last is 96 minus the sum of the others modulo 10. Every
// second one of those is doubled as in Luhn's algorithm, but the last of them is not.
func vatAustria(n string) bool {
	return len(n) == 9 && upper(n[0]) == 'U' && isNumber(n[1:], 8) && (luhnSum(n[1:8], false)+digit(n[8])+4)%10 == 0
}

// vatBelgium checks ten digits from 0 or 1 on, of which the last two are 97 minus the others modulo 97.
func vatBelgium(n string) bool {
	return isNumber(n, 10) && n[0] <= '1' && number(n[8:]) == 97-number(n[:8])%97
}

// vatBulgaria checks nine digits of a legal entity, weighted from 1 up and if that leaves 10 from 3 up, or
// ten digits of a person: an EGN, a number of a foreigner modulo 10, or any other modulo 11.
func vatBulgaria(n string) bool {
	if isNumber(n, 10) {
		return BulgariaEGN(n) ||
			weightedSum(n, 21, 19, 17, 13, 11, 9, 7, 3, 1, -1)%10 == 0 ||
			weightedSum(n, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
	}
	if !isNumber(n, 9) {
		return false
	}
	check := weightedSum(n, 1, 2, 3, 4, 5, 6, 7, 8) % 11
	if check == 10 {
		check = weightedSum(n, 3, 4, 5, 6, 7, 8, 9, 10) % 11 % 10
	}
	return check == digit(n[8])
}

// vatCyprus checks eight digits, not from 12 on, and the letter that their sum modulo 26 selects; digits in
// odd positions have the values of the Italian tax code.
func vatCyprus(n string) bool {
	if len(n) != 9 || !isNumber(n[:8], 8) || n[:2] == "12" {
		return false
	}
	sum := weightedSum(n, 0, 1, 0, 1, 0, 1, 0, 1)
	for i := 0; i < 8; i += 2 {
		sum += italyOdd[digit(n[i])]
	}
	return int(upper(n[8])) == 'A'+sum%26
}

// vatCzechia checks eight digits of a legal entity, nine from 6 on of a person without a birth number, or a
// birth number.
func vatCzechia(n string) bool {
	switch {
	case isNumber(n, 8) && n[0] != '9':
		// 11 minus the remainder, with 1 for 11 and 0 for 10.
		return "10987654321"[weightedSum(n, 8, 7, 6, 5, 4, 3, 2)%11] == n[7]
	case isNumber(n, 9) && n[0] == '6' && "89012345678"[weightedSum(n[1:], 8, 7, 6, 5, 4, 3, 2)%11] == n[8]:
		return true
	}
	return CzechBirthNumber(n)
}

// vatSpain checks an identity number of a person, which may also start with K, L or M, or that of an entity.
func vatSpain(n string) bool {
	if len(n) != 9 {
		return false
	}
	switch upper(n[0]) {
	case 'K', 'L', 'M':
		return isNumber(n[1:8], 7) && upper(n[8]) == spainLetters[number(n[1:8])%23]
	}
	return SpainDNI(n) || SpainNIE(n) || SpainCIF(n)
}

// vatFrance checks a key of two characters and a SIREN, which passes Luhn unless it is one of Monaco's, from
// 000 on. A key of digits is the SIREN with 12 behind it modulo 97; else the key's letters and digits, O and
// I left out, are combined to a number whose quotient and remainder by 11 fit the SIREN.
func vatFrance(n string) bool {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
	if len(n) != 11 || !isNumber(n[2:], 9) || n[2:5] != "000" && !Luhn(n[2:]) {
		return false
	}
	siren := number(n[2:])
	if isDigits(n[:2]) {
		return number(n[:2]) == (siren*100+12)%97
	}
	first, second := strings.IndexByte(alphabet, upper(n[0])), strings.IndexByte(alphabet, upper(n[1]))
	if first < 0 || second < 0 {
		return false
	}
	key := first*34 + second - 100
	if isDigit(n[0]) {
		key = first*24 + second - 10
	}
	return (siren+1+key/11)%11 == key%11
}

// vatIreland checks a number of the form of a personal one, or the older form in which the second character
// is a letter, a plus or an asterisk and the first counts last.
func vatIreland(n string) bool {
	if IrelandPPS(n) {
		return true
	}
	if len(n) != 8 || !isDigit(n[0]) || !isDigits(n[2:7]) {
		return false
	}
	if c := n[1]; !isLetter(c) && c != '+' && c != '*' {
		return false
	}
	return upper(n[7]) == irelandLetters[(weightedSum(n[2:], 7, 6, 5, 4, 3)+2*digit(n[0]))%23]
}

// vatItaly checks eleven digits that pass Luhn: seven of a taxpayer, three of a provincial office.
func vatItaly(n string) bool {
	if !isNumber(n, 11) || n[:7] == "0000000" || !Luhn(n) {
		return false
	}
	switch office := number(n[7:10]); office {
	case 120, 121, 888, 999:
		return true
	default:
		return office >= 1 && office <= 100
	}
}

// vatLithuania checks nine digits of a legal entity or twelve of others, the last but one of them 1.
func vatLithuania(n string) bool {
	if !isNumber(n, 9) && !isNumber(n, 12) || n[len(n)-2] != '1' {
		return false
	}
	sum, again := 0, 0
	for i := range len(n) - 1 {
		sum += digit(n[i]) * (i%9 + 1)
		again += digit(n[i]) * ((i+2)%9 + 1)
	}
	if sum%11 == 10 {
		sum = again
	}
	return sum%11%10 == digit(n[len(n)-1])
}

// vatLatvia checks eleven digits of a legal entity from 4 on, or a personal code.
func vatLatvia(n string) bool {
	if !isNumber(n, 11) || n[0] <= '3' {
		return LatviaPersonasKods(n)
	}
	return weightedSum(n, 9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1)%11 == 3
}

// vatNetherlands checks NL, nine digits, B and two digits: the nine are a BSN, or since 2020 all of it, NL
// included, is 1 modulo 97.
func vatNetherlands(s string) bool {
	if len(s) != 14 || !isNumber(s[2:11], 9) || upper(s[11]) != 'B' || !isNumber(s[12:], 2) {
		return false
	}
	if NetherlandsBSN(s[2:11]) {
		return true
	}
	r, _ := Mod97(s)
	return r == 1
}

// vatRomania checks two to ten digits without leading zeros, of which the last is ten times the weighted sum
// of the others, modulo 11 and then modulo 10.
func vatRomania(n string) bool {
	if len(n) < 2 || len(n) > 10 || !isDigits(n) || n[0] == '0' {
		return false
	}
	weights := [...]int{7, 5, 3, 2, 1, 7, 5, 3, 2}
	return weightedSum(n, weights[10-len(n):]...)*10%11%10 == digit(n[len(n)-1])
}

// vatSweden checks an organisation or personal number of ten digits that passes Luhn, and 01 to 94.
func vatSweden(n string) bool {
	if !isNumber(n, 12) {
		return false
	}
	unit := number(n[10:])
	return unit >= 1 && unit <= 94 && isNumber(n[:10], 10) && Luhn(n[:10])
}

// vatSlovenia checks eight digits from 1 on, of which the last is 11 minus the weighted sum of the others
// modulo 11, with 0 for 10. Numbers for which it would be 11 are not issued.
func vatSlovenia(n string) bool {
	return isNumber(n, 8) && n[0] != '0' && "-0987654321"[weightedSum(n, 8, 7, 6, 5, 4, 3, 2)%11] == n[7]
}

// vatSlovakia checks ten digits from 1 on, the third 2, 3, 4, 7, 8 or 9, that are a multiple of 11, or a birth
// number.
func vatSlovakia(n string) bool {
	if !isNumber(n, 10) {
		return false
	}
	switch n[2] {
	case '2', '3', '4', '7', '8', '9':
		if n[0] != '0' && number(n)%11 == 0 {
			return true
		}
	}
	return CzechBirthNumber(n)
}

// vatNorthernIreland checks nine digits, or twelve with a branch: the sum of the first nine, weighted 8 down
// to 2, 10 and 1, is a multiple of 97, or from 100 on also 42 or 55 more than one.
func vatNorthernIreland(n string) bool {
	if !isNumber(n, 9) && !isNumber(n, 12) {
		return false
	}
	r := weightedSum(n, 8, 7, 6, 5, 4, 3, 2, 10, 1) % 97
	return r == 0 || n[0] != '0' && (r == 42 || r == 55)
}
