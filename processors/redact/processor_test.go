// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/pprofile"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/xpdata"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/faultline-otel/faultline/internal/lineartime"
	"github.com/faultline-otel/faultline/processors/redact/internal/scan"
)

func newTestRedactor(tb testing.TB, signal string) *redactor {
	tb.Helper()
	r, err := newRedactor(componenttest.NewNopTelemetrySettings(), createDefaultConfig().(*Config), signal)
	require.NoError(tb, err)
	return r
}

// TestNothingPlantedSurvives plants secrets in every text of every signal and looks for them in what is
// sent on, in both encodings.
func TestNothingPlantedSurvives(t *testing.T) {
	accessors := map[string]bool{}
	t.Run("traces", func(t *testing.T) {
		td, p := newPlanted(t, ptrace.NewTraces())
		_, err := newTestRedactor(t, "traces").processTraces(t.Context(), td)
		require.NoError(t, err)
		proto, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(td)
		require.NoError(t, err)
		json, err := (&ptrace.JSONMarshaler{}).MarshalTraces(td)
		require.NoError(t, err)
		p.assertGone(t, proto, json)
		maps.Copy(accessors, p.accessors)
	})
	t.Run("logs", func(t *testing.T) {
		ld, p := newPlanted(t, plog.NewLogs())
		_, err := newTestRedactor(t, "logs").processLogs(t.Context(), ld)
		require.NoError(t, err)
		proto, err := (&plog.ProtoMarshaler{}).MarshalLogs(ld)
		require.NoError(t, err)
		json, err := (&plog.JSONMarshaler{}).MarshalLogs(ld)
		require.NoError(t, err)
		p.assertGone(t, proto, json)
		maps.Copy(accessors, p.accessors)
	})
	t.Run("metrics", func(t *testing.T) {
		md, p := newPlanted(t, pmetric.NewMetrics())
		_, err := newTestRedactor(t, "metrics").processMetrics(t.Context(), md)
		require.NoError(t, err)
		proto, err := (&pmetric.ProtoMarshaler{}).MarshalMetrics(md)
		require.NoError(t, err)
		json, err := (&pmetric.JSONMarshaler{}).MarshalMetrics(md)
		require.NoError(t, err)
		p.assertGone(t, proto, json)
		maps.Copy(accessors, p.accessors)
	})
	t.Run("profiles", func(t *testing.T) {
		pd, p := newPlanted(t, pprofile.NewProfiles())
		// On the wire and back, so that the dictionary has a copy of the texts of the attributes.
		proto, err := (&pprofile.ProtoMarshaler{}).MarshalProfiles(pd)
		require.NoError(t, err)
		pd, err = (&pprofile.ProtoUnmarshaler{}).UnmarshalProfiles(proto)
		require.NoError(t, err)
		_, err = newTestRedactor(t, "profiles").processProfiles(t.Context(), pd)
		require.NoError(t, err)
		json, err := (&pprofile.JSONMarshaler{}).MarshalProfiles(pd)
		require.NoError(t, err)
		proto, err = (&pprofile.ProtoMarshaler{}).MarshalProfiles(pd)
		require.NoError(t, err)
		p.assertGone(t, proto, json)
		maps.Copy(accessors, p.accessors)
	})

	var redacted []string
	for name, left := range textAccessors {
		if left == "" {
			redacted = append(redacted, name)
		}
	}
	slices.Sort(redacted)
	assert.Equal(t, redacted, slices.Sorted(maps.Keys(accessors)), "planted in")
}

// newWalker returns a walker outside of a processor.
func newWalker(tb testing.TB) *walker {
	tb.Helper()
	o, err := createDefaultConfig().(*Config).compile()
	require.NoError(tb, err)
	w := newWalkerOf(o, func() {}, func() {})
	w.scanner = o.engine.Scanner()
	return w
}

