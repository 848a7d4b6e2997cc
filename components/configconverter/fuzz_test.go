// SPDX-License-Identifier: Apache-2.0

package configconverter

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// maxTime is how long a configuration may take. Those of the fuzzer take milliseconds; the machine may be busy.
const maxTime = 20 * time.Second

// FuzzConvert checks that no text makes the provider or the converter panic or hang, that it is loaded in the same way twice, and
// that each fault has a line of its own.
func FuzzConvert(f *testing.F) {
	for _, test := range oldCases(f) {
		text, err := yaml.Marshal(test.Old)
		require.NoError(f, err)
		f.Add(string(text))
	}
	for _, test := range brokenCases(f) {
		f.Add(test.document(f))
	}
	for _, name := range []string{"gateway.yaml", "standalone.yaml"} {
		content, err := os.ReadFile(filepath.Join("..", "..", "configs", name))
		require.NoError(f, err)
		f.Add(string(content))
	}
	f.Add("a: &a [*a]\n")
	f.Add("service: &a {pipelines: *a}\nexporters: {<<: *a}\n")
	f.Add("x: &x {<<: *x}\nservice: *x\n")
	f.Add("exporters: {otlp: {endpoint: \"${file:c.yaml}\"}}\n")
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "${file:/") || strings.Contains(text, "..") || strings.Contains(text, "${http") {
			return // leads out of the test
		}
		start := time.Now()
		_, _, err := load(t, text)
		if took := time.Since(start); took > maxTime {
			t.Fatalf("took %v", took)
		}
		_, _, again := load(t, text)
		if (err == nil) != (again == nil) {
			t.Fatalf("first %v, then %v", err, again)
		}
		if err == nil {
			return
		}
		_, faults, found := strings.Cut(err.Error(), "the configuration has faults:\n")
		if !found {
			return
		}
		for line := range strings.Lines(faults) {
			if strings.TrimSpace(line) == "" {
				t.Fatalf("an empty line in %q", err)
			}
		}
	})
}
