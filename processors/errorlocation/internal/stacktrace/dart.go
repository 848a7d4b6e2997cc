// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// A Dart stack has the innermost frame first. The virtual machine numbers its frames; package
// stack_trace prints a terser form with the place first:
//
//	#0      Order.total (package:shop/order.dart:12:5)
//	#1      main.<anonymous closure> (file:///srv/shop/bin/main.dart:8:11)
//	<asynchronous suspension>
//
//	package:shop/order.dart 12:5  Order.total
//	bin/main.dart 8:11            main.<fn>
//	===== asynchronous gap ===========================
//	dart:async                    runUnary
//
// The text of the error precedes the stack or is missing. Flutter prints both in a report.
const (
	dartSuffix = ".dart"
	dartThrown = " was thrown"
)

func dart() language {
	return language{
		name:   "dart",
		sdks:   []string{"dart"},
		margin: letters + "#.",
		indent: letters + "#.",
		opens:  opensDart,
		parse:  parseDart,
		inApp:  inAppDart,
	}
}

func opensDart(line string) bool {
	rest := line[indentation(line):]
	if rest[0] == '#' {
		return len(rest) > 1 && isDigit(rest[1]) && strings.HasSuffix(rest, ")") &&
			(strings.Contains(rest, dartSuffix) || strings.Contains(rest, "(dart:"))
	}
	i := strings.IndexByte(rest, ' ')
	return i > 0 && strings.HasSuffix(rest[:i], dartSuffix)
}

// dartReader is the state of parseDart.
type dartReader struct {
	*Parser
	numbered bool // the frames have numbers
}

func parseDart(p *Parser, prev, pos int) bool {
	line, next := p.line(pos)
	r := dartReader{Parser: p, numbered: line[indentation(line)] == '#'}
	var f Frame
	if _, ok := r.frame(&f, line, p.cut(next)); !ok {
		return false
	}
	before, first := r.firstFrame(prev, pos)
	if p.hints.Freeform && (f.File == "" || !r.numbered && first == pos && !r.frameFollows(next)) {
		return false
	}
	p.raise(linkNone, 0)
	if before >= 0 && r.numbered {
		r.addBehind(before)
	}
	end, cut := r.read(first)
	r.name(before, first)
	r.markForeign()
	p.current().reported = true
	p.result.Truncated = cut || p.atLimit && p.cut(end)
	return true
}

// firstFrame goes up from the frame at pos to the first frame of the stack, because frames without a
// line number do not open a trace. It returns the offset of that frame and of the line before it.
func (r *dartReader) firstFrame(prev, pos int) (before, first int) {
	const lines = 8
	line, _ := r.line(pos)
	var f Frame
	number, _ := r.frame(&f, line, false)
	for range lines {
		if prev < 0 {
			break
		}
		line, _ = r.line(prev)
		n, ok := r.frame(&f, line, false)
		if !ok || r.numbered && n >= number {
			break
		}
		prev, pos, number = r.lineBefore(prev), prev, n
	}
	return prev, pos
}

// frameFollows reports whether the line at pos is a frame, or a gap followed by a frame.
func (r *dartReader) frameFollows(pos int) bool {
	for range 2 {
		if pos == len(r.text) {
			break
		}
		line, next := r.line(pos)
		if _, ok := r.frame(new(Frame), line, r.cut(next)); ok {
			return true
		}
		if !isDartGap(line) {
			break
		}
		pos = next
	}
	return false
}

// addBehind adds the frame at the end of the line at pos, if other text such as the name of a field
// precedes frame 0 there.
func (r *dartReader) addBehind(pos int) {
	line, _ := r.line(pos)
	if i := strings.LastIndexByte(line, '#'); i > 0 {
		var f Frame
		if number, ok := r.frame(&f, line[i:], false); ok && number == 0 {
			r.add(&f)
		}
	}
}

// read reads the frames from pos on and returns where they end, and whether the last one is cut.
func (r *dartReader) read(pos int) (end int, cut bool) {
	last := -1
	var f Frame
	for pos < len(r.text) {
		line, next := r.line(pos)
		cut := r.cut(next)
		if number, ok := r.frame(&f, line, cut); ok {
			if r.numbered && number <= last {
				return pos, false // the next trace
			}
			last = number
			r.add(&f)
			pos = next
			continue
		}
		if !isDartGap(line) {
			rest := line[indentation(line):]
			if r.numbered {
				return pos, cut && rest != "" && (rest[0] == '#' || rest[0] == '<')
			}
			return pos, cut && (strings.HasPrefix(rest, "package:") || strings.Contains(rest, dartSuffix))
		}
		pos = next
	}
	return pos, false
}

