// SPDX-License-Identifier: Apache-2.0

package checkdigit

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// completes reports whether some check characters make an identifier of a text in which each question mark
// stands for one.
func completes(is func(string) bool, s string) bool {
	before, after, found := strings.Cut(s, "?")
	if !found {
		return is(s)
	}
	for _, c := range base36 {
		if completes(is, before+string(c)+after) {
			return true
		}
	}
	return false
}

// TestDates has dates that exist in one century only, and the bounds of what a date can look like.
func TestDates(t *testing.T) {
	korea := func(s string) bool { shape, _ := KoreaRRN(s); return shape }
	for _, c := range []struct {
		is             func(string) bool
		valid, invalid string
	}{
		{PolandPESEL, "0022290123? 9682290123?", "0002290123? 0082290123? 0042290123? 0062290123? 0099010123? 0013010123?"},
		{BulgariaEGN, "004229012? 004101012? 002101012? 962229012?", "000229012? 002229012? 004029012? 002001012? 005301012?"},
		{EstoniaIsikukood, "5000229012? 8010101012?", "3000229012? 1000229012? 7000229012? 5011301012? 5000001012?"},
		{
			LithuaniaAsmensKodas, "5000229012? 3330001012? 3330100012? 3330000012? 9991399012?",
			"3000229012? 3331300012? 3331301012? 3330032012? 3330132012? 7010101012?",
		},
		{LatviaPersonasKods, "2902002012? 2902040012? 32000000001", "2902001012? 2902000012? 0101003012? 3101004012? 31000000001"},
		{SloveniaEMSO, "290200050012? 290289650012? 010180050012? 010179950012?", "290290050012? 290289850012? 290280050012? 290279950012?"},
		{FinlandHetu, "290200A012? 290296+012? 010101-002? 010101-999?", "290200-012? 290200+012? 010101-001? 010101-000?"},
		{RomaniaCNP, "500022901001? 600022901001? 700022901001? 900022901001? 396022901001?", "100022901001? 200022901001? 300022901001? 400022901001?"},
		{
			NorwayFodselsnummer, "290200500?? 010140900?? 010154749?? 010139999?? 010199498?? 410199001?? 710199001?? 015299001?? 290296500??",
			"290200499?? 010140899?? 010154750?? 010153749?? 290200100?? 400199001?? 720199001?? 015399001??",
		},
		{DenmarkCPR, "2902004000 2902009000 2902005000 2902008000 2902360000 2902604000", "2902000000 2902003000 2902374000 2902570000"},
		{HungaryPersonalID, "3000229124? 4000229123? 1961231123? 2970101123?", "1000229123? 2000229123? 5000229123?"},
		{korea, "0002293000000 0002294000000 0002297000000 0002298000000 9902281000000", "0002291000000 0002292000000 0002295000000 0002296000000"},
		{MexicoCURP, "BOXW000229HNERXNA? BOXW990228XNERXN9?", "BOXW000229HNERXN0? BOXW990229HNERXN9?"},
		{SwedenPersonnummer, "20000229001? 000229001? 20000261001? 000191001? 18961231001?", "19000229001? 18000229001? 20000260001? 20000292001? 17991231001? 21000101001?"},
		{
			ChinaResidentID, "11010520000229001? 11010519000228001? 11010520991231001?",
			"11010519000229001? 11010518991231001? 11010521000101001? 11010520000230001?",
		},
		{
			ChinaResidentIDOfAdult, "11010519300101001? 65902120201231001? 51343619800101001? 44538119800101001? 13242119800101001?",
			"11010519291231001? 65902120210101001? 51373619800101001? 44548119800101001? 71000119800101001? 11010019800101001? 11014119800101001? 11018019800101001? 11019119800101001? 91110119800101001?",
		},
		{
			CzechBirthNumber, "000229001? 005229001? 002229001? 007229002? 560229123 520229123 530101001 540101001 800101001?",
			"000229123 550229123 550229001? 001301001? 006301001? 004101001? 009301001? 000000000",
		},
		{AustriaSVNR, "123?290200 123?011380 123?311580", "123?300200 123?011680 123?001380 123?321380 023?010180 123?000180"},
		{GreeceAMKA, "2902001234?", "3002001234? 2902011234?"},
		{
			BelgiumNationalNumber, "000229001?? 851231001?? 853231001?? 855231001?? 850100001?? 850000001?? 850031998??",
			"010229001?? 851331001?? 853331001?? 855331001?? 856001001?? 850032001?? 850132001?? 851300001?? 850101000?? 850101999??",
		},
		{SouthAfricaID, "000229500008? 000229500018? 000229500028?", "010229500008? 000229500038? 001301500008?"},
		{MalaysiaNRIC, "000229010000", "010229010000 000001010000 000100010000"},
		{IndonesiaNIK, "3171012902000001 3171016902000001 3171017112000001", "3171012902010001 3171014002000001 3171017202000001"},
		{ItalyCodiceFiscale, "AAAAAA00B29A001? AAAAAA00B69A001? AAAAAA00T71A001?", "AAAAAA01B29A001? AAAAAA00B40A001? AAAAAA00T72A001? AAAAAA00F01A001?"},
	} {
		for s := range strings.FieldsSeq(c.valid) {
			assert.True(t, completes(c.is, s), s)
		}
		for s := range strings.FieldsSeq(c.invalid) {
			assert.False(t, completes(c.is, s), s)
		}
	}
}

