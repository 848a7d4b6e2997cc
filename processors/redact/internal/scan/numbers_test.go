// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestNumberKinds has examples of each kind of number, next to near misses: without keyword, with a wrong check digit,
// as a part of something longer.
func TestNumberKinds(t *testing.T) {
	check(t, newEngine(t), []text{
		{"transfer to DE89370400440532013000 done", "transfer to [REDACTED:iban] done"},
		{"IBAN: GB29 NWBK 6016 1331 9268 19", "IBAN: [REDACTED:iban]"},
		{"iban=de89370400440532013000", "iban=[REDACTED:iban]"},
		{"生年月日：昭和60年1月2日 平成元年12月31日生", "生年月日：[REDACTED:date_of_birth] [REDACTED:date_of_birth]生"},
		{"契約日 令和6年11月23日 昭和 60年", ""},
		{"iban=DE89%203704%200044%200532%200130%2000&x=1", "iban=[REDACTED:iban]&x=1"},
		{"code DE00370400440532013000 x", ""},
		{`Konto:\nDE89370400440532013000\nx\u00a0DE89370400440532013000`, `Konto:\n[REDACTED:iban]\nx\u00a0[REDACTED:iban]`},
		{"de89370400440532013000", ""},
		{";4111111111111111=29121011234567890?", ";[REDACTED:track]?"},
		{"4111111111111111D29121011234567890", "[REDACTED:track]"},
		{"%B4111111111111111^DOE/JOHN^29121011234567890?", "%B[REDACTED:track]?"},
		{"routing number 021000021 account number 123456789012", "routing number [REDACTED:routing_number] account number [REDACTED:bank_account]"},
		{"build 021000021 finished, account 123456789012 in us-east-1", ""},
		{"ssn 078-05-1120", "ssn [REDACTED:ssn]"},
		{`{"name":"ssn","value":"123456789"}`, `{"name":"ssn","value":"[REDACTED:ssn]"}`},
		{`{"field":"ssn","required":true,"value":"123456789"}`, `{"field":"ssn","required":true,"value":"[REDACTED:ssn]"}`},
		{`{"name":"ssn","value":123456789}`, ""},
		{`{"name":"ssn","offset":123456789}`, ""},
		{`{"name":"ssn"},{"name":"n","value":"123456789"}`, ""},
		{"social security number 536 22 1234", "social security number [REDACTED:ssn]"},
		{"part 000-12-3456 and 666-12-3456 and 123-00-4567 and 123-45-0000", ""},
		{"123-45-6789-01 and 01-123-45-6789", ""},
		{"536221234", ""},
		{"ITIN 912-70-1234", "ITIN [REDACTED:itin]"},
		// One digit over and over is a placeholder, but where a keyword says what it is.
		{"mask 000-00-0000, 111-11-1111 and 999-99-9999", ""},
		{"call 222-222-2222", ""},
		{"ssn 111-11-1111 itin 999-99-9999", "ssn [REDACTED:ssn] itin [REDACTED:itin]"},
		{"npi: 1234567893", "npi: [REDACTED:npi]"},
		{"DEA number AB1234563", "DEA number [REDACTED:dea]"},
		{"AB1234563 npi 1234567894", ""},
		{"patient 1EG4-TE5-MK73", "patient [REDACTED:mbi]"},
		{"medicare 1EG4TE5MK73", "medicare [REDACTED:mbi]"},
		{"vin=1HGCM82633A004352", "vin=[REDACTED:vin]"},
		{"1HGCM82633A004352 vin 1HGCM82633A004353", ""},
		{"マイナンバーは1234-5678-9018です", "マイナンバーは[REDACTED:my_number]です"},
		{"my_number=123456789018", "my_number=[REDACTED:my_number]"},
		{"個人番号１２３４５６７８９０１８", "個人番号[REDACTED:my_number]"},
		{"法人番号 7000012050002", ""},
		{"パスポート番号 TK1234567", "パスポート番号 [REDACTED:passport]"},
		{"運転免許証番号: 301234567890", "運転免許証番号: [REDACTED:driver_licence]"},
		{"aadhaar 2341 2341 2346", "aadhaar [REDACTED:aadhaar]"},
		{"PAN: ABCPE1234F", "PAN: [REDACTED:in_pan]"},
		{"529.982.247-25 and 529.982.247-26", "[REDACTED:br_cpf] and 529.982.247-26"},
		{"身份证 11010519491231002X", "身份证 [REDACTED:cn_id]"},
		{"주민등록번호 900101-1234568", "주민등록번호 [REDACTED:kr_rrn]"},
		{"NINO AB123456C and AB 12 34 56 C", "NINO [REDACTED:uk_nino] and [REDACTED:uk_nino]"},
		{"BG123456C QQ123456C", ""},
		{"NHS number 943 476 5919", "NHS number [REDACTED:uk_nhs]"},
		{"codice fiscale RSSMRA85T10A562S", "codice fiscale [REDACTED:eu_national_id]"},
		{"pesel 44051401359, steuer-id 86095742719, bsn=111222333, dni 12345678Z", "pesel [REDACTED:eu_national_id], steuer-id [REDACTED:eu_national_id], bsn=[REDACTED:eu_national_id], dni [REDACTED:eu_national_id]"},
		{"numéro de sécurité sociale 255081416802538", "numéro de sécurité sociale [REDACTED:eu_national_id]"},
		{"SIN 046-454-286 TFN: 123 456 782", "SIN [REDACTED:ca_sin] TFN: [REDACTED:au_tfn]"},
		{"NRIC S1234567D TC kimlik no 10000000146", "NRIC [REDACTED:sg_nric] TC kimlik no [REDACTED:tr_tckn]"},
		{"เลขประจำตัวประชาชน 6939032569997 เลขที่บัตรประจำตัวประชาชน 6939032569997", "เลขประจำตัวประชาชน [REDACTED:th_id] เลขที่บัตรประจำตัวประชาชน [REDACTED:th_id]"},
		{"date_of_birth=1985-04-12 created_at=1985-04-12", "date_of_birth=[REDACTED:date_of_birth] created_at=1985-04-12"},
		{"生年月日は1985年4月12日", "生年月日は[REDACTED:date_of_birth]"},
		{"dob 1985-13-12", ""},
		{"IMEI 490154203237518 imsi=310150123456789", "IMEI [REDACTED:imei] imsi=[REDACTED:imsi]"},
		{"490154203237518 310150123456789", ""},
		// A keyword counts on its own line, near by, and not for the value of another key.
		{"NHS number\n9434765919", ""},
		{"bsn " + strings.Repeat("x ", 30) + "111222333", ""},
		// The value of a key may stand on the next line.
		{"bsn=\n  111222333\nid=111222333", "bsn=\n  [REDACTED:eu_national_id]\nid=111222333"},
		{"{\n  \"bsn\":\n    \"111222333\",\n  \"id\":\n    \"111222333\"\n}", "{\n  \"bsn\":\n    \"[REDACTED:eu_national_id]\",\n  \"id\":\n    \"111222333\"\n}"},
		{"[\"bsn\"]=>\n  string(9) \"111222333\"\n  [\"id\"]=>\n  int(111222333)", "[\"bsn\"]=>\n  string(9) \"[REDACTED:eu_national_id]\"\n  [\"id\"]=>\n  int(111222333)"},
		{"bsn:\n  order: 111222333", ""},
		{"form-data; name=\"bsn\"\r\n\r\n111222333\r\n--x", "form-data; name=\"bsn\"\r\n\r\n[REDACTED:eu_national_id]\r\n--x"},
		{"\"bsn\"\n\n111222333", ""},
		// Names and values that stand apart, tags with a namespace, entities and colours.
		{`{"name":"bsn","value":"111222333"},{"name":"order","value":"111222333"}`, `{"name":"bsn","value":"[REDACTED:eu_national_id]"},{"name":"order","value":"111222333"}`},
		{`{"name":"sms_sent","value":1112223334}`, ""},
		{`{"key":"user.bsn","value":{"stringValue":"111222333"}},{"key":"order","value":{"stringValue":"111222333"}}`, `{"key":"user.bsn","value":{"stringValue":"[REDACTED:eu_national_id]"}},{"key":"order","value":{"stringValue":"111222333"}}`},
		{"- name: CUSTOMER_PHONE\n  value: \"07700900123\"\n- name: ORDER\n  value: \"07700900123\"", "- name: CUSTOMER_PHONE\n  value: \"[REDACTED:phone]\"\n- name: ORDER\n  value: \"07700900123\""},
		{"driver licence number: B072RRE2I55 mrn=HOSP-A1-0048 mrn: missing", "driver licence number: [REDACTED:driver_licence] mrn=[REDACTED:medical_record] mrn: missing"},
		{`<ns:bsn xsi:type="xsd:string">111222333</ns:bsn>`, `<ns:bsn xsi:type="xsd:string">[REDACTED:eu_national_id]</ns:bsn>`},
		{"{&quot;bsn&quot;:&quot;111222333&quot;,&quot;id&quot;:111222333}", "{&quot;bsn&quot;:&quot;[REDACTED:eu_national_id]&quot;,&quot;id&quot;:111222333}"},
		{"\x1b[36mbsn\x1b[0m=\x1b[33m111222333\x1b[0m \x1b[36mid\x1b[0m=111222333", "\x1b[36mbsn\x1b[0m=\x1b[33m[REDACTED:eu_national_id]\x1b[0m \x1b[36mid\x1b[0m=111222333"},
		{`\u001b[36mbsn\u001b[0m=111222333 \tbsn 111222333`, `\u001b[36mbsn\u001b[0m=[REDACTED:eu_national_id] \tbsn [REDACTED:eu_national_id]`},
		{"national%20insurance%0Ahealth%20insurance%20number%3D12345678", "national%20insurance%0Ahealth%20insurance%20number%3D[REDACTED:insurance_number]"},
		{"rodneCislo%22%3A%22780123%2F3540%22", "rodneCislo%22%3A%22[REDACTED:eu_national_id]%22"},
		{"תעודת זהות: 123456782 MyKad 900101-14-5678", "תעודת זהות: [REDACTED:il_id] MyKad [REDACTED:my_nric]"},
		{"ICCID: 8944 1100 6867 4810 6049", "ICCID: [REDACTED:iccid]"},
		{"bsn=1, order=111222333", ""},
		{`{"bsn":"111222333","order":"111222333"}`, `{"bsn":"[REDACTED:eu_national_id]","order":"111222333"}`},
		{"<BirthDt>1985-04-12</BirthDt>", "<BirthDt>[REDACTED:date_of_birth]</BirthDt>"},
		// The segments of X12.
		{"DMG*D8*19740512*F~REF*SY*536904399~REF*EI*12-3456789~", "DMG*D8*[REDACTED:date_of_birth]*F~REF*SY*[REDACTED:ssn]~REF*EI*[REDACTED:ein]~"},
		{"NM1*85*2*EXAMPLE CLINIC*****XX*1234567893~", "NM1*85*2*EXAMPLE CLINIC*****XX*[REDACTED:npi]~"},
	})
}

