// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCheck(t *testing.T) {
	status := http.StatusOK
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
	defer server.Close()
	address := server.Listener.Addr().String()
	_, port, err := net.SplitHostPort(address)
	require.NoError(t, err)

	for _, endpoint := range []string{address, "0.0.0.0:" + port, ":" + port, "[::]:" + port} {
		require.NoError(t, check(t.Context(), endpoint), endpoint)
	}
	status = http.StatusServiceUnavailable
	require.EqualError(t, check(t.Context(), address), "http://"+address+"/ answers 503 Service Unavailable")

	server.Close()
	require.Error(t, check(t.Context(), address))
	require.ErrorContains(t, check(t.Context(), "127.0.0.1"), `HEALTH_ENDPOINT "127.0.0.1" is not host:port`)
}

func TestRun(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/ready" {
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	defer server.Close()
	t.Setenv("HEALTH_ENDPOINT", server.Listener.Addr().String())

	require.NoError(t, run(t.Context(), []string{server.URL + "/ready"}))
	require.ErrorContains(t, run(t.Context(), []string{server.URL + "/other"}), "answers 404")
	require.ErrorContains(t, run(t.Context(), nil), "/ answers 404")
	require.EqualError(t, run(t.Context(), []string{"a", "b"}), "2 arguments, want one URL or none")
}
