// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestSingleFrame reads stacks of one line, which only browsers print.
func TestSingleFrame(t *testing.T) {
	parser := NewParser(nil, 0)
	for _, text := range []string{
		"total@https://shop.example.com/orders.js:12:20",   // Safari
		"total@https://shop.example.com/orders.js:12:20\n", // Firefox
	} {
		got, ok := parser.Parse(text, Hints{Language: "webjs"})
		require.True(t, ok)
		assert.Equal(t, "https://shop.example.com/orders.js", got.Location.File)
		assert.Equal(t, 12, got.Location.Line)
		assert.Equal(t, "total", got.Location.Function)

		_, ok = parser.Parse(text, Hints{Language: "webjs", Freeform: true})
		assert.False(t, ok, "a log message of one line is no trace")
	}
}

// TestJavaScriptFrames reads single lines.
func TestJavaScriptFrames(t *testing.T) {
	tests := []struct {
		line     string
		function string
		file     string
		number   int
		column   int
	}{
		{"    at total (/srv/shop/orders.js:12:5)", "total", "/srv/shop/orders.js", 12, 5},
		{"    at async Order.total [as sum] (/srv/shop/orders.js:12:5)", "Order.total", "/srv/shop/orders.js", 12, 5},
		{"    at new Order (/srv/shop/orders.js:12:5)", "Order", "/srv/shop/orders.js", 12, 5},
		{"    at new <anonymous> (/srv/shop/orders.js:12:5)", "<anonymous>", "/srv/shop/orders.js", 12, 5},
		{"    at async Promise.all (index 3)", "Promise.all", "", 0, 0},
		{"    at Array.map (<anonymous>)", "Array.map", "", 0, 0},
		{"    at Order.#charge (file:///srv/a%20b/orders.mjs:12:5)", "Order.#charge", "file:///srv/a%20b/orders.mjs", 12, 5},
		{"    at /srv/shop/(group)/[id] x/page.js:12:5", "", "/srv/shop/(group)/[id] x/page.js", 12, 5},
		{"    at async C:\\shop (x86)\\orders.js:12:5", "", "C:\\shop (x86)\\orders.js", 12, 5},
		{"    at (rsc)/./app/page.js (/srv/shop/(a) b/page.js:12:5)", "(rsc)/./app/page.js", "/srv/shop/(a) b/page.js", 12, 5},
		{"    at [_onLine] [as _onLine] (node:internal/readline/interface:416:12)", "[_onLine]", "node:internal/readline/interface", 416, 12},
		{"    at Order.total (net) (/srv/shop/orders.js:12:5)", "Order.total (net)", "/srv/shop/orders.js", 12, 5},
		{"    at REPL1:1:5", "", "REPL1", 1, 5},
		{"    at [eval]:1:5", "", "[eval]", 1, 5},
		{"    at evalmachine.<anonymous>:1:5", "", "evalmachine.<anonymous>", 1, 5},
		{"    at <anonymous>:1:5", "", "", 0, 0},
		{"    at total (/srv/shop/orders.js:12:5) {", "total", "/srv/shop/orders.js", 12, 5},
		{"    at total (/home/o'brien/orders.js:12:5) {", "total", "/home/o'brien/orders.js", 12, 5},
		{"    at total (/srv/shop/orders.js:12:5)\",\"order\":17}", "total", "/srv/shop/orders.js", 12, 5},
		{"    at total (/srv/shop/orders.js:12:5)\"}", "total", "/srv/shop/orders.js", 12, 5},
		{"    '    at total (/srv/shop/orders.js:12:5)\\n' +", "total", "/srv/shop/orders.js", 12, 5},
		{"    at total (/srv/shop/orders.js:0:0)", "total", "", 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			var f Frame
			ok := f.readV8(tt.line, false)
			require.True(t, ok)
			assert.Equal(t, Frame{Function: tt.function, File: tt.file, Line: tt.number, Column: tt.column}, f)
		})
	}
	for _, line := range []string{
		"\tat com.example.Main.main(Main.java:12)",
		"\tat user$eval1.invoke (REPL:1)",
		"   at Shop.Orders.Total(Order order) in /srv/shop/Orders.cs:line 12",
		"  at Shop.Orders.Total (System.String s) [0x00008] in /srv/shop/Orders.cs:12 ",
		"  at Shop.Orders.Total (System.String s) [0x00008] in <0123456789abcdef>:0",
		"             at ./src/orders.rs:12:5",
		"    at src/orders.c:12",
		"   at <ScriptBlock>, <No file>: line 1",
		"at native",
		"at index 12",
		"at",
		"    at ",
		"    at async ",
	} {
		ok := new(Frame).readV8(line, false)
		assert.False(t, ok, line)
	}
}

