// SPDX-License-Identifier: Apache-2.0

package redact

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

var update = flag.Bool("update", false, "write testdata/golden/*.redacted.json")

// TestGolden redacts testdata/golden/<signal>.json with the default configuration and compares the result
// with <signal>.redacted.json. To change an expectation, run the test with -update and read the difference.
func TestGolden(t *testing.T) {
	for signal, redact := range map[string]func(r *redactor, in []byte) ([]byte, error){
		"traces": func(r *redactor, in []byte) ([]byte, error) {
			td, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(in)
			require.NoError(t, err)
			_, err = r.processTraces(t.Context(), td)
			require.NoError(t, err)
			return (&ptrace.JSONMarshaler{}).MarshalTraces(td)
		},
		"logs": func(r *redactor, in []byte) ([]byte, error) {
			ld, err := (&plog.JSONUnmarshaler{}).UnmarshalLogs(in)
			require.NoError(t, err)
			_, err = r.processLogs(t.Context(), ld)
			require.NoError(t, err)
			return (&plog.JSONMarshaler{}).MarshalLogs(ld)
		},
		"metrics": func(r *redactor, in []byte) ([]byte, error) {
			md, err := (&pmetric.JSONUnmarshaler{}).UnmarshalMetrics(in)
			require.NoError(t, err)
			_, err = r.processMetrics(t.Context(), md)
			require.NoError(t, err)
			return (&pmetric.JSONMarshaler{}).MarshalMetrics(md)
		},
	} {
		t.Run(signal, func(t *testing.T) {
			r := newTestRedactor(t, signal)
			in, err := os.ReadFile(filepath.Join("testdata", "golden", signal+".json"))
			require.NoError(t, err)
			out, err := redact(r, in)
			require.NoError(t, err)
			again, err := redact(r, out)
			require.NoError(t, err)
			require.Equal(t, string(out), string(again), "second run")

			var indented bytes.Buffer
			require.NoError(t, json.Indent(&indented, out, "", "  "))
			indented.WriteByte('\n')
			golden := filepath.Join("testdata", "golden", signal+".redacted.json")
			if *update {
				require.NoError(t, os.WriteFile(golden, indented.Bytes(), 0o600))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			require.Equal(t, string(want), indented.String())
		})
	}
}
