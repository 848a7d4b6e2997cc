// SPDX-License-Identifier: Apache-2.0

// Package check is the third step of the configuration converter. It finds faults that upstream's validate
// overlooks and that would show only at start, and gives advice on settings that work but lose data, leak it
// or count it wrongly.
//
// Components are compiled by upstream's own code: created as the collector creates them, but never run. Each
// rule is a function, listed in Rules; the README has them as a table.
package check

import (
	"github.com/faultline-otel/faultline/internal/finding"
)

// Rule is one kind of fault or advice that Check looks for.
type Rule struct {
	// ID names the rule where its findings are shown and where they are silenced.
	ID string
	// Severity is that of all its findings: Error if the collector would not start.
	Severity finding.Severity
	// What the rule finds, and Why that matters.
	What, Why string

	check func(*configuration, report)
}

// report adds a finding of the current rule: what was found, what to write instead, and the key that it is
// about.
type report func(found, write string, keyPath ...string)

// Rules returns all rules, errors first.
func Rules() []Rule {
	return append(faults(), advice()...)
}

// Check returns what the rules find in a resolved configuration: variables have been replaced, and each
// component has its present type or an alias of it. It looks for the files that the configuration names and
// changes nothing.
func Check(conf map[string]any) []finding.Finding {
	c := newConfiguration(conf)
	var findings []finding.Finding
	for _, rule := range Rules() {
		rule.check(c, func(found, write string, keyPath ...string) {
			findings = append(findings, finding.Finding{
				Severity: rule.Severity,
				Rule:     rule.ID,
				KeyPath:  keyPath,
				Found:    found,
				Write:    write,
			})
		})
	}
	finding.Locate(findings)
	return findings
}
