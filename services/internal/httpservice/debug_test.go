// SPDX-License-Identifier: Apache-2.0

package httpservice

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/faultline-otel/faultline/services/internal/faults"
)

func TestDebug(t *testing.T) {
	service, recorder := newService(t)
	debug := func(method, path, body string) (int, string) {
		response := httptest.NewRecorder()
		service.DebugHandler().ServeHTTP(response, httptest.NewRequest(method, path, strings.NewReader(body)))
		return response.Code, response.Body.String()
	}

	status, body := debug("GET", "/debug/faults", "")
	assert.Equal(t, http.StatusOK, status)
	assert.JSONEq(t, `{"error_rate":0,"latency":"0s","panic_rate":0,"leak":false}`, body)

	status, body = debug("PUT", "/debug/faults", `{"error_rate":0.1,"latency":"200ms","panic_rate":0,"leak":true}`)
	assert.Equal(t, http.StatusOK, status)
	assert.JSONEq(t, `{"error_rate":0.1,"latency":"200ms","panic_rate":0,"leak":true}`, body)
	want := faults.Settings{ErrorRate: 0.1, Latency: faults.Duration{Duration: 200 * time.Millisecond}, Leak: true}
	assert.Equal(t, want, service.Faults.Get())
	assert.Equal(t, "configuration_changed", recorder.Line("Fault switches changed")["event"])

	for text, message := range map[string]string{
		`{"error_rate":2}`:     "error_rate must be between 0 and 1, not 2",
		`{"latency":"fast"}`:   `"fast" is no duration such as 200ms`,
		`{"latency":200}`:      "latency must be text, not a JSON number",
		`{"errors":0.1}`:       `unknown field "errors"`,
		`{"latency":"1h"}`:     "latency must be between 0s and 20s, not 1h0m0s",
		`{"error_rate":"low"}`: "error_rate must be a number, not a JSON string",
	} {
		status, body = debug("PUT", "/debug/faults", text)
		assert.Equal(t, http.StatusBadRequest, status, text)
		assert.JSONEq(t, string(marshal(t, map[string]string{"error": message})), body, text)
	}
	assert.Equal(t, want, service.Faults.Get(), "a bad request changes nothing")

	_, body = debug("GET", "/debug/telemetry", "")
	assert.JSONEq(t, `{"spans_ended":0}`, body)
	do(service, "POST", "/things", "")
	_, body = debug("GET", "/debug/telemetry", "")
	assert.JSONEq(t, `{"spans_ended":2}`, body, "the server span and the one that leaks")
}

func marshal(t *testing.T, value any) []byte {
	t.Helper()
	text, err := json.Marshal(value)
	require.NoError(t, err)
	return text
}