func TestAttributeKeys(t *testing.T) {
	m := pcommon.NewMap()
	m.PutStr("first", "1")
	m.PutStr("ann@example.com", "2")
	m.PutStr("bob@example.com", "3")
	m.PutStr("[REDACTED:email]", "4")
	m.PutEmptyMap("nested").PutStr("https://ann:abc@host/", "5")
	m.PutStr("last", "6")
	w := newWalker(t)
	w.attributes(fieldAttributes, m)
	want := map[string]any{
		"first": "1", "[REDACTED:email]": "2", "[REDACTED:email]_2": "3", "[REDACTED:email]_3": "4",
		"nested": map[string]any{"https://ann:[REDACTED:password]@host/": "5"}, "last": "6",
	}
	assert.Equal(t, want, m.AsRaw())
	assert.EqualValues(t, 2, w.tally.matches[fieldAttributes][scan.Email])
	assert.EqualValues(t, 1, w.tally.matches[fieldAttributes][scan.Password])
	var order []string
	for name := range m.All() {
		order = append(order, name)
	}
	assert.Equal(t, []string{"first", "[REDACTED:email]", "[REDACTED:email]_2", "[REDACTED:email]_3", "nested", "last"}, order)

	w.attributes(fieldAttributes, m)
	assert.Equal(t, want, m.AsRaw(), "second run")
}

// TestManyAttributeKeys redacts maps with nothing but keys that are masked, or that ask for a name next to them. No
// two maps share the keys that are numbered: a known key would cost less, as long as the memory for keys has room.
func TestManyAttributeKeys(t *testing.T) {
	const few = 1 << 8
	w := newWalker(t)
	number := 0
	for what, key := range map[string]func() string{
		"addresses":  func() string { return "user" + strconv.Itoa(number) + "@example.com" },
		"one key":    func() string { return "ann@example.com" },
		"values":     func() string { return "value" },
		"other keys": func() string { return "key" + strconv.Itoa(number) },
	} {
		lineartime.Assert(t, few, func(size int) func() {
			var entries xpdata.MapBuilder
			for range size {
				number++
				entries.AppendEmpty(key()).SetStr("x")
			}
			m := pcommon.NewMap()
			entries.UnsafeIntoMap(m)
			return func() { w.attributes(fieldAttributes, m) }
		}, what)
	}
}

func TestValues(t *testing.T) {
	in := map[string]any{
		"http.response.status_code": int64(200),
		"duration":                  12.5,
		"ok":                        true,
		"order.id":                  int64(4111111111111112),
		"kafka.offset":              int64(4111111111111111),
		"empty":                     nil,
		"binary":                    []byte{0xff, 0x00, 'a', '@', 'b', '.', 'c', 'o'},
		"latin1":                    []byte("caf\xe9 for ann@example.com"),
		"password":                  int64(12345678),
		"passwordSet":               true,
		"token":                     map[string]any{"type": "bearer", "value": "abc", "expires_in": int64(3600)},
		"secrets":                   []any{"a"},
		"secret":                    []any{"abc", int64(5), map[string]any{"x": "y"}, nil, true, []byte{0, 1}},
		"session.id":                "0123456789abcdef",
		"cvv":                       int64(123),
	}
	m := pcommon.NewMap()
	require.NoError(t, m.FromRaw(in))
	newWalker(t).attributes(fieldAttributes, m)
	assert.Equal(t, map[string]any{
		"http.response.status_code": int64(200),
		"duration":                  12.5,
		"ok":                        true,
		"order.id":                  int64(4111111111111112),
		"kafka.offset":              int64(4111111111111111),
		"empty":                     nil,
		"binary":                    []byte{0xff, 0x00, 'a', '@', 'b', '.', 'c', 'o'},
		"latin1":                    []byte("caf\xe9 for [REDACTED:email]"),
		"password":                  "[REDACTED:password]",
		"passwordSet":               true,
		"token":                     map[string]any{"type": "bearer", "value": "[REDACTED:secret]", "expires_in": int64(3600)},
		"secrets":                   []any{"a"},
		"secret": []any{
			"[REDACTED:secret]", "[REDACTED:secret]",
			map[string]any{"x": "[REDACTED:secret]"},
			nil, true,
			[]byte("[REDACTED:secret]"),
		},
		"session.id": "0123456789abcdef",
		"cvv":        "[REDACTED:cvv]",
	}, m.AsRaw())
}

