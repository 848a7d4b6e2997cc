// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"encoding/base64"
	"testing"
)

func base64URL(t string) string { return base64.RawURLEncoding.EncodeToString([]byte(t)) }

func TestBearer(t *testing.T) {
	const mask, jwtMask = "[REDACTED:bearer]", "[REDACTED:jwt]"
	header := base64URL(`{"alg":"HS256","typ":"JWT"}`)
	jwt := header + "." + base64URL(`{"sub":"1"}`) + ".c2lnbmF0dXJl"
	jwe := base64URL(`{"alg":"RSA-OAEP","enc":"A256GCM"}`) + ".a2V5.aXY.Y2lwaGVydGV4dA.dGFn"
	basic := base64.StdEncoding.EncodeToString([]byte("alice:opensesame"))
	check(t, newEngine(t), []text{
		// With a header name the length does not matter.
		{"Authorization: Bearer abc", "Authorization: Bearer " + mask},
		{"authorization: bearer abc123", "authorization: bearer " + mask},
		{"Authorization:Basic YTpi", "Authorization:Basic " + mask},
		{"Authorization: Token abc", "Authorization: Token " + mask},
		{`>> "Authorization: Bearer abc[\r][\n]"`, `>> "Authorization: Bearer ` + mask + `[\r][\n]"`},
		{"Proxy-Authorization: Basic YTpi\r\nHost: a", "Proxy-Authorization: Basic " + mask + "\r\nHost: a"},
		{`{"Authorization":"Bearer abc"}`, `{"Authorization":"Bearer ` + mask + `"}`},
		{`{"Authorization":["Bearer abc"],"Host":"a"}`, `{"Authorization":["Bearer ` + mask + `"],"Host":"a"}`},
		{`{\"authorization\":\"Bearer abc\"}`, `{\"authorization\":\"Bearer ` + mask + `\"}`},
		{"headers={Authorization=[Bearer abc], Host=[a]}", "headers={Authorization=[Bearer " + mask + "], Host=[a]}"},
		{"curl -H 'Authorization: Bearer abc' https://example.com", "curl -H 'Authorization: Bearer " + mask + "' https://example.com"},
		{"authorization=Bearer%20abc&x=1", "authorization=Bearer%20" + mask + "&x=1"},
		{"authorization=abc status=200", "authorization=" + mask + " status=200"},
		{"Authorization: 0123456789abcdef", "Authorization: " + mask},
		{`Authorization: Token token="abc", nonce="def"`, "Authorization: Token " + mask},
		{`{"Authorization":"Token token=\"abc\", nonce=\"def\"","a":1}`, `{"Authorization":"Token ` + mask + `","a":1}`},
		{`Authorization: Digest username="ann", response="0a1b"` + "\nnext", `Authorization: Digest username="ann", response="` + mask + `"` + "\nnext"},
		{"Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20250101/us-east-1/s3/aws4_request, Signature=fe5f", "Authorization: AWS4-HMAC-SHA256 Credential=" + mask + ", Signature=" + mask},
		{"Authorization: Bearer " + jwt, "Authorization: Bearer " + jwtMask},
		// Without one the word must look like a credential.
		{"sent Bearer 0123456789abcdef to a", "sent Bearer " + mask + " to a"},
		{"sent bearer%200123456789abcdef", "sent bearer%20" + mask},
		{"BEARER aBcDeFgHiJkLmNoP", "BEARER " + mask},
		{"used Basic " + basic, "used Basic " + mask},
		{"used Token 0123456789abcdef0123", "used Token " + mask},
		{`got \"Bearer 0123456789abcdef\"`, `got \"Bearer ` + mask + `\"`},
		// JWT and JWE.
		{jwt, jwtMask},
		{"jwt " + jwt + ", and more", "jwt " + jwtMask + ", and more"},
		{"jwt " + jwt + ".", "jwt " + jwtMask + "."},
		{`{"t":"` + jwt + `"}`, `{"t":"` + jwtMask + `"}`},
		{"id_" + jwt, "id_" + jwtMask},
		{header + "." + base64URL(`{"sub":"1"}`) + ".", jwtMask},
		{header + "." + base64URL(`{"sub":"1"}`), jwtMask},
		{jwe, jwtMask},

		{"Bearer authentication required", ""},
		{"Bearer of bad news 0123456789abcdef", ""},
		{"bearer abcdefghijklmnopqrst", ""},
		{"Bearer token", ""},
		{"forbearer 0123456789abcdef", ""},
		{"Basic authentication is disabled here", ""},
		{"Basic /usr/local/lib/python3.11/site-packages", ""},
		{"Basic 0123456789abcdef0123", ""},
		{"Unexpected token SomeLongIdentifierName in JSON", ""},
		{"class=TokenCleanupJob jid=2abf32fe6a9cfeae5e360570", ""},
		{"Token -8531036396428085567 owned by /10.0.3.17", ""},
		{"token lexer/token_stream2.go", ""},
		{"Token of appreciation", ""},
		{"authorization: denied", ""},
		{"Authorization: denied for user bob", ""},
		{"Authorization: Bearer token is missing", ""},
		{"authorization_url=https://example.com/a", ""},
		{"Authorization: Bearer [REDACTED]", ""},
		{"Authorization: Bearer ***", ""},
		{"Authorization: ", ""},
		{"eyJ", ""},
		{"cursor " + base64URL(`{"offset":100,"limit":50}`), ""},
		{base64URL(`{"offset":100,"limit":50}`) + ".abc.def", ""},
		{header + " and text", ""},
		{header + ".abc and text", ""},
		{"x" + jwt, ""},
	})
}

