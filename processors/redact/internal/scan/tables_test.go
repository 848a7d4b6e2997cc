// SPDX-License-Identifier: Apache-2.0

package scan

import "testing"

func TestTables(t *testing.T) {
	const password, secret = "[REDACTED:password]", "[REDACTED:secret]"
	check(t, newEngine(t), []text{
		// CSV.
		{"user,password,n\nbob,hunter2,1\nann,hunter3,2\n", "user,password,n\nbob," + password + ",1\nann," + password + ",2\n"},
		{"\"user\",\"api_key\"\r\n\"bob\",\"a,b1\"\r\n", "\"user\",\"api_key\"\r\n\"bob\",\"" + secret + "\"\r\n"},
		{"id;token\n1;a1b2c3d4\n2;blue\n", "id;token\n1;" + secret + "\n2;blue\n"},
		{"user\tpassword\nbob\thunter2", "user\tpassword\nbob\t" + password},
		{"name,value\nDB_PASSWORD,hunter2\nPORT,5432", "name,value\nDB_PASSWORD," + password + "\nPORT,5432"},
		{"user,password\nbob,\nann,NULL", ""},
		{"user,password_changed\nbob,2026-11-23", ""},
		{"user,tokens\nbob,511", ""},
		{"user,password", ""},
		{"error, password\nin line 7", ""},
		{"password, token and key are required\nplease check", ""},
		{"user,(password)\nbob,hunter2", ""},
		{"user,a1b2c3d4,password\nbob,x,hunter2", ""},
		// Tables with a line below the header.
		{"| user | password |\n| --- | :---: |\n| bob | hunter2 |\n\nend", "| user | password |\n| --- | :---: |\n| bob | " + password + " |\n\nend"},
		{"|user|password|\n|---|---|\n|bob|hunter2|\n|ann||", "|user|password|\n|---|---|\n|bob|" + password + "|\n|ann||"},
		{"+-----+----------+\n| u   | password |\n+-----+----------+\n| bob | hunter2  |\n+-----+----------+\n", "+-----+----------+\n| u   | password |\n+-----+----------+\n| bob | " + password + "  |\n+-----+----------+\n"},
		{" id | secret\n----+-------\n  1 | a1b2c3d4\n(1 row)\n", " id | secret\n----+-------\n  1 | " + secret + "\n(1 row)\n"},
		{"| key | value |\n|---|---|\n| api_key | abc |\n| region | eu |", "| key | value |\n|---|---|\n| api_key | " + secret + " |\n| region | eu |"},
		{"password\n--------\nhunter2x\n(1 row)", "password\n--------\n" + password + "\n(1 row)"},
		{"a | Access key\n:--|--:\ns3 | a1b2c3d4", "a | Access key\n:--|--:\ns3 | " + secret},
		{"Key         Value\n---         -----\npassword    hunter2\nusername    bob", "Key         Value\n---         -----\npassword    " + password + "\nusername    bob"},
		{"Name  Secret    Port\n----  --------  ----\nbob   a1b2c3d4  22\n", "Name  Secret    Port\n----  --------  ----\nbob   " + secret + "  22\n"},
		{"Key                  Value\n---                  -----\ntoken_accessor       9HxG0MA9ChzYughJ\ntoken_duration       768h", ""},
		{"Password\n--------\nIt must be changed every 90 days.", ""},
		{"Token\n-----\nexpired", ""},
		{"| token | n |\n|---|---|\n| hello | 3 |", ""},
		{"password\n--- FAIL: TestA\nhunter2x", ""},
		{"---\npassword\n---\n", ""},
	})
}
