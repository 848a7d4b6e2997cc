// SPDX-License-Identifier: Apache-2.0

package checkdigit

// ibanRegistry has the country codes of the IBAN registry, release 100, each with the length of its IBANs.
const ibanRegistry = "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28" +
	"EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30" +
	"KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23" +
	"PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26" +
	"UA29VA22VG24XK20YE30"

// ibanLengths is ibanRegistry by country code: 26 entries for each first letter.
var ibanLengths = func() (lengths [26 * 26]uint8) {
	for r := ibanRegistry; r != ""; r = r[4:] {
		lengths[int(r[0]-'A')*26+int(r[1]-'A')] = uint8(number(r[2:4]))
	}
	return lengths
}()

// IBANLength returns the length of the international bank account numbers of a country, or 0 if it has none. The two
// letters are those of its code, in any case.
func IBANLength(first, second byte) int {
	return int(ibanLengths[int(upper(first)-'A')*26+int(upper(second)-'A')])
}

// IBAN reports whether s is an international bank account number of ISO 13616-1: a country code, check
// digits from 02 to 98, and letters and digits up to the length that the registry states for the country.
// The number must be 1 modulo 97 once its first four characters are moved to the end.
func IBAN(s string) bool {
	if len(s) < 15 || !matches(s[:4], "AA99") || len(s) != IBANLength(s[0], s[1]) {
		return false
	}
	if check := number(s[2:4]); check < 2 || check > 98 {
		return false
	}
	r, ok := mod97(0, s[4:])
	if !ok {
		return false
	}
	r, _ = mod97(r, s[:4])
	return r == 1
}
