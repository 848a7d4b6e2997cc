// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// inAppPython tells the application's files from those of the standard library and of installed
// packages, by the directories of the path.
func inAppPython(f *Frame) bool {
	path := f.File
	if path == "" {
		return false
	}
	if strings.HasPrefix(path, "/opt/python/") || strings.HasPrefix(path, "/var/runtime/") {
		return false // layers and runtime of AWS Lambda
	}
	if isPythonScript(f) {
		return false
	}
	prev := ""
	for name, rest, ok := cutDirectory(path); ok; name, rest, ok = cutDirectory(rest) {
		switch {
		case name == "site-packages" || name == "dist-packages" || name == ".venv" || name == "lib_pypy":
			return false
		case strings.HasSuffix(name, ".egg"):
			return false
		case isPythonName(name) && (prev == "lib" || prev == "lib64" || strings.HasSuffix(name, ".zip")):
			return false
		case (name == "Lib" || name == "lib") && isPythonName(prev):
			return false // Windows: C:\Python313\Lib
		}
		prev = name
	}
	// Compiled Cython modules of packages have relative paths and qualified functions.
	return !strings.HasSuffix(path, ".pyx") && !strings.HasSuffix(path, ".pxi") || isSlash(path[0]) || !strings.Contains(f.Function, ".")
}

// isPythonScript reports whether a frame belongs to a script that pip writes for the command of a
// package: a file without an extension in the bin directory of a system, a user or an environment.
func isPythonScript(f *Frame) bool {
	i := lastIndex(f.File, "/bin/")
	if i < 0 || f.Function != "<module>" || strings.ContainsAny(f.File[i+len("/bin/"):], "/.") {
		return false
	}
	prefix := f.File[:i]
	return strings.HasPrefix(prefix, "/usr") || prefix == "" || strings.HasSuffix(prefix, "venv") || strings.HasSuffix(prefix, "/.local")
}

// isPythonName reports whether name is that of an interpreter's own directory or archive, such as
// "python3.13", "Python313", "pypy3.10" or "python313.zip".
func isPythonName(name string) bool {
	for _, prefix := range [...]string{"python", "Python", "pypy"} {
		if rest, ok := strings.CutPrefix(name, prefix); ok && rest != "" && isDigit(rest[0]) {
			return true
		}
	}
	return false
}
