// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMarkup(t *testing.T) {
	const password, secret = "[REDACTED:password]", "[REDACTED:secret]"
	check(t, newEngine(t), []text{
		// XML.
		{"<login><password>hunter2</password><u>bob</u></login>", "<login><password>" + password + "</password><u>bob</u></login>"},
		{`<ns:apiKey type="a">abc</ns:apiKey>`, `<ns:apiKey type="a">` + secret + `</ns:apiKey>`},
		{"<name>password</name><value><string>hunter2</string></value>", "<name>password</name><value><string>" + password + "</string></value>"},
		{"<password>\n  hunter2\n</password>", "<password>" + password + "</password>"},
		{"<password><![CDATA[hun<ter2]]></password>", "<password><![CDATA[" + password + "]]></password>"},
		{`{"m":"\u003cpassword\u003ehunter2\u003c/password\u003e"}`, `{"m":"\u003cpassword\u003e` + password + `\u003c/password\u003e"}`},
		{`{\"m\":\"\\u003cpassword\\u003ehunter2\\u003c/password\\u003e\"}`, `{\"m\":\"\\u003cpassword\\u003e` + password + `\\u003c/password\\u003e\"}`},
		{"&lt;password&gt;hunter2&lt;/password&gt;", "&lt;password&gt;" + password + "&lt;/password&gt;"},
		{"<password></password>", ""},
		{"<password>***</password>", ""},
		{"<password_length>12</password_length>", ""},
		{"</password>", ""},
		{"<author>bob</author>", ""},
		// Options of commands.
		{"mysqldump --password hunter2 --host db", "mysqldump --password " + password + " --host db"},
		{"run --api-key=abc123def456 --verbose", "run --api-key=" + secret + " --verbose"},
		{"run --token 'a b' -v", "run --token '" + secret + "' -v"},
		{`["run", "--password", "hunter2"]`, `["run", "--password", "` + password + `"]`},
		{"curl -u admin:hunter2 http://x.example/", "curl -u admin:" + password + " http://x.example/"},
		{"curl -s --user 'admin:hunter2' http://x.example/", "curl -s --user 'admin:" + password + "' http://x.example/"},
		{"password (' --user a:b\n", "password ('" + password + "\n"},
		{"sshpass -p hunter2 ssh host", "sshpass -p " + password + " ssh host"},
		{"sshpass -p 'hunter 2' ssh host", "sshpass -p '" + password + "' ssh host"},
		{"mysql -uroot -phunter2 db", "mysql -uroot -p" + password + " db"},
		{"docker login -u bob -p hunter2 r.example.com", "docker login -u bob -p " + password + " r.example.com"},
		{"redis-cli -h cache -a hunter2 ping", "redis-cli -h cache -a " + password + " ping"},
		{"openssl enc -aes-256-cbc -k hunter2 -in f", "openssl enc -aes-256-cbc -k " + password + " -in f"},
		{"curl -k https://x.example/", ""},
		{"New-User -Name bob -Password hunter2 -Verbose", "New-User -Name bob -Password " + password + " -Verbose"},
		{"Get-Item x -PassThru -Verbose", ""},
		{"smbclient //srv/x -U bob%hunter2", "smbclient //srv/x -U bob%" + password},
		{"smbclient //srv/x -U bob", ""},
		{"ipmitool -H h -U admin -P hunter2 power status", "ipmitool -H h -U admin -P " + password + " power status"},
		{"mysql -uroot -p db", ""},
		{"docker run -u 1000:1000 -p 8080:80 image", ""},
		{"ssh -p 2222 host", ""},
		{"run --password --verbose", ""},
		{"  --password string   the password", ""},
		{"--password-file /run/secrets/x", ""},
		{"run --tokenizer bpe --max-tokens 10", ""},
		{"-- token 5", ""},
		// Percent-encoded text.
		{"%7B%22password%22%3A%22hunter2%22%7D", "%7B%22password%22%3A%22" + password + "%22%7D"},
		{"q=%7B%22token%22%3A%20%22a%20b%22%2C%22n%22%3A1%7D", "q=%7B%22token%22%3A%20%22" + secret + "%22%2C%22n%22%3A1%7D"},
		{"a=user%3Dbob%26password%3Dhunter2%26x%3D1", "a=user%3Dbob%26password%3D" + password + "%26x%3D1"},
		{"a=password%253Dhunter2%2526x", "a=password%253D" + password + "%2526x"},
		{"to=https%3A%2F%2Fbob%3Ahunter2%40db.example.com%2Fx", "to=https%3A%2F%2Fbob%3A" + password + "%40db.example.com%2Fx"},
		{"to=https%3A%2F%2Fdb.example.com%3A8080%2Fx%40y", ""},
		{"password%3D%24%7BPW%7D", ""},
		{"password%3D***", ""},
		{"a%3Db%26c%3Dd", ""},
		// HTML.
		{"{&quot;password&quot;:&quot;hunter2&quot;,&quot;a&quot;:1}", "{&quot;password&quot;:&quot;" + password + "&quot;,&quot;a&quot;:1}"},
		{"{&#34;token&#34;: &#34;a b&#34;}", "{&#34;token&#34;: &#34;" + secret + "&#34;}"},
		{"{&quot;password&quot;:&quot;&quot;}", ""},
	})
}

