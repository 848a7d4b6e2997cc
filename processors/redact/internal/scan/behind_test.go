// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"strings"
	"testing"
)

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
		{"Duplicate entry '1985-03-12' for key 'users.dob'", "Duplicate entry '[REDACTED:date_of_birth]' for key 'users.dob'"},
	})
	// Behind many numbers, too, whose keywords were looked for in vain.
	many := strings.Repeat("job 84213 of 96377, ", 40)
	check(t, newEngine(t), []text{
		{many + "'1985-03-12' for key 'users.dob'", many + "'[REDACTED:date_of_birth]' for key 'users.dob'"},
		{many + "'07700 900 123' is not a valid phone number", many + "'" + phone + "' is not a valid phone number"},
		{many + "1 2 3 536 22 1234 for column 'ssn'", many + "1 2 3 [REDACTED:ssn] for column 'ssn'"},
	})
}
