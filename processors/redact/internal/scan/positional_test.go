// SPDX-License-Identifier: Apache-2.0

package scan

import "testing"

func TestPasswordsOfCommands(t *testing.T) {
	const password = "[REDACTED:password]"
	check(t, newEngine(t), []text{
		{"rabbitmqctl add_user bob hunter2", "rabbitmqctl add_user bob " + password},
		{"rabbitmqctl add_user bob", ""},
		{"htpasswd -b /etc/htpasswd bob hunter2", "htpasswd -b /etc/htpasswd bob " + password},
		{"htpasswd -c -b 'a b' bob 'hunter 2' && reload", "htpasswd -c -b 'a b' bob '" + password + "' && reload"},
		{"htpasswd -nbBC 10 bob hunter2", "htpasswd -nbBC 10 bob " + password},
		{"htpasswd -c /etc/htpasswd bob", ""},
		{"htpasswd -b /etc/htpasswd bob", ""},
		{"htpasswd -b", ""},
		{`net use Z: \\srv\\x hunter2 /user:bob`, `net use Z: \\srv\\x ` + password + ` /user:bob`},
		{`net use \\srv\\x /user:bob hunter2`, `net use \\srv\\x /user:bob ` + password},
		{`net use \\srv\\x /delete`, ""},
		{`net use \\srv\\x * /user:bob`, ""},
		{"net use of memory is 5 MB", ""},
		{`ConvertTo-SecureString "hunter2" -AsPlainText -Force`, `ConvertTo-SecureString "` + password + `" -AsPlainText -Force`},
		{`ConvertTo-SecureString -String 'hunter2' -AsPlainText`, `ConvertTo-SecureString -String '` + password + `' -AsPlainText`},
		{"ConvertTo-SecureString $pw -AsPlainText", ""},
		{"ConvertTo-SecureString -AsPlainText", ""},
		{"net user bob hunter2 /add", "net user bob " + password + " /add"},
		{"net user bob * /add", ""},
		{"net user bob /delete", ""},
		{"net user growth was 5 %", ""},
		{"net user bob", ""},
		{"schtasks /create /tn job /ru bob /rp hunter2 /sc daily", "schtasks /create /tn job /ru bob /rp " + password + " /sc daily"},
		{"copy a /rp b", ""},
		{"sentinel auth-pass main hunter2\nport 1", "sentinel auth-pass main " + password + "\nport 1"},
		{"npm config set //npm.example.com/:_authToken abc123def", "npm config set //npm.example.com/:_authToken [REDACTED:secret]"},
		{"pulumi config set --plaintext dbPassword hunter2", "pulumi config set --plaintext dbPassword " + password},
		{"aws configure set aws_session_token abc123def --profile a", "aws configure set aws_session_token [REDACTED:secret] --profile a"},
		{"npm config set registry https://npm.example.com", ""},
		{"config set token policy", ""},
		{"config set", ""},
		{"config set password", ""},
		{"EXEC sp_addlogin 'bob', 'hunter2', 'shop'", "EXEC sp_addlogin 'bob', '" + password + "', 'shop'"},
		{"EXEC sp_addlogin @login, @password", ""},
		{"EXEC sp_password NULL, N'hunter2', 'bob'", "EXEC sp_password NULL, N'" + password + "', 'bob'"},
		{"EXEC sp_password 'old', 'new'", "EXEC sp_password '" + password + "', '" + password + "'"},
		{"sp_addlinkedsrvlogin 'srv', 'false', NULL, 'bob', 'hunter2'", "sp_addlinkedsrvlogin 'srv', 'false', NULL, 'bob', '" + password + "'"},
		{"sp_addlogin failed", ""},
		{"masterauth hunter2\nport 1", "masterauth " + password + "\nport 1"},
		{"cqlsh -u bob -p hunter2 db", "cqlsh -u bob -p " + password + " db"},
		{`setx API_KEY "abc123def"`, `setx API_KEY "[REDACTED:secret]"`},
	})
}

func TestDumps(t *testing.T) {
	const password = "[REDACTED:password]"
	check(t, newEngine(t), []text{
		{`[{user,"bob"},{password,"hunter2"},{n,1}]`, `[{user,"bob"},{password,"` + password + `"},{n,1}]`},
		{`{password,<<"hunter2">>}`, `{password,<<"` + password + `">>}`},
		{`{<<"password">>,<<"hunter2">>}`, `{<<"password">>,<<"` + password + `">>}`},
		{`{:db_password, "hunter2"}`, `{:db_password, "` + password + `"}`},
		{`{password, 'hunter2'}`, `{password, '` + password + `'}`},
		{`{token, "comma"} {:error, "x1y2z3w4"} {password_length, "12"}`, ""},
		{`{password, Value} {token,`, ""},
		{`{{password, "hunter2"}`, `{{password, "` + password + `"}`},
		{`a:1:{s:8:"password";s:7:"hunter2";}`, `a:1:{s:8:"password";s:7:"` + password + `";}`},
		{`{\"d\":\"s:8:\\\"password\\\";s:7:\\\"hunter2\\\";\"}`, `{\"d\":\"s:8:\\\"password\\\";s:7:\\\"` + password + `\\\";\"}`},
		{`s:4:"name";s:3:"bob";s:8:"password";s:`, ""},
	})
}

func TestSecretsInSentences(t *testing.T) {
	const password, secret = "[REDACTED:password]", "[REDACTED:secret]"
	check(t, newEngine(t), []text{
		{"A temporary password is generated for root@localhost: dk!h,3jFs", "A temporary password is generated for root@localhost: " + password},
		{"a password is generated for you", ""},
		{"a password is generated\nfor bob: hunter2x", ""}, // the colon is on another line
		{"Your verification code is: 482917", "Your verification code is: " + secret},
		{"verification code issue 482917", ""},
		{"暗証番号は4472です", "暗証番号は" + secret + "です"},
		{"パスワードは hunter2x です", "パスワードは " + password + " です"},
		{"您的验证码是482913，请勿泄露", "您的验证码是" + secret + "，请勿泄露"},
		{"验证码为482913。", "验证码为" + secret + "。"},
		{"パスワードは8文字以上です", ""},
		{"注文番号は482913です", ""},
		{"は1 是 为", ""},
		{`17000.1 [0 10.0.0.4:1] "HELLO" "3" "AUTH" "app" "hunter2"`, `17000.1 [0 10.0.0.4:1] "HELLO" "3" "AUTH" "app" "` + password + `"`},
		{`17000.1 [0 10.0.0.4:1] "auth" "hunter2"`, `17000.1 [0 10.0.0.4:1] "auth" "` + password + `"`},
		{`unknown modes "auth" "open"`, ""},
	})
}
