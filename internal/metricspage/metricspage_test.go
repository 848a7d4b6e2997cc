// SPDX-License-Identifier: Apache-2.0

package metricspage

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const page = `# TYPE calls_total counter
calls_total{service_name="a",status_code="STATUS_CODE_ERROR"} 2
calls_total{service_name="a",status_code="STATUS_CODE_UNSET"} 40
calls_total{service_name="b",status_code="STATUS_CODE_UNSET"} 1
# TYPE traces gauge
traces 7
`

func TestSums(t *testing.T) {
	p, err := Parse(page)
	require.NoError(t, err)

	assert.InDelta(t, 43, p.Sum("calls_total", nil), 0)
	assert.InDelta(t, 42, p.Sum("calls_total", map[string]string{"service_name": "a"}), 0)
	assert.InDelta(t, 0, p.Sum("calls_total", map[string]string{"service_name": "a", "other": "x"}), 0)
	assert.InDelta(t, 7, p.Sum("traces", nil), 0)
	assert.InDelta(t, 0, p.Sum("absent", nil), 0)
	assert.Equal(t, map[string]float64{"a": 42, "b": 1}, p.SumBy("calls_total", "service_name", nil))
	assert.Equal(t, []string{"calls_total", "traces"}, p.Names())
}

func TestGet(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/metrics":
			_, _ = w.Write([]byte(page))
		case "/broken":
			_, _ = w.Write([]byte("calls_total{ 1"))
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()

	p, err := Get(t.Context(), server.URL+"/metrics")
	require.NoError(t, err)
	assert.Equal(t, page, p.Text)

	_, err = Get(t.Context(), server.URL+"/broken")
	require.ErrorContains(t, err, "metrics page")
	_, err = Get(t.Context(), server.URL+"/absent")
	require.ErrorContains(t, err, "404 Not Found")
}
