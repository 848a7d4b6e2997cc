// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/faultline-otel/faultline/internal/lineartime"
)

// plain returns the text as the grammars see it.
func plain(text string) string {
	text = normalize(text)
	if stripped, ok := stripLinePrefix(text); ok {
		return stripped
	}
	return text
}

// requireInText asserts that the frame was read from the text and not made up: its complete line
// number stands behind its file, and the names in its function occur in the text.
func requireInText(t *testing.T, text string, f Frame) {
	t.Helper()
	if f.File == "" {
		require.Zero(t, f.Line)
	} else {
		require.Positive(t, f.Line)
		found := hasPlace(text, f) ||
			hasPlace(strings.ReplaceAll(text, `\\`, `\`), f) || // JSON inside a text
			hasPlace(strings.Join(strings.Fields(text), ""), f) || // Erlang breaks long terms into lines
			strings.Contains(text, fmt.Sprintf("(line %d of %s)", f.Line, f.File)) || // Drupal
			strings.Contains(text, fmt.Sprintf("[%d] in %s", f.Line, f.File)) || // Hyperf
			strings.Contains(text, fmt.Sprintf("\nFile: %s\nLine: %d", f.File, f.Line)) || // Slim
			// Lager names the module, whose file has the same name.
			strings.Contains(text, strings.TrimSuffix(f.File, ".erl")+":") && strings.Contains(text, fmt.Sprintf(" line %d", f.Line))
		require.True(t, found, "%s line %d is not in the text", f.File, f.Line)
	}
	if plain := stripCrateHashes(unescapeSymbol(text)); !strings.Contains(text, f.Function) && !strings.Contains(plain, f.Function) {
		// The function may be composed: a title, or a module and a function from different places.
		for _, name := range strings.FieldsFunc(f.Function, func(r rune) bool { return r < 0x80 && !isIdent(byte(r)) }) {
			require.Contains(t, plain, name)
		}
	}
}

// hasPlace reports whether the number of the frame's line stands right behind its file.
func hasPlace(text string, f Frame) bool {
	for rest := text; ; {
		_, after, ok := strings.Cut(rest, f.File)
		if !ok {
			return false
		}
		const longest = 32 // what stands between the two, in any language
		i := strings.IndexFunc(after, func(r rune) bool { return r >= '0' && r <= '9' })
		if i >= 0 && i <= longest && after[i:i+digits(after[i:])] == strconv.Itoa(f.Line) {
			return true
		}
		rest = after
	}
}

// wholeFunctions returns the functions that are found if a text is cut at ends of lines only, and its
// language if that prints each frame in one line.
func wholeFunctions(parser *Parser, text string, hints Hints) (map[string]bool, Language) {
	functions := map[string]bool{}
	language := Unknown
	for end, c := range text {
		if c != '\n' {
			continue
		}
		if got, ok := parser.Parse(text[:end+1], hints); ok {
			functions[got.Location.Function] = true
			language = got.Language
		}
	}
	if language != DotNet && language != PHP && language != Swift {
		language = Unknown
	}
	return functions, language
}

// TestCutAnywhere cuts each text at every byte: the location that is found must be in the whole text,
// with all digits of its line and the whole name of its function.
func TestCutAnywhere(t *testing.T) {
	parser := NewParser(nil, 0)
	for _, c := range corpus(t) {
		t.Run(c.language+"/"+c.name, func(t *testing.T) {
			whole := plain(c.text)
			functions, wholeLanguage := wholeFunctions(parser, whole, c.hints())
			for cut := range whole {
				if cut > 4096 && cut%31 != 0 {
					continue
				}
				got, ok := parser.Parse(whole[:cut], c.hints())
				if !ok || got.Location.partial {
					continue
				}
				requireInText(t, whole, got.Location)
				if name := got.Location.Function; name != "" && got.Language == Python {
					require.True(t, strings.Contains(whole, " in "+name+"\n") || strings.Contains(whole, ", in "+name+"(") ||
						strings.Contains(whole, " in "+name+" ") || strings.Contains(whole, "def "+name+"(") || strings.Contains(whole, "│ "+name+" "), // in a box
						"%s is not whole, cut at %d", name, cut)
				}
				if name := got.Location.Function; name != "" && got.Language == wholeLanguage {
					require.Contains(t, functions, name, "cut at %d", cut)
				}
			}
			for cut := range min(len(whole), 4096) {
				parser.Parse(whole[cut:], c.hints())
			}
		})
	}
}

// TestLimit reads only a part of a long text.
func TestLimit(t *testing.T) {
	const limit = 8 << 10
	parser := NewParser(nil, limit)

	t.Run("innermost frames first", func(t *testing.T) {
		text := "goroutine 1 [running]:\nmain.fail()\n\t/srv/shop/main.go:12 +0x1d\n" +
			strings.Repeat("main.walk(0x1)\n\t/srv/shop/main.go:30 +0x1d\n", 1000)
		got, ok := parser.Parse(text, Hints{})
		require.True(t, ok)
		assert.Equal(t, 12, got.Location.Line)
		assert.True(t, got.Truncated)
		assert.LessOrEqual(t, len(got.Chain[0].Frames), maxFrames)
	})
	t.Run("innermost frames last", func(t *testing.T) {
		text := "Traceback (most recent call last):\n" +
			strings.Repeat("  File \"/srv/shop/walk.py\", line 30, in walk\n    walk()\n", 1000) +
			"  File \"/srv/shop/orders.py\", line 12, in total\n    return price / count\nZeroDivisionError: division by zero\n"
		got, ok := parser.Parse(text, Hints{})
		require.True(t, ok)
		assert.Equal(t, "total", got.Location.Function)
		assert.Equal(t, "ZeroDivisionError", got.Type)
		assert.True(t, got.Truncated)
	})
	t.Run("innermost frames last where they may be first", func(t *testing.T) {
		text := "Traceback (most recent call last):\n" +
			strings.Repeat("\t1: from /srv/shop/walk.rb:30:in `walk'\n\t1: from /srv/shop/walk.rb:31:in `step'\n", 200) +
			"/srv/shop/orders.rb:12:in `total': divided by 0 (ZeroDivisionError)\n"
		got, ok := NewParser(nil, 0).Parse(text, Hints{})
		require.True(t, ok)
		assert.Equal(t, "total", got.Location.Function)
		assert.Equal(t, "ZeroDivisionError", got.Type)
		assert.LessOrEqual(t, len(got.Chain[0].Frames), maxFrames)
	})
	t.Run("shorter text", func(t *testing.T) {
		got, ok := parser.Parse("goroutine 1 [running]:\nmain.fail()\n\t/srv/shop/main.go:12 +0x1d\n", Hints{})
		require.True(t, ok)
		assert.False(t, got.Truncated)
	})
	t.Run("long message", func(t *testing.T) {
		text := "Traceback (most recent call last):\n  File \"/srv/shop/orders.py\", line 12, in total\n    f()\nE: é" + strings.Repeat("é", maxMessage)
		got, ok := NewParser(nil, 0).Parse(text, Hints{})
		require.True(t, ok)
		assert.Equal(t, strings.Repeat("é", maxMessage/2), got.Message)
	})
	t.Run("no newline in what is left", func(t *testing.T) {
		_, ok := parser.Parse("a\n"+strings.Repeat("x", 3*limit), Hints{})
		assert.False(t, ok)
	})
}

// TestChain checks the order in which the exceptions of a chain are searched.
func TestChain(t *testing.T) {
	tests := []struct {
		text string // a corpus case
		want []string
	}{
		{"python/cause_first", []string{"ZeroDivisionError", "RuntimeError"}},
		{"python/context", []string{"KeyError", "ZeroDivisionError"}},
		{"python/mixed_chain", []string{"KeyError", "RuntimeError", "ZeroDivisionError"}},
		{"python/group", []string{"ValueError", "ExceptionGroup", "ZeroDivisionError"}},
		{"python/group_cause", []string{"ValueError", "ZeroDivisionError", "ExceptionGroup"}},
		{"python/group_nested", []string{"ZeroDivisionError", "RuntimeError", "ExceptionGroup", "ValueError", "ExceptionGroup", "ValueError"}},
		{"java/java_nested_causes", []string{"java.nio.file.NoSuchFileException", "java.io.UncheckedIOException", "com.example.shop.OrderFailed"}},
		{"java/java_root_cause_first", []string{"org.postgresql.util.PSQLException", "org.springframework.jdbc.BadSqlGrammarException", "com.acme.stock.StockUnavailable"}},
		{"java/java_suppressed_after_cause", []string{
			"java.lang.IllegalStateException", "com.acme.OrderFailed", "java.net.SocketException", "java.io.IOException", "java.io.IOException", "java.lang.InterruptedException",
		}},
		{"java/java_rxjava_composite", []string{"", "io.reactivex.exceptions.CompositeException", ""}},
		{"ruby/cause_twice", []string{"ZeroDivisionError", "Shop::CheckoutError", "RuntimeError"}},
		{"ruby/cause_bottom", []string{"ZeroDivisionError", "Shop::CheckoutError", "RuntimeError"}},
		{"ruby/rails_causes", []string{"Faraday::ConnectionFailed", "Checkout::Failed"}},
		{"erlang/elixir_genserver_call", []string{"ArithmeticError", "exit"}},
		{"erlang/elixir_exit_nested", []string{"ArithmeticError", "exit"}},
		{"erlang/elixir_no_process", []string{"exit"}},
		{"python/group_wrapped", []string{"ValueError", "ExceptionGroup", "ZeroDivisionError", "RuntimeError"}},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			c := readCase(t, "testdata/corpus/"+tt.text+".txt")
			got, ok := NewParser(nil, 0).Parse(c.text, c.hints())
			require.True(t, ok)
			var types []string
			for _, e := range got.Chain {
				types = append(types, e.Type)
			}
			assert.Equal(t, tt.want, types)
		})
	}

	c := readCase(t, "testdata/corpus/go/pkg_errors_wrap.txt")
	got, ok := NewParser(nil, 0).Parse(c.text, c.hints())
	require.True(t, ok)
	var messages []string
	for _, e := range got.Chain {
		messages = append(messages, e.Message)
	}
	assert.Equal(t, []string{"no such order", "load order 17", "request failed"}, messages)
}