func TestUserinfo(t *testing.T) {
	const mask = "[REDACTED:password]"
	check(t, newEngine(t), []text{
		{"postgres://bob:hunter2@db.example.com/app", "postgres://bob:" + mask + "@db.example.com/app"},
		{"postgres://bob:hun@ter@db.example.com/app", "postgres://bob:" + mask + "@db.example.com/app"},
		{"postgres://bob:h:t@db.example.com:5432/app", "postgres://bob:" + mask + "@db.example.com:5432/app"},
		{"https://0123456789abcdef0123456789abcdef01234567@git.example.com/a", "https://" + mask + "@git.example.com/a"},
		{"https://0123456789abcdefghij:x-oauth-basic@git.example.com/a", "https://" + mask + ":" + mask + "@git.example.com/a"},
		{"https://0123456789abcdef0123456789abcdef@o1.example.com/2", ""},
		{"https://deployment-account-2@example.com https://administrator@example.com", ""},
		{"redis://:hunter2@cache:6379/0", "redis://:" + mask + "@cache:6379/0"},
		{"https://bob:hunter2@example.com?q=a@b", "https://bob:" + mask + "@example.com?q=a@b"},
		{"https://bob:hunter%402@example.com", "https://bob:" + mask + "@example.com"},
		{"https://bob%40example.org:hunter2@example.com", "https://[REDACTED:email]:" + mask + "@example.com"},
		{"https://token:abc@example.com/x", "https://token:" + mask + "@example.com/x"},
		{"mongodb+srv://u:p@h1.example.com,h2.example.com/db", "mongodb+srv://u:" + mask + "@h1.example.com,h2.example.com/db"},
		{"jdbc:mysql://u:p@h/db", "jdbc:mysql://u:" + mask + "@h/db"},
		{`"amqp://guest:guest@mq"`, `"amqp://guest:` + mask + `@mq"`},
		{`{"u":"https:\/\/bob:hunter2@example.com\/x"}`, `{"u":"https:\/\/bob:` + mask + `@example.com\/x"}`},
		{"postgres://bob:hun/ter2@db/app", "postgres://bob:" + mask + "@db/app"},
		{"two a://b:c@d and e://f:g@h", "two a://b:" + mask + "@d and e://f:" + mask + "@h"},
		{"ftp://ann@example.org:hunter2@host.example.com/", "ftp://[REDACTED:email]:" + mask + "@host.example.com/"},

		{"https://example.com:8080/a@b", ""},
		{"https://example.com/a:b@c", ""},
		{"https://bob@example.com/", ""},
		{"https://bob:@example.com/", ""},
		{"https://bob:***@example.com/", ""},
		{"https://bob:${PASSWORD}@example.com/", ""},
		{"https://[::1]:8080/", ""},
		{"file:///etc/a:b", ""},
		{"://a:b@c", ""},
		{"http://localhost:3000/node_modules/@scope/x.js", ""},
	})
}
