// SPDX-License-Identifier: Apache-2.0

// Package failure holds errors that know where they were raised, and records
// them on spans and logs.
//
// The tracing SDK can record a stack by itself, but it takes the stack of the
// place that records, not of the place that fails, and cuts it after 2 KB of
// which the first frames are the SDK's own. An error of this package takes the
// stack when it is made, so that its first frame is the line to look at.
package failure

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"reflect"
	"runtime"
	"slices"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"
)

// maxFrames bounds a recorded stack: a handler of these services is about
// fifteen frames deep.
const maxFrames = 64

// Error is an error together with the stack of the function that raised it.
type Error struct {
	err   error
	stack stack
}

// New returns err with the stack of the caller.
func New(err error) *Error {
	return &Error{err: err, stack: callers(1)}
}

// Recovered returns the error for the value of a recovered panic, with the
// stack of the function that panicked. Call it in the deferred function that
// called recover: later the frames are gone.
func Recovered(value any) *Error {
	err, ok := value.(error)
	if !ok {
		err = panicError{value}
	}
	return &Error{err: err, stack: callers(1).belowPanic()}
}

// Error returns the text of the error without the stack.
func (e *Error) Error() string { return e.err.Error() }

// Unwrap returns the error that New was given.
func (e *Error) Unwrap() error { return e.err }

// panicError is a panic with a value that is not an error.
type panicError struct{ value any }

func (p panicError) Error() string { return fmt.Sprint(p.value) }

// Stack returns the stack of the innermost Error in the chain of err, as text
// in the form of runtime/debug.Stack; "" when the chain holds none.
func Stack(err error) string {
	text := ""
	for failed := (*Error)(nil); errors.As(err, &failed); err = failed.err {
		text = failed.stack.String()
	}
	return text
}

// Type returns the Go type of err, such as *main.PaymentTimeoutError, looking
// through Error and the wrapping of fmt.Errorf, which say nothing about what
// went wrong. A panic with a value that is no error has the type "panic".
func Type(err error) string {
	for {
		switch dynamic := reflect.TypeOf(err); dynamic {
		case reflect.TypeFor[*Error](), wrapError:
			err = errors.Unwrap(err)
		case reflect.TypeFor[panicError]():
			return "panic"
		default:
			return dynamic.String()
		}
	}
}

// wrapError is the type of what fmt.Errorf makes, which has no exported name.
var wrapError = reflect.TypeOf(fmt.Errorf("%w", io.EOF))

// Record adds err to span as an exception event, with its stack if it has one,
// and sets the status of the span to error.
func Record(span trace.Span, err error) {
	attributes := []attribute.KeyValue{
		semconv.ExceptionType(Type(err)),
		semconv.ExceptionMessage(err.Error()),
	}
	if stack := Stack(err); stack != "" {
		attributes = append(attributes, semconv.ExceptionStacktrace(stack))
	}
	span.AddEvent(semconv.ExceptionEventName, trace.WithAttributes(attributes...))
	span.SetStatus(codes.Error, err.Error())
}

// LogAttrs returns the fields of a log record that describe err; without a
// stack in its chain there is no stack_trace.
func LogAttrs(err error) []slog.Attr {
	attrs := []slog.Attr{
		slog.String("error", err.Error()),
		slog.String("error_type", Type(err)),
	}
	if stack := Stack(err); stack != "" {
		attrs = append(attrs, slog.String("stack_trace", stack))
	}
	return attrs
}

// stack is the call stack of one goroutine, innermost call first.
type stack struct {
	goroutine string // Header line of runtime.Stack: "goroutine 7 [running]:".
	frames    []runtime.Frame
}

// callers returns the stack above skip callers of callers.
func callers(skip int) stack {
	var pcs [maxFrames]uintptr
	n := runtime.Callers(2+skip, pcs[:])
	s := stack{goroutine: goroutine()}
	for frames := runtime.CallersFrames(pcs[:n]); ; {
		frame, more := frames.Next()
		if frame.Function != "" && frame.Function != "runtime.goexit" {
			s.frames = append(s.frames, frame)
		}
		if !more {
			return s
		}
	}
}

// goroutine returns the first line of the running goroutine's stack text,
// which is the only place where the runtime tells its number.
func goroutine() string {
	var buf [64]byte
	header, _, _ := strings.Cut(string(buf[:runtime.Stack(buf[:], false)]), "\n")
	return header
}

// belowPanic returns s without the frames that ran because of the panic: the
// deferred functions, the runtime's raising of it, and whatever panicked again
// on the way up.
func (s stack) belowPanic() stack {
	for i, frame := range slices.Backward(s.frames) {
		if frame.Function != "runtime.gopanic" {
			continue
		}
		s.frames = s.frames[i+1:]
		for len(s.frames) > 0 && strings.HasPrefix(s.frames[0].Function, "runtime.") {
			s.frames = s.frames[1:]
		}
		break
	}
	return s
}

// String renders s as runtime/debug.Stack does, which tools know how to read.
func (s stack) String() string {
	var b strings.Builder
	b.WriteString(s.goroutine)
	b.WriteByte('\n')
	for _, frame := range s.frames {
		fmt.Fprintf(&b, "%s(...)\n\t%s:%d", frame.Function, frame.File, frame.Line)
		if frame.Func != nil { // The runtime prints no offset for an inlined call.
			fmt.Fprintf(&b, " +%#x", frame.PC-frame.Entry)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