// TestReuse checks that the result for a text does not depend on the text before.
func TestReuse(t *testing.T) {
	used := NewParser(nil, 0)
	for _, c := range corpus(t) {
		got, ok := used.Parse(c.text, c.hints())
		want, wantOK := NewParser(nil, 0).Parse(c.text, c.hints())
		require.Equal(t, wantOK, ok, c.name)
		require.Equal(t, want.Location, got.Location, c.name)
		require.Len(t, got.Chain, len(want.Chain), c.name)
		require.Equal(t, want.Truncated, got.Truncated, c.name)
	}
}

func TestRules(t *testing.T) {
	text := readCase(t, "testdata/corpus/go/service_recorded.txt").text
	tests := []struct {
		name             string
		include, exclude []string
		function         string
		reason           Reason
	}{
		{"none", nil, nil, "main.(*orders).calculateTotal", ReasonInApp},
		{"exclude a path", nil, []string{"**/orders.go"}, "main.(*orders).create", ReasonInApp},
		{"exclude a package", nil, []string{"main"}, "main.(*orders).calculateTotal", ReasonNoInApp},
		{"include a package", []string{"net/http"}, []string{"main"}, "net/http.HandlerFunc.ServeHTTP", ReasonInclude},
		{"exclude comes first", []string{"**"}, []string{"**/faultline/**"}, "net/http.HandlerFunc.ServeHTTP", ReasonInclude},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rules := &Rules{Include: patterns(t, tt.include...), Exclude: patterns(t, tt.exclude...)}
			got, ok := NewParser(rules, 0).Parse(text, Hints{})
			require.True(t, ok)
			assert.Equal(t, tt.function, got.Location.Function)
			assert.Equal(t, tt.reason, got.Reason)
		})
	}
}

