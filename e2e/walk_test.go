// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/faultline-otel/faultline/internal/stack"
)

// walkTimeout is how long a command of the walk may be repeated until it prints what the document says.
// The longest waits until less than 5% of the requests of five minutes have failed, which is so when the
// failed ones are older, if not before.
const walkTimeout = 8 * time.Minute

// While orders fail, the others are so few that the alerts fire also where each order takes seconds. Later
// there are more, so that the alerts end soon.
const fewShoppers, manyShoppers = 4, 60

// TestWalk runs the commands of docs/debugging-walk.md, from the alert to the line of code and on until
// the alert is gone, against the real servers, and compares what they print with what the document says.
// The alerts are those on errors that are shipped, but for the five minutes that they wait.
func TestWalk(t *testing.T) {
	started := time.Now()
	layout := newLayout(t)
	b := newBackends(t, layout)
	b.startServers(t, impatientRules(t))
	run(t, b.gateway())
	for _, service := range layout.Services() {
		run(t, service)
	}
	startShoppers(t, layout, fewShoppers, "0")

	w := walk{backends: b, variables: filepath.Join(t.TempDir(), "variables")}
	text, err := os.ReadFile(filepath.Join(root(), "docs", "debugging-walk.md"))
	require.NoError(t, err)
	steps := consoleSteps(string(text))
	require.NotEmpty(t, steps)
	for i, step := range steps {
		if i == len(steps)-1 {
			startShoppers(t, layout, manyShoppers, "0")
		}
		w.do(t, step)
	}

	variables, err := os.ReadFile(w.variables)
	require.NoError(t, err)
	id := traceID.FindString(string(variables))
	require.NotEmpty(t, id, "the walk sets the variable trace")
	b.testLocation(t, id)
	file, line := paymentErrorLine(t)
	location := strings.TrimPrefix(file, root()+"/") + ":" + line
	require.Contains(t, string(text), "at "+location+"\n", "the line that raises the error")
	require.Contains(t, string(text), "code "+location+"\n")
	fmt.Printf("the walk: %d commands in %s\n", len(steps), time.Since(started).Round(time.Second))
}

// impatientRules are the alerts on errors of services, which fire after five seconds in place of minutes. The
// one on latency is left out: how fast the services are depends on the machine.
func impatientRules(t *testing.T) string {
	t.Helper()
	var content struct {
		Groups []struct {
			Name  string           `yaml:"name"`
			Rules []map[string]any `yaml:"rules"`
		} `yaml:"groups"`
	}
	readYAML(t, filepath.Join(root(), "deploy", "prometheus", "services.rules.yaml"), &content)
	require.Len(t, content.Groups, 1)
	group := &content.Groups[0]
	shipped := len(group.Rules)
	group.Rules = slices.DeleteFunc(group.Rules, func(rule map[string]any) bool { return rule["alert"] == "HighLatency" })
	require.Len(t, group.Rules, shipped-1)
	for _, rule := range group.Rules {
		require.Equal(t, "5m", rule["for"])
		rule["for"] = "5s"
	}
	text, err := yaml.Marshal(content)
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "services.rules.yaml")
	require.NoError(t, os.WriteFile(file, text, 0o600))
	return file
}

// startShoppers sends requests at a rate a second until the end of the test, of which a share of the orders fails.
func startShoppers(t *testing.T, layout stack.Layout, rate int, failures string) {
	t.Helper()
	run(t, layout.Loadgen("--rate", strconv.Itoa(rate), "--duration", "0", "--failures", failures, "--seed", "11"))
}

// step is a command of a document and what it prints.
type step struct {
	command string
	output  string
}

// consoleSteps are those of the blocks of a document whose language is console: commands behind "$ ",
// each followed by what it prints.
func consoleSteps(document string) []step {
	var steps []step
	inside := false
	for line := range strings.Lines(document) {
		command, isCommand := strings.CutPrefix(line, "$ ")
		switch {
		case strings.HasPrefix(line, "```"):
			inside = strings.TrimSpace(line) == "```console"
		case inside && isCommand:
			steps = append(steps, step{command: strings.TrimSpace(command)})
		case inside:
			steps[len(steps)-1].output += line
		}
	}
	return steps
}

// walk runs steps one after the other in the root of the clone.
type walk struct {
	*backends
	variables string // file that hands the variable trace on from step to step
}

// do repeats a command until it prints what the document says.
func (w walk) do(t *testing.T, s step) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), walkTimeout)
	defer cancel()
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	began := time.Now()
	for {
		printed, err := w.run(ctx, s.command)
		if err == nil && alike(printed) == alike(s.output) {
			t.Logf("%6s  $ %s\n%s", time.Since(began).Round(time.Millisecond), s.command, printed)
			return
		}
		select {
		case <-ctx.Done():
			require.NoError(t, err, s.command)
			require.Equal(t, alike(s.output), alike(printed), s.command)
		case <-ticker.C:
		}
	}
}

func (w walk) run(ctx context.Context, command string) (string, error) {
	command = strings.NewReplacer(
		"localhost:8080", w.layout.APIGateway,
		"localhost:9090", w.prometheusAddress,
		"localhost:16686", w.jaegerQuery,
		"localhost:3100", w.lokiAddress,
	).Replace(command)
	script := fmt.Sprintf("set -o pipefail; touch %[1]s; source %[1]s; %[2]s\nstatus=$?; declare -p trace >%[1]s 2>/dev/null; exit $status", w.variables, command)
	cmd := exec.CommandContext(ctx, "bash", "-c", script)
	cmd.Dir = root()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return stdout.String(), fmt.Errorf("%s: %w: %s", command, err, &stderr)
	}
	return stdout.String(), nil
}

var (
	traceID = regexp.MustCompile(`\b[0-9a-f]{32}\b`)
	unlike  = regexp.MustCompile(`(^|[^:0-9a-f])[0-9a-f]{32}\b`)
	decimal = regexp.MustCompile(`\b\d+\.\d+`)
)

// alike replaces what differs from run to run: trace ids and rates. A fingerprint, which begins
// with its version, stays.
func alike(text string) string {
	text = unlike.ReplaceAllString(text, "${1}<trace>")
	return decimal.ReplaceAllString(text, "<number>")
}
