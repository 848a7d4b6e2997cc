// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	// A tool that was built with "go install".
	goEntry = "goroutine 1 [running]:\nencoding/json.decode()\n\t/usr/local/go/src/encoding/json/decode.go:20 +0x1d\n" +
		"example.com/tool/store.Open()\n\t/root/go/pkg/mod/example.com/tool@v1.2.3/store/store.go:12 +0x1d\n" +
		"main.main()\n\t/root/go/pkg/mod/example.com/tool@v1.2.3/main.go:9 +0x1d\n"
	goWorker = "goroutine 7 [running]:\nexample.com/lib.Decode()\n\t/root/go/pkg/mod/example.com/lib@v1.0.0/lib.go:20 +0x1d\n" +
		"example.com/tool/store.Save()\n\t/root/go/pkg/mod/example.com/tool@v1.2.3/store/store.go:30 +0x1d\n"
	goOwn = "goroutine 7 [running]:\nexample.com/tool/store.Save()\n\t/root/go/pkg/mod/example.com/tool@v1.2.3/store/store.go:30 +0x1d\n" +
		"main.main()\n\t/srv/shop/main.go:8 +0x1d\n"
	pythonEntry = "Traceback (most recent call last):\n  File \"<frozen runpy>\", line 198, in _run_module_as_main\n" +
		"  File \"/usr/lib/python3/dist-packages/shop/__main__.py\", line 4, in <module>\n    main()\n" +
		"  File \"/usr/lib/python3/dist-packages/shop/orders.py\", line 12, in total\n    decode()\n" +
		"  File \"/usr/lib/python3.13/json/decoder.py\", line 338, in decode\n    x\nValueError: x\n"
	pythonCommand = "Traceback (most recent call last):\n  File \"/usr/local/bin/shop\", line 8, in <module>\n    sys.exit(main())\n" +
		"  File \"/usr/local/lib/python3.13/site-packages/shop/cli.py\", line 30, in main\n    total()\n" +
		"  File \"/usr/local/lib/python3.13/site-packages/paylib/api.py\", line 7, in pay\n    x\nValueError: x\n"
	pythonServer = "Traceback (most recent call last):\n  File \"/srv/.venv/bin/gunicorn\", line 8, in <module>\n    sys.exit(run())\n" +
		"  File \"/srv/.venv/lib/python3.13/site-packages/gunicorn/app/wsgiapp.py\", line 30, in run\n    total()\nValueError: x\n"
	pythonLauncher = "Traceback (most recent call last):\n  File \"/usr/lib/python3/dist-packages/gunicorn/__main__.py\", line 4, in <module>\n    main()\n" +
		"  File \"/usr/lib/python3.13/json/decoder.py\", line 338, in decode\n    x\nValueError: x\n"
)

func TestRoots(t *testing.T) {
	const goRoot = "/root/go/pkg/mod/example.com/tool@v1.2.3/"
	for name, tt := range map[string]struct {
		text   string
		hints  Hints
		rules  *Rules
		line   int
		reason Reason
		rule   string
		root   string
	}{
		"entry":                   {text: goEntry, line: 12, reason: ReasonLearned, rule: goRoot, root: goRoot},
		"learned":                 {text: goWorker, hints: Hints{Roots: []string{"x/", goRoot}}, line: 30, reason: ReasonLearned, rule: goRoot},
		"not learned":             {text: goWorker, line: 20, reason: ReasonNoInApp},
		"own code comes first":    {text: goOwn, hints: Hints{Roots: []string{goRoot}}, line: 8, reason: ReasonInApp},
		"unless roots do":         {text: goOwn, hints: Hints{Roots: []string{goRoot}, PreferRoots: true}, line: 30, reason: ReasonLearned, rule: goRoot},
		"excluded":                {text: goWorker, hints: Hints{Roots: []string{goRoot}}, rules: &Rules{Exclude: patterns(t, "**/tool@*/**")}, line: 20, reason: ReasonNoInApp},
		"excluded entry":          {text: goEntry, rules: &Rules{Exclude: patterns(t, "main")}, line: 20, reason: ReasonNoInApp},
		"python module":           {text: pythonEntry, line: 12, reason: ReasonLearned, rule: "/usr/lib/python3/dist-packages/shop/", root: "/usr/lib/python3/dist-packages/shop/"},
		"python command":          {text: pythonCommand, line: 30, reason: ReasonLearned, rule: "/usr/local/lib/python3.13/site-packages/shop/", root: "/usr/local/lib/python3.13/site-packages/shop/"},
		"python server":           {text: pythonServer, line: 30, reason: ReasonNoInApp},
		"launcher of another":     {text: pythonLauncher, line: 338, reason: ReasonNoInApp},
		"service's own rules":     {text: goWorker, hints: Hints{Rules: &Rules{Include: patterns(t, "example.com/tool/**")}}, line: 30, reason: ReasonServiceInclude, rule: "example.com/tool/**"},
		"service's come first":    {text: goWorker, hints: Hints{Rules: &Rules{Exclude: patterns(t, "example.com/lib")}}, rules: &Rules{Include: patterns(t, "example.com/**")}, line: 30, reason: ReasonInclude, rule: "example.com/**"},
		"service's include first": {text: goWorker, hints: Hints{Rules: &Rules{Include: patterns(t, "example.com/lib")}}, rules: &Rules{Exclude: patterns(t, "**")}, line: 20, reason: ReasonServiceInclude, rule: "example.com/lib"},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := NewParser(tt.rules, 0).Parse(tt.text, tt.hints)
			require.True(t, ok)
			assert.Equal(t, tt.line, got.Location.Line)
			assert.Equal(t, tt.reason, got.Reason)
			assert.Equal(t, tt.rule, got.Rule)
			assert.Equal(t, tt.root, got.Root)
		})
	}
}

