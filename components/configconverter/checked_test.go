// SPDX-License-Identifier: Apache-2.0

package configconverter

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// One piece of advice (memory-limiter-missing) and nothing else.
const advised = `
receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:4317"}}}}
exporters: {debug: }
service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}
`

func TestAdviceByTheWishOfTheEnvironment(t *testing.T) {
	const rule = "[memory-limiter-missing]"
	for name, c := range map[string]struct {
		check, ignore   string
		warned, refused bool
	}{
		"by default":            {warned: true},
		"off":                   {check: "off"},
		"strict":                {check: "strict", refused: true},
		"silenced":              {ignore: "other, memory-limiter-missing"},
		"silenced under strict": {check: "strict", ignore: "memory-limiter-missing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(envCheck, c.check)
			t.Setenv(envIgnore, c.ignore)
			_, output, err := load(t, advised)
			assert.Equal(t, c.warned, strings.Contains(output, rule), output)
			if c.refused {
				require.ErrorContains(t, err, rule)
			} else {
				require.NoError(t, err)
			}
		})
	}
}

func TestFaultsAreToldWhateverTheWish(t *testing.T) {
	broken := strings.Replace(advised, "debug: }", "debug: , file: {path: out, encoding: nowhere}}", 1)
	broken = strings.Replace(broken, "[debug]", "[debug, file]", 1)
	t.Setenv(envCheck, "off")
	t.Setenv(envIgnore, "extension-not-enabled")
	_, _, err := load(t, broken)
	require.ErrorContains(t, err, "c.yaml:3:40: exporters::file::encoding: ")
	require.ErrorContains(t, err, "[extension-not-enabled]")
}

// TestFaultsAsWarnings checks that there is a way past a fault that is none: upstream decides. What is not in the
// configuration that upstream gets stays a fault.
func TestFaultsAsWarnings(t *testing.T) {
	broken := strings.Replace(advised, "debug: }", "debug: {verbosit: detailed}, file: {path: out, encoding: nowhere}}", 1)
	broken = strings.Replace(broken, "[debug]", "[debug, file]", 1)
	t.Setenv(envCheck, "warn")
	_, output, err := load(t, broken)
	require.NoError(t, err)
	assert.Contains(t, output, "[extension-not-enabled]")
	assert.Contains(t, output, "[unknown-key]")

	t.Setenv(envIgnore, "extension-not-enabled")
	_, output, err = load(t, broken)
	require.NoError(t, err)
	assert.NotContains(t, output, "[extension-not-enabled]")

	_, _, err = load(t, broken+"exporters: {}\n")
	require.ErrorContains(t, err, "[duplicate-key]")
}

// An unknown key does not hide the other faults of its component.
func TestFaultsBesideAnUnknownKey(t *testing.T) {
	broken := strings.Replace(advised, "exporters:", "processors: {redact: {masks: x, action: hide, custom: [{name: a, patern: b}]}}\nexporters:", 1)
	broken = strings.Replace(broken, "exporters: [debug]", "processors: [redact], exporters: [debug]", 1)
	_, _, err := load(t, broken)
	for _, want := range []string{"redact::masks: ", "redact::action: unknown action", "redact::custom::0::patern: ", "redact::custom::0::pattern: "} {
		require.ErrorContains(t, err, want)
	}
}

// An unknown key is found by what knows all keys and again by the part itself.
func TestEachFaultIsToldOnce(t *testing.T) {
	broken := strings.Replace(advised, "exporters:", "processors: {redact: {masks: x}}\nexporters:", 1)
	broken = strings.Replace(broken, "exporters: [debug]", "processors: [redact], exporters: [debug]", 1)
	_, _, err := load(t, broken)
	require.Error(t, err)
	assert.Equal(t, 1, strings.Count(err.Error(), "redact::masks"), err.Error())
}

// That a part does not take a signal is found by its pipeline; the part itself is sound.
func TestWrongSignalIsToldOnce(t *testing.T) {
	broken := strings.Replace(advised, "debug: }", "debug: , loki: {endpoint: http://loki.example.com:3100}}", 1)
	broken = strings.Replace(broken, "[debug]", "[debug, loki]", 1)
	_, _, err := load(t, broken)
	require.ErrorContains(t, err, "[wrong-signal]")
	assert.NotContains(t, err.Error(), "[does-not-compile]")
}
