// SPDX-License-Identifier: Apache-2.0

// Package check is the third step of the configuration converter: it finds what upstream's validate
// lets pass and only a start would show, and gives advice on what starts but loses data, leaks it or
// counts it wrongly.
//
// What can be compiled is compiled by the upstream parts themselves, created as the collector creates
// them and never run. Each rule is a function of its own, listed in Rules; the README has the table.
package check

import (
	"github.com/faultline-otel/faultline/components/configconverter/finding"
)

// Rule is one thing that Check looks for.
type Rule struct {
	// ID names the rule where its findings are shown and where they are silenced.
	ID string
	// Severity is that of each of its findings: an error is what the collector cannot start with.
	Severity finding.Severity
	// What the rule finds, and Why that matters.
	What, Why string

	check func(*configuration, report)
}

// report adds a finding of the rule that is at work: what was found, what to write instead, and the
// key that this is about.
type report func(found, write string, keyPath ...string)

// Rules returns all rules, errors first.
func Rules() []Rule {
	return append(faults(), advice()...)
}

// Check returns what the rules find in a configuration that is resolved: no variables are left in it,
// and each part has the type name of today or one of its aliases. It reads the file system, to look
// for the files that the configuration names, and changes nothing.
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
