// SPDX-License-Identifier: Apache-2.0

package redact

// A record is a span, a log record, a data point or a profile: what the condition is evaluated for, what
// tokens are numbered in, and what is dropped if on_error says so. What records have in common, a resource
// or a scope, comes after them, so that the condition sees it as it was. It is redacted if one of its
// records is, or if it has none.

// begin starts a record, or what records have in common.
func (w *walker) begin() {
	w.failed = false
	if w.tokens {
		w.scanner.ResetTokens()
	}
}

// dropsFailed reports whether the records that were begun must be dropped, and counts them.
func (w *walker) dropsFailed(records int) bool {
	if !w.failed || !w.dropOnError || w.dryRun {
		return false
	}
	w.tally.dropped += int64(records)
	w.notes.forget()
	return true
}

// shared redacts what records have in common, of which there are so many left. It reports whether all of
// them must be dropped.
func (w *walker) shared(records int, redact func()) bool {
	w.begin()
	redact()
	w.notes.forget() // neither a resource nor a scope is a record
	return w.dropsFailed(records)
}
