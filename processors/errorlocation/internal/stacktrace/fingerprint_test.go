// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

var update = flag.Bool("update", false, "write testdata/fingerprints.yaml")

// goldenFingerprint is an error whose fingerprint must never change without a new version. Hashed is
// the text that is hashed, so that a failure shows what has changed.
type goldenFingerprint struct {
	Name        string
	Text        string
	Type        string   `yaml:",omitempty"`
	Message     string   `yaml:",omitempty"`
	Hashed      []string // lines
	Fingerprint string
}

func TestFingerprintGolden(t *testing.T) {
	const path = "testdata/fingerprints.yaml"
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	var golden []goldenFingerprint
	require.NoError(t, yaml.Unmarshal(raw, &golden))
	require.NotEmpty(t, golden)
	parser := NewParser(nil, 0)
	for i := range golden {
		want := &golden[i]
		t.Run(want.Name, func(t *testing.T) {
			_, ok := parser.Parse(want.Text, Hints{})
			require.Equal(t, want.Text != "", ok)
			var got string
			if ok {
				got = parser.Fingerprint(want.Type, want.Message)
			} else {
				got = Fingerprint(want.Type, want.Message)
				parser.scratch = appendError(nil, want.Type, want.Message)
			}
			lines := strings.Split(strings.TrimSuffix(string(parser.scratch), "\n"), "\n")
			if *update {
				want.Hashed, want.Fingerprint = lines, got
			}
			assert.Equal(t, want.Hashed, lines)
			assert.Equal(t, want.Fingerprint, got)
		})
	}
	if *update {
		raw, err := yaml.Marshal(golden)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(path, raw, 0o600))
	}
}

// TestFingerprintMutated changes the line numbers, root directory and addresses in each trace of the
// corpus, as another release on another host would: the fingerprint must stay the same.
func TestFingerprintMutated(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	parser := NewParser(nil, 0)
	mutated, same := 0, 0
	for _, c := range corpus(t) {
		got, ok := parser.Parse(c.text, c.hints())
		if !ok || got.Location.Function == "" && got.Location.File == "" || got.Location.partial {
			continue
		}
		want, hashed := parser.Fingerprint("", ""), string(parser.scratch)
		text, hints := plain(c.text), c.hints()
		for name, mutate := range map[string]func(string) string{
			"lines":     func(s string) string { return shiftLines(s, parser.frames) },
			"root":      moveRoot,
			"addresses": func(s string) string { return otherAddresses(s, random) },
		} {
			mutant := mutate(text)
			if mutant == text {
				continue
			}
			mutated++
			hints.Message = mutate(c.Hint.Message)
			fresh := NewParser(nil, 0)
			_, ok := fresh.Parse(mutant, hints)
			if ok && fresh.Fingerprint("", "") == want {
				same++
				continue
			}
			t.Logf("%s/%s: %s\n%s\n%s", c.language, c.name, name, hashed, fresh.scratch)
		}
	}
	assert.Greater(t, mutated, 100)
	assert.GreaterOrEqual(t, float64(same), 0.99*float64(mutated), "%d of %d are the same", same, mutated)
}

// shiftLines adds 1000 to the line numbers of all frames.
func shiftLines(text string, frames []Frame) string {
	done := map[string]bool{}
	for _, f := range frames {
		for _, between := range []string{":", `", line `, " line ", "(", "(line "} {
			old := fmt.Sprintf("%s%s%d", f.File, between, f.Line)
			if f.File == "" || done[old] {
				continue
			}
			done[old] = true
			shifted := fmt.Sprintf("%s%s%d", f.File, between, f.Line+1000)
			var b strings.Builder
			for {
				before, after, ok := strings.Cut(text, old)
				b.WriteString(before)
				if !ok {
					break
				}
				if digits(after) == 0 {
					b.WriteString(shifted)
				} else {
					b.WriteString(old)
				}
				text = after
			}
			text = b.String()
		}
	}
	return text
}

// moveRoot installs the application in another directory.
func moveRoot(text string) string {
	return strings.NewReplacer(
		"/srv/shop/", "/opt/acme/releases/20261123/",
		"/home/u/", "/data/ci/builds/42/",
		"/app/", "/workspace/x/",
	).Replace(text)
}

// otherAddresses replaces the hexadecimal numbers.
func otherAddresses(text string, random *rand.Rand) string {
	var b strings.Builder
	for {
		before, after, ok := strings.Cut(text, "0x")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		b.WriteString("0x")
		n := hexLen(after)
		for range n {
			b.WriteString(strconv.FormatInt(random.Int64N(15)+1, 16))
		}
		text = after[n:]
	}
}

