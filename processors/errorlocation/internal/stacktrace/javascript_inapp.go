// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// inAppJavaScript tells the application's files from those of the runtime, of installed packages and
// of bundlers and frameworks, by their paths or URLs.
func inAppJavaScript(f *Frame) bool {
	path := f.File
	if path == "" || isRuntimeJS(path) {
		return false
	}
	web := isURL(path)
	prev := ""
	name, rest, ok := cutDirectory(path)
	for ; ok; name, rest, ok = cutDirectory(rest) {
		switch name {
		case "node_modules": // also of pnpm, Bun, Deno and Yarn's archives
			// Expo names the bundle of the whole application after the entry of a package.
			return web && strings.Contains(rest, ".bundle")
		case ".yarn", ".deno", "bower_components", "jspm_packages", "(webpack)", "@vite", "@id",
			"~": // webpack 1 for node_modules
			return false
		case "npm", "deps":
			if prev == "deno" {
				return false // its cache
			}
		case "nodejs":
			if strings.HasPrefix(path, "/usr/share/") || strings.HasPrefix(path, "/usr/lib/") {
				return false // packages of Debian
			}
		case "webpack":
			if web && (strings.HasPrefix(rest, "bootstrap") || strings.HasPrefix(rest, "runtime/")) {
				return false
			}
		case "chunks":
			if prev == "static" && isNextChunk(rest) {
				return false
			}
		}
		if web && isCDN(name) {
			return false
		}
		prev = name
	}
	return !isToolScript(name, web || name == path)
}

// isRuntimeJS reports whether a script belongs to the runtime or the browser, or is not a file.
func isRuntimeJS(path string) bool {
	const longestScheme = 24
	if i := strings.IndexByte(path[:min(len(path), longestScheme)], ':'); i > 0 {
		switch path[:i] {
		case "node", "ext", "bun", "chrome", "chrome-extension", "moz-extension", "safari-extension",
			"safari-web-extension", "webkit-masked-url", "resource", "devtools", "pptr", "wasm":
			return true
		}
		return strings.HasPrefix(path, "file:///var/runtime/")
	}
	switch path[0] {
	case '/': // AWS Lambda, Azure Functions
		return strings.HasPrefix(path, "/var/runtime/") || strings.HasPrefix(path, "/azure-functions-host/")
	case 'i':
		if strings.HasPrefix(path, "internal/") {
			return true
		}
	case 'I':
		return path == "InternalBytecode.js" // Hermes
	case 'e':
		if strings.HasPrefix(path, "electron/js2c/") {
			return true
		}
	}
	return isNodeModule(path) || isEvaluated(path)
}

// isNodeModule reports whether a script is a module of Node.js by its name before version 16.
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

// isCDN reports whether a host serves public packages or scripts of third parties.
func isCDN(host string) bool {
	switch host {
	case "unpkg.com", "cdn.jsdelivr.net", "cdnjs.cloudflare.com", "esm.sh", "cdn.skypack.dev", "ga.jspm.io", "deno.land",
		"jsr.io", "code.jquery.com", "ajax.googleapis.com", "www.googletagmanager.com", "www.google-analytics.com",
		"js.stripe.com", "connect.facebook.net", "browser.sentry-cdn.com":
		return true
	}
	return false
}

// isNextChunk reports whether a file of Next.js holds React, polyfills or the framework itself.
func isNextChunk(file string) bool {
	for _, name := range [...]string{"framework", "main", "polyfills", "webpack"} {
		if rest, ok := strings.CutPrefix(file, name); ok && rest != "" && (rest[0] == '-' || rest[0] == '.') {
			return true
		}
	}
	return false
}

// isToolScript reports whether the last element of a path is a name that package managers and bundlers
// give to their own code or, on the web, to bundles of installed packages.
func isToolScript(name string, web bool) bool {
	if strings.HasPrefix(name, ".pnp.") || strings.HasPrefix(name, "webpack-runtime.") || name == "@react-refresh" {
		return true
	}
	if !web {
		return false
	}
	name, _, _ = strings.Cut(name, "?")
	if name == "dart_sdk.js" {
		return true
	}
	for _, prefix := range [...]string{"vendor", "vendors", "chunk-vendors", "polyfills", "runtime", "zone"} {
		if rest, ok := strings.CutPrefix(name, prefix); ok && strings.HasSuffix(rest, ".js") && !isIdent(rest[0]) {
			return true
		}
	}
	return false
}
