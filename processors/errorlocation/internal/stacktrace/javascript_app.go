// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// inAppJavaScript tells the application's files from those of the runtime, of installed packages and
// of frameworks, by their paths or URLs.
func inAppJavaScript(f *Frame) bool {
	path := f.File
	if path == "" || isRuntimeJS(path) {
		return false
	}
	for _, dir := range [...]string{
		"node_modules", // with those of pnpm, Bun, Deno and Yarn's archives
		"/.yarn/", "/.pnp.", "/bower_components/", "/jspm_packages/", "/.deno/", "/deno/npm/", "/deno/deps/",
		"/usr/share/nodejs/", // packages of Debian
		"/usr/lib/nodejs/",
		"/webpack/bootstrap", "/webpack/runtime/", "/webpack-runtime.", "/(webpack)/",
		"/@vite/", "/@react-refresh", "/@id/",
		"/_next/static/chunks/framework", "/_next/static/chunks/main-", "/_next/static/chunks/polyfills",
		"/_next/static/chunks/webpack",
	} {
		if strings.Contains(path, dir) {
			return false
		}
	}
	if rest, ok := afterHost(path); ok && isCDN(path[:len(path)-len(rest)]) {
		return false
	}
	return !isVendorBundle(path)
}

// isRuntimeJS reports whether a script belongs to the runtime or the browser.
func isRuntimeJS(path string) bool {
	for _, prefix := range [...]string{
		"node:", "internal/", "ext:", "bun:", "electron/js2c/", "native ", "InternalBytecode.js",
		"chrome-extension:", "moz-extension:", "safari-extension:", "safari-web-extension:", "webkit-masked-url:",
		"chrome:", "resource:", "devtools:", "pptr:", "wasm:", "webpack/", "(webpack)/",
		"/var/runtime/", "file:///var/runtime/", // AWS Lambda
	} {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	if strings.IndexByte(path, '/') < 0 && strings.IndexByte(path, '\\') < 0 {
		return isNodeModule(path)
	}
	return false
}

// isNodeModule reports whether a script is a module of Node.js, as it was named before version 16.
func isNodeModule(name string) bool {
	name, ok := strings.CutSuffix(name, ".js")
	if !ok {
		return false
	}
	switch name {
	case "assert", "async_hooks", "buffer", "child_process", "cluster", "console", "crypto", "dgram", "dns", "domain",
		"events", "fs", "http", "http2", "https", "inspector", "module", "net", "os", "path", "perf_hooks", "process",
		"punycode", "querystring", "readline", "repl", "stream", "string_decoder", "timers", "tls", "tty", "url",
		"util", "v8", "vm", "worker_threads", "zlib", "bootstrap_node", "node":
		return true
	}
	return strings.HasPrefix(name, "_http_") || strings.HasPrefix(name, "_stream_") || strings.HasPrefix(name, "_tls_")
}

// afterHost returns what follows the host of an HTTP URL.
func afterHost(path string) (string, bool) {
	rest, ok := strings.CutPrefix(path, "https://")
	if !ok {
		if rest, ok = strings.CutPrefix(path, "http://"); !ok {
			return "", false
		}
	}
	i := strings.IndexByte(rest, '/')
	if i < 0 {
		return "", false
	}
	return rest[i:], true
}

// isCDN reports whether the start of a URL names a host that serves public packages.
func isCDN(origin string) bool {
	for _, host := range [...]string{
		"unpkg.com", "cdn.jsdelivr.net", "cdnjs.cloudflare.com", "esm.sh", "cdn.skypack.dev", "ga.jspm.io", "deno.land",
		"jsr.io", "code.jquery.com", "ajax.googleapis.com", "www.googletagmanager.com", "www.google-analytics.com",
		"js.stripe.com", "connect.facebook.net", "browser.sentry-cdn.com",
	} {
		if strings.HasSuffix(origin, "/"+host) {
			return true
		}
	}
	return false
}

// isVendorBundle reports whether the name of a script on the web is what bundlers call those that
// hold installed packages, or the bundler's own code.
func isVendorBundle(path string) bool {
	if !isURL(path) {
		return false
	}
	path, _, _ = strings.Cut(path, "?")
	base := path[strings.LastIndexByte(path, '/')+1:]
	for _, name := range [...]string{"vendor", "vendors", "chunk-vendors", "polyfills", "runtime", "zone"} {
		if rest, ok := strings.CutPrefix(base, name); ok && strings.HasSuffix(rest, ".js") && !isIdent(rest[0]) {
			return true
		}
	}
	return false
}
