// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"slices"
	"strings"
)

// The built-in rules take everything in the directories of libraries for library code. That is wrong
// for a program that was installed like a library, with "go install" or pip, and for one whose
// package has the name of a library's vendor. Such a program can be recognised by its entry point:
// the root of the application is the package, module or directory of the entry point.

// entryRoot returns the root that an entry point in the trace reveals, empty if there is none, if a
// pattern decides about its frame, or, without Hints.PreferRoots, if the built-in rules already
// regard the frame as the application's own.
func (p *Parser) entryRoot() string {
	for _, e := range slices.Backward(p.chain) {
		for j := range e.Frames {
			i := len(e.Frames) - 1 - j
			f := &e.Frames[i]
			root := entryRootOf(p.lang, f)
			if p.lang == Python && i+1 < len(e.Frames) && isPythonScript(&e.Frames[i+1]) {
				root = pythonPackageDir(f.File)
			}
			if root == "" {
				continue
			}
			reason, rule := p.classify(f)
			if rule != "" || reason.InApp() && !p.hints.PreferRoots {
				continue
			}
			if strings.HasSuffix(root, "/") {
				return root
			}
			// The name of a library's vendor alone is too wide: keep that of the product too.
			if reason.InApp() {
				return firstParts(root, 2)
			}
			return firstParts(root, 3)
		}
	}
	return ""
}

// entryRootOf returns the directory or package of the application if the frame is the entry point of
// a program, otherwise "".
func entryRootOf(lang Language, f *Frame) string {
	switch lang {
	case Go:
		// A package main cannot be imported, so it is the program itself, even if it was built from the
		// module cache, where directories of modules end with a version.
		if f.Package == "main" {
			if i := strings.Index(f.File, "@v"); i > 0 {
				if end := strings.IndexByte(f.File[i:], '/'); end > 0 {
					return f.File[:i+end+1]
				}
			}
		}
	case Java:
		if strings.HasSuffix(f.Function, ".main") && !isLauncher(f.Package) {
			return f.Package
		}
	case DotNet:
		if strings.HasSuffix(f.Function, ".Main") || strings.HasSuffix(f.Function, ".<Main>$") {
			return f.Package
		}
	case Python:
		// "python -m shop", where shop is an installed package.
		if f.Function == "<module>" && strings.HasSuffix(f.File, "/__main__.py") {
			return pythonPackageDir(f.File)
		}
	case Dart:
		if rest, ok := strings.CutPrefix(f.File, "package:"); ok && f.Function == "main" {
			if name, _, ok := strings.Cut(rest, "/"); ok {
				return "package:" + name + "/"
			}
		}
	default:
	}
	return ""
}

// pythonPackageDir returns the directory of the installed package to which a file belongs, empty if
// there is none or if the package is a launcher.
func pythonPackageDir(file string) string {
	for _, packages := range [...]string{"/site-packages/", "/dist-packages/"} {
		if i := lastIndex(file, packages); i >= 0 {
			i += len(packages)
			if name, _, ok := strings.Cut(file[i:], "/"); ok && !isLauncher(name) {
				return file[:i+len(name)] + "/"
			}
		}
	}
	return ""
}

// firstParts returns the first n parts of a package's name.
func firstParts(pkg string, n int) string {
	for i := range len(pkg) {
		if pkg[i] != '.' {
			continue
		}
		if n--; n == 0 {
			return pkg[:i]
		}
	}
	return pkg
}

// isLauncher reports whether a package starts programs other than its own, such as servers and test
// runners.
func isLauncher(pkg string) bool {
	switch pkg {
	case "celery", "coverage", "daphne", "ddtrace", "debugpy", "django", "flask", "gevent", "gunicorn",
		"hypercorn", "ipykernel", "nox", "pip", "pytest", "quart", "rq", "scrapy", "streamlit", "tox",
		"twisted", "uvicorn", "waitress":
		return true
	}
	for _, prefix := range [...]string{
		"clojure.", "com.intellij.", "groovy.", "io.quarkus.", "java.", "javax.", "jdk.", "org.apache.catalina.",
		"org.apache.flink.", "org.apache.maven.", "org.apache.spark.", "org.codehaus.", "org.eclipse.jetty.",
		"org.gradle.", "org.jboss.", "org.junit.", "org.scalatest.", "org.springframework.", "org.testng.",
		"scala.", "sun.",
	} {
		if strings.HasPrefix(pkg, prefix) {
			return true
		}
	}
	return false
}

// rootOf returns the root of the application that contains a frame, empty if there is none.
func (p *Parser) rootOf(f *Frame) string {
	if isBelow(f, p.result.Root) {
		return p.result.Root
	}
	for _, root := range p.hints.Roots {
		if isBelow(f, root) {
			return root
		}
	}
	return ""
}

// isBelow reports whether a frame lies below a root: by its file if the root ends with '/', otherwise
// by its package.
func isBelow(f *Frame, root string) bool {
	if root == "" {
		return false
	}
	if root[len(root)-1] == '/' {
		return strings.HasPrefix(f.File, root)
	}
	rest, ok := strings.CutPrefix(f.Package, root)
	return ok && (rest == "" || rest[0] == '.')
}
