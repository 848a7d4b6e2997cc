// SPDX-License-Identifier: Apache-2.0

package explain

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/faultline-otel/faultline/internal/confpos"
)

func TestVariables(t *testing.T) {
	t.Setenv("FAULTLINE_TEST_SET", "tempo")
	for written, want := range map[string]string{
		`${env:FAULTLINE_TEST_SET}`:          "",
		`${FAULTLINE_TEST_NONE}`:             "error unset-variable set it, or write ${env:FAULTLINE_TEST_NONE:-default}",
		`http://${env:FAULTLINE_TEST_NONE}`:  "warning unset-variable set it, or write ${env:FAULTLINE_TEST_NONE:-default}",
		`${env:FAULTLINE_TEST_NONE:-a}:4317`: "",
		`$${FAULTLINE_TEST_NONE}`:            "",
		`${env:FAULTLINE_TEST_SET`:           "warning open-variable write ${env:NAME}, or $${ for the text",
		`$${env:FAULTLINE_TEST_SET`:          "",
		`$FAULTLINE_TEST_SET:4317`:           "warning bare-variable write ${env:FAULTLINE_TEST_SET} for the value, or $$FAULTLINE_TEST_SET for the text",
		`$FAULTLINE_TEST_NONE:4317`:          "",
		`$$FAULTLINE_TEST_SET:4317`:          "",
		`$2a$10$abc`:                         "",
	} {
		t.Run(written, func(t *testing.T) {
			t.Cleanup(confpos.Reset)
			require.NoError(t, confpos.Record("c.yaml", []byte("exporters: {otlp_grpc: {endpoint: \""+written+"\"}}")))
			e := &explanation{}
			e.variables()
			var got []string
			for _, f := range e.findings {
				got = append(got, string(f.Severity)+" "+f.Rule+" "+f.Write)
				assert.Equal(t, confpos.Position{File: "c.yaml", Line: 1, Column: 35}, f.Position)
				assert.Equal(t, []string{"exporters", "otlp_grpc", "endpoint"}, f.KeyPath)
			}
			assert.Equal(t, want, strings.Join(got, "\n"))
		})
	}
}
