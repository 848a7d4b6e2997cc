// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"slices"
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// Some loggers write a stack trace as a list of objects: structlog's dict_tracebacks, zerolog's
// pkgerrors, the JSON layouts of Log4j 2 and Logback, Monolog, eris. Such a list is read here. Then
// frames_print.go prints it in the form that the language itself uses, so that the same grammar reads
// it and the fingerprint is the same.

// errorObject is an error that a logger has written as an object.
type errorObject struct {
	typ, message string
	place        frameObject // where the error was raised, if that is given beside the frames
	frames       []frameObject
	isCause      bool // whether it caused the error before it, rather than being its context
}

// frameObject is one frame of an errorObject.
type frameObject struct {
	file, class, function string
	line, column          int
}

// readErrors returns the errors that a list describes. If its elements are frames, that is one error
// with these frames; if they are errors, each has the next one as its cause or context. For any other
// list it returns none.
func readErrors(list pcommon.Slice) []errorObject {
	if frames := readFrames(list); len(frames) > 0 {
		return []errorObject{{frames: frames}}
	}
	var errors []errorObject
	for _, v := range list.All() {
		if v.Type() != pcommon.ValueTypeMap {
			return nil
		}
		if e, _ := readError(v.Map()); len(e.frames) > 0 {
			errors = append(errors, e)
		}
	}
	return errors
}

// readChain returns an error followed by its causes, the outermost first. It returns none if none of
// them has frames.
func readChain(m pcommon.Map) []errorObject {
	var errors []errorObject
	frames := 0
	for range maxDepth {
		e, cause := readError(m)
		e.isCause = len(errors) > 0
		errors = append(errors, e)
		frames += len(e.frames)
		if cause == (pcommon.Map{}) {
			break
		}
		m = cause
	}
	if frames == 0 {
		return nil
	}
	return errors
}

// readError returns an error and, if there is one, the fields of its cause.
func readError(m pcommon.Map) (e errorObject, cause pcommon.Map) {
	for key, v := range m.All() {
		switch plainKey(key) {
		case "exctype", "type", "name", "class", "classname":
			e.typ = v.Str()
		case "excvalue", "value", "message":
			e.message = v.Str()
		case "iscause":
			e.isCause = v.Bool()
		case "frames", "stack", "stacktrace", "trace", "extendedstacktrace", "steparray", "backtrace":
			if v.Type() == pcommon.ValueTypeSlice {
				e.frames = readFrames(v.Slice())
			}
		case "cause", "previous", "inner", "innerexception", "root":
			if v.Type() == pcommon.ValueTypeMap {
				cause = v.Map()
			}
		case "file":
			if place, ok := readPlace(v.Str()); ok {
				e.place = place
			} else {
				e.place.file = v.Str()
			}
		case "line":
			e.place.line = readNumber(v)
		}
	}
	return e, cause
}

// readFrames returns the frames in a list, none if any of its elements is not a frame.
func readFrames(list pcommon.Slice) []frameObject {
	var frames []frameObject
	outermostFirst := false
	for _, v := range list.All() {
		var frame frameObject
		ok := false
		switch v.Type() {
		case pcommon.ValueTypeMap:
			frame, ok = readFrame(v.Map())
		case pcommon.ValueTypeStr:
			frame, ok = readLine(v.Str())
			outermostFirst = frame.function != ""
		}
		if !ok {
			return nil
		}
		frames = append(frames, frame)
	}
	if outermostFirst {
		slices.Reverse(frames)
	}
	return frames
}

// readLine reads a frame that is a text: a place as Monolog writes it, or a function and a place as eris does, such as
// "main.total:/srv/shop/orders.go:12".
func readLine(s string) (frameObject, bool) {
	function, place := functionFirst(s)
	frame, ok := readPlace(place)
	frame.function = function
	return frame, ok
}

// functionFirst divides a text such as "main.total:/srv/shop/orders.go:12" into the function and the place. Without a
// function, or with the drive of Windows in its place, all of it is the place.
func functionFirst(s string) (function, place string) {
	if function, place, ok := strings.Cut(s, ":/"); ok && len(function) > 1 && !strings.HasPrefix(place, "/") && !strings.ContainsAny(function, ": \t\n") {
		return function, s[len(function)+1:]
	}
	return "", s
}

// readFrame returns the frame that the fields describe. It reports whether there is one: a frame has
// a file or a class, and a line or a function.
func readFrame(m pcommon.Map) (frameObject, bool) {
	var f frameObject
	for key, v := range m.All() {
		switch plainKey(key) {
		case "file", "filename", "abspath", "path", "source":
			if file := v.Str(); f.file == "" || strings.HasSuffix(file, f.file) {
				f.file = file
			}
		case "class", "classname", "declaringtype":
			f.class = v.Str()
		case "function", "func", "functionname", "method", "methodname", "name", "fn":
			f.function = v.Str()
		case "lineno", "linenumber":
			f.line = readNumber(v)
		case "line":
			if n := readNumber(v); n > 0 { // some loggers put the source text of the line here
				f.line = n
			}
		case "column", "columnnumber", "colno", "col":
			f.column = readNumber(v)
		}
	}
	return f, (f.file != "" || f.class != "") && (f.line > 0 || f.function != "")
}

// readPlace reads a place such as "/srv/shop/src/Order.php:12".
func readPlace(s string) (frameObject, bool) {
	i := strings.LastIndexByte(s, ':')
	if i <= 0 || strings.ContainsAny(s, " \t\n") {
		return frameObject{}, false
	}
	line, err := strconv.Atoi(s[i+1:])
	return frameObject{file: s[:i], line: line}, err == nil && line > 0
}

// readNumber returns a value that is a number or the text of one, 0 if it is neither.
func readNumber(v pcommon.Value) int {
	switch v.Type() {
	case pcommon.ValueTypeInt:
		return int(v.Int())
	case pcommon.ValueTypeDouble:
		return int(v.Double())
	case pcommon.ValueTypeStr:
		n, _ := strconv.Atoi(v.Str())
		return n
	}
	return 0
}

// plainKey returns the name of a field in lower case and without separators, as fieldOf compares it.
func plainKey(key string) string {
	var buf [longestName]byte
	return string(appendPlain(buf[:0], key))
}
