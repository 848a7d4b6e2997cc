// SPDX-License-Identifier: Apache-2.0

package checkdigit

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// asianChecks has the numbers of Asia, Africa and Oceania.
var asianChecks = []check{
	{
		name: "JapanMyNumber", is: JapanMyNumber,
		// The weighted sums of the last two are 1 and 0 modulo 11, which have the same check digit.
		valid:    []string{"123456789018", "100000000005", "000000000060", "000000000310"},
		invalid:  []string{"", "123456789012", "12345678901", "1234567890180", "12345678901x"},
		generate: func(g generator) string { return elevens(g.fill("89999999999"), "65432765432") },
		redraw:   []int{-1}, share: 0.1,
	},
	{
		name: "JapanPensionNumber", is: JapanPensionNumber,
		valid: []string{"1234567890"}, invalid: []string{"", "123456789", "12345678901", "123456789x"},
		generate: func(g generator) string { return g.fill("8999999999") },
	},
	{
		name: "JapanResidenceCard", is: JapanResidenceCard,
		valid: []string{"AB12345678CD"}, invalid: []string{"", "AB12345678C", "A112345678CD", "AB1234567XCD", "AB12345678CDE"},
		generate: func(g generator) string { return g.fill("AA99999999AA") },
	},
	{
		name: "ChinaResidentID", is: ChinaResidentID,
		valid: []string{"11010519491231002X", "360426199101010071", "911124198108030024"},
		invalid: []string{
			"", "110105194912310021", "36042619910101007X", "360426199113010071", "360426189101010078", "000426199101010071",
			"36042619910101007", "3604261991010100711", "36042619910101007Y",
		},
		generate: func(g generator) string {
			place := g.choose(strings.Fields("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91 94")...)
			d := g.date(1900, 2099)
			s := place + g.fill("9999") + strconv.Itoa(d.year) + d.yymmdd()[2:] + g.fill("999")
			return s + chinaCheck(s)
		},
		redraw: []int{-1}, alphabet: decimal + "X", share: 1.0 / 11, finds: everyDigit, findsSwap: everySwap,
	},
	{
		name: "KoreaRRN shape", is: func(s string) bool { shape, _ := KoreaRRN(s); return shape },
		valid:    []string{"9710131019902", "9710131019903", "0002293000000"},
		invalid:  []string{"", "9713131019902", "9710330019902", "9710139019902", "9710130019902", "971013101990", "97101310199022", "0002291000000"},
		generate: func(g generator) string { return koreaBirth(g) + g.fill("999999") },
	},
	{
		name: "KoreaRRN", is: func(s string) bool { _, checksum := KoreaRRN(s); return checksum },
		valid:   []string{"9710131019901", "9710135019901", "9710135019903"},
		invalid: []string{"", "9710131019903", "9710135019902", "9713131019901"},
		generate: func(g generator) string {
			s := koreaBirth(g) + g.fill("99999")
			check := (11 - weigh(s, "234567892345")%11) % 10
			if s[6] >= '5' && g.IntN(2) == 0 {
				check = (check + 2) % 10
			}
			return checkDigit(s, check)
		},
		// One digit in ten for nationals, one of two for foreigners.
		redraw: []int{-1}, share: 0.15,
	},
	{
		name: "TaiwanID", is: TaiwanID,
		valid:   []string{"A123456789", "A200501505", "AB00501503", "AD00501507", "A800000014"},
		invalid: []string{"", "A123456788", "1123456789", "A323456789", "AE00501503", "A12345678", "A1234567890", "A12345678x"},
		generate: func(g generator) string {
			// The letters in the order of their codes from 10 on.
			const byCode = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
			letter := g.IntN(len(byCode))
			second := g.one("1289ABCD")
			s := string(byCode[letter]) + second + g.fill("9999999")
			units := strings.Index(base36, second) % 10
			sum := (letter+10)/10 + (letter+10)%10*9 + units*8 + weigh(s[2:], "7654321")
			return checkDigit(s, (10-sum%10)%10)
		},
		redraw: []int{-1}, share: 0.1,
		finds: func(at int, _, _ byte) bool { return at == 2 || at == 6 || at >= 8 },
	},
	{
		name: "HongKongHKID", is: HongKongHKID,
		valid:   []string{"G123456A", "A5555550", "C5678909", "AB9876543", "WX1234569"},
		invalid: []string{"", "C5678908", "1234567", "G123456B", "AB987654", "ABC987654", "1B9876543"},
		generate: func(g generator) string {
			s := g.fill(g.choose("A999999", "AA999999"))
			sum := 0
			for i, c := range reverse(s) {
				sum += strings.IndexRune(base36, c) * (i + 2)
			}
			if len(s) == 7 {
				sum += 36 * 9
			}
			return s + string("0123456789A"[(11-sum%11)%11])
		},
		redraw: []int{-1}, alphabet: decimal + "A", share: 1.0 / 11, finds: everyDigit, findsSwap: everySwap,
	},
	{
		name: "IndiaAadhaar", is: IndiaAadhaar,
		valid:   []string{"234123412346", "999941057058", "499118665246"},
		invalid: []string{"", "234123412347", "123412341234", "643343121", "222222222222", "2341234123460", "23412341234x"},
		generate: func(g generator) string {
			s := withVerhoeff(g.one("23456789") + g.fill("9999999999"))
			if s == reverse(s) {
				return ""
			}
			return s
		},
		redraw: []int{-1}, share: 0.1, finds: everyDigit, findsSwap: everySwap,
	},
	{
		name: "IndiaPAN", is: IndiaPAN,
		valid:    []string{"ACUPA7085R", "AAACA0001A"},
		invalid:  []string{"", "ACUPA7085RR", "ABMPA32111", "ABMXA3211G", "ACUPA0000R", "ACU1A7085R", "ACUPA7085"},
		generate: func(g generator) string { return g.fill("AAA") + g.one("ABCFGHJLPT") + g.fill("A9998A") },
	},
	{
		name: "SingaporeNRIC", is: SingaporeNRIC,
		valid:    []string{"S1234567D", "T1234567J", "F1234567N", "G1234567X", "M1234567K", "S0000001I"},
		invalid:  []string{"", "S1234567E", "A1234567D", "S123456D", "S12345678D", "S1234567", "11234567D", "S0000000J"},
		generate: singaporean,
		redraw:   []int{-1}, alphabet: alphabet, share: 1.0 / 26, finds: everyDigit, findsSwap: everySwap,
	},
	{
		name: "MalaysiaNRIC", is: MalaysiaNRIC,
		valid:   []string{"770305021234", "000229140000"},
		invalid: []string{"", "771305021234", "770305171234", "770305001234", "770305731234", "770305961234", "77030502123", "7703050212345"},
		generate: func(g generator) string {
			return g.date(1930, 2029).yymmdd() + fmt.Sprintf("%02d", 1+g.IntN(16)) + g.fill("9999")
		},
	},
	{
		name: "IndonesiaNIK", is: IndonesiaNIK,
		valid:   []string{"3171011708450001", "3171015708450001"},
		invalid: []string{"", "3171013213450001", "3171017213450001", "3100011708450001", "3171001708450001", "0171011708450001", "3171011708450000", "317101170845000"},
		generate: func(g generator) string {
			d := g.date(1930, 2029)
			d.day += g.IntN(2) * 40
			return fmt.Sprintf("%d%02d%02d%s%04d", 11+g.IntN(80), 1+g.IntN(99), 1+g.IntN(99), d.ddmmyy(), 1+g.IntN(9999))
		},
	},
	{
		name: "ThailandID", is: ThailandID,
		valid:   []string{"3100600445635", "1234545678781", "1101700230708"},
		invalid: []string{"", "1234545678789", "0100600445638", "9100600445638", "310060044563", "31006004456355"},
		generate: func(g generator) string {
			s := g.one("12345678") + g.fill("99999999999")
			return checkDigit(s, (11-weigh(s, "DCBA98765432")%11)%10)
		},
		redraw: []int{-1}, share: 0.1,
	},
	{
		name: "IsraelID", is: IsraelID,
		valid:    []string{"039337423", "123456782", "000000018"},
		invalid:  []string{"", "039337422", "39337423", "0393374230"},
		generate: func(g generator) string { return withLuhn(g.fill("99999998")) },
		redraw:   []int{-1}, share: 0.1, finds: everyDigit, findsSwap: luhnSwap,
	},
	{
		name: "TurkeyTCKN", is: TurkeyTCKN,
		valid:   []string{"17291716060", "10000000146"},
		invalid: []string{"", "17291716050", "1729171606", "07291716092", "17291716061"},
		generate: func(g generator) string {
			s := g.fill("899999999")
			odd, even := weigh(s, "101010101"), weigh(s, "010101010")
			s = checkDigit(s, (odd*7+100-even)%10)
			return checkDigit(s, weigh(s, "1111111111")%10)
		},
		redraw: []int{-1, -2}, share: 0.01, finds: everyDigit,
	},
	{
		name: "SouthAfricaID", is: SouthAfricaID,
		valid:   []string{"7503305044089", "8001015009087"},
		invalid: []string{"", "8503305044089", "7513305044089", "7503305044389", "9125568", "75033050440899"},
		generate: func(g generator) string {
			return withLuhn(g.date(1930, 2029).yymmdd() + g.fill("9999") + g.one("012") + g.fill("9"))
		},
		redraw: []int{-1}, share: 0.1, finds: everyDigit, findsSwap: luhnSwap,
	},
	{
		name: "AustraliaTFN", is: AustraliaTFN,
		valid:   []string{"123456782", "876543210", "430341373"},
		invalid: []string{"", "999999999", "123456783", "12345678", "1234567822"},
		generate: func(g generator) string {
			s := g.fill("89999999")
			// Ten times the last digit is its negative modulo 11.
			return checkDigit(s, weigh(s, "14375869")%11)
		},
		redraw: []int{-1}, share: 0.1, finds: everyDigit,
	},
	{
		name: "AustraliaMedicare", is: AustraliaMedicare,
		valid:   []string{"2123456701", "21234567011", "2950156481"},
		invalid: []string{"", "2123456711", "1123456701", "7123456701", "212345670", "212345670111", "212345670x"},
		generate: func(g generator) string {
			s := g.one("23456") + g.fill("9999999")
			return checkDigit(s, weigh(s, "13791379")%10) + g.fill(g.choose("8", "88"))
		},
		redraw: []int{8}, share: 0.1,
		finds: func(at int, _, _ byte) bool { return at <= 8 },
	},
	{
		name: "NewZealandIRD", is: NewZealandIRD,
		valid:   []string{"49091850", "49098576", "136410132", "035901981"},
		invalid: []string{"", "136410133", "9125568", "09999999", "1364101321", "49091851"},
		generate: func(g generator) string {
			s := g.fill("18999999")
			if g.IntN(2) == 0 {
				s = "0" + s[1:]
			}
			check := (11 - weigh(s, "32765432")%11) % 11
			if check == 10 {
				check = (11 - weigh(s, "74325276")%11) % 11
			}
			if s[0] == '0' && g.IntN(2) == 0 {
				return strings.TrimPrefix(checkDigit(s, check), "0")
			}
			return checkDigit(s, check)
		},
		redraw: []int{-1}, share: 0.1,
	},
}

