// SPDX-License-Identifier: Apache-2.0

package scan

import "testing"

// TestTables has numbers whose keyword stands at the head of their column.
func TestColumns(t *testing.T) {
	check(t, newEngine(t), []text{
		{"id,nhs_number,tier\n7,9434765919,gold\n8,9434765870,gold\n", "id,nhs_number,tier\n7,[REDACTED:uk_nhs],gold\n8,[REDACTED:uk_nhs],gold\n"},
		{"\"id\",\"nhsNumber\"\r\n\"7\",\"9434765919\"\r\n", "\"id\",\"nhsNumber\"\r\n\"7\",\"[REDACTED:uk_nhs]\"\r\n"},
		{"| id | NHS number |\n|---|---|\n| 7 | 9434765919 |", "| id | NHS number |\n|---|---|\n| 7 | [REDACTED:uk_nhs] |"},
		{"nhs;phone\n9434765919;07700900123", "nhs;phone\n[REDACTED:uk_nhs];[REDACTED:phone]"},
		{"+----+------------+\n| id | nhs        |\n+----+------------+\n|  7 | 9434765919 |\n", "+----+------------+\n| id | nhs        |\n+----+------------+\n|  7 | [REDACTED:uk_nhs] |\n"},
		{"2 rows rejected:\nid\tphone\n7\t07700900123\n", "2 rows rejected:\nid\tphone\n7\t[REDACTED:phone]\n"},
		// Another column, a row that is not one of the table, and lines that are no head.
		{"id,nhs_number\n9434765919,7\n", ""},
		{"id,nhs_number\n7,9434765919,gold\n", ""},
		{"id,nhs_number_count\n7,9434765919\n", ""},
		{"we could not reach the mobile, retrying\n07700900123, 1\n", ""},
		{"tried sms, email, push\n07700900123, 2, 3\n", ""},
		{"id,name,phone\n7,\"Doe, J\",07700900123\n8,\"Roe, J\",07700 900124\n", "id,name,phone\n7,\"Doe, J\",[REDACTED:phone]\n8,\"Roe, J\",[REDACTED:phone]\n"},
		{"at Foo(a.go:1), phone\n1,07700900123\n", ""},
		{"nhs_number\n9434765919\n", ""},
	})
}
