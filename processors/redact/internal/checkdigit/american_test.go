// SPDX-License-Identifier: Apache-2.0

package checkdigit

import (
	"fmt"
	"strings"
)

var americanChecks = []check{
	{
		name: "SSN", is: SSN,
		valid:   []string{"536904399", "001010001", "899999999", "078051120", "219099999"},
		invalid: []string{"", "000121234", "666121234", "900121234", "999999999", "123001234", "123450000", "12345678", "1234567890", "12345678x"},
		generate: func(g generator) string {
			return fmt.Sprintf("%03d%02d%04d", 1+g.IntN(665), 1+g.IntN(99), 1+g.IntN(9999))
		},
	},
	{
		name: "ITIN", is: ITIN,
		valid:   []string{"912903456", "900500000", "999659999", "900700000", "900889999", "900920000", "900940000", "900999999"},
		invalid: []string{"", "912934567", "900490000", "900660000", "900690000", "900890000", "900930000", "812903456", "91290345"},
		generate: func(g generator) string {
			group := []int{50 + g.IntN(16), 70 + g.IntN(19), 90 + g.IntN(3), 94 + g.IntN(6)}[g.IntN(4)]
			return fmt.Sprintf("9%s%d%s", g.fill("99"), group, g.fill("9999"))
		},
	},
	{
		name: "NPI", is: NPI,
		valid:   []string{"1234567893", "1245319599", "2000000002"},
		invalid: []string{"", "1234567890", "1234567894", "3234567891", "123456789", "12345678930"},
		generate: func(g generator) string {
			return strings.TrimPrefix(withLuhn("80840"+g.one("12")+g.fill("99999999")), "80840")
		},
		redraw: []int{-1}, share: 0.1, finds: everyDigit, findsSwap: luhnSwap,
	},
	{
		name: "DEA", is: DEA,
		valid:   []string{"F91234563", "AP1234563", "FR1111119", "BB1388568"},
		invalid: []string{"", "AP1234564", "NP1234563", "A81234563", "1P1234563", "AP123456", "AP0000000", "AP12345630"},
		generate: func(g generator) string {
			n := g.fill("899999")
			odd, even := weigh(n, "101010"), weigh(n, "010101")
			return checkDigit(g.one("ABCDEFGHJKLMPRSTUX")+g.one(alphabet+"9")+n, (odd+2*even)%10)
		},
		redraw: []int{-1}, share: 0.1,
		// Five more, doubled, is ten more.
		finds: func(at int, from, to byte) bool { return at%2 == 0 || max(from, to)-min(from, to) != 5 },
	},
	{
		name: "MBI", is: MBI,
		valid:   []string{"1EG4TE5MK73", "9AA0A00AA00", "4YY4YY9YY99"},
		invalid: []string{"", "0EG4TE5MK73", "1SG4TE5MK73", "1EGATE5MK73", "1EG4TE5MK7", "1EG4TE5MK733", "1EO4TE5MK73", "1E14TE5M173"},
		generate: func(g generator) string {
			const letters = "ACDEFGHJKMNPQRTUVWXY"
			return g.fill("8") + g.one(letters) + g.one(letters+decimal) + g.fill("9") + g.one(letters) + g.one(letters+decimal) +
				g.fill("9") + g.one(letters) + g.one(letters) + g.fill("99")
		},
	},
	{
		name: "CanadaSIN", is: CanadaSIN,
		valid:    []string{"123456782", "046454286", "130692544"},
		invalid:  []string{"", "123456783", "999999999", "800000002", "12345678", "12345678Z"},
		generate: func(g generator) string { return withLuhn(g.one("01234567"[1:]+"9") + g.fill("9999999")) },
		redraw:   []int{-1}, share: 0.1, finds: everyDigit, findsSwap: luhnSwap,
	},
	{
		name: "BrazilCPF", is: BrazilCPF,
		valid:   []string{"39053344705", "11144477735", "52998224725"},
		invalid: []string{"", "23100299900", "11111111111", "99999999999", "39053344706", "39053344715", "3905334470", "390533447055"},
		generate: func(g generator) string {
			s := g.fill("899999999")
			s = elevens(s, "A98765432")
			return elevens(s, "BA98765432")
		},
		redraw: []int{-1, -2}, share: 0.01,
	},
	{
		name: "BrazilCNPJ", is: BrazilCNPJ,
		valid:   []string{"16727230000197", "11222333000181", "12ABC34501DE35"},
		invalid: []string{"", "16727230000198", "16727230000187", "12ABC34501DE36", "12ABC34501DE3A", "1672723000019", "12ABC34501D-35"},
		generate: func(g generator) string {
			s := g.fill(g.choose("999999990001", "XXXXXXXXXXXX"))
			for range 2 {
				sum, weight := 0, 2
				for _, c := range reverse(s) {
					sum += (int(c) - 48) * weight
					if weight++; weight > 9 {
						weight = 2
					}
				}
				s += string(decimal[(11-max(sum%11, 1))%10])
			}
			return s
		},
		redraw: []int{-1, -2}, share: 0.01,
	},
	{
		name: "MexicoCURP", is: MexicoCURP,
		valid: []string{"BOXW310820HNERXN09", "HEGG560427MVZRRL04"},
		invalid: []string{
			"", "BOXW310820HNERXN08", "BOXW311320HNERXN09", "BOXW310820KNERXN09", "BOXW310820HXXRXN09", "BOXW310820HNEAXN09",
			"BBXW310820HNERXN09", "BOXW310820HNERXN0", "BOXW310820HNERXN0A", "BOXW310820HNERXN099",
		},
		generate: func(g generator) string {
			const consonants = "BCDFGHJKLMNPQRSTVWXYZ"
			d := g.date(1920, 2029)
			s := g.fill("A") + g.one("AEIOUX") + g.fill("AA") + d.yymmdd() + g.one("HM") + g.choose(strings.Fields(mexicoStates)...) +
				g.one(consonants) + g.one(consonants) + g.one(consonants)
			if d.year < 2000 {
				s += g.fill("9")
			} else {
				s += g.fill("A")
			}
			sum := 0
			for i, c := range s {
				sum += strings.IndexRune("0123456789ABCDEFGHIJKLMN-OPQRSTUVWXYZ", c) * (18 - i)
			}
			return s + string(decimal[(10-sum%10)%10])
		},
		redraw: []int{-1}, share: 0.1,
	},
	{
		name: "ChileRUT", is: ChileRUT,
		valid:   []string{"760864285", "125319092", "111111111", "10000013K"},
		invalid: []string{"", "125319093", "12531909K", "76086A285", "1253190921", "7608642"},
		generate: func(g generator) string {
			s := g.fill(g.choose("89999999", "8999999"))
			sum := 0
			for i, c := range reverse(s) {
				sum += int(c-'0') * [...]int{2, 3, 4, 5, 6, 7, 2, 3}[i]
			}
			switch check := 11 - sum%11; check {
			case 11:
				return s + "0"
			case 10:
				return s + "K"
			default:
				return checkDigit(s, check)
			}
		},
		redraw: []int{-1}, alphabet: decimal + "K", share: 1.0 / 11, finds: everyDigit, findsSwap: everySwap,
	},
	{
		name: "ArgentinaCUIT", is: ArgentinaCUIT,
		valid:   []string{"20055361682", "20267565393", "30500010912"},
		invalid: []string{"", "20267565392", "21055361682", "2005536168", "200553616822", "2005536168x"},
		generate: func(g generator) string {
			s := g.choose("20", "23", "24", "25", "26", "27", "30", "33", "34", "50", "51", "55") + g.fill("99999999")
			check := 11 - weigh(s, "5432765432")%11
			switch check {
			case 11:
				check = 0
			case 10:
				check = 9
			}
			return checkDigit(s, check)
		},
		redraw: []int{-1}, share: 0.1,
	},
	{
		name: "ColombiaNIT", is: ColombiaNIT,
		valid:   []string{"2131234321", "8001972684", "8999990681"},
		invalid: []string{"", "2131234325", "2131234", "0131234321", "213123432x", "213123432111"},
		generate: func(g generator) string {
			s := g.fill(g.choose("8999999", "89999999", "899999999", "8999999999"))
			sum := 0
			for i, c := range reverse(s) {
				sum += int(c-'0') * [...]int{3, 7, 13, 17, 19, 23, 29, 37, 41, 43}[i]
			}
			if sum%11 > 1 {
				return checkDigit(s, 11-sum%11)
			}
			return checkDigit(s, sum%11)
		},
		redraw: []int{-1}, share: 0.1,
	},
}

// elevens appends the check digit of the rule "11 minus the remainder by 11, and 0 for 10 and 11".
func elevens(s, weights string) string {
	check := 11 - weigh(s, weights)%11
	if check >= 10 {
		check = 0
	}
	return checkDigit(s, check)
}
