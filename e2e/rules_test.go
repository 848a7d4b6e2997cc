// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

const runbooks = "https://github.com/faultline-otel/faultline/blob/main/docs/runbooks.md#"

// rule is one of a rule file: an alert, or a recorded series.
type rule struct {
	Alert       string
	Record      string
	Expr        string
	For         string
	Labels      map[string]string
	Annotations map[string]string
}

func readYAML(t *testing.T, file string, into any) {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, yaml.Unmarshal(text, into), file)
}

// shippedRules are those of deploy/prometheus.
func shippedRules(t *testing.T) []rule {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root(), "deploy", "prometheus", "*.rules.yaml"))
	require.NoError(t, err)
	var rules []rule
	for _, file := range files {
		rules = append(rules, readRules(t, file)...)
	}
	require.NotEmpty(t, rules)
	return rules
}

func readRules(t *testing.T, file string) []rule {
	t.Helper()
	var content struct {
		Groups []struct{ Rules []rule }
	}
	readYAML(t, file, &content)
	var rules []rule
	for _, group := range content.Groups {
		rules = append(rules, group.Rules...)
	}
	return rules
}

// TestRulesAreComplete checks that each alert has an entry in docs/runbooks.md, to which its runbook_url
// leads, and a test of promtool in which it fires and one in which it does not.
func TestRulesAreComplete(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root(), "docs", "runbooks.md"))
	require.NoError(t, err)
	entries := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if name, ok := strings.CutPrefix(line, "### "); ok {
			entries[strings.TrimSpace(name)] = true
		}
	}

	fires, quiet := map[string]bool{}, map[string]bool{}
	files, err := filepath.Glob(filepath.Join(root(), "deploy", "prometheus", "tests", "*.test.yaml"))
	require.NoError(t, err)
	for _, file := range files {
		var content struct {
			Tests []struct {
				Alerts []struct {
					Name string `yaml:"alertname"`
					Want []any  `yaml:"exp_alerts"`
				} `yaml:"alert_rule_test"`
			}
		}
		readYAML(t, file, &content)
		for _, test := range content.Tests {
			for _, alert := range test.Alerts {
				if len(alert.Want) > 0 {
					fires[alert.Name] = true
				} else {
					quiet[alert.Name] = true
				}
			}
		}
	}

	alerts := map[string]bool{}
	for _, rule := range shippedRules(t) {
		if rule.Alert == "" {
			continue
		}
		assert.False(t, alerts[rule.Alert], "%s is there twice", rule.Alert)
		alerts[rule.Alert] = true
		assert.Equal(t, runbooks+strings.ToLower(rule.Alert), rule.Annotations["runbook_url"], rule.Alert)
		assert.NotEmpty(t, rule.Annotations["summary"], rule.Alert)
		assert.NotEmpty(t, rule.Annotations["description"], rule.Alert)
		assert.Contains(t, []string{"warning", "critical"}, rule.Labels["severity"], rule.Alert)
		assert.True(t, fires[rule.Alert], "no test has %s fire", rule.Alert)
		assert.True(t, quiet[rule.Alert], "no test has %s stay quiet", rule.Alert)
	}
	assert.Equal(t, alerts, entries, "the entries of docs/runbooks.md")
}

// TestUsualAlerts checks that the alerts of testdata/service-alerts.yaml are shipped as they are there.
func TestUsualAlerts(t *testing.T) {
	shipped := map[string]rule{}
	for _, rule := range shippedRules(t) {
		shipped[rule.Alert] = rule
	}
	for _, want := range readRules(t, filepath.Join("testdata", "service-alerts.yaml")) {
		got := shipped[want.Alert]
		assert.Equal(t, want.Expr, got.Expr)
		assert.Equal(t, want.For, got.For)
		assert.Equal(t, want.Labels, got.Labels)
		assert.Subset(t, got.Annotations, want.Annotations)
	}
}
