// SPDX-License-Identifier: Apache-2.0

package redact

// A record is a span, a log record, a data point or a profile. The condition is evaluated for each record,
// tokens are numbered within it, and on_error may drop it. Resources and scopes, which records have in
// common, are redacted after the records, so that the condition sees them unchanged. They are redacted if
// one of their records is, or if they have none.

// outcome is what became of a record, or of what holds records.
type outcome struct {
	drop     bool // it must be removed
	redacted bool // it is not one that the condition kept from redaction, nor holds only such
	records  int  // how many are left
}

// exempt is the outcome of a record for which the condition does not hold.
var exempt = outcome{records: 1}

// group adds up the parts of a resource, scope or metric: records, or groups of them.
type group struct {
	parts, left int
	records     int // in the parts that are left
	redacted    bool
}

// add adds a part. It reports whether that must be removed.
func (g *group) add(part outcome) (drop bool) {
	g.parts++
	g.redacted = g.redacted || part.redacted
	if !part.drop {
		g.left++
		g.records += part.records
	}
	return part.drop
}

// begin starts a record, or what records have in common.
func (w *walker) begin() {
	w.failed = false
	if w.tokens {
		w.scanner.ResetTokens()
	}
}

// end ends a record.
func (w *walker) end() outcome {
	if w.dropsFailed(1) {
		return outcome{drop: true, redacted: true}
	}
	return outcome{redacted: true, records: 1}
}

// shared redacts what the parts of a group have in common. The group goes if that fails, or if all of its
// parts went.
func (w *walker) shared(g group, redact func()) outcome {
	if g.parts > 0 && !g.redacted {
		return outcome{records: g.records}
	}
	w.begin()
	redact()
	w.notes.forget() // neither a resource nor a scope is a record
	if w.dropsFailed(g.records) {
		return outcome{drop: true, redacted: true}
	}
	return outcome{drop: g.parts > 0 && g.left == 0, redacted: true, records: g.records}
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
