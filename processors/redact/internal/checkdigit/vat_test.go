// SPDX-License-Identifier: Apache-2.0

package checkdigit

import (
	"fmt"
	"strings"
)

// vatChecks has one entry for each prefix, all of the same function.
var vatChecks = []check{
	{
		name: "EUVAT AT", is: EUVAT,
		valid: []string{"ATU13585627"}, invalid: []string{"", "AT", "ATU13585626", "AT13585627", "ATX13585627", "ATU1358562"},
		generate: func(g generator) string {
			s, sum := g.fill("8999999"), 4
			for i, c := range s {
				n := int(c-'0') * (1 + i%2)
				sum += n/10 + n%10
			}
			return checkDigit("ATU"+s, (100-sum)%10)
		},
		redraw: []int{-1}, share: 0.1, finds: everyDigit,
	},
	{
		name: "EUVAT BE", is: EUVAT,
		valid: []string{"BE0428759497", "BE0776091951"}, invalid: []string{"BE0428759498", "BE428759497", "BE2428759497", "BE0428759400"},
		generate: func(g generator) string {
			s := g.one("01") + g.fill("9999998")
			return "BE" + s + fmt.Sprintf("%02d", 97-modulo(s, 97))
		},
		redraw: []int{-1, -2}, share: 0.01, finds: everyDigit, findsSwap: everySwap,
	},
	{
		name: "EUVAT BG", is: EUVAT,
		valid: []string{"BG175074752", "BG8032056031", "BG7111042925", "BG9871378905"}, invalid: []string{"BG175074751", "BG17507475", "BG17507475200"},
		generate: func(g generator) string {
			s := g.fill("89999999")
			check := weigh(s, "12345678") % 11
			if check == 10 {
				check = weigh(s, "3456789A") % 11 % 10
			}
			return checkDigit("BG"+s, check)
		},
		redraw: []int{-1}, share: 0.1,
	},
	{
		name: "EUVAT CY", is: EUVAT,
		valid: []string{"CY10259033P"}, invalid: []string{"CY10259033Z", "CY1025903P", "CY102590330", "CY12259033P"},
		generate: func(g generator) string {
			s := g.one("03456789") + g.fill("9999998")
			sum := 0
			for i, c := range s {
				if n := int(c - '0'); i%2 == 0 {
					sum += [...]int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21}[n]
				} else {
					sum += n
				}
			}
			return "CY" + s + string(alphabet[sum%26])
		},
		redraw: []int{-1}, alphabet: alphabet, share: 1.0 / 26, finds: everyDigit,
	},
	{
		name: "EUVAT CZ", is: EUVAT,
		valid:   []string{"CZ25123891", "CZ7103192745", "CZ640903926"},
		invalid: []string{"CZ25123890", "CZ95123891", "CZ2512389", "CZ7103192746", "CZ646903927"},
		generate: func(g generator) string {
			if s := "6" + g.fill("9999999"); g.IntN(4) == 0 {
				short := 11 - weigh(s[1:], "8765432")%11
				return checkDigit("CZ"+s, []int{0, 8, 7, 6, 5, 4, 3, 2, 1, 0, 9, 8}[short])
			}
			s := g.one("12345678") + g.fill("999999")
			switch check := 11 - weigh(s, "8765432")%11; check {
			case 11:
				return "CZ" + s + "1"
			case 10:
				return "CZ" + s + "0"
			default:
				return checkDigit("CZ"+s, check)
			}
		},
		redraw: []int{-1}, share: 0.1,
	},
	{
		name: "EUVAT DE", is: EUVAT,
		valid: []string{"DE136695976", "DE111111125"}, invalid: []string{"DE136695978", "DE036695976", "DE13669597", "DE1366959766"},
		generate: func(g generator) string { return "DE" + withISO7064(g.fill("89999999")) },
		redraw:   []int{-1}, share: 0.1, finds: everyDigit,
	},
	{
		name: "EUVAT DK", is: EUVAT,
		valid: []string{"DK13585628", "DK88146328"}, invalid: []string{"DK13585627", "DK1358562", "DK135856288"},
		generate: func(g generator) string {
			s := g.fill("8999999")
			return checkDigit("DK"+s, (11-weigh(s, "2765432")%11)%11)
		},
		redraw: []int{-1}, share: 0.1, finds: everyDigit, findsSwap: everySwap,
	},
	{
		name: "EUVAT EE", is: EUVAT,
		valid: []string{"EE100594102", "EE100931558"}, invalid: []string{"EE100594103", "EE10059410"},
		generate: func(g generator) string {
			s := g.fill("89999999")
			return checkDigit("EE"+s, (1000-weigh(s, "37137137"))%10)
		},
		redraw: []int{-1}, share: 0.1, finds: everyDigit,
	},
	{
		name: "EUVAT EL", is: EUVAT,
		valid: []string{"EL094259216", "GR094259216"}, invalid: []string{"EL123456781", "EL94259216"},
		generate: func(g generator) string {
			s := g.fill("89999999")
			sum := 0
			for i, c := range s {
				sum += int(c-'0') << (8 - i)
			}
			return checkDigit(g.choose("EL", "GR")+s, sum%11%10)
		},
		redraw: []int{-1}, share: 0.1,
	},
	{
		name: "EUVAT ES", is: EUVAT,
		valid:   []string{"ESB64717838", "ES54362315K", "ESX5253868R", "ESM1234567L", "ESJ99216582"},
		invalid: []string{"ESB64717839", "ES54362315Z", "ESM1234567A", "ESM123456L", "ESB6471783"},
		generate: func(g generator) string {
			s := g.fill("8999999")
			switch g.IntN(4) {
			case 0:
				return "ES" + withSpanishLetter(s+g.fill("9"), "")
			case 1:
				return "ES" + withSpanishLetter(s, g.one("XYZ"))
			case 2:
				return "ES" + g.one("KLM") + withSpanishLetter(s, "")
			}
			return "ES" + g.one("ABCDEFGHJNPQRSUVW") + withLuhn(s)
		},
		finds: everyDigit,
	},
	{
		name: "EUVAT FI", is: EUVAT,
		valid: []string{"FI20774740"}, invalid: []string{"FI20774741", "FI2077474", "FI207747400"},
		generate: func(g generator) string {
			s := g.fill("8999999")
			return checkDigit("FI"+s, (11-weigh(s, "79A5842")%11)%11)
		},
		redraw: []int{-1}, share: 0.1, finds: everyDigit, findsSwap: everySwap,
	},
	{
		name: "EUVAT FR", is: EUVAT,
		valid:   []string{"FR23334175221", "FRK7399859412", "FR53000004605", "FR4Z123456782"},
		invalid: []string{"FR84323140391", "FRIO334175221", "FRK8399859412", "FR4Y123456782", "FR2333417522", "FR23334175222", "FR##334175221"},
		generate: func(g generator) string {
			siren := withLuhn(g.fill("89999999"))
			return fmt.Sprintf("FR%02d%s", (12+3*modulo(siren, 97))%97, siren)
		},
		redraw: []int{2, 3}, share: 0.01, finds: everyDigit,
	},
	{
		name: "EUVAT HR", is: EUVAT,
		valid: []string{"HR33392005961"}, invalid: []string{"HR33392005962", "HR3339200596"},
		generate: func(g generator) string { return "HR" + withISO7064(g.fill("8999999999")) },
		redraw:   []int{-1}, share: 0.1, finds: everyDigit,
	},
	{
		name: "EUVAT HU", is: EUVAT,
		valid: []string{"HU12892312"}, invalid: []string{"HU12892313", "HU1289231"},
		generate: func(g generator) string {
			s := g.fill("8999999")
			return checkDigit("HU"+s, (1000-weigh(s, "9731973"))%10)
		},
		redraw: []int{-1}, share: 0.1, finds: everyDigit,
	},
	{
		name: "EUVAT IE", is: EUVAT,
		valid:   []string{"IE6433435F", "IE6433435OA", "IE8D79739I", "IE3628739L"},
		invalid: []string{"IE6433435E", "IE8D79739J", "IE8?79739I", "IE8D79739", "IE8D79739II"},
		generate: func(g generator) string {
			first, rest := g.fill("8"), g.fill("99999")
			sum := weigh("0"+rest+first, "8765432")
			return "IE" + first + g.one(alphabet+"+*") + rest + string("WABCDEFGHIJKLMNOPQRSTUV"[sum%23])
		},
		redraw: []int{-1}, alphabet: "ABCDEFGHIJKLMNOPQRSTUVW", share: 1.0 / 23, finds: everyDigit,
	},
	{
		name: "EUVAT IT", is: EUVAT,
		valid: []string{"IT00743110157"}, invalid: []string{"IT00743110158", "IT00743111015", "IT0074311015"},
		generate: func(g generator) string {
			return "IT" + withLuhn(g.fill("8999999")+g.choose("001", "100", "058", "120", "121", "888", "999"))
		},
		redraw: []int{-1}, share: 0.1, finds: everyDigit, findsSwap: luhnSwap,
	},
	{
		name: "EUVAT LT", is: EUVAT,
		valid:   []string{"LT119511515", "LT100001919017", "LT100004801610"},
		invalid: []string{"LT100001919018", "LT119511516", "LT119511525", "LT11951151", "LT1000019190177"},
		generate: func(g generator) string {
			s, weights, again := g.fill("8999999")+"1", "12345678", "34567891"
			if g.IntN(2) == 0 {
				s, weights, again = g.fill("8999999999")+"1", "12345678912", "34567891234"
			}
			check := weigh(s, weights) % 11
			if check == 10 {
				check = weigh(s, again) % 11 % 10
			}
			return checkDigit("LT"+s, check)
		},
		redraw: []int{-1}, share: 0.1,
	},
	{
		name: "EUVAT LU", is: EUVAT,
		valid: []string{"LU15027442", "LU10000356"}, invalid: []string{"LU15027443", "LU1502744"},
		generate: func(g generator) string { s := g.fill("899999"); return fmt.Sprintf("LU%s%02d", s, modulo(s, 89)) },
		redraw:   []int{-1, -2}, share: 0.01, finds: everyDigit,
	},
	{
		name: "EUVAT LV", is: EUVAT,
		valid: []string{"LV40003521600", "LV16117519997"}, invalid: []string{"LV40003521601", "LV16137519997", "LV4000352160"},
		generate: func(g generator) string {
			s := g.one("456789") + g.fill("999999999")
			return checkDigit("LV"+s, (1100+3-weigh(s, "91483A2576"))%11)
		},
		redraw: []int{-1}, share: 0.1, finds: func(at int, _, to byte) bool { return at > 2 || to > '3' },
	},
	{
		name: "EUVAT MT", is: EUVAT,
		valid: []string{"MT11679112"}, invalid: []string{"MT11679113", "MT01679112", "MT1167911"},
		generate: func(g generator) string {
			s := g.fill("899999")
			return fmt.Sprintf("MT%s%02d", s, 37-weigh(s, "346789")%37)
		},
	},
	{
		name: "EUVAT NL", is: EUVAT,
		valid:   []string{"NL004495445B01", "NL002455799B11"},
		invalid: []string{"NL123456789B90", "NL004495446B01", "NL004495445A01", "NL004495445B00", "NL004495445B1", "NL004495445B0x"},
		generate: func(g generator) string {
			s := "NL" + g.fill("899999999") + "B"
			if check := 98 - modulo(s+"00", 97); check > 1 {
				return fmt.Sprintf("%s%02d", s, check)
			}
			return ""
		},
	},
	{
		name: "EUVAT PL", is: EUVAT,
		valid: []string{"PL8567346215"}, invalid: []string{"PL8567346216", "PL856734621"},
		generate: func(g generator) string {
			s := g.fill("899999999")
			return checkDigit("PL"+s, weigh(s, "657234567")%11)
		},
		redraw: []int{-1}, share: 0.1, finds: everyDigit, findsSwap: everySwap,
	},
	{
		name: "EUVAT PT", is: EUVAT,
		valid: []string{"PT501964843"}, invalid: []string{"PT501964842", "PT50196484"},
		generate: func(g generator) string { return "PT" + elevens(g.fill("89999999"), "98765432") },
		redraw:   []int{-1}, share: 0.1,
	},
	{
		name: "EUVAT RO", is: EUVAT,
		valid: []string{"RO18547290", "RO14399840"}, invalid: []string{"RO18547291", "RO01", "RO1", "RO18547290000"},
		generate: func(g generator) string {
			s := g.fill(strings.Repeat("8", 1+g.IntN(9)))
			return checkDigit("RO"+s, weigh(strings.Repeat("0", 9-len(s))+s, "753217532")*10%11%10)
		},
		redraw: []int{-1}, share: 0.1,
	},
	{
		name: "EUVAT SE", is: EUVAT,
		valid: []string{"SE123456789701", "SE556188840401"}, invalid: []string{"SE123456789101", "SE123456789700", "SE123456789795", "SE12345678970"},
		generate: func(g generator) string {
			return "SE" + withLuhn(g.fill("899999999")) + fmt.Sprintf("%02d", 1+g.IntN(94))
		},
		redraw: []int{-3}, share: 0.1, finds: func(at int, _, _ byte) bool { return at < 12 },
	},
	{
		name: "EUVAT SI", is: EUVAT,
		valid: []string{"SI50223054", "SI15012557"}, invalid: []string{"SI50223055", "SI05022305", "SI5022305"},
		generate: func(g generator) string {
			s := g.fill("8999999")
			switch check := 11 - weigh(s, "8765432")%11; check {
			case 11:
				return ""
			case 10:
				return "SI" + s + "0"
			default:
				return checkDigit("SI"+s, check)
			}
		},
		redraw: []int{-1}, share: 0.1, finds: everyDigit,
	},
	{
		name: "EUVAT SK", is: EUVAT,
		valid: []string{"SK2022749619", "SK7103192745"}, invalid: []string{"SK2022749618", "SK0022749619", "SK202274961"},
		generate: func(g generator) string {
			s := g.fill("89") + g.one("234789") + g.fill("999999")
			return checkDigit("SK"+s, (11-modulo(s+"0", 11))%11)
		},
		redraw: []int{-1}, share: 0.1,
	},
	{
		name: "EUVAT XI", is: EUVAT,
		valid: []string{"XI980780684", "XI110305878"}, invalid: []string{"XI802311781", "XI98078068", "XI9807806840", "XX980780684", "US980780684"},
		generate: func(g generator) string {
			s := g.fill("8999999")
			rest := (weigh(s, "8765432") + []int{0, 55}[g.IntN(2)]) % 97
			return fmt.Sprintf("XI%s%02d", s, 97-rest) + g.choose("", "001")
		},
	},
}
