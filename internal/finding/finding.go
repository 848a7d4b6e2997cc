// SPDX-License-Identifier: Apache-2.0

// Package finding defines what the steps of the configuration converter report about a configuration: where
// something was found, what it is, and what to write instead.
package finding

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/faultline-otel/faultline/internal/confpos"
)

// Severity reports whether a collector with this configuration can start.
type Severity string

const (
	// Error is a fault: the collector would not start, or not do what is written.
	Error Severity = "error"
	// Warning is something that was repaired, or advice.
	Warning Severity = "warning"
)

// Finding is one thing found in a configuration.
type Finding struct {
	Severity Severity
	// Rule is a short name in kebab-case, by which a finding of this kind can be silenced.
	Rule string
	// Position may be left zero: Locate finds it by the key path.
	Position confpos.Position
	// KeyPath leads to what the finding is about, as in {"exporters", "otlp_grpc", "endpoint"}; elements of lists by index.
	KeyPath []string
	// Found says what was found, in one line and without a full stop.
	Found string
	// Write says what to write instead. New YAML may have several lines.
	Write string
	// Since is the version of the collector since which this is so, such as "v0.111.0"; it may be empty.
	Since string
}

// String returns "file:line:column: key::path: what was found; what to write [rule]".
func (f Finding) String() string {
	var text strings.Builder
	for _, prefix := range []string{f.Position.String(), strings.Join(f.KeyPath, "::")} {
		if prefix != "" {
			text.WriteString(prefix + ": ")
		}
	}
	text.WriteString(f.Found)
	if f.Since != "" {
		text.WriteString(" (since " + f.Since + ")")
	}
	if f.Write != "" {
		text.WriteString("; " + f.Write)
	}
	text.WriteString(" [" + f.Rule + "]")
	return text.String()
}

// MarshalJSON returns one flat object, for tools that read findings.
func (f Finding) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Severity Severity `json:"severity"`
		Rule     string   `json:"rule"`
		File     string   `json:"file,omitempty"`
		Line     int      `json:"line,omitempty"`
		Column   int      `json:"column,omitempty"`
		Key      string   `json:"key,omitempty"`
		Found    string   `json:"found"`
		Write    string   `json:"write,omitempty"`
		Since    string   `json:"since,omitempty"`
	}{f.Severity, f.Rule, f.Position.File, f.Position.Line, f.Position.Column, strings.Join(f.KeyPath, "::"), f.Found, f.Write, f.Since})
}

// Locate gives each finding without a position that of its key, or of the nearest parent that was
// written in a file, and sorts them by file, line and column.
func Locate(findings []Finding) {
	for i := range findings {
		if findings[i].Position == (confpos.Position{}) {
			findings[i].Position, _ = confpos.Find(findings[i].KeyPath...)
		}
	}
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Position.File, b.Position.File), cmp.Compare(a.Position.Line, b.Position.Line),
			cmp.Compare(a.Position.Column, b.Position.Column), slices.Compare(a.KeyPath, b.KeyPath))
	})
}

// Err returns the findings that are errors as one error with a line for each, or nil if there is none.
func Err(findings []Finding) error {
	var faults []error
	for _, f := range findings {
		if f.Severity == Error {
			faults = append(faults, errors.New(f.String()))
		}
	}
	return errors.Join(faults...)
}
