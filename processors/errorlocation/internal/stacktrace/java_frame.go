// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// javaFrame returns the frame in s as readJava reads it.
func javaFrame(s string) (f Frame, ok bool) {
	ok = f.readJava(s)
	return f, ok
}

// readJava reads a frame without its "at ":
//
//	app//com.example.shop.Orders.total(Orders.java:12) ~[shop.jar:1.0]
//	java.base@21/java.lang.Thread.sleep0(Native Method)
func (f *Frame) readJava(s string) (ok bool) {
	*f = Frame{}
	end := len(s) - 1
	if end <= 0 {
		return false
	}
	if isDigit(s[0]) {
		return f.readKotlinNative(s)
	}
	if s[end] != ')' {
		if end, f.owner, ok = javaTail(s); !ok {
			return false
		}
	}
	colon := end - 1
	for colon > 0 && isDigit(s[colon]) {
		colon--
	}
	name := ""
	if s[colon] == ':' && colon < end-1 {
		open := strings.LastIndexByte(s[:colon], '(')
		if open <= 0 {
			return false
		}
		name, f.File, f.Line = s[:open], s[open+1:colon], number(s[colon+1:end])
		if strings.IndexByte(f.File, '@') >= 0 || endsInNumber(f.File) {
			return false // the module in a thread dump, "java.base@17/Thread.java:3", or JavaScript's column
		}
	} else if name, f.File, f.Line, ok = javaPlace(s[:end]); !ok {
		return false
	}
	spaced := name[len(name)-1] == ' '
	if spaced {
		// Clojure, for its own functions, and Google Play print a space here. JavaScript always does.
		if name = name[:len(name)-1]; f.Line != 0 && !isJavaFile(f.File) && f.File != "SourceFile" {
			return false
		}
	}
	if f.Line == 0 || f.File == "" || f.File[0] == '<' || f.File == "Unknown Source" || len(f.File) > maxName {
		f.File, f.Line, f.owner = "", 0, ownerUnknown
	}
	f.Function, f.Package, ok = javaFunction(name, f.File, spaced)
	return ok
}

// readKotlinNative reads a frame of a program compiled by Kotlin/Native, without its "at ":
//
//	1   shop.kexe   0x10a4c2010   kfun:com.example.Orders#total(kotlin.Int){}kotlin.Int + 240 (/srv/shop/Orders.kt:12:9)
func (f *Frame) readKotlinNative(s string) bool {
	_, symbol, _ := strings.Cut(s, " kfun:")
	name, tail, whole := strings.Cut(symbol, "(")
	scope, function, _ := strings.Cut(name, "#")
	if !whole || function == "" || len(name) > maxName {
		return false
	}
	if i := lastIndex(tail, " ("); i > 0 && tail[len(tail)-1] == ')' {
		f.readPlace(tail[i+2 : len(tail)-1])
	}
	f.Function, f.Package = function, javaPackage(scope, f.File)
	if scope != "" {
		f.Function = scope + "." + function
	}
	return true
}

// javaTail finds the closing parenthesis of a frame that is followed by other text, usually the jar or
// directory that its class was loaded from.
func javaTail(s string) (end int, from owner, ok bool) {
	end = len(s)
	if s[end-1] == ']' {
		open := strings.LastIndexByte(s, '[')
		if open < 0 {
			return 0, ownerUnknown, false
		}
		from = javaOwner(s[open+1 : end-1])
		end = open
	}
	end = strings.LastIndexByte(s[:end], ')')
	return end, from, end > 0 && (end+1 == len(s) || strings.IndexByte(" [\",'", s[end+1]) >= 0)
}

// javaPlace splits a frame, without its closing parenthesis, whose file and line do not have the usual
// form.
func javaPlace(s string) (name, file string, line int, ok bool) {
	// Old machines of IBM: "Orders.total(Orders.java:12(Compiled Code))".
	if rest := strings.TrimSuffix(s, "Compiled Code)"); len(rest) < len(s) {
		inner := strings.LastIndexByte(rest, '(')
		if inner < 0 {
			return "", "", 0, false
		}
		s = rest[:inner]
	}
	open := strings.LastIndexByte(s, '(')
	if open <= 0 {
		return "", "", 0, false
	}
	name, file = s[:open], s[open+1:]
	if colon := strings.LastIndexByte(file, ':'); colon >= 0 {
		digit := file[colon+1:]
		file = file[:colon]
		negative := strings.TrimPrefix(digit, "-")
		if negative == "" || digits(negative) != len(negative) {
			return "", "", 0, false
		}
		if negative == digit {
			line = number(digit)
		}
		return name, file, line, true
	}
	switch file {
	case "Native Method", "Unknown Source", "<generated>", "Native method":
		return name, "", 0, true
	}
	return name, "", 0, isJavaFile(file) || file == "SourceFile" || file == "PG"
}