func patterns(tb testing.TB, globs ...string) []Pattern {
	tb.Helper()
	var parsed []Pattern
	for _, glob := range globs {
		pattern, err := ParsePattern(glob)
		require.NoError(tb, err)
		parsed = append(parsed, pattern)
	}
	return parsed
}

// adversarial returns texts of about n bytes that are crafted to be slow to parse.
func adversarial(n int) map[string]string {
	texts := map[string]string{}
	for name, unit := range map[string]string{
		"newlines":           "\n",
		"spaces":             " ",
		"escapes":            "\x1b",
		"color starts":       "\x1b[",
		"link starts":        "\x1b]",
		"carriage returns":   "\r\n",
		"backslashes":        `\`,
		"escaped newlines":   `\n`,
		"escaped runes":      `\ud83d\n`,
		"colons":             ":1",
		"parentheses":        "((((",
		"goroutine headers":  "goroutine 1 [running]:\n",
		"goroutines waiting": "goroutine 1 [select]:\nmain.f()\n\t/a.go:1 +0x1\n\n",
		"runtime stacks":     "runtime stack:\nmain.f()\n\t/a.go:1 +0x1\n\n",
		"go places":          "\t/srv/a.go:1 +0x1d\n",
		"go pairs":           "main.f()\n\t/srv/a.go:1 +0x1d\n",
		"go panics":          "panic: x\n\tpanic: ",
		"go library frames":  "net/http.f()\n\tnet/http/a.go:1 +0x1d\n",
		"go late frames":     strings.Repeat("net/http.f()\n\tnet/http/a.go:1 +0x1d\n", 200) + "main.f()\n\t/srv/a.go:1 +0x1d\n",
		"go messages":        "main.f\n\t/srv/a.go:1\nmessage\n",
		"go errors":          "/srv/a.go:1 (0x1)\n",
		"go arrows":          " -> main.f\n ->   /srv/a.go:1\n\n",
		"go arrows of panic": "panic: x\n -> main.f\n ->   /srv/a.go:1 x\n",
		"go oops":            "Oops: x\n  --- at /srv/a.go:1 main()\n",
		"go eris":            "x\n\tmain.f:/srv/a.go:1\n",
		"go eris apart":      "\n\tmain.f:/srv/a.go:1\n" + strings.Repeat("x\n", 15),
		"boxes":              "╭── Traceback (most recent call last) ──╮\n│ /a.py:1 in f │\n",
		"boxes without end":  "╭── Traceback (most recent call last) ──╮\n│ /a.py:1 in\n",
		"quoted values":      `a="x\n" `,
		"tags of Rails":      "[x] [y]",
		"verbose errors":     "\"errorVerbose\": \"x\nmain.f\n\t/srv/a.go:1\n",
		"python headers":     "Traceback (most recent call last):\n",
		"python frames":      "  File \"/a.py\", line 1, in f\n",
		"python log frames":  "> File \"/a.py\", line 1, in f\n",
		"python line zero":   "  File \"/a.py\", line 0, in f\n",
		"python chains":      "Traceback (most recent call last):\n  File \"/a.py\", line 1, in f\nE: m\n\nThe above exception was the direct cause of the following exception:\n\n",
		"python contexts":    "Traceback (most recent call last):\n  File \"/a.py\", line 1, in f\nE: m\n\nDuring handling of the above exception, another exception occurred:\n\n",
		"python groups":      "  + Exception Group Traceback (most recent call last):\n  |   File \"/a.py\", line 1, in f\n  | E: m\n  +-+---------------- 1 ----------------\n",
		"python gutters":     "  |   File \"/a.py\", line 1, in f\n",
		"java frames":        "\tat a.B.c(D.java:1)\n",
		"java traces":        "a.BException: x\n\tat a.B.c(D.java:1)\n",
		"java headers":       "a.BException: x\n",
		"java far headers":   "x\n\tat a.B.c(D.java:1)\n\n",
		"java causes":        "Caused by: a.BException: x\n\tat a.B.c(D.java:1)\n\t... 1 more\n",
		"java wrappers":      "Wrapped by: a.BException: x\n\tat a.B.c(D.java:1)\n\t... 1 more\n",
		"java captions":      "Caused by: a.BException: x\n",
		"java suppressed":    "\tSuppressed: a.BException: x\n\t\tat a.B.c(D.java:1)\n",
		"java library":       "\tat java.base/java.lang.B.c(D.java:1)\n",
		"java no places":     "\tat a.B.c(Unknown Source)\n",
		"java slashes":       "\tat a/b/1/2/3/4/5/6/7/8.c(D.java:1)\n",
		"java parentheses":   "\tat a.b((((((((((((((((((((((((((\n",
		"java elements":      "a.B.c(D.java:1)\n",
		"java lone elements": "a.B.c(D.java:1)\n\n",
		"java blank lines":   "\tat a.B.c(D.java:1)\n\n\n",
		"java no brackets":   "\tat a.B.c\n\tat a.B.c(D.java:1)\n",
		"java dump":          "\"a\" #1 prio=5\n   java.lang.Thread.State: RUNNABLE\n\tat a.B.c(D.java:1)\n",
		"php as java":        "\tat A.b(c.php:1)\nx\n",
		"threads":            "Exception in thread \"a\" \"b\" ",
		"clojure data":       ":trace\n [[a.b c \"d.clj\" 1]\n",
		"clojure elements":   "  [a.b c \"d.clj\" 1]\n",
		"clojure reports":    "Execution error at a/b (c.clj:1).\n",
		"js frames":          "    at f (/srv/a.js:1:2)\n",
		"js single frames":   "x\n    at f (/srv/a.js:1:2) {\n",
		"js properties":      "    at f (/srv/a.js:1:2) {\nx: 1\n",
		"js built-ins":       "    at f (<anonymous>)\n",
		"js causes":          "    at f (/srv/a.js:1:2) {\n  [cause]: Error: x\n",
		"js quoted frames":   "'    at f (/srv/a.js:1:2)\\n' +\n",
		"js parentheses":     "    at ( ( ( ( (\n",
		"js evals":           "    at eval (eval at f (eval at f (\n",
		"js keys":            "    at f (/srv/a.js:1:2) {\na: b: c: d: e: f\n",
		"js places":          "/srv/a.js:1\nx\n^\n",
		"js ends":            "Node.js v20\n",
		"browser frames":     "f@https://example.com/a.js:1:2\n",
		"browser signs":      "@a@b@c@1\n",
		"browser one frame":  "x\nf@https://example.com/a.js:1:2\n",
		"dart frames":        "#0      f (package:a/a.dart:1:2)\n",
		"dart libraries":     "#0      f (dart:async)\n",
		"dart terse":         "package:a/a.dart 1:2  f\n",
		"dart terse library": "dart:async  f\n",
		"dotnet frames":      "   at A.B() in /a.cs:line 1\n",
		"dotnet no places":   "   at System.B()\n",
		"dotnet inner":       " ---> A.BException: m\n   at A.B()\n",
		"dotnet inner lines": "A.BException: m ---> ",
		"dotnet inner ends":  "   at A.B()\n   --- End of inner exception stack trace ---\n",
		"dotnet members":     " ---> (Inner Exception #1) A.BException: m\n   at A.B()<---\n\n",
		"dotnet signatures":  "   at void A.B(int x)+(int y) => { }\n",
		"dotnet parentheses": "   at A.B((((\n",
		"dotnet names":       "   at A.<<<<B(\n",
		"dotnet messages":    "AException: BException: ",
		"unity frames":       "A:B () (at a.cs:1)\n",
		"php traces":         "A\\B: m in /a.php:1\nStack trace:\n#0 /a.php(1): f()\n#1 {main}\n\nNext ",
		"php entries":        "#0 /a.php(1): f()\n",
		"php places":         "Stack trace:\n#0 (1): (1): ",
		"php in":             "E in in in /a in /b:1\nStack trace:\n",
		"php messages":       "Exception: m\nStack trace:\n",
		"monolog":            "[object] (E(code: 0): m at /a.php:1)\n[stacktrace]\n#0 /a.php(1): f()\n#1 {main}\n\n[previous exception] ",
		"php java":           "\tat A.b(c.php:1)\nCaused by: A.E: m\n\t... 9 more\n",
		"php console":        "Exception trace:\n at /a.php:1\n f() at /a.php:2\n",
		"php closures":       "#0 /a.php(1): {closure:{closure:",
		"swift frames":       "0 0x00000001 f() + 1 in a at /a.swift:1:1\n",
		"swift images":       "0   A   0x000000001 f() + 1 (a.swift:1)\n",
		"swift threads":      "Thread 1:\n0   A   0x000000001 f() + 1\n",
		"swift fatal":        "a.swift:1: Fatal error: m\n",
		"swift addresses":    "0x1, f at a.swift:1\n",
		"swift hex":          "0 0x0x0x0x",
		"ruby frames":        "\tfrom /srv/a.rb:1:in `f'\n",
		"ruby headers":       "/srv/a.rb:1:in `f': m (E)\n",
		"ruby messages":      "/srv/a.rb:1:in `f': m (E)\nmore\n\n",
		"ruby bottom":        "Traceback (most recent call last):\n\t1: from /srv/a.rb:1:in `f'\n/srv/a.rb:2:in `g': m (E)\n",
		"ruby array":         "\"/srv/a.rb:1:in `f'\",",
		"ruby places":        ":1:in `",
		"ruby spaces":        "a b c d :1:in `f'\n",
		"ruby causes":        "/srv/a.rb:1:in `f'\nCaused by:\n",
		"ruby warnings":      "/srv/a.rb:1:in `f': warning: m\n",
		"perl dies":          "m at /srv/a.pl line 1.\n",
		"perl places":        " at a line 1",
		"perl lone places":   " at a line 1\n",
		"perl callers":       "\tmain::f() called at /srv/a.pl line 1\n",
		"perl repeats":       " at /srv/a.pl line 1.\n at /srv/b.pl line 2.\n",
		"perl evals":         "m at /srv/a.pl line 1.\n\teval {...} called at /srv/a.pl line 1\n",
		"perl packages":      "m at a line 1.\n1: x\n",
		"elixir headers":     "** (E) m\n",
		"elixir exits":       "** (exit) m\n    ** (EXIT) m\n",
		"elixir frames":      "    (shop 0.1.0) lib/a.ex:1: A.f/1\n",
		"elixir functions":   "** (E) m\n    A.f()\n",
		"elixir lone places": "  lib/a.ex:1: nothing\n",
		"elixir anonymous":   "    (shop 0.1.0) lib/a.ex:1: anonymous fn in in in in \n",
		"erlang entries":     "  in function a:f/1 (a.erl, line 1)\n",
		"erlang places":      "x (a.erl, line 1)\n",
		"erlang clauses":     "exception error: no function clause matching\n x (a.erl, line 1)\n",
		"erlang frames":      "{a,f,1,[{file,\"a.erl\"},{line,1}]},",
		"erlang lines":       "[{a,f,1,[{file,\"a.erl\"},{line,1}]},\n",
		"erlang files":       "{file,\"a\n",
		"erlang arguments":   "{a,f,[{file,",
		"erlang lists":       "[{a,f,[[[[\n",
		"erlang ends":        "[{a]\n",
		"rust panics":        "thread 'main' panicked at src/a.rs:1:2:\nmessage\n",
		"rust old panics":    "thread 'main' panicked at 'message\n",
		"rust frames":        "   0: a::b\n             at src/a.rs:1:2\n",
		"rust numbers":       "   0: message\n",
		"rust introductions": "thread 'main' panicked at src/a.rs:1:2:\nstack backtrace:\n",
		"rust hook frames":   "thread 'main' panicked at src/a.rs:1:2:\n" + strings.Repeat("   0: a::b\n             at src/a.rs:1:2\nmessage\n", 50),
		"rust places":        "Location:\n    src/a.rs:1:2\n",
		"rust sections":      "Location: src/a.rs:1\n\n  ━━━ BACKTRACE ━━━\n   0: a::b\n",
		"rust trees":         "├╴at src/a.rs:1:2\n",
		"rust debug":         "{ fn: \"",
		"rust hashes":        "[0123456789abcdef",
		"sanitizer frames":   "    #0 0x1 in a /a.cpp:1:2\n",
		"gdb frames":         "#0  0x1 in a (b=1) at /a.cpp:1\n",
		"gdb threads":        "Thread 2 (x):\n#0  a (b=1) at\n",
		"gdb arguments":      "#1  0x1 in " + strings.Repeat("a(", 50) + "\n",
		"numbered frames":    " 0# a at\n",
		"symbols":            "#0 0x1 in " + strings.Repeat("operator<", 50) + "\n",
		"operators in one":   "#0 0x1 in operator a ",
		"parentheses in one": "#0 0x1 in a((((((((((",
		"addresses":          "    @     0x7f8b3c0a1140  a\n",
		"valgrind":           "==1==    at 0x1: a\n",
		"assertions":         "a: b: Assertion `' failed.\n",
		"runtime errors":     "a:1: runtime error: \n",
		"glog":               "F1123 a] b\n",
		"glibc":              "a(b) [0x1]\n",
		"backward":           "#1    Source \"a\", line\n",
		"modules":            " 0  a!b\n",
		"prefixed":           "a | Traceback (most recent call last):\n",
		"known message":      "ValueError: one\ntwo\n",
	} {
		texts[name] = strings.Repeat(unit, n/len(unit)+1)
	}
	texts["deep groups"] = deepGroups(n)
	texts["quotes before a newline"] = "a=" + strings.Repeat(`\"`, n/2) + `\n`
	return texts
}

