// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// isCPPFile reports whether the path has the extension of a C or C++ source file.
func isCPPFile(path string) bool {
	i := strings.LastIndexByte(path, '.')
	if i < 0 {
		return false
	}
	switch path[i+1:] {
	case "c", "cc", "cpp", "cxx", "c++", "C", "h", "hh", "hpp", "hxx", "ipp", "tpp", "inl", "inc", "cu", "m", "mm", "ixx", "cppm":
		return true
	}
	return false
}

// cppSystemRoots are directories of the system and of package managers. cppRelativeRoots are relative
// directories of the sources of the C library, and of third-party sources in a repository.
var (
	cppSystemRoots = []string{
		"/usr/include/", "/usr/lib/", "/usr/lib64/", "/usr/local/include/", "/usr/src/debug/", "/build/glibc-", "/build/gcc-", "/build/llvm-toolchain-", "/opt/rh/", "/nix/store/",
		"/Library/", "/Applications/Xcode",
	}
	cppRelativeRoots = []string{
		"../sysdeps/", "../nptl/", "../csu/", "../stdlib/", "../signal/", "../iconv/", "../malloc/", "../string/",
		"./sysdeps/", "./nptl/", "./csu/", "./stdlib/", "./signal/", "./debug/", "./assert/", "./misc/", "./string/", "./malloc/",
		"./libio/", "./elf/", "./posix/", "./time/", "./io/",
		"external/", "third_party/", "vendor/", "minkernel", "bits/", "libc-start.c", "libc_start_call_main.h",
	}
)

// inAppCPP tells the application's code from the C and C++ standard libraries, the code that starts
// and ends programs, and widely used libraries, by namespace, path and module.
func inAppCPP(f *Frame) bool {
	name := f.Function
	if isCPPLibraryName(name) {
		return false
	}
	path := f.File
	if path == "" {
		return name != "" && !isSystemModule(f.Package)
	}
	roots := cppRelativeRoots
	if path[0] == '/' {
		roots = cppSystemRoots
	}
	for _, root := range roots {
		if strings.HasPrefix(path, root) {
			return false
		}
	}
	prev := ""
	for element, rest, ok := cutDirectory(path); ok; element, rest, ok = cutDirectory(rest) {
		switch element {
		case "third_party", "vcpkg", "vcpkg_installed", ".conan", ".conan2", "_deps", "libsanitizer", "compiler-rt", "libstdc++-v3", "libcxx", "libcxxabi",
			"llvm-project", "glibc", "sysdeps", "vctools", "VC", "site-packages", "node_modules", ".cargo", ".hunter":
			return false
		case "c++":
			if prev == "include" {
				return false
			}
		case "external":
			if prev == "execroot" || strings.HasPrefix(prev, "bazel-") {
				return false
			}
		}
		if strings.HasPrefix(element, "glibc-") || strings.HasPrefix(element, "boost_1_") {
			return false
		}
		prev = element
	}
	return true
}

// isSystemModule reports whether a module is a library of the system.
func isSystemModule(module string) bool {
	if module == "" {
		return false
	}
	for _, prefix := range [...]string{"/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/", "/usr/local/lib/", "/nix/store/", "/system/", "/apex/", "linux-vdso", "[vdso]", "/usr/lib32/"} {
		if strings.HasPrefix(module, prefix) {
			return true
		}
	}
	if i := strings.LastIndexByte(module, '/'); i >= 0 {
		module = module[i+1:]
	}
	for _, library := range [...]string{
		"libc.so", "libc-", "libstdc++", "libpthread", "libasan", "libubsan", "libtsan", "libc++", "ld-linux", "ld-", "libgcc", "libm.so", "libdl",
		"libsystem_", "dyld", "kernel32", "KERNEL32", "ntdll", "ucrtbase", "VCRUNTIME", "KERNELBASE",
	} {
		if strings.HasPrefix(module, library) {
			return true
		}
	}
	return false
}

// isCPPLibraryName reports whether a function is of the standard library or a common one, by its
// namespace or name.
func isCPPLibraryName(name string) bool {
	if strings.HasPrefix(name, "_ZN") || strings.HasPrefix(name, "_ZSt") {
		// A mangled name: "St" is std; any other namespace is preceded by its length.
		rest := strings.TrimPrefix(strings.TrimPrefix(name[2:], "N"), "K")
		if strings.HasPrefix(rest, "St") || strings.HasPrefix(rest, "9__gnu_cxx") {
			return true
		}
		for _, space := range [...]string{"5boost", "4absl", "6google", "5folly", "7testing", "9backward", "8cpptrace", "10__cxxabiv1"} {
			if strings.HasPrefix(rest, space) {
				return true
			}
		}
		return false
	}
	if space, _, ok := strings.Cut(name, "::"); ok {
		switch space {
		case "std", "__gnu_cxx", "__cxxabiv1", "boost", "absl", "google", "folly", "testing", "backward", "cpptrace", "__asan", "__ubsan", "__tsan", "__msan", "__lsan",
			"__sanitizer", "__interception", "fmt", "spdlog", "grpc", "grpc_core", "google_breakpad", "crashpad", "Catch", "doctest", "asio", "tbb", "opentelemetry":
			return true
		case "base", "logging": // of Chromium, and of others
			return strings.HasPrefix(name, "base::debug::") || strings.HasPrefix(name, "logging::LogMessage") || strings.HasPrefix(name, "logging::CheckError")
		}
		return false
	}
	switch name {
	case "abort", "raise", "_start", "start", "start_thread", "clone", "clone3", "__clone", "__clone3", "operator new", "operator new[]", "operator delete", "operator delete[]",
		"malloc", "free", "calloc", "realloc", "memcpy", "memmove", "memset", "strlen", "strcpy", "exit", "gsignal", "pthread_kill",
		"execute_native_thread_routine", "BaseThreadInitThunk", "RtlUserThreadStart", "invoke_main", "mainCRTStartup", "killpg",
		"backtrace", "backtrace_symbols", "_sigtramp", "thread_start", "_pthread_start", "asan_thread_start", "poll", "epoll_wait", "select":
		return true
	}
	if !strings.HasPrefix(name, "__") && !strings.HasPrefix(name, "_U") {
		return false
	}
	for _, prefix := range [...]string{
		"__libc_", "__GI_", "__pthread_", "__cxa_", "__asan_", "__ubsan_", "__tsan_", "__interceptor_", "__sanitizer_", "__assert", "__static_init", "__scrt_", "_Unwind_", "__restore_rt",
		"__memcpy", "__memmove", "__memset", "__strlen", "__str", "__malloc", "__fortify", "__stack_chk", "__futex", "__kernel_",
	} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
