// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/faultline-otel/faultline/internal/confpos"
	"github.com/faultline-otel/faultline/internal/finding"
)

// variable is a ${NAME} or ${env:NAME} without a default, with the $ before it: an odd number of these makes it text.
var variable = regexp.MustCompile(`(\$*)\$\{(?:env:)?([a-zA-Z_][a-zA-Z0-9_]*)\}`)

// bareVariable is a $NAME without braces, or an escaped $.
var bareVariable = regexp.MustCompile(`\$\$|\$[a-zA-Z_][a-zA-Z0-9_]*`)

// variables reports what is written as a variable and is none, or has no value.
func (e *explanation) variables() {
	for _, scalar := range confpos.Scalars("$") {
		e.unsetVariables(scalar)
		e.openVariable(scalar)
		e.bareVariables(scalar)
	}
}

// unsetVariables reports variables that are not set. The collector reads these as nothing, which an endpoint must not be.
func (e *explanation) unsetVariables(scalar confpos.Scalar) {
	for _, match := range variable.FindAllStringSubmatch(scalar.Text, -1) {
		if len(match[1])%2 == 1 {
			continue
		}
		if _, set := os.LookupEnv(match[2]); set {
			continue
		}
		severity := finding.Warning
		if match[0] == scalar.Text && needed(scalar.KeyPath) {
			severity = finding.Error
		}
		e.findings = append(e.findings, finding.Finding{
			Severity: severity, Rule: "unset-variable", Position: scalar.Position, KeyPath: scalar.KeyPath,
			Found: fmt.Sprintf("the environment variable %s is not set, which is read as nothing", match[2]),
			Write: fmt.Sprintf("set it, or write ${env:%s:-default}", match[2]),
		})
	}
}

func (e *explanation) openVariable(scalar confpos.Scalar) {
	open := strings.LastIndex(scalar.Text, "${")
	if open < 0 || strings.Contains(scalar.Text[open:], "}") || strings.HasSuffix(scalar.Text[:open], "$") {
		return
	}
	e.findings = append(e.findings, finding.Finding{
		Severity: finding.Warning, Rule: "open-variable", Position: scalar.Position, KeyPath: scalar.KeyPath,
		Found: "a ${ without its }, which is taken as text", Write: "write ${env:NAME}, or $${ for the text",
	})
}

// bareVariables reports each $NAME, where there is such a variable: that was once its value, and is now text. It stays text
// here as well, because a configuration that the collector takes today must mean the same.
func (e *explanation) bareVariables(scalar confpos.Scalar) {
	for _, ref := range bareVariable.FindAllString(scalar.Text, -1) {
		name := ref[len("$"):]
		if _, set := os.LookupEnv(name); !set {
			continue
		}
		e.findings = append(e.findings, finding.Finding{
			Severity: finding.Warning, Rule: "bare-variable", Position: scalar.Position, KeyPath: scalar.KeyPath,
			Found: ref + " without braces is text, and not the value of the variable", Since: "v0.104.0",
			Write: "write ${env:" + name + "} for the value, or $" + ref + " for the text",
		})
	}
}

// needed reports whether a value cannot be empty: the endpoint of an exporter that sends by OTLP.
func needed(keyPath []string) bool {
	return len(keyPath) == 3 && keyPath[0] == "exporters" && keyPath[2] == "endpoint" &&
		slices.Contains([]string{"otlp", "otlp_grpc", "otlphttp", "otlp_http"}, strings.Split(keyPath[1], "/")[0])
}
