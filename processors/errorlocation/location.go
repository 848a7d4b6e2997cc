// SPDX-License-Identifier: Apache-2.0

package errorlocation

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"

	"github.com/faultline-otel/faultline/processors/errorlocation/internal/stacktrace"
)

const (
	keyFile     = string(semconv.CodeFilePathKey)
	keyLine     = string(semconv.CodeLineNumberKey)
	keyColumn   = string(semconv.CodeColumnNumberKey)
	keyFunction = string(semconv.CodeFunctionNameKey)

	// keyTruncated says that the stack trace was cut, so that a frame nearer to the error may have
	// been lost.
	keyTruncated = "error_location.truncated"
	// keyReason names the rule that chose the frame.
	keyReason = "error_location.reason"
	callSite  = "error_location.call_site."
	// keyFrames has the application's own frames of a stack trace that was dropped.
	keyFrames = "error_location.frames"
	// keyURL is the link to the line.
	keyURL = "code.url"

	// The attributes of log records that short_names writes.
	shortFile, shortLine, shortFunction, shortTrace = "file", "line", "function", "stack_trace"

	// keyFingerprint is the same for all occurrences of an error.
	keyFingerprint = "error.fingerprint"
)

// finding is what the processor has found out about an error.
type finding struct {
	result      stacktrace.Result  // with ReasonNone if there is no stack trace
	text        string             // the text in which the location was found
	frames      []stacktrace.Frame // the frames to keep if the stack trace is dropped
	fingerprint string
	reason      string
	url         string
}

// reason explains why a frame was chosen, with the configuration keys that made the choice.
func reason(r stacktrace.Result, service string) string {
	switch r.Reason {
	case stacktrace.ReasonInApp:
		return "built-in rules of " + r.Language.String()
	case stacktrace.ReasonInclude:
		return "in_app::include: " + r.Rule
	case stacktrace.ReasonServiceInclude:
		return "in_app::services::" + service + "::include: " + r.Rule
	case stacktrace.ReasonLearned:
		return "in_app::learn: " + r.Rule
	case stacktrace.ReasonNoInApp:
		return "no frame of the application, so the first with a file"
	case stacktrace.ReasonFunctionOnly:
		return "no frame of the application and none with a file, so the first"
	default:
		return ""
	}
}

// callSiteKey returns the error_location.call_site.* attribute to which a code.* attribute is moved,
// "" if key is not the file, line, column or function of a place in the code. It also knows the
// names that the semantic conventions used until v1.30.0.
func callSiteKey(key string) string {
	const prefix = "code."
	if len(key) <= len(prefix) || key[:len(prefix)] != prefix {
		return ""
	}
	switch key {
	case keyFile, "code.filepath":
		return callSite + "file.path"
	case keyLine, "code.lineno":
		return callSite + "line.number"
	case keyColumn, "code.column":
		return callSite + "column.number"
	case keyFunction, "code.function":
		return callSite + "function.name"
	}
	return ""
}

// hasPlace reports whether the attributes name a place in the code.
func hasPlace(attrs pcommon.Map) bool {
	for key := range attrs.All() {
		if callSiteKey(key) != "" {
			return true
		}
	}
	return false
}

// put writes a finding. If the attributes already name a place in the code, it is where the logger
// was called: with keep that place stays and no location is written, otherwise it is moved to
// error_location.call_site.*.
func put(attrs pcommon.Map, f *finding, keep bool) {
	const most = 6 // with the defaults
	attrs.EnsureCapacity(attrs.Len() + most)
	// A fingerprint shows that another instance of the processor, with its own rules, was here first.
	_, seen := attrs.Get(keyFingerprint)
	if f.result.Reason != stacktrace.ReasonNone {
		putLocation(attrs, f, keep || seen)
	}
	putAbsent(attrs, keyFingerprint, f.fingerprint)
}

func putLocation(attrs pcommon.Map, f *finding, keep bool) {
	if hasPlace(attrs) {
		if keep {
			return
		}
		if !isLocation(attrs, f.result.Location) {
			moveCallSite(attrs)
		}
	}
	writeLocation(attrs, f)
}

// isLocation reports whether the attributes already name this location, as they do if the telemetry
// has passed the processor before.
func isLocation(attrs pcommon.Map, location stacktrace.Frame) bool {
	file, _ := attrs.Get(keyFile)
	line, _ := attrs.Get(keyLine)
	function, _ := attrs.Get(keyFunction)
	return isStr(file, location.File) && isStr(function, location.Function) &&
		(location.Line == 0 || line != (pcommon.Value{}) && line.Int() == int64(location.Line))
}

// isStr reports whether v is the string want; an absent attribute counts as "".
func isStr(v pcommon.Value, want string) bool {
	if v == (pcommon.Value{}) {
		return want == ""
	}
	return v.Str() == want
}

// moveCallSite renames the attributes that name a place in the code to error_location.call_site.*.
// Those that an earlier pass has written there are kept.
func moveCallSite(attrs pcommon.Map) {
	type moved struct {
		key   string
		value pcommon.Value
	}
	var places []moved
	attrs.RemoveIf(func(key string, v pcommon.Value) bool {
		to := callSiteKey(key)
		if to == "" {
			return false
		}
		value := pcommon.NewValueEmpty()
		v.MoveTo(value)
		places = append(places, moved{to, value})
		return true
	})
	for _, place := range places {
		if _, ok := attrs.Get(place.key); !ok {
			place.value.MoveTo(attrs.PutEmpty(place.key))
		}
	}
}

func writeLocation(attrs pcommon.Map, f *finding) {
	location := f.result.Location
	if location.File != "" {
		attrs.PutStr(keyFile, location.File)
		attrs.PutInt(keyLine, int64(location.Line))
	}
	if location.Column > 0 {
		attrs.PutInt(keyColumn, int64(location.Column))
	}
	if location.Function != "" {
		attrs.PutStr(keyFunction, location.Function)
	}
	if f.result.Truncated {
		attrs.PutBool(keyTruncated, true)
	}
	putAbsent(attrs, keyReason, f.reason)
	putAbsent(attrs, keyURL, f.url)
}

// putShort writes the location under its short names, unless one of them is taken: mixing it with
// what is there could name a place that does not exist.
func putShort(attrs pcommon.Map, location stacktrace.Frame) {
	for _, key := range [...]string{shortFile, shortLine, shortFunction} {
		if _, ok := attrs.Get(key); ok {
			return
		}
	}
	if location.File != "" {
		file := location.File
		attrs.PutStr(shortFile, file[strings.LastIndexAny(file, `/\`)+1:])
		attrs.PutInt(shortLine, int64(location.Line))
	}
	if location.Function != "" {
		attrs.PutStr(shortFunction, location.Function)
	}
}

// putAbsent writes an attribute unless it exists or the value is empty.
func putAbsent(attrs pcommon.Map, key, value string) {
	if value == "" {
		return
	}
	if _, ok := attrs.Get(key); !ok {
		attrs.PutStr(key, value)
	}
}
