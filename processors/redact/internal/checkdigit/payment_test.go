// SPDX-License-Identifier: Apache-2.0

package checkdigit

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// ibanSpecimens has the example of the IBAN registry for each country, as far as it is published with it.
var ibanSpecimens = strings.Fields(`
	AD1200012030200359100100 AE070331234567890123456 AL47212110090000000235698741 AT611904300234573201
	AZ21NABZ00000000137010001944 BA391290079401028494 BE68539007547034 BG80BNBG96611020345678
	BH67BMAG00001299123456 BR1800360305000010009795493C1 BY13NBRB3600900000002Z00AB00
	CH9300762011623852957 CR05015202001026284066 CY17002001280000001200527600 CZ6508000000192000145399
	DE89370400440532013000 DK5000400440116243 DO28BAGR00000001212453611324 EE382200221020145685
	EG380019000500000000263180002 ES9121000418450200051332 FI2112345600000785 FO6264600001631634
	FR1420041010050500013M02606 GB29NWBK60161331926819 GE29NB0000000101904917 GI75NWBK000000007099453
	GL8964710001000206 GR1601101250000000012300695 GT82TRAJ01020000001210029690 HR1210010051863000160
	HU42117730161111101800000000 IE29AIBK93115212345678 IL620108000000099999999 IQ98NBIQ850123456789012
	IS140159260076545510730339 IT60X0542811101000000123456 JO94CBJO0010000000000131000302
	KW81CBKU0000000000001234560101 KZ86125KZT5004100100 LB62099900000001001901229114
	LC55HEMM000100010012001200023015 LI21088100002324013AA LT121000011101001000 LU280019400644750000
	LV80BANK0000435195001 MC5811222000010123456789030 MD24AG000225100013104168 ME25505000012345678951
	MK07250120000058984 MR1300020001010000123456753 MT84MALT011000012345MTLCAST001S
	MU17BOMM0101101030300200000MUR NL91ABNA0417164300 NO9386011117947 PK36SCBL0000001123456702
	PL61109010140000071219812874 PS92PALS000000000400123456702 PT50000201231234567890154
	QA58DOHB00001234567890ABCDEFG RO49AAAA1B31007593840000 RS35260005601001611379 SA0380000000608010167519
	SC18SSCB11010000000000001497USD SE4550000000058398257466 SI56263300012039086 SK3112000000198742637541
	SM86U0322509800000000270100 ST23000100010051845310146 SV62CENR00000000000000700025
	TL380080012345678910157 TN5910006035183598478831 TR330006100519786457841326
	UA213223130000026007233566001 VA59001123000012345678 VG96VPVG0000012345678901 XK051212012345678906`)

var paymentChecks = []check{
	{
		name: "IBAN", is: IBAN,
		valid: ibanSpecimens,
		invalid: []string{
			"", "GB", "GB29", "GB29NWBK60161331926818", "GB29NWBK6016133192681", "GB29NWBK601613319268190",
			"GB29NWBK6016133192681!", "GB92NWBK60161331926819", "US64SVBKUS6S3300958879", "1B29NWBK60161331926819",
			"GBX9NWBK60161331926819", "GB29 NWBK 6016 1331 9268 19",
			// 01 and 98 are the same modulo 97, but only 98 is assigned.
			"DE01100000000000000069",
		},
		generate: func(g generator) string {
			code := g.fill("AA")
			for ibanTestLengths[code] == 0 {
				code = g.fill("AA")
			}
			account := g.fill(strings.Repeat("X", ibanTestLengths[code]-4))
			return fmt.Sprintf("%s%02d%s", code, 98-modulo(account+code+"00", 97), account)
		},
		// Of a hundred pairs of check digits, one is right.
		redraw: []int{2, 3}, share: 0.01, finds: everyDigit, findsSwap: everySwap,
	},
	{
		name: "ABA", is: ABA,
		valid:    []string{"111000025", "011000015", "021000021", "091000022", "322271627"},
		invalid:  []string{"", "111000026", "11100002", "1110000250", "11100002B", "130000020", "331000021", "811000010"},
		generate: func(g generator) string { return until(func() string { return routingNumber(g) }) },
		redraw:   []int{-1}, share: 0.1, finds: everyDigit,
		// 3, 7 and 1 differ by even numbers, so five more in one place makes up for five less in the next.
		findsSwap: func(a, b byte) bool { return max(a, b)-min(a, b) != 5 },
	},
}

// ibanTestLengths are the lengths by country: those of the specimens, and of the countries without one.
var ibanTestLengths = func() map[string]int {
	lengths := map[string]int{
		"BI": 27, "DJ": 27, "FK": 18, "HN": 28, "LY": 25, "MN": 20, "NI": 28, "OM": 23, "RU": 33, "SD": 18, "SO": 23, "YE": 30,
	}
	for _, s := range ibanSpecimens {
		lengths[s[:2]] = len(s)
	}
	return lengths
}()

func routingNumber(g generator) string {
	s := fmt.Sprintf("%02d", []int{g.IntN(13), 21 + g.IntN(12), 61 + g.IntN(12), 80}[g.IntN(4)]) + g.fill("999999")
	return checkDigit(s, (1000-weigh(s, "37137137"))%10)
}

// TestIBANRegistry has every country accept its own length only.
func TestIBANRegistry(t *testing.T) {
	countries := 0
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string(a) + string(b)
			accepted := 0
			for n := 5; n <= 40; n++ {
				account := strings.Repeat("1", n-4)
				if IBAN(fmt.Sprintf("%s%02d%s", code, 98-modulo(account+code+"00", 97), account)) {
					accepted = n
				}
			}
			assert.Equal(t, ibanTestLengths[code], accepted, code)
			if accepted > 0 {
				countries++
			}
		}
	}
	assert.Equal(t, 89, countries)
}

