// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/faultline-otel/faultline/processors/errorlocation/internal/stacktrace"
)

// printErrors prints a chain of errors, the outermost first, as their language does. It returns "" if
// the names of the files do not tell the language, or if it is not one of those handled here.
func printErrors(errors []errorObject) string {
	language := stacktrace.Unknown
	for _, e := range errors {
		for _, f := range e.frames {
			if language == stacktrace.Unknown {
				language = languageOfFile(f.file)
			}
		}
	}
	var b strings.Builder
	switch language {
	case stacktrace.Python:
		printPython(&b, errors)
	case stacktrace.Go:
		printGo(&b, errors)
	case stacktrace.Java:
		printJava(&b, errors)
	case stacktrace.JavaScript:
		printJavaScript(&b, errors)
	case stacktrace.DotNet:
		printDotNet(&b, errors)
	case stacktrace.Ruby:
		printRuby(&b, errors)
	case stacktrace.PHP:
		printPHP(&b, errors)
	default:
	}
	return b.String()
}

func languageOfFile(file string) stacktrace.Language {
	switch path.Ext(file) {
	case ".py":
		return stacktrace.Python
	case ".go":
		return stacktrace.Go
	case ".java", ".kt", ".scala", ".groovy", ".clj":
		return stacktrace.Java
	case ".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".mts":
		return stacktrace.JavaScript
	case ".cs", ".fs", ".vb":
		return stacktrace.DotNet
	case ".rb":
		return stacktrace.Ruby
	case ".php":
		return stacktrace.PHP
	}
	return stacktrace.Unknown
}

// head returns the line that introduces the error: "TYPE: MESSAGE", or the part that is known.
func (e *errorObject) head() string {
	switch {
	case e.typ == "":
		return e.message
	case e.message == "":
		return e.typ
	}
	return e.typ + ": " + e.message
}

// unqualified reports whether the name of a Go function lacks its package, as zerolog's pkgerrors
// writes it: "main", "(*orders).total".
func (f frameObject) unqualified() bool {
	return strings.IndexByte(f.function, '.') <= 0 || f.function[0] == '('
}

// qualified returns the function with its class in front, unless the name already includes it.
func (f *frameObject) qualified(separator string) string {
	if f.class == "" || strings.HasPrefix(f.function, f.class) {
		return f.function
	}
	return f.class + separator + f.function
}

// printPython prints the root cause first, as Python does. The frames already have the order of a
// traceback.
func printPython(b *strings.Builder, errors []errorObject) {
	for i, e := range slices.Backward(errors) {
		b.WriteString("Traceback (most recent call last):\n")
		for _, f := range e.frames {
			function := f.function
			if function == "" {
				function = "<module>"
			}
			fmt.Fprintf(b, "  File \"%s\", line %d, in %s\n", f.file, f.line, function)
		}
		if head := e.head(); head != "" {
			b.WriteString(head + "\n")
		}
		switch {
		case i == 0:
		case e.isCause:
			b.WriteString("\nThe above exception was the direct cause of the following exception:\n\n")
		default:
			b.WriteString("\nDuring handling of the above exception, another exception occurred:\n\n")
		}
	}
}

// printGo prints a goroutine if all functions have their package, and otherwise the form of
// github.com/go-errors/errors, whose functions need none.
func printGo(b *strings.Builder, errors []errorObject) {
	for _, e := range errors {
		if len(e.frames) == 0 {
			continue
		}
		qualified := !slices.ContainsFunc(e.frames, frameObject.unqualified)
		if qualified {
			b.WriteString("goroutine 1 [running]:\n")
		} else if e.message != "" {
			b.WriteString(e.head() + "\n")
		}
		for _, f := range e.frames {
			if qualified {
				fmt.Fprintf(b, "%s()\n\t%s:%d +0x0\n", f.function, f.file, f.line)
			} else {
				fmt.Fprintf(b, "%s:%d (0x0)\n\t%s: \n", f.file, f.line, f.function)
			}
		}
	}
}

func printJava(b *strings.Builder, errors []errorObject) {
	for i, e := range errors {
		if i > 0 {
			b.WriteString("Caused by: ")
		}
		if e.typ == "" {
			e.typ = "java.lang.Throwable"
		}
		b.WriteString(e.head() + "\n")
		for _, f := range e.frames {
			switch {
			case f.file == "":
				fmt.Fprintf(b, "\tat %s(Unknown Source)\n", f.qualified("."))
			case f.line <= 0:
				fmt.Fprintf(b, "\tat %s(%s)\n", f.qualified("."), f.file)
			default:
				fmt.Fprintf(b, "\tat %s(%s:%d)\n", f.qualified("."), f.file, f.line)
			}
		}
	}
}

func printJavaScript(b *strings.Builder, errors []errorObject) {
	for _, e := range errors {
		if e.typ == "" {
			e.typ = "Error"
		}
		b.WriteString(e.head() + "\n")
		for _, f := range e.frames {
			place := fmt.Sprintf("%s:%d:%d", f.file, f.line, max(1, f.column))
			if function := f.qualified("."); function != "" {
				fmt.Fprintf(b, "    at %s (%s)\n", function, place)
			} else {
				fmt.Fprintf(b, "    at %s\n", place)
			}
		}
	}
}

func printDotNet(b *strings.Builder, errors []errorObject) {
	for i, e := range errors {
		if i > 0 {
			b.WriteString(" ---> ")
		}
		if e.typ == "" {
			e.typ = "System.Exception"
		}
		b.WriteString(e.head() + "\n")
	}
	for i, e := range slices.Backward(errors) {
		for _, f := range e.frames {
			fmt.Fprintf(b, "   at %s()", f.qualified("."))
			if f.file != "" && f.line > 0 {
				fmt.Fprintf(b, " in %s:line %d", f.file, f.line)
			}
			b.WriteByte('\n')
		}
		if i > 0 {
			b.WriteString("   --- End of inner exception stack trace ---\n")
		}
	}
}

func printRuby(b *strings.Builder, errors []errorObject) {
	for _, e := range errors {
		for i, f := range e.frames {
			if i > 0 {
				b.WriteString("\tfrom ")
			}
			fmt.Fprintf(b, "%s:%d:in '%s'", f.file, f.line, f.qualified("#"))
			if i == 0 && e.typ != "" {
				fmt.Fprintf(b, ": %s (%s)", e.message, e.typ)
			}
			b.WriteByte('\n')
		}
	}
}

// printPHP prints the root cause first, as PHP does. The line that introduces an error names the
// place where it was raised, or the first frame if that place is not known. In a frame of PHP the
// function is the one that was called at its line.
func printPHP(b *strings.Builder, errors []errorObject) {
	for i, e := range slices.Backward(errors) {
		place, frames := e.place, e.frames
		if place.line == 0 && len(frames) > 0 {
			place, frames = frames[0], frames[1:]
		}
		if e.typ == "" {
			e.typ = "Exception"
		}
		if i < len(errors)-1 {
			b.WriteString("\nNext ")
		}
		fmt.Fprintf(b, "%s in %s:%d\nStack trace:\n", e.head(), place.file, place.line)
		for n, f := range frames {
			// Monolog writes no functions: the name is then empty.
			fmt.Fprintf(b, "#%d %s(%d): %s()\n", n, f.file, f.line, f.qualified("::"))
		}
		fmt.Fprintf(b, "#%d {main}\n", len(frames))
	}
}
