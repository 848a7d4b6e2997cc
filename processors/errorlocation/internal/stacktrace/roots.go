// SPDX-License-Identifier: Apache-2.0

package stacktrace

import (
	"slices"
	"strings"
)

// The built-in rules take what lies where libraries lie for a library. That is wrong for a program
// that was installed like one, with "go install" or pip, and for one whose package has the name of
// a library's vendor. Such a program gives itself away where it has its entry: the root of the
// application is then the package, module or directory of the entry.

// entryRoot returns the root that the trace shows, empty if it shows none, or none that says more
// than the built-in rules.
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
			// A vendor's name says less than that of one of its products.
			if reason.InApp() {
				return firstParts(root, 2)
			}
			return firstParts(root, 3)
		}
	}
	return ""
}

// entryRootOf returns the directory or the package of the application if the frame is the program's
// entry.
func entryRootOf(lang Language, f *Frame) string {
	switch lang {
	case Go:
		// Nothing can import a package main. Its module in the cache has a version.
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
		// "python -m shop" of a package that is installed.
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

// pythonPackageDir returns the directory of the installed package to which a file belongs, empty if it
// belongs to none or to one that starts the programs of others.
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

// isLauncher reports whether a package starts programs that are not its own.
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

// rootOf returns the root of the application below which a frame lies, empty if there is none.
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
