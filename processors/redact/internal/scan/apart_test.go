// SPDX-License-Identifier: Apache-2.0

package scan

import "testing"

// TestApart has secrets behind their name and a blank, and words and names at the same place.
func TestApart(t *testing.T) {
	const password, secret = "[REDACTED:password]", "[REDACTED:secret]"
	check(t, newEngine(t), []text{
		// Configuration files and consoles.
		{"base dc=example\nbindpw blue\nscope sub", "base dc=example\nbindpw " + password + "\nscope sub"},
		{"rootpw {SSHA}c29tZXNhbHRlZA4", "rootpw {SSHA}" + password},
		{`key "k" { algorithm hmac-sha256; secret "aB3dE5fG7hJ9kL1mN3pQ5r+/sT7uV9wX1yZ3aB5cD7e="; };`, `key "k" { algorithm hmac-sha256; secret "` + secret + `"; };`},
		{"enable secret aB3dE5fG7h", "enable secret " + secret},
		{"enable secret 5 $1$mERr$hx5rVt7rPNoS4wqbXKX7m0", "enable secret 5 " + secret},
		{"username bob password 0 Winter2026!", "username bob password 0 " + password},
		{"mysqladmin -u root password aB3dE5fG7h", "mysqladmin -u root password " + password},
		{`HSET user:1 api_key "aB3dE5fG7h"`, `HSET user:1 api_key "` + secret + `"`},
		// Sentences.
		{"The API key aB3dE5fG7hJ9kL1m is not valid.", "The API key " + secret + " is not valid."},
		{"encryption_key 6a57dfd8c212a9cf82dc33266c60e346 expired", "encryption_key " + secret + " expired"},
		{"no such client_secret 'aB3dE5fG7h'", "no such client_secret '" + secret + "'"},
		{"bob's password aB3dE5fG7h.", "bob's password " + password + "."},
		{"'aB3dE5fG7h' is the password for bob", "'" + password + "' is the password for bob"},
		// Arguments in pairs, and types that print their content.
		{`dict "user" "bob" "password" "aB3dE5fG7h"`, `dict "user" "bob" "password" "` + password + `"`},
		{"Account(Name(bob), Password(aB3dE5fG7h))", "Account(Name(bob), Password(" + password + "))"},
		// Words and names.
		{"failed password for root from 10.0.0.4 port 22", ""},
		{"password reset2 was sent", ""},
		{"secret db-credentials-7f9c4d8b5 not found", ""},
		{`secret "tls-cert-20261101" not found`, ""},
		{`secret "app-tls-7dK9x" created`, ""},
		{"Password *uint16 `json:\"password\"`", ""},
		{"Secret *ApihubV1Secret", ""},
		{"password Base64Encoder is used", ""},
		{"secret Ec2InstanceRole was read", ""},
		{"secret prod/db/Main-a1B2c3 was read", ""},
		{"cache key aB3dE5fG7h missed", ""},
		{"primary key 6a57dfd8c212a9cf82dc33266c60e346", ""},
		{"token_accessor       aB3dE5fG7hJ9kL1mN3pQ5rS7", ""},
		{"password 2fa is on, secret 2 of 3", ""},
		{"pin aB3dE5fG7h", ""},
		{"bindpw is required", ""},
		{"no bindpw blue", ""},
		{"checkPassword(password)", ""},
		{`"password" "Password"`, ""},
		{"password", ""},
		{"password ", ""},
	})
}

// TestHeadInText has tables in the middle of a text.
func TestHeadInText(t *testing.T) {
	const password, secret = "[REDACTED:password]", "[REDACTED:secret]"
	check(t, newEngine(t), []text{
		{"import failed\nid,name,password\n1,bob,hunter2\n2,ann,hunter3\n\ndone, password", "import failed\nid,name,password\n1,bob," + password + "\n2,ann," + password + "\n\ndone, password"},
		{"row 2:\r\nid;api_token;n\r\n7;a1b2c3d4;1\r\n", "row 2:\r\nid;api_token;n\r\n7;" + secret + ";1\r\n"},
		{"row 2:\n\"id\",\"password\"\n\"7\",\"a,b\"\n", "row 2:\n\"id\",\"password\"\n\"7\",\"" + password + "\"\n"},
		{"first line\nname,password\nno row\nbob,hunter2", ""},
		{"we tried\nuser, password\nbob, hunter2", ""},
	})
}
