// SPDX-License-Identifier: Apache-2.0

package stacktrace

import "strings"

// inAppRuby tells the application's files from those of Ruby itself, of gems and of the executables
// that start the application.
func inAppRuby(f *Frame) bool {
	path := f.File
	if path == "" || f.Package != "" || strings.HasSuffix(path, ".java") || strings.HasPrefix(path, "uri:classloader:") {
		return false
	}
	prev := ""
	name, rest, ok := cutDirectory(path)
	for ; ok; name, rest, ok = cutDirectory(rest) {
		next, _, _ := cutDirectory(rest)
		switch name {
		case "rubygems", "vendor_ruby", "site_ruby":
			return false
		case "gems":
			if prev == "bundler" || prev == "vendor" || prev == "bundle" || hasGemVersion(next) {
				return false // gems/rack-3.0.8/lib, but not the application's own gems/pricing/lib
			}
		case "bundle", ".bundle":
			if prev == "vendor" || next == "ruby" || next == "jruby" || next == "gems" || next == "bin" || next == "bundler" {
				return false
			}
		case "plugins", "cache":
			if prev == "vendor" {
				return false
			}
		case "ruby":
			if digits(next) > 0 && strings.IndexByte(next, '.') > 0 {
				return false // /usr/lib/ruby/3.1.0/set.rb
			}
		}
		prev = name
	}
	if prev == "bin" || prev == "exe" {
		return !isRubyExecutable(name) && !strings.HasPrefix(path, "/usr/")
	}
	return true
}

// hasGemVersion reports whether the name of a directory is that of a gem, such as "rack-3.0.8", or
// starts with a version, such as "3.1.0", which holds the gems of that version of Ruby.
func hasGemVersion(dir string) bool {
	for i := range len(dir) {
		if isDigit(dir[i]) && (i == 0 || dir[i-1] == '-') {
			return true
		}
	}
	return false
}

// isRubyExecutable reports whether a file in a bin directory was put there by a tool.
func isRubyExecutable(name string) bool {
	switch name {
	case "bundle", "bundler", "cap", "erb", "foreman", "gem", "guard", "irb", "m", "minitest", "passenger", "pry", "puma",
		"pumactl", "rackup", "rails", "rake", "rdbg", "resque", "rspec", "ruby", "shoryuken", "sidekiq", "solargraph",
		"spring", "thin", "thor", "unicorn", "unicorn_rails":
		return true
	}
	return false
}