// isDartGap reports whether a line between frames marks an asynchronous call, or frames that Flutter
// has left out.
func isDartGap(line string) bool {
	line = line[indentation(line):]
	return line == "<asynchronous suspension>" || strings.HasPrefix(line, "===== asynchronous gap ") || strings.HasPrefix(line, "...")
}

// frame reads a line with a frame into f. It returns the number of the frame, 0 if it has none.
func (r *dartReader) frame(f *Frame, line string, cut bool) (count int, ok bool) {
	*f = Frame{}
	line = line[indentation(line):]
	if !r.numbered {
		return 0, f.readTerseDart(line, cut)
	}
	rest, ok := strings.CutPrefix(line, "#")
	n := digits(rest)
	if !ok || n == 0 || n == len(rest) || rest[n] != ' ' {
		return 0, false
	}
	if rest[:n] != "0" {
		if count = number(rest[:n]); count == 0 {
			return 0, false
		}
	}
	return count, f.readDart(strings.TrimLeft(rest[n:], " "))
}

// readDart reads a frame behind its number: "Order.total (package:shop/order.dart:12:5)".
func (f *Frame) readDart(s string) bool {
	i := strings.Index(s, " (")
	if i <= 0 || s[len(s)-1] != ')' || i > maxName {
		return false
	}
	f.Function = strings.TrimPrefix(s[:i], "new ")
	uri := s[i+2 : len(s)-1]
	file, line, column := splitDartPlace(uri, ':')
	if !isDartLibrary(file) {
		return false
	}
	f.setDartPlace(file, line, column)
	return true
}

// readTerseDart reads a frame of package stack_trace, whose columns are at least two spaces apart:
// "package:shop/order.dart 12:5  Order.total".
func (f *Frame) readTerseDart(s string, cut bool) bool {
	place, function, ok := strings.Cut(s, "  ")
	if !ok {
		return false
	}
	function = strings.TrimLeft(function, " ")
	if function == "" || len(function) > maxName {
		return false
	}
	file, line, column := splitDartPlace(place, ' ')
	if !isDartLibrary(file) || strings.IndexByte(file, ' ') >= 0 {
		return false
	}
	f.Function = strings.TrimPrefix(function, "new ")
	if cut {
		f.Function, f.partial = "", true
	}
	f.setDartPlace(file, line, column)
	return true
}

// splitDartPlace splits "LIBRARY:LINE:COLUMN". The separator before the line is a parameter, and line
// and column may be missing.
func splitDartPlace(s string, separator byte) (file string, line, column int) {
	i := strings.LastIndexByte(s, ':')
	if i < 0 || digits(s[i+1:]) != len(s)-i-1 || i == len(s)-1 {
		if i = strings.LastIndexByte(s, separator); i > 0 && i < len(s)-1 && digits(s[i+1:]) == len(s)-i-1 {
			return s[:i], number(s[i+1:]), 0
		}
		return s, 0, 0
	}
	j := strings.LastIndexByte(s[:i], separator)
	if j > 0 && j < i-1 && digits(s[j+1:i]) == i-j-1 {
		return s[:j], number(s[j+1 : i]), number(s[i+1:])
	}
	if separator == ':' {
		return s[:i], number(s[i+1:]), 0
	}
	return s, 0, 0
}

// isDartLibrary reports whether name is that of a Dart file or library.
func isDartLibrary(name string) bool {
	return len(name) <= maxName && (strings.HasSuffix(name, dartSuffix) || strings.HasPrefix(name, "dart:") || strings.HasPrefix(name, "package:"))
}

// setDartPlace sets the place of a frame, and its package if the place tells that.
func (f *Frame) setDartPlace(file string, line, column int) {
	rest, ok := strings.CutPrefix(file, "package:")
	if !ok {
		rest, ok = strings.CutPrefix(file, "packages/") // compiled for the web
	}
	if ok {
		f.Package, _, _ = strings.Cut(rest, "/")
	}
	if line > 0 {
		f.File, f.Line, f.Column = file, line, column
	}
}

