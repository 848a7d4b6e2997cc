// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// inAppRust tells the application's crates from the standard library and from crates that cargo
// fetched, by the directories of the path, or by the name of the crate if there is no path.
func inAppRust(f *Frame) bool {
	path := f.File
	if path == "" {
		return f.Package != "" && !isRustLibrary(f.Package)
	}
	if strings.HasPrefix(path, "/rustc/") || strings.HasPrefix(path, "./rustc/") || path[0] == '<' {
		return false
	}
	if !strings.HasSuffix(path, ".rs") && f.Package == "" {
		return false // C code that starts a program or a thread
	}
	before, prev := "", ""
	for name, rest, ok := cutDirectory(path); ok; name, rest, ok = cutDirectory(rest) {
		switch name {
		case ".cargo", ".rustup", "rustlib", "checkouts", "checkout", "vendor-cargo-deps", "cargo-vendor-dir":
			return false
		case "src":
			// "registry/src/HOST", "vendor/CRATE/src"
			if prev == "registry" || before == "vendor" {
				return false
			}
		case "core", "std", "alloc", "libstd", "libcore", "liballoc", "test", "panic_unwind", "backtrace", "proc_macro":
			// "library/core/src" of the compiler's sources, at one time "src/libcore"
			if prev == "library" || before == "" && prev == "" && strings.HasPrefix(name, "lib") || prev == "src" && strings.HasPrefix(name, "lib") {
				return false
			}
		case "out":
			if before == "build" {
				return false // written by a build script: "target/debug/build/CRATE-HASH/out"
			}
		case "external":
			if prev == "" || prev == "." {
				return false // Bazel
			}
		default:
			if strings.HasPrefix(name, "rustc-") || strings.HasSuffix(name, "-vendor-cargo-deps") || strings.HasSuffix(name, "-cargo-vendor-dir") {
				return false
			}
		}
		before, prev = prev, name
	}
	return true
}

// isRustLibrary reports whether a crate is part of the standard library or widely used.
func isRustLibrary(crate string) bool {
	switch crate {
	case "std", "core", "alloc", "test", "proc_macro", "panic_unwind", "panic_abort", "hashbrown", "__rustc",
		"backtrace", "backtrace_rs", "addr2line", "gimli",
		"anyhow", "eyre", "color_eyre", "failure", "snafu", "miette", "error_stack", "thiserror", "stable_eyre",
		"log", "env_logger", "tracing", "slog", "sentry", "opentelemetry",
		"tokio", "async_std", "smol", "mio", "rayon", "futures", "bytes", "once_cell", "parking_lot", "rand", "regex",
		"chrono", "time", "uuid", "url", "clap",
		"serde", "serde_json", "serde_yaml", "toml", "prost", "bincode",
		"http", "http_body", "hyper", "h2", "axum", "tower", "rocket", "warp", "tide", "tonic", "reqwest", "ureq", "rustls", "poem", "salvo",
		"diesel", "sqlx", "redis", "mongodb", "rusqlite", "postgres", "lapin", "rdkafka", "deadpool", "bb8", "r2d2":
		return true
	}
	for _, family := range [...]string{
		"tokio_", "futures_", "tracing_", "actix", "axum_", "tower_", "hyper_", "rayon_", "crossbeam", "opentelemetry_",
		"serde_", "sqlx_", "sea_orm", "aws_", "sentry_", "regex_", "async_", "http_", "diesel_", "rustls_", "parking_lot_",
	} {
		if strings.HasPrefix(crate, family) {
			return true
		}
	}
	return false
}
