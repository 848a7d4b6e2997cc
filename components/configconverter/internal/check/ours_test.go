// SPDX-License-Identifier: Apache-2.0

package check

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestFaultsOfOurComponents checks that what our own components say of their configuration arrives as it was
// said: with the whole key path, each fault by itself, and what to write instead apart from what was found.
func TestFaultsOfOurComponents(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.yaml")
	require.NoError(t, os.WriteFile(file, []byte(`receivers: {otlp: {protocols: {grpc: {endpoint: 127.0.0.1:4317}}}}
processors:
  redact:
    action: hash
    allow:
      - {value: a, suffix: b}
      - {regex: "("}
    custom:
      - {pattern: EMP}
  error_location: {max_bytes: 10}
connectors:
  error_spans:
    errors: [traces/out]
    all: [traces/out]
    undecided: {wait: 0s}
exporters:
  debug:
service:
  pipelines:
    traces: {receivers: [otlp], processors: [error_location, redact], exporters: [error_spans]}
    traces/out: {receivers: [error_spans], exporters: [debug]}
`), 0o600))
	type fault struct{ key, found, write string }
	var faults []fault
	for _, f := range Check(load(t, file)) {
		if f.Rule == "does-not-compile" {
			assert.Positive(t, f.Position.Line, f.String())
			faults = append(faults, fault{strings.Join(f.KeyPath, "::"), f.Found, f.Write})
		}
	}
	assert.ElementsMatch(t, []fault{
		{
			"processors::redact::hash::key", "is empty, or the environment variable that it is read from is not set",
			`write for example "${env:REDACT_KEY}" and set that variable to the output of "openssl rand -hex 32"`,
		},
		{"processors::redact::allow::0", "has 2 conditions", `write exactly one of value, prefix, suffix, cidr and regex, such as {suffix: "@example.org"}`},
		{
			"processors::redact::allow::1::regex",
			"\"(\" is no regular expression in the syntax of RE2: error parsing regexp: missing closing ): `(`", `write for example "test-[0-9]+"`,
		},
		{
			"processors::redact::custom::0::name", `"" is no name`,
			`write at most 32 small letters, digits and underscores, a letter first, such as "employee_id"`,
		},
		{"processors::error_location::max_bytes", "10 is too small", "write 4096 or more, or leave it out for 262144"},
		{"connectors::error_spans::undecided::storage", "must not be empty", "write the id of a storage extension, such as file_storage"},
		{"connectors::error_spans::undecided::wait", "0s is too short", "write the decision_wait of the sampler, such as 10s"},
		{
			"connectors::error_spans::all::0", `"traces/out" is also under errors::0`,
			"write it once, so that a span reaches a pipeline once",
		},
	}, faults)
}