// TestCodes has every value of the codes of which only some are in use.
func TestCodes(t *testing.T) {
	for _, c := range []struct {
		is      func(string) bool
		pattern string // with the code for %s
		digits  int
		used    string
	}{
		{ABA, "%s000001?", 2, "0-12 21-32 61-72 80"},
		{SSN, "%s010001", 3, "1-665 667-899"},
		{SSN, "001%s0001", 2, "1-99"},
		{ITIN, "900%s0000", 2, "50-65 70-88 90-92 94-99"},
		{ChinaResidentID, "%s010519800101001?", 2, "11-15 21-23 31-37 41-46 50-54 61-65 71 81-83 90-99"},
		{MalaysiaNRIC, "800101%s0000", 2, "1-16 21-68 71-72 74-79 82-93 98-99"},
		{ArgentinaCUIT, "%s00000001?", 2, "20 23-27 30 33-34 50-51 55"},
		{FranceNIR, "%s800175001001??", 1, "1-4 7-8"},
		{FranceNIR, "180%s75001001??", 2, "1-12 20-42 50-99"},
		{FranceNIR, "18001%s001001??", 2, "1-99"},
		{EUVAT, "IT0000001%s?", 3, "1-100 120-121 888 999"},
		{EUVAT, "SE1234567897%s", 2, "1-94"},
		{EUVAT, "SK20%s27496??", 1, "2-4 7-9"},
		{EUVAT, "CY%s10203?", 3, "0-119 130-999"},
		{ThailandID, "%s10060044563?", 1, "1-8"},
		{NPI, "%s23456789?", 1, "1-2"},
		{CanadaSIN, "%s2345678?", 1, "0-7 9"},
		{AustraliaMedicare, "%s123456?01", 1, "2-6"},
		{IndiaAadhaar, "%s3412341234?", 1, "2-9"},
	} {
		var used []int
		for r := range strings.FieldsSeq(c.used) {
			from, to := 0, 0
			if n, _ := fmt.Sscanf(r, "%d-%d", &from, &to); n == 1 {
				to = from
			}
			for code := from; code <= to; code++ {
				used = append(used, code)
			}
		}
		limit := 1
		for range c.digits {
			limit *= 10
		}
		for code := range limit {
			s := fmt.Sprintf(c.pattern, fmt.Sprintf("%0*d", c.digits, code))
			assert.Equal(t, slices.Contains(used, code), completes(c.is, s), s)
		}
	}
}

// TestLetters has every letter where only some are in use.
func TestLetters(t *testing.T) {
	for _, c := range []struct {
		is            func(string) bool
		pattern, used string
	}{
		{UKNINO, "%sA000000A", "ABCEGHJKLMNOPRSTWXYZ"},
		{UKNINO, "A%s000000A", "ABCEGHJKLMNPRSTWXYZ"},
		{UKNINO, "AA000000%s", "ABCD"},
		{DEA, "%sA123456?", "ABCDEFGHJKLMPRSTUX"},
		{MBI, "1%sG4TE5MK73", "ACDEFGHJKMNPQRTUVWXY"},
		{IndiaPAN, "AAA%sA0001A", "ABCFGHJLPT"},
		{SingaporeNRIC, "%s1234567?", "FGMST"},
		{SpainNIE, "%s1234567?", "XYZ"},
		{SpainCIF, "%s1234567?", "ABCDEFGHJNPQRSUVW"},
		{EUVAT, "ES%s1234567?", "ABCDEFGHJKLMNPQRSUVWXYZ"},
		{EUVAT, "FR%s?123456782", "ABCDEFGHJKLMNPQRSTUVWXYZ"},
		{EUVAT, "FR?%s123456782", "ABCDEFGHJKLMNPQRSTUVWXYZ"},
		{FinlandHetu, "131052%s308?", "ABCDEFUVWXY"},
		{IrelandPPS, "1234567?%s", "ABCDEFGHITWX"},
		{VIN, "%sM8GDM9A?KP042788", "ABCDEFGHJKLMNPRSTUVWXYZ"},
		{TaiwanID, "A%s1234567?", "ABCD"},
		{MexicoCURP, "B%sXW310820HNERXN0?", "AEIOUX"},
		{MexicoCURP, "BOXW310820%sNERXN0?", "HMX"},
		{MexicoCURP, "BOXW310820HNE%sXN0?", "BCDFGHJKLMNPQRSTVWXYZ"},
		{MexicoCURP, "BOXW310820HNEX%sN0?", "BCDFGHJKLMNPQRSTVWXYZ"},
		{MexicoCURP, "BOXW310820HNEXX%s0?", "BCDFGHJKLMNPQRSTVWXYZ"},
		{ItalyCodiceFiscale, "RCCMNL83%s01D969?", "ABCDEHLMPRST"},
		{ItalyCodiceFiscale, "RCCMNL8%sS18D969?", "LMNPQRSTUV"},
	} {
		for _, letter := range alphabet {
			s := fmt.Sprintf(c.pattern, string(letter))
			assert.Equal(t, strings.ContainsRune(c.used, letter), completes(c.is, s), s)
		}
	}
}
