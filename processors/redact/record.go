// SPDX-License-Identifier: Apache-2.0

package redact

// A record is a span, a log record, a data point or a profile. The condition is evaluated for each record,
// tokens are numbered within it, and on_error may drop it. Resources and scopes, which records have in
// common, are redacted after the records, so that the condition sees them unchanged. They are redacted if
// one of their records is, or if they have none.

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

// shared redacts what the given number of records have in common. It reports whether all of them must be
// dropped.
func (w *walker) shared(records int, redact func()) bool {
	w.begin()
	redact()
	w.notes.forget() // neither a resource nor a scope is a record
	return w.dropsFailed(records)
}
