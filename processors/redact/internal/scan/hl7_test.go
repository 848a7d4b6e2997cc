// SPDX-License-Identifier: Apache-2.0

package scan

import "testing"

func TestPatients(t *testing.T) {
	const (
		record = "[REDACTED:medical_record]"
		born   = "[REDACTED:date_of_birth]"
	)
	check(t, newEngine(t), []text{
		{
			"PID|1||8812331^^^HOSP^MR||VOGT^LENA||19740512|F|||MAIN ST 1^^BERLIN||||||||747-93-3312",
			"PID|1||" + record + "^^^HOSP^MR||VOGT^LENA||" + born + "|F|||MAIN ST 1^^BERLIN||||||||[REDACTED:ssn]",
		},
		{"MSH|^~\\&|LAB\rPID|1||A12345^^^H~B67890^^^I|||| \rOBX|1", "MSH|^~\\&|LAB\rPID|1||" + record + "^^^H~" + record + "^^^I|||| \rOBX|1"},
		{`MSH|a\rPID|1||||||197405121530|M`, `MSH|a\rPID|1||||||` + born + `|M`},
		{"PID|1|||||||\r", ""},
		{"USER|PID|1|2|3|4|5|6|99999999|8", ""},
		{"PID|1|S|12|0.0|x", ""},
		{"USER|PID|1|app|123456|7", ""},
	})
}