// deepGroups nests exception groups as deep as n bytes allow.
func deepGroups(n int) string {
	var b strings.Builder
	for depth := 1; b.Len() < n; depth++ {
		indent := strings.Repeat("  ", depth)
		fmt.Fprintf(&b, "%[1]s+ Exception Group Traceback (most recent call last):\n%[1]s|   File \"/a.py\", line 1, in f\n%[1]s| E: m\n%[1]s+-+---- 1 -----\n", indent)
	}
	return b.String()
}

// TestLinear checks that the time for each adversarial text grows linearly, with all kinds of hints.
func TestLinear(t *testing.T) {
	const size = 32 << 10
	parsers := map[string]*Parser{
		"built-in rules": NewParser(nil, 0),
		"own rules":      NewParser(&Rules{Exclude: patterns(t, "**/a*/b*", "**c*d")}, 0),
	}
	texts := map[int]map[string]string{}
	text := func(size int, name string) string {
		if texts[size] == nil {
			texts[size] = adversarial(size)
		}
		return texts[size][name]
	}
	for name := range adversarial(size) {
		for rules, parser := range parsers {
			for _, hints := range []Hints{{Message: "one\ntwo"}, {Freeform: true, Language: "go"}} {
				lineartime.Assert(t, size, func(size int) func() {
					in := text(size, name)
					return func() { parser.Parse(in, hints) }
				}, fmt.Sprintf("%s, %s, %+v", name, rules, hints))
			}
		}
	}
}