func TestCardIssuer(t *testing.T) {
	for _, c := range []struct {
		digits, issuer, wide string
	}{
		// Numbers that the networks and payment gateways publish for tests.
		{"4111111111111111", IssuerVisa, ""},
		{"4222222222222", IssuerVisa, ""},
		{"4000000000000000006", IssuerVisa, ""},
		{"5555555555554444", IssuerMastercard, ""},
		{"2223003122003222", IssuerMastercard, ""},
		{"378282246310005", IssuerAmex, ""},
		{"341111111111111", IssuerAmex, ""},
		{"30569309025904", IssuerDiners, ""},
		{"38520000023237", IssuerDiners, ""},
		{"36227206271667", IssuerDiners, ""},
		{"6011111111111117", IssuerDiscover, ""},
		{"6011000000000000004", IssuerDiscover, ""},
		{"6445644564456445", IssuerDiscover, ""},
		{"6500000000000002", IssuerDiscover, ""},
		{"3530111333300000", IssuerJCB, ""},
		{"6200000000000005", IssuerUnionPay, ""},
		{"6205500000000000004", IssuerUnionPay, ""},
		{"8171999900000021", IssuerUnionPay, ""},
		{"2200770239097761", IssuerMir, ""},
		{"6759649826438453", IssuerMaestro, ""},
		{"501800000009", IssuerMaestro, ""},
		{"6763000000000000000", IssuerMaestro, ""},
		// The bounds of each range.
		{"5100000000000000", IssuerMastercard, ""},
		{"5599999999999999", IssuerMastercard, ""},
		{"2221000000000000", IssuerMastercard, ""},
		{"2720999999999999", IssuerMastercard, ""},
		{"2220999999999999", "", ""},
		{"2721000000000000", "", ""},
		{"30599999999999", IssuerDiners, ""},
		{"30600000000000", "", ""},
		{"30900000000000", IssuerDiners, ""},
		{"3527999999999999", "", ""},
		{"3528000000000000", IssuerJCB, ""},
		{"3589999999999999", IssuerJCB, ""},
		{"3590000000000000", "", ""},
		{"2200000000000000", IssuerMir, ""},
		{"2204999999999999", IssuerMir, ""},
		{"2205000000000000", "", ""},
		{"6440000000000000", IssuerDiscover, ""},
		{"6439999999999999", "", IssuerMaestro},
		{"6600000000000000", "", IssuerMaestro},
		{"6764000000000000", "", IssuerMaestro},
		{"5000000000000000", "", IssuerMaestro},
		{"5699999999999999", "", IssuerMaestro},
		{"560000000000", "", IssuerMaestro},
		{"6999999999999999999", "", IssuerMaestro},
		{"135410014004955", "", IssuerUATP},
		{"1354100140049550", "", ""},
		// Lengths that the issuer does not use.
		{"41111111111111", "", ""},
		{"555555555555444", "", ""},
		{"3782822463100050", "", ""},
		{"305693090259040", "", ""},
		{"601111111111111", "", IssuerMaestro},
		{"353011133330000", "", ""},
		{"50180000000", "", ""},
		{"67630000000000000000", "", ""},
		{"7000000000000000", "", ""},
		{"", "", ""},
		{"411111111111111x", "", ""},
		{"4111 1111 1111 1111", "", ""},
	} {
		issuer, ok := CardIssuer(c.digits)
		assert.Equal(t, c.issuer, issuer, c.digits)
		assert.Equal(t, c.issuer != "", ok, c.digits)
		wide, ok := CardIssuerWide(c.digits)
		assert.Equal(t, c.wide, wide, c.digits)
		assert.Equal(t, c.wide != "", ok, c.digits)
	}
}

// TestCardRanges has the first four digits of every range, and what is next to it.
func TestCardRanges(t *testing.T) {
	var starts [100]bool
	for _, c := range []struct {
		issuer, ranges string
		length         int
	}{
		{IssuerVisa, "4000-4999", 13},
		{IssuerMastercard, "2221-2720 5100-5599", 16},
		{IssuerAmex, "3400-3499 3700-3799", 15},
		{IssuerDiners, "3000-3059 3090-3099 3600-3699 3800-3999", 14},
		{IssuerDiscover, "6011-6011 6440-6599", 16},
		{IssuerJCB, "3528-3589", 16},
		{IssuerUnionPay, "6200-6299 8100-8199", 17},
		{IssuerMir, "2200-2204", 18},
		{IssuerMaestro, "5018-5018 5020-5020 5038-5038 5893-5893 6304-6304 6759-6759 6761-6763", 12},
	} {
		var used [10000]bool
		for r := range strings.FieldsSeq(c.ranges) {
			for iin := number(r[:4]); iin <= number(r[5:]); iin++ {
				used[iin] = true
			}
		}
		for iin := range used {
			digits := fmt.Sprintf("%04d%s", iin, strings.Repeat("0", c.length-4))
			issuer, _ := CardIssuer(digits)
			assert.Equal(t, used[iin], issuer == c.issuer, digits)
			starts[iin/100] = starts[iin/100] || used[iin]
		}
	}
	for n, want := range starts {
		assert.Equal(t, want, MayBeCard(byte('0'+n/10), byte('0'+n%10)), n)
	}
}

func BenchmarkCardIssuer(b *testing.B) {
	for _, digits := range []string{"4111111111111111", "6763000000000000", "9111111111111111"} {
		b.Run(digits[:4], func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(digits)))
			for b.Loop() {
				CardIssuer(digits)
			}
		})
	}
}
