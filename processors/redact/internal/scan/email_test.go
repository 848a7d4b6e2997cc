// SPDX-License-Identifier: Apache-2.0

package scan

import (
	"strings"
	"testing"
)

func TestEmail(t *testing.T) {
	const mask = "[REDACTED:email]"
	check(t, newEngine(t), []text{
		{"bob@example.com", mask},
		{"BOB@EXAMPLE.COM", mask},
		{"user=bob@example.com;", "user=" + mask + ";"},
		{"<bob@example.com>", "<" + mask + ">"},
		{"mailto:bob@example.com", "mailto:" + mask},
		{`{"to":"bob@example.com"}`, `{"to":"` + mask + `"}`},
		{`{\"to\":\"bob@example.com\"}`, `{\"to\":\"` + mask + `\"}`},
		{"GET /users/bob@example.com/orders", "GET /users/" + mask + "/orders"},
		{"bob.smith+tag_1@mail.example.co.uk", mask},
		{"o'brien@example.com", mask},
		{"'bob@example.com'", "'" + mask + "'"},
		{"Mail bob@example.com. Then wait.", "Mail " + mask + ". Then wait."},
		{"Mail bob@example.com.Then wait.", "Mail " + mask + ".Then wait."},
		{"bob@example.com, ann@example.org", mask + ", " + mask},
		{"bob@example.com:hunter", mask + ":hunter"},
		{"bob@example.com_backup", mask + "_backup"},
		{"bob@example.com-2024", mask + "-2024"},
		{"bob@163.com", mask},
		{"bob@corp.internal", mask},
		{"bob@host.local", mask},
		{"bob@sub.xn--fiqs8s", mask},
		{"bob@example.ck", mask},
		{"a@" + strings.Repeat("b", 63) + ".com", mask},
		{strings.Repeat("a", 64) + "@example.com", mask},
		// Encoded at signs and what stands around them.
		{"/search?q=bob%40example.com&x=1", "/search?q=" + mask + "&x=1"},
		{"q%3Dbob%2Btag%40example.com%26x", "q%3D" + mask + "%26x"},
		{`{"a":"bob\u0040example.com"}`, `{"a":"` + mask + `"}`},
		{`"Bob \u003cbob@example.com\u003e"`, `"Bob \u003c` + mask + `\u003e"`},
		{`line\nbob@example.com\nline`, `line\n` + mask + `\nline`},
		{`one.\nbob@example.com.\nline`, `one.\n` + mask + `.\nline`},
		{"\x1b[31mbob@example.com\x1b[0m", "\x1b[31m" + mask + "\x1b[0m"},
		{`\u001b[31mbob@example.com\u001b[0m`, `\u001b[31m` + mask + `\u001b[0m`},
		// Other scripts.
		{"josé@example.com", mask},
		{`jos\u00e9@example.com`, mask},
		{"用户@例子.com", mask},
		{"bob@例え.みんな", mask},
		{"メールはbob@example.comです", "メールは" + mask + "です"},
		{"連絡bob@example.com。" + strings.Repeat("長", 200), "連絡" + mask + "。" + strings.Repeat("長", 200)},
		{"\xffbob@example.com\xff", "\xff" + mask + "\xff"},

		{"/login?next=%2Fu%3Fm%3Dann%2540example.com", "/login?next=%2Fu%3Fm%3D" + mask},
		// Not addresses.
		{"a@b", ""},
		{"@example.com", ""},
		{"bob@", ""},
		{"bob@localhost", ""},
		{"bob@example", ""},
		{"bob@example.nosuchtld", ""},
		{"bob@192.168.0.1", ""},
		{"bob@-.com", ""},
		{"bob..smith@example.com", ""},
		{"bob.@example.com", ""},
		{strings.Repeat("a", 65) + "@example.com", ""},
		{"a@" + strings.Repeat("b", 64) + ".com", ""},
		{"git@github.com:org/repo.git", ""},
		{"deploy@web.example.com:/var/www", ""},
		{"ssh://git@example.com/org/repo.git", ""},
		{"ssh://deploy@example.com/org/repo", ""},
		{"icon@2x.png", ""},
		{"icon@2x.example.png", ""},
		{"static/logo@3x.jpg?v=2", ""},
		{"getty@tty1.service", ""},
		{"user@1000.service", ""},
		{"backup@daily.target", ""},
		{"lodash@4.17.21", ""},
		{"react@18.2.0-next.1", ""},
		{"pkg@1.0.dev", ""},
		{"node_modules/.pnpm/react-dom@18.2.0_react@18.2.0/node_modules/react-dom/index.js", ""},
		{"/root/go/pkg/mod/github.com/foo/bar@v1.2.3/x.go:12", ""},
		{"at java.base@17.0.1/java.lang.Thread.run(Thread.java:833)", ""},
		{"com.example.Foo@1a2b3c", ""},
		{"com.example.Foo@1a2b.x", ""},
		{"node_modules/@babel/core/lib/index.js", ""},
		{"https://example.com/@handle/posts", ""},
		{"@app.route('/')", ""},
		{"registry.example.com/app@sha256:0123456789abcdef0123456789abcdef", ""},
		{"memcpy@@GLIBC_2.2.5", ""},
		{"b***@example.com", ""},
	})
}