// markForeign marks the frames of packages that the application depends on. Their names alone do not
// distinguish them from the application's own package, but that one calls the others: it is the
// package of main or, failing that, of the outermost frame that is not of a well-known package.
func (r *dartReader) markForeign() {
	own, script := "", ""
	found := false
	for i := len(r.frames) - 1; i >= 0; i-- {
		f := &r.frames[i]
		if f.Package == "" {
			if script == "" && f.File != "" && !strings.HasPrefix(f.File, "dart:") {
				script = f.File
			}
			continue
		}
		if f.foreign = isDartPackage(f.Package); f.foreign || found {
			continue
		}
		found = f.Function == "main" || strings.HasPrefix(f.Function, "main.") || isDartProject(script, f.Package)
		if found || own == "" {
			own = f.Package
		}
	}
	for i := range r.frames {
		if f := &r.frames[i]; f.Package != "" && !f.foreign && f.Package != own {
			f.foreign = !isSameDartApp(f.Package, own)
		}
	}
}

// isDartProject reports whether a script lies in a directory with the name of a package.
func isDartProject(script, name string) bool {
	i := strings.Index(script, name)
	return i > 0 && script[i-1] == '/' && strings.HasPrefix(script[i+len(name):], "/")
}

// isSameDartApp reports whether two packages belong together, by the first word of their names:
// "shop" and "shop_api", "acme_orders" and "acme_users".
func isSameDartApp(a, b string) bool {
	a, _, _ = strings.Cut(a, "_")
	b, _, _ = strings.Cut(b, "_")
	return a == b
}

// inAppDart tells the application's files from those of Dart, Flutter, other packages and generated
// code.
func inAppDart(f *Frame) bool {
	path := f.File
	if path == "" || f.foreign || strings.HasPrefix(path, "dart:") {
		return false
	}
	if f.Package == "" {
		for _, dir := range [...]string{"/.pub-cache/", "/Pub/Cache/", "dart-sdk/", "org-dartlang-sdk:", "third_party/dart/", "/flutter/packages/flutter/"} {
			if strings.Contains(path, dir) {
				return false
			}
		}
	}
	stem := strings.TrimSuffix(path, dartSuffix)
	switch stem[max(0, strings.LastIndexByte(stem, '.')):] {
	case ".g", ".freezed", ".gr", ".pb", ".pbgrpc", ".mocks", ".config":
		return false // generated
	}
	return true
}

// isDartPackage reports whether a package is a well-known library.
func isDartPackage(name string) bool {
	switch name {
	case "":
		return false
	case "flutter", "flutter_test", "flutter_bloc", "flutter_riverpod", "flutter_hooks", "flutter_web_plugins",
		"flutter_localizations", "flutter_driver", "flutter_tools", "flutter_secure_storage", "flutter_cache_manager",
		"stack_trace", "async", "collection", "meta", "path", "pool", "convert", "typed_data", "source_span", "string_scanner",
		"stream_channel", "stream_transform", "logging", "logger", "args", "yaml", "xml", "crypto", "uuid", "intl", "rxdart",
		"http", "http2", "http_parser", "http_client", "dio", "retrofit", "chopper", "web_socket_channel", "grpc", "protobuf",
		"graphql", "graphql_flutter", "gql", "ferry", "shelf", "shelf_router", "shelf_static", "shelf_web_socket", "dart_frog",
		"serverpod", "angel3_framework", "conduit", "conduit_core", "alfred", "postgres", "postgres_pool", "mysql1", "redis", "mongo_dart",
		"sqflite", "sqflite_common", "sqflite_common_ffi", "sqlite3", "drift", "hive", "hive_flutter", "isar", "objectbox",
		"bloc", "hydrated_bloc", "provider", "riverpod", "hooks_riverpod", "get", "get_it", "mobx", "flutter_mobx", "redux", "go_router",
		"auto_route", "beamer", "equatable", "dartz", "fpdart", "json_annotation", "json_serializable", "built_value", "built_collection",
		"test", "test_api", "test_core", "matcher", "mockito", "mocktail", "fake_async", "bloc_test",
		"sentry", "sentry_flutter", "opentelemetry", "opentelemetry_sdk", "dartastic_opentelemetry", "firebase_core", "firebase_auth",
		"firebase_messaging", "firebase_storage", "firebase_database", "firebase_core_platform_interface", "cloud_firestore",
		"cloud_functions", "cloud_firestore_platform_interface", "shared_preferences", "path_provider", "url_launcher",
		"image_picker", "webview_flutter", "connectivity_plus", "cached_network_image", "package_info_plus", "vm_service", "plugin_platform_interface":
		return true
	}
	return false
}
