// SPDX-License-Identifier: Apache-2.0

package httpservice

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/codes"

	"github.com/faultline-otel/faultline/services/internal/correlation"
)

func TestTransport(t *testing.T) {
	var received http.Header
	status := http.StatusOK
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		received = r.Header
		w.WriteHeader(status)
	}))
	defer server.Close()
	for _, tc := range []struct {
		status int
		level  string
		code   codes.Code
	}{
		{http.StatusOK, "INFO", codes.Unset},
		{http.StatusNotFound, "WARN", codes.Error},
		{http.StatusInternalServerError, "ERROR", codes.Error},
	} {
		service, recorder := newService(t)
		transport := service.Transport()
		status = tc.status
		request, err := http.NewRequestWithContext(
			correlation.NewContext(t.Context(), "abc-123"), http.MethodGet, server.URL+"/users/1?token=secret", nil)
		require.NoError(t, err)
		response, err := transport.RoundTrip(request)
		require.NoError(t, err)
		_, err = io.Copy(io.Discard, response.Body)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		transport.CloseIdleConnections()

		assert.Empty(t, request.Header, "the caller's request is left alone")
		span := recorder.Span("HTTP GET")
		assert.Equal(t, tc.code, span.Status.Code)
		assert.Equal(t, "abc-123", received.Get("X-Correlation-ID"))
		assert.Equal(t, span.SpanContext.TraceID().String(), received.Get("X-B3-TraceId"))
		assert.Equal(t, span.SpanContext.SpanID().String(), received.Get("X-B3-SpanId"))
		assert.Contains(t, received.Get("traceparent"), span.SpanContext.TraceID().String())

		line := recorder.Line("Outgoing request")
		assert.Equal(t, tc.level, line["level"])
		assert.Equal(t, "/users/1", line["path"])
		assert.EqualValues(t, tc.status, line["status_code"])
		assert.Equal(t, "abc-123", line["correlation_id"])
		assert.Equal(t, span.SpanContext.SpanID().String(), line["span_id"])
	}
}

func TestTransportWithoutServer(t *testing.T) {
	server := httptest.NewServer(nil)
	server.Close()
	service, recorder := newService(t)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
	require.NoError(t, err)
	response, err := service.Transport().RoundTrip(request)
	if err == nil {
		require.NoError(t, response.Body.Close())
	}
	require.Error(t, err)
	assert.Equal(t, codes.Error, recorder.Span("HTTP GET").Status.Code)
	line := recorder.Line("Outgoing request")
	assert.Equal(t, "ERROR", line["level"])
	assert.Equal(t, "*net.OpError", line["error_type"])
}

func TestParseURL(t *testing.T) {
	parsed, err := ParseURL("USER_SERVICE_URL", "http://user-service:8001")
	require.NoError(t, err)
	assert.Equal(t, "user-service:8001", parsed.Host)
	for _, text := range []string{"", "user-service:8001", "ftp://example.com", "http://", "http://a?b=c", "http://a b"} {
		_, err := ParseURL("USER_SERVICE_URL", text)
		assert.ErrorContains(t, err, "USER_SERVICE_URL: ", text)
	}
}