func TestDepth(t *testing.T) {
	for _, depth := range []int{maxDepth, maxDepth + 1, 100_000} {
		body := pcommon.NewValueEmpty()
		inner := body
		for i := range depth {
			if i%2 == 0 {
				inner = inner.SetEmptyMap().PutEmpty("a")
			} else {
				inner = inner.SetEmptySlice().AppendEmpty()
			}
		}
		inner.SetStr("ann@example.com")
		w := newWalker(t)
		w.value(fieldBody, body, scan.Context{}, 0)
		text := ""
		for levels := 0; text == ""; levels++ {
			switch body.Type() {
			case pcommon.ValueTypeMap:
				body, _ = body.Map().Get("a")
			case pcommon.ValueTypeSlice:
				body = body.Slice().At(0)
			default:
				text = body.Str()
				assert.Equal(t, min(depth, maxDepth), levels)
			}
		}
		if depth == maxDepth {
			assert.Equal(t, "[REDACTED:email]", text)
			assert.Zero(t, w.tally.errors)
		} else {
			assert.Equal(t, "[REDACTED:error]", text)
			assert.EqualValues(t, 1, w.tally.errors)
		}
	}
}

// brokenScanner panics on every value.
type brokenScanner struct{ scanner }

func (brokenScanner) Key(string) *scan.Key                       { panic("key") }
func (brokenScanner) Value(string, scan.Context) (string, bool)  { panic("value") }
func (brokenScanner) Bytes([]byte, scan.Context) (string, bool)  { panic("bytes") }
func (brokenScanner) Int(int64, scan.Context) (string, bool)     { panic("int") }
func (brokenScanner) Float(float64, scan.Context) (string, bool) { panic("float") }

// TestFailClosed checks that no value is kept for which the scanner panics.
func TestFailClosed(t *testing.T) {
	core, logs := observer.New(zap.DebugLevel)
	r := newTestRedactor(t, "logs")
	r.logger = zap.New(core)
	w := newWalker(t)
	w.scanner, w.report = brokenScanner{w.scanner}, r.reportFailure

	m := pcommon.NewMap()
	require.NoError(t, m.FromRaw(map[string]any{"a": "planted", "b": int64(1) << 40, "c": 1.5, "d": []byte("planted"), "e": []any{"planted"}}))
	w.attributes(fieldAttributes, m)
	values := map[string]int{}
	for name, v := range m.All() {
		assert.True(t, strings.HasPrefix(name, "[REDACTED:error]"), name)
		values[v.AsString()]++
	}
	assert.Equal(t, map[string]int{"[REDACTED:error]": 3, `["[REDACTED:error]"]`: 1, "W1JFREFDVEVEOmVycm9yXQ==": 1}, values)
	assert.EqualValues(t, 15, w.tally.errors) // five values, and each key twice

	require.Equal(t, 1, logs.Len(), "only the first failure is logged")
	entry := logs.All()[0]
	assert.Contains(t, entry.ContextMap()["stack"], "brokenScanner")
	assert.NotContains(t, entry.ContextMap()["stack"], "planted")
}