// TestFingerprintDistinct checks that errors of the corpus which come from different places have
// different fingerprints. Cases with the same trace in different transports share theirs.
func TestFingerprintDistinct(t *testing.T) {
	type origin struct{ file, function, typ string }
	seen := map[string]origin{}
	names := map[string]string{}
	parser := NewParser(nil, 0)
	for _, c := range corpus(t) {
		got, ok := parser.Parse(c.text, c.hints())
		if !ok || got.Location.Function == "" && got.Location.File == "" || got.Location.partial {
			continue
		}
		from := origin{string(appendFile(nil, got.Location.File)), string(appendName(nil, got.Location.Function)), got.Chain[0].Type}
		print := parser.Fingerprint("", "")
		if before, ok := seen[print]; ok {
			assert.Equal(t, before, from, "%s and %s have the same fingerprint", names[print], c.language+"/"+c.name)
			continue
		}
		seen[print], names[print] = from, c.language+"/"+c.name
	}
	assert.Greater(t, len(seen), 20)
}

// TestFingerprintRecursion checks that neither the depth nor the kind of a recursion changes the
// fingerprint, nor do frames beyond those that count.
func TestFingerprintRecursion(t *testing.T) {
	goText := func(depth int) string {
		return "goroutine 1 [running]:\nmain.fail()\n\t/srv/shop/a.go:12 +0x1d\n" +
			strings.Repeat("main.even(0x1)\n\t/srv/shop/a.go:30 +0x1d\nmain.odd(0x1)\n\t/srv/shop/a.go:40 +0x1d\n", depth) +
			"main.main()\n\t/srv/shop/main.go:9 +0x1d\n"
	}
	pythonText := func(depth int) string {
		return "Traceback (most recent call last):\n  File \"/srv/shop/main.py\", line 9, in main\n    f()\n" +
			strings.Repeat("  File \"/srv/shop/a.py\", line 30, in even\n    f()\n  File \"/srv/shop/a.py\", line 40, in odd\n    f()\n", depth) +
			"  File \"/srv/shop/a.py\", line 12, in fail\n    f()\nValueError: x\n"
	}
	parser := NewParser(nil, 0)
	print := func(text string) string {
		_, ok := parser.Parse(text, Hints{})
		require.True(t, ok)
		return parser.Fingerprint("", "")
	}
	for name, text := range map[string]func(int) string{"go": goText, "python": pythonText} {
		want := print(text(1))
		for _, depth := range []int{2, 3, 31, 32, 33, 64, 500, 1500} {
			assert.Equal(t, want, print(text(depth)), "%s, depth %d: %s", name, depth, parser.scratch)
		}
	}

	var b strings.Builder
	b.WriteString("goroutine 1 [running]:\n")
	for i := range 9 {
		fmt.Fprintf(&b, "main.%c()\n\t/srv/shop/a.go:12 +0x1d\n", 'a'+i)
	}
	frames := b.String()
	whole := print(frames)
	cut := strings.Index(frames, "main.f(") // the sixth
	for ; cut < len(frames); cut++ {
		require.Equal(t, whole, print(frames[:cut]), frames[:cut])
	}
}