// TestCompounds has names that a word for a phone is only a part of.
func TestCompounds(t *testing.T) {
	check(t, newEngine(t), []text{
		{"mobile-app 1234567 installs", ""},
		{"fax-gateway 1234567 restarted", ""},
		{"mobile-number 1234567", "mobile-number [REDACTED:phone]"},
		{"cell-phone 1234567", "cell-phone [REDACTED:phone]"},
		{"mobile-contact 07700900123", "mobile-contact [REDACTED:phone]"},
	})
}

func TestPhones(t *testing.T) {
	const mask = "[REDACTED:phone]"
	check(t, newEngine(t), []text{
		{"call +14155552671 now", "call " + mask + " now"},
		{"+44 20 7946 0958", mask},
		{`{"name":"phone","value":"4155552671"}`, `{"name":"phone","value":"` + mask + `"}`},
		{`{"key":"mobile","type":"text","value":"020 7946 0958"}`, `{"key":"mobile","type":"text","value":"` + mask + `"}`},
		{`{"name":"phone"},{"name":"n","value":"4155552671"}`, ""},
		{`{"name":"phone_errors","n":1,"value":"4155552671"}`, ""},
		{"+81 90 1234 5678", mask},
		{"+1 (415) 555-2671", mask},
		{"+49 (0)30 1234567", mask},
		{"to=%2B14155552671&x=1", "to=" + mask + "&x=1"},
		{"(415) 555-2671 or 415-555-2671 or 415.555.2671", mask + " or " + mask + " or " + mask},
		{"415-555-2671/415-555-2672/415-555-2673/415-555-2674", mask + "/" + mask + "/" + mask + "/" + mask},
		{"電話 090-1234-5678", "電話 " + mask},
		{"本社 0467-48-2917", "本社 " + mask},
		{"０９０－１２３４－５６７８", mask},
		{"TEL: 03-1234-5678", "TEL: " + mask},
		{"phone=09012345678 tel: 06 12 34 56 78", "phone=" + mask + " tel: " + mask},
		{"フリーダイヤル 0120-123-456", ""},
		{"at 2026-11-23 16:04:12 +0000 UTC m=+473.521337741 m=+47.521337741", ""},
		{"clock drift +473.5213377 +86.143356, offset +491234567, status 200 265 3118", ""},
		{"voice +1.4155552671, phone=+1.4155552671", "voice " + mask + ", phone=" + mask},
		{`0.000 0.952 0.000 200 200 265 3118 "GET / HTTP/1.1" 404 265 3118`, ""},
		{`fax 415 555 2671, "Bob" 415 555 2671`, "fax " + mask + `, "Bob" ` + mask},
		{"delta +12345678 bytes at 2024-01-01T00:00:00+0900", ""},
		{"1700000000 4155552671 115-555-2671 415-911-2671", ""},
		{"2024-01-0123 0120-48-2917", ""},
		{"10-20-30 1-2-3 2024-01-01 978-3-16-148410-0", ""},
		{"Called PJSIP/+14155552671@trunk-eu", "Called PJSIP/" + mask + "@trunk-eu"},
		{"c2Vj/+14155552671", ""},
		{"destination_addr='447700900174' END_USER_E164 Subscription-Id-Data=447700900129", "destination_addr='" + mask + "' END_USER_E164 Subscription-Id-Data=" + mask},
		{"PER*IC*BILLING*TE*4155552671~", "PER*IC*BILLING*TE*" + mask + "~"},
	})
}

