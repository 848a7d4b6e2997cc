// SPDX-License-Identifier: Apache-2.0

// Package configconverter examines a configuration before the collector uses it: at start, at reload and in
// `validate`. It works in three steps. Package migrate rewrites what only past versions understood, package
// explain says what is wrong in terms of files and lines, and package check finds what would fail at start.
package configconverter
