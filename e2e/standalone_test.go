// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/faultline-otel/faultline/internal/demo"
	"github.com/faultline-otel/faultline/internal/stack"
	"github.com/faultline-otel/faultline/services/planted"
)

// TestStandalone sends the traffic of the example services, which leak, through configs/standalone.yaml.
func TestStandalone(t *testing.T) {
	layout := newLayout(t)
	run(t, layout.Collector("standalone.yaml"), "DECISION_WAIT="+decisionWait.String())
	for _, service := range layout.Services() {
		run(t, service, "FAULT_LEAK=true")
	}
	watch := demo.NewWatch(layout)
	t.Cleanup(func() { assert.NoError(t, watch.Close()) })

	t.Run("requests", func(t *testing.T) { testRequests(t, layout) })
	load := runLoad(t, layout, "--requests", "3000", "--rate", "150", "--failures", "0.1", "--seed", "7")
	require.NotEmpty(t, load.Failed)

	ctx, cancel := context.WithTimeout(t.Context(), settleTimeout)
	defer cancel()
	promises, err := watch.Verify(ctx, load, planted.Values())
	require.NoError(t, err)
	for _, promise := range promises {
		assert.True(t, promise.Kept, promise.String())
	}

	traces := readTraces(t, layout)
	t.Run("failed requests are kept whole", func(t *testing.T) { testWhole(t, traces, load.Failed) })
	t.Run("the payment error is located", func(t *testing.T) { testLocated(t, layout, traces) })
	t.Run("the leak was there to be redacted", func(t *testing.T) {
		leaks := 0
		for _, r := range readLogs(t, layout) {
			if strings.Contains(fmt.Sprint(r.Body().AsRaw(), r.Attributes().AsRaw()), "[REDACTED:email]") {
				leaks++
			}
		}
		assert.Positive(t, leaks)
	})
}

// testRequests sends the curl commands of testdata/requests.sh as they are printed there.
func testRequests(t *testing.T, layout stack.Layout) {
	t.Helper()
	want := map[string]struct {
		status int
		body   map[string]string // of the answer; "*": not empty
	}{
		"Create a user":     {http.StatusCreated, map[string]string{"id": "1", "email": "alice@example.com"}},
		"Create an order":   {http.StatusCreated, map[string]string{"id": "1", "product": "laptop"}},
		"Trigger a failure": {http.StatusInternalServerError, map[string]string{"error": "*", "trace_id": "*", "correlation_id": "*"}},
		"Get user":          {http.StatusOK, map[string]string{"name": "Alice"}},
		"Get order":         {http.StatusOK, map[string]string{"product": "laptop"}},
	}
	commands := readCommands(t)
	require.Len(t, commands, len(want))
	for _, command := range commands {
		t.Run(command.title, func(t *testing.T) {
			status, body := command.do(t, layout.APIGateway)
			expected := want[command.title]
			require.Equal(t, expected.status, status, "%v", body)
			for key, value := range expected.body {
				require.Contains(t, body, key)
				if value == "*" {
					assert.NotEmpty(t, body[key])
				} else {
					assert.Equal(t, value, fmt.Sprint(body[key]), key)
				}
			}
		})
	}
}

// runLoad sends as many requests as the flags say, however long that takes.
func runLoad(t *testing.T, layout stack.Layout, args ...string) demo.Load {
	t.Helper()
	load, file := newLoad(t, layout, args...)
	require.NoError(t, load.Err(), load.LogTail(20))
	return readLoad(t, file)
}

// startLoad sends requests until stop is called.
func startLoad(t *testing.T, layout stack.Layout, args ...string) (stop func() demo.Load) {
	t.Helper()
	load, file := newLoad(t, layout, args...)
	return func() demo.Load {
		t.Helper()
		require.NoError(t, load.Stop(stopTimeout))
		return readLoad(t, file)
	}
}

// newLoad starts the load generator, which writes a file at its end.
func newLoad(t *testing.T, layout stack.Layout, args ...string) (load *stack.Process, file string) {
	t.Helper()
	file = filepath.Join(layout.Run, "loadgen.json")
	return run(t, layout.Loadgen(append(args, "--duration", "0", "--summary-json", file)...)), file
}

func readLoad(t *testing.T, file string) demo.Load {
	t.Helper()
	load, err := demo.ReadLoad(file)
	require.NoError(t, err)
	return load
}

// testWhole checks that each failed trace has one root and no span without its parent, and that all
// traces of payment errors have the same spans, those of the three services.
func testWhole(t *testing.T, traces map[string][]span, failed []string) {
	t.Helper()
	shapes := map[string]int{}
	for _, id := range failed {
		trace := traces[id]
		withoutParent, roots := orphans(trace)
		assert.Equal(t, 0, withoutParent, "spans without their parent in trace %s:\n%s", id, shape(trace))
		assert.Equal(t, 1, roots, "roots of trace %s:\n%s", id, shape(trace))
		if strings.Contains(shape(trace), "calculate_total") {
			shapes[shape(trace)]++
		}
	}
	assert.Len(t, shapes, 1, "shapes of the traces of payment errors: %v", shapes)
	for s := range shapes {
		for _, part := range []string{
			"api-gateway POST /orders", "order-service create_order", "order-service validate_inventory",
			"order-service calculate_total", "user-service GET /users/{id}",
		} {
			assert.Contains(t, s, part)
		}
	}
}

// testLocated checks that the log and the span of the payment error both name the line that raises it.
func testLocated(t *testing.T, layout stack.Layout, traces map[string][]span) {
	t.Helper()
	wantFile, wantLine := paymentErrorLine(t)

	logs := 0
	for _, r := range readLogs(t, layout) {
		if r.service == "order-service" && text(r.Attributes(), "code.file.path") == wantFile {
			logs++
			assert.Equal(t, wantLine, text(r.Attributes(), "code.line.number"))
			assert.Contains(t, text(r.Attributes(), "code.function.name"), "calculateTotal")
			assert.Contains(t, text(r.Attributes(), "exception.message"), "Payment gateway timeout")
			assert.NotEmpty(t, text(r.Attributes(), "exception.type"))
		}
	}
	assert.Positive(t, logs, "error logs at %s", wantFile)

	spans := 0
	for _, trace := range traces {
		for _, s := range trace {
			if s.Name() != "calculate_total" {
				continue
			}
			for _, event := range s.Events().All() {
				if event.Name() == "exception" {
					spans++
					assert.Equal(t, wantFile, text(event.Attributes(), "code.file.path"))
					assert.Equal(t, wantLine, text(event.Attributes(), "code.line.number"))
				}
			}
		}
	}
	assert.Positive(t, spans, "exceptions on calculate_total")
}

// paymentErrorLine finds the line of order-service that is marked as the one that raises the error.
func paymentErrorLine(t *testing.T) (file, line string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root(), "services", "order-service", "*.go"))
	require.NoError(t, err)
	for _, file := range files {
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		for i, line := range strings.Split(string(source), "\n") {
			if strings.Contains(line, "// raises the payment error") {
				return file, strconv.Itoa(i + 1)
			}
		}
	}
	t.Fatal("no line of order-service is marked as raising the payment error")
	return "", ""
}
