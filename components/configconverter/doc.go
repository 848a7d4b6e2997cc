// SPDX-License-Identifier: Apache-2.0

// Package configconverter looks at a configuration before the collector does, at start, at reload and in
// `validate` alike, in three steps: migrate rewrites what past versions understood, explain says what is
// wrong in terms of files and lines, check finds what would break at start.
package configconverter
