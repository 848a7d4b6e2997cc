// SPDX-License-Identifier: Apache-2.0

package errorlocation

import "strings"

// field is the role that a field of a log record or an event plays in describing an error. Of the
// roles that may hold a stack trace, the smaller value is the better place to look.
type field uint8

const (
	fieldNone       field = iota
	fieldStacktrace       // exception.stacktrace
	fieldVerbose          // zap's errorVerbose: the stack of the error; zap's stacktrace is the logger's
	fieldStack            // another name for a stack trace
	fieldFrames           // a stack trace if it is a list, otherwise unrelated
	fieldCause            // the error that caused another, as an object
	fieldException        // the error as an object or a string, perhaps with a stack trace
	fieldText             // the message of the log record
	fieldType             // the type of the error
	fieldMessage          // the message of the error
)

// freeform reports whether the field often holds text without a stack trace.
func (f field) freeform() bool { return f == fieldException || f == fieldText }

// mayHoldTrace reports whether the field is searched for a stack trace.
func (f field) mayHoldTrace() bool { return f >= fieldStacktrace && f <= fieldText }

// isError reports whether the field holds an error: if it is an object, short names in it such as
// "type" and "message" describe that error.
func (f field) isError() bool { return f == fieldException || f == fieldCause }

// longestName is more than the length of any name that fieldOf knows, so that a longer key that is
// cut to it matches none of them.
const longestName = 24

// fieldOf returns the role of a field by its name. Case and separators do not matter: "stack_trace",
// "stackTrace" and "stack-trace" are the same name.
func fieldOf(key string) field {
	// The first letter rules out most keys cheaply.
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

// fieldIn returns the role of a field inside an object whose own role is parent.
func fieldIn(parent field, key string) field {
	if parent.isError() {
		switch key {
		case "type", "kind", "class", "name", "className":
			return fieldType
		case "message", "msg":
			return fieldMessage
		case "cause", "previous", "inner", "innerException", "InnerException", "root":
			return fieldCause
		}
	}
	return fieldOf(key)
}

// appendPlain appends the name of a field in lower case and without separators between its words.
// It stops when b is full rather than growing it.
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