func TestAllocations(t *testing.T) {
	parser := NewParser(nil, 0)
	for name, c := range benchmarkTexts(t) {
		hints := c.hints()
		allocs := testing.AllocsPerRun(100, func() { parser.Parse(c.text, hints) })
		assert.LessOrEqual(t, allocs, 2.0, name)
	}
	for name, text := range plainBodies() {
		allocs := testing.AllocsPerRun(100, func() { parser.Parse(text, Hints{Freeform: true, Language: "go"}) })
		assert.Zero(t, allocs, name)
	}
}

func TestLanguages(t *testing.T) {
	assert.Len(t, Languages(), int(NumLanguages)-1)
	assert.Equal(t, "go", Go.String())
	assert.Equal(t, "perl", Perl.String())
	assert.Equal(t, "unknown", Unknown.String())
	assert.Equal(t, "unknown", Language(200).String())
	for _, lang := range Languages() {
		for _, sdk := range languages[lang].sdks {
			assert.NotZero(t, languagesOf(sdk)&lang.set(), sdk)
		}
	}
	// The well-known values of telemetry.sdk.language, semantic conventions v1.43.0.
	for _, sdk := range []string{"cpp", "dotnet", "erlang", "go", "java", "nodejs", "php", "python", "ruby", "rust", "swift", "webjs"} {
		assert.NotZero(t, languagesOf(sdk), sdk)
	}
	for _, sdk := range []string{"", "other"} {
		assert.Zero(t, languagesOf(sdk), sdk)
	}
}