// TestLoggedArguments has the values of parameters that are logged behind a statement, and those in the frames of PHP.
func TestLoggedArguments(t *testing.T) {
	const password, secret = "[REDACTED:password]", "[REDACTED:secret]"
	check(t, newEngine(t), []text{
		{`INSERT INTO u (name, password) VALUES (%s, %s); args=('bob', 'hunter2')`, `INSERT INTO u (name, password) VALUES (%s, %s); args=('bob', '` + password + `')`},
		{`INSERT INTO u ("name","secret") VALUES ($1,$2) -- PARAMETERS: ["bob","a b"]`, `INSERT INTO u ("name","secret") VALUES ($1,$2) -- PARAMETERS: ["bob","` + secret + `"]`},
		{`INSERT INTO u (id, api_key) VALUES (?, ?) [7, "a1b2c3"]`, `INSERT INTO u (id, api_key) VALUES (?, ?) [7, "` + secret + `"]`},
		{"[SQL: INSERT INTO u (name, password) VALUES (?, ?)]\n[parameters: ('bob', 'hunter2')]", "[SQL: INSERT INTO u (name, password) VALUES (?, ?)]\n[parameters: ('bob', '" + password + "')]"},
		{`INSERT INTO u (name, password) VALUES (?, ?) RETURNING (id)`, ""},
		{`INSERT INTO u (name, n) VALUES (?, ?) ["bob", "a1b2c3"]`, ""},
		{`#0 a.php(1): PDO->__construct('mysql:host=db', 'bob', 'hunter2')`, `#0 a.php(1): PDO->__construct('mysql:host=db', 'bob', '` + password + `')`},
		{`#0 a.php(1): mysqli->__construct('db', 'bob', 'hunter2', 'app')`, `#0 a.php(1): mysqli->__construct('db', 'bob', '` + password + `', 'app')`},
		{`mysqli_connect('db', 'bob', 'hunter2')`, `mysqli_connect('db', 'bob', '` + password + `')`},
		{`#0 a.php(1): Foo->__construct('db', 'bob', 'hunter2')`, ""},
		{`mysqli_connect('db', 'bob', Object(A))`, ""},
		{`mysqli_connect('db')`, ""},
		{"AWS4-HMAC-SHA256 Credential=abc/20261124/eu/s3/aws4_request, SignedHeaders=host, Signature=0a1b", "AWS4-HMAC-SHA256 Credential=[REDACTED:bearer], SignedHeaders=host, Signature=[REDACTED:bearer]"},
		// The value in front of its name.
		{`{"value":"a{b}c2","name":"password"}`, `{"value":"` + password + `","name":"password"}`},
		{`{"value":"hunter2","tags":["a","b"],"name":"DB_PASSWORD"}`, `{"value":"` + password + `","tags":["a","b"],"name":"DB_PASSWORD"}`},
		{`{"name":"DB_PASSWORD","tags":["a","b"],"value":"hunter2"}`, `{"name":"DB_PASSWORD","tags":["a","b"],"value":"` + password + `"}`},
		{`{"value":"hunter2","tags":["a"]},{"name":"DB_PASSWORD"}`, ""},
		{"passport=L898902C3, passport: local", "passport=[REDACTED:passport], passport: local"},
	})
}