func TestNetwork(t *testing.T) {
	check(t, newEngine(t), []text{
		{"00-1A-2B-3C-4D-5E", "[REDACTED:mac]"},
		{"from 8.8.8.8:443 and 8.8.4.0/24", "from [REDACTED:ipv4]:443 and [REDACTED:ipv4]/24"},
		{"http://8.8.8.8/x", "http://[REDACTED:ipv4]/x"},
		{"root@81.2.69.142: refused, installed name@8.2.69.142", "root@[REDACTED:ipv4]: refused, installed name@8.2.69.142"},
		{"10.1.2.3 192.168.1.1 172.16.0.1 127.0.0.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 192.0.2.1", ""},
		{"mac:3c:22:fb:7a:91:0e eth0:3c:22:fb:7a:91:0e iface:2a02:810d:1::7", "mac:[REDACTED:mac] eth0:[REDACTED:mac] iface:[REDACTED:ipv6]"},
		{"xface::bad::cafe std::2a02::810d", ""},
		{"kernel 5.15.0.91", ""},
		{"version 1.2.3.4 and v1.2.3.4 Chrome/120.0.60.71 1.3.6.1.4.1.311 08.8.8.8 8.8.8.256", ""},
		{"peer 2607:f8b0:4005:805::200e up", "peer [REDACTED:ipv6] up"},
		{"[2607:f8b0:4005:805::200e]:443", "[[REDACTED:ipv6]]:443"},
		{"::1 fe80::1 fc00::1 2001:db8::1 a::b::c std::vector::push 12:34:56", ""},
		{"device 00:1A:2B:3C:4D:5E, 00:11:22:33:44:55", "device [REDACTED:mac], [REDACTED:mac]"},
		{"001a.2b3c.4d5e", "[REDACTED:mac]"},
		{"ff:ff:ff:ff:ff:ff 00:00:00:00:00:00", ""},
		{"MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48", ""},
		{`open C:\Users\bob\x.txt and /home/ann/y`, `open C:\Users\[REDACTED:user_path]\x.txt and /home/[REDACTED:user_path]/y`},
		{"GET /Users/bob/x and example.com/home/ann/y", ""},
		{"=CRASH REPORT==== 23-Nov-2026::16:04:12 ===", ""},
		{"PTR IN 7.1.244.10.in-addr.arpa. and 8.8.8.10.in-addr.arpa", ""},
		{"PTR IN 142.69.2.81.in-addr.arpa.", "PTR IN [REDACTED:ipv4].in-addr.arpa."},
	})
}

