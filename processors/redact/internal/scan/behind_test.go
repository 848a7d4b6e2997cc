// SPDX-License-Identifier: Apache-2.0

package scan

import "testing"

// TestKeysBehind has numbers whose key is named behind them.
func TestKeysBehind(t *testing.T) {
	const phone = "[REDACTED:phone]"
	check(t, newEngine(t), []text{
		{"Duplicate entry '07700900123' for key 'users.phone'", "Duplicate entry '" + phone + "' for key 'users.phone'"},
		{`{"error":"\"07700 900123\" is not a valid phone number"}`, `{"error":"\"` + phone + `\" is not a valid phone number"}`},
		{"'9434765919' is an invalid NHS number", "'[REDACTED:uk_nhs]' is an invalid NHS number"},
		{"value '111222333' for column 'bsn' at row 1", "value '[REDACTED:eu_national_id]' for column 'bsn' at row 1"},
		{"Duplicate entry '07700900123' for key 'orders.PRIMARY'", ""},
		{"'07700900123' for key 'orders.created, phone'", ""},
		{"'07700900123' is not a valid phone_type", ""},
		{"'07700900123' is free, for field phone", ""},
	})
}