func TestSQL(t *testing.T) {
	const password = "[REDACTED:password]"
	check(t, newEngine(t), []text{
		{"CREATE USER 'a' IDENTIFIED BY 'hunter2'", "CREATE USER 'a' IDENTIFIED BY '" + password + "'"},
		{"create user a identified with mysql_native_password by 'hunter2'", "create user a identified with mysql_native_password by '" + password + "'"},
		{"INSERT INTO u\n  (name, password)\nVALUES\n  ('a', 'hunter2')", "INSERT INTO u\n  (name, password)\nVALUES\n  ('a', '" + password + "')"},
		{"INSERT INTO u(password) VALUES  ('hunter2')", "INSERT INTO u(password) VALUES  ('" + password + "')"},
		{"INSERT INTO u(password)\tVALUES\t('hunter2')", "INSERT INTO u(password)\tVALUES\t('" + password + "')"},
		{"(password) values\n", ""},
		{"ALTER USER a IDENTIFIED BY \"hunter2\" ACCOUNT UNLOCK", "ALTER USER a IDENTIFIED BY \"" + password + "\" ACCOUNT UNLOCK"},
		{"ALTER ROLE app WITH PASSWORD 'it''s'", "ALTER ROLE app WITH PASSWORD '" + password + "'"},
		{"SET PASSWORD FOR a = PASSWORD('hunter2')", "SET PASSWORD FOR a = PASSWORD('" + password + "')"},
		{"UPDATE users SET `password` = 'hunter2' WHERE id = 1", "UPDATE users SET `password` = '" + password + "' WHERE id = 1"},
		{"INSERT INTO u(name,password,n) VALUES ('bob','hunter2',1), ('ann','x''y',2)", "INSERT INTO u(name,password,n) VALUES ('bob','" + password + "',1), ('ann','" + password + "',2)"},
		{"insert into u (id, `password`) values (nextval('s', 1), sha2('hunter2', 256))", "insert into u (id, `password`) values (nextval('s', 1), sha2('" + password + "', 256))"},
		{`{"sql":"INSERT INTO u(\"password\",n) VALUES ('hunter2',1)"}`, `{"sql":"INSERT INTO u(\"password\",n) VALUES ('` + password + `',1)"}`},
		{"INSERT INTO u(name,pass) VALUES ('bob',N'hunter2')", "INSERT INTO u(name,pass) VALUES ('bob',N'" + password + "')"},
		{"CONFIG SET requirepass hunter2", "CONFIG SET requirepass " + password},
		{`"CONFIG" "SET" "requirepass" "hunter2"`, `"CONFIG" "SET" "requirepass" "` + password + `"`},
		{"CONFIG SET masterauth hunter2", "CONFIG SET masterauth " + password},
		{"masterauth hunter2\nappendonly no", "masterauth " + password + "\nappendonly no"},
		{"user bob on >hunter2 ~* +@all", "user bob on >" + password + " ~* +@all"},
		{"the lamp is on >90 % of the time", ""},
		{`ALTER USER a IDENTIFIED BY "hunter2" REPLACE "hunter1"`, `ALTER USER a IDENTIFIED BY "` + password + `" REPLACE "` + password + `"`},
		{"SET PASSWORD = PASSWORD('hunter2')", "SET PASSWORD = PASSWORD('" + password + "')"},
		{"SELECT 1 FROM u WHERE password <> 'hunter2'", "SELECT 1 FROM u WHERE password <> '" + password + "'"},
		{"Key (id, password)=(7, hunter2) already exists.", "Key (id, password)=(7, " + password + ") already exists."},
		{"Key (id, name)=(7, bob2) already exists.", ""},

		{"SELECT * FROM users WHERE email = ? AND password = $1", ""},
		{"INSERT INTO u(name,password) VALUES (?, ?)", ""},
		{"INSERT INTO u(name,password) VALUES ($1, $2), (%s, %s), (:name, :password), (@n, @p)", ""},
		{"INSERT INTO u(name,password) VALUES ('bob', NULL)", ""},
		{"INSERT INTO u(name,author) VALUES ('bob', 'ann')", ""},
		{"the values (a, b) differ", ""},
		{"CREATE USER a IDENTIFIED BY ?", ""},
		{"the password 'policy", ""},
	})
}

