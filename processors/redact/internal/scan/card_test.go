// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// cardNumbers are the numbers that issuers publish for tests, and others made for ranges without one.
var cardNumbers = []struct{ issuer, number string }{
	{"Visa 13", "4222222222222"},
	{"Visa 16", "4111111111111111"},
	{"Visa 16", "4012888888881881"},
	{"Mastercard", "5555555555554444"},
	{"Mastercard", "5105105105105100"},
	{"Mastercard 2-series", "2223003122003222"},
	{"Mastercard 2-series", "2720992593319364"},
	{"American Express", "378282246310005"},
	{"American Express", "341111111111111"},
	{"Diners Club", "30569309025904"},
	{"Diners Club", "38520000023237"},
	{"Diners Club", "36227206271667"},
	{"Discover", "6011111111111117"},
	{"Discover", "6445644564456445"},
	{"Discover", "6500000000000002"},
	{"JCB", "3530111333300000"},
	{"JCB", "3566002020360505"},
	{"UnionPay", "6200000000000005"},
	{"UnionPay", "8171999927660000"},
	{"Mir", "2200000000000004"},
	{"Maestro", "6759649826438453"},
	{"Maestro 12", "501800000009"},
}

// TestCountedNumbers has card numbers that count something.
func TestCountedNumbers(t *testing.T) {
	check(t, newEngine(t), []text{
		{"flushed 4539148803436467 bytes", ""},
		{"Content-Length: 4012888888881881", ""},
		{"paid with card 4539148803436467 messages follow", "paid with card [REDACTED:card] messages follow"},
		{"4539148803436467 was charged", "[REDACTED:card] was charged"},
		{"emv 57=5324750385342298D2912201123400001F", "emv 57=[REDACTED:track]"},
		{"cvv 123", "cvv [REDACTED:cvv]"},
		{"the CVC code is 1234.", "the CVC code is [REDACTED:cvv]."},
		{"cvv 12345, cvv 12 and cvv check", ""},
	})
}

func TestCardIssuers(t *testing.T) {
	s := newEngine(t).Scanner()
	defer s.Release()
	for _, c := range cardNumbers {
		got, _ := s.Value("paid with "+c.number+".", Context{})
		assert.Equal(t, "paid with [REDACTED:card].", got, "%s %s", c.issuer, c.number)

		for i := range c.number { // any other digit at any place breaks the check digit
			broken := []byte(c.number)
			broken[i] = '0' + (broken[i]-'0'+1)%10
			got, _ := s.Value(string(broken), Context{})
			assert.Equal(t, string(broken), got)
		}
	}
}

