// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// inAppGo tells the application's files from those of the standard library, of modules and of
// generated code, in absolute paths and in those of a build with -trimpath.
func inAppGo(f *Frame) bool {
	path := f.File
	switch {
	case path == "",
		strings.Contains(path, "/pkg/mod/"),
		strings.Contains(path, "/vendor/"), strings.HasPrefix(path, "vendor/"),
		strings.HasPrefix(path, "external/"), // Bazel
		hasModuleVersion(path),
		strings.HasSuffix(path, "_testmain.go"), strings.HasSuffix(path, "_cgo_gotypes.go"):
		return false
	case f.Package == "main":
		return true
	case recordsGoErrors(f.Package):
		return false
	}
	// The files of the standard library lie below GOROOT/src or, with -trimpath, have paths that start
	// with the import path.
	if f.Package == "" {
		if _, relative, ok := strings.Cut(path, "/go/src/"); ok {
			path = relative
		}
		return !isStandardGo(path)
	}
	return !isStandardGo(f.Package) || path[0] == '/' && !strings.Contains(path, "/src/")
}

// hasModuleVersion reports whether the path has an element such as "zap@v1.28.0".
func hasModuleVersion(path string) bool {
	_, version, ok := strings.Cut(path, "@v")
	return ok && digits(version) > 0
}

// isStandardGo reports whether an import path, or a path relative to GOROOT/src, belongs to the
// standard library, by its first element.
func isStandardGo(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	switch first {
	case "archive", "arena", "bufio", "builtin", "bytes", "cmp", "compress", "container", "context",
		"crypto", "database", "debug", "embed", "encoding", "errors", "expvar", "flag", "fmt", "go",
		"hash", "html", "image", "index", "internal", "io", "iter", "log", "maps", "math", "mime",
		"net", "os", "path", "plugin", "reflect", "regexp", "runtime", "simd", "slices", "sort",
		"strconv", "strings", "structs", "sync", "syscall", "testing", "text", "time", "unicode",
		"unique", "unsafe", "vendor", "weak":
		return true
	}
	return false
}
