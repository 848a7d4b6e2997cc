// SPDX-License-Identifier: Apache-2.0

package checkdigit

// IMEI reports whether s is an international mobile equipment identity: 15 digits that pass [Luhn]. 3GPP TS
// 23.003 section 6.2 and annex B.
func IMEI(s string) bool {
	return isNumber(s, 15) && Luhn(s)
}

// ICCID reports whether s is the number of a SIM card: 18 to 20 digits that start with 89, the industry
// identifier of telecommunications, and pass [Luhn]. ITU-T E.118.
func ICCID(s string) bool {
	return len(s) >= 18 && len(s) <= 20 && s[:2] == "89" && Luhn(s)
}
