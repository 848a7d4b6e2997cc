// SPDX-License-Identifier: Apache-2.0

package errorlocation

// field says what a field of a log record or an event is for, as far as errors go. Of those that may
// hold a stack trace the smaller are the better.
type field uint8

const (
	fieldNone       field = iota
	fieldStacktrace       // exception.stacktrace
	fieldVerbose          // zap's errorVerbose: the stack of the error, where stacktrace is the logger's
	fieldStack            // another name for a stack trace
	fieldException        // the error as an object or a string, perhaps with a stack trace
	fieldText             // the message of the log record
	fieldType             // the type of the error
	fieldMessage          // the message of the error
)

// freeform says that the field may well hold text without a stack trace.
func (f field) freeform() bool { return f == fieldException || f == fieldText }

// mayHoldTrace says that a stack trace is looked for in the field.
func (f field) mayHoldTrace() bool { return f >= fieldStacktrace && f <= fieldText }

// fieldOf returns what a field is for by its name, in any spelling: "stack_trace", "stackTrace" and
// "error.stack-trace" are all the same to it.
func fieldOf(key string) field {
	var buf [24]byte // longer than any name below
	n := 0
	for _, c := range []byte(key) {
		switch {
		case c == '_' || c == '.' || c == '-' || c == ' ':
			continue
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		}
		if n == len(buf) {
			return fieldNone
		}
		buf[n] = c
		n++
	}
	switch string(buf[:n]) {
	case "exceptionstacktrace":
		return fieldStacktrace
	case "errorverbose":
		return fieldVerbose
	case "stacktrace", "stack", "traceback", "backtrace", "excinfo", "exctext",
		"errorstacktrace", "errorstack", "errstack", "errstacktrace", "errortraceback", "errorbacktrace",
		"exceptionstack", "exceptiontraceback", "exceptionbacktrace":
		return fieldStack
	case "exception", "error", "err", "@x":
		return fieldException
	case "message", "msg", "log", "@m":
		return fieldText
	case "exceptiontype", "errortype", "errorkind", "errorclass", "exceptionclass", "exctype":
		return fieldType
	case "exceptionmessage", "errormessage", "errormsg", "errmessage":
		return fieldMessage
	}
	return fieldNone
}

// fieldIn returns what a field of an object is for. In an object about an error the short names are
// the error's.
func fieldIn(parent field, key string) field {
	if parent == fieldException {
		switch key {
		case "type", "kind", "class":
			return fieldType
		case "message", "msg":
			return fieldMessage
		}
	}
	return fieldOf(key)
}
