// SPDX-License-Identifier: Apache-2.0

package errorlocation

import "strings"

// field says what a field of a log record or an event is for, as far as errors go. Of those that may
// hold a stack trace the smaller are the better.
type field uint8

const (
	fieldNone       field = iota
	fieldStacktrace       // exception.stacktrace
	fieldVerbose          // zap's errorVerbose: the stack of the error, where stacktrace is the logger's
	fieldStack            // another name for a stack trace
	fieldFrames           // a stack trace if it is a list, else something else
	fieldCause            // the error that caused another, as an object
	fieldException        // the error as an object or a string, perhaps with a stack trace
	fieldText             // the message of the log record
	fieldType             // the type of the error
	fieldMessage          // the message of the error
)

// freeform says that the field may well hold text without a stack trace.
func (f field) freeform() bool { return f == fieldException || f == fieldText }

// mayHoldTrace says that a stack trace is looked for in the field.
func (f field) mayHoldTrace() bool { return f >= fieldStacktrace && f <= fieldText }

// isError reports whether the field is an error, in whose object the short names are the error's.
func (f field) isError() bool { return f == fieldException || f == fieldCause }

// longestName is more than the length of any name that fieldOf knows.
const longestName = 24

// fieldOf returns what a field is for by its name, in any spelling: "stack_trace", "stackTrace" and
// "error.stack-trace" are all the same to it.
func fieldOf(key string) field {
	// Most keys are told by their first letter.
	const initials = "@EFLMSTBefmlstb"
	if key == "" || strings.IndexByte(initials, key[0]) < 0 {
		return fieldNone
	}
	var buf [longestName]byte
	switch string(appendPlain(buf[:0], key)) {
	case "exceptionstacktrace":
		return fieldStacktrace
	case "errorverbose":
		return fieldVerbose
	case "stacktrace", "stack", "traceback", "backtrace", "excinfo", "exctext",
		"errorstacktrace", "errorstack", "errstack", "errstacktrace", "errortraceback", "errorbacktrace",
		"exceptionstack", "exceptiontraceback", "exceptionbacktrace", "extendedstacktrace", "steparray":
		return fieldStack
	case "trace", "frames":
		return fieldFrames
	case "exception", "error", "err", "@x", "thrown", "throwable":
		return fieldException
	case "message", "msg", "log", "@m", "fullmessage":
		return fieldText
	case "exceptiontype", "errortype", "errorkind", "errorclass", "exceptionclass", "exctype":
		return fieldType
	case "exceptionmessage", "errormessage", "errormsg", "errmessage":
		return fieldMessage
	}
	return fieldNone
}

// fieldIn returns what a field of an object is for.
func fieldIn(parent field, key string) field {
	if parent.isError() {
		switch key {
		case "type", "kind", "class", "name", "className":
			return fieldType
		case "message", "msg":
			return fieldMessage
		case "cause", "previous", "inner", "innerException", "InnerException":
			return fieldCause
		}
	}
	return fieldOf(key)
}

// appendPlain appends the name of a field in lower case and without what separates its words. It
// stops where b is full.
func appendPlain(b []byte, key string) []byte {
	for _, c := range []byte(key) {
		switch {
		case c == '_' || c == '.' || c == '-' || c == ' ':
			continue
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		}
		if len(b) == cap(b) {
			break
		}
		b = append(b, c)
	}
	return b
}