// TestRootsChangeNoFingerprint checks that occurrences of an error before and after a root was
// learned have the same fingerprint.
func TestRootsChangeNoFingerprint(t *testing.T) {
	parser := NewParser(nil, 0)
	_, ok := parser.Parse(goWorker, Hints{})
	require.True(t, ok)
	want := parser.Fingerprint("", "")
	_, ok = parser.Parse(goWorker, Hints{Roots: []string{"/root/go/pkg/mod/example.com/tool@v1.2.3/"}, PreferRoots: true})
	require.True(t, ok)
	assert.Equal(t, want, parser.Fingerprint("", ""))
}

func TestEntryRootOf(t *testing.T) {
	for _, tt := range []struct {
		lang  Language
		frame Frame
		want  string
	}{
		{Java, Frame{Function: "org.apache.kafka.Kafka.main", Package: "org.apache.kafka"}, "org.apache.kafka"},
		{Java, Frame{Function: "org.springframework.boot.loader.launch.JarLauncher.main", Package: "org.springframework.boot.loader.launch"}, ""},
		{Java, Frame{Function: "com.acme.Order.domain", Package: "com.acme"}, ""},
		{DotNet, Frame{Function: "Acme.Shop.Program.Main", Package: "Acme.Shop"}, "Acme.Shop"},
		{DotNet, Frame{Function: "Program.<Main>$", Package: ""}, ""},
		{Dart, Frame{Function: "main", File: "package:shop/main.dart"}, "package:shop/"},
		{Dart, Frame{Function: "main", File: "/srv/shop/bin/main.dart"}, ""},
		{Go, Frame{Function: "main.main", Package: "main", File: "/srv/shop/main.go"}, ""},
		{Python, Frame{Function: "<module>", File: "/srv/shop/__main__.py"}, ""},
		{Ruby, Frame{Function: "main", File: "main.rb"}, ""},
	} {
		assert.Equal(t, tt.want, entryRootOf(tt.lang, &tt.frame), "%v", tt.frame)
	}
	for file, want := range map[string]bool{
		"/usr/bin/shop": true, "/usr/local/bin/shop": true, "/srv/.venv/bin/shop": true, "/home/u/.local/bin/shop": true, "/bin/shop": true,
		"/usr/local/bin/shop.py": false, "/srv/shop/bin/run": false, "/usr/bin/x/y": false, "shop": false,
	} {
		assert.Equal(t, want, isPythonScript(&Frame{File: file, Function: "<module>"}), file)
	}
	assert.False(t, isPythonScript(&Frame{File: "/usr/bin/shop", Function: "main"}))
	assert.Equal(t, "com.acme", firstParts("com.acme.order.api", 2))
	assert.Equal(t, "shop", firstParts("shop", 3))
	assert.True(t, isBelow(&Frame{Package: "com.acme.order"}, "com.acme"))
	assert.False(t, isBelow(&Frame{Package: "com.acmex.order"}, "com.acme"))
}