func TestCard(t *testing.T) {
	const mask = "[REDACTED:card]"
	check(t, newEngine(t), []text{
		{"4111111111111111", mask},
		{"4111 1111 1111 1111", mask},
		{"4111-1111-1111-1111", mask},
		{"4111.1111.1111.1111", mask},
		{"4111+1111+1111+1111", mask},
		{"4111%201111%201111%201111", mask},
		{"4111\u00a01111\u00a01111\u00a01111", mask},
		{"4111\u20131111\u20131111\u20131111", mask},
		{"3782 822463 10005", mask},
		{"3782-822463-10005", mask},
		{"3056 930902 5904", mask},
		{"4000 0000 0000 0000 006", mask},
		{"_4111111111111111_", "_" + mask + "_"},
		{"card4111111111111111", ""},
		{"カード4111111111111111です", "カード" + mask + "です"},
		{"pay:4111111111111111,next", "pay:" + mask + ",next"},
		{"-4111111111111111", "-" + mask},
		{"$4111111111111111.", "$" + mask + "."},
		// Escapes are no letters or digits of the text.
		{`\n4111111111111111\n`, `\n` + mask + `\n`},
		{"q=%204111111111111111%20", "q=%20" + mask + "%20"},
		{`\u00204111111111111111`, `\u0020` + mask},
		{`\u00a04111111111111111`, `\u00a0` + mask},
		{"\x1b[1m4111111111111111\x1b[0m", "\x1b[1m" + mask + "\x1b[0m"},
		// Neighbours do not hide the number.
		{"4111 1111 1111 1111 123", mask + " 123"},
		{"4111-1111-1111-1111-123", mask + "-123"},
		{"2024 4111 1111 1111 1111", "2024 " + mask},
		{"4111111111111111 123", mask + " 123"},
		{"4111111111111111/123", mask + "/123"},
		{"4111111111111111 12/29 123", mask + " 12/29 123"},
		{"4111111111111111 5555555555554444", mask + " " + mask},
		{"4111 1111 1111 1111 5555 5555 5555 4444", mask + " " + mask},
		// JSON stays valid.
		{`{"pan":4111111111111111}`, `{"pan":"` + mask + `"}`},
		{`{"pan": 4111111111111111, "a":1}`, `{"pan": "` + mask + `", "a":1}`},
		{`{"pan":"4111111111111111"}`, `{"pan":"` + mask + `"}`},
		{`{\"pan\":4111111111111111}`, `{\"pan\":\"` + mask + `\"}`},
		{`{"cards":[4111111111111111, 5555555555554444]}`, `{"cards":["` + mask + `", "` + mask + `"]}`},
		{`cards: [4111111111111111]`, `cards: [` + mask + `]`},
		// Long and wide ranges need a card word.
		{"4000000000000000006", ""},
		{"card 4000000000000000006", "card " + mask},
		{"credit_card=4000000000000000006", "credit_card=" + mask},
		{"visa number is 4000000000000000006", "visa number is " + mask},
		{"card lost\n4000000000000000006", "card lost\n4000000000000000006"},
		{"135410014004955", ""},
		{"uatp card 135410014004955", "uatp card " + mask},
		{"500000000009", ""},
		{"debit: 500000000009", "debit: " + mask},
		// Technical keys.
		{"offset=4111111111111111", ""},
		{"inode=4111111111111111 lsn: 4111111111111111", ""},
		{"offset=4111 1111 1111 1111", "offset=" + mask},
		{`{"kafka.offset":4111111111111111}`, ""},
		{`{"kafka.offset":"4111111111111111"}`, ""},
		{"trace_id: 4111111111111111", ""},
		{"span 4111111111111111 ended", ""},
		{"spanId=4111111111111111", ""},
		{"seq 4111111111111111", ""},
		{"checksum:4111111111111111", ""},
		{"ts=4111111111111111", ""},
		{"company=4111111111111111", "company=" + mask},

		// Not card numbers.
		{"4111111111111112", ""},
		{"411111111111111", ""},
		{"9111111111111111", ""},
		{"0000000000000000", ""},
		{"41111111111111110000", ""},
		{"1.4111111111111111", ""},
		{"4111111111111111.5", ""},
		{"0.4111111111111111", ""},
		{"0x4111111111111111", ""},
		{"a4111111111111111", ""},
		{"4111111111111111f", ""},
		{"f04111111111111111a0bd", ""},
		{"4111 1111-1111 1111", ""},
		{"4111  1111  1111  1111", ""},
		{"4111,1111,1111,1111", ""},
		{"41-11-1111-1111-1111-11", ""},
		{"1700000000000", ""},
		{"1700000000000000", ""},
		{"1700000000000000000", ""},
		{"12345678-1234-4111-8111-501800000009", ""},
		{"41111111-1111-4111-8111-111111111111", ""},
		{"00-4bf92f3577b34da6a3ce929d0e0e4736-4111111111111111-01", ""},
		{"sha256:4111111111111111411111111111111141111111111111114111111111111111", ""},
		{"978-4-1111-1111-1", ""},
		{"4006381333931", ""},
		{"01HF4111111111111111111111", ""},
		{"1.3.6.1.4.1.4111.1111.1111.1111", ""},
		{"2025-11-23T06:00:00.000000Z", ""},
		{"10.0.0.1:4111", ""},
	})
}