// TestErrorLocationStays checks that what the error_location processor writes is kept, while messages
// inside of stack traces are cleaned.
func TestErrorLocationStays(t *testing.T) {
	kept := map[string]any{
		"code.file.path":       "/srv/app/node_modules/.pnpm/react-dom@18.2.0_react@18.2.0/auth/token.js",
		"code.line.number":     int64(118),
		"code.column.number":   int64(17),
		"code.function.name":   "com.example.auth.PasswordService$Token.check",
		"error.fingerprint":    "4111111111111111",
		"exception.type":       "com.example.InvalidPasswordException",
		"code.stacktrace.lang": "java",
	}
	m := pcommon.NewMap()
	require.NoError(t, m.FromRaw(kept))
	for name, path := range map[string]string{
		"a": "/root/go/pkg/mod/github.com/example/auth@v1.2.3/password.go",
		"b": `C:\src\Token\Secret.cs`,
		"c": "webpack:///./src/pages/[id]/password.tsx",
		"d": "app://java.base@17.0.1/java/lang/Thread.java",
		"e": "github.com/example/auth.(*Token).Password",
	} {
		kept[name] = path
		m.PutStr(name, path)
	}
	newWalker(t).attributes(fieldAttributes, m)
	assert.Equal(t, kept, m.AsRaw())

	for in, want := range map[string]string{
		"Traceback (most recent call last):\n  File \"/srv/auth/password.py\", line 31, in check_password\n    raise ValueError(f\"no user {email}\")\nValueError: no user ann@example.com":                                       "Traceback (most recent call last):\n  File \"/srv/auth/password.py\", line 31, in check_password\n    raise ValueError(f\"no user {email}\")\nValueError: no user [REDACTED:email]",
		"panic: card 4111 1111 1111 1111 refused\n\ngoroutine 7 [running]:\nmain.(*Token).check(0xc000012345)\n\t/src/token.go:12 +0x1d\n":                                                                                        "panic: card [REDACTED:card] refused\n\ngoroutine 7 [running]:\nmain.(*Token).check(0xc000012345)\n\t/src/token.go:12 +0x1d\n",
		"com.example.LoginException: password=hunter2\n\tat com.example.Token.check(Token.java:31)\n\tat java.base@17.0.1/java.lang.Thread.run(Thread.java:833)\nCaused by: java.io.IOException: https://a:b1@db/\n\t... 12 more": "com.example.LoginException: password=[REDACTED:password]\n\tat com.example.Token.check(Token.java:31)\n\tat java.base@17.0.1/java.lang.Thread.run(Thread.java:833)\nCaused by: java.io.IOException: https://a:[REDACTED:password]@db/\n\t... 12 more",
		"Error: token=abc\n    at check (/srv/token.js:12:5)\n    at /srv/node_modules/lib@1.2.3/secret.js:1:2":                                                                                                                   "Error: token=[REDACTED:secret]\n    at check (/srv/token.js:12:5)\n    at /srv/node_modules/lib@1.2.3/secret.js:1:2",
		"System.Exception: secret=abc\n   at A.B.Check(String token) in /src/Secret.cs:line 31":                                                                                                                                   "System.Exception: secret=[REDACTED:secret]\n   at A.B.Check(String token) in /src/Secret.cs:line 31",
		"token.rb:12:in `check': no such user: ann@example.com (RuntimeError)\n\tfrom password.rb:3:in `<main>'":                                                                                                                  "token.rb:12:in `check': no such user: [REDACTED:email] (RuntimeError)\n\tfrom password.rb:3:in `<main>'",
		"thread 'main' panicked at src/secret.rs:4:9:\nPassword: hunter2\n   0: app::token::check\n             at ./src/token.rs:12:5":                                                                                           "thread 'main' panicked at src/secret.rs:4:9:\nPassword: [REDACTED:password]\n   0: app::token::check\n             at ./src/token.rs:12:5",
	} {
		got, changed := newWalker(t).text(fieldEvent, in)
		assert.True(t, changed)
		assert.Equal(t, want, got)
	}
}

// TestConcurrentBatches runs one processor from many goroutines, as receivers do.
func TestConcurrentBatches(t *testing.T) {
	r := newTestRedactor(t, "logs")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				ld, p := newPlanted(t, plog.NewLogs())
				if _, err := r.processLogs(t.Context(), ld); err != nil {
					t.Error(err)
				}
				json, err := (&plog.JSONMarshaler{}).MarshalLogs(ld)
				if err != nil {
					t.Error(err)
				}
				p.assertGone(t, json)
			}
		})
	}
	wg.Wait()
}