func TestCookies(t *testing.T) {
	const mask = "[REDACTED:cookie]"
	check(t, newEngine(t), []text{
		{"Cookie: sid=abc123XYZ; theme=dark", "Cookie: sid=" + mask + "; theme=" + mask},
		{"Set-Cookie: session=s3cr3tV4lue; Path=/; HttpOnly", "Set-Cookie: session=" + mask + "; Path=/; HttpOnly"},
		{"Set-Cookie: a=b; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Max-Age=5; SameSite=Lax; Secure; Domain=example.com\r\nHost: x", "Set-Cookie: a=" + mask + "; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Max-Age=5; SameSite=Lax; Secure; Domain=example.com\r\nHost: x"},
		{`{"cookies":{"sid":"abc","path":"/"},"n":1}`, `{"cookies":{"sid":"` + mask + `","path":"/"},"n":1}`},
		{`{"cookie":"a=b; c=d","n":1}`, `{"cookie":"a=` + mask + `; c=` + mask + `","n":1}`},
		{`{"set-cookie":["a=b; Path=/"],"n":1}`, `{"set-cookie":["a=` + mask + `; Path=/"],"n":1}`},
		{`{\"cookie\":\"a=b\",\"n\":1}`, `{\"cookie\":\"a=` + mask + `\",\"n\":1}`},
		{"curl -H 'Cookie: a=b; c=d' https://example.com", "curl -H 'Cookie: a=" + mask + "; c=" + mask + "' https://example.com"},
		{`>> "Cookie: a=b; c=d[\r][\n]"`, `>> "Cookie: a=` + mask + `; c=` + mask + `[\r][\n]"`},
		{`Set-Cookie: a="b c"; Path=/`, `Set-Cookie: a="` + mask + `"; Path=/`},
		{`{"cookie":"a=b"}`, `{"cookie":"a=` + mask + `"}`},
		{"cookie=a=b level=info", "cookie=a=" + mask + " level=info"},
		{"Cookie: accepted by bob", ""},
		{"cookie_consent=true", ""},
		{"Cookie: a=***", ""},
		{"Cookie: ", ""},
	})
	s := newEngine(t).Scanner()
	defer s.Release()
	for in, want := range map[string]string{
		"a=b; c=d":         "a=" + mask + "; c=" + mask,
		"a=b; Path=/":      "a=" + mask + "; Path=/",
		"0123456789abcdef": mask,
		`["a=b; c=d"]`:     `["a=` + mask + `; c=` + mask + `"]`,
		"yes":              "yes",
	} {
		out, _ := s.Value(in, s.Key("http.request.header.cookie").Context)
		assert.Equal(t, want, out)
	}
}

func TestQuerySecrets(t *testing.T) {
	const mask = "[REDACTED:url_secret]"
	check(t, newEngine(t), []text{
		{"https://b.example.com/k?X-Amz-Signature=aeeed9bb&X-Amz-Date=20130524T000000Z", "https://b.example.com/k?X-Amz-Signature=" + mask + "&X-Amz-Date=20130524T000000Z"},
		{"https://a.example.com/c?sv=2020-08-04&sig=Zm9vYmFy%3D#top", "https://a.example.com/c?sv=2020-08-04&sig=" + mask + "#top"},
		{`{"u":"/c?sv=1\u0026sig=Zm9v\u0026x=1"}`, `{"u":"/c?sv=1\u0026sig=` + mask + `\u0026x=1"}`},
		{"/cb?code=abc&state=xyz", "/cb?code=" + mask + "&state=xyz"},
		{"/cb?state=xyz&code=abc", "/cb?state=xyz&code=" + mask},
		{"/x?session=0123456789abcdef", "/x?session=[REDACTED:secret]"},
		{"/x#access_token=abc&token_type=bearer", "/x#access_token=[REDACTED:secret]&token_type=bearer"},
		// The attribute url.query has no question mark.
		{"X-Amz-Signature=aeeed9bb&X-Amz-Expires=900", "X-Amz-Signature=" + mask + "&X-Amz-Expires=900"},
		{"code=abc&state=xyz", "code=" + mask + "&state=xyz"},
		{"sig=SIGTERM code=1", ""},
		{"/x?auth=basic&session=3&key=name", ""},
		{"/x?code=404", ""},
		{"sig=5 code=3 state=done", ""},
		{"/x?sig=", ""},
		{"/x?sig=***&a=1", ""},
		{"/x?signal=15&design=a", ""},
	})
}

