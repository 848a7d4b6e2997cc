// SPDX-License-Identifier: Apache-2.0

package checkdigit

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

var europeanChecks = []check{
	{
		name: "UKNINO", is: UKNINO,
		valid:   []string{"AB123456C", "JG103759A", "ZA000000D"},
		invalid: []string{"", "QQ123456C", "AB123456E", "DA123456A", "AO123456A", "BG123456A", "GB123456A", "NK123456A", "KN123456A", "TN123456A", "NT123456A", "ZZ123456A", "AB123456", "AB1234567"},
		generate: func(g generator) string {
			return g.choose("AA", "CE", "JX", "OA", "WK", "ZY") + g.fill("999999") + g.one("ABCD")
		},
	},
	{
		name: "UKNHS", is: UKNHS,
		valid:   []string{"9434765870", "4010232137", "9876543210"},
		invalid: []string{"", "9434765871", "943476587", "94347658700", "943476587x"},
		generate: func(g generator) string {
			s := g.fill("899999999")
			return checkDigit(s, (11-weigh(s, "A98765432")%11)%11)
		},
		redraw: []int{-1}, share: 0.1, finds: everyDigit, findsSwap: everySwap,
	},
	{
		name: "GermanyTaxID", is: GermanyTaxID,
		valid: []string{"36574261809", "86095742719", "47036892816", "65929970489", "57549285017", "25768131411"},
		invalid: []string{
			"", "36574261890", "36554266806", "02476291358", "3657426180", "365742618090", "3657426180x",
			// All digits differ, and one occurs three times in a row.
			withISO7064("1234567890"), withISO7064("1112345678"),
		},
		generate: func(g generator) string {
			digits := strings.Split(decimal, "")
			g.Shuffle(len(digits), func(i, j int) { digits[i], digits[j] = digits[j], digits[i] })
			times := 1 + g.IntN(2)
			digits = append(digits[:10-times], slices.Repeat(digits[:1], times)...)
			g.Shuffle(len(digits), func(i, j int) { digits[i], digits[j] = digits[j], digits[i] })
			s := strings.Join(digits, "")
			for _, d := range digits {
				if s[0] == '0' || strings.Contains(s, d+d+d) {
					return ""
				}
			}
			return withISO7064(s)
		},
		redraw: []int{-1}, share: 0.1, finds: everyDigit,
	},
	{
		name: "SpainDNI", is: SpainDNI,
		valid:    []string{"54362315K", "12345678Z", "00000001R"},
		invalid:  []string{"", "54362315Z", "54362315", "543623155K", "5436231K", "00000000T"},
		generate: func(g generator) string { return withSpanishLetter(g.fill("89999999"), "") },
		redraw:   []int{-1}, alphabet: "ABCDEFGHJKLMNPQRSTVWXYZ", share: 1.0 / 23, finds: everyDigit, findsSwap: everySwap,
	},
	{
		name: "SpainNIE", is: SpainNIE,
		valid:    []string{"X2482300W", "X5253868R", "Y1234567X", "Z1234567R"},
		invalid:  []string{"", "X2482300A", "X2482300", "W2482300W", "X24823000W", "2482300WX"},
		generate: func(g generator) string { return withSpanishLetter(g.fill("8999999"), g.one("XYZ")) },
		redraw:   []int{-1}, alphabet: "ABCDEFGHJKLMNPQRSTVWXYZ", share: 1.0 / 23, finds: everyDigit, findsSwap: everySwap,
	},
	{
		name: "SpainCIF", is: SpainCIF,
		valid:   []string{"J99216582", "B64717838", "A58818501", "Q2826000H"},
		invalid: []string{"", "J99216583", "J992165831", "M1234567L", "O1234567L", "J9921658C", "J9921658"},
		generate: func(g generator) string {
			s := withLuhn(g.fill("8999999"))
			if g.IntN(2) == 0 {
				s = s[:7] + string("JABCDEFGHI"[s[7]-'0'])
			}
			return g.one("ABCDEFGHJNPQRSUVW") + s
		},
		redraw: []int{-1}, alphabet: decimal + "ABCDEFGHIJ", share: 0.1, finds: everyDigit, findsSwap: luhnSwap,
	},
	{
		name: "PolandPESEL", is: PolandPESEL,
		valid:   []string{"44051401359", "02070803628", "00222912349"},
		invalid: []string{"", "44051401358", "44051301458", "02381307589", "4405140135", "440514013599"},
		generate: func(g generator) string {
			d := g.date(1800, 2299)
			d.month += map[int]int{18: 80, 19: 0, 20: 20, 21: 40, 22: 60}[d.year/100]
			s := d.yymmdd() + g.fill("9999")
			return checkDigit(s, (10-weigh(s, "1379137913")%10)%10)
		},
		redraw: []int{-1}, share: 0.1, finds: everyDigit,
		findsSwap: func(a, b byte) bool { return max(a, b)-min(a, b) != 5 },
	},
	{
		name: "NetherlandsBSN", is: NetherlandsBSN,
		valid:    []string{"111222333", "123456782", "004495445"},
		invalid:  []string{"", "111252333", "1112223334", "11122233", "11122233x"},
		generate: func(g generator) string { s := g.fill("89999999"); return checkDigit(s, weigh(s, "98765432")%11) },
		redraw:   []int{-1}, share: 0.1, finds: everyDigit, findsSwap: everySwap,
	},
	{
		name: "FranceNIR", is: FranceNIR,
		valid: []string{"295109912611193", "255081416802538", "253072B07300470", "253072A07300443", "180126955222380"},
		invalid: []string{
			"", "295109912611199", "253072C07300443", "25307BA07300443", "595109912611193", "29510991261119", "2951099126111933",
			"295139912611173", "29510991261119x",
		},
		generate: func(g generator) string {
			sex, place := g.one("123478"), fmt.Sprintf("%02d", 1+g.IntN(99))
			month := g.choose("01", "06", "12", "20", "30", "31", "42", "50", "99")
			year, rest := g.fill("99"), g.fill("999999")
			key := func(place string) string { return fmt.Sprintf("%02d", 97-modulo(sex+year+month+place+rest, 97)) }
			if g.IntN(4) == 0 {
				island := g.IntN(2)
				return sex + year + month + []string{"2A", "2B"}[island] + rest + key([]string{"19", "18"}[island])
			}
			return sex + year + month + place + rest + key(place)
		},
		redraw: []int{-1, -2}, share: 0.01, finds: everyDigit,
	},
	{
		name: "ItalyCodiceFiscale", is: ItalyCodiceFiscale,
		valid: []string{"RCCMNL83S18D969H", "RSSMRA85T10A562S", "MRTMTT91D08F205J"},
		invalid: []string{
			"", "RCCMNL83S18D969A", "RCCMNL83G18D969H", "RCCMNL83S38D969H", "RCCMNL83S18D969", "RCCMNL83S18D969HH", "RCCMNL8AS18D969H",
			"1CCMNL83S18D969H", "RCCMNL83S18D9691",
		},
		generate: italian,
		redraw:   []int{-1}, alphabet: alphabet, share: 1.0 / 26, finds: everyDigit,
	},
	{
		name: "SwedenPersonnummer", is: SwedenPersonnummer,
		valid:   []string{"8803200016", "198803200016", "8112189876", "7010632391"},
		invalid: []string{"", "8803200018", "8813200016", "218803200013", "178803200016", "880320001", "19880320001x", "5560360793"},
		generate: func(g generator) string {
			d := g.date(1890, 2029)
			century := d.year / 100
			d.day += g.IntN(2) * 60
			s := withLuhn(d.yymmdd() + g.fill("999"))
			if g.IntN(2) == 0 {
				return strconv.Itoa(century) + s
			}
			return s
		},
		redraw: []int{-1}, share: 0.1, findsSwap: luhnSwap,
		// The century is not covered.
		finds: func(at int, _, _ byte) bool { return at > 1 },
	},
	{
		name: "FinlandHetu", is: FinlandHetu,
		valid: []string{"131052-308T", "131052+308T", "131052A308T", "131052Y308T", "131052F308T", "010101-900R"},
		invalid: []string{
			"", "131052-308U", "310252-308Y", "131052G308T", "131052 308T", "1310523308T", "131052-308", "131052-308TT", "010101-0010",
		},
		generate: func(g generator) string {
			d := g.date(1850, 2029)
			s := d.ddmmyy() + fmt.Sprintf("%03d", 2+g.IntN(998))
			sign := map[int]string{18: "+", 19: "-UVWXY", 20: "ABCDEF"}[d.year/100]
			return s[:6] + g.one(sign) + s[6:] + string("0123456789ABCDEFHJKLMNPRSTUVWXY"[modulo(s, 31)])
		},
		redraw: []int{-1}, alphabet: "0123456789ABCDEFHJKLMNPRSTUVWXY", share: 1.0 / 31, finds: everyDigit,
	},
	{
		name: "DenmarkCPR", is: DenmarkCPR,
		valid:    []string{"2110625629", "0706614285", "2902004000", "2902604123"},
		invalid:  []string{"", "5110625629", "2113525629", "2902010000", "211062562", "21106256299", "211062562x", "2902001000"},
		generate: func(g generator) string { return g.date(1930, 1999).ddmmyy() + g.one("0123") + g.fill("999") },
	},
	{
		name: "NorwayFodselsnummer", is: NorwayFodselsnummer,
		valid:   []string{"15108695088", "13116900216", "05073500186"},
		invalid: []string{"", "15108695077", "15138695088", "1510869508", "151086950888", "1510869508x"},
		generate: func(g generator) string {
			d := g.date(1854, 2039)
			var individual int
			switch {
			case d.year < 1900:
				individual = 500 + g.IntN(250)
			case d.year < 2000:
				individual = g.IntN(500)
				if d.year >= 1940 && g.IntN(2) == 0 {
					individual = 900 + g.IntN(100)
				}
			default:
				individual = 500 + g.IntN(500)
			}
			switch g.IntN(4) {
			case 0:
				d.day += 40
			case 1:
				d.month += 40
			}
			s := d.ddmmyy() + fmt.Sprintf("%03d", individual)
			if s = checkDigit(s, (11-weigh(s, "376189452")%11)%11); s == "" {
				return ""
			}
			return checkDigit(s, (11-weigh(s, "5432765432")%11)%11)
		},
		redraw: []int{-1, -2}, share: 0.01, finds: everyDigit, findsSwap: everySwap,
	},
	{
		name: "BelgiumNationalNumber", is: BelgiumNationalNumber,
		valid:   []string{"85073003328", "17073003384", "93051822361", "00000100195"},
		invalid: []string{"", "12345678901", "85133003328", "8507300332", "850730033288", "85073003329", "8507300332x", "85073000061"},
		generate: func(g generator) string {
			d := g.date(1900, 2029)
			s := d.yymmdd()
			switch g.IntN(4) {
			case 0:
				s = s[:2] + "0000"
			case 1:
				d.month += 20 + g.IntN(2)*20
				s = d.yymmdd()
			}
			s += fmt.Sprintf("%03d", 1+g.IntN(998))
			if d.year >= 2000 {
				return s + fmt.Sprintf("%02d", 97-modulo("2"+s, 97))
			}
			return s + fmt.Sprintf("%02d", 97-modulo(s, 97))
		},
		// The century is not known: each number has two keys of a hundred.
		redraw: []int{-1, -2}, share: 0.02,
	},
	{
		name: "PortugalNIF", is: PortugalNIF,
		valid:    []string{"501964843", "123456789", "501442600"},
		invalid:  []string{"", "501964842", "50196484", "5019648433", "012345678"},
		generate: func(g generator) string { return elevens(g.fill("89999999"), "98765432") },
		redraw:   []int{-1}, share: 0.1,
	},
	{
		name: "IrelandPPS", is: IrelandPPS,
		valid:   []string{"6433435F", "6433435FT", "6433435FW", "6433435OA", "6433435IH", "1234567FA"},
		invalid: []string{"", "6433435E", "6433435VH", "6433435", "6433435FZ", "6433435FAA", "643343FA", "0000000W"},
		generate: func(g generator) string {
			s, second := g.fill("8999999"), g.choose("", "W", "T", "X", "A", "B", "H", "I")
			sum := weigh(s, "8765432")
			if second != "" && second <= "I" {
				sum += 9 * int(second[0]-'A'+1)
			}
			return s + string("WABCDEFGHIJKLMNOPQRSTUV"[sum%23]) + second
		},
		redraw: []int{7}, alphabet: "ABCDEFGHIJKLMNOPQRSTUVW", share: 1.0 / 23, finds: everyDigit, findsSwap: everySwap,
	},
	{
		name: "AustriaSVNR", is: AustriaSVNR,
		valid:   []string{"1237010180"},
		invalid: []string{"", "2237010180", "1237320180", "0237010180", "123701018", "12370101800", "123701018x"},
		generate: func(g generator) string {
			d := g.date(1900, 2029)
			if g.IntN(4) == 0 {
				d.month = 13 + g.IntN(3)
			}
			serial, birth := g.fill("899"), d.ddmmyy()
			s := checkDigit(serial, (weigh(serial, "379")+weigh(birth, "584216"))%11)
			if s == "" {
				return ""
			}
			return s + birth
		},
		redraw: []int{3}, share: 0.1, finds: everyDigit,
	},
	{
		name: "SwitzerlandAHV", is: SwitzerlandAHV,
		valid:   []string{"7569217076985", "7561234567897"},
		invalid: []string{"", "7569217076984", "1234567891019", "756921707698", "75692170769855", "7579217076982"},
		generate: func(g generator) string {
			s := "756" + g.fill("999999999")
			return checkDigit(s, (10-weigh(s, "131313131313")%10)%10)
		},
		redraw: []int{-1}, share: 0.1, finds: everyDigit,
		findsSwap: func(a, b byte) bool { return max(a, b)-min(a, b) != 5 },
	},
	{
		name: "CzechBirthNumber", is: CzechBirthNumber,
		valid: []string{"7103192745", "991231123", "525612123", "7801233540"},
		invalid: []string{
			"", "7103192746", "1103492745", "71031927", "71031927455", "710319274x", "710319000",
			// The exception ended in 1985.
			"8601011330",
		},
		generate: func(g generator) string {
			d := g.date(1986, 2029)
			d.month += g.IntN(2) * 50
			if d.year >= 2004 {
				d.month += g.IntN(2) * 20
			}
			s := d.yymmdd() + g.fill("999")
			return checkDigit(s, modulo(s, 11))
		},
		redraw: []int{-1}, share: 0.1,
		// Another year may be one in which the exception held.
		finds: func(at int, _, _ byte) bool { return at > 1 },
	},
	{
		name: "GreeceAFM", is: GreeceAFM,
		valid:   []string{"094259216", "998144460"},
		invalid: []string{"", "123456781", "094259217", "94259216", "0942592166"},
		generate: func(g generator) string {
			s := g.fill("99999998")
			n, _ := strconv.ParseInt(s, 10, 64)
			sum := 0
			for power := 2; n > 0; n, power = n/10, power*2 {
				sum += int(n%10) * power
			}
			return checkDigit(s, sum%11%10)
		},
		redraw: []int{-1}, share: 0.1,
	},
	{
		name: "GreeceAMKA", is: GreeceAMKA,
		valid:    []string{"01013099997"},
		invalid:  []string{"", "01013099999", "01133099994", "0101309999", "010130999977"},
		generate: func(g generator) string { return withLuhn(g.date(1920, 2029).ddmmyy() + g.fill("9999")) },
		redraw:   []int{-1}, share: 0.1, finds: everyDigit, findsSwap: luhnSwap,
	},
	{
		name: "HungaryPersonalID", is: HungaryPersonalID,
		valid:   []string{"18001011238"},
		invalid: []string{"", "18013011238", "08001011238", "58001011238", "1800101123", "180010112388"},
		generate: func(g generator) string {
			d := g.date(1900, 2029)
			first := g.one("12")
			if d.year >= 2000 {
				first = g.one("34")
			}
			s := first + d.yymmdd() + g.fill("999")
			if d.year >= 1997 {
				return checkDigit(s, weigh(reverse(s), "123456789A")%11)
			}
			return checkDigit(s, weigh(s, "123456789A")%11)
		},
		redraw: []int{-1}, share: 0.1,
		// Another year may have the other order of weights.
		finds: func(at int, _, _ byte) bool { return at > 2 },
	},
	{
		name: "HungaryTaxID", is: HungaryTaxID,
		valid:   []string{"8365670003", "8422780135"},
		invalid: []string{"", "8365670004", "7365670003", "836567000", "83656700033"},
		generate: func(g generator) string {
			s := "8" + g.fill("99999999")
			return checkDigit(s, weigh(s, "123456789")%11)
		},
		redraw: []int{-1}, share: 0.1, finds: everyDigit, findsSwap: everySwap,
	},
	{
		name: "HungaryTAJ", is: HungaryTAJ,
		valid:   []string{"123456788"},
		invalid: []string{"", "123456789", "12345678", "1234567888"},
		generate: func(g generator) string {
			s := g.fill("89999999")
			odd, even := weigh(s, "10101010"), weigh(s, "01010101")
			return checkDigit(s, (3*odd+7*even)%10)
		},
		redraw: []int{-1}, share: 0.1, finds: everyDigit,
	},
	{
		name: "RomaniaCNP", is: RomaniaCNP,
		valid:   []string{"1630615123457", "1800101221144", "6000229123455"},
		invalid: []string{"", "0800101221142", "1632215123457", "1630615123458", "163061512345", "16306151234577"},
		generate: func(g generator) string {
			d := g.date(1800, 2029)
			first := map[int]string{18: "34", 19: "12789", 20: "56789"}[d.year/100]
			s := g.one(first) + d.yymmdd() + g.fill("99999")
			check := weigh(s, "279146358279") % 11
			if check == 10 {
				check = 1
			}
			return checkDigit(s, check)
		},
		redraw: []int{-1}, share: 0.1,
	},
	{
		name: "BulgariaEGN", is: BulgariaEGN,
		valid:   []string{"8032056031", "7523169263", "7501020018"},
		invalid: []string{"", "7552A10004", "8019010008", "8032056032", "803205603", "80320560311"},
		generate: func(g generator) string {
			d := g.date(1800, 2099)
			d.month += map[int]int{18: 20, 19: 0, 20: 40}[d.year/100]
			s := d.yymmdd() + g.fill("999")
			return checkDigit(s, weigh(s, "2485A9736")%11%10)
		},
		redraw: []int{-1}, share: 0.1,
	},
	{
		name: "CroatiaOIB", is: CroatiaOIB,
		valid:    []string{"33392005961", "69435151530"},
		invalid:  []string{"", "33392005962", "3339200596", "333920059611"},
		generate: func(g generator) string { return withISO7064(g.fill("8999999999")) },
		redraw:   []int{-1}, share: 0.1, finds: everyDigit,
	},
	{
		name: "SloveniaEMSO", is: SloveniaEMSO,
		valid:   []string{"0101006500006", "0101980500013"},
		invalid: []string{"", "0101006500007", "0113006500006", "010100650000", "01010065000066"},
		generate: func(g generator) string {
			d := g.date(1900, 2029)
			s := fmt.Sprintf("%02d%02d%03d", d.day, d.month, d.year%1000) + g.fill("99999")
			return elevens(s, "765432765432")
		},
		redraw: []int{-1}, share: 0.1,
	},
	{
		name: "EstoniaIsikukood", is: EstoniaIsikukood,
		valid:    []string{"36805280109", "37605030299"},
		invalid:  []string{"", "36805280108", "36813280109", "96805280109", "06805280109", "3680528010", "368052801099"},
		generate: func(g generator) string { return baltic(g, g.date(1800, 2199)) },
		redraw:   []int{-1}, share: 0.1,
	},
	{
		name: "LithuaniaAsmensKodas", is: LithuaniaAsmensKodas,
		valid:    []string{"33309240064", "38703181745"},
		invalid:  []string{"", "33309240164", "33313240064", "73309240064", "83309240064", "3330924006", "333092400644"},
		generate: func(g generator) string { return baltic(g, g.date(1800, 2099)) },
		redraw:   []int{-1}, share: 0.1,
	},
	{
		name: "LatviaPersonasKods", is: LatviaPersonasKods,
		valid:   []string{"16117519997", "32123456789", "39000000000"},
		invalid: []string{"", "16137519997", "16117519998", "16117539997", "1611751999", "161175199977", "40003521600"},
		generate: func(g generator) string {
			d := g.date(1800, 2017)
			s := d.ddmmyy() + strconv.Itoa(d.year/100-18) + g.fill("999")
			return checkDigit(s, (1101-weigh(s, "16379A5842"))%11%10)
		},
		redraw: []int{-1}, share: 0.1,
	},
}