// TestInAppJavaScript checks what counts as the application's own code.
func TestInAppJavaScript(t *testing.T) {
	for _, path := range []string{
		"/srv/shop/orders.js",
		"/srv/shop/dist/main.js",
		"/srv/shop/build/vendor/rules.js",
		"/srv/shop/runtime.js",
		"/var/task/index.mjs",
		"src/orders.ts",
		"webpack-internal:///./src/orders.ts",
		"webpack://shop/./src/orders.ts",
		"https://shop.example.com/_next/static/chunks/pages/a-1b.js",
		"/srv/shop/.next/server/app/page.js",
		"http://localhost:3000/src/App.tsx?t=1",
		"index.android.bundle",
		"app:///main.jsbundle",
		"http://192.0.2.7:8081/node_modules/expo/AppEntry.bundle?a=b",
	} {
		assert.True(t, inAppJavaScript(&Frame{File: path, Line: 1}), path)
	}
	for _, path := range []string{
		"zone.js",
		"node:internal/timers",
		"internal/timers.js",
		"events.js",
		"_http_server.js",
		"InternalBytecode.js",
		"ext:core/01_core.js",
		"/srv/shop/node_modules/express/index.js",
		"C:\\shop\\node_modules\\express\\index.js",
		"/srv/shop/.yarn/unplugged/a/index.js",
		"/srv/shop/.pnp.cjs",
		"/var/runtime/index.mjs",
		"file:///var/runtime/index.mjs",
		"/azure-functions-host/workers/node/dist/src/worker-bundle.js",
		"/usr/share/nodejs/express/index.js",
		"https://deno.land/std@0.224.0/http/server.ts",
		"https://unpkg.com/vue@3/dist/vue.global.js",
		"https://shop.example.com/vendors~main.4f3c.js",
		"https://shop.example.com/js/chunk-vendors.8ad2.js",
		"https://shop.example.com/assets/vendor-b1946ac9.js",
		"https://shop.example.com/runtime.4f3c2a.js",
		"https://shop.example.com/polyfills.js",
		"https://shop.example.com/_next/static/chunks/main-1b2c.js",
		"http://localhost:8080/webpack/bootstrap/a.js",
		"webpack:///webpack/bootstrap",
		"webpack-internal:///./node_modules/react-dom/index.js",
		"chrome-extension://abcdefghijklmnopabcdefghijklmnop/main.js",
		"/srv/shop/.next/server/webpack-runtime.js",
	} {
		assert.False(t, inAppJavaScript(&Frame{File: path, Line: 1}), path)
	}
}

// TestJavaScriptChain checks the order in which the errors of a chain are searched.
func TestJavaScriptChain(t *testing.T) {
	tests := []struct {
		text string // a corpus case
		want []string
	}{
		{"cause", []string{"TypeError", "Error"}},
		{"cause_chain", []string{"TypeError", "Error", "OutOfStock"}},
		{"aggregate", []string{"OutOfStock", "AggregateError", "TypeError"}},
		{"promise_any", []string{"Error", "AggregateError", "Error"}},
		{"pino_cause", []string{"TypeError", "Error"}},
		{"deno_cause", []string{"TypeError", "Error"}},
		{"typeorm", []string{"error", "QueryFailedError"}},
		{"error_subclass_in_promise_any", []string{"Error", "TypeError", "AggregateError", "Error"}},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			c := readCase(t, "testdata/corpus/javascript/"+tt.text+".txt")
			got, ok := NewParser(nil, 0).Parse(c.text, c.hints())
			require.True(t, ok)
			var types []string
			for _, e := range got.Chain {
				types = append(types, e.Type)
			}
			assert.Equal(t, tt.want, types)
		})
	}
}