// endsInNumber reports whether a file ends with a colon and a number.
func endsInNumber(file string) bool {
	if file == "" || !isDigit(file[len(file)-1]) {
		return false
	}
	i := strings.LastIndexByte(file, ':')
	return i >= 0 && digits(file[i+1:]) == len(file)-i-1
}

// javaBytes says which bytes in the name of a function need a closer look.
var javaBytes = [256]uint8{
	'/': javaSlash, ' ': javaSpace,
	'[': javaBad, ';': javaBad, '"': javaBad, ':': javaBad, '=': javaBad, '{': javaBad, '\\': javaBad,
	'\b': javaBad, // with which coroutines mark the border of a stack
}

const (
	javaSlash uint8 = 1 << iota
	javaSpace
	javaBad
)

// javaBytesOf returns the union of javaBytes over name.
func javaBytesOf(name string) uint8 {
	var all uint8
	for i := range len(name) {
		all |= javaBytes[name[i]]
	}
	return all
}

// javaFunction removes the names of the class loader and the module before the name of a method with
// its class. pkg is the package of the class, or the namespace in Clojure. spaced says that a space
// follows the name.
func javaFunction(name, file string, spaced bool) (function, pkg string, ok bool) {
	all := javaBytesOf(name)
	if all != 0 {
		// Cats Effect prefixes the frames of a fiber with the operation: "map @ com.example.Main.run".
		if all&javaSpace != 0 {
			if i := strings.Index(name, " @ "); i >= 0 {
				name = name[i+len(" @ "):]
			}
		}
		if spaced {
			// clojure.stacktrace prints "shop.orders/fn" for an anonymous function.
			if namespace, _, ok := strings.Cut(name, "/"); ok {
				return name, namespace, all == javaSlash && len(name) <= maxName
			}
		}
		name = javaClassAndMethod(name)
		if all != javaSlash {
			all = javaBytesOf(name)
		}
	}
	dot := strings.LastIndexByte(name, '.')
	switch {
	case dot <= 0 || dot == len(name)-1 || all&javaBad != 0 || len(name) > maxName,
		// Kotlin and Spock allow spaces in the name of a method.
		all&javaSpace != 0 && (strings.IndexByte(name[:dot], ' ') >= 0 || !isJavaFile(file)):
		return "", "", false
	}
	return name, javaPackage(name[:dot], file), true
}

// javaClassAndMethod removes the class loader and the module: "app//" and "java.base/".
func javaClassAndMethod(name string) string {
	start := 0
	for at := 0; ; {
		i := strings.IndexByte(name[at:], '/')
		if i < 0 {
			return name[start:]
		}
		at += i + 1
		// A hidden class has an address behind a slash: "Main$$Lambda/0x00007f.run".
		if at < len(name) && !isDigit(name[at]) {
			start = at
		}
	}
}

// javaPackage returns the package of a class. A function of Clojure is compiled to a class such as
// "shop.orders$total"; its package is the namespace.
func javaPackage(class, file string) string {
	if strings.HasSuffix(file, ".clj") || strings.HasSuffix(file, ".cljc") {
		namespace, _, _ := strings.Cut(class, "$")
		return namespace
	}
	return class[:max(0, strings.LastIndexByte(class, '.'))]
}

// isJavaFile reports whether a file has the extension of a language of the Java virtual machine.
func isJavaFile(file string) bool {
	switch file[strings.LastIndexByte(file, '.')+1:] {
	case "java", "kt", "kts", "scala", "sc", "clj", "cljc", "groovy", "gradle":
		return true
	}
	return false
}

// javaOwner returns the owner of a class by where it was loaded from, as log libraries print it:
// "spring-web.jar:6.1", "shop.jar!/:1.0", "classes/:na", "?:?". Code that was built here is in
// directories, libraries are in archives.
func javaOwner(source string) owner {
	if i := strings.LastIndexByte(source, ':'); i >= 0 {
		source = source[:i]
	} else {
		return ownerUnknown
	}
	directory, ok := strings.CutSuffix(source, "/")
	directory = strings.TrimSuffix(directory, "!")
	switch {
	case strings.HasSuffix(directory, ".jar"):
		return ownerPackaged
	case ok || strings.HasSuffix(directory, ".war"):
		return ownerApp
	}
	return ownerUnknown
}