func TestAppendName(t *testing.T) {
	for name, want := range map[string]string{
		"main.(*orders).calculateTotal":                          "main.(*orders).calculateTotal",
		"main.main.func1":                                        "main.main.func",
		"main.main.func2.1":                                      "main.main.func.",
		"main.run.gowrap3":                                       "main.run.gowrap",
		"main.each-range12":                                      "main.each-range",
		"main.(*orders).total-fm":                                "main.(*orders).total-fm",
		"github.com/acme/shop/v2.Sum[go.shape.int64]":            "github.com/acme/shop/v2.Sum[go.shape.int64]",
		"com.acme.Main.lambda$total$0":                           "com.acme.Main.lambda$total$",
		"com.acme.Main$1.run":                                    "com.acme.Main$.run",
		"com.acme.Main$$Lambda$14/0x00007f2b1c0.run":             "com.acme.Main$$Lambda.run",
		"com.acme.Main$$Lambda$14/1528902577.run":                "com.acme.Main$$Lambda.run",
		"com.acme.Main$$Lambda/0x000001.run":                     "com.acme.Main$$Lambda.run",
		"com.acme.Orders$$EnhancerBySpringCGLIB$$1a2b3c4d.total": "com.acme.Orders$$EnhancerBySpringCGLIB$$.total",
		"com.sun.proxy.$Proxy41.total":                           "com.sun.proxy.$Proxy.total",
		"jdk.internal.reflect.GeneratedMethodAccessor17.invoke":  "jdk.internal.reflect.GeneratedMethodAccessor.invoke",
		"com.acme.Orders$HibernateProxy$aB3dEf12.total":          "com.acme.Orders$HibernateProxy$.total",
		"shop.core$total$fn__149.invoke":                         "shop.core$total$fn__.invoke",
		"Shop.Orders.<>c__DisplayClass3_0.<Total>b__1":           "Shop.Orders.<>c__DisplayClass_0.<Total>b__",
		"Orders$_total_closure2.doCall":                          "Orders$_total_closure.doCall",
		"shop::total::h0123456789abcdef":                         "shop::total",
		"shop::total::{{closure}}":                               "shop::total::{{closure}}",
		"total#1":                                                "total#",
		"App\\Order::{closure:/srv/shop/index.php:12}":           "App\\Order::{closure:index.php:}",
		"App\\Order::{closure:App\\Order::total():12}":           "App\\Order::{closure:App\\Order::total():}",
		"class@anonymous\x00/srv/shop/a.php:12$0::total":         "class@anonymous::total",
		"block (2 levels) in total":                              "block ( levels) in total",
		"Shop.Order.total/2":                                     "Shop.Order.total/2",
		"-total/1-fun-0-":                                        "-total/1-fun--",
		"parse_v1":                                               "parse_v1", "step_1": "step_1", "md5": "md5", "__init__": "__init__", "decade": "decade",
		"": "",
	} {
		assert.Equal(t, want, string(appendName(nil, name)), name)
	}
}

func TestAppendFile(t *testing.T) {
	for path, want := range map[string]string{
		"/srv/shop/orders.py":                            "orders.py",
		`C:\src\shop\Orders.cs`:                          "Orders.cs",
		"OrderService.java":                              "OrderService.java",
		"https://shop.example.com/a/main.3f2a1b9c.js":    "main..js",
		"https://shop.example.com/a/app.js?v=17#top":     "app.js",
		"https://shop.example.com/assets/in-BxK9d2aQ.js": "in-.js",
		"webpack-internal:///./src/orders.js":            "orders.js",
		"/srv/shop/[id]/page.js":                         "page.js",
		"/srv/shop/deadbeef.js":                          "deadbeef.js",
		"/srv/shop/main.3f2a1b9c.py":                     "main.3f2a1b9c.py",
		"https://shop.example.com/":                      "",
		"":                                               "",
	} {
		assert.Equal(t, want, string(appendFile(nil, path)), path)
	}
}

func TestAppendMessage(t *testing.T) {
	for message, want := range map[string]string{
		"order 17 not found":                                  "order # not found",
		"order 4711: timeout after 2.8s":                      "order #: timeout after #",
		"dial tcp 10.0.0.1:5432: connect: connection refused": "dial tcp #: connect: connection refused",
		"no user 550e8400-e29b-41d4-a716-446655440000":        "no user #",
		"key 'customer' is missing":                           "key # is missing",
		`invalid literal: "a b c", expected "x"`:              "invalid literal: #, expected #",
		"can't read user's file":                              "can't read user's file",
		"at 2026-11-23T04:46:14.123Z":                         "at #",
		"ids 1, 2, 3 are gone":                                "ids # are gone",
		"mail to someone@example.com failed":                  "mail to # failed",
		"bad hash deadbeefdeadbeef":                           "bad hash #",
		"two\nlines\t here ":                                  "two lines here",
		"unclosed 'quote":                                     "unclosed 'quote",
		"":                                                    "",
	} {
		assert.Equal(t, want, string(appendMessage(nil, message)), message)
	}
}

func FuzzFingerprint(f *testing.F) {
	for _, c := range corpus(f)[:40] {
		f.Add(c.text, "T", "m")
	}
	f.Add("", "class@anonymous\x00/a:1", "'a' 12, 13")
	f.Add("", "a::h0123456789abcdef", `"`)
	parser := NewParser(nil, 0)
	f.Fuzz(func(t *testing.T, text, typ, message string) {
		if _, ok := parser.Parse(text, Hints{}); ok {
			require.Len(t, parser.Fingerprint(typ, message), 34)
		}
		require.Len(t, Fingerprint(typ, message), 34)
		require.LessOrEqual(t, len(appendName(nil, typ)), len(typ))
		// Cleaning a name again must not change it.
		once := string(appendFile(nil, typ))
		require.Equal(t, once, string(appendFile(nil, once)))
	})
}
