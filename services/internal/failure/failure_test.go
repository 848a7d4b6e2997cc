// SPDX-License-Identifier: Apache-2.0

package failure

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

func raise() error {
	return New(io.ErrUnexpectedEOF) // raises the plain error
}

func raiseInClosure() error {
	return func() error {
		return New(io.ErrUnexpectedEOF) // raises in a closure
	}()
}

func raiseWrapped() error {
	return fmt.Errorf("outer: %w", New(fmt.Errorf("inner: %w", raise())))
}

func recoverFrom(f func()) (err error) {
	defer func() { err = Recovered(recover()) }()
	f()
	return nil
}

func panicText() {
	panic("out of paper") // raises the text panic
}

func panicIndex() {
	zero[[]int]()[1] = 1 // raises the index panic
}

func panicNil() {
	zero[*struct{ n int }]().n++ // raises the nil panic
}

// zero hides from vet that a value is nil.
func zero[T any]() (value T) { return value }

func panicAgain() {
	defer func() { panic(recover()) }()
	panicText()
}

func TestFirstFrameIsTheRaisingLine(t *testing.T) {
	for marker, err := range map[string]error{
		"raises the plain error": raise(),
		"raises in a closure":    raiseInClosure(),
		"raises the text panic":  recoverFrom(panicText),
		"raises the index panic": recoverFrom(panicIndex),
		"raises the nil panic":   recoverFrom(panicNil),
	} {
		t.Run(marker, func(t *testing.T) {
			assertRaisedAt(t, marker, Stack(err))
		})
	}
	t.Run("innermost of a chain", func(t *testing.T) {
		assertRaisedAt(t, "raises the plain error", Stack(raiseWrapped()))
	})
	t.Run("panic that a deferred function raised again", func(t *testing.T) {
		assertRaisedAt(t, "raises the text panic", Stack(recoverFrom(panicAgain)))
	})
}

// assertRaisedAt checks the shape of a stack and that its first frame is the
// line of this file that ends with marker.
func assertRaisedAt(t *testing.T, marker, stack string) {
	t.Helper()
	source, err := os.ReadFile("failure_test.go")
	require.NoError(t, err)
	line := 0
	for i, text := range strings.Split(string(source), "\n") {
		if strings.HasSuffix(text, "// "+marker) {
			line = i + 1
		}
	}
	require.NotZero(t, line, "no line is marked %q", marker)
	assert.Regexp(t, `\Agoroutine \d+ \[running\]:\n`+
		`\S+/failure\.\S+\(\.\.\.\)\n`+
		`\t/\S+/failure_test\.go:`+strconv.Itoa(line)+`( \+0x[0-9a-f]+)?\n`, stack)
	assert.Regexp(t, `\A[^\n]+\n([^\t\n]+\(\.\.\.\)\n\t/[^\n]+:\d+( \+0x[0-9a-f]+)?\n)+\z`, stack)
	assert.Contains(t, stack, "testing.tRunner(...)\n")
}

func TestErrorWithoutStack(t *testing.T) {
	assert.Empty(t, Stack(io.EOF))
	assert.Empty(t, Stack(nil))
	for _, attr := range LogAttrs(io.EOF) {
		assert.NotEqual(t, "stack_trace", attr.Key)
	}
}

func TestErrorKeepsTextAndCause(t *testing.T) {
	err := raiseWrapped()
	require.EqualError(t, err, "outer: inner: unexpected EOF")
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
}

func TestType(t *testing.T) {
	assert.Equal(t, "*fs.PathError", Type(New(fmt.Errorf("open: %w", &fs.PathError{Err: io.EOF}))))
	assert.Equal(t, "panic", Type(recoverFrom(panicText)))
	assert.Equal(t, "runtime.boundsError", Type(recoverFrom(panicIndex)))
	assert.Equal(t, "*errors.errorString", Type(errors.New("x")))
}

func TestRecord(t *testing.T) {
	exporter := tracetest.NewInMemoryExporter()
	provider := sdktrace.NewTracerProvider(sdktrace.WithSyncer(exporter))
	_, span := provider.Tracer("test").Start(t.Context(), "work")
	Record(span, raise())
	span.End()

	recorded := exporter.GetSpans()[0]
	assert.Equal(t, codes.Error, recorded.Status.Code)
	assert.Equal(t, "unexpected EOF", recorded.Status.Description)
	require.Len(t, recorded.Events, 1)
	assert.Equal(t, "exception", recorded.Events[0].Name)
	attributes := map[string]string{}
	for _, attribute := range recorded.Events[0].Attributes {
		attributes[string(attribute.Key)] = attribute.Value.AsString()
	}
	assert.Equal(t, "*errors.errorString", attributes["exception.type"])
	assert.Equal(t, "unexpected EOF", attributes["exception.message"])
	assertRaisedAt(t, "raises the plain error", attributes["exception.stacktrace"])
}

func TestLogAttrs(t *testing.T) {
	fields := map[string]string{}
	for _, attr := range LogAttrs(raise()) {
		fields[attr.Key] = attr.Value.String()
	}
	assert.Equal(t, "unexpected EOF", fields["error"])
	assert.Equal(t, "*errors.errorString", fields["error_type"])
	assertRaisedAt(t, "raises the plain error", fields["stack_trace"])
}