func TestCardKeyOfTheValue(t *testing.T) {
	s := newEngine(t).Scanner()
	defer s.Release()
	for _, c := range []struct{ key, in, want string }{
		{"trace.id", "4111111111111111", "4111111111111111"},
		{"build", " \"4111111111111111\" ", " \"4111111111111111\" "},
		{"build", "by 4111111111111111", "by [REDACTED:card]"},
		{"card.number", "4000000000000000006", "[REDACTED:card]"},
		{"cardNumber", "4000000000000000006", "[REDACTED:card]"},
		{"number", "4000000000000000006", "4000000000000000006"},
		{"card.number", "order 4000000000000000006", "order 4000000000000000006"},
	} {
		got, _ := s.Value(c.in, s.Key(c.key).Context)
		assert.Equal(t, c.want, got, "%s: %s", c.key, c.in)
	}
}

func TestNumbers(t *testing.T) {
	s := newEngine(t).Scanner()
	defer s.Release()
	for _, c := range []struct {
		key  string
		in   int64
		want string
	}{
		{"number", 4111111111111111, "[REDACTED:card]"},
		{"number", 4000000000000000006, ""},
		{"card_number", 4000000000000000006, "[REDACTED:card]"},
		{"offset", 4111111111111111, ""},
		{"number", 4111111111111112, ""},
		{"number", -4111111111111111, "[REDACTED:card]"},
		{"number", math.MinInt64, ""},
		{"number", 0, ""},
		{"password", 12345, "[REDACTED:password]"},
		{"token_count", 12345, ""},
		{"pin", 1234, "[REDACTED:secret]"},
		{"pin", 17, ""},
		{"cvv", 123, "[REDACTED:cvv]"},
		{"cvv", 12345, ""},
		{"pass", 12, ""},
		{"pass", 1234, "[REDACTED:password]"},
	} {
		context := s.Key(c.key).Context
		got, changed := s.Int(c.in, context)
		assert.Equal(t, c.want, got, "%s: %d", c.key, c.in)
		assert.Equal(t, c.want != "", changed)
		assert.Equal(t, changed, len(s.Matches()) == 1)
		if c.in > -1<<53 && c.in < 1<<53 {
			got, _ := s.Float(float64(c.in), context)
			assert.Equal(t, c.want, got, "%s: %d as a float", c.key, c.in)
		}
	}
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 0.5, 1e300, 4000000000000000006} {
		_, changed := s.Float(v, Context{})
		assert.False(t, changed, "%v", v)
	}
	_, changed := s.Float(0.5, s.Key("password").Context)
	assert.True(t, changed, "a fraction under a secret key")
}

// A length that an issuer does not use makes its prefix one of Maestro's wide range, if it is in that, and no card
// otherwise.
func TestCardLengths(t *testing.T) {
	check(t, newEngine(t), []text{
		{"card 601111111111116", "card [REDACTED:card]"},
		{"601111111111116", ""},
		{"card 65111111111115", "card [REDACTED:card]"},
		{"65111111111115", ""},
		{"card 41111111111114", ""},
		{"card 555555555555558", ""},
		{"card 3782822463100052", ""},
		{"card 353011133330001", ""},
	})
}

// From 17 digits on, a card word must back the finding, in any script.
func TestCardWords(t *testing.T) {
	s := newEngine(t).Scanner()
	defer s.Release()
	for _, word := range []string{"card", "銀聯カード", "カード番号", "信用卡号", "신용카드"} {
		out, _ := s.Value(word+" 62521840905366562", Context{})
		assert.Equal(t, word+" [REDACTED:card]", out)
	}
	out, changed := s.Value("番号 62521840905366562", Context{})
	assert.False(t, changed, out)
}