func TestNumbersByKey(t *testing.T) {
	s := newEngine(t).Scanner()
	defer s.Release()
	for _, c := range []struct {
		key   string
		value int64
		want  ID
	}{
		{"customer.phone", 4155552671, Phone},
		{"cpf", 52998224725, CPF},
		{"myNumber", 123456789018, MyNumber},
		{"ssn", 78051120, None}, // too short: a leading zero is not made up for shapes without check digit
		{"order_id", 52998224725, None},
		{"phone_count", 4155552671, None},
	} {
		out, changed := s.Int(c.value, s.Key(c.key).Context)
		assert.Equal(t, c.want != None, changed, c.key)
		if changed {
			assert.Equal(t, s.Mask(c.want), out, c.key)
		}
	}
}

// TestIsPlainInt checks that only integers are passed over in which Int finds nothing.
func TestIsPlainInt(t *testing.T) {
	s := newEngine(t).Scanner()
	defer s.Release()
	for _, key := range []string{"count", "password", "phone_number", "card"} {
		context := s.Key(key).Context
		for _, v := range []int64{0, -1, 84213, 4_111_111_111, shortestNumber - 1, shortestNumber, 411_111_111_111, 4_111_111_111_111_111, -1 << 63} {
			if _, found := s.Int(v, context); found {
				assert.False(t, IsPlainInt(v, context), "%d under %s", v, key)
			}
		}
	}
	assert.True(t, IsPlainInt(84213, s.Key("count").Context))
	assert.False(t, IsPlainInt(84213, s.Key("password").Context))
}
