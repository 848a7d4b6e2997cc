// SPDX-License-Identifier: Apache-2.0

package checkdigit

// EUVAT reports whether s is a value added tax identification number: the prefix of a member state of the
// European Union, EL or GR for Greece or XI for Northern Ireland, and the number in that country's form and
// with its check digits. Directive 2006/112/EC, article 215; European Commission, VIES, algorithms for the
// check digits of VAT identification numbers. The numbers of sole traders can be those of persons.
func EUVAT(s string) bool {
	if len(s) < 4 {
		return false
	}
	prefix, n := [2]byte{upper(s[0]), upper(s[1])}, s[2:]
	switch string(prefix[:]) {
	case "AT":
		return vatAustria(n)
	case "BE":
		return vatBelgium(n)
	case "BG":
		return vatBulgaria(n)
	case "CY":
		return vatCyprus(n)
	case "CZ":
		return vatCzechia(n)
	case "DE":
		return isNumber(n, 9) && n[0] != '0' && mod11Hybrid(n)
	case "DK":
		return isNumber(n, 8) && n[0] != '0' && weightedSum(n, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
	case "EE":
		return isNumber(n, 9) && weightedSum(n, 3, 7, 1, 3, 7, 1, 3, 7, 1)%10 == 0
	case "EL", "GR":
		return GreeceAFM(n)
	case "ES":
		return vatSpain(n)
	case "FI":
		return isNumber(n, 8) && weightedSum(n, 7, 9, 10, 5, 8, 4, 2, 1)%11 == 0
	case "FR":
		return vatFrance(n)
	case "HR":
		return CroatiaOIB(n)
	case "HU":
		return isNumber(n, 8) && weightedSum(n, 9, 7, 3, 1, 9, 7, 3, 1)%10 == 0
	case "IE":
		return vatIreland(n)
	case "IT":
		return vatItaly(n)
	case "LT":
		return vatLithuania(n)
	case "LU":
		return isNumber(n, 8) && number(n[:6])%89 == number(n[6:])
	case "LV":
		return vatLatvia(n)
	case "MT":
		return isNumber(n, 8) && n[0] != '0' && weightedSum(n, 3, 4, 6, 7, 8, 9, 10, 1)%37 == 0
	case "NL":
		return vatNetherlands(s)
	case "PL":
		return isNumber(n, 10) && weightedSum(n, 6, 5, 7, 2, 3, 4, 5, 6, 7, -1)%11 == 0
	case "PT":
		return PortugalNIF(n)
	case "RO":
		return vatRomania(n)
	case "SE":
		return vatSweden(n)
	case "SI":
		return vatSlovenia(n)
	case "SK":
		return vatSlovakia(n)
	case "XI":
		return vatNorthernIreland(n)
	}
	return false
}