func TestAuthorizationParameters(t *testing.T) {
	const mask = "[REDACTED:bearer]"
	check(t, newEngine(t), []text{
		{`Authorization: Digest username="ann", realm="r", nonce="0a1b", uri="/", response="2c3d", cnonce="4e"` + "\nnext", `Authorization: Digest username="ann", realm="r", nonce="` + mask + `", uri="/", response="` + mask + `", cnonce="` + mask + `"` + "\nnext"},
		{"Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20250101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=fe5f", "Authorization: AWS4-HMAC-SHA256 Credential=" + mask + ", SignedHeaders=host, Signature=" + mask},
		{`{"authorization":"Digest username=\"ann\", response=\"2c3d\"","a":1}`, `{"authorization":"Digest username=\"ann\", response=\"` + mask + `\"","a":1}`},
		{"authorization=AWS4-HMAC-SHA256 Credential=AKID/1, SignedHeaders=host, Signature=fe5f", "authorization=AWS4-HMAC-SHA256 Credential=" + mask + ", SignedHeaders=host, Signature=" + mask},
	})
}

// TestGenAIContentStays checks that the content of a conversation is no secret by its key: finders look into it.
func TestGenAIContentStays(t *testing.T) {
	s := newEngine(t).Scanner()
	defer s.Release()
	for _, key := range []string{
		"gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.system_instructions", "gen_ai.prompt", "gen_ai.completion",
		"gen_ai.tool.call.arguments", "gen_ai.tool.call.result", "gen_ai.tool.definitions", "gen_ai.usage.output_tokens",
	} {
		assert.False(t, s.Key(key).Context.IsSecret(), key)
		out, _ := s.Value(`[{"role":"user","content":"my key is AKIAIOSFODNN7EXAMPLE"}]`, s.Key(key).Context)
		assert.JSONEq(t, `[{"role":"user","content":"my key is [REDACTED:aws]"}]`, out)
	}
}

// TestGenAIContent checks that the profile genai removes that content, and nothing that only describes it.
func TestGenAIContent(t *testing.T) {
	const mask = "[REDACTED:genai_content]"
	s := newEngine(t, func(o *Options) { o.Detectors = append(o.Detectors, GenAIContent) }).Scanner()
	defer s.Release()
	for _, key := range []string{
		"gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.system_instructions", "gen_ai.prompt", "gen_ai.completion",
		"gen_ai.tool.call.arguments", "gen_ai.tool.call.result", "gen_ai.prompt.0.content", "gen_ai.completion.0.content",
		"llm.input_messages.0.message.content", "traceloop.entity.input", "input.value",
	} {
		out, _ := s.Value(`[{"role":"user","content":"what ails me?"}]`, s.Key(key).Context)
		assert.Equal(t, mask, out, key)
	}
	for _, key := range []string{
		"gen_ai.request.model", "gen_ai.response.finish_reasons", "gen_ai.usage.input_tokens", "gen_ai.output.type", "gen_ai.prompt.name", "gen_ai.prompt.0.role",
		"gen_ai.completion.0.finish_reason", "gen_ai.tool.name", "gen_ai.tool.call.id", "gen_ai.conversation.id", "llm.usage.prompt_tokens", "input.mime_type",
	} {
		out, _ := s.Value("stays", s.Key(key).Context)
		assert.Equal(t, "stays", out, key)
	}
	inner := s.Key("content").Context.Under(s.Key("gen_ai.input.messages").Context)
	out, _ := s.Value("what ails me?", inner)
	assert.Equal(t, mask, out)
	out, _ = s.Value("user", s.Key("role").Context.Under(s.Key("gen_ai.input.messages").Context))
	assert.Equal(t, "user", out)
	assert.True(t, s.e.EventBody("gen_ai.user.message").IsSecret())
	assert.False(t, s.e.EventBody("gen_ai.client.inference.operation.details").IsSecret())
	assert.False(t, newEngine(t).EventBody("gen_ai.user.message").IsSecret())
}

