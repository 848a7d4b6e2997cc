// SPDX-License-Identifier: Apache-2.0

package httpservice

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

func TestProgram(t *testing.T) {
	startCollector(t)
	t.Setenv("LISTEN_ADDRESS", "127.0.0.1:0")
	t.Setenv("DEBUG_ADDRESS", "127.0.0.1:0")
	t.Setenv("FAULT_LATENCY", "1ms")
	entered, released := make(chan struct{}), false
	program := Program{
		Name: "test-service",
		Register: func(running context.Context, s *Service) (func() error, error) {
			s.Handle("GET /slow", func(w http.ResponseWriter, _ *http.Request) error {
				close(entered)
				<-running.Done()
				WriteJSON(w, http.StatusOK, "done")
				return nil
			})
			return func() error { released = true; return nil }, nil
		},
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var stdout output
	finished := make(chan error)
	go func() { finished <- program.run(ctx, &stdout) }()

	var started map[string]any
	require.Eventually(t, func() bool { started = stdout.line("Service started"); return started != nil },
		deadline, time.Millisecond)
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	assert.Contains(t, get(t, client, started["debug_address"], "/debug/faults"), `"latency":"1ms"`)
	assert.Contains(t, get(t, client, started["address"], "/healthz"), `"ok"`)

	// A request that runs when the service is told to stop is answered.
	answered := make(chan string)
	go func() { answered <- get(t, client, started["address"], "/slow") }()
	<-entered
	stop()
	assert.Equal(t, "\"done\"\n", <-answered)
	require.NoError(t, <-finished)
	assert.True(t, released)
	assert.NotNil(t, stdout.line("Service stopping"))
}

func TestProgramDoesNotStart(t *testing.T) {
	startCollector(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { require.NoError(t, taken.Close()) }()
	program := Program{
		Name:          "test-service",
		ListenAddress: "127.0.0.1:0",
		DebugAddress:  "127.0.0.1:0",
		Register: func(context.Context, *Service) (func() error, error) {
			return nil, errors.New("no database")
		},
	}
	require.EqualError(t, program.run(t.Context(), io.Discard), "no database")

	t.Setenv("DEBUG_ADDRESS", taken.Addr().String())
	require.ErrorContains(t, program.run(t.Context(), io.Discard), "DEBUG_ADDRESS: listen tcp")
	t.Setenv("LISTEN_ADDRESS", taken.Addr().String())
	require.ErrorContains(t, program.run(t.Context(), io.Discard), "LISTEN_ADDRESS: listen tcp")
	t.Setenv("FAULT_LEAK", "maybe")
	require.EqualError(t, program.run(t.Context(), io.Discard), `FAULT_LEAK: "maybe" is not true or false`)
}

// get returns the body of the answer, or the error: it also runs on other
// goroutines than the test's.
func get(t *testing.T, client *http.Client, address any, path string) string {
	t.Helper()
	response, err := client.Get("http://" + address.(string) + path)
	if err != nil {
		return err.Error()
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err.Error()
	}
	return string(body)
}

// startCollector takes all that is sent over OTLP during the test.
func startCollector(t *testing.T) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	// All OTLP answers may be empty, and so can be those to any request.
	server := grpc.NewServer(grpc.UnknownServiceHandler(func(_ any, stream grpc.ServerStream) error {
		var request emptypb.Empty
		if err := stream.RecvMsg(&request); err != nil {
			return err
		}
		return stream.SendMsg(&emptypb.Empty{})
	}))
	var serving sync.WaitGroup
	serving.Go(func() { assert.NoError(t, server.Serve(listener)) })
	t.Cleanup(func() {
		server.Stop()
		serving.Wait()
	})
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://"+listener.Addr().String())
}

// output is standard output, read while it is written.
type output struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buffer.Write(p)
}

// line returns the fields of the first line with the given message, nil if
// there is none.
func (o *output) line(message string) map[string]any {
	o.mu.Lock()
	defer o.mu.Unlock()
	for line := range strings.Lines(o.buffer.String()) {
		var fields map[string]any
		if json.Unmarshal([]byte(line), &fields) == nil && fields["message"] == message {
			return fields
		}
	}
	return nil
}
