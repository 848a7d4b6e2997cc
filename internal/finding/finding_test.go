// SPDX-License-Identifier: Apache-2.0

package finding

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/faultline-otel/faultline/internal/confpos"
)

func TestLocateSortsAndRenders(t *testing.T) {
	t.Cleanup(confpos.Reset)
	require.NoError(t, confpos.Record("c.yaml", []byte("exporters:\n  loging:\n  jaeger:\n    endpoint: x\n")))
	findings := []Finding{
		{Severity: Warning, Rule: "no-limit", KeyPath: []string{"exporters", "jaeger", "endpoint"}, Found: "b"},
		{Severity: Error, Rule: "unknown-type", KeyPath: []string{"exporters", "loging"}, Found: "unknown exporter", Write: "write debug", Since: "v0.111.0"},
	}
	Locate(findings)
	assert.Equal(t, "c.yaml:2:3: exporters::loging: unknown exporter (since v0.111.0); write debug [unknown-type]", findings[0].String())
	assert.Equal(t, "c.yaml:4:5: exporters::jaeger::endpoint: b [no-limit]", findings[1].String())
	require.EqualError(t, Err(findings), findings[0].String())
	require.NoError(t, Err(findings[1:]))

	text, err := json.Marshal(findings[0])
	require.NoError(t, err)
	assert.JSONEq(t, `{"severity":"error","rule":"unknown-type","file":"c.yaml","line":2,"column":3,"key":"exporters::loging",
		"found":"unknown exporter","write":"write debug","since":"v0.111.0"}`, string(text))
}

func TestWithoutPosition(t *testing.T) {
	confpos.Reset()
	findings := []Finding{{Rule: "x", KeyPath: []string{"a", "b"}, Found: "c"}}
	Locate(findings)
	assert.Equal(t, "a::b: c [x]", findings[0].String())
}