// TestJSONStaysValid puts every secret into JSON strings inside of JSON strings and checks that what comes out is
// JSON at each depth, without the secret and with all the rest.
func TestJSONStaysValid(t *testing.T) {
	s := newEngine(t).Scanner()
	defer s.Release()
	for _, secret := range []string{
		"password=hunter2zz", "password: hunter2zz", "<password>hunter2zz</password>", "--password hunter2zz", "password='hunter2zz'",
		`password="hunter2zz"`, "Cookie: sid=hunter2zz; Path=/", "Authorization: Bearer hunter2zz", `Authorization: Digest response="hunter2zz"`,
		"a://b:hunter2zz@c", "/x?sig=hunter2zz", "IDENTIFIED BY 'hunter2zz'", "INSERT INTO u(password) VALUES ('hunter2zz')",
		"curl -u bob:hunter2zz", "sshpass -p 'hunter2zz' x", "sshpass -p \"hunter2zz\" x", "requirepass hunter2zz", "{&quot;password&quot;:&quot;hunter2zz&quot;}",
		"%7B%22password%22%3A%22hunter2zz%22%7D", "-----BEGIN PRIVATE KEY-----\nhunter2zzhunter2zz\n", "token=hunter2zz\"x", "xoxb-1-hunter2zz",
		"https://hooks.slack.com/services/T0/B0/X9a8B7c6D5hunter2zz",
	} {
		value := any(map[string]any{"before": "kept \"one\"", "m": secret, "z": map[string]any{"password": "hunter2zz", "pin": 1234, "n": 7}})
		for depth := range 4 {
			encoded := encodeJSON(t, value)
			out, changed := s.Value(encoded, Context{})
			require.True(t, changed, "%s", encoded)
			assert.NotContains(t, out, "hunter2zz")
			var decoded any
			require.NoError(t, json.Unmarshal([]byte(out), &decoded), "depth %d: %s became %s", depth, encoded, out)
			for range depth {
				inner := decoded.(map[string]any)["log"].(string)
				require.NoError(t, json.Unmarshal([]byte(inner), &decoded), "depth %d: %s became %s", depth, encoded, out)
			}
			fields := decoded.(map[string]any)
			assert.Equal(t, "kept \"one\"", fields["before"])
			assert.EqualValues(t, 7, fields["z"].(map[string]any)["n"])
			value = map[string]any{"log": encoded, "a": 1}
		}
	}
}

// encodeJSON returns a value as JSON, without the escapes that are only of use inside of HTML.
func encodeJSON(t *testing.T, value any) string {
	t.Helper()
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	require.NoError(t, encoder.Encode(value))
	return strings.TrimSpace(b.String())
}

// TestURLsStayValid checks that a mask in a query leaves a URL that can be parsed, with its other parameters.
func TestURLsStayValid(t *testing.T) {
	s := newEngine(t).Scanner()
	defer s.Release()
	for i, name := range []string{"access_token", "sig", "X-Amz-Signature", "api_key", "password"} {
		in := fmt.Sprintf("https://example.com/a?first=1&%s=%s&last=2", name, strings.Repeat(strconv.Itoa(i+1)+"f", 16))
		out, changed := s.Value(in, Context{})
		assert.True(t, changed)
		u, err := url.Parse(out)
		require.NoError(t, err)
		assert.Equal(t, "1", u.Query().Get("first"))
		assert.Equal(t, "2", u.Query().Get("last"))
		assert.Contains(t, u.Query().Get(name), "REDACTED")
	}
}