// withSpanishLetter appends the letter to a number, in front of which X, Y and Z count as 0, 1 and 2.
func withSpanishLetter(s, prefix string) string {
	n := strings.NewReplacer("X", "0", "Y", "1", "Z", "2").Replace(prefix) + s
	return prefix + s + string("TRWAGMYFPDXBNJZSQVHLCKE"[modulo(n, 23)])
}

// italian makes a tax code with the two tables of the decree as printed, one for odd places and one for even.
func italian(g generator) string {
	odd := map[rune]int{}
	for value, characters := range []string{
		"1B", "0A", "K", "P", "L", "2C", "Q", "3D", "R", "4E", "V", "O", "S", "5F", "T", "6G", "U", "7H", "M", "8I", "N", "9J", "W", "Z", "Y", "X",
	} {
		for _, c := range characters {
			odd[c] = value
		}
	}
	d := g.date(1900, 2029)
	d.day += g.IntN(2) * 40
	s := g.fill("AAAAAA") + fmt.Sprintf("%02d", d.year%100) + string("ABCDEHLMPRST"[d.month-1]) + fmt.Sprintf("%02d", d.day) + g.fill("A999")
	sum := 0
	b := []byte(s)
	for _, at := range []int{6, 7, 9, 10, 12, 13, 14} {
		if g.IntN(8) == 0 {
			b[at] = "LMNPQRSTUV"[b[at]-'0']
		}
	}
	for i, c := range string(b) {
		switch {
		case i%2 == 0:
			sum += odd[c]
		case c >= 'A':
			sum += int(c - 'A')
		default:
			sum += int(c - '0')
		}
	}
	return string(b) + string(alphabet[sum%26])
}

// baltic makes an Estonian or Lithuanian code.
func baltic(g generator, d date) string {
	s := strconv.Itoa(2*(d.year/100-18)+1+g.IntN(2)) + d.yymmdd() + g.fill("999")
	check := weigh(s, "1234567891") % 11
	if check == 10 {
		check = weigh(s, "3456789123") % 11 % 10
	}
	return checkDigit(s, check)
}