// chinaCheck returns the check character by the formula of GB 11643: weights are powers of two modulo 11.
func chinaCheck(s string) string {
	sum := 0
	for i, c := range s {
		sum += int(c-'0') * (1 << (17 - i) % 11)
	}
	return string("10X98765432"[sum%11])
}

func koreaBirth(g generator) string {
	d := g.date(1900, 2099)
	if d.year < 2000 {
		return d.yymmdd() + g.one("1256")
	}
	return d.yymmdd() + g.one("3478")
}

func singaporean(g generator) string {
	s := g.one("STFGM") + g.fill("8999999")
	sum := weigh(s[1:], "2765432")
	switch s[0] {
	case 'S':
		return s + string("ABCDEFGHIZJ"[10-sum%11])
	case 'T':
		return s + string("ABCDEFGHIZJ"[10-(sum+4)%11])
	case 'F':
		return s + string("KLMNPQRTUWX"[10-sum%11])
	case 'G':
		return s + string("KLMNPQRTUWX"[10-(sum+4)%11])
	}
	return s + string("KLJNPQRTUWX"[10-(sum+3)%11])
}

// TestRandomLastDigits makes sure that what has no check digit any more, or none that is official, is still
// recognised by its shape.
func TestRandomLastDigits(t *testing.T) {
	shape, checksum := KoreaRRN("2011014234567")
	assert.True(t, shape)
	assert.False(t, checksum)
}
